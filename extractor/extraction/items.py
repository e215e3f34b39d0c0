"""存在问题 and 改进措施 as items: found by their headings, split by list numbers, `一是…二是…`, or paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from extractor.extraction.wording import any_of
from extractor.model import Document, Item, Section, Span
from extractor.numbers import fold
from extractor.reports import ReportType

_TITLE = 36
"""A heading is at most this long; a longer first sentence only mentions problems."""
_LABEL = 24
"""A label cell of a form is at most this long."""
_NONE = re.compile(r"^(?:无|暂无|没有|不存在|未发现)[^，]{0,10}[。.]?$")
_ORDINAL = re.compile(
    r"(?<![^。；;：:，,\n\t|])\s*"
    r"(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十][，,、]|[①-⑳]|[（(]\d{1,2}[)）]|\d{1,2}[.、](?!\d))"
)
_MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十][，,、]"
    r"|[（(]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]、?|\d{1,2}\s*[.、．)）]|[一二三四五六七八九十]{1,2}、|[①-⑳])\s*[，,：:]?"
)
_LEAD_IN = re.compile(r"^[^。；]*[：:]$")
_TAIL = re.compile(
    r"^\s*(?:附件|附表|附[:：]|特此|此页|(?:19|20)\d\d\s*年\s*\d|[^，。；]{2,24}[局院厅委办镇乡校处心会]\s*$|联系人|填报人)"
)


class _Side(Enum):
    PROBLEM = auto()
    MEASURE = auto()


_TURNS = re.compile(
    r"(?P<measure>(?:下一步)?(?:拟)?(?:采取的?)?(?:改进|整改|工作|对应|完善|努力)?的?"
    r"(?:措施|打算|建议|思路|计划|改进|整改|方向|安排|办法|对策|意见|举措)(?:及建议|如下|为|是)?[:：])"
    r"|(?P<problem>(?:存在的?|主要)*(?:问题|不足|短板|困难)(?:及原因|和不足)?(?:有|是|如下)?[:：])"
)
"""Where a stretch that holds both turns from one side to the other."""
_PROMISES = re.compile(
    r"(?<=[。；;\n])\s*(?=(?:针对|为此|对此|今后|下一?步|后续|下一年度?|明年|(?:20\d\d)年[，,]?[我本]?[局院校镇乡委校单位中心]{0,2}[将要拟]"
    r"|[我本](?:[局院校镇乡委所站]|单位|部门|中心)将|将|拟|建议|要(?!求)|应当?|需要?))"
)
"""In an item that holds both sides without saying so, the first sentence that promises opens the measure."""


def problems(document: Document, report_type: ReportType) -> tuple[Item, ...]:
    """Every problem the report owns up to; none when it says 无."""
    return tuple(_items(document, report_type, _Side.PROBLEM))


def measures(document: Document, report_type: ReportType) -> tuple[Item, ...]:
    """Every measure the report promises."""
    return tuple(_items(document, report_type, _Side.MEASURE))


def _items(document: Document, report_type: ReportType, side: _Side) -> Iterator[Item]:
    yield from _cells(document, report_type, side)
    heads = {_Side.PROBLEM: any_of(report_type.problem_heads), _Side.MEASURE: any_of(report_type.measure_heads)}
    other = heads[_Side.MEASURE if side is _Side.PROBLEM else _Side.PROBLEM]
    for section, mixed in _sections(document.sections, heads[side], other):
        spans = _mixed(document.text, section, side) if mixed else _split(document.text, section)
        yield from _trimmed(document, spans)


def _cells(document: Document, report_type: ReportType, side: _Side) -> Iterator[Item]:
    """Items in the cell beside or below a label cell of a form (`存在问题 | 1.… 2.…`)."""
    wanted = any_of(report_type.problem_heads if side is _Side.PROBLEM else report_type.measure_heads)
    other = any_of(report_type.measure_heads if side is _Side.PROBLEM else report_type.problem_heads)
    for table in document.tables:
        for cell in table.cells:
            label = fold(document.text[cell.span.start : cell.span.end]).text if cell.span else ""
            if not label or len(label) > _LABEL or not wanted.search(label) or table.head(cell):
                continue
            content = table.at(cell.r0, cell.c1)
            if content is not None and content.span is not None:
                mixed = bool(other.search(label))
                for found, span in _turns(document.text, content.span) if mixed else ((side, content.span),):
                    if found is side:
                        yield from _trimmed(document, _pieces(document.text, span))


def _trimmed(document: Document, spans: Iterable[Span]) -> Iterator[Item]:
    for span in spans:
        trimmed = _trim(document.text, span)
        if trimmed is not None and not _NONE.match(document.text[trimmed.start : trimmed.end]):
            text = document.text[trimmed.start : trimmed.end]
            yield Item(" ".join(text.split("\n")), document.cite(trimmed))


def _sections(
    sections: tuple[Section, ...], wanted: re.Pattern[str], other: re.Pattern[str]
) -> Iterator[tuple[Section, bool]]:
    """The innermost sections with a wanted heading; True for one whose heading names both sides."""
    for section in sections:
        inner = list(_sections(section.children, wanted, other))
        title = fold(section.title).text
        if inner or len(title) > _TITLE or not wanted.search(title):
            yield from inner
        elif not any(other.search(fold(child.title[:_TITLE]).text) for child in section.children):
            yield section, bool(other.search(title))


def _split(text: str, section: Section) -> Iterator[Span]:
    """The spans of the items of a section, list numbers included."""
    if not section.children:
        yield from _pieces(text, _body(text, section))
        return
    for child in section.children:
        if _is_group(text, child):
            yield from _split(text, child)
        else:
            yield Span(child.heading.start, child.span.end)


def _mixed(text: str, section: Section, side: _Side) -> Iterator[Span]:
    """The items of one side of a section that holds both: item by item, or one side after the other."""
    if section.children:
        for child in section.children:
            for found, span in _turns(text, Span(child.heading.start, child.span.end)):
                if found is side:
                    yield span
        return
    body = _body(text, section)
    if body is not None:
        for found, span in _turns(text, body):
            if found is side:
                yield from _pieces(text, span)


def _turns(text: str, span: Span) -> Iterator[tuple[_Side, Span]]:
    """The stretches of a span by the side they speak of; it begins with the problem."""
    side, start = _Side.PROBLEM, span.start
    for turn in _TURNS.finditer(text, span.start, span.end):
        if start < turn.start():
            yield side, Span(start, turn.start())
        side, start = (_Side.MEASURE if turn.group("measure") else _Side.PROBLEM), turn.end()
    promise = _PROMISES.search(text, start, span.end) if start == span.start else None
    if promise is not None:
        yield side, Span(start, promise.start())
        side, start = _Side.MEASURE, promise.end()
    if start < span.end:
        yield side, Span(start, span.end)


def _body(text: str, section: Section) -> Span | None:
    start = section.heading.end
    while start < section.span.end and text[start] in "。：:；\n 　":
        start += 1
    return Span(start, section.span.end) if start < section.span.end else None


def _is_group(text: str, child: Section) -> bool:
    """A numbered line that only groups the numbered items below it (`（一）预算管理方面`)."""
    if len(child.children) < 2:
        return False
    body = text[child.heading.end : child.children[0].span.start]
    return len(body.strip("。：:\n ")) < 12


def _pieces(text: str, span: Span | None) -> Iterator[Span]:
    """Split a stretch without list numbers of its own at 一是 / 二是 when it has at least two, else at paragraphs."""
    if span is None:
        return
    marks = list(_ORDINAL.finditer(text, span.start, span.end))
    if len(marks) >= 2:
        for mark, after in zip(marks, [*marks[1:], None], strict=True):
            stop = text.find("\n", mark.end(), span.end)
            end = after.start() if after else stop if stop >= 0 else span.end
            if mark.end() < end:
                yield Span(mark.start(), end)
        return
    at = span.start
    for line in text[span.start : span.end].split("\n"):
        if line.strip():
            yield Span(at, at + len(line))
        at += len(line) + 1


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
