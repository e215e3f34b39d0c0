"""Is a broken relation the report's fault, or was a figure taken from the wrong sentence?

An error must be beyond doubt. A declared relation binds figures that were read from all over the report, so before
it is called broken the report's own sentences are asked: do they use its figures in another sum that does close?
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.checks.equation import Step, leaves
from extractor.checks.figures import Figure
from extractor.checks.outcome import Outcome
from extractor.checks.repairs import is_slip
from extractor.model import Repair, Verdict
from extractor.reports.relation import Comparison

if TYPE_CHECKING:
    from extractor.checks.context import Context
    from extractor.checks.prose.said import Said

_BUDGET = "].budget"
_SEVERAL = 3
_MORE = 3
"""So many parts without a field may follow those that have one."""


def is_misread(context: Context, outcome: Outcome, repairs: Sequence[Repair]) -> bool:
    """Whether there is reason to doubt that the figures of a broken relation were read from the right place."""
    if _is_of_another_stage(context, outcome) or _is_of_another_total(context, outcome):
        return True
    if any(is_slip(repair) for repair in repairs):
        return False
    return _is_far_away(context, outcome) or _is_swallowed(outcome) or _is_elsewhere(context, outcome)


def is_borne_out(context: Context, outcome: Outcome) -> bool:
    """Whether a rate that does not come out closes beside the figures it was printed with, which are others."""
    equation = outcome.equation
    if equation is None or not equation.is_rate or not isinstance(equation.left, Figure):
        return False
    for bond in context.net.at.get(equation.left.quantity.number, ()):
        other = bond.outcome.equation
        beside = not bond.code.startswith("RELATION") and bond.outcome.verdict is Verdict.HOLDS
        stated = other.left if other and other.is_rate else None
        if beside and isinstance(stated, Figure) and stated.quantity.number == equation.left.quantity.number:
            return True
    return False


def _is_of_another_stage(context: Context, outcome: Outcome) -> bool:
    """Budgets of projects that are called 预算 and not 年初预算, held against a sum that is: they may be those after
    adjustment."""
    equation = outcome.equation
    if equation is None or not isinstance(equation.right, Figure) or ".initial_" not in equation.right.key:
        return False
    parts = [part for part in leaves(equation.left) if part.key.endswith(_BUDGET)]
    tables = [table.span for table in context.document.tables]
    around = [next((t for t in tables if t.overlaps(part.evidence.span)), part.evidence.span) for part in parts]
    words = [context.document.text[at.start : at.end] for at in around]
    return bool(parts) and all("预算" in one and "年初" not in one for one in words)


def _is_far_away(context: Context, outcome: Outcome) -> bool:
    """A rate whose figures stand in different sentences: one of them may be another year's, or another account's."""
    if outcome.equation is None or not outcome.equation.is_rate:
        return False
    said = [context.prose.at(figure.quantity.number) for figure in outcome.figures]
    return len({one.sentence for one in said if one}) > 1


def _is_swallowed(outcome: Outcome) -> bool:
    """A total that one of its own parts equals or exceeds."""
    equation = outcome.equation
    if equation is None or not isinstance(equation.left, Figure) or not isinstance(equation.right, Step):
        return False
    if outcome.relation.comparison is not Comparison.EQUAL or not _adds_up(outcome):
        return False
    total = equation.left.quantity.value
    return any(part.quantity.value >= total > 0 for part in leaves(equation.right))


def _adds_up(outcome: Outcome) -> bool:
    right = outcome.equation.right if outcome.equation else None
    return isinstance(right, Step) and right.sign == "+"


def _is_elsewhere(context: Context, outcome: Outcome) -> bool:
    """A figure of the relation adds up, in its own sentence, with figures that the relation does not know."""
    mine = {figure.quantity.number for figure in outcome.figures}
    for bond in (one for figure in outcome.figures for one in context.net.at.get(figure.quantity.number, ())):
        equation = bond.outcome.equation
        if bond.code != "SUM" or bond.outcome.verdict is not Verdict.HOLDS or equation is None:
            continue
        head = next(leaves(equation.left)).quantity.number
        shared = len(bond.numbers & mine)
        as_part = head not in mine and (len(outcome.figures) == 2 or shared >= _SEVERAL)
        as_total = _adds_up(outcome) and head == outcome.figures[0].quantity.number
        if as_part or (as_total and not bond.numbers <= mine):
            return True
    return False


def _is_of_another_total(context: Context, outcome: Outcome) -> bool:
    """The parts stand in a row of figures that together make another total of the report (classes of all outlay, some
    without a field, held against the basic expenditure)."""
    equation = outcome.equation
    if equation is None or not _adds_up(outcome):
        return False
    said = [context.prose.at(part.quantity.number) for part in leaves(equation.right)]
    places = [one.index for one in said if one is not None]
    if len(places) < len(said) or len(said) < _SEVERAL or len({one.sentence for one in said if one}) > 1:
        return False
    sentence = said[0].sentence if said[0] else -1
    money = {
        figure.quantity.value for figure in context.figures if figure.key not in {one.key for one in outcome.figures}
    }
    total = sum(one.quantity.value for one in context.prose.said[min(places) : max(places) + 1] if _like(one, said))
    for one in context.prose.said[max(places) + 1 : max(places) + 1 + _MORE]:
        if total in money or one.sentence != sentence or not _like(one, said):
            break
        total += one.quantity.value
    return total in money


def _like(one: Said, others: Sequence[Said | None]) -> bool:
    return any(other is not None and one.quantity.dimension is other.quantity.dimension for other in others)
