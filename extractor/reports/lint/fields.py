"""Slips in the fields of a declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from extractor.reports.lint.fault import Fault, perhaps, unknown, wordings
from extractor.reports.lint.scope import Scope
from extractor.reports.marked import Marked
from extractor.reports.spec import UNITS, Facet, Kind

_KEYS = (
    *("path", "name", "kind", "unit", "subject", "measure", "facet", "against", "direction", "labels", "also"),
    *("choices", "sole", "same"),
)
_LABELLED = (Kind.TEXT, Kind.CODE, Kind.CHOICE)


def field_faults(scope: Scope) -> Iterator[Fault]:
    """What is wrong with the fields, one by one."""
    fields = scope.root.items.get("fields")
    base = {field["path"]: field for field in (scope.base or {}).get("fields", ())}
    seen: dict[str, int] = {}
    for item in fields.members if fields else ():
        path = str(item.items["path"].plain()) if "path" in item.items else ""
        if not isinstance(item.value, dict) or not path:
            yield Fault(item.line, "字段应写成 {path: …, name: …}，缺少 path")
            continue
        if path in seen:
            yield Fault(item.line, f"字段 {path} 在第 {seen[path]} 行已经声明过")
        seen[path] = item.line
        yield from unknown(item, _KEYS, f"字段 {path}")
        yield from _field(scope, item, path, base.get(path, {}))


def _field(scope: Scope, item: Marked, path: str, base: Mapping[str, Any]) -> Iterator[Fault]:
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
            yield Fault(value.line, said + perhaps(value.plain(), plain))
    for key, table in (("subject", "subjects"), ("measure", "measures")):
        if key in item.items:
            yield from scope.ids(item.items[key], table, f"字段 {path} 的 {key}")
    for key in ("labels", "also"):
        if key in item.items:
            yield from wordings(item.items[key])
    if "kind" not in here and "unit" not in here:
        units = "、".join(UNITS)
        yield Fault(item.line, f"字段 {path} 没有写 unit，也没有写 kind：数字写 unit（{units}），文字写 kind: text")
    kind = here.get("kind", "quantity" if "unit" in here else "text")
    if kind == Kind.QUANTITY and not here.get("unit"):
        yield Fault(item.line, f"字段 {path} 是数字，要有 unit：{'、'.join(UNITS)}")
    if kind in (Kind.QUANTITY, Kind.LIST) and not (here.get("subject") or (here.get("labels") and kind != Kind.LIST)):
        yield Fault(item.line, f"字段 {path} 需要 {'subject' if kind == Kind.LIST else 'labels 或 subject'}")
    if kind in _LABELLED and not here.get("labels"):
        yield Fault(item.line, f"字段 {path} 需要 labels（报告里写在值前面的字）")
    if kind == Kind.CHOICE and not here.get("choices"):
        yield Fault(item.line, f"字段 {path} 需要 choices（可取的值）")
