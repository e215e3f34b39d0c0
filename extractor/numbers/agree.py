"""Agreement of printed numbers: a printed figure is the interval of all values that would be printed so.

Two figures agree when their intervals overlap; a sum agrees with its total when the sum of the intervals does. How
wide an interval is depends on what is printed:

* money: half a unit of the document's grain (`money_grains`), since reports drop trailing zeros: `182万元` beside
  `237.99万元` is 182.00. Never wider than its own last digit, so a figure printed finer than the rest keeps its own;
* counts and scores without 万 or 亿, and whole days and years: exact. `6.8万人` and `2.64万户`: half a unit of the
  last printed digit at that scale;
* percentages, 百分点, 倍, areas, measures, rates and bare numbers: half a unit of the last printed digit;
* hedged figures: a bound or a wide interval, see `interval`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from extractor.model import Comparator, Dimension, Quantity
from extractor.numbers.interval import INFINITY, Interval, total
from extractor.numbers.units import EXACT

__all__ = ["Grains", "Interval", "interval", "money_grain", "money_grains", "total"]

Grains = Mapping[Decimal, Decimal]
"""The grain of a document's money, in 元, by the scale it is printed at: 1 (元), 10000 (万元), 100000000 (亿元) …"""

_COUNTED = frozenset((Dimension.PEOPLE, Dimension.COUNT, Dimension.SCORE, Dimension.OTHER))
_HALF, _TWO = Decimal("0.5"), Decimal(2)
_HUNDRED_MILLION = Decimal(10**8)
_USUAL_PLACES = 2
_RARE = 10


def interval(quantity: Quantity, grain: Decimal | Grains | None = None, *, truncated: bool = False) -> Interval:
    """The values, in base units, that a printed quantity may stand for.

    `grain` is the document's grain of money in 元: one for its figures in 元 to 万元 (`money_grain`), or one for each
    scale (`money_grains`); it also counts for bare numbers, since table cells carry no unit, but then the caller has
    to bring quantity and grain to the same scale. With `truncated` the figure was cut off rather than rounded: from v
    to just short of the next, away from zero.

    Hedges: 约 and 左右 give 5 % or one unit of the second significant digit to either side, whichever is more; 近 and
    不足 from nine tenths of the figure up to it; 超, 余, 以上 and 不低于 at least it, 以内 and 不超过 at most it. Such
    a figure can only contradict another where its bound itself is violated.
    """
    value, unit = quantity.value, _grain_of(quantity, grain)
    match quantity.comparator:
        case Comparator.ABOUT:
            reach = max(abs(value) / 20, _second_digit(value))
            return Interval(value - reach, value + reach)
        case Comparator.BELOW:
            near = value * 9 / 10
            return Interval(min(near, value), max(near, value))
        case Comparator.ABOVE | Comparator.AT_LEAST:
            return Interval(value, INFINITY)
        case Comparator.AT_MOST:
            return Interval(-INFINITY, value)
        case Comparator.RANGE:
            upper = value if quantity.upper is None else quantity.upper * quantity.scale
            return Interval(value, upper)
        case Comparator.EXACT:
            pass
    if not unit:
        return Interval(value, value)
    if not truncated:
        return Interval(value - unit * _HALF, value + unit * _HALF)
    if value < 0 or (not value and quantity.digits.startswith("-")):
        return Interval(value - unit, value, low_open=True)
    return Interval(value, value + unit, high_open=True)


def money_grains(quantities: Iterable[Quantity]) -> dict[Decimal, Decimal]:
    """The grain of a document's money by scale: one unit of the finest place in use there, in 元.

    Each scale is a family of its own: one figure that slipped from 万元 into 元 (`5.07元`) must not make the 万元
    figures finer. Up to two decimals are the custom of the genre, so one figure is witness enough; a finer place
    counts only when two different figures and a tenth of them all use it, so that a single figure of six decimals does
    not turn its neighbours' rounding into errors. Hedged figures are round on purpose and do not count, unless a
    scale has no others.
    """
    families: dict[Decimal, dict[str, Quantity]] = {}
    hedged: dict[Decimal, dict[str, Quantity]] = {}
    for quantity in quantities:
        if quantity.dimension is Dimension.MONEY:
            kind = families if quantity.comparator is Comparator.EXACT else hedged
            kind.setdefault(quantity.scale, {})[quantity.digits] = quantity
    return {scale: scale.scaleb(-_places(figures)) for scale, figures in (hedged | families).items()}


def money_grain(quantities: Iterable[Quantity]) -> Decimal:
    """The grain, in 元, of the scale that most money of a document is printed at; raises `ValueError` without money."""
    listed = [quantity for quantity in quantities if quantity.dimension is Dimension.MONEY]
    if not listed:
        raise ValueError("no money among the quantities")
    grains = money_grains(listed)
    count = {scale: sum(quantity.scale == scale for quantity in listed) for scale in grains}
    return grains[max(grains, key=lambda scale: (count[scale], scale))]


def _places(figures: Mapping[str, Quantity]) -> int:
    used = sorted((len(digits.partition(".")[2]) for digits in figures), reverse=True)
    for rank, places in enumerate(used, 1):
        # `rank` different figures have this place or a finer one
        if places <= _USUAL_PLACES or (rank >= 2 and rank * _RARE >= len(used)):
            return places
    return used[-1]


def _grain_of(quantity: Quantity, grain: Decimal | Grains | None) -> Decimal:
    """The unit that a figure is rounded to, in base units; 0 when it is exact."""
    if quantity.dimension in _COUNTED and quantity.unit in EXACT and quantity.scale == 1:
        whole = "." not in quantity.digits
        return Decimal(0) if whole or quantity.dimension is Dimension.SCORE else quantity.grain
    if quantity.dimension not in (Dimension.MONEY, Dimension.NONE) or grain is None:
        return quantity.grain
    if isinstance(grain, Decimal):
        coarse = quantity.scale >= _HUNDRED_MILLION  # 2.2亿元 in a text of 万元 is rounded to its own last digit
        return quantity.grain if coarse and grain < quantity.scale / 10_000 else min(grain, quantity.grain)
    return min(grain.get(quantity.scale, quantity.grain), quantity.grain)


def _second_digit(value: Decimal) -> Decimal:
    return Decimal(0) if not value else Decimal(1).scaleb(value.adjusted() - 1)
