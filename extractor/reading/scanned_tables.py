"""The words of a page that has ruled tables on its scan.

Each cell is cut out between its lines and set apart from its neighbours on white paper before OCR sees it: rules are
neither read as characters nor erased out of them, and no word of one cell runs into the next. The words come back to
where they stood.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractor.model import Place
from extractor.reading.eye import Eye
from extractor.reading.grid import Block
from extractor.reading.heads import is_figure
from extractor.reading.line import Line
from extractor.reading.ruled import moved, with_tables
from extractor.reading.rules import Frame
from extractor.reading.scanned_rules import Pixels, Straightened

_RULE = 1 / 600
"""Half a rule's thickness and what blur adds to it, as a share of the page's longer side."""
_SHARP = 3000
"""The longer side at which small print is read best: a smaller page's cells are enlarged, at most twice."""
_SHEET = 1280
"""Pixels of the square sheet that cells are laid on; OCR finds the words on a copy not much smaller."""
_DUST = re.compile(r"(?<![\d.,])[.,]+|[.,]+(?![\d.,])|(?<=[.,])[.,]+")
_POINT = re.compile(r"(?<=\d)[,，](?=\d{1,2}(?!\d))")
_APART = 32
_ASIDE = 96
"""The white between cells on a sheet, below each other and side by side: OCR joins what stands nearer."""
_STROKE = 1 / 200
"""A stroke is at least this share of the page's longer side; what is smaller is a dot or dust."""
_AROUND = 1 / 160
"""Paper that is left around the strokes of a cell: the dots of points and quotation marks stand in it."""


@dataclass(frozen=True, slots=True)
class _Cut:
    """A rectangle of the page, in its pixels, what is printed there, and where its corner lies on the sheet, in pixels
    of the sheet. OCR overlooks a lone figure: it is printed `times` over, side by side."""

    x0: int
    y0: int
    x1: int
    y1: int
    print: Pixels
    times: int = 1
    across: int = 0
    down: int = 0


def page_blocks(page: Straightened, number: int, eye: Eye) -> tuple[list[Block], int]:
    """The lines and tables of the page, places in pixels of the scan as it came; and how many cells have ink in which
    no word was read."""
    around = page.grey.copy()
    pieces: list[Line] = []
    unread = 0
    scale = min(2.0, max(1.0, _SHARP / max(page.grey.shape)))
    for frame in page.tables:
        x0, y0, x1, y1 = (round(v) for v in (frame.xs[0], frame.ys[0], frame.xs[-1], frame.ys[-1]))
        edge = 2 * round(_RULE * max(page.grey.shape))
        around[max(0, y0 - edge) : y1 + edge, max(0, x0 - edge) : x1 + edge] = 255
        for sheet in _sheets(_cuts(page, frame), scale):
            read = dict(_read(sheet, eye, scale, number))
            unread += len(sheet) - len(read)
            pieces += [piece for found in read.values() for piece in found]
    pieces += [
        Line(line.text, tuple((number, *box) for box in line.boxes), line.certainty) for line in eye.lines(around)
    ]
    back = cv2.invertAffineTransform(page.turn)

    def home(place: Place) -> Place:
        _, x0, y0, x1, y1 = place
        x, y = back @ np.array([(x0 + x1) / 2, (y0 + y1) / 2, 1.0])
        across, down = (x1 - x0) / 2, (y1 - y0) / 2
        return (number, float(x - across), float(y - down), float(x + across), float(y + down))

    return [moved(_dusted(block), home) for block in with_tables(pieces, page.tables)], unread


def _dusted(block: Block) -> Block:
    """In a cell that holds a figure a point or comma that does not stand between digits is dust, and a comma before one
    or two last digits is a point: three stand between the commas of thousands."""
    if isinstance(block, Line):
        return block
    return replace(block, cells=tuple(replace(cell, line=_without_dust(cell.line)) for cell in block.cells))


def _without_dust(line: Line | None) -> Line | None:
    if line is None or not is_figure(line.text):
        return line
    dust = {index for match in _DUST.finditer(line.text) for index in range(*match.span())}
    kept = [index for index in range(len(line.text)) if index not in dust]
    text = _POINT.sub(".", "".join(line.text[index] for index in kept))
    if not kept or text == line.text:
        return line
    return Line(text, tuple(line.places[i] for i in kept), tuple(line.certainty[i] for i in kept))


