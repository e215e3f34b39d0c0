"""The name of the department: beside its label, in the title, under the seal, in the first sentence.

Of the spellings that a report prints the fullest is taken.
"""

from __future__ import annotations

import re
from collections import Counter

from extractor.extraction.labelled import found, labelled, printed
from extractor.extraction.wording import any_of
from extractor.model import Document, Field, Span
from extractor.numbers import Folded, fold
from extractor.reports import FieldSpec

_BODY_TAIL = (
    r"(?:局|委员会|委|办公室|院|厅|中心|镇|乡|街道办事处|街道|学校|小学|中学|幼儿园|大学|学院|医院|法院|检察院|支队|大队"
    r"|总队|所|站|处|队|部|会|馆|政府|办|政协|[残妇文侨]联|工商联|社科联|公安|供销社|联合社|联社|合作社|监狱|基地|台|园|场|党校|校|库|团|管委会|公司)(?:本级|机关)?"
)
_YEAR = r"(?:(?:(?:19|20)\d\d|二[〇○零Oo][一二三四五六七八九〇○零Oo]{2})年度?)?"
_TITLE = re.compile(
    rf"(?:关于)?{_YEAR}([\u4e00-\u9fff()·、]{{3,40}}?)(?:\n)?(?:关于)?{_YEAR}\n?(?:的)?"
    r"(?:部门|单位|学校|医院)?\n?(?:预算)?(?:整体|项目|和项目)*(?:支出)?\n?(?:预算)?(?:绩效[^\n。]{0,16}?(?:报告|自评表|总结|情况)|部门决算)"
)
_IS = re.compile(
    rf"(?:^|[。\n:])([\u4e00-\u9fff()]{{3,30}}?{_BODY_TAIL})(?:\([^()]{{1,24}}\))?(?:,|，)?(?:是|为|系|属|隶属|内设|现有|下设|共有|机关)"
)
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


def department_name(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    """The name of the department, in the fullest of the spellings that the report prints."""
    field = _named(document, folded, spec)
    if field is None or not isinstance(field.value, str):
        return field
    short = fold(field.value).text
    for match in _INTRODUCED.finditer(folded.text, 0, _COVER * 3):
        alias = match["alias"].lstrip("省市县区旗州盟我本")
        if len(alias) > 1 and short.endswith(alias) and match[1][:2] == short[:2] and len(match[1]) > len(short):
            return _spelled(document, spec, folded.span(match.start(1), match.end(1)), "introduced")
    if province := _OF_PROVINCE.match(short):
        rest = short[province.end() :]
        alone = re.search(rf"(?<![\u4e00-\u9fff]){re.escape(rest)}", folded.text)
        return _spelled(document, spec, folded.span(*alone.span()), "own_spelling") if alone else field
    fuller = max(re.finditer(_OUTER + re.escape(short), folded.text), key=lambda one: len(one[1]), default=None)
    if fuller is None or _OF_PROVINCE.match(fuller[0]):
        return field
    return _spelled(document, spec, folded.span(*fuller.span()), "full_spelling")


def _spelled(document: Document, spec: FieldSpec, span: Span, reason: str) -> Field:
    return found(document, spec, "".join(document.text[span.start : span.end].split()), span, reason)


def _named(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    for label, start, end in labelled(folded, spec):
        value = _SEAL.sub("", folded.text[start:end].strip(" :_"))
        value = re.sub(r"^\d{3,}-", "", value)
        value = re.split("[。；，]", value)[0]
        if run_on := _NEXT_LABEL.search(value):
            value = value[: run_on.start()].strip(" :_")
        if 3 <= len(value) <= 40 and re.search(r"[\u4e00-\u9fff]{3}", value):
            return found(document, spec, printed(document, folded, start, value), folded.span(label, end), "label")
    for named in any_of(spec.labels).finditer(folded.text, 0, _COVER) if spec.labels else ():
        starts = named.start() == 0 or not "\u4e00" <= folded.text[named.start() - 1] <= "\u9fff"
        if starts and (fused := _RUN_ON.match(folded.text, named.end())):
            span = folded.span(named.start(), fused.end())
            return found(document, spec, fused.group(1), span, "label")
    for pattern, reason in (
        (_TITLE, "title"),
        (_SEALED, "sealed"),
        (_INTRODUCED, "introduced"),
        (_IS, "first_sentence"),
    ):
        for match in pattern.finditer(folded.text[: _COVER * (1 if reason == "title" else 3)]):
            value = match.group(1).strip()
            if re.search(_BODY_TAIL + "$", value) and not re.match(r"^(?:本|我|该|全)", value):
                return found(document, spec, value, folded.span(match.start(), match.end()), reason)
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
    return found(document, spec, name, folded.span(first[name], first[name] + len(name)), "most_named")
