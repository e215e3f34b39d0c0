"""One row a file of the table of a run: what a person looks at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from extractor.model import Field, Severity, State
from extractor.pipeline import Outcome, Result

COLUMNS: Mapping[str, str] = {
    "file": "文件",
    "state": "结果",
    "type": "报告类型",
    "department": "部门名称",
    "year": "评价年度",
    "found": "读到的字段",
    "conflicts": "有分歧的字段",
    "errors": "数字矛盾",
    "explain": "待说明",
    "engine": "引擎",
    "note": "说明",
}
_NOTED = 3


def row(name: str, outcome: Outcome[Result], *, waiting: bool = False) -> dict[str, Any]:
    """The row of a file. Counts are numbers, all else is text."""
    if outcome.error is not None:
        return {"file": name, "state": "没有读成", "note": f"{outcome.error.code} {outcome.error.message}"}
    assert outcome.result is not None
    report, checked = outcome.result.report, outcome.result.checked
    states = Counter(field.state for field in report.fields.values())
    levels = Counter(finding.severity for finding in checked.findings) if checked else Counter[Severity]()
    notes = list(dict.fromkeys((*outcome.result.document.notes, *report.warnings)))
    more = [f"另有 {len(notes) - _NOTED} 条"] if len(notes) > _NOTED else []
    return {
        "file": name,
        "state": "等待批量答复" if waiting else "完成",
        "type": outcome.result.report_type.title,
        "department": _said(report.fields.get("department.name")),
        "year": _said(report.fields.get("fiscal_year")),
        "found": states[State.FOUND],
        "conflicts": states[State.CONFLICT],
        "errors": levels[Severity.ERROR],
        "explain": levels[Severity.EXPLAIN],
        "engine": report.engine,
        "note": "；".join([*(note.rstrip("。") for note in notes[:_NOTED]), *more]),
    }


def workbook(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The table as an Excel file."""
    from extractor.output.listing import listing

    return listing("汇总", tuple(COLUMNS.values()), [[one.get(name, "") for name in COLUMNS] for one in rows])


def _said(field: Field | None) -> str:
    return field.value if field is not None and isinstance(field.value, str) else ""
