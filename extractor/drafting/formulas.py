"""Named formulas: the only way to a number that nobody typed in. Arguments are facts; there is no search.

rate(a, b)    100 a / b, in %          diff(a, b)   a - b, in the unit of a
growth(a, b)  100 (a - b) / b, in %    sum(a, …)    in the unit of the first
rest(a, b)    100 - rate(a, b), in %
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext

from extractor import numbers
from extractor.drafts import Fact
from extractor.model import Quantity

_CALL = re.compile(r"(\w+)\(([^()]*)\)")
Facts = Mapping[str, Fact]


def quantity(fact: Fact) -> Quantity | None:
    """The figure of a fact; None for a text."""
    return numbers.read(fact.text)


def _rate(args: Sequence[Decimal]) -> Decimal:
    return 100 * args[0] / args[1]


def _growth(args: Sequence[Decimal]) -> Decimal:
    return 100 * (args[0] - args[1]) / args[1]


FORMULAS: dict[str, tuple[Callable[[Sequence[Decimal]], Decimal], bool]] = {
    "rate": (_rate, True),
    "growth": (_growth, True),
    "rest": (lambda args: 100 - _rate(args), True),
    "diff": (lambda args: args[0] - args[1], False),
    "sum": (lambda args: sum(args, Decimal(0)), False),
}
"""Each formula with whether it gives a percentage."""


def compute(call: str, facts: Facts) -> tuple[str, str] | None:
    """Value and unit of `NAME(PATH@YEAR,…)`; None when an argument is missing, or the figures do not go together."""
    match = _CALL.fullmatch(call)
    if match is None or match[1] not in FORMULAS:
        return None
    work, percent = FORMULAS[match[1]]
    given = [facts.get(name.strip()) for name in match[2].split(",")]
    read = [quantity(fact) for fact in given if fact is not None]
    args = [one for one in read if one is not None]
    if len(args) < len(given) or len({one.unit for one in args}) > 1:
        return None
    try:
        with localcontext(prec=50):
            result = work([one.value for one in args])
            if percent:
                return _round(result, Decimal("0.01")), "%"
            grain = min(one.grain for one in args)
            return _round(result / args[0].scale, grain / args[0].scale), args[0].unit_text
    except ArithmeticError:
        return None


def _round(value: Decimal, grain: Decimal) -> str:
    places = max(0, -int(grain.normalize().as_tuple().exponent))
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{abs(rounded) if rounded == 0 else rounded:f}"


DERIVED: tuple[tuple[str, str], ...] = (
    ("budget.supplement_rate", "rate(budget.supplement@Y,budget.initial_total@Y)"),
    ("final.revenue_over_budget", "diff(final.revenue_total@Y,budget.initial_revenue@Y)"),
    ("final.revenue_over_budget", "diff(final.revenue_total@Y,budget.initial_total@Y)"),
    ("final.basic_share", "rate(final.basic_expenditure@Y,final.expenditure_total@Y)"),
    ("final.project_share", "rest(final.basic_expenditure@Y,final.expenditure_total@Y)"),
    ("three_public.saved", "diff(three_public.budget@Y,three_public.final@Y)"),
    ("three_public.saved_rate", "rest(three_public.final@Y,three_public.budget@Y)"),
    ("assets.use_rate", "rate(assets.in_use@Y,assets.fixed_original@Y)"),
    ("execution_rate", "rate(funds.executed@Y,funds.annual@Y)"),
    ("execution_rate", "rate(final.expenditure_total@Y,budget.adjusted_total@Y)"),
    ("score.output_and_benefit", "sum(score.output@Y,score.benefit@Y)"),
    ("yoy.revenue_total", "diff(final.revenue_total@Y,final.revenue_total@L)"),
    ("yoy.revenue_total_rate", "growth(final.revenue_total@Y,final.revenue_total@L)"),
    ("yoy.expenditure_total", "diff(final.expenditure_total@Y,final.expenditure_total@L)"),
    ("yoy.expenditure_total_rate", "growth(final.expenditure_total@Y,final.expenditure_total@L)"),
    ("yoy.three_public", "diff(three_public.final@Y,three_public.final@L)"),
    ("yoy.three_public_rate", "growth(three_public.final@Y,three_public.final@L)"),
)
"""What a figure of the report can be computed from when it is not given; Y is the year, L the one before."""


def derive(path: str, year: int, facts: Facts) -> Fact | None:
    """The figure as its formula gives it, with the formula as its source."""
    for name, call in DERIVED:
        if name != path:
            continue
        call = call.replace("@Y", f"@{year}").replace("@L", f"@{year - 1}")
        found = compute(call, facts)
        if found is not None:
            return Fact(path, year, found[0], found[1], f"formula:{call}")
    return None


def ratio(facts: Facts, above: str, below: str) -> Decimal | None:
    """The quotient of two figures of one unit, for the triggers of problems; None when it cannot be had."""
    found = compute(f"rate({above},{below})", facts)
    return Decimal(found[0]) if found else None


def sign(text: str) -> int:
    """-1, 0 or 1 for a printed figure."""
    match = re.match(r"-?[0-9.]+", text)
    value = Decimal(match[0]) if match else Decimal(0)
    return (value > 0) - (value < 0)
