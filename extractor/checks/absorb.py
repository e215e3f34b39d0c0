"""Listed parts that exceed their total: is there one part alone that could be to blame?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.checks.context import Context
from extractor.checks.equation import leaves
from extractor.checks.figures import Figure
from extractor.checks.outcome import Outcome
from extractor.checks.wording import printed, ruler
from extractor.model import Quantity, Repair, Verdict
from extractor.reports.relation import Comparison


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
