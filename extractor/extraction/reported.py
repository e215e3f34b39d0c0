"""Projects that a department lists by attaching a report of each: they are rows of its projects, too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractor.model import Field, Report, Row, State

_COLUMNS = (("budget", ("budget.adjusted_total", "budget.initial_total")), ("final", ("funds.executed",)))


def with_reported(department: Report, reports: Iterable[Report]) -> Report:
    """The department's report with a row for every project that another report of the file is about; a report that does
    not say what its project is called has the rows that it lists itself."""
    rows = {row.cells.get("name"): row for row in department.projects}
    for report in reports:
        row = _row(report)
        for one in (row,) if row is not None else report.projects:
            rows.setdefault(one.cells["name"], one)
    return replace(department, projects=tuple(rows.values()))


def _row(report: Report) -> Row | None:
    name = report.fields.get("project.name")
    if name is None or name.state is not State.FOUND or name.evidence is None or not isinstance(name.value, str):
        return None
    found = {key: one for key, paths in _COLUMNS if (one := _first(report, paths)) is not None}
    quantities = {key: field.quantity for key, field in found.items() if field.quantity is not None}
    if not quantities:
        return None
    unit = next(iter(quantities.values())).unit_text
    cells = {
        key: quantity.digits if quantity.unit_text == unit else f"{quantity.digits}{quantity.unit_text}"
        for key, quantity in quantities.items()
    }
    return Row({"name": name.value, **cells}, name.evidence, unit or None, quantities)


def _first(report: Report, paths: Iterable[str]) -> Field | None:
    fields = (report.fields.get(path) for path in paths)
    return next((field for field in fields if field is not None and field.state is State.FOUND), None)
