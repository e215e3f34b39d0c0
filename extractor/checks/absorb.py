"""Listed parts that exceed their total: is there one part alone that could be to blame?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.checks.equation import leaves
from extractor.checks.figures import Figure
from extractor.checks.outcome import Outcome
from extractor.checks.wording import printed, ruler
from extractor.model import Quantity, Repair, Row, Verdict
from extractor.reports.relation import Comparison

if TYPE_CHECKING:
    from extractor.checks.context import Context


def absorbing(context: Context, outcome: Outcome) -> tuple[Repair, ...]:
    """The one part that, lowered by the excess, closes the sum; nothing when several could, or none."""
    equation = outcome.equation
    if equation is None or outcome.relation.comparison is not Comparison.AT_MOST:
        return ()
    items = list(leaves(equation.left))
    able = [item for item in items if item.quantity.value >= outcome.residual]
    if "[" not in items[0].key or len(able) != 1:
        return ()
    return (_repair(context, outcome, able[0]),)


def _repair(context: Context, outcome: Outcome, item: Figure) -> Repair:
    lowered = _lowered(outcome, item.quantity)
    after = ruler([item, *outcome.figures]).show(lowered.value)
    edits = {item.quantity.number: lowered}
    closes = sum(context.holds(other.relation, edits) for other in context.outcomes if other.verdict is Verdict.FAILS)
    whole = f"「{item.name}」一项 {printed(item.quantity)} 已超过总额，" if item.quantity.value > outcome.right else ""
    return Repair(
        quote=context.document.cite(item.quantity.span).quote,
        before=printed(item.quantity),
        after=after,
        why=f"{whole}若仅改「{item.name}」一项为 {after} 则成立",
        closes=closes,
        at=item.quantity.number,
    )


def _lowered(outcome: Outcome, quantity: Quantity) -> Quantity:
    mantissa = (quantity.value - outcome.residual) / quantity.scale
    return replace(quantity, mantissa=mantissa, digits=f"{mantissa:f}")


def protection(context: Context, outcome: Outcome) -> str:
    """A remark that the total is borne out by another relation, so that the parts are the ones to look at."""
    equation = outcome.equation
    if equation is None or not isinstance(equation.right, Figure):
        return ""
    names = list(dict.fromkeys(_bearing_out(context, equation.right)))
    total = f"{equation.right.name} {printed(equation.right.quantity)}"
    return f"（{total} 另有{'、'.join(names)}印证）" if names else ""


def _bearing_out(context: Context, total: Figure) -> Iterator[str]:
    for other in context.outcomes:
        equal = other.relation.comparison is Comparison.EQUAL
        if equal and other.verdict is Verdict.HOLDS and total in other.figures:
            yield f"「{other.relation.name}」"


@dataclass(frozen=True, slots=True)
class Absorbed:
    """The one line of a list whose two figures, changed, close both sums and the difference between them."""

    row: Row
    budget: Quantity
    final: Quantity
    totals: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    expression: str
    residual: str


def absorbed(context: Context) -> Absorbed | None:
    """The line that alone could be to blame in both columns of the project list."""
    found: dict[str, tuple[Outcome, Figure]] = {}
    for outcome in context.outcomes:
        if outcome.verdict is Verdict.FAILS and absorbing(context, outcome):
            able = [item for item in leaves_of(outcome) if item.quantity.value >= outcome.residual]
            found[able[0].key] = (outcome, able[0])
    for key, (budget, item) in found.items():
        other = found.get(key.removesuffix("budget") + "final") if key.endswith(".budget") else None
        if other is None:
            continue
        final, _ = other
        number = int(key.partition("[")[2].partition("]")[0])
        totals = tuple(outcome.equation.right for outcome in (final, budget) if outcome.equation)
        if not all(isinstance(total, Figure) for total in totals):
            continue
        measure = ruler([*leaves_of(budget), *leaves_of(final)])
        listed = measure.show(final.left - budget.left, signed=True)
        whole = measure.show(final.right - budget.right, signed=True)
        return Absorbed(
            row=context.report.projects[number],
            budget=_lowered(budget, item.quantity),
            final=_lowered(final, other[1].quantity),
            totals=tuple(total for total in totals if isinstance(total, Figure)),
            figures=(*budget.figures, *final.figures),
            expression=f"各项目实际与预算之差合计 {listed} = 总额之差 {whole}",
            residual=measure.show((final.left - budget.left) - (final.right - budget.right), signed=True),
        )
    return None


def leaves_of(outcome: Outcome) -> list[Figure]:
    """The listed parts of an outcome."""
    return list(leaves(outcome.equation.left)) if outcome.equation else []
