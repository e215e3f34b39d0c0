"""An equation is a relation with the report's printed figures put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias, TypeVar

from extractor.checks.figures import Figure, Figures
from extractor.model import Quantity
from extractor.reports.relation import Column, Either, Form, Node, Number, Operation, Path, Relation, Rest

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Step:
    """`left sign right`, the sign being one of `+ - * /` and `min`."""

    sign: str
    left: Term
    right: Term


Term: TypeAlias = Figure | Number | Step

_NOTHING = Number(Decimal(0))
"""An optional part that is not printed; it leaves no trace in a sum."""


@dataclass(frozen=True, slots=True)
class Equation:
    """Both sides with printed figures: `figures` are those, the left side first.

    `gaps` names the parts that may exist although they are not printed.
    """

    relation: Relation
    basis: str
    left: Term
    right: Term
    figures: tuple[Figure, ...]
    gaps: tuple[str, ...] = ()

    @property
    def is_rate(self) -> bool:
        """True when one side is divided out, so that it is only printed rounded."""
        return any(isinstance(part, Step) and part.sign == "/" for part in parts(self.right))


@dataclass(frozen=True, slots=True)
class Unprinted:
    """An equation that cannot be written down, and why."""

    relation: Relation
    basis: str
    why: tuple[str, ...]


def parts(term: Term) -> Iterator[Term]:
    """A term and everything below it."""
    yield term
    if isinstance(term, Step):
        yield from parts(term.left)
        yield from parts(term.right)


def leaves(term: Term) -> Iterator[Figure]:
    """The figures of a term, from left to right."""
    return (part for part in parts(term) if isinstance(part, Figure))


def fold(
    term: Term,
    figure: Callable[[Quantity], V],
    number: Callable[[Decimal], V],
    signs: Mapping[str, Callable[[V, V], V]],
) -> V:
    """Work a term out in any arithmetic: of single values, or of intervals."""
    match term:
        case Figure():
            return figure(term.quantity)
        case Number():
            return number(term.value)
        case Step():
            return signs[term.sign](fold(term.left, figure, number, signs), fold(term.right, figure, number, signs))


def write(relation: Relation, form: Form, figures: Figures) -> Equation | Unprinted:
    """Put the report's figures into one form of a relation."""
    writer = _Writer(figures)
    left, right = writer.term(form.left), writer.term(form.right)
    why = dict.fromkeys(writer.missing)
    if not why and (left is _NOTHING or right is _NOTHING):
        why = dict.fromkeys(f"{gap}未列出" for gap in writer.gaps)
    if why or left is None or right is None:
        return Unprinted(relation, form.basis, tuple(why))
    printed = (*leaves(left), *leaves(right))
    if len({figure.key for figure in printed}) > len({figure.quantity.number for figure in printed}):
        return Unprinted(relation, form.basis, ("其中两项读自同一处",))
    return Equation(relation, form.basis, left, right, printed, tuple(writer.gaps))


def _sum(terms: Sequence[Term]) -> Term:
    """All terms added up, as a tree no deeper than it must be."""
    if len(terms) == 1:
        return terms[0]
    middle = len(terms) // 2
    return Step("+", _sum(terms[:middle]), _sum(terms[middle:]))


class _Writer:
    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.missing: list[str] = []
        self.gaps: list[str] = []

    def term(self, node: Node) -> Term | None:
        """The term of a node; None, and a reason in `missing`, when the report does not print it."""
        match node:
            case Number():
                return node
            case Rest():
                self.gaps.append("其他部分")
                return _NOTHING
            case Path():
                return self._field(node)
            case Column():
                return self._column(node)
            case Operation():
                return self._step(node)
            case Either():
                return self._first(node)

    def _field(self, node: Path) -> Term | None:
        if figure := self.figures.fields.get(node.path):
            return figure
        if node.optional and self.figures.why(node.path) == "未列出":
            self.gaps.append(self.figures.name(node.path))
            return _NOTHING
        self.missing.append(f"{self.figures.name(node.path)}{self.figures.why(node.path)}")
        return None

    def _column(self, node: Column) -> Term | None:
        column: tuple[Term, ...] = self.figures.columns.get((node.rows, node.key), ())
        if len(column) < 2:
            self.missing.append("项目清单未列出")
            return None
        return _sum(column)

    def _step(self, node: Operation) -> Term | None:
        left, right = self.term(node.left), self.term(node.right)
        if left is None or right is None:
            return None
        if node.sign == "+" and _NOTHING in (left, right):
            return right if left is _NOTHING else left
        return Step(node.sign, left, right)

    def _first(self, node: Either) -> Term | None:
        reasons: list[str] = []
        for choice in node.choices:
            writer = _Writer(self.figures)
            if (term := writer.term(choice)) is not None:
                self.gaps += writer.gaps
                return term
            reasons = reasons or writer.missing
        self.missing += reasons
        return None
