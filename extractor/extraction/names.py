"""Lists of names: 内设机构 and 下属单位, before or after the count that announces them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.extraction.ground import quantities, quantities_in
from extractor.extraction.list_places import after_count, before_count, to_comma, until_end
from extractor.extraction.listing import NAME_TAIL, clean_name, split_list
from extractor.extraction.mention import Mention
from extractor.extraction.vocabulary import lexicon
from extractor.extraction.wording import Token, TokenKind, any_of
from extractor.model import Dimension, Document, Field, Quantity, Span, State
from extractor.numbers import fold
from extractor.reports import FieldSpec, Kind, ReportType

_UNCOUNTED = -1
"""The count of a list that states none."""
_OPENS = re.compile(r"(?:主要)?(?:构成)?(?:包括|分别[为是]|具体[为是]|即|有|含|[为是]):?|[:：]")
_RUN_ON = re.compile(r"(?<=[科股处室站)）])(?=[\u4e00-\u9fff]{2,}?[科股处室站])(?![室科股处])")
_JOINED = re.compile(r"^(.{2,}?)(?:以及|及|和|与)(.{2,})$")
_SET_UP = re.compile(r"[^。；;，,]{0,8}(?:下设|下辖|下属|所属|直属|管理|辖)")
"""A clause that begins so tells what bodies there are."""
_OF_UNITS = re.compile(r"下[属设辖]|所属|直属|二级|内设|事业单位")
_NEAR = 6
_MOST = 200
_MISCOUNTED = 2
"""A list of so many names more or less than its count was miscounted; any other is not the list."""
_FEWEST_GROUPS = 2
_FEWEST_UNCOUNTED = 2
_OWN_BODY = re.compile(r"(?:本级|机关)$")
_TOTALLED = re.compile(
    r"[，,]?等?[一总]?共(?:有|计)?(?:\d+|[一二三四五六七八九十]+)\s*[个家所]?$|[，,]?等?[一总]?共(?:有|计)?\d+\s*(?=[个家所])"
)
_OF_PLACE = re.compile(r"(?=[省市州盟县区旗镇乡][\u4e00-\u9fff]{2,14}、)")
"""A label with the names right behind it (`下属单位县粮食站、县粮库`)."""
_LISTS = re.compile(r"[\u4e00-\u9fff]{2,16}(?:[(（][^()（）]*[)）])?、")
_OFFICE = re.compile(r"[室科股处部组办]$")
_LONGEST = 30
_COUNTED = re.compile(r"(?:[一二三四五六七八九十]|\d)[所个家名人]?$|其中")


def unit_names(document: Document, report_type: ReportType, found: Sequence[Mention]) -> Mapping[str, Field]:
    """The LIST fields of a report type whose names the text lists; and a count that no mention is, where a list stands
    beside it (`下设某中心1个事业单位`)."""
    fields: dict[str, Field] = {}
    for spec in report_type.fields.values():
        if spec.kind is not Kind.LIST:
            continue
        counts = [
            (found[index - 1].quantity.span.end if index else 0, mention.quantity)
            for index, mention in enumerate(found)
            if mention.subject in spec.subjects
        ]
        field = None
        for before, count in counts:
            field = _beside(document, spec, count, before)
            if field is not None:
                if len(field.value or ()) == count.value and _OF_UNITS.search(_around(document.text, count)):
                    fields |= _counts(document, report_type, spec, count)
                break
        if not counts:
            for count in _unread(document, report_type, spec):
                field = _beside(document, spec, count, 0)
                if field is not None and field.state is State.FOUND:
                    fields |= _counts(document, report_type, spec, count)
                    break
        fewest = 1 if any(count.value == 1 for _, count in counts) else _FEWEST_UNCOUNTED
        if field is None and (after := _after_label(document, report_type, spec, fewest)) is not None:
            field, count_ = after
            fields |= _counts(document, report_type, spec, count_) if count_ is not None else {}
        if field is not None:
            fields[spec.path] = field
    return fields


def _around(text: str, count: Quantity) -> str:
    return text[max(count.span.start - _NEAR, 0) : count.span.end + _NEAR]


def _beside(document: Document, spec: FieldSpec, count: Quantity, before: int) -> Field | None:
    """The list that a count heads, in groups or not, or that it ends."""
    number = int(count.value)
    if (groups := _groups(document, count)) is not None:
        names, span = groups
        evidence = document.cite(span)
        return Field(spec.path, State.FOUND, names, None, evidence, (evidence,), ("rules",), ("list_in_groups",))
    ahead = before_count(document.text, count.span.start, before)
    for span in ahead:
        names = tuple(_names(document.text, span, number))
        if len(names) == number and all(NAME_TAIL.search(name) for name in names):
            return _listed(document, spec.path, span, number)
    lists = (span for span in ahead[:1] if "、" in document.text[span.start : span.end])
    chosen = next(lists, None) or after_count(document.text, count.span.end)
    return _listed(document, spec.path, chosen, number) if chosen else None


def _groups(document: Document, count: Quantity) -> tuple[tuple[str, ...], Span] | None:
    """`二级单位3个，其中参公单位2个，即甲、乙；事业单位1个：丙`: the lists of the groups that make up the count."""
    text = document.text
    end = min((at for mark in "。\n" if (at := text.find(mark, count.span.end)) >= 0), default=len(text))
    names: list[str] = []
    spans: list[Span] = []
    total, empty = 0, 0
    for part in quantities_in(document, Span(count.span.end, end)) if end > count.span.end else ():
        if part.dimension is not count.dimension or part.value > count.value:
            continue
        if not part.value:
            empty += 1  # 行政单位0个，其他事业单位1个，为某所
            continue
        if part.value == count.value and not empty:
            continue
        span = after_count(text, part.span.end)
        stop = re.search(r"[；;。\n]", text[span.start : span.end]) if span else None
        if span is None:
            return None
        span = Span(span.start, span.start + stop.start()) if stop else span
        found = tuple(_names(text, span, int(part.value)))
        if len(found) != part.value:
            return None
        total += len(found)
        names += found
        spans.append(span)
    if len(spans) + empty < _FEWEST_GROUPS or total != count.value:
        return None
    return tuple(names), Span(spans[0].start, spans[-1].end)


def _unread(document: Document, report_type: ReportType, spec: FieldSpec) -> Iterator[Quantity]:
    """Counts whose own words name the units that a LIST field is of, though no mention says so."""
    folded = fold(document.text)
    after = any_of(tuple(word for subject in spec.subjects for word in report_type.subjects[subject].after))
    for count in quantities(document):
        if count.dimension is not Dimension.COUNT or not 0 < count.value <= _MOST or count.value % 1:
            continue
        at, stop = folded.at(count.span.start), folded.at(count.span.end)
        begin = max(folded.text.rfind(mark, 0, at) + 1 for mark in "。；;，,\n\t|")
        lead = lexicon(report_type).scan(folded.text, begin, at)
        labelled = any(t.end == at and t.id in spec.subjects for t in lead)
        if labelled or (_SET_UP.match(folded.text, begin, at) and after.match(folded.text, stop)):
            yield count


def _counts(document: Document, report_type: ReportType, spec: FieldSpec, count: Quantity) -> dict[str, Field]:
    """The fields of the same subjects that are counts."""
    evidence = document.cite(count.span)
    return {
        other.path: Field(
            other.path,
            State.FOUND,
            count.digits,
            count.unit_text or None,
            evidence,
            (evidence,),
            ("rules",),
            ("list_beside",),
            count,
        )
        for other in report_type.fields.values()
        if other.kind is Kind.QUANTITY and set(other.subjects) & set(spec.subjects)
    }


def _listed(document: Document, path: str, span: Span, count: int) -> Field | None:
    """The list at a span. On a scan a list whose length is not the stated count may have lost a mark: when the names
    fall apart into just that many they are, else nothing is claimed."""
    short = to_comma(document.text, span)
    if short is not None:
        brief = tuple(_names(document.text, short, count))
        if len(brief) == count or (len(brief) > 1 and all(NAME_TAIL.search(name) for name in brief)):
            span = short
    names = tuple(_names(document.text, span, count))
    if (len(names) < 2 and not (names and count == 1)) or abs(len(names) - count) > _MISCOUNTED:
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


def _paragraph_tokens(text: str, report_type: ReportType) -> Iterator[Token]:
    """The wordings of a text, paragraph by paragraph: most have been looked for in these stretches before."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield from lexicon(report_type).scan(text, start, end)
        start = end + 1


