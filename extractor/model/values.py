"""Places and quantities: the smallest values that every stage speaks in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

Place: TypeAlias = tuple[int, float, float, float, float]
"""Where one character stands: page number (from 1), x0, y0, x1, y1 in PDF points, origin top left."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters of `Document.text`; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points, origin top left; `page` counts from 1."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Dimension(StrEnum):
    """What a unit measures; quantities of different dimensions are never compared."""

    MONEY = "money"
    PEOPLE = "people"
    COUNT = "count"
    SCORE = "score"
    PERCENT = "percent"
    POINTS = "points"
    """百分点: a difference of two percentages, never the same as a percentage."""
    TIMES = "times"
    AREA = "area"
    OTHER = "other"
    NONE = "none"
    """No unit is printed."""


class Comparator(StrEnum):
    """The hedge printed with a figure."""

    EXACT = "exact"
    ABOUT = "about"
    """约, 左右."""
    BELOW = "below"
    """近, 不足: somewhat less than the figure."""
    ABOVE = "above"
    """超, 逾, 多, 余: somewhat more than the figure."""
    AT_LEAST = "at_least"
    """≥, 以上, 不低于."""
    AT_MOST = "at_most"
    """≤, 以内, 不超过."""
    RANGE = "range"
    """From `mantissa` to `upper`, both of the same unit."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed number with its unit.

    `mantissa` is the number as printed (separators removed), `digits` the same as a string (trailing zeros
    kept), `scale` the factor that 万 or 亿 adds, `unit` the base unit (元, 人, 个, % …; empty when none is
    printed), `unit_text` the scale and unit as printed (`万元`), `grain` one unit of the last printed digit in
    base units. `span` covers number, unit and hedge; `number` the digits alone.
    """

    mantissa: Decimal
    digits: str
    scale: Decimal
    unit: str
    unit_text: str
    dimension: Dimension
    grain: Decimal
    comparator: Comparator
    span: Span
    number: Span
    upper: Decimal | None = None

    @property
    def value(self) -> Decimal:
        """The figure in base units: mantissa times scale."""
        return self.mantissa * self.scale
