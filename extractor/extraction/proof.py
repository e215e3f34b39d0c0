"""Which figures an identity of the report proves: declared sums that the figures read by the rules make close.

Only enough of a relation is worked out here for that: both sides must be printed in full, and equal to the grain of
what is printed. The checker (`checks/`) is the judge of relations; it stands beside this package, not below it.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation

from extractor.model import Field, State
from extractor.reports import ReportType
from extractor.reports.relation import Comparison, Either, Node, Number, Operation, Path


class _Unprinted(Exception):
    """A term of the relation is not there."""


def proven(fields: Mapping[str, Field], report_type: ReportType) -> frozenset[str]:
    """The paths of figures that take part in a sum of three terms or more that closes."""
    found: set[str] = set()
    for relation in report_type.relations:
        if relation.comparison is not Comparison.EQUAL:
            continue
        for form in relation.forms:
            used: set[str] = set()
            try:
                left, right = _value(form.left, fields, used), _value(form.right, fields, used)
            except (_Unprinted, DivisionByZero, InvalidOperation):
                continue
            grain = max((fields[path].quantity.grain for path in used if fields[path].quantity), default=Decimal(0))  # type: ignore[union-attr]
            if len(used) >= 3 and left and abs(left - right) <= grain / 2 * (len(used) - 1):
                found |= used
    return frozenset(found)


def _value(node: Node, fields: Mapping[str, Field], used: set[str]) -> Decimal:
    match node:
        case Number(value=value):
            return value
        case Path(path=path, optional=optional):
            quantity = fields[path].quantity if path in fields and fields[path].state is State.FOUND else None
            if quantity is None:
                if optional:
                    return Decimal(0)
                raise _Unprinted
            used.add(path)
            return quantity.value
        case Operation(sign=sign, left=left, right=right):
            return _worked(sign, _value(left, fields, used), _value(right, fields, used))
        case Either(choices=choices):
            return _first(choices, fields, used)
    raise _Unprinted


def _first(choices: tuple[Node, ...], fields: Mapping[str, Field], used: set[str]) -> Decimal:
    for choice in choices:
        mine: set[str] = set()
        try:
            value = _value(choice, fields, mine)
        except _Unprinted:
            continue
        used |= mine
        return value
    raise _Unprinted


def _worked(sign: str, left: Decimal, right: Decimal) -> Decimal:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
    return min(left, right)