def _after_label(
    document: Document, report_type: ReportType, spec: FieldSpec, fewest: int
) -> tuple[Field, Quantity | None] | None:
    """`内设机构包括：甲、乙、丙。`: a list without a count before it, and the count that may end it (`…丙共3个`)."""
    for start, of_offices in _openings(document, report_type, spec):
        span = until_end(document.text, start)
        total = _TOTALLED.search(document.text, span.start, span.end) if span else None
        if span and total and total.start() > span.start:
            span = Span(span.start, total.start())
        names = tuple(_names(document.text, span, _UNCOUNTED))
        short = to_comma(document.text, span) if span else None
        if short and ("、" in document.text[short.start : short.end] or not _are_names(names)):
            span, total = short, None  # 内设办公室、法规室，下设一大队、二大队
            names = tuple(_names(document.text, span, _UNCOUNTED))
        if of_offices is not None and (len(names) < _FEWEST_UNCOUNTED or _are_offices(names) is not of_offices):
            continue
        if span and len(names) >= fewest and _are_names(names):
            evidence = document.cite(span)
            field = Field(spec.path, State.FOUND, names, None, evidence, (evidence,), ("rules",), ("list_after_label",))
            counts = quantities_in(document, Span(total.start(), total.end() + 1)) if total else ()
            return field, next((one for one in counts if one.value == len(names)), None)
    return None


def _openings(document: Document, report_type: ReportType, spec: FieldSpec) -> Iterator[tuple[int, bool | None]]:
    """Where a list of names may begin: after a label (`内设机构包括：`), or after words that open one (`下设`), with
    whether it should be of offices."""
    folded = fold(document.text)
    for token in _paragraph_tokens(folded.text, report_type):
        if token.kind is not TokenKind.SUBJECT or token.id not in spec.subjects:
            continue
        if opened := _OPENS.match(folded.text, token.end) or _OF_PLACE.match(folded.text, token.end):
            yield folded.offsets[opened.end()] if opened.end() < len(folded.text) else len(document.text), None
    for subject in map(report_type.subjects.__getitem__, spec.subjects):
        for opened in any_of(subject.opens).finditer(folded.text) if subject.opens else ():
            if _LISTS.match(folded.text, opened.end()):
                yield folded.offsets[opened.end()], "科室" in subject.weak


def _are_names(names: Sequence[str]) -> bool:
    return bool(names) and all(NAME_TAIL.search(name) and len(name) <= _LONGEST for name in names)


def _are_offices(names: Sequence[str]) -> bool:
    """They are offices of one body (办公室、人事科), not bodies of their own (监测站、服务中心)."""
    return sum(_OFFICE.search(name) is not None for name in names) * 2 > len(names)
