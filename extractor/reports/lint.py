"""What is wrong with a declaration, line by line, in words that a finance officer can act on.

Nothing is checked of what a declaration takes over from the type it extends: that comes with the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import yaml

from extractor.errors import UsageError
from extractor.reports.expression import parse_relations
from extractor.reports.inherit import TABLES, kept
from extractor.reports.loader import FAMILIES, declaration, names, whole
from extractor.reports.marked import Marked, marked
from extractor.reports.spec import UNITS, Facet, Kind
from extractor.reports.wording import fault

_HEADS = ("problem_heads", "measure_heads")
_DEFAULTS = (
    "default_subject",
    "default_measure",
    "completion_subject",
    "whole_score",
    "score_subject",
    "project_subject",
)
_TOP = ("name", "title", "titles", "extends", "keep", "groups", *_HEADS, *_DEFAULTS, *TABLES, "fields", "relations")
_KEYS: Mapping[str, tuple[str, ...]] = {
    "subjects": (
        "labels",
        "weak",
        "also",
        "after",
        "within",
        "stage",
        "default",
        "family",
        "leaf",
        "open",
        "required",
        "whole",
        "qualifier",
        "role",
    ),
    "measures": ("labels", "weak", "also", "bare"),
    "fields": (
        *("path", "name", "kind", "unit", "subject", "measure", "facet", "against", "direction", "labels", "also"),
        *("choices", "sole"),
    ),
}
_LABELLED = (Kind.TEXT, Kind.CODE, Kind.CHOICE)
_ROWS = {"projects": ("budget", "final"), "indicators": ("full", "score")}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to put right, and the line it stands on."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.message}"


def faults(text: str) -> tuple[Fault, ...]:
    """All that is wrong with a declaration, in the order of its lines; empty for a good one."""
    try:
        root = marked(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return (Fault(line, f"不是有效的 YAML（{error.problem}）：检查缩进、引号和括号"),)
    except yaml.YAMLError as error:
        return (Fault(1, f"不是有效的 YAML：{error}"),)
    return tuple(sorted(set(_Linter(root).run())))


class _Linter:
    """One pass over one declaration."""

    def __init__(self, root: Marked) -> None:
        self.root = root
        extends = root.items.get("extends")
        self.known = extends is not None and extends.plain() in names()
        base = whole(declaration(str(extends.plain())), "") if self.known and extends is not None else None
        self.base: Mapping[str, Any] | None = base

    def run(self) -> Iterator[Fault]:
        if not isinstance(self.root.value, dict):
            yield Fault(self.root.line, "最外层应当是“键: 值”，例如 name: 我的类型")
            return
        for one in self.root.walk():
            for key, line in one.twice:
                yield Fault(line, f"“{key}”写了两次")
        yield from _unknown(self.root, _TOP, "这里")
        yield from self._top()
        for table in TABLES:
            yield from self._table(table)
        yield from self._fields()
        yield from self._relations()

    def _top(self) -> Iterator[Fault]:
        top = self.root.items
        for key in ("name", "title"):
            if key not in top or not top[key].plain():
                yield Fault(self.root.line, f"缺少 {key}")
        if "extends" in top and not self.known:
            yield Fault(top["extends"].line, f"extends 只能是 {'、'.join(names())}")
        if self.base is None and not top.get("fields"):
            yield Fault(self.root.line, "缺少 fields：至少要声明一个字段")
        if "fields" in top and not isinstance(top["fields"].value, list):
            yield Fault(top["fields"].line, "fields 应当是列表，每行一个 “- {path: …, name: …}”")
        if "groups" in top and not isinstance(top["groups"].value, dict):
            yield Fault(top["groups"].line, "groups 应当写成 {组名: 中文名称}，例如 {approval: 行政审批}")
        for key in ("titles", *_HEADS):
            if key in top:
                yield from _wordings(top[key])
        for key in _DEFAULTS:
            if key in top and top[key].plain() is not None:
                yield from self._ids(top[key], "measures" if key == "default_measure" else "subjects", key)
        yield from self._keep()

    def _keep(self) -> Iterator[Fault]:
        keep = self.root.items.get("keep")
        if keep is None:
            return
        if self.base is None or not isinstance(keep.value, list):
            yield Fault(keep.line, "keep 要与 extends 一起用，写成列表，例如 [department.name, budget.*]")
            return
        for one in keep.members:
            if not kept(self.base, [str(one.plain())]):
                paths = [field["path"] for field in self.base["fields"]]
                yield Fault(one.line, f"keep 里的“{one.plain()}”不是所继承类型的字段{_perhaps(one.plain(), paths)}")

    def _table(self, table: str) -> Iterator[Fault]:
        found = self.root.items.get(table)
        if found is None or found.value is None:
            return
        if not isinstance(found.value, dict):
            yield Fault(found.line, f"{table} 应当写成 “名称: {{labels: …}}”")
            return
        inherited_ids = set((self.base or {}).get(table) or {})
        for id_, item in found.items.items():
            if item.value is None and id_ in inherited_ids:
                continue
            if not isinstance(item.value, dict):
                yield Fault(item.line, f"{id_} 应当写成 {{labels: …}}")
                continue
            yield from _unknown(item, _KEYS[table], id_)
            for key in ("labels", "weak", "also", "after"):
                if key in item.items:
                    yield from _wordings(item.items[key])
            if table == "subjects" and id_ not in inherited_ids and not item.items.get("labels"):
                yield Fault(item.line, f"{id_} 没有 labels（报告里怎么写它）")
            for key, of in (("within", "subjects"), ("stage", "measures"), ("default", "measures")):
                if key in item.items and item.items[key].plain() is not None:
                    yield from self._ids(item.items[key], of, f"{id_} 的 {key}")
            family = item.items.get("family")
            if family is not None and family.plain() not in FAMILIES.values():
                said = f"{id_} 的 family 只能是 {'、'.join(FAMILIES.values())}"
                yield Fault(family.line, said)

    def _fields(self) -> Iterator[Fault]:
        fields = self.root.items.get("fields")
        base = {field["path"]: field for field in (self.base or {}).get("fields", ())}
        seen: dict[str, int] = {}
        for item in fields.members if fields else ():
            path = str(item.items["path"].plain()) if "path" in item.items else ""
            if not isinstance(item.value, dict) or not path:
                yield Fault(item.line, "字段应写成 {path: …, name: …}，缺少 path")
                continue
            if path in seen:
                yield Fault(item.line, f"字段 {path} 在第 {seen[path]} 行已经声明过")
            seen[path] = item.line
            yield from _unknown(item, _KEYS["fields"], f"字段 {path}")
            yield from self._field(item, path, base.get(path, {}))

    def _field(self, item: Marked, path: str, base: Mapping[str, Any]) -> Iterator[Fault]:
        here = {**base, **item.plain()}
        if not here.get("name"):
            yield Fault(item.line, f"字段 {path} 缺少 name（中文名称）")
        if not all(piece.isidentifier() for piece in path.split(".")):
            yield Fault(
                item.line,
                f"字段名“{path}”只能用字母、汉字、数字和下划线，不以数字开头，用点分组，例如 approval.accepted",
            )
        for key, allowed in (
            ("kind", [kind.value for kind in Kind]),
            ("unit", [f"{unit.value}（{what}）" for unit, what in UNITS.items()]),
            ("facet", [facet.value for facet in Facet]),
            ("against", ["budget", "prior"]),
            ("direction", ["up", "down"]),
        ):
            value = item.items.get(key)
            plain = [one.partition("（")[0] for one in allowed]
            if value is not None and value.plain() not in plain:
                said = f"字段 {path} 的 {key} 是“{value.plain()}”，只能是 {'、'.join(allowed)}"
                yield Fault(value.line, said + _perhaps(value.plain(), plain))
        for key, table in (("subject", "subjects"), ("measure", "measures")):
            if key in item.items:
                yield from self._ids(item.items[key], table, f"字段 {path} 的 {key}")
        for key in ("labels", "also"):
            if key in item.items:
                yield from _wordings(item.items[key])
        kind = here.get("kind", "quantity" if "unit" in here else "text")
        if kind == Kind.QUANTITY and not here.get("unit"):
            yield Fault(item.line, f"字段 {path} 是数字，要有 unit：{'、'.join(UNITS)}")
        if kind in (Kind.QUANTITY, Kind.LIST) and not (
            here.get("subject") or (here.get("labels") and kind != Kind.LIST)
        ):
            yield Fault(item.line, f"字段 {path} 需要 {'subject' if kind == Kind.LIST else 'labels 或 subject'}")
        if kind in _LABELLED and not here.get("labels"):
            yield Fault(item.line, f"字段 {path} 需要 labels（报告里写在值前面的字）")
        if kind == Kind.CHOICE and not here.get("choices"):
            yield Fault(item.line, f"字段 {path} 需要 choices（可取的值）")

    def _relations(self) -> Iterator[Fault]:
        found = self.root.items.get("relations")
        if found is None or found.value is None:
            return
        if not isinstance(found.value, list):
            yield Fault(found.line, "relations 应当是列表，每行一条 “- {id: …, name: …, expr: …}”")
            return
        paths = self._paths()
        seen: dict[str, int] = {}
        for item in found.members:
            try:
                relations = parse_relations([item.plain()])
            except UsageError as error:
                yield Fault(item.line, error.message)
                continue
            relation = relations[0]
            if relation.id in seen:
                yield Fault(item.line, f"勾稽关系 {relation.id} 在第 {seen[relation.id]} 行已经声明过")
            seen[relation.id] = item.line
            for path in sorted(relation.paths - paths):
                yield Fault(item.line, f"勾稽关系 {relation.id} 里的字段 {path} 没有声明{_perhaps(path, paths)}")
            for column in sorted(relation.columns - {f"{rows}.{key}" for rows, keys in _ROWS.items() for key in keys}):
                yield Fault(item.line, f"勾稽关系 {relation.id} 里没有 {column} 这一列")

    def _paths(self) -> set[str]:
        """Every field path of the whole declaration, as far as it can be put together."""
        own = {str(f.items["path"].plain()) for f in self._list("fields") if "path" in f.items}
        if self.base is None:
            return own
        keep = self.root.items.get("keep")
        patterns = [str(one.plain()) for one in keep.members] if keep else None
        return own | {field["path"] for field in kept(self.base, patterns)}

    def _list(self, key: str) -> list[Marked]:
        found = self.root.items.get(key)
        return found.members if found else []

    def _ids(self, value: Marked, table: str, what: str) -> Iterator[Fault]:
        """Every id that a value names must be declared."""
        own = self.root.items.get(table)
        removed = {id_ for id_, item in (own.items if own else {}).items() if item.value is None}
        known = (set(own.items if own else ()) | set((self.base or {}).get(table) or {})) - removed
        for one in value.members or [value]:
            if one.plain() not in known:
                yield Fault(one.line, f"{what}“{one.plain()}”没有在 {table} 里声明{_perhaps(one.plain(), known)}")


def _unknown(item: Marked, known: Iterable[str], where: str) -> Iterator[Fault]:
    known = tuple(known)
    for key, value in item.items.items():
        if key not in known:
            yield Fault(value.line, f"{where}没有“{key}”这一项{_perhaps(key, known)}")


def _wordings(value: Marked) -> Iterator[Fault]:
    if value.value is not None and not isinstance(value.value, str):
        yield Fault(value.line, "写法之间用空格隔开，写成一个字符串，不要写成列表")
        return
    for wording in str(value.value or "").split():
        if said := fault(wording):
            yield Fault(value.line, said)


def _perhaps(word: object, known: Iterable[str]) -> str:
    near = get_close_matches(str(word), sorted(known), 1)
    return f"（是不是 {near[0]}？）" if near else ""
