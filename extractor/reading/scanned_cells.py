"""The printed lines in the cells of a scanned table, each cut out as a picture of its own.

A cell ends at its rules, so nothing needs to be looked for: its ink is parted into lines where no stroke stands. What
is too small for a stroke is dust or a mark; what is much fainter than the print is what is left of a seal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.reading.rules import Frame
from extractor.reading.scanned_rules import Pixels, Straightened

_RULE = 1 / 600
"""Half a rule's thickness and what blur adds to it, as a share of the page's longer side."""
_STROKE = 1 / 200
"""A stroke is at least this share of the page's longer side; what is smaller is a dot or dust."""
_BROKEN, _INKED = 0.5, 2.5
"""Pieces nearer to each other than this share of a stroke's least size are pieces of one, where they have so many
pixels of ink a pixel of that size: thin print on a scan in black and white is full of gaps."""
_FAINT = 0.45
"""Ink that is nowhere darker than this share of what is usual for strokes is no print."""
_TWO = 1.7
"""Strokes that stand together higher than this, in heights of the print, are lines that touch."""
_PITCH = 1.35
"""From line to line, in heights of the print, where lines stand as close as they do when they touch."""
_ONE = 1.3
"""Pieces that stand together no higher than this are one line: the strokes of 二."""
_LOW = 0.8
"""A line that is lower than this is of low marks alone (一, —): it is cut out as high as the others."""
_LONE = 1.1
"""Strokes no wider than this are those of one character, or of two digits."""
_TALL, _SLANT, _STRAIGHT, _THIN = 0.5, 0.29, 0.95, 0.3
"""A slash is at least so high, in heights of the print. In its own height it slants so far to the left (italics slant
less) and is nowhere wider; and its middles lie so near to one straight line (correlation)."""
_BESIDE, _ABOVE = 0.5, 0.15
"""The paper around a line, in heights of the print: in it stand points and quotation marks."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A printed line cut out of the page, with the place of its upper left corner in pixels of the page.

    A lone character says little about how large it is, and is misread: it is shown `times` over, side by side.
    `is_slash`: the cell holds nothing but a slanting stroke, which is known by its shape (it is read as 1 or I).
    """

    x: int
    y: int
    print: Pixels
    times: int = 1
    is_slash: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    """What lies between a cell's rules: its pieces of ink are numbered in `labels`, and `boxes` (x, y, width, height)
    and `darkest` have a row for each. `large`: those that are as large as a stroke and no rest of a rule."""

    x: int
    y: int
    grey: Pixels
    labels: NDArray[np.int32]
    boxes: NDArray[np.int32]
    darkest: NDArray[np.uint8]
    large: NDArray[np.bool_]

    def of(self, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Where the chosen pieces of ink are."""
        return np.asarray(chosen[self.labels])


def strips(page: Straightened, frame: Frame) -> Iterator[list[Strip]]:
    """For every cell of the table that holds print, its lines from top to bottom."""
    cells = list(_cells(page, frame))
    dark = [int(grey) for cell in cells for grey in cell.darkest[cell.large]]
    if not dark:
        return
    faintest = 255 - _FAINT * (255 - median(dark))
    printed = [(cell, cell.of(cell.large & (cell.darkest <= faintest))) for cell in cells]
    heights = [end - start for _, ink in printed for start, end in _runs(_rows(ink)) if end - start > _least(page)]
    if not heights:
        return
    for cell, ink in printed:
        if ink.any():
            shown = _without(cell, cell.of(cell.large & (cell.darkest > faintest)), ink)
            found = [_strip(cell, shown, ink, line, median(heights)) for line in _lines(ink, median(heights))]
            lone = len(np.unique(cell.labels[ink])) == 1
            yield [replace(found[0], is_slash=True)] if lone and _is_slash(ink, median(heights)) else found


def _is_slash(ink: NDArray[np.bool_], height: float) -> bool:
    """True for the ink of one stroke that falls from the right to the left."""
    rows = np.flatnonzero(_rows(ink))
    places = [np.flatnonzero(ink[row]) for row in rows]
    widest = max(int(np.ptp(place)) + 1 for place in places)
    middles = np.array([place.mean() for place in places])
    if len(rows) < _TALL * height or widest > _THIN * len(rows) or np.ptp(middles) < _SLANT * len(rows):
        return False
    return float(np.corrcoef(rows, middles)[0, 1]) < -_STRAIGHT


def _least(page: Straightened) -> int:
    return int(_STROKE * max(page.grey.shape) + 0.5)


def _cells(page: Straightened, frame: Frame) -> Iterator[_Cell]:
    rim, least = max(2, round(_RULE * max(page.grey.shape))), _least(page)
    for slot in frame.slots:
        x0, x1 = round(frame.xs[slot.c0]) + rim, round(frame.xs[slot.c1]) - rim
        y0, y1 = round(frame.ys[slot.r0]) + rim, round(frame.ys[slot.r1]) - rim
        if x1 <= x0 or y1 <= y0:
            continue
        grey, ink = page.grey[y0:y1, x0:x1], page.ink[y0:y1, x0:x1]
        count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
        darkest = np.full(count, 255, np.uint8)
        np.minimum.at(darkest, labels.ravel().astype(np.intp), grey.ravel())
        x, y, wide, high = (stats[:, column] for column in range(4))
        beside = ((x == 0) | (x + wide == x1 - x0)) & (wide <= rim)
        above = ((y == 0) | (y + high == y1 - y0)) & (high <= rim)
        labelled = np.asarray(labels, np.int32)
        large = np.maximum(wide, high) >= least
        stained = np.zeros(count, np.bool_)
        stained[labels[page.stained[y0:y1, x0:x1] > 0]] = True  # what is left of a seal is pieces, too
        large |= _in_company(labelled, ~large & ~stained, least)
        large &= ~beside & ~above
        large[0] = False
        yield _Cell(x0, y0, grey, labelled, np.asarray(stats[:, :4], np.int32), darkest, large)


def _in_company(labels: NDArray[np.int32], small: NDArray[np.bool_], least: int) -> NDArray[np.bool_]:
    """Which small pieces stand so near to other small ones that together they are as large as a stroke: those of a
    broken one. Dust that lies close is as wide, but has less ink."""
    ink = np.where(labels > 0, small[labels], False)
    near = max(3, round(_BROKEN * least)) | 1
    grown = cv2.dilate(ink.astype(np.uint8), np.ones((near, near), np.uint8))
    _, groups, stats, _ = cv2.connectedComponentsWithStats(grown)
    inked = np.bincount(groups[ink], minlength=len(stats))
    large = (stats[:, 2:4].max(axis=1) - (near - 1) >= least) & (inked >= _INKED * least)
    found = np.zeros(len(small), np.bool_)
    found[labels[ink]] = large[groups[ink]]
    return found


def _rows(ink: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The rows that hold ink."""
    return np.asarray(ink.any(axis=1), np.bool_)


def _runs(on: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where it is true, as half-open stretches."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], on.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _without(cell: _Cell, faint: NDArray[np.bool_], ink: NDArray[np.bool_]) -> Pixels:
    """The cell with its faint pieces painted over, but for where they touch its print."""
    if not faint.any():
        return cell.grey
    grown = (cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0 for mask in (faint, ink))
    over, print_ = grown
    return np.where(over & ~print_, np.uint8(255), cell.grey)


def _lines(ink: NDArray[np.bool_], height: float) -> list[tuple[int, int]]:
    """Where the printed lines begin and end; `height`: that of the table's print."""
    pieces: list[tuple[int, int]] = []
    for start, end in _runs(_rows(ink)):
        pieces += _parted(ink, start, end, height) if end - start > _TWO * height else [(start, end)]
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        if found and end - found[-1][0] <= _ONE * height:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _parted(ink: NDArray[np.bool_], start: int, end: int, height: float) -> list[tuple[int, int]]:
    """Lines that touch, parted where between them the ink is thinnest."""
    count = max(1, round((end - start) / (_PITCH * height)))
    amount = ink.sum(axis=1)
    cuts = [start]
    for number in range(1, count):
        middle = start + (end - start) * number / count
        low, high = round(middle - 0.3 * height), round(middle + 0.3 * height) + 1
        cuts.append(low + int(np.argmin(amount[low:high])))
    return list(pairwise([*cuts, end]))


def _strip(cell: _Cell, shown: Pixels, ink: NDArray[np.bool_], line: tuple[int, int], height: float) -> Strip:
    """A line with some paper around it; beyond the cell's rules there is none, and white stands for it."""
    start, end = line
    columns = np.flatnonzero(ink[start:end].any(axis=0))
    left, right = int(columns[0] - _BESIDE * height), int(columns[-1] + 1 + _BESIDE * height)
    spare = (height - (end - start)) / 2 if end - start < _LOW * height else 0.0
    top, low = round(start - spare - _ABOVE * height), round(end + spare + _ABOVE * height)
    cut = shown[max(0, top) : low, max(0, left) : right]
    outside = (max(0, -top), max(0, low - shown.shape[0])), (max(0, -left), max(0, right - shown.shape[1]))
    times = 3 if columns[-1] - columns[0] < _LONE * height else 1
    return Strip(cell.x + left, cell.y + top, np.tile(np.pad(cut, outside, constant_values=255), times), times)
