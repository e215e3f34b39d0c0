"""存在问题 and 改进措施 as items: where they stand (`item_places`), and how each place splits (`item_split`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.extraction.item_heads import Side, heads_of
from extractor.extraction.item_places import Finder
from extractor.extraction.item_split import Splitter
from extractor.extraction.item_words import is_none, is_tail
from extractor.model import Document, Item, Span
from extractor.numbers import fold
from extractor.reports import ReportType

_MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十][，,、:]"
    r"|[（(]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]、?|\d{1,2}\s*[.、．)）](?!\d)|[一二三四五六七八九十]{1,2}、|[①-⑳])\s*[，,：:]?"
)
_EDGE = " \n\t　|*，,"
_PAGE = re.compile(r"\W*\d{1,3}\W*|\W*第\s*\d{1,3}\s*页\W*")
"""The number of a page that the text was cut at."""


def problems(document: Document, report_type: ReportType) -> tuple[Item, ...]:
    """Every problem the report owns up to; none when it says 无."""
    return tuple(_items(document, report_type, Side.PROBLEM))


def measures(document: Document, report_type: ReportType) -> tuple[Item, ...]:
    """Every measure the report promises."""
    return tuple(_items(document, report_type, Side.MEASURE))


def _items(document: Document, report_type: ReportType, side: Side) -> Iterator[Item]:
    for span in _spans(document, report_type, side):
        lines = document.text[span.start : span.end].split("\n")
        yield Item(" ".join(line for line in lines if not _PAGE.fullmatch(line)), document.cite(span))


def _spans(document: Document, report_type: ReportType, side: Side) -> Iterator[Span]:
    heads = heads_of(report_type)
    folded = fold(document.text)
    splitter = Splitter(folded.text, heads)
    for place in Finder(document, folded, heads).places():
        for piece in splitter.items(place.start, place.end, place.sides):
            if piece.side is side and piece.start < piece.end:
                span = trim(document.text, folded.span(piece.start, piece.end))
                if span is not None and not is_none(folded.text[folded.at(span.start) : folded.at(span.end)]):
                    yield span


def trim(text: str, span: Span) -> Span | None:
    """Without the list number, without a lead-in that only announces the list, without a signature at the end."""
    start, end = span.start, span.end
    mark = _MARK.match(text, start, end)
    if mark:
        start = mark.end()
    lines = text[start:end].split("\n")
    while lines and (not lines[-1].strip() or (len(lines) > 1 and is_tail(lines[-1]))):
        end -= len(lines[-1]) + 1
        lines.pop()
    while start < end and text[start] in _EDGE:
        start += 1
    while start < end and text[end - 1] in _EDGE:
        end -= 1
    if start >= end or re.match(r"^[^。；]*[：:]$", text[start:end]) or is_tail(text[start:end]):
        return None
    return Span(start, end)
