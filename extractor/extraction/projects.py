"""The name of the project that a report is about: beside its label, else from the title."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.extraction.titles import Use, title_lines
from extractor.model import Document, Field, Span, State
from extractor.numbers import Folded, fold
from extractor.reports import FieldSpec, Kind, ReportType
from extractor.reports.titles import titles
from extractor.reports.wording import any_of

_BEFORE = re.compile(
    r"^(?:关于)?(?:(?:19|20)\d\d年?度?[的]?)?(?:[\u4e00-\u9fff]{2,24}?(?:人民政府|委员会|局|厅|院|镇|乡|街道|中心|办公室|大学|学院|学校|医院)"
    r"(?:关于)?(?:(?:19|20)\d\d年?度?[的]?)?)?(?:关于)?"
)
_FUND = re.compile(r"(?:专项)?(?:资金|经费)(?=项目)")
"""`某某专项经费项目支出绩效自评报告`: the project is called a fund."""
_TAIL = re.compile(r"(?:(?:19|20)\d\d年?度?|[(（].*|的|资金|经费|支出|部门|预算|单位)*$")
_GENERIC = re.compile(
    r"(?:(?:部门|单位|本级|财政|重点|各|县级|市级|省级|区级|一般|预算|整体|和|年度|项目|支出|专项|资金|经费)*)$"
)


def project_names(document: Document, report_type: ReportType) -> Mapping[str, Field]:
    """Every PROJECT field of a report type, as far as the report names its project."""
    folded = fold(document.text)
    wanted = (spec for spec in report_type.fields.values() if spec.kind is Kind.PROJECT)
    read = ((spec.path, _labelled(document, folded, spec) or _titled(document, spec, report_type)) for spec in wanted)
    return {path: field for path, field in read if field is not None}


def _labelled(document: Document, folded: Folded, spec: FieldSpec) -> Field | None:
    pattern = re.compile(
        rf"(?:^|(?<=[\n\t|]))(?:\d{{1,2}}[.、])?(?:{any_of(spec.labels).pattern})[:\t|]+([^\n\t|]{{2,60}})"
    )
    found = pattern.search(folded.text)
    if found is None:
        return None
    value = folded.span(found.start(1), found.end(1))
    return _found(document, spec, value, folded.span(found.start(), found.end()), "label")


def _titled(document: Document, spec: FieldSpec, report_type: ReportType) -> Field | None:
    """`2023年度某局教师培训项目支出绩效自评报告`: what stands between the department and the wording of the type."""
    ours = any_of(report_type.titles)
    for title in title_lines(document, titles(report_type)):
        wording = ours.search(title.words)
        if title.use is not Use.REPORT or wording is None:
            continue
        words = title.words[: wording.start()]
        before = _BEFORE.match(words)
        name = _TAIL.sub("", words[before.end() if before else 0 :])
        if name and (fund := _FUND.match(title.words, wording.start())) and words.endswith(name):
            name += fund.group()
        if len(name) < 2 or _GENERIC.fullmatch(name):
            continue
        folded = fold(document.text)
        at = folded.text.find(name, folded.at(title.start))
        if at >= 0:
            return _found(document, spec, folded.span(at, at + len(name)), Span(title.start, title.end), "title")
    return None


def _found(document: Document, spec: FieldSpec, value: Span, place: Span, reason: str) -> Field:
    evidence = document.cite(place)
    text = "".join(document.text[value.start : value.end].split())
    return Field(spec.path, State.FOUND, text, None, evidence, (evidence,), ("rules",), (reason,))
