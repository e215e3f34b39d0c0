"""Relations: what the figures of a report must satisfy, declared as one line of YAML (read in `expression`).

    - {id: S02, name: 公务用车购置及运行费决算, level: balance,
       expr: "three_public.vehicle_final == three_public.vehicle_purchase_final + three_public.vehicle_running_final"}

An expression compares two sides with `==` (an identity) or `<=` (a bound). A side is made of:

* a field path, a number, `+ - * /`, brackets, `min(a, b)`;
* `a | b | c`: the first of them that the report prints in full;
* `optional(path)`: a part that may go unprinted, `rest`: parts that have no field of their own; on the right side
  only. Either leaves room for a total that is larger than its printed parts, never for one that is smaller;
* `sum(projects.final)`: the column `final` of the list `projects`;
* `basis`: each expression of the relation's `basis` list in turn; one that closes is enough, the first is the
  defining one.

`level` is the weight of a breach: `balance` and `logic` contradict, `verify` must only be explained.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from extractor.model import Severity


class Level(StrEnum):
    """How much a breach weighs (基本平衡, 逻辑性, 核实性)."""

    BALANCE = "balance"
    LOGIC = "logic"
    VERIFY = "verify"

    @property
    def severity(self) -> Severity:
        """ERROR for a broken balance or logic, EXPLAIN for what only asks to be verified."""
        return Severity.EXPLAIN if self is Level.VERIFY else Severity.ERROR


@dataclass(frozen=True, slots=True)
class Number:
    """A constant of the expression."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Path:
    """A field; `optional` when the report need not print it."""

    path: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """The sum of one column of a list of rows."""

    rows: str
    key: str


@dataclass(frozen=True, slots=True)
class Rest:
    """Parts of a total that have no field of their own."""


@dataclass(frozen=True, slots=True)
class Operation:
    """`sign` is one of `+ - * /` and `min`."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Either:
    """The first choice that is printed in full."""

    choices: tuple[Node, ...]


Node: TypeAlias = Number | Path | Column | Rest | Operation | Either


class Comparison(StrEnum):
    """What an expression claims of its two sides."""

    EQUAL = "=="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a relation: its two sides, and the basis they were built with (empty when it has none)."""

    left: Node
    right: Node
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """One declared relation. `forms` has one reading for each basis, in the declared order.

    `hint` is an equation that, when the relation fails and the hint holds to the last digit, explains the failure
    in the words of `because`. `ask` names what may account for a breach, for the question to the reporting unit.
    """

    id: str
    name: str
    level: Level
    expression: str
    comparison: Comparison
    forms: tuple[Form, ...]
    hint: Form | None = None
    because: str = ""
    ask: str = ""

    paths: frozenset[str] = field(init=False, repr=False, compare=False)
    """Every field path that the relation names, so that a declaration can be checked against its fields."""
    columns: frozenset[str] = field(init=False, repr=False, compare=False)
    """Every column of a list that the relation sums up (`projects.final`)."""

    def __post_init__(self) -> None:
        """Gather what the relation names once: every reader of a report asks."""
        nodes = tuple(self._nodes())
        object.__setattr__(self, "paths", frozenset(node.path for node in nodes if isinstance(node, Path)))
        columns = frozenset(f"{node.rows}.{node.key}" for node in nodes if isinstance(node, Column))
        object.__setattr__(self, "columns", columns)

    def _nodes(self) -> Iterator[Node]:
        sides = [side for form in self.forms for side in (form.left, form.right)]
        sides += [self.hint.left, self.hint.right] if self.hint else []
        return (node for side in sides for node in walk(side))


def walk(node: Node) -> Iterator[Node]:
    """A node, then everything below it, from left to right."""
    yield node
    if isinstance(node, Operation):
        yield from walk(node.left)
        yield from walk(node.right)
    elif isinstance(node, Either):
        for choice in node.choices:
            yield from walk(choice)
