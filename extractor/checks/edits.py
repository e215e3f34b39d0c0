"""Slips of the pen: what single edit of a printed number would make it another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.checks.equation import Equation, Step, Term
from extractor.checks.figures import Figure
from extractor.model import Dimension, Quantity

_UNITS = {"元": Decimal(1), "万元": Decimal(10) ** 4, "亿元": Decimal(10) ** 8}
_POINTS = (1, 2, 3, -1, -2, -3)


@dataclass(frozen=True, slots=True)
class Edit:
    """One figure and what should stand there. `kind`: unit, digit, swap, lost, doubled, point, value (any other)."""

    figure: Figure
    quantity: Quantity
    kind: str


def towards(figure: Figure, target: Decimal) -> Edit | None:
    """The single edit that turns a figure into a value of base units; None when it takes more than one."""
    quantity = figure.quantity
    if quantity.mantissa == 0 or (target < 0) != (quantity.mantissa < 0):
        return None
    if quantity.dimension is Dimension.MONEY and quantity.unit == "元":
        for text, scale in _UNITS.items():
            if quantity.mantissa * scale == target and scale != quantity.scale:
                grain = quantity.grain / quantity.scale * scale
                return Edit(figure, replace(quantity, scale=scale, unit_text=text, grain=grain), "unit")
    wanted = printed_as(quantity, target)
    if wanted is None:
        return None
    kind = slip(quantity.digits, wanted)
    if not kind:
        for places in _POINTS:
            if quantity.mantissa.scaleb(places) * quantity.scale == target:
                kind = "point"
    return Edit(figure, with_digits(quantity, wanted), kind) if kind else None


def printed_as(quantity: Quantity, target: Decimal) -> str | None:
    """How a value would be printed in the style of a quantity; None when it needs more places than are usual."""
    mantissa = target / quantity.scale
    places = len(quantity.digits.partition(".")[2])
    exact = mantissa.normalize()
    exponent = exact.as_tuple().exponent
    needed = -exponent if isinstance(exponent, int) else 0
    if needed > max(places, 2) or (needed > places and quantity.dimension is not Dimension.MONEY):
        return None
    return f"{mantissa.quantize(Decimal(1).scaleb(-max(places, needed))):f}"


def with_digits(quantity: Quantity, digits: str) -> Quantity:
    """The quantity with other digits."""
    places = len(digits.partition(".")[2])
    return replace(quantity, mantissa=Decimal(digits), digits=digits, grain=quantity.scale.scaleb(-places))


def slip(stated: str, wanted: str) -> str:
    """`digit`, `swap`, `lost` or `doubled` when one such slip turns the wanted digits into the stated; else empty."""
    if stated == wanted:
        return ""
    if len(stated) == len(wanted):
        unlike = [index for index, (a, b) in enumerate(zip(stated, wanted, strict=True)) if a != b]
        if len(unlike) == 1:
            return "digit" if "." not in (stated[unlike[0]], wanted[unlike[0]]) else ""
        first, last = unlike[0], unlike[-1]
        swapped = len(unlike) == 2 and stated[first] == wanted[last] and stated[last] == wanted[first]
        return "swap" if swapped and "." not in (stated[first], stated[last]) and last - first <= 2 else ""
    if abs(len(stated) - len(wanted)) != 1:
        return ""
    short, long = sorted((stated, wanted), key=len)
    for index in range(len(long)):
        if long[:index] + long[index + 1 :] == short:
            return "lost" if short == stated else "doubled"
    return ""


def variants(figure: Figure) -> Iterator[Edit]:
    """Every substitution, swap, unit and shift of the point: for equations that cannot be solved for a figure."""
    digits = figure.quantity.digits
    for index, char in enumerate(digits):
        if not char.isdigit():
            continue
        for other in "0123456789":
            if other != char and (index or other != "0" or digits[1:2] == "."):
                yield Edit(figure, with_digits(figure.quantity, digits[:index] + other + digits[index + 1 :]), "digit")
        after = digits[index + 1 : index + 2]
        if after.isdigit() and after != char and (index or after != "0"):
            swapped = digits[:index] + after + char + digits[index + 2 :]
            yield Edit(figure, with_digits(figure.quantity, swapped), "swap")
    if figure.quantity.dimension is Dimension.MONEY and figure.quantity.unit == "元":
        for text, scale in _UNITS.items():
            if scale != figure.quantity.scale:
                yield Edit(figure, replace(figure.quantity, scale=scale, unit_text=text, grain=scale), "unit")
    for places in _POINTS[:2] + _POINTS[3:5]:
        shifted = figure.quantity.mantissa.scaleb(places)
        yield Edit(figure, with_digits(figure.quantity, f"{shifted:f}"), "point")


def coefficients(equation: Equation) -> dict[Figure, int] | None:
    """How often each figure counts in `left − right`; None where something is multiplied, divided or the lesser."""
    found: dict[Figure, int] = {}

    def walk(term: Term, sign: int) -> bool:
        match term:
            case Figure():
                found[term] = found.get(term, 0) + sign
            case Step(sign="+") | Step(sign="-"):
                return walk(term.left, sign) and walk(term.right, sign if term.sign == "+" else -sign)
            case Step():
                return False
        return True

    return found if walk(equation.left, 1) and walk(equation.right, -1) else None
