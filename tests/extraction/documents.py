"""Documents from a few lines of text, for tests of extraction."""

from __future__ import annotations

from extractor.model import Document
from extractor.reading.document import assemble
from extractor.reading.files import Kind, Source
from extractor.reading.plain import plain_pages


def document(text: str) -> Document:
    """A plain text document."""
    source = Source("sample.txt", text.encode(), Kind.TEXT)
    return assemble(source, plain_pages(source))
