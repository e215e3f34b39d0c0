"""Claims in words beside the figures: 控制在预算内, 严格按预算执行, 项目绩效：无."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from extractor.checks.context import Context
from extractor.checks.figures import Figure
from extractor.checks.prose.said import Said
from extractor.checks.registry import check
from extractor.checks.wording import decimals, pages, printed
from extractor.model import Comparator, Dimension, Finding, Severity, Span, Tested, Verdict
from extractor.numbers import fold

_WITHIN = re.compile(
    r"(?:收支|支出|开支|收入)[^，。;\n]{0,8}(?:控制在|没有超|未超|不超)[^，。;\n]{0,6}预算[^，。;、\"”\n]{0,4}|严格按照?预算执行|没有超预算|未超预算支出"
)
_FULL = re.compile(r"100%(?:地|的)?(?:完成|达到|实现)")
_NONE = re.compile(r"^[\s:：。.]*(?:无|暂无|没有|不涉及)[。\s]*$")
_PROJECT = re.compile(r"项目(?:支出)?绩效")
_FINALS = ("final.expenditure_total", "funds.executed")
_BUDGETS = (
    "budget.initial_total",
    "budget.initial_revenue",
    "budget.initial_expenditure",
    "budget.adjusted_total",
    "funds.annual",
)
_STANDARD = re.compile(r"代缴|补贴|补助|救助|津贴|慰问|奖励|抚恤")
_MUCH, _TWICE = Decimal("1.3"), Decimal(2)


@check("CLAIM_BUDGET")
def within_budget(context: Context) -> Iterator[Finding | Tested]:
    """“收支均控制在预算内”“严格按预算执行”这类话，要说清是哪个预算。按写出的各个预算数分别计算，有超出的提请说明。"""
    finals = _final(context)
    budgets = [context.figures.fields[path] for path in _BUDGETS if path in context.figures.fields]
    if not finals or not budgets:
        return
    spent = sum((figure.quantity.value for figure in finals), Decimal(0))
    rates = [
        f"{figure.name} {printed(figure.quantity)}：{_rate(spent, figure.quantity.value)}"
        for figure in budgets
        if figure.quantity.value
    ]
    over = any(spent > figure.quantity.value for figure in budgets)
    folded = fold(context.document.text)
    for match in _WITHIN.finditer(folded.text):
        if not _is_claimed(folded.text, match.start()):
            continue
        place = context.document.cite(folded.span(*match.span()))
        evidence = (place, *(figure.evidence for figure in (*finals, *budgets)))
        expression = f"“{match[0]}”：支出 {_sum(finals)} 占{'；'.join(rates)}"
        yield Tested("CLAIM_BUDGET", "支出在预算之内", expression, Verdict.FAILS if over else Verdict.HOLDS, evidence)
        if over:
            yield Finding(
                code="CLAIM_BUDGET",
                severity=Severity.EXPLAIN,
                message=f"文中说“{match[0]}”，而支出 {_sum(finals)} 占{'；占'.join(rates)}；"
                f"请说明是哪个预算{pages(evidence[:1])}。",
                expression=expression,
                stated=match[0],
                computed="；".join(rates),
                residual="",
                evidence=evidence,
            )


def _final(context: Context) -> list[Figure]:
    fields = context.figures.fields
    for path in _FINALS:
        if path in fields:
            return [fields[path]]
    parts = [fields[path] for path in ("final.basic_expenditure", "final.project_expenditure") if path in fields]
    return parts if len(parts) == 2 else []


def _sum(figures: list[Figure]) -> str:
    return " + ".join(printed(figure.quantity) for figure in figures)


def _rate(part: Decimal, whole: Decimal) -> str:
    return f"{(100 * part / whole).quantize(Decimal('0.01'), ROUND_HALF_UP)}%"


def _is_claimed(text: str, start: int) -> bool:
    """Not a measure for next year, not what an indicator asks for, and not a quotation of another report."""
    line = text[text.rfind("\n", 0, start) + 1 : start][-60:]
    return not re.search(r"措施|建议|今后|下一步|应当|应|要|目标为|将|报告.*[\"“]$", line.rsplit("。", 1)[-1])


@check("CLAIM_DRIFT")
def grown_budget(context: Context) -> Iterator[Finding | Tested]:
    """全年可用资金比年初预算多出三成以上，而没有写出追加数的，应说明追加或结转了多少；多出一倍以上的必须说明。"""
    fields = context.figures.fields
    initial = next((fields[path] for path in _BUDGETS[:3] if path in fields), None)
    full = next((fields[path] for path in ("funds.annual", "budget.adjusted_total") if path in fields), None)
    if (
        not initial
        or not full
        or "budget.supplement" in fields
        or full.quantity.value <= _MUCH * initial.quantity.value
    ):
        return
    scale, places = full.quantity.scale, max(decimals(full.quantity), decimals(initial.quantity))
    difference = (full.quantity.value - initial.quantity.value) / scale
    gap = f"{difference.quantize(Decimal(1).scaleb(-places)):f}{full.quantity.unit_text}"
    evidence = (initial.evidence, full.evidence)
    grown = _rate(full.quantity.value - initial.quantity.value, initial.quantity.value)
    expression = f"{full.name} {printed(full.quantity)} - {initial.name} {printed(initial.quantity)} = {gap}（{grown}）"
    yield Tested("CLAIM_DRIFT", "全年预算与年初预算之差有来由", expression, Verdict.UNKNOWN, evidence)
    yield Finding(
        code="CLAIM_DRIFT",
        severity=Severity.EXPLAIN if full.quantity.value > _TWICE * initial.quantity.value else Severity.NOTE,
        message=f"{full.name} {printed(full.quantity)} 比{initial.name} {printed(initial.quantity)} "
        f"多 {gap}（{grown}），文中没有写追加数，请说明来由{pages(evidence)}。",
        expression=expression,
        stated=printed(full.quantity),
        computed=printed(initial.quantity),
        residual=f"+{gap}",
        evidence=evidence,
    )


@check("CLAIM_NONE")
def nothing_to_say(context: Context) -> Iterator[Finding | Tested]:
    """有项目支出的，“项目绩效”一节不应只写“无”。"""
    project = context.figures.fields.get("final.project_expenditure")
    if project is None or project.quantity.value <= 0:
        return
    for section in (one for top in context.document.sections for one in top.walk()):
        body = context.document.text[section.heading.end : section.span.end]
        if _PROJECT.search(section.title) and _NONE.match(body):
            evidence = (context.document.cite(section.span), project.evidence)
            expression = f"“{section.title}”：无，而{project.name} {printed(project.quantity)}"
            yield Tested("CLAIM_NONE", "有项目支出就有项目绩效", expression, Verdict.FAILS, evidence)
            yield Finding(
                code="CLAIM_NONE",
                severity=Severity.EXPLAIN,
                message=f"“{section.title}”写的是“无”，而{project.name} {printed(project.quantity)}，"
                f"请补充或说明{pages(evidence)}。",
                expression=expression,
                stated="无",
                computed=printed(project.quantity),
                residual="",
                evidence=evidence,
            )


@check("UNIT_MISSING")
def unit_missing(context: Context) -> Iterator[Finding | Tested]:
    """“2000 万”之后没有“元”，只有金额说得通的，提请补上单位。"""
    for one in context.prose.said:
        if (
            one.quantity.unit
            or one.quantity.unit_text not in ("万", "亿")
            or not re.search(r"[费款金]|补贴|资金|支出|投入", one.words)
        ):
            continue
        evidence = (context.prose.figure(one).evidence,)
        yield Finding(
            code="UNIT_MISSING",
            severity=Severity.NOTE,
            message=f"“{evidence[0].quote}”没有写单位，应为 {printed(one.quantity)}元{pages(evidence)}。",
            expression=f"{printed(one.quantity)} = {printed(one.quantity)}元",
            stated=printed(one.quantity),
            computed=f"{printed(one.quantity)}元",
            residual="",
            evidence=evidence,
        )


@check("PER_HEAD")
def per_head(context: Context) -> Iterator[Finding | Tested]:
    """“为若干人发放（代缴）若干元”：人均数不是整数标准的，提请核对标准。"""
    for people, money in _pairs(context):
        each = money.quantity.value / people.quantity.value
        reach = money.quantity.grain / people.quantity.value + each * people.quantity.grain / people.quantity.value
        if each % 10 <= reach or 10 - each % 10 <= reach:
            continue
        evidence = (context.prose.figure(people).evidence, context.prose.figure(money).evidence)
        rate = f"{each.quantize(Decimal('0.01'), ROUND_HALF_UP)}元"
        expression = f"{printed(money.quantity)} ÷ {printed(people.quantity)} = {rate}"
        yield Finding(
            code="PER_HEAD",
            severity=Severity.NOTE,
            message=f"“{evidence[0].quote}……{evidence[1].quote}”平均每人 {rate}，请核对标准{pages(evidence)}。",
            expression=expression,
            stated=printed(money.quantity),
            computed=rate,
            residual="",
            evidence=evidence,
        )


def _pairs(context: Context) -> Iterator[tuple[Said, Said]]:
    for group in context.prose.sentences:
        for people, money in pairwise(group):
            kinds = (people.quantity.dimension, money.quantity.dimension)
            exact = people.quantity.comparator is money.quantity.comparator is Comparator.EXACT
            near = "，" not in money.words and _STANDARD.search(money.words) and people.quantity.value > 0
            if kinds == (Dimension.PEOPLE, Dimension.MONEY) and exact and near:
                yield people, money


@check("CLAIM_FULL")
def all_done(context: Context) -> Iterator[Finding | Tested]:
    """写“100%完成”而该项指标扣了分的，提请说明扣分的原因。"""
    for row in context.report.indicators:
        score, full = row.quantities.get("score"), row.quantities.get("full")
        if score is None or full is None or score.value >= full.value:
            continue
        span = Span(row.evidence.span.start, row.evidence.span.end)
        if _FULL.search(fold(context.document.text[span.start : span.end]).text):
            name = row.cells.get("name") or "指标"
            yield Finding(
                code="CLAIM_FULL",
                severity=Severity.EXPLAIN,
                message=f"「{name}」写的是 100% 完成，得分 {printed(score)} 却少于分值 {printed(full)}，"
                f"请说明扣分原因{pages((row.evidence,))}。",
                expression=f"{name}：得分 {printed(score)} = 分值 {printed(full)}",
                stated=printed(score),
                computed=printed(full),
                residual=f"-{full.value - score.value:f}{score.unit_text}",
                evidence=(row.evidence,),
            )
