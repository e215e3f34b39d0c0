"""Which figures an identity of the report proves: declared sums that the figures read by the rules make close.

Only enough of a relation is worked out here for that: both sides must be printed in full, and their ranges (what would
be printed so) must overlap. The checker (`checks/`) is the judge of relations; it stands beside this package, not
below it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation

from extractor.model import Field, State
from extractor.numbers.agree import Interval, interval
from extractor.reports import ReportType
from extractor.reports.relation import Comparison, Either, Node, Number, Operation, Path, Relation

_FEWEST = 3
"""Two figures that are equal prove little; a sum of three does."""
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
    """The paths of figures that take part in a sum of three terms or more that closes."""
    return frozenset().union(*(_closed(relation, fields) for relation in report_type.relations))


def closes(path: str, fields: Mapping[str, Field], relations: Iterable[Relation]) -> Relation | None:
    """The first of the relations that closes with the figure of this path in it; None when none does."""
    return next((relation for relation in relations if path in _closed(relation, fields)), None)


def _closed(relation: Relation, fields: Mapping[str, Field]) -> frozenset[str]:
    """The paths of the figures with which a relation closes, in any of its forms."""
    if relation.comparison is not Comparison.EQUAL:
        return frozenset()
    found: frozenset[str] = frozenset()
    for form in relation.forms:
        used: set[str] = set()
        try:
            left, right = _value(form.left, fields, used), _value(form.right, fields, used)
        except (_Unprinted, DivisionByZero, InvalidOperation, ZeroDivisionError):
            continue
        if len(used) >= _FEWEST and left.overlaps(right) and not _is_nothing(left):
            found |= used
    return found


def _is_nothing(side: Interval) -> bool:
    return side.low <= 0 <= side.high


def _value(node: Node, fields: Mapping[str, Field], used: set[str]) -> Interval:
    match node:
        case Number(value=value):
            return Interval.of(value)
        case Path(path=path, optional=optional):
            quantity = fields[path].quantity if path in fields and fields[path].state is State.FOUND else None
            if quantity is None:
                if optional:
                    return Interval.of(Decimal(0))
                raise _Unprinted
            used.add(path)
            return interval(quantity)
        case Operation(sign=sign, left=left, right=right):
            return _WORKED[sign](_value(left, fields, used), _value(right, fields, used))
        case Either(choices=choices):
            return _first(choices, fields, used)
    raise _Unprinted


def _first(choices: tuple[Node, ...], fields: Mapping[str, Field], used: set[str]) -> Interval:
    for choice in choices:
        mine: set[str] = set()
        try:
            value = _value(choice, fields, mine)
        except _Unprinted:
            continue
        used |= mine
        return value
    raise _Unprinted
