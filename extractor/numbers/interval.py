"""Closed and half-open intervals of `Decimal`, with arithmetic that never loses the true value.

Ends may be infinite; there is no NaN. Results are exact as long as they have up to 100 digits; past that, and where a
quotient does not end, the low end is rounded down and the high end up, so that the interval still holds the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal

INFINITY = Decimal("Infinity")
_PRECISION = 100
_DOWN = Context(prec=_PRECISION, rounding=ROUND_FLOOR, Emin=MIN_EMIN, Emax=MAX_EMAX)
_UP = Context(prec=_PRECISION, rounding=ROUND_CEILING, Emin=MIN_EMIN, Emax=MAX_EMAX)


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`; `low_open` and `high_open` say that an end itself is left out.

    Raises `ValueError` for an empty interval or a NaN.
    """

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        empty = self.low == self.high and (self.low_open or self.high_open)
        if self.low.is_nan() or self.high.is_nan() or self.low > self.high or empty:
            raise ValueError(f"not an interval: {self.low}..{self.high}")

    @classmethod
    def of(cls, value: Decimal | int) -> Interval:
        """The interval of one exact value."""
        return cls(Decimal(value), Decimal(value))

    @property
    def exact(self) -> bool:
        """True when it holds one value only."""
        return self.low == self.high

    def __contains__(self, value: Decimal) -> bool:
        above = self.low < value or (self.low == value and not self.low_open)
        return above and (value < self.high or (value == self.high and not self.high_open))

    def overlaps(self, other: Interval) -> bool:
        """True when some value is in both."""
        return self.intersect(other) is not None

    def intersect(self, other: Interval) -> Interval | None:
        """The values in both; None when there are none."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        if low > high or (low == high and (low_open or not closed)):
            return None
        return Interval(low, high, low_open, not closed)

    def __neg__(self) -> Interval:
        return Interval(self.high.copy_negate(), self.low.copy_negate(), self.high_open, self.low_open)

    def __add__(self, other: Interval | Decimal | int) -> Interval:
        other = _interval(other)
        return Interval(
            _DOWN.add(self.low, other.low),
            _UP.add(self.high, other.high),
            self.low_open or other.low_open,
            self.high_open or other.high_open,
        )

    def __sub__(self, other: Interval | Decimal | int) -> Interval:
        return self + -_interval(other)

    def __mul__(self, other: Interval | Decimal | int) -> Interval:
        other = _interval(other)
        return _hull(self, other, _times)

    def __truediv__(self, other: Interval | Decimal | int) -> Interval:
        """Raises `ZeroDivisionError` when the divisor may be zero, or comes as near to it as one likes."""
        other = _interval(other)
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError(f"division by {other.low}..{other.high}")
        return _hull(self, other, _over)

    def __radd__(self, other: Decimal | int) -> Interval:
        return self + other

    def __rsub__(self, other: Decimal | int) -> Interval:
        return _interval(other) - self

    def __rmul__(self, other: Decimal | int) -> Interval:
        return self * other

    def __rtruediv__(self, other: Decimal | int) -> Interval:
        return _interval(other) / self


def total(parts: Iterable[Interval]) -> Interval:
    """The sum of any number of intervals; exactly 0 for none."""
    result = Interval.of(0)
    for part in parts:
        result = result + part
    return result


def _interval(value: Interval | Decimal | int) -> Interval:
    return value if isinstance(value, Interval) else Interval.of(value)


def _times(context: Context, a: Decimal, b: Decimal) -> Decimal | None:
    # Nothing times anything is nothing, were the other end as far as it may
    return Decimal(0) if not a or not b else context.multiply(a, b)


def _over(context: Context, a: Decimal, b: Decimal) -> Decimal | None:
    if b.is_infinite():
        return None if a.is_infinite() else Decimal(0)  # infinite by infinite: the other corners bound it
    return context.divide(a, b)


def _hull(a: Interval, b: Interval, by: Callable[[Context, Decimal, Decimal], Decimal | None]) -> Interval:
    """The interval between the least and the greatest corner; an end is open when no closed corner reaches it."""
    lows: list[tuple[Decimal, bool]] = []
    highs: list[tuple[Decimal, bool]] = []
    for x, x_open in ((a.low, a.low_open), (a.high, a.high_open)):
        for y, y_open in ((b.low, b.low_open), (b.high, b.high_open)):
            # Nothing times anything is nothing, so a zero that is reached makes up for an end that is not
            reached = (not x and not x_open) or (not y and not y_open)
            is_open = (x_open or y_open) and not reached
            low, high = by(_DOWN, x, y), by(_UP, x, y)
            if low is not None and high is not None:
                lows.append((low, is_open))
                highs.append((high, not is_open))
    low, low_open = min(lows)
    high, closed = max(highs)
    return Interval(low, high, low_open, not closed)
