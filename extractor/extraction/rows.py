"""Rows of prose lists: projects with their budget and outlay, indicators with their full mark and score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extractor.extraction.figures import evidence_span
from extractor.extraction.indicators import table_indicators
from extractor.extraction.mention import PRINTED, Mention
from extractor.extraction.run_together import run_indicators
from extractor.extraction.vocabulary import Cue
from extractor.model import Dimension, Document, Quantity, Row, Span
from extractor.reports import Facet, ReportType

_STAGES = {"initial": "budget", "adjusted": "budget", "final": "final"}
_LONGEST_NAME = 30
_NEIGHBOURS = 5
"""Between one project's two figures and the next one's there may stand a score or a remark."""


def projects(document: Document, report_type: ReportType, found: Sequence[Mention]) -> tuple[Row, ...]:
    """Items that a 项目支出 section names itself, each with its 年初预算 and 实际支出 as far as printed."""
    grouped: dict[str, list[Mention]] = {}
    whole: set[str] = set()  # items that a list of 项目支出 announces need not print both figures
    paired = _paired(found)
    for mention in found:
        head = found[mention.head] if mention.head is not None else None
        whole_of = head.subject if head is not None else mention.of
        listed = whole_of is not None and whole_of == report_type.project_subject
        if _is_item(mention) and (listed or mention.name in paired or _is_project(mention, report_type)):
            grouped.setdefault(mention.name, []).append(mention)
            if listed:
                whole.add(mention.name)
    rows = (_project(document, name, members, whole=name in whole) for name, members in grouped.items())
    return tuple(row for row in rows if row is not None)


def _paired(found: Sequence[Mention]) -> frozenset[str]:
    """Names that each print a budget and an outlay, one right after the other, at least two names in a row."""
    pairs = [
        (index, one.name)
        for index, (one, other) in enumerate(pairwise(found))
        if _is_item(one) and _is_item(other) and one.name == other.name and _STAGES[one.measure or ""] == "budget"
        if _STAGES[other.measure or ""] == "final"
    ]
    rows = (two for (at, one), (next_, two) in pairwise(pairs) if next_ - at <= _NEIGHBOURS)
    return frozenset(rows) | {one for (at, one), (next_, _) in pairwise(pairs) if next_ - at <= _NEIGHBOURS}


def _is_item(mention: Mention) -> bool:
    """A sum of this year that goes by a name of its own."""
    return (
        bool(mention.name)
        and len(mention.name) <= _LONGEST_NAME
        and mention.quantity.dimension is Dimension.MONEY
        and mention.facet is Facet.AMOUNT
        and not mention.prior
        and mention.measure in _STAGES
    )


def _is_project(mention: Mention, report_type: ReportType) -> bool:
    """Named in a section about projects, with its stage beside it."""
    return report_type.project_subject in mention.topic.subjects and mention.measured == PRINTED


def _project(document: Document, name: str, members: list[Mention], *, whole: bool) -> Row | None:
    quantities: dict[str, Quantity] = {}
    for mention in members:
        quantities.setdefault(_STAGES[mention.measure or ""], mention.quantity)
    if set(quantities) != {"budget", "final"} and not whole:
        return None
    spans = [evidence_span(document, mention) for mention in members]
    span = Span(min(s.start for s in spans), max(s.end for s in spans))
    units = Counter(quantity.unit_text for quantity in quantities.values())
    usual = units.most_common(1)[0][0]
    cells = {"name": name, **{key: _printed(quantity, usual) for key, quantity in quantities.items()}}
    return Row(cells, document.cite(span), usual or None, quantities)


def _printed(quantity: Quantity, unit: str) -> str:
    """The figure of a cell; with its unit where that is not the row's (a slip must show)."""
    return quantity.digits if quantity.unit_text == unit else f"{quantity.digits}{quantity.unit_text}"


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
