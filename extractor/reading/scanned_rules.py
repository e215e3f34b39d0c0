"""The ruled lines of a scanned page, found by their shape: long, thin, straight. Words are not looked at here.

The page is straightened first: a sheet half a degree askew breaks a line of the table's width into steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.ocr.preprocess import red, unsealed
from extractor.reading.rules import Frame, Rule, frames

Pixels: TypeAlias = NDArray[np.uint8]

_LONG = 1 / 45
"""A line is at least this share of the page's longer side: more than a character, less than the flattest cell."""
_MOST_ASKEW = 5.0
"""Degrees."""
_POINTS = 20_000
"""As many pixels of the lines tell how far they fall."""
_INK = 225
"""Grey levels on white paper; what is left of a red seal is lighter."""
_THICK = 250
"""A rule is no thicker than this part of the longer side; the ring of a seal leans further to one side."""
_FAINTER = 0.35
"""How far a line's grey may lie from the usual one, as a share of the way to white."""
_NO_STROKE = 4
"""No stroke of a character is so many times longer than what counts as a line."""
_SOLID = 0.8
"""Ink covers at least this share of a line."""
_STAIN = 12
"""Grey levels by which a place must be lifted to be called stained by a seal."""
_SLACK = 1 / 300
"""Lines nearer than this share of the longer side are one line."""


@dataclass(frozen=True, slots=True)
class Straightened:
    """A page turned so that its lines are level: in grey on white paper, its ink as 255, its tables in pixels. `turn`
    is the 2 x 3 matrix from the scan's pixels to it. `stained`: above 0 where a seal was taken off the print."""

    grey: Pixels
    ink: Pixels
    stained: Pixels
    turn: NDArray[np.float64]
    tables: tuple[Frame, ...]


def ruled(image: Pixels) -> Straightened | None:
    """The tables of a page image with its pixels as unit; None when no ruled table is on it."""
    grey = unsealed(image)
    dark = _dark(grey)
    long = max(8, round(max(grey.shape) * _LONG))
    angle = _askew(dark, long)
    if angle is None:
        return None
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    stained = cv2.warpAffine(cv2.subtract(grey, red(image)), turn, (width, height))
    dark = _dark(level)
    slack = max(3.0, max(grey.shape) * _SLACK)
    white = _on_white(level)
    across, down = (_lines(dark, white, long, level=is_level) for is_level in (True, False))
    # Lower than one line can be, there is a heading: fat strokes that stand in a box.
    found = [f for f in frames(*_printed(across, down, long), slack) if f.ys[-1] - f.ys[0] >= long]
    if not found:
        return None
    ink = np.where(white < _INK, dark, 0).astype(np.uint8)
    seen = np.where(stained > _STAIN, 255, 0).astype(np.uint8)
    return Straightened(white, ink, seen, np.asarray(turn, np.float64), tuple(found))


def _on_white(grey: cv2.typing.MatLike) -> Pixels:
    """Divided by the brightness of the paper, so that pieces of it can be set on white."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 15)
    return np.asarray(cv2.divide(grey, cv2.resize(paper, (width, height)), scale=255.0), np.uint8)


def _dark(grey: cv2.typing.MatLike) -> Pixels:
    """Ink as 255: darker than the paper around it (uneven light, seals seen through the red channel)."""
    side = max(15, max(grey.shape) // 60) | 1
    return np.asarray(
        cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, side, 15), np.uint8
    )


def _askew(dark: Pixels, long: int) -> float | None:
    """By how many degrees level lines fall to the right; None where there are next to no lines.

    Of all angles it is the one under which the ink of long runs falls on the fewest rows.
    """
    runs = cv2.morphologyEx(cv2.dilate(dark, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    ys, xs = np.nonzero(runs)
    if len(xs) < 4 * runs.shape[1]:
        return None
    step = max(1, len(xs) // _POINTS)
    across, down = xs[::step].astype(np.float64), ys[::step].astype(np.float64)

    def sharpness(degrees: float) -> float:
        rows = np.round(down - across * np.tan(np.radians(degrees))).astype(np.int64)
        return float(np.sum(np.bincount(rows - rows.min()).astype(np.float64) ** 2))

    best = max(np.arange(-_MOST_ASKEW, _MOST_ASKEW + 0.1, 0.2), key=sharpness)
    return float(max(np.arange(best - 0.2, best + 0.21, 0.02), key=sharpness))


def _lines(dark: Pixels, white: Pixels, long: int, *, level: bool) -> list[tuple[Rule, float]]:
    """Where ink covers nearly all of a stretch of `long` pixels in one direction: rules, whatever specks break them;
    each with its grey level."""
    size = (long, 1) if level else (1, long)
    full = cv2.blur(dark, size, borderType=cv2.BORDER_CONSTANT) >= 255 * _SOLID
    runs = cv2.dilate(full.astype(np.uint8), np.ones(size[::-1], np.uint8))
    beyond = (1 - _SOLID) * long
    _, _, stats, _ = cv2.connectedComponentsWithStats(runs)
    thick = max(dark.shape) / _THICK
    found: list[tuple[Rule, float]] = []
    for x, y, w, h, _ in stats[1:].tolist():
        tone = float(np.median(white[y : y + h, x : x + w].min(axis=0 if level else 1)))
        if level and h <= thick + w / 100:
            found.append((Rule(y + h / 2, x + beyond, x + w - beyond), tone))
        elif not level and w <= thick + h / 100:
            found.append((Rule(x + w / 2, y + beyond, y + h - beyond), tone))
    return found


def _printed(
    across: list[tuple[Rule, float]], down: list[tuple[Rule, float]], long: int
) -> tuple[list[Rule], list[Rule]]:
    """Those that are nearly as dark as most of the length of all lines is: a seal's strokes are lighter.

    Asked of lines no character is as long as, where there are any: the strokes of a bold heading are darker than thin
    rules are.
    """
    measured = [(r.end - r.start, tone) for r, tone in (*across, *down) if r.end - r.start > _NO_STROKE * long]
    measured = measured or [(r.end - r.start, tone) for r, tone in (*across, *down)]
    if not measured:
        return [], []
    typical = float(np.median(np.repeat([tone for _, tone in measured], [max(1, round(size)) for size, _ in measured])))
    lightest = typical + _FAINTER * (255 - typical)
    return [rule for rule, tone in across if tone <= lightest], [rule for rule, tone in down if tone <= lightest]
