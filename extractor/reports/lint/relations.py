"""Slips in the relations of a declaration."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.errors import UsageError
from extractor.reports.expression import parse_relations
from extractor.reports.lint.fault import Fault, perhaps
from extractor.reports.lint.scope import Scope

_ROWS = {"projects": ("budget", "final"), "indicators": ("full", "score")}


def relation_faults(scope: Scope) -> Iterator[Fault]:
    """What is wrong with the relations, one by one."""
    found = scope.root.items.get("relations")
    if found is None or found.value is None:
        return
    if not isinstance(found.value, list):
        yield Fault(found.line, "relations 应当是列表，每行一条 “- {id: …, name: …, expr: …}”")
        return
    paths = scope.paths()
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
            yield Fault(item.line, f"勾稽关系 {relation.id} 里的字段 {path} 没有声明{perhaps(path, paths)}")
        for column in sorted(relation.columns - {f"{rows}.{key}" for rows, keys in _ROWS.items() for key in keys}):
            yield Fault(item.line, f"勾稽关系 {relation.id} 里没有 {column} 这一列")
