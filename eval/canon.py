"""Typed canonical leaves: two values are the same when their canonical forms are equal, never because they look alike.

An amount is its value in base units (`120.50万元` is `1205000元`), what it measures, and its hedge; a date is a date;
words are compared after folding width and blanks. Nothing here is fuzzy and nothing has a tolerance.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from extractor.model import Comparator, Dimension, Field, Quantity
from extractor.numbers import fold, read
from extractor.reports.spec import FieldSpec, Kind

_BLANK = re.compile(r"\s+")
_DAY = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?")
_ONE_UNIT = {Dimension.SCORE: "分", Dimension.PEOPLE: "人", Dimension.PERCENT: "%"}


@dataclass(frozen=True, slots=True)
class Kinded:
    """How a leaf is to be read: what kind of value, and what its unit must measure."""

    kind: Kind = Kind.QUANTITY
    dimension: Dimension = Dimension.NONE

    @classmethod
    def of(cls, spec: FieldSpec | None) -> Kinded:
        """Take it from a field's declaration; an undeclared field is whatever it looks like."""
        return cls(spec.kind, spec.dimension) if spec else cls()


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure. `value` (and `upper` of a range) is in base units, `digits` and `printed_unit` are as printed.

    `comparator` None: the gold does not say which hedge is printed, so none is judged.
    """

    value: Decimal
    upper: Decimal | None
    dimension: Dimension
    unit: str
    comparator: Comparator | None
    digits: str
    printed_unit: str

    @property
    def mantissa(self) -> Decimal:
        """The figure as printed, whatever its unit."""
        return Decimal(self.digits)

    def same_value(self, other: Amount) -> bool:
        """Return whether both say the same figure of the same thing, hedges aside."""
        units = self.unit == other.unit or (self.dimension is Dimension.COUNT and not (self.unit and other.unit))
        return (self.value, self.upper, self.dimension) == (other.value, other.upper, other.dimension) and units

    def same_hedge(self, other: Amount) -> bool:
        """Return whether both carry the same hedge, as far as both are known."""
        return None in (self.comparator, other.comparator) or self.comparator is other.comparator


@dataclass(frozen=True, slots=True)
class Words:
    """A text, date or code, folded."""

    text: str


Leaf: TypeAlias = Amount | Words


def plain(text: str) -> str:
    """Fold a text for comparison: width and quotation marks made one, blanks dropped."""
    return _BLANK.sub("", fold(text).text)


def leaf(value: object, unit: str | None, kinded: Kinded, comparator: Comparator | None = None) -> Leaf:
    """Read a value with its unit (both as printed) into its canonical form."""
    text = plain(f"{value}")
    if kinded.kind is Kind.DATE or (kinded.kind is not Kind.QUANTITY and _DAY.fullmatch(text)):
        return Words(_day(text))
    if kinded.kind is not Kind.QUANTITY:
        return Words(text)
    quantity = read(text + plain(unit or ""))
    if quantity is None:
        return Words(_day(text + plain(unit or "")))
    return amount(quantity, kinded.dimension, comparator)


def amount(quantity: Quantity, declared: Dimension, comparator: Comparator | None = None) -> Amount:
    """Bring a printed figure to base units.

    A bare number in a field of scores, people or counts is of that; in a field of percentages it is a ratio. In a field
    of money it stays bare: whether 元 or 万元 is meant is exactly what must not be guessed.
    """
    value, upper, dimension = quantity.value, quantity.upper, quantity.dimension
    upper = None if upper is None else upper * quantity.scale
    if dimension is Dimension.NONE and declared in (Dimension.SCORE, Dimension.PEOPLE, Dimension.COUNT):
        dimension = declared
    elif dimension is Dimension.NONE and declared is Dimension.PERCENT:
        dimension, value, upper = declared, value * 100, None if upper is None else upper * 100
    return Amount(
        value=value,
        upper=upper,
        dimension=dimension,
        unit=_ONE_UNIT.get(dimension, quantity.unit),
        comparator=comparator or quantity.comparator,
        digits=quantity.digits,
        printed_unit=quantity.unit_text,
    )


def of_gold(entry: dict[str, Any], kinded: Kinded) -> Leaf:
    """Read one gold entry. Its hedge is `comparator`, or printed in the value (`≥95`); otherwise it is not judged."""
    found = leaf(entry["value"], entry.get("unit"), kinded)
    if not isinstance(found, Amount):
        return found
    said = entry.get("comparator")
    known = Comparator(said) if said else found.comparator
    return _hedged(found, None if known is Comparator.EXACT and not said else known)


def of_field(field: Field, kinded: Kinded) -> Leaf:
    """Read what was extracted; the hedge is that of the figure in the report."""
    hedge = field.quantity.comparator if field.quantity else None
    return leaf(field.value, field.unit, kinded, hedge)


def _hedged(found: Amount, comparator: Comparator | None) -> Amount:
    return Amount(found.value, found.upper, found.dimension, found.unit, comparator, found.digits, found.printed_unit)


def _day(text: str) -> str:
    match = _DAY.fullmatch(text)
    if not match:
        return text
    try:
        return date(*map(int, match.groups())).isoformat()
    except ValueError:
        return text
