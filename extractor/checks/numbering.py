"""The numbers of headings: none left out, none twice, none without anything under it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.checks.context import Context
from extractor.checks.registry import check
from extractor.checks.wording import pages
from extractor.model import Evidence, Finding, Section, Severity, Span, Tested, Verdict
from extractor.numbers import fold
from extractor.numbers.numerals import numeral

_MARK = re.compile(r"[(（]?([0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]?")
_SAYS = re.compile(r"[0-9][0-9.,]*[万亿]?[元人%]|[，。]")


@check("NUMBERING")
def numbering(context: Context) -> Iterator[Finding | Tested]:
    """同级标题的序号应从一开始、连续不断、不重复；标题之下应有内容。

    标题之下空着、而它的内容被编成了下一个序号的，是多余的序号（只影响格式，不影响金额）。
    """
    for siblings in (context.document.sections, *(one.children for one in context.document.walk())):
        for run in _runs(siblings):
            yield from _siblings(context, run)


def _runs(sections: Sequence[Section]) -> Iterator[Sequence[Section]]:
    """Numbers that begin anew (1, 2, 3, 1, 2): a second list, whose own heading has no number or was not read."""
    numbers = [_number(section.mark) for section in sections]
    start = 0
    for at in range(2, len(sections) - 1):
        straight = numbers[start:at] == list(range(1, at - start + 1))
        if straight and at - start > 1 and numbers[at : at + 2] == [1, 2]:
            yield sections[start:at]
            start = at
    yield sections[start:]


def _siblings(context: Context, sections: Sequence[Section]) -> Iterator[Finding | Tested]:
    numbers = [_number(section.mark) for section in sections]
    if len(sections) < 2 or None in numbers:
        return
    marks = "".join(section.mark for section in sections)
    straight = numbers == list(range(1, len(numbers) + 1))
    stray = [index for index, section in enumerate(sections[:-1]) if _is_stray(context, section, sections[index + 1])]
    evidence = tuple(context.document.cite(Span(one.span.start, one.span.start + len(one.mark))) for one in sections)
    verdict = Verdict.HOLDS if straight and not stray else Verdict.FAILS
    yield Tested("NUMBERING", "序号连续", f"序号 {marks}", verdict, evidence)
    for index in stray:
        here, following = sections[index], sections[index + 1]
        cited = tuple(context.document.cite(one.heading) for one in (here, following))
        yield _finding(
            f"“{here.mark}{here.title}”之下没有内容，它的内容被编成了“{following.mark}”，"
            f"“{following.mark}”疑为多余的序号{pages(cited)}。",
            f"{marks}：{len(numbers)} 个序号，{len(numbers) - 1} 个标题",
            cited,
        )
    if not straight and _is_near(numbers):
        yield _finding(f"同级序号不连续：{marks}{pages(evidence)}。", marks, evidence)


def _finding(message: str, expression: str, evidence: tuple[Evidence, ...]) -> Finding:
    return Finding("NUMBERING", Severity.EXPLAIN, message, expression, "", "", "", evidence)


def _number(mark: str) -> int | None:
    match = _MARK.fullmatch(fold(mark).text.strip())
    if match is None:
        return None
    if match[1].isdigit():
        return int(match[1])
    read = numeral(match[1])
    return None if read is None else int(read[0]) * int(read[1])


def _is_near(numbers: Sequence[int | None]) -> bool:
    """One number is missing, twice or swapped; anything wilder was misread."""
    wrong = sum(number != place for place, number in enumerate(numbers, numbers[0] or 1))
    return numbers[0] == 1 and len(numbers) > 2 and wrong <= max(1, len(numbers) // 2)


def _is_stray(context: Context, here: Section, following: Section) -> bool:
    """A short heading with nothing below, and after it a number in front of a whole sentence with figures."""
    text = context.document.text
    empty = not text[here.heading.end : here.span.end].strip(" \n　")
    heading = not _SAYS.search(here.title) and 2 < len(here.title) <= 20 and here.title[-2:] in ("情况", "分析", "概况")
    body = text[following.heading.start : following.span.end]
    return bool(empty and heading and _SAYS.search(following.title) and re.search(r"[0-9]+\.?[0-9]* ?[万亿]?元", body))
