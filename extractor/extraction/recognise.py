"""Which reports a file holds, of which type, and where each begins and ends.

A file may hold one report, with its cover before it and its forms after it; several (the department's, then those of
its projects); one inside a 部门决算; or none: a notice with attachments, or something else altogether. What titles look
like is declared (`titles:` of a type, `reports/_titles.yaml`); what makes a new report of a title is here: it opens
something that is numbered from 一 again, or a form, and it has a body.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from extractor.extraction.titles import Title, Use, title_lines
from extractor.model import Document, Span
from extractor.numbers import fold
from extractor.reports import ReportType
from extractor.reports.titles import Titles
from extractor.reports.titles import titles as declared

_LEAST = 30
"""Fewer characters than this below a title are no report."""
_FIGURE = re.compile(
    r"\d[\d,.]*\s*(?:[万亿千]?元|%|％|分|人|名|个|件|项)|[\t|]\s*[\d.,]+\s*%?\s*(?=[\t|\n])|^[\d.,]+%?$", re.MULTILINE
)
_CHAPTER = re.compile(r"^\s*([一二三四五六七八九十]{1,3})\s*[、.．]", re.MULTILINE)
_OPENING = 1500
_BODY = 4
"""The name of a department is at least this long."""
_COMMON = re.compile(
    r"(?:19|20)\d\d(?:年度?)?|年度?|关于|支出|资金|部门|单位|整体|项目|专项|绩效|自我?|评价?|报告书?|情况|[表的()（）\s:：]"
)


class Shape(StrEnum):
    """In what guise a report stands in its file."""

    REPORT = "report"
    FORM = "form"
    """A 自评表 alone."""
    EMBEDDED = "embedded"
    """Inside a 部门决算."""
    UNTITLED = "untitled"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One report: its type, its guise, and where it stands (None: it is the whole file)."""

    type: str
    shape: Shape
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """The reports of a file in reading order; `notice`: its first title is that of a notice, not of a report."""

    stretches: tuple[Stretch, ...]
    notice: bool = False

    def main(self) -> Stretch:
        """The report that speaks for the file: the first of the whole department, else the first."""
        return next((one for one in self.stretches if one.type == "department"), self.stretches[0])


def recognise(document: Document, own: ReportType | None = None) -> Recognised:
    """The reports of a document. `own`: a type that the user named, whose titles count before all others."""
    titles = declared(own)
    found = _parts(tuple(title_lines(document, titles)))
    reports = _starts(document, [title for title in found if title.use is Use.REPORT], titles)
    if not reports:
        notice = bool(found) and found[0].use is Use.NOTICE
        return Recognised((_whole(document, () if notice else found, titles),), notice)
    if len(reports) == 1:
        title = reports[0]
        hosted = any(one.use is Use.HOST and one.start < title.start for one in found)
        shape = Shape.EMBEDDED if hosted else Shape.FORM if title.is_table else Shape.REPORT
        return Recognised((Stretch(_type(document, title, titles), shape),))
    ends = [one.start for one in reports[1:]] + [len(document.text)]
    starts = [0, *ends[:-1]]
    return Recognised(
        tuple(
            Stretch(
                _type(document, title, titles),
                Shape.FORM if title.is_table else Shape.REPORT,
                Span(start, start + len(document.text[start:end].rstrip())),
            )
            for title, start, end in zip(reports, starts, ends, strict=True)
        )
    )


def _parts(found: tuple[Title, ...]) -> tuple[Title, ...]:
    """The titles, those of the parts of a file (`第一部分 …`, `第二部分 …`) as titles of reports."""
    parts = [one for one in found if one.use is Use.CHAPTER and one.type and one.words.startswith("第")]
    if len(parts) < 2 or any(one.use is Use.HOST for one in found):
        return found
    return tuple(replace(one, use=Use.REPORT) if one in parts else one for one in found)


def _whole(document: Document, found: Sequence[Title], titles: Titles) -> Stretch:
    """The one stretch of a file in which no title opens a report."""
    chapter = next((one for one in found if one.use is Use.CHAPTER), None)
    host = any(one.use is Use.HOST for one in found)
    if chapter or host:
        return Stretch(titles.usual, Shape.EMBEDDED if host else Shape.REPORT)
    type_ = _by_name(document.text[:_OPENING], titles) or titles.usual
    return Stretch(type_, Shape.UNTITLED)


def _starts(document: Document, candidates: Sequence[Title], titles: Titles) -> list[Title]:
    """The titles that each open a report; a cover, a running title and a form of the same report open none."""
    opened: list[Title] = []
    for index, title in enumerate(candidates):
        stop = candidates[index + 1].start if index + 1 < len(candidates) else len(document.text)
        if not opened:
            if _has_body(document.text, title, stop) or _again(title, candidates[index + 1 :], document, titles):
                opened.append(title)
            continue
        same = _type(document, title, titles) == _type(document, opened[-1], titles)
        if title.type is None or (same and _same(document, opened[-1], title, titles)):
            continue
        if _has_body(document.text, title, stop) and _begins_anew(document.text, title, stop):
            opened.append(title)
    return opened


def _again(title: Title, later: Sequence[Title], document: Document, titles: Titles) -> bool:
    """True for the title on a cover: the next one repeats it."""
    return (
        bool(later)
        and title.type == later[0].type
        and _same(document, title, later[0], titles)
        and (_has_body(document.text, later[0], len(document.text)))
    )


def _has_body(text: str, title: Title, stop: int) -> bool:
    body = text[title.end : stop]
    return len("".join(body.split())) >= _LEAST and len(_FIGURE.findall(body)) >= 2


def _begins_anew(text: str, title: Title, stop: int) -> bool:
    """True when the chapters after a title are counted from 一 (or it has none); a caption amid a report is not one."""
    chapter = _CHAPTER.search(text, title.end, stop)
    return chapter is None or chapter.group(1) == "一"


def _same(document: Document, one: Title, other: Title, titles: Titles) -> bool:
    """True when two titles of a type may be of one report: neither names what the other does not."""
    names = [_named(document, title, titles) for title in (one, other)]
    if all(names):
        return names[0] == names[1]
    cores = [_COMMON.sub("", title.words) for title in (one, other)]
    if one.type == titles.usual and min(map(len, cores)) < _BODY:
        return True
    return cores[0] in cores[1] or cores[1] in cores[0]


def _named(document: Document, title: Title, titles: Titles) -> str:
    """The project that a line 项目名称 soon after a title names."""
    found = _name_line(titles).search(fold(document.text[title.end : title.end + 400]).text)
    return found.group(1) if found else ""


def _type(document: Document, title: Title, titles: Titles) -> str:
    if title.type is not None:
        return title.type
    return _by_name(document.text[title.start : title.start + _OPENING], titles) or titles.usual


def _by_name(opening: str, titles: Titles) -> str | None:
    """A report that names its project at the start is a project's, unless it spoke of the whole department before."""
    folded = fold(opening).text
    named = _name_line(titles).search(folded)
    whole = named is not None and titles.types[titles.usual].search(folded, 0, named.start()) is not None
    return titles.named if named and not whole else None


def _name_line(titles: Titles) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\n\t|])(?:{titles.names.pattern})[:\t|\n]+([^\n\t|:]{{2,40}})")


def narrowed(found: Recognised, name: str) -> Recognised:
    """Only the stretches of one type, where there are any; else the whole file as that type."""
    fitting = tuple(one for one in found.stretches if one.type == name)
    if fitting:
        return replace(found, stretches=fitting)
    return replace(found, stretches=(Stretch(name, found.stretches[0].shape),))
