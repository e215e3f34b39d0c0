"""Rows of indicators: those of tables, else what prose scores, with full mark and score."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.extraction.figures import evidence_span
from extractor.extraction.indicators import table_indicators
from extractor.extraction.mention import Mention
from extractor.extraction.run_together import run_indicators
from extractor.extraction.vocabulary import Cue
from extractor.model import Dimension, Document, Quantity, Row
from extractor.reports import ReportType


def indicators(document: Document, report_type: ReportType, found: Sequence[Mention]) -> tuple[Row, ...]:
    """The rows of indicator tables; without one, what prose scores: `数量指标 … 得20分`, with its full mark."""
    tabled = (*table_indicators(document), *run_indicators(document))
    if tabled:
        return tabled
    grouped: dict[str, list[Mention]] = {}
    for mention in found:
        spec = report_type.subjects.get(mention.subject or "")
        if mention.quantity.dimension is not Dimension.SCORE or spec is None or spec.role is not None:
            continue
        if mention.role in (Cue.FULL, Cue.SCORE):
            grouped.setdefault(spec.id, []).append(mention)
    return tuple(
        row for subject, members in grouped.items() if (row := _indicator(document, report_type, subject, members))
    )


def _indicator(document: Document, report_type: ReportType, subject: str, members: list[Mention]) -> Row | None:
    spec = next((f for f in report_type.fields.values() if subject in f.subjects), None)
    if spec is None:
        return None
    quantities: dict[str, Quantity] = {}
    for mention in members:
        quantities.setdefault("full" if mention.role == Cue.FULL else "score", mention.quantity)
    name = spec.name.removesuffix("得分")
    cells = {"name": name, **{key: quantity.digits for key, quantity in quantities.items()}}
    return Row(cells, document.cite(evidence_span(document, members[0])), "分", quantities)
