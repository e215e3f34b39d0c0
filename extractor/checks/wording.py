"""Figures and equations in the words of a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extractor.checks.equation import Equation, Step, Term
from extractor.checks.figures import Figure, Figures
from extractor.checks.outcome import Outcome
from extractor.model import Evidence, Quantity
from extractor.reports.relation import Column, Comparison, Either, Node, Number, Operation, Path, Relation, Rest

_SIGNS = {"+": " + ", "-": " - ", "*": " × ", "/": " ÷ "}
_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2, "min": 3}
_COMPARISONS = {Comparison.EQUAL: " = ", Comparison.AT_MOST: " ≤ "}
_MOST_PLACES = 6


def printed(quantity: Quantity) -> str:
    """A figure as printed, without blanks and separators: `296.49元`."""
    return f"{quantity.digits}{quantity.unit_text}"


def decimals(quantity: Quantity) -> int:
    """How many decimal places are printed."""
    return len(quantity.digits.partition(".")[2])


@dataclass(frozen=True, slots=True)
class Ruler:
    """The unit and the decimal places that amounts of one equation are shown in, and how many are shown at most."""

    unit: str
    scale: Decimal
    places: int
    most: int = _MOST_PLACES

    def show(self, value: Decimal, *, signed: bool = False) -> str:
        """A value of base units with its unit; more decimals than the ruler's only where they are needed."""
        amount = value / self.scale
        exact = amount.normalize()
        exponent = exact.as_tuple().exponent
        needed = -exponent if isinstance(exponent, int) else 0
        places = min(max(self.places, needed), max(self.places, self.most))
        text = f"{amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}"
        return f"{'+' if signed and amount > 0 else ''}{text}{self.unit}"


def ruler(figures: Iterable[Figure]) -> Ruler:
    """The unit that most of the figures have (the greater of equals), with their finest decimal place."""
    quantities = [figure.quantity for figure in figures]
    first = quantities[0]
    alike = [quantity for quantity in quantities if quantity.dimension is first.dimension]
    counts = Counter((quantity.scale, quantity.unit_text) for quantity in alike)
    (scale, unit), _ = max(counts.items(), key=lambda item: (item[1], item[0][0]))
    places = max(decimals(quantity) for quantity in alike if quantity.scale == scale)
    return Ruler(unit, scale, places)


def scale_of(outcome: Outcome) -> Ruler:
    """The ruler of an outcome. What was divided out shows two more places than the report prints."""
    figures = outcome.figures
    measure = ruler(figures)
    if outcome.equation and outcome.equation.is_rate:
        first, places = figures[0].quantity, decimals(figures[0].quantity) + 2
        return Ruler(first.unit_text, first.scale, places, places)
    return measure


def formula(equation: Equation) -> str:
    """The equation with names and printed figures: `“三公”经费决算 5.07元 = 因公出国（境）费决算 0.00万元 + …`."""
    sign = _COMPARISONS[equation.relation.comparison]
    return f"{_side(equation.left)}{sign}{_side(equation.right)}"


def _side(term: Term, binding: int = 0) -> str:
    match term:
        case Figure():
            return f"{term.name} {printed(term.quantity)}"
        case Number():
            return f"{term.value}"
        case Step(sign="min"):
            return f"较小者（{_side(term.left)}，{_side(term.right)}）"
        case Step():
            own = _BINDING[term.sign]
            text = f"{_side(term.left, own)}{_SIGNS[term.sign]}{_side(term.right, own + (term.sign in '-/'))}"
            return f"（{text}）" if own < binding else text


def template(relation: Relation, figures: Figures) -> str:
    """The relation in names alone, for a report that does not print its figures: `资产总额 = 负债总额 + 净资产`."""
    form = relation.forms[0]
    return f"{_words(form.left, figures)}{_COMPARISONS[relation.comparison]}{_words(form.right, figures)}"


def _words(node: Node, figures: Figures, binding: int = 0) -> str:
    match node:
        case Number():
            return f"{node.value}"
        case Rest():
            return "其他部分"
        case Path():
            return figures.name(node.path)
        case Column():
            return "各项目之和"
        case Either():
            return _words(node.choices[0], figures, binding)
        case Operation(sign="min"):
            return f"较小者（{_words(node.left, figures)}，{_words(node.right, figures)}）"
        case Operation():
            own = _BINDING[node.sign]
            right = _words(node.right, figures, own + (node.sign in "-/"))
            text = f"{_words(node.left, figures, own)}{_SIGNS[node.sign]}{right}"
            return f"（{text}）" if own < binding else text


def computed(outcome: Outcome) -> str:
    """The right side: as printed when it is one figure."""
    equation = outcome.equation
    if equation and isinstance(equation.right, Figure):
        return printed(equation.right.quantity)
    return scale_of(outcome).show(outcome.right)


def stated(outcome: Outcome) -> str:
    """The left side: as printed when it is one figure."""
    equation = outcome.equation
    if equation and isinstance(equation.left, Figure):
        return printed(equation.left.quantity)
    return scale_of(outcome).show(outcome.left)


def pages(evidence: Iterable[Evidence]) -> str:
    """`（第 3 页）`, `（第 3、5 页）`, or nothing for a document without pages."""
    numbers = sorted({item.page for item in evidence if item.page is not None})
    return f"（第 {'、'.join(map(str, numbers))} 页）" if numbers else ""
