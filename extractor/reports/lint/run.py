"""What is wrong with a declaration, line by line, in words that a finance officer can act on.

Nothing is checked of what a declaration takes over from the type it extends: that comes with the program.
"""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from extractor.reports.inherit import TABLES
from extractor.reports.lint.fault import Fault
from extractor.reports.lint.fields import field_faults
from extractor.reports.lint.relations import relation_faults
from extractor.reports.lint.scope import Scope
from extractor.reports.lint.tables import table_faults
from extractor.reports.lint.top import top_faults
from extractor.reports.marked import marked


def faults(text: str) -> tuple[Fault, ...]:
    """All that is wrong with a declaration, in the order of its lines; empty for a good one."""
    try:
        root = marked(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return (Fault(line, f"不是有效的 YAML（{error.problem}）：检查缩进、引号和括号"),)
    except yaml.YAMLError as error:
        return (Fault(1, f"不是有效的 YAML：{error}"),)
    return tuple(sorted(set(_run(Scope(root)))))


def _run(scope: Scope) -> Iterator[Fault]:
    if not isinstance(scope.root.value, dict):
        yield Fault(scope.root.line, "最外层应当是“键: 值”，例如 name: 我的类型")
        return
    for one in scope.root.walk():
        for key, line in one.twice:
            yield Fault(line, f"“{key}”写了两次")
    yield from top_faults(scope)
    for table in TABLES:
        yield from table_faults(scope, table)
    yield from field_faults(scope)
    yield from relation_faults(scope)
