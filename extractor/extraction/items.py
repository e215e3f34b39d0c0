"""存在问题 and 改进措施 as items: found by their headings, split by list numbers, `一是…二是…`, or paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.extraction.wording import any_of
from extractor.model import Document, Item, Section, Span
from extractor.numbers import fold
from extractor.reports import ReportType

_NONE = re.compile(r"^(?:无|暂无|没有|不存在)[^，]{0,8}[。.]?$")
_INLINE = re.compile(
    r"(?:(?<=[。；;：:，,\n])|^)\s*(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十][，,、]|[①-⑳]|[（(]\d{1,2}[)）])"
)
_TAIL = re.compile(
    r"^\s*(?:附件|附表|附[:：]|特此|此页|(?:19|20)\d\d\s*年\s*\d|[^，。；]{2,24}[局院厅委办镇乡校处心会]\s*$|联系人|填报人)"
)
_PAIRED = re.compile(r"^(?:\s*[（(]?\d{0,2}[)）.、]?\s*)?(?:改进措施|整改措施|下一步改进措施|措施|建议)\s*[:：]")


def problems(document: Document, report_type: ReportType) -> tuple[Item, ...]:
    """Every problem the report owns up to; none when it says 无."""
    return tuple(_items(document, any_of(report_type.problem_heads), any_of(report_type.measure_heads)))


def measures(document: Document, report_type: ReportType) -> tuple[Item, ...]:
    """Every measure the report promises."""
    return tuple(_items(document, any_of(report_type.measure_heads), any_of(report_type.problem_heads)))


def _items(document: Document, wanted: re.Pattern[str], other: re.Pattern[str]) -> Iterator[Item]:
    for section in _sections(document, wanted, other):
        for span in _split(document.text, section):
            span = _trim(document.text, span)
            if span is not None and not _NONE.match(document.text[span.start : span.end]):
                yield Item(" ".join(document.text[span.start : span.end].split("\n")), document.cite(span))


def _sections(document: Document, wanted: re.Pattern[str], other: re.Pattern[str]) -> list[Section]:
    """The outermost sections with a wanted heading; one that also names the other side is entered for its children."""

    def visit(sections: tuple[Section, ...]) -> Iterator[Section]:
        for section in sections:
            title = fold(section.title).text
            hit = len(title) <= 36 and wanted.search(title)
            inner = list(visit(section.children))
            if inner or not hit or other.search(title):
                yield from inner
            else:
                yield section

    return list(visit(document.sections))


def _split(text: str, section: Section) -> Iterator[Span]:
    """The spans of the items of a section, list numbers included."""
    if section.children:
        for child in section.children:
            if _is_group(text, child):
                yield from _split(text, child)
            else:
                yield from _inline(text, Span(child.heading.start, child.span.end), child)
        return
    start = section.heading.end
    while start < section.span.end and text[start] in "。：:；\n 　":
        start += 1
    if start < section.span.end:
        yield from _inline(text, Span(start, section.span.end), None)


def _is_group(text: str, child: Section) -> bool:
    """A numbered line that only groups the numbered items below it (`（一）预算管理方面`)."""
    if len(child.children) < 2:
        return False
    body = text[child.heading.end : child.children[0].span.start]
    return len(body.strip("。：:\n ")) < 12


def _inline(text: str, span: Span, child: Section | None) -> Iterator[Span]:
    """Split a stretch at 一是 / 二是 when it has at least two, else at paragraphs (only without list numbers)."""
    marks = [m for m in _INLINE.finditer(text, span.start, span.end)]
    if len(marks) >= 2 and child is None:
        for mark, after in zip(marks, [*marks[1:], None], strict=True):
            end = after.start() if after else _paragraph_end(text, mark.end(), span.end)
            if mark.end() < end:
                yield Span(mark.start(), end)
        return
    if child is not None:
        yield span
        return
    at = span.start
    for line in text[span.start : span.end].split("\n"):
        if line.strip():
            yield Span(at, at + len(line))
        at += len(line) + 1


def _paragraph_end(text: str, at: int, end: int) -> int:
    stop = text.find("\n", at, end)
    return end if stop < 0 else stop


_MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十][，,、]|[（(]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]、?"
    r"|\d{1,2}\s*[.、．)）]|[一二三四五六七八九十]{1,2}、|[①-⑳])\s*[，,：:]?"
)
_LEAD_IN = re.compile(r"^[^。；]*[：:]$")


def _trim(text: str, span: Span) -> Span | None:
    """Without the list number, without a lead-in that only announces the list, without a signature at the end."""
    start, end = span.start, span.end
    mark = _MARK.match(text, start, end)
    if mark:
        start = mark.end()
    lines = text[start:end].split("\n")
    while lines and (not lines[-1].strip() or (len(lines) > 1 and _TAIL.match(lines[-1]))):
        end -= len(lines[-1]) + 1
        lines.pop()
    while start < end and text[start].isspace():
        start += 1
    while start < end and (text[end - 1].isspace() or (text[end - 1] in "；;，," and mark)):
        end -= 1
    if start >= end or _LEAD_IN.match(text[start:end]) or _TAIL.match(text[start:end]):
        return None
    return Span(start, end)
