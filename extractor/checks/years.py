"""The year of the report, and years left over from an older one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.context import Context
from extractor.checks.registry import check
from extractor.checks.wording import pages
from extractor.model import Finding, Severity, State, Tested, Verdict
from extractor.numbers import fold

_AS_OF = re.compile(
    r"(?:截[至止]到?|至)?(?P<year>(?:19|20)\d\d)年(?:12月31日|年?末|年?底)|(?P<of>(?:19|20)\d\d)年度?(?=年初预算|决算|本部门|我[局院镇校委]|部门整体|整体支出)"
)
_PRIOR = re.compile(r"上年|上一年|去年|较|比|同比|相比|以前年度|前一年|年初|期初|自|从|出台|印发|《[^》]*$")
_CLAUSE = "，。;\n"


@check("STALE_YEAR")
def stale_year(context: Context) -> Iterator[Finding | Tested]:
    """“截至某年 12 月 31 日”“某年末”等时点应在报告年度。写成上一年而没有说是与上年比较的，多半是旧稿留下的。"""
    year = _year(context)
    if year is None:
        return
    folded = fold(context.document.text)
    for match in _AS_OF.finditer(folded.text):
        said = int(match["year"] or match["of"])
        clause = folded.text[max(folded.text.rfind(mark, 0, match.start()) for mark in _CLAUSE) + 1 : match.start()]
        if said != year and (_PRIOR.search(clause) or said > year or year - said > 2):
            continue
        start, end = match.span()
        evidence = (context.document.cite(folded.span(start, min(end + _reach(folded.text, end), len(folded.text)))),)
        verdict = Verdict.HOLDS if said == year else Verdict.FAILS
        expression = f"{match[0]}：报告年度 {year} 年"
        yield Tested("STALE_YEAR", "时点在报告年度", expression, verdict, evidence)
        if said != year:
            yield Finding(
                code="STALE_YEAR",
                severity=Severity.EXPLAIN,
                message=f"“{match[0]}”不在报告年度（{year} 年），请核对是否沿用了往年的文字{pages(evidence)}。",
                expression=expression,
                stated=f"{said}年",
                computed=f"{year}年",
                residual="",
                evidence=evidence,
            )


def _year(context: Context) -> int | None:
    field = context.report.fields.get("fiscal_year")
    if field is None or field.state is not State.FOUND or not isinstance(field.value, str):
        return None
    return int(field.value) if field.value.isdigit() else None


def _reach(text: str, end: int) -> int:
    """To the end of the clause."""
    ends = [stop for mark in _CLAUSE if (stop := text.find(mark, end)) >= 0]
    return min(min(ends, default=len(text)) - end, 30)


@check("PERCENT_RANGE")
def percent_range(context: Context) -> Iterator[Finding | Tested]:
    """占比、合格率、结案率这类比率不会超过 100%。"""
    for one in context.prose.said:
        quantity = one.quantity
        if quantity.unit != "%" or quantity.value <= 100 or not _LIMITED.search(one.label):
            continue
        evidence = (context.prose.figure(one).evidence,)
        yield Tested(
            "PERCENT_RANGE",
            "比率不超过 100%",
            f"{one.name} {quantity.digits}% ≤ 100%",
            Verdict.FAILS,
            evidence,
            (quantity.number,),
        )
        yield Finding(
            code="PERCENT_RANGE",
            severity=Severity.EXPLAIN,
            message=f"{one.name} {quantity.digits}% 超过 100%，请核对{pages(evidence)}。",
            expression=f"{one.name} ≤ 100%",
            stated=f"{quantity.digits}%",
            computed="100%",
            residual=f"+{quantity.value - 100:f}%",
            evidence=evidence,
        )


_LIMITED = re.compile(
    r"(?:合格|满意|结案|办结|优良|达标|巩固|回收|及时|使用|利用|覆盖|占比|好评|准确|取证|就业|失业)率?[为达到]*$|占[^，]{0,12}$"
)
