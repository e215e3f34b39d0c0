"""The declared relations of a report type, tested on the printed figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.checks.absorb import absorbing, protection
from extractor.checks.context import Context
from extractor.checks.equation import Equation
from extractor.checks.figures import Figure
from extractor.checks.marks import lacks_parts
from extractor.checks.misread import is_borne_out, is_misread
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.repairs import is_reading, repairs, told
from extractor.checks.wording import computed, formula, pages, scale_of, stated, template
from extractor.model import Finding, Severity, Tested, Verdict
from extractor.reports.relation import Comparison, Level


@check("RELATION")
def declared_relations(context: Context) -> Iterator[Finding | Tested]:
    """报告类型声明的每一条勾稽关系都应成立：等式两边在印刷精度之内相等，上限不被超过。

    差额为零是成立，在四舍五入范围内是近似成立，超出则不成立；有一项未列出就不检验。基本平衡和逻辑性的
    关系不成立是错误，核实性的关系不成立只需说明。已由单位误写解释的关系不再重复报告。
    """
    explained = {relation.id for suspicion in context.suspicions for relation in suspicion.relations}
    for outcome in context.outcomes:
        if outcome.relation.id in explained:
            yield _tested(context, replace(outcome, verdict=Verdict.FAILS))
            continue
        if outcome.verdict is Verdict.FAILS and is_borne_out(context, outcome):
            yield _tested(context, replace(outcome, verdict=Verdict.UNKNOWN, why="另有一处写明了分子和分母，相符"))
            continue
        if outcome.verdict is Verdict.FAILS and lacks_parts(context, outcome):
            yield _tested(
                context, replace(outcome, verdict=Verdict.UNKNOWN, why="所列各项的满分合计不到总分，另有部分未列入")
            )
            continue
        yield _tested(context, outcome)
        if outcome.verdict is Verdict.FAILS:
            yield _broken(context, outcome)
        elif outcome.missing:
            yield _wanting(outcome)
        elif outcome.verdict is Verdict.WITHIN_ROUNDING:
            yield _nearly(outcome)


def _tested(context: Context, outcome: Outcome) -> Tested:
    relation = outcome.relation
    expression = formula(outcome.equation) if outcome.equation else template(relation, context.figures)
    if outcome.why:
        expression += f"（{outcome.why}）"
    evidence = tuple(figure.evidence for figure in outcome.figures)
    numbers = tuple(figure.quantity.number for figure in outcome.figures)
    return Tested(f"RELATION.{relation.id}", relation.name, expression, outcome.verdict, evidence, numbers)


def _finding(outcome: Outcome, severity: Severity, message: str) -> Finding:
    assert outcome.equation is not None
    ruler = scale_of(outcome)
    evidence = tuple(dict.fromkeys(figure.evidence for figure in outcome.figures))
    return Finding(
        code=f"RELATION.{outcome.relation.id}",
        severity=severity,
        message=f"{message}{pages(evidence)}。",
        expression=formula(outcome.equation),
        stated=stated(outcome),
        computed=computed(outcome),
        residual=ruler.show(outcome.residual, signed=True),
        evidence=evidence,
    )


def _broken(context: Context, outcome: Outcome) -> Finding:
    relation, ruler = outcome.relation, scale_of(outcome)
    left, right = stated(outcome), computed(outcome)
    difference = ruler.show(abs(outcome.residual))
    if relation.comparison is Comparison.AT_MOST:
        message = f"不符合「{relation.name}」：{left} 大于 {right}，超出 {difference}"
    elif outcome.equation and isinstance(outcome.equation.right, Figure):
        message = f"不符合「{relation.name}」：{left} 与 {right} 不相等，相差 {difference}"
    else:
        message = f"不符合「{relation.name}」：写的是 {left}，按所列数字应为 {right}，相差 {difference}"
    proposals = absorbing(context, outcome)
    message += "".join(f"；{repair.why}" for repair in proposals)
    message += protection(context, outcome) if proposals else ""
    if not proposals and relation.level is not Level.VERIFY:
        proposals = repairs(context, outcome)
        message += told(proposals)
    message += _hint(context, outcome)
    message += _question(outcome, difference)
    doubted = (proposals and is_reading(proposals[0])) or is_misread(context, outcome, proposals)
    severity = Severity.EXPLAIN if doubted else _severity(outcome)
    return replace(_finding(outcome, severity, message), repairs=proposals)


def _severity(outcome: Outcome) -> Severity:
    """A rate whose usual denominator is not printed may have been worked out from something that is not, either."""
    rate = isinstance(outcome.equation, Equation) and outcome.equation.is_rate
    return Severity.EXPLAIN if rate and not outcome.defining else outcome.relation.level.severity


def _question(outcome: Outcome, difference: str) -> str:
    if _severity(outcome) is not Severity.EXPLAIN:
        return ""
    if outcome.equation and outcome.equation.is_rate:
        return "；请说明计算的口径"
    return f"；请说明 {difference} 的来由{f'（{outcome.relation.ask}）' if outcome.relation.ask else ''}"


def _hint(context: Context, outcome: Outcome) -> str:
    relation = outcome.relation
    if relation.hint is None:
        return ""
    supposed = replace(relation, forms=(relation.hint,), comparison=Comparison.EQUAL)
    tried = context.test(supposed, context.lens)
    if tried.verdict is not Verdict.HOLDS or tried.equation is None:
        return ""
    return f"；{relation.because}（{formula(tried.equation)}）"


def _wanting(outcome: Outcome) -> Finding:
    name, ruler = outcome.relation.name, scale_of(outcome)
    gap = ruler.show(abs(outcome.residual))
    asked = "、".join(outcome.missing)
    message = f"「{name}」尚差 {gap}：所列各项合计 {ruler.show(outcome.right)}，请说明{asked}是否为 {gap}"
    return _finding(outcome, Severity.EXPLAIN, message)


def _nearly(outcome: Outcome) -> Finding:
    gap = scale_of(outcome).show(abs(outcome.residual))
    message = f"「{outcome.relation.name}」基本相符，相差 {gap}，{outcome.why}"
    return _finding(outcome, Severity.NOTE, message)