def _cuts(page: Straightened, frame: Frame) -> Iterator[_Cut]:
    """What is printed in each cell, without its rules and with a little paper around."""
    longer = max(page.grey.shape)
    rim, around = max(2, round(_RULE * longer)), round(_AROUND * longer)
    for slot in frame.slots:
        x0, x1 = round(frame.xs[slot.c0]) + rim, round(frame.xs[slot.c1]) - rim
        y0, y1 = round(frame.ys[slot.r0]) + rim, round(frame.ys[slot.r1]) - rim
        if x1 <= x0 or y1 <= y0:
            continue
        strokes = _strokes(page.ink[y0:y1, x0:x1], round(_STROKE * longer), rim)
        if not cv2.countNonZero(strokes):
            continue
        left, top, wide, high = cv2.boundingRect(strokes)
        lone = wide < 1.3 * high < longer / 40
        aside = around // 3 if lone else around
        right, low = min(x1 - x0, left + wide + aside), min(y1 - y0, top + high + around)
        left, top = max(0, left - aside), max(0, top - around)
        shown = page.grey[y0 + top : y0 + low, x0 + left : x0 + right]
        x0, y0 = x0 + left, y0 + top
        yield _Cut(x0, y0, x0 + shown.shape[1], y0 + shown.shape[0], shown, 3 if lone else 1)


def _strokes(ink: Pixels, least: int, rim: int) -> Pixels:
    """The ink without dust, and without what is left of the cell's rules at its rim."""
    height, width = ink.shape
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    kept = np.zeros(len(stats), np.uint8)
    for index, (x, y, w, h, _) in enumerate(stats[1:].tolist(), 1):
        beside = (x == 0 or x + w == width) and w <= rim
        above = (y == 0 or y + h == height) and h <= rim
        kept[index] = 255 * (max(w, h) >= least and not beside and not above)
    return np.asarray(kept[labels], np.uint8)


def _sheets(cuts: Iterator[_Cut], scale: float) -> Iterator[list[_Cut]]:
    """The cuts laid out in lines on sheets, in their order."""
    sheet: list[_Cut] = []
    across, down, high = _APART, _APART, 0
    for cut in cuts:
        large = cv2.resize(np.hstack([cut.print] * cut.times), None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        height, width = large.shape
        if across > _APART and across + width + _APART > _SHEET:
            across, down, high = _APART, down + high + _APART, 0
        if sheet and down + height + _APART > _SHEET:
            yield sheet
            sheet, across, down, high = [], _APART, _APART, 0
        sheet.append(replace(cut, print=np.asarray(large, np.uint8), across=across, down=down))
        across, high = across + width + _ASIDE, max(high, height)
    if sheet:
        yield sheet


def _paper(sheet: Sequence[_Cut]) -> Pixels:
    height = max(cut.down + cut.print.shape[0] for cut in sheet) + _APART
    width = max(cut.across + cut.print.shape[1] for cut in sheet) + _APART
    paper = np.full((height, width), 255, np.uint8)
    for cut in sheet:
        high, wide = cut.print.shape
        paper[cut.down : cut.down + high, cut.across : cut.across + wide] = cut.print
    return paper


def _read(sheet: Sequence[_Cut], eye: Eye, scale: float, number: int) -> Iterator[tuple[int, list[Line]]]:
    """What OCR reads of each cut of a sheet, back in pixels of the page; cuts without words are left out."""
    found: dict[int, list[Line]] = {}
    for line in eye.lines(_paper(sheet)):
        owned: dict[int, list[int]] = {}
        for index, (x0, y0, x1, y1) in enumerate(line.boxes):
            owner, first = _owner((x0 + x1) / 2, (y0 + y1) / 2, sheet)
            if first:
                owned.setdefault(owner, []).append(index)
        for owner, chars in owned.items():
            cut = sheet[owner]
            if cut.times > 1:
                chars = [index for index in chars if line.text[index].isalnum()] or chars
            piece = Line(
                "".join(line.text[index] for index in chars),
                tuple(_home(cut, line.boxes[index], scale, number) for index in chars),
                tuple(line.certainty[index] for index in chars),
            ).strip()
            if piece.text:
                found.setdefault(owner, []).append(piece)
    yield from found.items()


def _home(cut: _Cut, box: tuple[float, float, float, float], scale: float, number: int) -> Place:
    """A place on the sheet as one on the page."""
    x0, y0, x1, y1 = box
    right, down = cut.x0 - cut.across / scale, cut.y0 - cut.down / scale
    return (number, right + x0 / scale, down + y0 / scale, right + x1 / scale, down + y1 / scale)


def _owner(x: float, y: float, sheet: Sequence[_Cut]) -> tuple[int, bool]:
    """The cut that the point of a sheet lies in, or nearest to, and whether it is its first print."""

    def distance(cut: _Cut) -> float:
        high, wide = cut.print.shape
        return float(max(cut.across - x, x - cut.across - wide, cut.down - y, y - cut.down - high))

    index = min(range(len(sheet)), key=lambda i: distance(sheet[i]))
    cut = sheet[index]
    return index, x <= cut.across + cut.print.shape[1] / cut.times
