"""List numbers and page numbers: digits that number the text instead of saying something in it.

A list number stands where a line, or a clause, begins, and has a mark behind it. At the beginning of a line
`1.3家企业` is item 1 with 3家, since nobody counts 1.3 of a 家; `1.3万元` there is money.
"""

from __future__ import annotations

import re

from extractor.model import Dimension
from extractor.numbers.kinds import Found, Kind, measured
from extractor.numbers.numerals import CHARS
from extractor.numbers.units import TAIL, UNITS

LINE_ENDS = "\n\f"
_CLAUSE_ENDS = LINE_ENDS + "\t|。；;!?！？)"
_STOPS = _CLAUSE_ENDS + "：:，,、"
_CIRCLED = ((0x2460, 0x249B), (0x24EA, 0x24FE), (0x2776, 0x2793))
MARKS = "".join(chr(code) for first, last in _CIRCLED for code in range(first, last + 1))
"""Characters that are list numbers by themselves: `①` `⑴` `⒈`."""

_YEAR = "(?:19|20)[0-9]{2}年"
_MARK = re.compile(rf"[0-9]{{1,2}}[.、](?= ?(?:{_YEAR}|[^0-9 .,%、~-])|$)")
_FRESH_MARK = re.compile(r"[0-9]{1,2}(?:\.(?= [0-9])|、(?=[0-9])|\)(?=[一-龥\"]))")
_SECTION = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[.、]?(?=[一-龥\"(])")
_BEFORE_COUNT = re.compile(r"([1-9][0-9]?\.)[1-9][0-9]*")
_BRACKETED = re.compile(r"[0-9]{1,2}\)")
_DASHED_PAGE = re.compile(r"[0-9]{1,4} ?[-—~·]{1,2}(?=[\n\f]|$)")
_LONE_LINE = re.compile(r"[0-9]{1,3}(?=[\n\f])")
_OF_PAGES = re.compile(r"[0-9]{1,4}(?:页|/[0-9]{1,4}页)")
_SPOKEN = re.compile(rf"[一二三四五六七八九十]{{1,3}}(?:[、.](?![{CHARS}0-9])|\)|是(?!否)|[:，,](?=[一-龥]))")


def list_number(text: str, i: int, before: str) -> Found | None:
    """The list number or page number at the ASCII digit `i`; `before` is the character in front of it."""
    if before in "(-—~·共第":
        return _bracketed(text, i) if before == "(" else _page(text, i, before)
    if before not in _STOPS:
        return None
    fresh = before in LINE_ENDS
    if (before in _CLAUSE_ENDS or before in "：:，,") and (match := _MARK.match(text, i)):
        return Found(Kind.LIST_NUMBER, i, match.end())
    if not fresh:
        return None
    if match := _FRESH_MARK.match(text, i):
        return Found(Kind.LIST_NUMBER, i, match.end())
    if match := _BEFORE_COUNT.match(text, i):
        tail = TAIL.match(text, match.end())
        unit = UNITS.get(tail["unit"] or "") if tail and not tail["scale"] else None
        if unit and unit.exact and unit.dimension in (Dimension.COUNT, Dimension.PEOPLE):
            return Found(Kind.LIST_NUMBER, i, match.end(1))
    if (match := _SECTION.match(text, i)) and not measured(text, match.end()):
        return Found(Kind.LIST_NUMBER, i, match.end())
    match = _LONE_LINE.match(text, i)
    if match and _blank_line(text, i, match.end()):
        return Found(Kind.PAGE, i, match.end())
    return None


def spoken_list_number(text: str, i: int, before: str) -> Found | None:
    """The list number at the Chinese numeral `i`: `一、` `（一）` `一是`."""
    opened = before == "("
    outer = (text[i - 2] if i > 1 else "\n") if opened else before
    if not opened and outer not in _STOPS and outer not in '"':
        return None
    match = _SPOKEN.match(text, i)
    if match is None or (match[0][-1] == ")") is not opened:
        return None
    if match[0][-1] in ":，," and outer not in LINE_ENDS:
        return None
    return Found(Kind.LIST_NUMBER, i - opened, match.end())


def _bracketed(text: str, i: int) -> Found | None:
    """`（1）` where a clause begins, or in front of words: `包括（1）加强…`."""
    match = _BRACKETED.match(text, i)
    if match is None:
        return None
    outer = text[i - 2] if i > 1 else "\n"
    follows = text[match.end() : match.end() + 1]
    if outer in _STOPS or ("一" <= follows <= "龥" and match.end() == i + 2):  # 指标（20）is no item 20
        return Found(Kind.LIST_NUMBER, i - 1, match.end())
    return None


def _page(text: str, i: int, before: str) -> Found | None:
    """`- 5 -` alone on its line, `第5页`, `共9页`."""
    if before in "共第":
        match = _OF_PAGES.match(text, i)
        if match is None or (before == "共" and "第" not in text[max(0, i - 12) : i + 12]):
            return None
        return Found(Kind.PAGE, i - 1, match.end())
    start = i - 1
    while start > i - 2 and start > 0 and text[start - 1] in "-—":
        start -= 1
    match = _DASHED_PAGE.match(text, i)
    if match and (start == 0 or text[start - 1] in LINE_ENDS):
        return Found(Kind.PAGE, start, match.end())
    return None


def _blank_line(text: str, start: int, end: int) -> bool:
    """A number of its own paragraph: blank lines or page breaks on both sides. A lone table cell is none."""
    above = text[max(0, start - 2) : start]
    below = text[end : end + 2]
    return (above == "\n\n" or above[-1:] == "\f") and (below == "\n\n" or below[:1] == "\f")
