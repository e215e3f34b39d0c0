"""The numbers of a report that nothing took: no field, no row of a table or list, no problem and no measure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from extractor.model import Document, Leftover, Report, Span
from extractor.numbers import find
from extractor.reports.stretch import alone, moved

_AROUND = 24
_GLUED = re.compile(r"\d[\d,]*\.\d{3,}(?:\.\d+)+")
"""`12.5011.009.80`: no number has two points."""


def leftovers(document: Document, report: Report) -> tuple[Leftover, ...]:
    """The quantities of a report's text that are cited nowhere in it, in reading order; dates, codes and list numbers
    are no quantities."""
    if report.span is not None:
        return moved(leftovers(*alone(document, report, report.span)), report.span.start)
    taken = _merged(_taken(report))
    found = []
    at = 0
    for quantity in find(document.text):
        while at < len(taken) and taken[at].end <= quantity.number.start:
            at += 1
        if at == len(taken) or not taken[at].overlaps(quantity.number):
            found.append(Leftover(quantity, document.cite(quantity.span), _around(document.text, quantity.span)))
    return tuple(found)


def glued(document: Document, read: Iterable[Span]) -> tuple[str, ...]:
    """What to tell of figures that were pasted without a blank between them and that no table's sums could part."""
    apart = _merged(iter(read))
    found = [
        match.group()
        for match in _GLUED.finditer(document.text)
        if not any(span.start <= match.start() < span.end for span in apart)
    ]
    if not found:
        return ()
    return (f"有 {len(found)} 处数字连写在一起，分不开，没有读：“{found[0][:_AROUND]}”。请在报告里把它们隔开再读。",)


def _taken(report: Report) -> Iterator[Span]:
    for field in report.fields.values():
        if field.quantity is not None:
            yield field.quantity.span
        yield from (mention.span for mention in field.mentions)
        if field.evidence is not None:
            yield field.evidence.span
    for item in (*report.problems, *report.measures):
        yield item.evidence.span
    for row in report.indicators:
        yield row.evidence.span
    for row in report.projects:  # its evidence reaches from its first figure to its last, over others
        yield from (quantity.span for quantity in row.quantities.values())


def _merged(spans: Iterator[Span]) -> Sequence[Span]:
    """The spans in order, those that overlap made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _around(text: str, span: Span) -> str:
    """The words around a number, within its line."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
    stop = text.find("\n", span.end)
    end = min(len(text) if stop < 0 else stop, span.end + _AROUND)
    return " ".join(text[start:end].split())
