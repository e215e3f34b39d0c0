"""The door of the reading room: `read` turns a file into a `Document`, one canonical text that remembers the paper."""

from __future__ import annotations

import os

from extractor.model import Document
from extractor.reading.document import assemble
from extractor.reading.files import Kind, load
from extractor.settings import Settings

__all__ = ["read"]


def read(path: str | os.PathLike[str], settings: Settings | None = None) -> Document:
    """Read a PDF (text layer or scan) or a plain text file.

    Raises an `InputError` that names the file and the cause, or `NoOcrError` for a scan where no engine works.
    """
    settings = settings or Settings()
    source = load(path)
    if source.kind is Kind.PDF:
        from extractor.reading.pdf import pdf_pages

        return assemble(source, pdf_pages(source, settings))
    from extractor.reading.plain import plain_pages

    return assemble(source, plain_pages(source))
