"""What the tests of the reading room share: files made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.model import Document
from extractor.reading import read
from fixtures import layout

Reader = Callable[..., Document]


@pytest.fixture
def read_text(tmp_path: Path) -> Reader:
    """Reads a text as a file of the given encoding."""

    def reader(text: str, encoding: str = "utf-8") -> Document:
        path = tmp_path / "report.txt"
        path.write_bytes(text.encode(encoding))
        return read(path)

    return reader


@pytest.fixture
def read_bytes(tmp_path: Path) -> Reader:
    """Reads bytes as a PDF file."""

    def reader(data: bytes, name: str = "report.pdf") -> Document:
        path = tmp_path / name
        path.write_bytes(data)
        return read(path)

    return reader


@pytest.fixture
def read_pdf(read_bytes: Reader) -> Reader:
    """Reads a text set as a born-digital PDF."""

    def reader(text: str, style: layout.Style = layout.Style()) -> Document:  # noqa: B008
        return read_bytes(layout.pdf(text, style))

    return reader


def words(document: Document) -> list[list[list[str]]]:
    """Each table as rows of its cells' words in the order of the cells."""
    return [
        [
            [document.text[c.span.start : c.span.end] if c.span else "" for c in table.cells if c.r0 == row]
            for row in range(table.rows)
        ]
        for table in document.tables
    ]
