"""Where lists of names stand: after the count that announces them, in the bracket behind it, or before it."""

from __future__ import annotations

import re

from extractor.extraction.listing import NAME_TAIL, clean_name
from extractor.model import Span

_AFTER = re.compile(r"[^。；;\n]{0,14}?(?:(?:包括|分别[为是]|如下|[即既为是有含])[:：]?|[:：])")
_NOUN = re.compile(r"[\u4e00-\u9fff]{0,8}(?:[（(][科股处室部队][）)]|(?=[（(]))")
_END = re.compile(r"[。；;\n]|等(?=[\d一二三四五六七八九十两]|[^、，]{0,4}[。；;，,\n个]|$)")
_SUMMED = re.compile(r"[，,]?(?:[一总]?共[计是有]?|合计|总计|计)$")
_OWN_LABEL = re.compile(r"(?:机构|单位|科室|股室|处室|部门)$")
"""`二级机构5个`: the word before the count is its label, not the last name of a list."""
_LEADS = re.compile(
    r"[我本该][局院委办会镇乡校队站所](?:机关)?(?=[^设有内下机])|(?:主要)?(?:包括|分别[为是]|[下内]设(?:立(?!案)|[置有])?机?构?|下辖|(?:下属|所属|直属)(?:的|[二级预算事业基层]{0,4}(?:单位|机构)(?=[省市州盟县区旗镇乡]))?|管理着?(?=[省市州盟县区旗镇乡])|设有|设置|设立(?!案)|(?<![建开])[设辖含]|(?<![国所])有|[:：])[:：]?"
)
_ITEM = re.compile(r"(?:\d{1,2}[.、．]|[(（]\d{1,2}[)）]|[①-⑳])[ \u3000]*([^，。；;\n]{3,30})")
_OWN = ("本级", "机关")
_BETWEEN = re.compile(r"[；;。、，]?\s*")


def to_comma(text: str, span: Span) -> Span | None:
    """The span up to its first comma outside brackets, where it has one."""
    depth = 0
    for index in range(span.start, span.end):
        depth += (text[index] in "（(") - (text[index] in "）)")
        if depth == 0 and text[index] in "，,":
            return Span(span.start, index) if index > span.start else None
    return None


def after_count(text: str, at: int) -> Span | None:
    """`14 个：甲、乙、丙。`"""
    if noun := _NOUN.match(text, at):
        at = noun.end()  # 5个股室（甲、乙）
    if text[at : at + 1] in ("（", "("):
        stop = _closing(text, at)
        listed = "、" in text[at:stop] or NAME_TAIL.search(clean_name(re.split("[，,]", text[at + 1 : stop])[0]))
        return Span(at + 1, stop) if stop > at + 1 and listed else None
    opened = _AFTER.match(text, at)
    if opened is None or not text[at : opened.end()].strip():
        return None
    if not re.search(r"[:：]|包括|分别|即|为|是|有|含", opened.group()):
        return None
    return until_end(text, opened.end())


def _closing(text: str, at: int) -> int:
    """Where the bracket that opens here closes; `at` when it never does."""
    depth = 0
    for index in range(at, len(text)):
        depth += (text[index] in "（(") - (text[index] in "）)")
        if depth == 0:
            return index
        if text[index] == "\n":
            break
    return at


def until_end(text: str, start: int) -> Span | None:
    """The list that begins here and ends with its sentence or item; None where no list of names does."""
    while start < len(text) and text[start] in " \n:：，,":
        start += 1
    if numbered := _numbered(text, start):
        return numbered
    stop = _depth_end(text, start)
    if start >= stop:
        return None
    short = to_comma(text, Span(start, stop)) or Span(start, stop)
    first = clean_name(text[short.start : short.end])
    return Span(start, stop) if "、" in text[start:stop] or NAME_TAIL.search(first) else None


def _numbered(text: str, start: int) -> Span | None:
    """`1.甲站；2.乙所。`, or one of them a line: a list whose items all are names of bodies."""
    at, count = start, 0
    while item := _ITEM.match(text, at):
        if not NAME_TAIL.search(item[1]) and not item[1].endswith(_OWN):
            return None
        at, count = item.end(1), count + 1
        if not (gap := _BETWEEN.match(text, at)) or not _ITEM.match(text, gap.end()):
            break
        at = gap.end()
    return Span(start, at) if count > 1 else None


def _depth_end(text: str, start: int) -> int:
    """The end of a list that begins here: the first closing mark outside brackets."""
    depth = 0
    for index in range(start, len(text)):
        char = text[index]
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth -= 1
            if depth < 0:
                return index
        elif depth == 0 and _END.match(text, index):
            return index
    return len(text)


def before_count(text: str, stop: int, before: int) -> list[Span]:
    """`设甲、乙、丙等 3 个内设机构`, `构成包括：甲、乙等三个单位`: the lists since the figure before that may end at
    this one; first those that begin before the first of its marks, from the nearest on."""
    if re.match(r"[^（(]*[）)]", text[before:stop]):
        before = 0  # 某支队（含4个大队）、某站2家单位: the figure before is a remark on a name
    begin = max(before, *(text.rfind(mark, 0, stop) + 1 for mark in "。；;\n"))
    lead = text[begin:stop].rstrip()
    lead = _SUMMED.sub("", lead)
    end = begin + len(lead)
    if closed := re.search(r"等[^、。；;，,\n\d]{0,8}$", lead):
        end = begin + closed.start()
    elif not NAME_TAIL.search(lead) or _OWN_LABEL.search(lead):
        return []
    depth = _depth(text, begin, stop)
    leads = (match.end() for match in _LEADS.finditer(text, begin, end))
    opened = [at for at in leads if at < end and _depth(text, begin, at) <= depth]
    first = text.find("、", begin, end)
    within = [at for at in opened if first < 0 or at <= first]
    later = [at for at in opened if at not in within]
    return [Span(at, end) for at in (*reversed(within), *later)]


def _depth(text: str, start: int, end: int) -> int:
    """How many brackets that opened in a stretch are open at its end."""
    return sum(text.count(one, start, end) for one in "（(") - sum(text.count(one, start, end) for one in "）)")
