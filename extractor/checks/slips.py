"""Which single figure, read with another money unit (元, 万元, 亿元), would make broken relations hold?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.checks.edits import Edit
from extractor.checks.figures import Figure
from extractor.checks.outcome import Outcome
from extractor.model import Dimension, Quantity, Span, Verdict
from extractor.reports.relation import Comparison, Level, Relation

if TYPE_CHECKING:
    from extractor.checks.context import Context

_MOST = 60
"""In a longer list every figure is not tried: some unit would close it by chance."""
_UNITS: Mapping[str, Decimal] = {"元": Decimal(1), "万元": Decimal(10) ** 4, "亿元": Decimal(10) ** 8}


@dataclass(frozen=True, slots=True)
class Slip:
    """One figure, the unit it should have had, and the outcomes that this closes.

    `gain` is the number of relations closed to the last digit, less those that held and would not any more.
    """

    figure: Figure
    quantity: Quantity
    closes: tuple[Outcome, ...]
    gain: int
    odd: bool
    """True when the proposed unit is not the one that most of the other figures have."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """The slips that explain the same relations, the likeliest first; several when it cannot be told which."""

    slips: tuple[Slip, ...]

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relations that the likeliest slip closes."""
        return tuple(outcome.relation for outcome in self.slips[0].closes)


def suspicions(context: Context) -> Iterator[Suspicion]:
    """Find slips one after the other, each taken as mended before the next is looked for.

    A relation that holds as printed is no reason for a slip; the one exception is a bound whose sides become equal
    to the last digit, as in 5.07元 ≤ 5.07万元.
    """
    open_ = [outcome for outcome in context.outcomes if outcome.equation and _is_open(outcome)]
    edits: dict[Span, Quantity] = {}
    while slips := sorted(_slips(context, open_, edits), key=lambda slip: (-slip.gain, slip.odd)):
        best = slips[0]
        if best.gain <= 0:
            return
        tied = [slip for slip in slips if slip.gain == best.gain and set(_ids(slip)) & set(_ids(best))]
        if len(tied) > 1:  # the report's own sentences may tell which
            gains = [context.net.weigh(Edit(slip.figure, slip.quantity, "unit")).gain for slip in tied]
            tied = [slip for slip, gain in zip(tied, gains, strict=True) if gain >= gains[0]]
        yield Suspicion(tuple(tied))
        edits[best.figure.quantity.number] = best.quantity
        open_ = [outcome for outcome in open_ if outcome.relation.id not in _ids(best)]


def _ids(slip: Slip) -> list[str]:
    return [outcome.relation.id for outcome in slip.closes]


def _is_open(outcome: Outcome) -> bool:
    """Not closed to the last digit, or a bound that might be meant to be: all that an edit may close."""
    if outcome.verdict is not Verdict.HOLDS:
        return outcome.residual != 0 and len(outcome.figures) <= _MOST
    several = 2 < len(outcome.figures) <= _MOST
    return outcome.relation.comparison is Comparison.AT_MOST and (several or _looks_slipped(outcome, {}))


def _slips(context: Context, open_: list[Outcome], edits: Mapping[Span, Quantity]) -> Iterator[Slip]:
    figures = {figure.quantity.number: figure for outcome in open_ for figure in outcome.figures}
    for place, figure in figures.items():
        if place in edits:
            continue
        for quantity in _other_units(figure.quantity):
            after = {**edits, place: quantity}
            tried = [(outcome, _closing(context, outcome, after)) for outcome in open_ if figure in outcome.figures]
            proven = sum(closing == "proven" for _, closing in tried)
            if not proven:
                continue
            closes = tuple(outcome for outcome, closing in tried if closing)
            gain = proven - _broken(context, figure, edits, after)
            yield Slip(figure, quantity, closes, gain, _is_odd(figure, quantity, closes))


def _other_units(quantity: Quantity) -> Iterator[Quantity]:
    if quantity.dimension is not Dimension.MONEY or quantity.unit != "元" or not quantity.mantissa:
        return
    for text, scale in _UNITS.items():
        if scale != quantity.scale:
            grain = quantity.grain / quantity.scale * scale
            yield replace(quantity, scale=scale, unit_text=text, grain=grain)


def _closing(context: Context, before: Outcome, edits: Mapping[Span, Quantity]) -> str:
    """`proven` when the edit makes both sides equal, `mended` when it only makes a broken bound hold, else empty."""
    after = context.test(before.relation, context.supposing(edits))
    if before.relation.comparison is Comparison.EQUAL:
        return "proven" if after.verdict is Verdict.HOLDS else ""
    if after.equation and after.left == after.right:
        return "proven"
    return "mended" if before.verdict is Verdict.FAILS and after.verdict is Verdict.HOLDS else ""


def _broken(context: Context, figure: Figure, before: Mapping[Span, Quantity], after: Mapping[Span, Quantity]) -> int:
    """How many relations of the figure that held would fail, or would look like a slip themselves.

    A bound that only asks to be verified is not lost by being exceeded: that may well be so.
    """
    return sum(
        context.holds(outcome.relation, before) and _is_lost(context, outcome, after)
        for outcome in context.outcomes
        if figure in outcome.figures
    )


def _is_lost(context: Context, outcome: Outcome, edits: Mapping[Span, Quantity]) -> bool:
    if outcome.relation.level is Level.VERIFY:
        return _looks_slipped(outcome, edits)
    return not context.holds(outcome.relation, edits) or _looks_slipped(outcome, edits)


def _looks_slipped(outcome: Outcome, edits: Mapping[Span, Quantity]) -> bool:
    """A bound of two figures with the same digits and different units."""
    if outcome.relation.comparison is not Comparison.AT_MOST or len(outcome.figures) != 2:
        return False
    left, right = (edits.get(figure.quantity.number, figure.quantity) for figure in outcome.figures)
    return left.mantissa == right.mantissa != 0 and left.scale != right.scale


def _is_odd(figure: Figure, quantity: Quantity, closes: tuple[Outcome, ...]) -> bool:
    others = [other for outcome in closes for other in outcome.figures if other != figure]
    units = Counter(other.quantity.scale for other in others if other.quantity.dimension is Dimension.MONEY)
    return bool(units) and units[quantity.scale] < max(units.values())
