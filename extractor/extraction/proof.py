"""Which figures an identity of the report proves: declared sums and rates that close on what is printed.

Only enough of a relation is worked out here for that: all terms printed, at different places, none of them nothing, and
so exactly that chance would hardly do it. The checker (`checks/`) is the judge of relations; it stands beside this
package, not below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from extractor.model import Dimension, Field, Quantity, State
from extractor.numbers.interval import Interval
from extractor.reports import ReportType
from extractor.reports.relation import Comparison, Either, Form, Level, Node, Number, Operation, Path, Rest

_EXACT = (Dimension.PEOPLE, Dimension.COUNT)
_LOOSE = Decimal("0.04")
"""Sides that are printed more coarsely than to this share of themselves agree too easily to prove anything."""
_FEWEST = 3


class _Unprinted(Exception):
    """A term of the relation is not there."""


def proven(fields: Mapping[str, Field], report_type: ReportType) -> frozenset[str]:
    """The paths of figures that take part in a relation of three figures or more that closes."""
    printed = {p: f.quantity for p, f in fields.items() if f.state is State.FOUND and f.quantity is not None}
    return frozenset().union(*closing(printed, report_type))


def closing(printed: Mapping[str, Quantity], report_type: ReportType) -> Iterator[frozenset[str]]:
    """For each relation that these figures close, the paths whose figures take part in it.

    Only relations that must hold: one that holds unless something else came in proves nothing by holding.
    """
    for relation in report_type.relations:
        if relation.comparison is Comparison.EQUAL and relation.level is not Level.VERIFY:
            for form in relation.forms:
                if used := _closed(form, printed):
                    yield used


def _closed(form: Form, printed: Mapping[str, Quantity]) -> frozenset[str] | None:
    used: set[str] = set()
    try:
        left, right = _value(form.left, printed, used), _value(form.right, printed, used)
    except (_Unprinted, ZeroDivisionError):
        return None
    telling = frozenset(path for path in used if printed[path].value)
    places = {printed[path].number for path in telling}
    if len(telling) < _FEWEST or len(places) < len(telling) or not left.overlaps(right):
        return None
    width = left.high - left.low + right.high - right.low
    return telling if width <= _LOOSE * min(abs(left.low), abs(left.high)) else None


def _value(node: Node, printed: Mapping[str, Quantity], used: set[str]) -> Interval:
    match node:
        case Number(value=value):
            return Interval.of(value)
        case Path(path=path, optional=optional):
            if path not in printed:
                if optional:
                    return Interval.of(0)
                raise _Unprinted
            used.add(path)
            return _interval(printed[path])
        case Operation(sign=sign, left=left, right=right):
            return _worked(sign, _value(left, printed, used), _value(right, printed, used))
        case Either(choices=choices):
            return _first(choices, printed, used)
        case Rest():
            return Interval.of(0)
    raise _Unprinted


def _interval(quantity: Quantity) -> Interval:
    """What a printed figure may stand for: half a unit of its last digit to either side; a count, itself."""
    half = Decimal(0) if quantity.dimension in _EXACT else quantity.grain / 2
    return Interval(quantity.value - half, quantity.value + half)


def _first(choices: tuple[Node, ...], printed: Mapping[str, Quantity], used: set[str]) -> Interval:
    for choice in choices:
        mine: set[str] = set()
        try:
            value = _value(choice, printed, mine)
        except _Unprinted:
            continue
        used |= mine
        return value
    raise _Unprinted


def _worked(sign: str, left: Interval, right: Interval) -> Interval:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
    raise _Unprinted
