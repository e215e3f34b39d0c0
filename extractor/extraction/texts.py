"""Fields that are words, dates or codes: read beside their labels, else from the title and the first sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from extractor.extraction.wording import any_of
from extractor.extraction.years import fiscal_year
from extractor.model import Document, Field, Span, State
from extractor.numbers import Folded, fold
from extractor.reports import FieldSpec, Kind, ReportType

_BODY_TAIL = (
    r"(?:局|委员会|委|办公室|院|厅|中心|镇|乡|街道办事处|街道|学校|小学|中学|幼儿园|大学|学院|医院|法院|检察院|支队|大队"
    r"|总队|所|站|处|队|部|会|馆|政府|办|政协|[残妇文侨]联|工商联|社科联|公安|供销社|联合社|联社|合作社|监狱|基地|台|园|场|党校|校|库|团|管委会|公司)(?:本级|机关)?"
)
_NAME = re.compile(rf"[\u4e00-\u9fffA-Za-z0-9()·、]{{2,40}}?{_BODY_TAIL}(?=\W|$|\n)")
_YEAR = r"(?:(?:(?:19|20)\d\d|二[〇○零Oo][一二三四五六七八九〇○零Oo]{2})年度?)?"
_TITLE = re.compile(
    rf"(?:关于)?{_YEAR}([\u4e00-\u9fff()·、]{{3,40}}?)(?:\n)?(?:关于)?{_YEAR}\n?(?:的)?"
    r"(?:部门|单位|学校|医院)?(?:预算)?(?:整体|项目|和项目)*(?:支出)?(?:预算)?(?:绩效[^\n。]{0,16}?(?:报告|自评表|总结|情况)|部门决算)"
)
_IS = re.compile(
    rf"(?:^|[。\n:])([\u4e00-\u9fff()]{{3,30}}?{_BODY_TAIL})(?:\([^()]{{1,24}}\))?(?:,|，)?(?:是|为|系|属|隶属|内设|现有|下设|共有|机关)"
)
_DATE = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*(?:[月./-]\s*(?:(\d{1,2})\s*日?)?)?")
_HAN_DATE = re.compile(
    r"([二一][〇○零Oo一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?"
)
_YEARS = re.compile(r"((?:19|20)\d\d)年")
_CODE = re.compile(r"[0-9A-Za-z]{3,}(?:-[0-9A-Za-z]+)*")
_HAN = {char: index for index, char in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0, "O": 0, "o": 0}
_INTRODUCED = re.compile(
    rf"(?:^|[。\n，,:])([\u4e00-\u9fff]{{3,30}}?{_BODY_TAIL})\((?:以下|下称|以下统?一?)?简?称[为:]?\"?(?P<alias>[\u4e00-\u9fff]{{2,12}})"
)
_SEALED = re.compile(rf"(?:^|\n)([\u4e00-\u9fff]{{3,30}}?{_BODY_TAIL})\((?:公章|盖章|签章|加盖公章)\)(?=\n|$)")
_OUTER = r"(?:^|(?<=[\n。；，、:\"\d年度|\t]))((?:[\u4e00-\u9fff]{2,5}?(?:自治)?[市州盟县区旗]){1,2})"
"""The places in front of a body (某市某区…); a province is none: 某省某县人民检察院 is 某县人民检察院."""
_OF_PROVINCE = re.compile(r"^[\u4e00-\u9fff]{2,6}?(?:省|自治区)(?=[\u4e00-\u9fff]{2,6}?(?:自治)?[市州盟县区旗])")
_FULL_NAME = re.compile(
    rf"(?:^|(?<=[\n。；，、:\"\d年度]))((?:[\u4e00-\u9fff]{{2,6}}?(?:自治)?[省市县区州旗镇乡盟]){{1,3}}[\u4e00-\u9fff]{{0,16}}?{_BODY_TAIL})"
    r"(?=[\n，。、；:（(]|20\d\d|部门|整体|机关|是|为|内设|下设|现有|主要|核定|编制|所属|本级|负责|对|依法|承担|围绕|开展|组织)"
)
"""A body with its place in front (某县某局)."""
_OFTEN = 2
_SEAL = re.compile(r"[(（](?:公章|盖章|签章|章|加盖公章)[)）]")
_NEXT_LABEL = re.compile(r"预算编码|填报(?:日期|时间|人)|联系(?:人|电话)|预算部门|评价年度|(?:单位|部门)负责人")
"""Labels of a form that follow the name on the same line where the form lost its cells."""
_RUN_ON = re.compile(
    rf"(?:\([^)\n]{{1,8}}\))?([\u4e00-\u9fff]{{3,30}}?{_BODY_TAIL})"
    r"(?=\n|$|\d|主管|预算|年度|填报|联系|资金|项目|评价|编码|实施|负责|(?:单位|部门)(?:负责|编码|代码|性质|类型|预算|联系)|总体|地址|公章|盖章|金额)"
)
"""The name in a form of which label and value ran together."""
_COVER = 1500
"""The cover and the title stand within this many folded characters."""


def texts(document: Document, report_type: ReportType) -> Mapping[str, Field]:
    """Every field that is not a figure or a list, as far as the report prints it."""
    folded = fold(document.text)
    readers = {
        Kind.NAME: _name,
        Kind.YEAR: _year,
        Kind.DATE: _date,
        Kind.CODE: _code,
        Kind.CHOICE: _choice,
        Kind.TEXT: _text,
    }
    found = (
        (spec.path, readers[spec.kind](document, folded, spec))
        for spec in report_type.fields.values()
        if spec.kind in readers
    )
    return {path: field for path, field in found if field is not None}


def _labelled(folded: Folded, spec: FieldSpec) -> Iterator[tuple[int, int, int]]:
    """Label start, value start and value end of each `label：value` line or cell (folded offsets)."""
    if not spec.labels:
        return
    pattern = re.compile(
        rf"(?:^|(?<=[\n\t|]))(?:\d{{1,2}}[.、])?(?:{any_of(spec.labels).pattern})(?:\([^)\n]{{1,8}}\))?(?:[:]|(?=[\t|\n])|(?=\(?\d))[:\t|\n]*"
    )
    for match in pattern.finditer(folded.text):
        stop = re.compile(r"[\n\t|]").search(folded.text, match.end())
        yield match.start(), match.end(), stop.start() if stop else len(folded.text)


def _found(document: Document, spec: FieldSpec, value: str, span: Span, reason: str, unit: str | None = None) -> Field:
    evidence = document.cite(span)
    return Field(spec.path, State.FOUND, value, unit, evidence, (evidence,), ("rules",), (reason,))


def _name(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    """The name of the department, in the fullest of the spellings that the report prints."""
    field = _named(document, folded, spec)
    if field is None or not isinstance(field.value, str):
        return field
    short = fold(field.value).text
    for match in _INTRODUCED.finditer(folded.text, 0, _COVER * 3):
        alias = match["alias"].lstrip("省市县区旗州盟我本")
        if len(alias) > 1 and short.endswith(alias) and match[1][:2] == short[:2] and len(match[1]) > len(short):
            return _found(document, spec, match[1], folded.span(match.start(1), match.end(1)), "introduced")
    if province := _OF_PROVINCE.match(short):
        rest = short[province.end() :]
        alone = re.search(rf"(?<![\u4e00-\u9fff]){re.escape(rest)}", folded.text)
        return _found(document, spec, rest, folded.span(*alone.span()), "own_spelling") if alone else field
    fuller = max(re.finditer(_OUTER + re.escape(short), folded.text), key=lambda one: len(one[1]), default=None)
    if fuller is None or _OF_PROVINCE.match(fuller[0]):
        return field
    return _found(document, spec, fuller[0], folded.span(*fuller.span()), "full_spelling")


def _named(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    for label, start, end in _labelled(folded, spec):
        value = _SEAL.sub("", folded.text[start:end].strip(" :_"))
        value = re.sub(r"^\d{3,}-", "", value)
        value = re.split("[。；，]", value)[0]
        if run_on := _NEXT_LABEL.search(value):
            value = value[: run_on.start()].strip(" :_")
        if 3 <= len(value) <= 40 and re.search(r"[\u4e00-\u9fff]{3}", value):
            return _found(document, spec, _printed(document, folded, start, value), folded.span(label, end), "label")
    for named in any_of(spec.labels).finditer(folded.text, 0, _COVER) if spec.labels else ():
        starts = named.start() == 0 or not "\u4e00" <= folded.text[named.start() - 1] <= "\u9fff"
        if starts and (fused := _RUN_ON.match(folded.text, named.end())):
            span = folded.span(named.start(), fused.end())
            return _found(document, spec, fused.group(1), span, "label")
    for pattern, reason in (
        (_TITLE, "title"),
        (_SEALED, "sealed"),
        (_INTRODUCED, "introduced"),
        (_IS, "first_sentence"),
    ):
        for match in pattern.finditer(folded.text[: _COVER * (1 if reason == "title" else 3)]):
            value = match.group(1).strip()
            if re.search(_BODY_TAIL + "$", value) and not re.match(r"^(?:本|我|该|全)", value):
                return _found(document, spec, value, folded.span(match.start(), match.end()), reason)
    return _most_named(document, folded, spec)


def _most_named(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    """The body that a report without a name in title or label names most, when it stands out from the others."""
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for match in _FULL_NAME.finditer(folded.text):
        counts[match.group(1)] += 1
        first.setdefault(match.group(1), match.start(1))
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < _OFTEN or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    name = ranked[0][0]
    return _found(document, spec, name, folded.span(first[name], first[name] + len(name)), "most_named")


def _printed(document: Document, folded: Folded, start: int, value: str) -> str:
    """The value in the document's own characters (full-width brackets and all), blanks dropped."""
    at = folded.text.index(value, start)
    span = folded.span(at, at + len(value))
    return "".join(document.text[span.start : span.end].split())


