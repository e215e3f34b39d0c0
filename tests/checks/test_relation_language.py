"""The one-line language that relations are declared in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.errors import UsageError
from extractor.reports import load
from extractor.reports.expression import parse_relations
from extractor.reports.relation import Comparison, Either, Level, Number, Operation, Path, Rest


def _parse(expr: str, **more: object) -> object:
    return parse_relations([{"id": "X1", "name": "某关系", "expr": expr, **more}])


def test_an_identity() -> None:
    (relation,) = parse_relations(
        [{"id": "X1", "name": "某关系", "expr": "a.b == c + (d | e + f) + optional(g.h) + rest", "level": "logic"}]
    )
    assert (relation.comparison, relation.level) == (Comparison.EQUAL, Level.LOGIC)
    (form,) = relation.forms
    choice = Either((Path("d"), Operation("+", Path("e"), Path("f"))))
    expected = Operation("+", Operation("+", Operation("+", Path("c"), choice), Path("g.h", optional=True)), Rest())
    assert (form.left, form.right) == (Path("a.b"), expected)
    assert relation.paths == {"a.b", "c", "d", "e", "f", "g.h"}


def test_numbers_are_decimals_as_written() -> None:
    (relation,) = parse_relations([{"id": "X1", "name": "某关系", "expr": "a <= 0.10"}])
    right = relation.forms[0].right
    assert isinstance(right, Number)
    assert str(right.value) == "0.10"
    assert right.value == Decimal("0.1")


def test_every_basis_is_a_form_of_its_own() -> None:
    (relation,) = parse_relations(
        [{"id": "X1", "name": "某关系", "expr": "a == 100 * basis", "basis": ["b / c", "b / d"]}]
    )
    assert [form.basis for form in relation.forms] == ["b / c", "b / d"]


@pytest.mark.parametrize(
    "expr",
    [
        "", "a ==", "a", "a < b", "a == b == c", "a == b ** 2", "a == f(b)", "a == 'b'", "a == True", "a == 0x10",
        "a == b[0]", "a == basis", "a == -b", "optional(a) == b", "rest == b", "a == sum(b)", "a == min(b)",
        "a == optional(b + c)", "a == __import__('os').system('x')", "a == " + "(" * 300 + "b" + ")" * 300,
        "a == " + "b + " * 900 + "c", "a == (lambda: b)()",
    ],
)  # fmt: skip
def test_what_is_not_in_the_language_names_the_relation(expr: str) -> None:
    with pytest.raises(UsageError, match="X1"):
        _parse(expr)


@pytest.mark.parametrize(
    "more", [{"level": "fatal"}, {"basis": "b"}, {"basis": ["b"]}, {"unknown": 1}, {"hint": "a"}, {"name": ""}]
)
def test_a_bad_declaration_names_the_relation(more: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="X1"):
        _parse("a == b", **more)


def test_an_id_is_used_once() -> None:
    item = {"id": "X1", "name": "某关系", "expr": "a == b"}
    with pytest.raises(UsageError, match="X1"):
        parse_relations([item, item])


def test_every_declared_relation_speaks_of_declared_fields() -> None:
    department = load("department")
    assert department.relations
    unknown = {path for relation in department.relations for path in relation.paths} - set(department.fields)
    assert not unknown
