"""存在问题 and 改进措施 as items: where they stand (`item_places`), and how each place splits (`item_split`)."""

from __future__ import annotations

import re

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
_FULL = 20
"""A line of at least this many characters that no sign ends was broken by the layout; a shorter one is a title."""
_EDGE = " \n\t　|*，,"
_PAGE = re.compile(r"\W*\d{1,3}\W*|\W*第\s*\d{1,3}\s*页\W*")
"""The number of a page that the text was cut at."""


def problems_and_measures(document: Document, report_type: ReportType) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """Every problem the report owns up to and every measure it promises, each once; none where it says 无."""
    found: dict[Side, list[Item]] = {Side.PROBLEM: [], Side.MEASURE: []}
    if not report_type.problem_heads and not report_type.measure_heads:
        return (), ()
    heads = heads_of(report_type)
    folded = fold(document.text)
    splitter = Splitter(folded.text, heads)
    for place in Finder(document, folded, heads).places():
        for piece in splitter.items(place):
            span = trim(document.text, folded.span(piece.start, piece.end)) if piece.start < piece.end else None
            if span is not None and not is_none(folded.text[folded.at(span.start) : folded.at(span.end)]):
                found[piece.side].append(_item(document, span))
    every = ({item.text: item for item in items if item.text} for items in found.values())
    problems, measures = (tuple(items.values()) for items in every)
    return problems, measures


def _item(document: Document, span: Span) -> Item:
    text = ""
    for line in document.text[span.start : span.end].split("\n"):
        if text and not _PAGE.fullmatch(line):
            text += "" if len(text) >= _FULL and text[-1] not in "。；;：:！？" else " "
        text += "" if _PAGE.fullmatch(line) else line.strip()
    return Item(text, document.cite(span))


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
