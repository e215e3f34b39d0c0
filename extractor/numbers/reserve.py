"""What looks like a number and is none: dates, list numbers, codes, ratios, idioms, ordinals, page numbers.

These are set aside before quantities are read, so that every digit of a text is in one or the other and silence is
never taken for agreement. The forms are in `dates`, `marks` and `codes`; all patterns are anchored at a digit or
numeral of the *folded* text and bounded in length, so that reading a text stays linear in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.model import Span
from extractor.numbers import codes, dates, marks
from extractor.numbers.idioms import idiom
from extractor.numbers.kinds import Found, Kind, measured
from extractor.numbers.numerals import CHARS, numeral
from extractor.numbers.units import SPOKEN_TAIL


@dataclass(frozen=True, slots=True)
class Reserved:
    """A place that must not be read as a quantity, with a span into the original text.

    `sides` is set for a RATIO: left and right of `1:65`, numerator and denominator of `2/3` or `三分之二`.
    """

    kind: Kind
    span: Span
    sides: tuple[Decimal, Decimal] | None = None


# A figure in running text whose unit rules out everything below; most figures of a report are such.
_SURE = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,9})(?:\.[0-9]{1,6})? ?[万亿元%人名家户件项]")
_ORDINAL = re.compile(r'[0-9]+(?:(?:[-~—至、到])第?[0-9]+)*(?:季度|号[楼院室]|[^0-9\s,，。;；、:()|"])?')
_GRADE = re.compile(r"[0-9]+(?:级|号[楼院线机文]?|等奖|楼|室|路公交|栋[0-9]+)")
_CN = f"[{CHARS}]"
_CN_ORDINAL = re.compile(rf"{_CN}+(?:部分|批次|季度|产业|[届条章节款项批期轮类级名位次年个步方])?")
_CN_GRADE = re.compile(r"[一二三四五六七八九十]{1,2}(?:级|等奖)")
_RATIO = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,4})?)[:/]([0-9]{1,9}(?:\.[0-9]{1,4})?)(?![0-9:/]|\.[0-9])")
_CN_FRACTION = re.compile(rf"({_CN}{{1,4}}|[0-9]{{1,3}})分之({_CN}{{1,5}}|[0-9]{{1,4}}(?:\.[0-9]{{1,4}})?)")
_CN_DECIMALS = re.compile("点[零一二三四五六七八九]{1,4}")
_QUOTED = re.compile(r"[“「『][^“”「」『』\n]{1,16}[”」』]|《[^《》\n]{1,80}》|\"[^\"\n]*\"")
_COUNTS_ONE = frozenset(("倍", "个百分点", "百分点", "成"))


def names(text: str) -> Iterator[tuple[int, int]]:
    """The ranges of the original text in which a Chinese numeral belongs to a name: short quotations, book titles."""
    for match in _QUOTED.finditer(text):
        if match[0][0] != '"' or match.end() - match.start() <= 18:
            yield match.span()


def reserved_digits(text: str, i: int) -> Found | None:
    """What is reserved at the ASCII digit `i`, the first of its run in a folded text."""
    before = text[i - 1] if i else "\n"
    if "\u4e00" <= before <= "\u9fff" and before != "第" and _SURE.match(text, i):
        return None
    return (
        marks.list_number(text, i, before)
        or codes.code(text, i, before)
        or _ordinal(text, i, before)
        or dates.date(text, i)
        or _ratio(text, i)
    )


def reserved_numeral(text: str, i: int) -> Found | None:
    """What is reserved at the Chinese numeral character `i` of a folded text."""
    before = text[i - 1] if i else "\n"
    found = marks.spoken_list_number(text, i, before)
    if found is not None:
        return found
    if before == "第" and (match := _CN_ORDINAL.match(text, i)):
        return Found(_which(text, i, match), i - 1, match.end())
    if (found := dates.spoken_date(text, i)) is not None:
        return found
    if (phrase := idiom(text, i)) is not None:
        return Found(Kind.IDIOM, *phrase)
    if match := _CN_GRADE.match(text, i):
        return Found(Kind.ORDINAL, i, match.end())
    return None


def article(text: str, i: int, end: int) -> bool:
    """True when the numeral `text[i:end]` is 一 before a measure word and counts nothing.

    `一个窗口`, `一批项目`, `一次会议` are prose; `共一个`, `一个：` and `一倍`, `一个百分点` do count.
    """
    if text[i:end] != "一" or (i and text[i - 1] in "共仅计"):
        return False
    tail = SPOKEN_TAIL.match(text, end)
    return bool(tail and tail["unit"] not in _COUNTS_ONE and text[tail.end() : tail.end() + 1] != ":")


def fraction(text: str, i: int) -> tuple[str, str, int] | None:
    """`百分之八十五` or `三分之二` at `i`: what stands before 分之, the digits of the other, and where it ends."""
    match = _CN_FRACTION.match(text, i)
    if match is None:
        return None
    below, above = match[1], match[2]
    end = match.end()
    if not above.isascii() and (more := _CN_DECIMALS.match(text, end)):
        above, end = above + more[0], more.end()
    digits = above if above.isascii() else "100" if above == "百" else _plain(above)
    if below not in ("百", "千", "万") and not below.isascii():
        below = _plain(below) or ""
    return (below, digits, end) if below and digits else None


def _plain(text: str) -> str | None:
    read = numeral(text)
    return None if read is None else str(Decimal(read[0]) * read[1])


def _ordinal(text: str, i: int, before: str) -> Found | None:
    if before == "第" and (match := _ORDINAL.match(text, i)):
        return Found(_which(text, i, match), i - 1, match.end())
    if match := _GRADE.match(text, i):
        return Found(Kind.ORDINAL, i, match.end())
    return None


def _which(text: str, i: int, match: re.Match[str]) -> Kind:
    """What `第…` is: a page, a quarter, the number of a line that begins with it, or one of a series."""
    last, follows = match[0][-1], text[match.end() : match.end() + 1]
    if last == "页":
        return Kind.PAGE
    if match[0].endswith("季度") or text.startswith("季度", match.end() - 1):
        return Kind.DATE
    fresh = i == 1 or text[i - 2] in marks.LINE_ENDS
    return Kind.LIST_NUMBER if fresh and (last in "章节条款分" or follows in "，,、:") else Kind.ORDINAL


def _ratio(text: str, i: int) -> Found | None:
    match = _RATIO.match(text, i)
    if match is None or measured(text, match.end()):
        return None
    return Found(Kind.RATIO, i, match.end(), (Decimal(match[1]), Decimal(match[2])))
