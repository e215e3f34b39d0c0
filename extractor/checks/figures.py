"""The printed figures of a report, under the names that relations call them by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from extractor.model import Evidence, Field, Quantity, Report, Row, State
from extractor.reports.spec import ReportType

_WHY = {
    State.ABSENT: "未列出",
    State.CONFLICT: "前后不一致",
    State.UNGROUNDED: "在原文中找不到",
}
_BASIC = re.compile(r"基本支出|人员经费|公用经费|机关运[行转]")
_TOTALS = ("合计", "小计", "总计", "合 计", "小 计", "总 计")


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure: `key` is its path (`projects[2].final` in a list), `name` what a clerk calls it."""

    key: str
    name: str
    quantity: Quantity
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one report. What has no figure has a reason in `wanting`."""

    fields: Mapping[str, Figure]
    columns: Mapping[tuple[str, str], tuple[Figure, ...]]
    wanting: Mapping[str, str]
    names: Mapping[str, str]

    def name(self, path: str) -> str:
        """The Chinese name of a field, or its path where the report type has none."""
        return self.names.get(path, path)

    def why(self, path: str) -> str:
        """Why a field has no figure."""
        return self.wanting.get(path, "未列出")

    def __iter__(self) -> Iterator[Figure]:
        yield from self.fields.values()
        for column in self.columns.values():
            yield from column


def figures(report: Report, report_type: ReportType) -> Figures:
    """Gather every field and list cell that was read with a number."""
    names = {path: spec.name for path, spec in report_type.fields.items()}
    fields: dict[str, Figure] = {}
    wanting: dict[str, str] = {}
    for path, field in report.fields.items():
        figure = _figure(field, names.get(path, path))
        if figure:
            fields[path] = figure
        else:
            wanting[path] = _WHY.get(field.state, "不是数字")
    return Figures(fields, _columns(report), wanting, names)


def _figure(field: Field, name: str) -> Figure | None:
    if field.state is not State.FOUND or field.quantity is None or field.evidence is None:
        return None
    return Figure(field.path, name, field.quantity, field.evidence)


def _columns(report: Report) -> dict[tuple[str, str], tuple[Figure, ...]]:
    columns: dict[tuple[str, str], list[Figure]] = {}
    for rows, items in (("projects", report.projects), ("indicators", report.indicators)):
        for number, row in enumerate(items):
            if _is_total(row):
                continue
            for key, quantity in row.quantities.items():
                name = row.cells.get("name") or f"第 {number + 1} 行"
                figure = Figure(f"{rows}[{number}].{key}", name, quantity, row.evidence)
                columns.setdefault((rows, key), []).append(figure)
    return {place: tuple(_parts(column)) for place, column in columns.items()}


def _parts(column: list[Figure]) -> Iterator[Figure]:
    """The figures without those that are the sum of the next ones (其中 …), which would be counted twice."""
    for number, figure in enumerate(column):
        if not _is_sum(figure.quantity.value, column[number + 1 :]):
            yield figure


def _is_sum(value: Decimal, following: list[Figure]) -> bool:
    """Whether two or more figures, from the first on, add up to a value. One that equals it is a coincidence."""
    total = Decimal(0)
    for number, figure in enumerate(following, 1):
        total += figure.quantity.value
        if total >= value:
            return total == value != 0 and number > 1
    return False


def _is_total(row: Row) -> bool:
    """A row that adds up others, or is of the basic expenditure and not of a project."""
    name = row.cells.get("name", "").strip()
    return name in _TOTALS or _BASIC.search(name) is not None
