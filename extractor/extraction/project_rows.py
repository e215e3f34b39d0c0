"""The projects of a report, each with its name, budget and outlay: from tables, else from lists in prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from extractor.extraction.mention import Mention
from extractor.extraction.project_lists import Projects
from extractor.extraction.project_tables import table_projects
from extractor.model import Document, Quantity, Row, Span
from extractor.numbers import fold
from extractor.reports import ReportType


def projects(document: Document, report_type: ReportType, found: Sequence[Mention]) -> tuple[Row, ...]:
    """Every project that the report lists with a sum of money, once: those of tables, else of prose."""
    if tabled := table_projects(document, report_type):
        units = Counter(figure.unit_text for one in tabled for figure in one.figures.values())
        return _once(_row(document, one.name, one.figures, one.span, units) for one in tabled)
    rows: list[Row] = []
    folded = fold(document.text)
    for entries in Projects(document, report_type, found).lists():
        units = Counter(figure.unit_text for entry in entries for figure in entry.figures.values())
        for entry in entries:
            name = folded.span(entry.start, entry.start + len(entry.name))
            span = Span(name.start, max(figure.span.end for figure in entry.figures.values()))
            rows.append(_row(document, name, entry.figures, span, units))
    return _once(rows)


def _once(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Every project once: of two rows of a name the first that prints more."""
    kept: dict[str, Row] = {}
    for row in rows:
        name = row.cells["name"]
        if name not in kept or len(kept[name].quantities) < len(row.quantities):
            kept[name] = row
    return tuple(kept.values())


def _row(document: Document, name: Span, figures: Mapping[str, Quantity], span: Span, units: Counter[str]) -> Row:
    """A project's row, in the unit that its list uses most; a figure shows its unit where that is not the row's (a slip
    must show)."""
    usual = max((one.unit_text for one in figures.values()), key=lambda unit: units[unit])
    cells = {
        key: one.digits if one.unit_text == usual else f"{one.digits}{one.unit_text}" for key, one in figures.items()
    }
    printed = "".join(document.text[name.start : name.end].split())
    return Row({"name": printed, **cells}, document.cite(span), usual or None, dict(figures))
