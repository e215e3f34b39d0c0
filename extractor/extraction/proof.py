"""Which figures an identity of the report proves: declared sums and rates that close on what is printed.

Only enough of a relation is worked out here for that: all terms are printed, and the ranges of both sides (what would
be printed so) must overlap. The checker (`checks/`) is the judge of relations; it stands beside this package, not below
it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, DivisionByZero, InvalidOperation

from extractor.model import Field, Quantity, State
from extractor.numbers.agree import Interval, interval
from extractor.reports import ReportType
from extractor.reports.relation import Comparison, Either, Form, Node, Number, Operation, Path, Relation, Rest

_FEWEST = 3
"""Two figures that are equal prove little; a sum of three does."""
_LOOSE = Decimal("0.04")
"""Sides that are printed more coarsely than to this share of themselves agree too easily to prove anything."""
_WORKED: Mapping[str, Callable[[Interval, Interval], Interval]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "min": lambda a, b: Interval(min(a.low, b.low), min(a.high, b.high)),
}


class _Unprinted(Exception):
    """A term of the relation is not there."""


def proven(fields: Mapping[str, Field], report_type: ReportType) -> frozenset[str]:
    """The paths of figures that an identity of the report proves (`closing`)."""
    return frozenset().union(*closing(_printed(fields), report_type))


def closes(path: str, fields: Mapping[str, Field], relations: Iterable[Relation]) -> Relation | None:
    """The first of the relations that closes with the figure of this path in it; None when none does."""
    printed = _printed(fields)
    return next((one for one in relations if any(path in telling for telling in _closing(printed, one))), None)


def closing(printed: Mapping[str, Quantity], report_type: ReportType) -> Iterator[frozenset[str]]:
    """For each identity that these figures close so that chance would hardly do it, the paths that take part in it.

    So: an equation, figures at different places, three that are not nothing, none printed too coarsely.
    """
    for relation in report_type.relations:
        yield from _closing(printed, relation)


def _closing(printed: Mapping[str, Quantity], relation: Relation) -> Iterator[frozenset[str]]:
    if relation.comparison is not Comparison.EQUAL:
        return
    for form in relation.forms:
        sides = _worked_out(form, _Working(printed, whole=True))
        if sides is None:
            continue
        telling = frozenset(path for path in sides.used if printed[path].value)
        places = {printed[path].number for path in telling}
        if len(telling) >= _FEWEST and len(places) == len(telling) and sides.width <= _LOOSE * sides.least:
            yield telling


@dataclass(frozen=True, slots=True)
class _Sides:
    """A form that closes: both sides, and the paths whose figures stand in it."""

    left: Interval
    right: Interval
    used: frozenset[str]

    @property
    def width(self) -> Decimal:
        return self.left.high - self.left.low + self.right.high - self.right.low

    @property
    def least(self) -> Decimal:
        return min(abs(self.left.low), abs(self.left.high))


@dataclass(slots=True)
class _Working:
    """Works terms out of what is printed, and notes what it used. `whole`: an unnamed rest of a sum is nothing."""

    printed: Mapping[str, Quantity]
    whole: bool = False
    used: set[str] = field(default_factory=set)

    def value(self, node: Node) -> Interval:
        match node:
            case Number(value=value):
                return Interval.of(value)
            case Path(path=path, optional=optional):
                if path in self.printed:
                    self.used.add(path)
                    return interval(self.printed[path])
                if optional:
                    return Interval.of(0)
            case Operation(sign=sign, left=left, right=right):
                return _WORKED[sign](self.value(left), self.value(right))
            case Either(choices=choices):
                return self._first(choices)
            case Rest() if self.whole:
                return Interval.of(0)
        raise _Unprinted

    def _first(self, choices: tuple[Node, ...]) -> Interval:
        for choice in choices:
            before = set(self.used)
            try:
                return self.value(choice)
            except _Unprinted:
                self.used = before
        raise _Unprinted


def _worked_out(form: Form, working: _Working) -> _Sides | None:
    """Both sides of a form where it closes on three figures or more; None where it does not."""
    try:
        left, right = working.value(form.left), working.value(form.right)
    except (_Unprinted, DivisionByZero, InvalidOperation, ZeroDivisionError):
        return None
    if len(working.used) < _FEWEST or not left.overlaps(right) or left.low <= 0 <= left.high:
        return None
    return _Sides(left, right, frozenset(working.used))


def _printed(fields: Mapping[str, Field]) -> dict[str, Quantity]:
    return {p: f.quantity for p, f in fields.items() if f.state is State.FOUND and f.quantity is not None}
