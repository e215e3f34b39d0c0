"""The 自评表 of the year, where its indicators were given."""

from __future__ import annotations

from extractor.drafting.inputs import Inputs
from extractor.drafts import GAP, Table

_COLUMNS = (
    ("name", "绩效指标", 3.0),
    ("target", "年度指标值", 1.4),
    ("actual", "实际完成值", 1.4),
    ("full", "分值", 0.8),
    ("score", "得分", 0.8),
    ("reason", "偏差原因分析及改进措施", 2.6),
)


def tables(inputs: Inputs) -> tuple[Table, ...]:
    """One table of all indicators with a target; a cell that nobody filled is a gap."""
    rows = [row for row in inputs.given.indicators if row.get("target") and row.get("actual")]
    if not rows:
        return ()
    cells = tuple(
        tuple(
            row.get(key) or (row.get("level3", "") if key == "name" else "") or _empty(key, row)
            for key, _, _ in _COLUMNS
        )
        for row in rows
    )
    name = f"{inputs.year}年度部门整体支出绩效自评表"
    return (Table(name, tuple(title for _, title, _ in _COLUMNS), cells, tuple(width for *_, width in _COLUMNS)),)


def _empty(key: str, row: object) -> str:
    return "—" if key == "reason" else GAP.format("分值" if key == "full" else "得分")
