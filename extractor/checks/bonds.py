"""All relations of a report as one net: which figures stand in which of them, and what an edit would do to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from extractor.checks.edits import Edit, coefficients, printed_as, towards, variants, with_digits
from extractor.checks.figures import Figure
from extractor.checks.outcome import Lens, Outcome
from extractor.model import Span, Verdict
from extractor.reports.relation import Comparison, Level

if TYPE_CHECKING:
    from extractor.checks.context import Context

_MOST_BRUTE = 4
_KEPT = 4
_GOOD = (Verdict.HOLDS, Verdict.WITHIN_ROUNDING)


@dataclass(frozen=True, slots=True, eq=False)
class Bond:
    """One relation, declared or read from the prose, as it came out, and how to try it again."""

    code: str
    outcome: Outcome
    test: Callable[[Lens], Outcome]

    @property
    def numbers(self) -> frozenset[Span]:
        """The places of its numbers."""
        return frozenset(figure.quantity.number for figure in self.outcome.figures)

    @property
    def weak(self) -> bool:
        """True for what only asks to be verified."""
        return self.outcome.relation.level is Level.VERIFY


@dataclass(frozen=True, slots=True)
class Ranked:
    """One edit, with the relations that it closes and the number that it breaks."""

    edit: Edit
    closes: tuple[Outcome, ...]
    breaks: int

    @property
    def gain(self) -> int:
        """Relations closed less relations broken."""
        return len(self.closes) - self.breaks


@dataclass(frozen=True)
class Net:
    """The relations by the places of their numbers."""

    context: Context
    bonds: tuple[Bond, ...]
    at: dict[Span, list[Bond]]

    def edits(self, outcome: Outcome) -> tuple[Ranked, ...]:
        """The single edits that close a failed relation: most gain first, and only those that break less than they
        close; at equal gain the plainer slip first.
        """
        ranked = [self.weigh(edit) for edit in self._closing(outcome)]
        ranked = [one for one in ranked if one.gain > 0]
        return tuple(sorted(ranked, key=lambda one: (-one.gain, one.edit.kind == "value"))[:_KEPT])

    def weigh(self, edit: Edit) -> Ranked:
        """What an edit would do to every relation of its figure."""
        number = edit.figure.quantity.number
        lens = self.context.supposing({number: edit.quantity})
        closes, breaks = [], 0
        for bond in self.at.get(number, ()):
            before = bond.outcome.verdict
            if before is Verdict.UNKNOWN:
                continue
            after = bond.test(lens).verdict
            if before is Verdict.FAILS and after in _GOOD:
                closes.append(bond.outcome)
            elif before in _GOOD and after is Verdict.FAILS and not bond.weak:
                breaks += 1
        return Ranked(edit, tuple(closes), breaks)

    def _closing(self, outcome: Outcome) -> Iterator[Edit]:
        equation = outcome.equation
        if equation is None:
            return
        linear = coefficients(equation)
        if linear is None:
            if len(equation.figures) <= _MOST_BRUTE:
                yield from self._tried(outcome)
            return
        for figure, times in linear.items():
            if not times:
                continue
            target = figure.quantity.value - outcome.residual / times
            if edit := towards(figure, target):
                yield edit
            elif other := self._shared(figure, target):
                yield other

    def _shared(self, figure: Figure, target: Decimal) -> Edit | None:
        """Any other value, where it closes two relations at once."""
        quantity = figure.quantity
        failing = [bond for bond in self.at.get(quantity.number, ()) if bond.outcome.verdict is Verdict.FAILS]
        equal = [bond for bond in failing if bond.outcome.relation.comparison is Comparison.EQUAL]
        if len(equal) < 2 or target < 0:
            return None
        digits = printed_as(quantity, target)
        return None if digits is None else Edit(figure, with_digits(quantity, digits), "value")

    def _tried(self, outcome: Outcome) -> Iterator[Edit]:
        """For a rate: every single edit of its figures; only the ones that stand in other relations, or the rate."""
        bond = next((bond for bond in self.bonds if bond.outcome is outcome), None)
        if bond is None:
            return
        for figure in dict.fromkeys(outcome.figures):
            for edit in variants(figure):
                lens = self.context.supposing({figure.quantity.number: edit.quantity})
                if bond.test(lens).verdict is Verdict.HOLDS:
                    yield edit


def net(context: Context) -> Net:
    """The net of a report: declared relations first; a claim of the same figures adds nothing."""
    bonds: list[Bond] = []
    seen: set[tuple[frozenset[Span], Comparison, bool]] = set()
    for code, outcome, test in _all(context):
        if outcome.equation is None:
            continue
        bond = Bond(code, outcome, test)
        key = (bond.numbers, outcome.relation.comparison, outcome.equation.is_rate)
        if key not in seen:
            seen.add(key)
            bonds.append(bond)
    at: dict[Span, list[Bond]] = {}
    for bond in bonds:
        for number in bond.numbers:
            at.setdefault(number, []).append(bond)
    return Net(context, tuple(bonds), at)


def _all(context: Context) -> Iterator[tuple[str, Outcome, Callable[[Lens], Outcome]]]:
    for outcome in context.outcomes:
        relation = outcome.relation
        yield f"RELATION.{relation.id}", outcome, partial(context.test, relation)
    for claim, outcome in context.claims:
        yield claim.code, outcome, claim.test


def chance(outcome: Outcome) -> Decimal:
    """How likely some single edit closes a relation that nobody asserted: edits, by how many residuals there could be.

    Of a rate, what counts is how finely it is printed; of a sum, how many last digits its total has.
    """
    edits = sum(11 * len(figure.quantity.digits) + 10 for figure in outcome.figures)
    equation = outcome.equation
    if equation is None:
        return Decimal(1)
    measured = equation.figures[:1] if equation.is_rate else equation.figures
    grain = min(figure.quantity.grain for figure in measured)
    size = max(abs(figure.quantity.value) for figure in measured)
    return Decimal(edits) * grain / size if size else Decimal(1)
