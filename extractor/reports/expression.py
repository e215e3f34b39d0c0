"""From the `relations:` of a declaration to relations: one line of YAML each, parsed once.

The expression is read with Python's own grammar, of which only what `relation` describes is let through.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from extractor.errors import UsageError
from extractor.reports.relation import (
    Column,
    Comparison,
    Either,
    Form,
    Level,
    Node,
    Number,
    Operation,
    Path,
    Relation,
    Rest,
    walk,
)

_LONGEST = 2000
_HINT = "请检查报告类型文件（YAML）中的 relations 一节。"
_KEYS = frozenset({"id", "name", "expr", "level", "basis", "hint", "because", "ask"})
_SIGNS: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def parse_relations(items: Sequence[Mapping[str, object]]) -> tuple[Relation, ...]:
    """Parse the `relations:` list of a report type. Raises UsageError that names the relation at fault."""
    relations: dict[str, Relation] = {}
    for number, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            raise UsageError(f"第 {number} 条勾稽关系应写成 {{id: …, name: …, expr: …}}", _HINT)
        relation = _relation(item, str(item.get("id") or f"第 {number} 条"))
        if relation.id in relations:
            raise UsageError(f"勾稽关系 {relation.id} 重复声明", _HINT)
        relations[relation.id] = relation
    return tuple(relations.values())


def _relation(item: Mapping[str, object], id_: str) -> Relation:
    if unknown := sorted(str(key) for key in item if key not in _KEYS):
        raise _bad(id_, f"没有这样的项：{'、'.join(unknown)}")
    if missing := [key for key in ("id", "name", "expr") if not item.get(key)]:
        raise _bad(id_, f"缺少 {'、'.join(missing)}")
    bases = item.get("basis") or []
    if not isinstance(bases, list) or not all(isinstance(basis, str) for basis in bases):
        raise _bad(id_, "basis 应为表达式的列表")
    if item.get("level", "balance") not in tuple(Level):
        raise _bad(id_, f"level 只能是 {'、'.join(Level)}，不能是 {item['level']}")
    expression = str(item["expr"])
    comparison, forms = _forms(id_, expression, bases)
    hint = item.get("hint")
    return Relation(
        id=id_,
        name=str(item["name"]),
        level=Level(str(item.get("level", "balance"))),
        expression=expression,
        comparison=comparison,
        forms=forms,
        hint=_forms(id_, str(hint), [])[1][0] if hint else None,
        because=str(item.get("because") or ""),
        ask=str(item.get("ask") or ""),
    )


def _bad(id_: str, why: str) -> UsageError:
    return UsageError(f"勾稽关系 {id_} 写法有误：{why}", _HINT)


def _forms(id_: str, expression: str, bases: Sequence[str]) -> tuple[Comparison, tuple[Form, ...]]:
    tree = _parse(id_, expression)
    if not (isinstance(tree, ast.Compare) and len(tree.ops) == 1 and isinstance(tree.ops[0], ast.Eq | ast.LtE)):
        raise _bad(id_, f"应有且只有一个 == 或 <=：{expression}")
    names_basis = any(isinstance(node, ast.Name) and node.id == "basis" for node in ast.walk(tree))
    if names_basis != bool(bases):
        raise _bad(id_, "表达式中的 basis 与 basis 列表应同时出现")
    comparison = Comparison.EQUAL if isinstance(tree.ops[0], ast.Eq) else Comparison.AT_MOST
    forms = []
    for basis in bases or [""]:
        reader = _Reader(id_, expression, _Reader(id_, basis).read(_parse(id_, basis)) if basis else None)
        form = Form(reader.read(tree.left), reader.read(tree.comparators[0]), basis)
        if any(isinstance(node, Rest) or (isinstance(node, Path) and node.optional) for node in walk(form.left)):
            raise _bad(id_, "optional 和 rest 只能写在右边")
        forms.append(form)
    return comparison, tuple(forms)


def _parse(id_: str, source: str) -> ast.expr:
    if len(source) > _LONGEST:
        raise _bad(id_, f"表达式过长（超过 {_LONGEST} 字）")
    try:
        return ast.parse(source.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise _bad(id_, f"表达式不完整或有错别字：{source}") from error


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the whitelisted part of Python's expression tree into nodes; anything else is an error."""

    id: str
    source: str
    basis: Node | None = None

    def read(self, node: ast.expr) -> Node:
        match node:
            case ast.Name(id="basis") if self.basis is not None:
                return self.basis
            case ast.Name(id="rest"):
                return Rest()
            case ast.Name() | ast.Attribute():
                return Path(self._path(node))
            case ast.Constant():
                return Number(self._number(node))
            case ast.BinOp(op=ast.BitOr()):
                return Either(tuple(self.read(choice) for choice in _choices(node)))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _SIGNS:
                return Operation(_SIGNS[type(op)], self.read(left), self.read(right))
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]):
                return self._call(name, args)
        raise _bad(self.id, f"不支持的写法“{ast.unparse(node)}”（可用 + - * / | == <= optional sum min rest）")

    def _call(self, name: str, args: Sequence[ast.expr]) -> Node:
        match name, args:
            case "optional", [ast.Name() | ast.Attribute() as path]:
                return Path(self._path(path), optional=True)
            case "sum", [ast.Attribute(value=ast.Name(id=rows), attr=key)]:
                return Column(rows, key)
            case "min", [left, right]:
                return Operation("min", self.read(left), self.read(right))
        raise _bad(self.id, f"不支持的函数写法 {name}(…)（可用 optional(字段)、sum(列表.列)、min(甲, 乙)）")

    def _path(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name):
            if node.id == "basis":
                raise _bad(self.id, "basis 不能用在这里")
            return node.id
        if isinstance(node, ast.Attribute):
            return f"{self._path(node.value)}.{node.attr}"
        raise _bad(self.id, f"“{ast.unparse(node)}”不是字段路径")

    def _number(self, node: ast.Constant) -> Decimal:
        if isinstance(node.value, int | float) and not isinstance(node.value, bool):
            try:  # from the source, never by way of a float
                return Decimal(ast.get_source_segment(self.source.strip(), node) or "")
            except InvalidOperation:
                pass
        raise _bad(self.id, f"“{ast.unparse(node)}”不是十进制数")


def _choices(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _choices(node.left)
        yield from _choices(node.right)
    else:
        yield node
