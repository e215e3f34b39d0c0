"""The words of a page that has ruled tables on its scan.

What each cell shows is cut out between its rules and read line by line: rules are neither read as characters nor erased
out of them, and no word of one cell runs into the next. What stands around the tables is read as any page.
"""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np

from extractor.model import Place
from extractor.ocr import TextLine
from extractor.ocr.opinions import IN_DOUBT
from extractor.reading.eye import Eye
from extractor.reading.grid import Block, GridCell
from extractor.reading.heads import is_figure
from extractor.reading.line import Line
from extractor.reading.ruled import moved, with_tables
from extractor.reading.scanned_cells import Strip, strips
from extractor.reading.scanned_rules import Straightened

_EDGE = 1 / 300
"""How far a table's outermost rules reach, as a share of the page's longer side."""
_DUST = re.compile(r"(?<![\d.,])[.,]+|[.,]+(?![\d.,])|(?<=[.,])[.,]+")
_POINT = re.compile(r"(?<=\d)[,，](?=\d{1,2}(?!\d))")
_COMMA = re.compile(r"(?<=\d)\.(?=\d{3}[.,]\d)")
_STRAY = re.compile(r"(?<![0-9A-Za-z.])\.(?![0-9A-Za-z.])|[.,，]$")
"""Half a full stop between Chinese characters, and a mark at the end of a cell that is no end of a sentence."""

_MEANT = {**dict.fromkeys("一ー", "—"), **dict.fromkeys("OoＯｏ", "0")}
_MARKS = frozenset((*_MEANT, *"—–-－/／"))
"""What stands in a column of figures where there is none."""


def page_blocks(page: Straightened, number: int, eye: Eye) -> tuple[list[Block], int]:
    """The lines and tables of the page, places in pixels of the scan as it came; and how many cells have ink in which
    no word was read."""
    around = page.grey.copy()
    pieces: list[Line] = []
    unread = 0
    edge = round(_EDGE * max(page.grey.shape))
    for frame in page.tables:
        x0, y0, x1, y1 = (round(v) for v in (frame.xs[0], frame.ys[0], frame.xs[-1], frame.ys[-1]))
        around[max(0, y0 - edge) : y1 + edge, max(0, x0 - edge) : x1 + edge] = 255
        cells = list(strips(page, frame))
        read = iter(eye.strips([strip.print for cell in cells for strip in cell]))
        for cell in cells:
            seen = [_slash(strip, line) for strip in cell for line in [next(read)]]
            found = [_on_page(strip, line, page, number) for strip, line in zip(cell, seen, strict=True) if line]
            pieces += [piece for piece in found if piece.text]
            unread += not any(piece.text for piece in found)
    pieces += [
        Line(line.text, tuple((number, *box) for box in line.boxes), line.certainty) for line in eye.lines(around)
    ]
    back = cv2.invertAffineTransform(page.turn)

    def home(place: Place) -> Place:
        _, x0, y0, x1, y1 = place
        x, y = back @ np.array([(x0 + x1) / 2, (y0 + y1) / 2, 1.0])
        across, down = (x1 - x0) / 2, (y1 - y0) / 2
        return (number, float(x - across), float(y - down), float(x + across), float(y + down))

    return [moved(_lone_marks(_dusted(block)), home) for block in with_tables(pieces, page.tables)], unread


def _dusted(block: Block) -> Block:
    """In a cell that holds a figure a point or comma that does not stand between digits is dust, a comma before one or
    two last digits is a point (three stand between the commas of thousands), and a point before three digits and
    another point is a comma. In a cell of words, marks that no one writes there are dust."""
    if isinstance(block, Line):
        return block
    return replace(block, cells=tuple(replace(cell, line=_without_dust(cell.line)) for cell in block.cells))


def _lone_marks(block: Block) -> Block:
    """In a column of figures a cell that holds one stroke holds a dash, and one that holds a ring a zero."""
    if isinstance(block, Line):
        return block
    below: dict[int, set[str]] = {}
    for cell in block.cells:
        if cell.r0 and cell.line:
            below.setdefault(cell.c0, set()).add(cell.text)
    of_figures = {
        column
        for column, texts in below.items()
        if any(is_figure(text) for text in texts) and all(is_figure(text) or text in _MARKS for text in texts)
    }

    def meant(cell: GridCell) -> GridCell:
        if cell.line is None or not cell.r0 or cell.c0 not in of_figures or cell.text not in _MEANT:
            return cell
        return replace(cell, line=replace(cell.line, text=_MEANT[cell.text]))

    return replace(block, cells=tuple(meant(cell) for cell in block.cells))


def _without_dust(line: Line | None) -> Line | None:
    if line is None:
        return line
    figure = is_figure(line.text)
    dust = {index for match in (_DUST if figure else _STRAY).finditer(line.text) for index in range(*match.span())}
    kept = [index for index in range(len(line.text)) if index not in dust]
    text = "".join(line.text[index] for index in kept)
    text = _COMMA.sub(",", _POINT.sub(".", text)) if figure else text
    if not kept or text == line.text:
        return line
    return Line(text, tuple(line.places[i] for i in kept), tuple(line.certainty[i] for i in kept))


def _slash(strip: Strip, line: TextLine | None) -> TextLine | None:
    """What was read in a strip, but for a slash, which its shape tells better than its reading; one that was read as a
    digit is in doubt."""
    if not strip.is_slash:
        return line
    high, wide = strip.print.shape
    box = (0.0, 0.0, wide / strip.times, float(high))
    return TextLine("/", (box,), (IN_DOUBT if line and is_figure(line.text) else 1.0,), box)


def _on_page(strip: Strip, line: TextLine, page: Straightened, number: int) -> Line:
    """A line read in a strip, in pixels of the page. What stood under a seal is unsure: a point may be gone with it."""
    once = strip.print.shape[1] / strip.times
    kept = [i for i, (x0, _, x1, _) in enumerate(line.boxes) if x0 + x1 <= 2 * once]
    places, certainty = [], []
    for x0, y0, x1, y1 in (line.boxes[i] for i in kept):
        places.append((number, strip.x + x0, strip.y + y0, strip.x + x1, strip.y + y1))
    for i, (_, x0, y0, x1, y1) in zip(kept, places, strict=True):
        stained = page.stained[max(0, int(y0)) : int(y1) + 1, max(0, int(x0)) : int(x1) + 1].any()
        certainty.append(min(line.certainty[i], IN_DOUBT) if stained else line.certainty[i])
    return Line("".join(line.text[i] for i in kept), tuple(places), tuple(certainty)).strip()
