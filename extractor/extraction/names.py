"""Lists of names: 内设机构 and 下属单位, before or after the count that announces them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.extraction.listing import NAME_TAIL, clean_name, split_list
from extractor.extraction.mention import Mention
from extractor.extraction.vocabulary import lexicon
from extractor.extraction.wording import TokenKind
from extractor.model import Document, Field, Span, State
from extractor.numbers import fold
from extractor.reports import Kind, ReportType

_UNCOUNTED = -1
"""The count of a list that states none."""
_AFTER = re.compile(r"[^。；;\n]{0,14}?(?:(?:包括|分别[为是]|如下|[即既为是有含])[:：]?|[:：])")
_OPENS = re.compile(r"(?:主要)?(?:构成)?(?:包括|分别[为是]|具体[为是]|即|有|含):?|[:：]")
_END = re.compile(r"[。；;\n]|等(?=[\d一二三四五六七八九十两]|[^、，]{0,4}[。；;，,\n个]|$)")
_RUN_ON = re.compile(r"(?<=[科股处室站)）])(?=[\u4e00-\u9fff]{2,}?[科股处室站])(?![室科股处])")
_SUMMED = re.compile(r"[，,]?(?:[一总]?共[计是有]?|合计|总计|计)$")
_OWN_LABEL = re.compile(r"(?:机构|单位|科室|股室|处室|部门)$")
"""`二级机构5个`: the word before the count is its label, not the last name of a list."""
_JOINED = re.compile(r"^(.{2,}?)(?:以及|及|和|与)(.{2,})$")
_LEADS = re.compile(
    r"(?:主要)?(?:包括|分别[为是]|[下内]设机?构?|下辖|下属|所属|直属|设有|设置|设立(?!案)|[设辖含]|(?<![国所])有|[:：])[:：]?"
)
_OWN_BODY = re.compile(r"(?:本级|机关)$")
_COUNTED = re.compile(r"(?:[一二三四五六七八九十]|\d)[所个家名人]?$|其中")


def unit_names(document: Document, report_type: ReportType, found: Sequence[Mention]) -> Mapping[str, Field]:
    """The LIST fields of a report type whose names the text lists."""
    fields: dict[str, Field] = {}
    for spec in report_type.fields.values():
        if spec.kind is not Kind.LIST:
            continue
        for index, mention in enumerate(found):
            if mention.subject not in spec.subjects:
                continue
            before = found[index - 1].quantity.span.end if index else 0
            span = _before_count(document.text, mention.quantity.span.start, before) or _after_count(
                document.text, mention.quantity.span.end
            )
            field = _listed(document, spec.path, span, int(mention.quantity.value)) if span else None
            if field is not None:
                fields[spec.path] = field
                break
        else:
            if field := _uncounted(document, report_type, spec.path, spec.subjects):
                fields[spec.path] = field
    return fields


def _listed(document: Document, path: str, span: Span, count: int) -> Field | None:
    """The list at a span. On a scan a list whose length is not the stated count may have lost a mark: when the names
    fall apart into just that many they are, else nothing is claimed."""
    short = _to_comma(document.text, span)
    if short is not None:
        brief = tuple(_names(document.text, short, count))
        if len(brief) == count or (len(brief) > 1 and all(NAME_TAIL.search(name) for name in brief)):
            span = short
    names = tuple(_names(document.text, span, count))
    if len(names) < 2 and not (names and count == 1):
        return None
    evidence = document.cite(span)
    reasons = ["list_beside_count"]
    if len(names) != count and document.certainty and min(document.certainty[span.start : span.end]) < 1:
        names = tuple(part for name in names for part in _RUN_ON.split(name))
        reasons.append("split_to_count")
        if len(names) != count:
            return Field(
                path, State.CONFLICT, mentions=(evidence,), engines=("rules",), reasons=("list_not_as_counted",)
            )
    return Field(path, State.FOUND, names, None, evidence, (evidence,), ("rules",), tuple(reasons))


def _to_comma(text: str, span: Span) -> Span | None:
    """The span up to its first comma outside brackets, where it has one."""
    depth = 0
    for index in range(span.start, span.end):
        depth += (text[index] in "（(") - (text[index] in "）)")
        if depth == 0 and text[index] in "，,":
            return Span(span.start, index) if index > span.start else None
    return None


def _after_count(text: str, at: int) -> Span | None:
    """`14 个：甲、乙、丙。`"""
    if text[at : at + 1] in ("（", "("):
        stop = _closing(text, at)
        return Span(at + 1, stop) if stop > at + 1 and "、" in text[at:stop] else None
    opened = _AFTER.match(text, at)
    if opened is None or not text[at : opened.end()].strip():
        return None
    if not re.search(r"[:：]|包括|分别|即|为|是|有|含", opened.group()):
        return None
    return _until_end(text, opened.end())


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


def _until_end(text: str, start: int) -> Span | None:
    while start < len(text) and text[start] in " \n:：，,":
        start += 1
    stop = _depth_end(text, start)
    if start >= stop:
        return None
    first = re.split(r"[，,]", text[start:stop])[0]
    return Span(start, stop) if "、" in text[start:stop] or NAME_TAIL.search(first) else None


def _depth_end(text: str, start: int) -> int:
    """The end of a list that begins here: the first closing mark outside brackets."""
    depth = 0
    for index in range(start, len(text)):
        char = text[index]
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth -= 1
        elif depth <= 0 and _END.match(text, index):
            return index
    return len(text)


def _before_count(text: str, stop: int, before: int) -> Span | None:
    """`设甲、乙、丙等 3 个内设机构`, `构成包括：甲、乙等三个单位`: a list since the figure before, up to this one."""
    begin = max(before, *(text.rfind(mark, 0, stop) + 1 for mark in "。；;\n"))
    lead = text[begin:stop].rstrip()
    lead = _SUMMED.sub("", lead)
    end = begin + len(lead)
    if closed := re.search(r"等[^、。；;，,\n\d]{0,8}$", lead):
        end = begin + closed.start()
    elif not NAME_TAIL.search(lead) or _OWN_LABEL.search(lead):
        return None
    opened = list(_LEADS.finditer(text, begin, end))
    first = text.find("、", begin, end)
    starts = [match.end() for match in opened if first < 0 or match.end() <= first]
    return Span(starts[-1], end) if starts and first > 0 and starts[-1] < end else None


def _names(text: str, span: Span | None, count: int) -> Iterator[str]:
    """The names of a list. 本级 counts only where the number of names says so; a rank in brackets is not the name's."""
    if span is None:
        return
    pieces = [clean_name(piece) for piece in split_list(text[span.start : span.end])]
    pieces = [piece for piece in pieces if piece]
    if pieces and len(pieces) == count - 1 and (joined := _JOINED.match(pieces[-1])) and NAME_TAIL.search(joined[1]):
        pieces[-1:] = joined.groups()
    if (len(pieces) == count + 1 or count == _UNCOUNTED) and pieces and _OWN_BODY.search(pieces[0]):
        pieces = pieces[1:]
    if not any(_COUNTED.search(piece) for piece in pieces):
        yield from pieces


def _uncounted(document: Document, report_type: ReportType, path: str, subjects: tuple[str, ...]) -> Field | None:
    """`内设机构包括：甲、乙、丙。` without a count."""
    folded = fold(document.text)
    for token in lexicon(report_type).scan(folded.text):
        if token.kind is not TokenKind.SUBJECT or token.id not in subjects:
            continue
        opened = _OPENS.match(folded.text, token.end)
        if opened is None:
            continue
        start = folded.offsets[opened.end()] if opened.end() < len(folded.text) else len(document.text)
        span = _until_end(document.text, start)
        names = tuple(_names(document.text, span, _UNCOUNTED))
        if span and len(names) >= 2 and all(NAME_TAIL.search(name) and len(name) <= 30 for name in names):
            evidence = document.cite(span)
            return Field(path, State.FOUND, names, None, evidence, (evidence,), ("rules",), ("list_after_label",))
    return None
