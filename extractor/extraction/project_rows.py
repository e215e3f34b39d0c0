"""The projects of a report, each with its name, budget and outlay: from tables, else from lists in prose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractor.extraction.mention import Mention
from extractor.extraction.project_entries import Entry
from extractor.extraction.project_lists import Projects
from extractor.model import Document, Quantity, Row, Span
from extractor.numbers import fold
from extractor.reports import ReportType


def projects(document: Document, report_type: ReportType, found: Sequence[Mention]) -> tuple[Row, ...]:
    """Every project that the report lists with a sum of money, once, in reading order."""
    rows: dict[str, Row] = {}
    for entries in Projects(document, report_type, found).lists():
        units = Counter(one.unit_text for entry in entries for one in entry.figures.values())
        for entry in entries:
            row = _row(document, entry, units)
            name = row.cells["name"]
            if name not in rows or len(rows[name].quantities) < len(row.quantities):
                rows[name] = row
    return tuple(rows.values())


def _row(document: Document, entry: Entry, units: Counter[str]) -> Row:
    """A project's row, in the unit that its list uses most; a figure shows its unit where that is not the row's (a slip
    must show)."""
    span = fold(document.text).span(entry.start, entry.start + len(entry.name))
    name = "".join(document.text[span.start : span.end].split())
    quantities = entry.figures
    usual = max((one.unit_text for one in quantities.values()), key=lambda unit: units[unit])
    span = Span(span.start, max(one.span.end for one in quantities.values()))
    cells = {
        key: one.digits if one.unit_text == usual else f"{one.digits}{one.unit_text}" for key, one in quantities.items()
    }
    return Row({"name": name, **cells}, document.cite(span), usual or None, quantities)
