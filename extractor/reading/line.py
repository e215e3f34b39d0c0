"""What every reader hands on: printed lines whose characters know where they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.model import Flag, Hidden, Origin, Place

if TYPE_CHECKING:
    from extractor.reading.grid import Block


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line. `places` is parallel to `text`, or empty for plain text; `certainty` likewise for OCR."""

    text: str
    places: tuple[Place | None, ...] = ()
    certainty: tuple[float, ...] = ()

    @property
    def width(self) -> int:
        """Printed width in half ems: a Han character counts 2, a Latin one 1."""
        return width(self.text)

    def strip(self) -> Line:
        """The same line without blanks at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        if start == 0 and end == len(self.text):
            return self
        return Line(self.text[start:end], self.places[start:end], self.certainty[start:end])

    def left(self) -> float | None:
        """The left edge in points, or None where there is no page."""
        return next((place[1] for place in self.places if place), None)

    def right(self) -> float | None:
        """The right edge in points, or None where there is no page."""
        return next((place[3] for place in reversed(self.places) if place), None)

    def top(self) -> float | None:
        """The top edge in points, or None where there is no page."""
        return next((place[2] for place in self.places if place), None)


@dataclass(frozen=True, slots=True)
class Remarks:
    """What else is to be said of a page or a file: flags for a program, sentences for a person, words nobody sees."""

    flags: tuple[Flag, ...] = ()
    notes: tuple[str, ...] = ()
    hidden: tuple[Hidden, ...] = ()

    def __add__(self, other: Remarks) -> Remarks:
        flags = tuple(dict.fromkeys((*self.flags, *other.flags)))
        return Remarks(flags, (*self.notes, *other.notes), (*self.hidden, *other.hidden))


@dataclass(frozen=True, slots=True)
class Paper:
    """The page as it came, in points, where its lines are those of a picture that was laid straight before it was read.

    `matrix`: 3 x 3, by rows, from a point of the lines to one of the page.
    """

    width: float
    height: float
    matrix: tuple[float, ...]

    def home(self, place: Place) -> Place:
        """Where on the page as it came something stands: the upright box around it."""
        a, b, c, d, e, f, g, h, i = self.matrix
        number, x0, y0, x1, y1 = place
        xs, ys = [], []
        for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)):
            share = g * x + h * y + i
            xs.append((a * x + b * y + c) / share)
            ys.append((d * x + e * y + f) / share)
        return (number, max(0.0, min(xs)), max(0.0, min(ys)), min(self.width, max(xs)), min(self.height, max(ys)))


@dataclass(frozen=True, slots=True)
class PageLines:
    """The printed lines and tables of one page in reading order, with the page's size in points (0 for plain text).

    Page 0 is no page: its remarks are those of the file. `paper`: the page as it came, where that differs.
    """

    number: int
    width: float
    height: float
    origin: Origin
    lines: Sequence[Block] = field(default_factory=tuple)
    remarks: Remarks = Remarks()
    paper: Paper | None = None


def width(text: str) -> int:
    """Printed width in half ems. Control and zero-width characters count nothing."""
    if text.isascii():
        return len(text)
    return sum(
        2 if unicodedata.east_asian_width(char) in "WFA" else 0 if unicodedata.combining(char) else 1 for char in text
    )
