"""Slips in the tables of a declaration: subjects and measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extractor.reports.lint.fault import Fault, unknown, wordings
from extractor.reports.lint.scope import Scope
from extractor.reports.loader import FAMILIES

_KEYS: Mapping[str, tuple[str, ...]] = {
    "subjects": (
        "labels",
        "weak",
        "also",
        "after",
        "opens",
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
}


def table_faults(scope: Scope, table: str) -> Iterator[Fault]:
    """What is wrong in one table."""
    found = scope.root.items.get(table)
    if found is None or found.value is None:
        return
    if not isinstance(found.value, dict):
        yield Fault(found.line, f"{table} 应当写成 “名称: {{labels: …}}”")
        return
    inherited_ids = set((scope.base or {}).get(table) or {})
    for id_, item in found.items.items():
        if item.value is None and id_ in inherited_ids:
            continue
        if not isinstance(item.value, dict):
            yield Fault(item.line, f"{id_} 应当写成 {{labels: …}}")
            continue
        yield from unknown(item, _KEYS[table], id_)
        for key in ("labels", "weak", "also", "after", "opens"):
            if key in item.items:
                yield from wordings(item.items[key])
        if table == "subjects" and id_ not in inherited_ids and not item.items.get("labels"):
            yield Fault(item.line, f"{id_} 没有 labels（报告里怎么写它）")
        for key, of in (("within", "subjects"), ("stage", "measures"), ("default", "measures")):
            if key in item.items and item.items[key].plain() is not None:
                yield from scope.ids(item.items[key], of, f"{id_} 的 {key}")
        family = item.items.get("family")
        if family is not None and family.plain() not in FAMILIES.values():
            said = f"{id_} 的 family 只能是 {'、'.join(FAMILIES.values())}"
            yield Fault(family.line, said)
