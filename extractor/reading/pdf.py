"""PDF: the text layer with a box for every character; a page without a usable one goes to OCR."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pymupdf

from extractor.errors import CorruptFileError, EncryptedFileError
from extractor.model import Origin, Place
from extractor.reading.columns import with_columns
from extractor.reading.files import Source
from extractor.reading.line import Line, PageLines
from extractor.reading.ruled import drawn_frames, with_tables
from extractor.settings import Settings

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
    | pymupdf.TEXT_COLLECT_VECTORS
)
_DRAWN = 3
"""The type of a block that is a drawn line or rectangle; they come with the text at no cost."""
_ENOUGH_DRAWN = 2
_BROKEN = re.compile("[\ufffd\ue000-\uf8ff]")
_SPARSE = 8
"""A page with an image and fewer readable characters than this has no usable text layer (a stamp, a page number)."""


def pdf_pages(source: Source, settings: Settings) -> Iterator[PageLines]:
    """The printed lines of each page. Raises `CorruptFileError` or `EncryptedFileError`."""
    with _open(source) as pdf:
        for index in range(pdf.page_count):
            try:
                page = pdf[index]
                pieces, drawn = _pieces(page, index + 1)
                picture = _needs_ocr(page, pieces)
                blocks = [] if picture else with_columns(with_tables(pieces, drawn_frames(page) if drawn else []))
            except (RuntimeError, ValueError) as error:
                raise CorruptFileError(f"{source.name} 第 {index + 1} 页已损坏，无法读取。") from error
            if picture:
                from extractor.reading.scan import scanned_lines

                yield scanned_lines(page, index + 1, settings)
            else:
                yield PageLines(index + 1, page.rect.width, page.rect.height, Origin.TEXT_LAYER, blocks)


def _open(source: Source) -> pymupdf.Document:
    try:
        pdf = pymupdf.open(stream=source.data, filetype="pdf")
    except (RuntimeError, ValueError) as error:
        raise CorruptFileError(f"{source.name} 已损坏，不是完整的 PDF。") from error
    if pdf.needs_pass and not pdf.authenticate(""):
        raise EncryptedFileError(f"{source.name} 设有打开密码。")
    if pdf.page_count == 0:
        raise CorruptFileError(f"{source.name} 里没有任何页面。")
    return pdf


def _needs_ocr(page: pymupdf.Page, pieces: list[Line]) -> bool:
    """True when the page shows a picture and its text layer says nothing, or says it in broken characters."""
    text = "".join(piece.text for piece in pieces)
    readable = sum(map(str.isalnum, text))
    broken = len(_BROKEN.findall(text))
    if readable - broken >= _SPARSE and broken * 4 < readable:
        return False
    return bool(page.get_images() or page.get_drawings() or broken)


def _pieces(page: pymupdf.Page, number: int) -> tuple[list[Line], bool]:
    """The pieces of text on the page as it is shown, and whether enough is drawn on it for a table."""
    turn = page.rotation_matrix if page.rotation else None
    blocks = page.get_text("rawdict", flags=_FLAGS)["blocks"]
    pieces = [
        piece for block in blocks for raw in block.get("lines", ()) if (piece := _piece(raw, number, turn)) is not None
    ]
    return pieces, sum(block["type"] == _DRAWN for block in blocks) >= _ENOUGH_DRAWN


def _piece(raw: dict[str, Any], number: int, turn: pymupdf.Matrix | None) -> Line | None:
    chars: list[str] = []
    places: list[Place | None] = []
    for span in raw["spans"]:
        for char in span["chars"]:
            chars.append(char["c"])
            places.append((number, *(char["bbox"] if turn is None else pymupdf.Rect(char["bbox"]) * turn)))
    return Line("".join(chars), tuple(places)).strip() if chars and not "".join(chars).isspace() else None
