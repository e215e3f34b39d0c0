"""Testing one relation: are the two sides, each a range of values that could have been printed so, compatible?"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, DivisionByZero, InvalidOperation

from extractor.checks.equation import Equation, Unprinted, fold, write
from extractor.checks.figures import Figure, Figures
from extractor.checks.grains import Fineness
from extractor.model import Quantity, Span, Verdict
from extractor.numbers.agree import Interval
from extractor.reports.relation import Comparison, Relation

_VALUES: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "min": min,
}
_RANGES: Mapping[str, Callable[[Interval, Interval], Interval]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "min": lambda a, b: Interval(min(a.low, b.low), min(a.high, b.high)),
}
_BEST_FIRST = (Verdict.HOLDS, Verdict.WITHIN_ROUNDING, Verdict.FAILS, Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a relation came out. `equation` is None when a term is not printed; `why` then says which.

    `left` and `right` are the values of the two sides in base units.
    """

    relation: Relation
    verdict: Verdict
    equation: Equation | None = None
    left: Decimal = Decimal(0)
    right: Decimal = Decimal(0)
    why: str = ""
    missing: tuple[str, ...] = ()
    """The parts, any of which may be what a total lacks."""
    defining: bool = True
    """False when the relation's defining basis is not printed, so that another one had to serve."""

    @property
    def residual(self) -> Decimal:
        """Left side less right side, in base units."""
        return self.left - self.right

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The printed figures that were compared."""
        return self.equation.figures if self.equation else ()


@dataclass(frozen=True, slots=True)
class Lens:
    """How figures are looked at: how finely they were printed, rounded or cut off, and as if some were changed.

    `edits` maps the place of a number to the quantity that is supposed to stand there.
    """

    fineness: Fineness
    truncated: bool = False
    edits: Mapping[Span, Quantity] = field(default_factory=dict)

    def value(self, quantity: Quantity) -> Decimal:
        """The figure in base units."""
        return self.edits.get(quantity.number, quantity).value

    def range(self, quantity: Quantity) -> Interval:
        """All values that could have been printed so."""
        quantity = self.edits.get(quantity.number, quantity)
        return self.fineness.range(quantity, truncated=self.truncated)


def test(relation: Relation, figures: Figures, lens: Lens) -> Outcome:
    """Test a relation under each basis that is printed: the best outcome counts, the first of equals."""
    written = [write(relation, form, figures) for form in relation.forms]
    equations = [equation for equation in written if isinstance(equation, Equation)]
    if not equations:
        return Outcome(relation, Verdict.UNKNOWN, why=_why(written))
    return best([judge(equation, lens, defining=equations[0] is written[0]) for equation in equations])


def _why(written: list[Equation | Unprinted]) -> str:
    nearest = min((item.why for item in written if isinstance(item, Unprinted)), key=len, default=())
    return "、".join(nearest)


def best(outcomes: Sequence[Outcome]) -> Outcome:
    """The best of several outcomes, the first of equals."""
    return min(outcomes, key=lambda outcome: _BEST_FIRST.index(outcome.verdict))


def judge(equation: Equation, lens: Lens, *, defining: bool = True) -> Outcome:
    """Compare the two sides of an equation through a lens."""
    try:
        left, right = (fold(side, lens.value, Decimal, _VALUES) for side in (equation.left, equation.right))
        verdict, why = _verdict(equation, lens, left, right)
    except (DivisionByZero, InvalidOperation, ZeroDivisionError, ValueError):
        return Outcome(equation.relation, Verdict.UNKNOWN, equation, why="分母为 0，无法计算")
    return Outcome(equation.relation, verdict, equation, left, right, why, defining=defining)


def _verdict(equation: Equation, lens: Lens, left: Decimal, right: Decimal) -> tuple[Verdict, str]:
    bound = equation.relation.comparison is Comparison.AT_MOST
    if left == right or (bound and left < right):
        return Verdict.HOLDS, ""
    if equation.is_rate and isinstance(equation.left, Figure):
        grain = equation.left.quantity.grain
        if _to_grain(right, grain, ROUND_HALF_UP) == left:
            return Verdict.HOLDS, ""
        if _to_grain(right, grain, ROUND_DOWN) == left:
            return Verdict.WITHIN_ROUNDING, "末位按截断取数"
    low, high = (fold(side, lens.range, Interval.of, _RANGES) for side in (equation.left, equation.right))
    if low.overlaps(high) or (bound and low.low < high.high):
        return Verdict.WITHIN_ROUNDING, "差额在四舍五入范围之内"
    return Verdict.FAILS, ""


def _to_grain(value: Decimal, grain: Decimal, mode: str) -> Decimal:
    return (value / grain).quantize(Decimal(1), rounding=mode) * grain
