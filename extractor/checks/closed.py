"""Which values are borne out by the sums they take part in: said in the reasons of each field."""

from __future__ import annotations

from dataclasses import replace
from decimal import Context as Arithmetic
from decimal import localcontext

from extractor.checks.context import Context
from extractor.model import Document, Field, Report, State, Verdict
from extractor.reports.relation import Comparison
from extractor.reports.spec import ReportType
from extractor.reports.stretch import alone, moved

CLOSED = "relation_closed"


def confirmed(document: Document, report: Report, report_type: ReportType) -> Report:
    """The report with `relation_closed:ID` in the reasons of every value that makes a declared equation hold.

    A bound (`<=`) bears nothing out, and neither do zeros that add up to zero.
    """
    if report.span is not None:
        by_itself = confirmed(*alone(document, report, report.span), report_type)
        return replace(report, fields=moved(by_itself, report.span.start).fields)
    closed: dict[int, list[str]] = {}
    with localcontext(Arithmetic(prec=60)):
        for outcome in Context(document, report, report_type).outcomes:
            holds = outcome.verdict in (Verdict.HOLDS, Verdict.WITHIN_ROUNDING)
            if holds and outcome.relation.comparison is Comparison.EQUAL and outcome.left:
                for figure in outcome.figures:
                    closed.setdefault(figure.quantity.number.start, []).append(f"{CLOSED}:{outcome.relation.id}")
    return replace(report, fields={path: _with(field, closed) for path, field in report.fields.items()})


def _with(field: Field, closed: dict[int, list[str]]) -> Field:
    if field.state is not State.FOUND or field.quantity is None:
        return field
    new = dict.fromkeys(closed.get(field.quantity.number.start, ()))
    return replace(field, reasons=(*field.reasons, *new)) if new else field
