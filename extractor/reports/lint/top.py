"""Slips at the top of a declaration: its name, what it extends and keeps, its heads."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.reports.inherit import TABLES, kept
from extractor.reports.lint.fault import Fault, perhaps, unknown, wordings
from extractor.reports.lint.scope import Scope
from extractor.reports.loader import names

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


def top_faults(scope: Scope) -> Iterator[Fault]:
    """What is wrong outside the tables, fields and relations."""
    yield from unknown(scope.root, _TOP, "这里")
    top = scope.root.items
    for key in ("name", "title"):
        if key not in top or not top[key].plain():
            yield Fault(scope.root.line, f"缺少 {key}")
    if "extends" in top and not scope.known:
        yield Fault(top["extends"].line, f"extends 只能是 {'、'.join(names())}")
    if scope.base is None and not top.get("fields"):
        yield Fault(scope.root.line, "缺少 fields：至少要声明一个字段")
    if "fields" in top and not isinstance(top["fields"].value, list):
        yield Fault(top["fields"].line, "fields 应当是列表，每行一个 “- {path: …, name: …}”")
    if "groups" in top and not isinstance(top["groups"].value, dict):
        yield Fault(top["groups"].line, "groups 应当写成 {组名: 中文名称}，例如 {approval: 行政审批}")
    for key in ("titles", *_HEADS):
        if key in top:
            yield from wordings(top[key])
    for key in _DEFAULTS:
        if key in top and top[key].plain() is not None:
            yield from scope.ids(top[key], "measures" if key == "default_measure" else "subjects", key)
    yield from _keep(scope)


def _keep(scope: Scope) -> Iterator[Fault]:
    keep = scope.root.items.get("keep")
    if keep is None:
        return
    if scope.base is None or not isinstance(keep.value, list):
        yield Fault(keep.line, "keep 要与 extends 一起用，写成列表，例如 [department.name, budget.*]")
        return
    for one in keep.members:
        if not kept(scope.base, [str(one.plain())]):
            paths = [field["path"] for field in scope.base["fields"]]
            yield Fault(one.line, f"keep 里的“{one.plain()}”不是所继承类型的字段{perhaps(one.plain(), paths)}")
