"""Given figures made sure of: a number and the unit of its kind, or a message that names the cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from extractor import numbers
from extractor.drafting.given import Given
from extractor.errors import UsageError
from extractor.model import Dimension
from extractor.reports import ReportType
from extractor.reports.spec import Kind

_NAMES = {
    Dimension.MONEY: "金额，如 万元、元",
    Dimension.PEOPLE: "人数，如 人",
    Dimension.COUNT: "个数，如 个",
    Dimension.PERCENT: "百分比，即 %",
    Dimension.SCORE: "得分，即 分",
}
_COUNTED = {Dimension.PEOPLE, Dimension.COUNT}


def measured(given: Given, report_type: ReportType) -> Given:
    """What was given, a unit that was written behind the number (4.86万元) in its own place. Raises UsageError."""
    figures = dict(given.figures)
    for path, (value, unit) in given.figures.items():
        spec = report_type.fields.get(path)
        if spec is not None and spec.kind is Kind.QUANTITY:
            figures[path] = _parted(value, unit, spec.dimension, f"{given.source} 的“{spec.name}”")
    projects = tuple(_project(row, given.source) for row in given.projects)
    return replace(given, figures=figures, projects=projects)


def _project(row: Mapping[str, str], source: str) -> Mapping[str, str]:
    """The row of a project; its two figures have one unit."""
    found = dict(row)
    parted = {
        key: _parted(row[key], row.get("unit", ""), Dimension.MONEY, f"{source} 的项目“{row.get('name', '')}”")
        for key in ("budget", "final")
        if row.get(key)
    }
    units = {unit for _, unit in parted.values() if unit}
    if len(units) > 1:
        raise UsageError(
            f"{source} 的项目“{row.get('name', '')}”的预算和支出单位不同：{'、'.join(sorted(units))}。",
            "请写成同一个单位。",
        )
    return {**found, **{key: value for key, (value, _) in parted.items()}, **({"unit": units.pop()} if units else {})}


def _parted(value: str, unit: str, dimension: Dimension, where: str) -> tuple[str, str]:
    """The number and its unit: the one behind it, else the one beside it."""
    found = numbers.find(value) or numbers.find(f"{value}{unit}")[:1]  # 十三 is a number only before its unit
    whole = (len(value), len(f"{value}{unit}"))
    if len(found) != 1 or found[0].number.start != 0 or found[0].span.end not in whole or found[0].upper is not None:
        raise UsageError(
            f"{where}写的是“{value}”，不是一个数。", "只写数字（减少的写负数），单位写在“单位”一栏；没有的空着。"
        )
    digits, behind = found[0].digits, found[0].unit_text
    read = numbers.find(f"{digits}{behind or unit}")
    kinds = _COUNTED if dimension in _COUNTED else {dimension}
    if (behind or unit) and dimension in _NAMES and (len(read) != 1 or read[0].dimension not in kinds):
        raise UsageError(f"{where}的单位写的是“{behind or unit}”。", f"这一项是{_NAMES[dimension]}。")
    return digits, behind or unit
