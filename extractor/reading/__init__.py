"""The door of the reading room: `read` turns a file into a `Document`, one canonical text that remembers the paper."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from extractor.reading.budget import tick
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.model import Document

__all__ = ["read", "ready"]


def ready() -> None:
    """Import what most files need."""
    from extractor.reading import document, pdf

    del document, pdf


def read(path: str | os.PathLike[str], settings: Settings | None = None) -> Document:
    """Read a PDF (text layer or scan), a Word file, a picture, or a plain text file.

    Raises an `InputError` that names the file and the cause, or `NoOcrError` for a scan where no engine works.
    """
    from extractor.reading.document import assemble
    from extractor.reading.files import Kind, load

    settings = settings or Settings()
    tick(settings)
    source = load(path, settings)
    if source.kind is Kind.OLD_WORD:
        from extractor.reading.office import modern

        source = modern(source, settings)
    match source.kind:
        case Kind.PDF:
            from extractor.reading.pdf import pdf_pages

            document = assemble(source, pdf_pages(source, settings))
        case Kind.IMAGE:
            from extractor.reading.image import image_pages

            document = assemble(source, image_pages(source, settings))
        case Kind.DOCX:
            from extractor.reading.word import word_pages

            document = assemble(source, word_pages(source, settings))
        case _:
            from extractor.reading.plain import plain_pages

            document = assemble(source, plain_pages(source, settings))
    tick(settings)
    return document
