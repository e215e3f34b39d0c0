"""A claim is a relation that the report's own sentences assert, bound to the figures they print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto
from typing import TYPE_CHECKING

from extractor.checks.equation import Equation, Step, Term, leaves
from extractor.checks.figures import Figure
from extractor.checks.outcome import Lens, Outcome, best, judge
from extractor.model import Span
from extractor.reports.relation import Comparison, Level, Number, Relation

if TYPE_CHECKING:
    from extractor.checks.prose.said import Prose, Said

_HUNDRED = Number(Decimal(100))


class Policy(Enum):
    """How far the words go: what a claim that does not hold is worth."""

    CERTAIN = auto()
    """The words bind every figure: an error."""
    WITNESS = auto()
    """An error where a single slip of the pen explains it, else something to be explained."""
    ASK = auto()
    """Something to be explained."""
    SLIP = auto()
    """An error where a single slip of the pen explains it beyond chance, else nothing was claimed."""
    NEAR = auto()
    """Something to be explained where a single slip of the pen explains it, else nothing was claimed."""
    NEVER = auto()
    """Nothing: the words do not say that these figures are meant."""


@dataclass(frozen=True, slots=True)
class Claim:
    """`equations` are the readings of the words: one that holds is enough, the first is the likeliest."""

    code: str
    equations: tuple[Equation, ...]
    policy: Policy

    def test(self, lens: Lens) -> Outcome:
        """Test every reading; the best counts."""
        return best([judge(equation, lens) for equation in self.equations])


def equal(name: str, left: Term, right: Term) -> Equation:
    """`left = right` under a name."""
    return _equation(name, Comparison.EQUAL, left, right)


def at_most(name: str, left: Term, right: Term) -> Equation:
    """`left ≤ right` under a name."""
    return _equation(name, Comparison.AT_MOST, left, right)


def _equation(name: str, comparison: Comparison, left: Term, right: Term) -> Equation:
    relation = Relation(name, name, Level.LOGIC, "", comparison, ())
    return Equation(relation, "", left, right, (*leaves(left), *leaves(right)))


def total(figures: Sequence[Figure]) -> Term:
    """The figures added up, as a tree no deeper than it must be."""
    if len(figures) == 1:
        return figures[0]
    middle = len(figures) // 2
    return Step("+", total(figures[:middle]), total(figures[middle:]))


def percent(part: Term, whole: Term) -> Term:
    """`100 × part ÷ whole`."""
    return Step("/", Step("*", _HUNDRED, part), whole)


def numbers(equation: Equation) -> frozenset[Span]:
    """The places of the numbers of an equation."""
    return frozenset(figure.quantity.number for figure in equation.figures)


def figures_of(prose: Prose, said: Sequence[Said]) -> list[Figure]:
    """The figures of what was said."""
    return [prose.figure(one) for one in said]
