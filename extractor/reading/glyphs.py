"""Do a page's digits look like what its text layer says they are? A font can draw a 5 and say that it is a 6.

Each digit of each font is drawn once and held against the digits of ordinary typefaces: no OCR, some milliseconds for a
document. What looks like another digit is no proof, only reason enough for a look with OCR.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeAlias

import pymupdf

Key: TypeAlias = tuple[str, int, str]
"""A font's name, the number of a glyph in it, and the character it is said to be."""

_WIDE, _HIGH = 16, 24
"""The grid on which shapes are compared."""
_FACES = ("helv", "hebo", "heit", "tiro", "tibo", "tiit", "cour")
_DIGITS = "0123456789"
_NARROW = str.maketrans("０１２３４５６７８９", _DIGITS)
_CONTRAST = 60
"""Grey levels between ink and paper."""
_SIZE = 32
_ZOOM = 200 / 72
_MOST_PIXELS = 20_000_000
_APART = 0.045
"""By this share of the grid a shape must be nearer to another digit than to its own before it is doubted."""
_LEAST_HIGH = 7
"""Pixels: what is drawn smaller has no shape to speak of."""

Shape: TypeAlias = tuple[int, float]
"""The ink as bits of the grid, and its width in heights."""


class Digits:
    """The digits of one document; each font's are looked at once."""

    def __init__(self) -> None:
        self._seen: set[Key] = set()

    def doubtful(self, page: pymupdf.Page) -> bool:
        """True when a digit that the page shows looks like another one than its text layer says."""
        fresh = list(self._fresh(page))
        if not fresh:
            return False
        turn = page.rotation
        if turn:
            page.set_rotation(0)  # the trace speaks of the page as it lies in the file
        try:
            return any(_is_another(page, way, marks) for way, marks in _by_direction(fresh).items())
        finally:
            if turn:
                page.set_rotation(turn)

    def _fresh(self, page: pymupdf.Page) -> Iterator[tuple[int, str, tuple[float, ...]]]:
        """Quarter turns, digit and box of those that were not looked at before."""
        names = [font[3].rpartition("+")[2] for font in page.get_fonts()]
        for span in page.get_texttrace():
            # Two fonts of one name cannot be told apart by it: then every single digit is looked at.
            own = names.count(span["font"].rpartition("+")[2]) <= 1
            for code, glyph, _, box in span["chars"]:
                char = chr(code).translate(_NARROW)
                if char not in _DIGITS:
                    continue
                key = (span["font"], glyph, char)
                if own and key in self._seen:
                    continue
                if own:
                    self._seen.add(key)
                across, down = span["dir"]
                yield (0 if across > 0.7 else 2 if across < -0.7 else 1 if down > 0 else 3), char, box


def _by_direction(
    found: list[tuple[int, str, tuple[float, ...]]],
) -> dict[int, list[tuple[str, tuple[float, ...]]]]:
    ways: dict[int, list[tuple[str, tuple[float, ...]]]] = {}
    for way, char, box in found:
        ways.setdefault(way, []).append((char, box))
    return ways


def _is_another(page: pymupdf.Page, way: int, marks: list[tuple[str, tuple[float, ...]]]) -> bool:
    area = page.rect.width * page.rect.height
    zoom = min(_ZOOM, (_MOST_PIXELS / max(1.0, area)) ** 0.5)
    matrix = pymupdf.Matrix(-90 * way) * pymupdf.Matrix(zoom, zoom)
    whole: Any = pymupdf.EMPTY_RECT()
    for _, box in marks:
        whole |= pymupdf.Rect(box)
    drawn = page.get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY, clip=whole & page.rect)
    for char, box in marks:
        place: Any = pymupdf.Rect(box) * matrix
        shape = _shape(drawn, place)
        if shape and looks_like_another(char, shape):
            return True
    return False


def looks_like_another(char: str, shape: Shape) -> bool:
    """Whether a shape is clearly nearer to some other digit than to this one."""
    off = {digit: min(_distance(shape, face) for face in faces) for digit, faces in _known().items()}
    return off[char] - min(off.values()) > _APART


def _distance(one: Shape, other: Shape) -> float:
    """The share of the grid where the two differ, and how much they do in width."""
    return (one[0] ^ other[0]).bit_count() / (_WIDE * _HIGH) + abs(one[1] - other[1]) / 2


@cache
def _known() -> dict[str, list[Shape]]:
    """How the digits look in ordinary typefaces."""
    page = pymupdf.open().new_page(width=_SIZE * 12, height=_SIZE * 2 * len(_FACES))
    spots = []
    for row, face in enumerate(_FACES):
        for column, digit in enumerate(_DIGITS):
            x, y = _SIZE * (column + 0.5), _SIZE * (2 * row + 1.5)
            page.insert_text((x, y), digit, fontname=face, fontsize=_SIZE)
            spots.append((digit, (x - 2, y - _SIZE, x + 0.9 * _SIZE, y + 0.2 * _SIZE)))
    drawn = page.get_pixmap(colorspace=pymupdf.csGRAY)
    known: dict[str, list[Shape]] = {digit: [] for digit in _DIGITS}
    for digit, box in spots:
        if shape := _shape(drawn, pymupdf.Rect(box)):
            known[digit].append(shape)
    return known


def _shape(drawn: pymupdf.Pixmap, place: Any) -> Shape | None:
    """The ink in a rectangle of a grey picture, fitted to the grid."""
    x0, x1 = max(0, round(place.x0) - drawn.x), min(drawn.width, round(place.x1) - drawn.x)
    y0, y1 = max(0, round(place.y0) - drawn.y), min(drawn.height, round(place.y1) - drawn.y)
    samples, stride = drawn.samples_mv, drawn.stride
    lines = [bytes(samples[y * stride + x0 : y * stride + x1]) for y in range(y0, y1)]
    if x0 >= x1 or y0 >= y1:
        return None
    darkest, brightest = min(map(min, lines)), max(map(max, lines))
    if brightest - darkest < _CONTRAST:
        return None
    middle = (darkest + brightest) / 2
    # What is at the corners is paper, be it dark.
    bright = sum(line[0] + line[-1] for line in (lines[0], lines[-1])) / 4 < middle

    def is_ink(value: int) -> bool:
        return (value > middle) == bright

    ink = [[x for x, value in enumerate(line, x0) if is_ink(value)] for line in lines]
    rows = [y for y, row in enumerate(ink) if row]
    if not rows or rows[-1] - rows[0] < _LEAST_HIGH:
        return None
    top, low = y0 + rows[0], y0 + rows[-1] + 1
    left, right = min(row[0] for row in ink if row), max(row[-1] for row in ink if row) + 1
    bits = 0
    for down in range(_HIGH):
        y = top + int((down + 0.5) * (low - top) / _HIGH)
        for across in range(_WIDE):
            x = left + int((across + 0.5) * (right - left) / _WIDE)
            bits = bits << 1 | is_ink(samples[y * stride + x])
    return bits, (right - left) / (low - top)