def _year(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    year = fiscal_year(folded.text)
    match = re.search(rf"{year}年度|{year}年|:{year}", folded.text) if year else None
    return _found(document, spec, str(year), folded.span(match.start(), match.end()), "title", "年") if match else None


def _date(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    for label, start, end in _labelled(folded, spec):
        if (read := _parse_date(folded.text, start, end)) is not None:
            value, stop = read
            return _found(document, spec, value, folded.span(label, stop), "label")
    return _run_in_date(document, folded, spec) or _signed_date(document, folded, spec)


def _run_in_date(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    """`单位名称某局填报日期2023年4月6日`: a line of a form that lost its cells. 日期 alone is no label there."""
    labels = tuple(label for label in spec.labels if len(label) > 2)
    for match in re.finditer(rf"(?:{any_of(labels).pattern}):?", folded.text) if labels else ():
        if (read := _parse_date(folded.text, match.end(), len(folded.text))) is not None:
            return _found(document, spec, read[0], folded.span(match.start(), read[1]), "label_in_line")
    return None


def _signed_date(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    """A line that is only a date, on the cover or at the very end."""
    lines = list(re.finditer(r"[^\n]+", folded.text))
    for line in [*lines[-4:][::-1], *lines[:12]]:
        read = _parse_date(folded.text, line.start(), line.end())
        if read is not None and read[1] == line.end() and read[0].count("-") >= 1 and _starts_with_date(line.group()):
            return _found(document, spec, read[0], folded.span(line.start(), line.end()), "signature")
    return None


def _starts_with_date(text: str) -> bool:
    return bool(_DATE.match(text) or _HAN_DATE.match(text))


def _parse_date(text: str, start: int, end: int) -> tuple[str, int] | None:
    """An ISO date (or year and month) at the start of a value, and where it ends."""
    if match := _DATE.match(text, start, end):
        year, month, day = match.groups()
    elif match := _HAN_DATE.match(text, start, end):
        year = "".join(str(_HAN[char]) for char in match.group(1))
        month, day = _han_number(match.group(2)), _han_number(match.group(3)) if match.group(3) else None
    else:
        return None
    try:
        checked = date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
    return (checked.isoformat() if day else f"{checked.year:04d}-{checked.month:02d}"), match.end()


def _han_number(text: str) -> str:
    if "十" not in text:
        return str(_HAN[text])
    tens, _, ones = text.partition("十")
    return str((_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0))


def _code(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    for label, start, end in _labelled(folded, spec):
        if match := _CODE.match(folded.text, start, end):
            return _found(document, spec, match.group(), folded.span(label, match.end()), "label")
    return None


def _text(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    """A labelled text. A box that lost its tick leaves both options in print: that is a conflict, not a choice."""
    for label, start, end in _labelled(folded, spec):
        value = folded.text[start:end].strip()
        if not value:
            continue
        after = re.match(r"\n([^\n:。，]{2,8})(?=\n|$)", folded.text[end:])
        if after and after.group(1) in ("中介机构", "部门(单位)评价组", "第三方机构"):
            both = document.cite(folded.span(label, end + after.end()))
            return Field(spec.path, State.CONFLICT, mentions=(both,), engines=("rules",), reasons=("options_unticked",))
        return _found(document, spec, _printed(document, folded, start, value), folded.span(label, end), "label")
    return None


def _of_another_year(text: str, at: int, year: int | None) -> bool:
    """The sentence names an earlier year before this place, and not the report's (`2021年度评价结果为“良”`)."""
    begin = max(text.rfind(mark, 0, at) for mark in "。；;\n") + 1
    years = {int(found) for found in _YEARS.findall(text[begin : at + 12])}
    return bool(years) and year is not None and year not in years and max(years) < year


def _choice(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    words = "|".join(sorted(spec.choices, key=len, reverse=True))
    pattern = re.compile(
        rf"(?:{any_of(spec.labels).pattern})[^\n。；;，,:]{{0,6}}?(?:评定|确定|划分|达到)?[为是:到][\"'(]?({words})[\"')]?(?=等级|等次|档|[。，；,;\n\t|)]|级|$)"
        rf"|(?:等级|等次|级别|档次|结论)[:\t|\n]*[\"']?({words})(?=[\"'\n\t|。，；;)]|$)|[评定]为[\"']?({words})[\"']?(?:等级|等次|级|档)?(?=[。，；,;\n)]|$)"
    )
    year = fiscal_year(folded.text)
    hits = [
        (next(g for g in match.groups() if g), match)
        for match in pattern.finditer(folded.text)
        if not _of_another_year(folded.text, match.start(), year)
    ]
    if not hits:
        return None
    if len({value for value, _ in hits}) > 1:
        cited = tuple(document.cite(folded.span(match.start(), match.end())) for _, match in hits)
        return Field(spec.path, State.CONFLICT, mentions=cited, engines=("rules",), reasons=("mentions_differ",))
    value, match = hits[0]
    return _found(document, spec, value, folded.span(match.start(), match.end()), "label")
