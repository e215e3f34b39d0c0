"""What does not add up in a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.checks.bonds import chance
from extractor.checks.context import Context
from extractor.checks.outcome import Outcome
from extractor.checks.prose.report import finding_of, told_already
from extractor.checks.registry import check
from extractor.checks.repairs import is_reading, is_slip, repairs
from extractor.checks.sheets.fused import fused
from extractor.checks.sheets.sheet import is_unsure
from extractor.checks.sheets.sums import SheetClaim
from extractor.checks.wording import formula
from extractor.model import Finding, Severity, Tested, Verdict

_LIKELY = 0.3


@check("TABLE_SUM")
def table_sums(context: Context) -> Iterator[Finding | Tested]:
    """指标表里，各行分值（得分）之和应等于上一级指标的分值（得分）、小计和总分；写明“产出指标（40分）”的，
    它下面各行分值之和应为 40 分。

    同一张表另有一处能加总的，说明各行读全了，不等的才是错误；否则只提请核对。扫描件上识别没有把握的数字，也只提请核对。
    """
    yield from _told(context, "TABLE_SUM")


@check("TABLE_MONEY")
def table_money(context: Context) -> Iterator[Finding | Tested]:
    """金额表里合计（总额）一行应等于所属各行之和；只改一处笔误就成立的，提请核对。"""
    yield from _told(context, "TABLE_MONEY")


@check("TABLE_RATE")
def table_rates(context: Context) -> Iterator[Finding | Tested]:
    """自评表里的执行率应等于全年执行数除以全年预算数，预算执行率的得分应等于分值乘以执行率；不等的提请说明计分办法。"""
    yield from _told(context, "TABLE_RATE")


def _told(context: Context, code: str) -> Iterator[Finding | Tested]:
    apart = {number for one in fused(context) for number in one.numbers}
    for claim, outcome in context.claims:
        if claim.code != code or outcome.equation is None or not isinstance(claim, SheetClaim):
            continue
        numbers = tuple(figure.quantity.number for figure in outcome.figures)
        finding = None
        if outcome.verdict is Verdict.FAILS:
            if told_already(context, outcome) or apart & set(numbers):
                continue
            finding = _finding(context, claim, outcome)
            if finding is None:
                continue
        evidence = tuple(dict.fromkeys(figure.evidence for figure in outcome.figures))
        yield Tested(code, outcome.relation.name, formula(outcome.equation), outcome.verdict, evidence, numbers)
        if finding:
            yield finding


def _finding(context: Context, claim: SheetClaim, outcome: Outcome) -> Finding | None:
    found = repairs(context, outcome) if claim.code != "TABLE_RATE" else ()
    if claim.code == "TABLE_MONEY" and not (any(is_slip(one) for one in found) and chance(outcome) < _LIKELY):
        return None
    severity = Severity.EXPLAIN
    unsure = is_unsure(context.document, [figure.quantity for figure in outcome.figures])
    if claim.code == "TABLE_SUM" and not unsure and not (found and is_reading(found[0])) and _whole(context, claim):
        severity = Severity.ERROR
    finding = finding_of(outcome, claim.code, severity, found)
    if claim.code == "TABLE_RATE":
        return replace(finding, message=f"{finding.message.removesuffix('。')}；请说明计算或计分的办法。")
    return finding


def _whole(context: Context, claim: SheetClaim) -> bool:
    """Whether the rows were read in full: another sum of the same table, over all of them, closes."""
    return any(
        isinstance(other, SheetClaim)
        and other.code == claim.code
        and other.sheet == claim.sheet
        and claim.rows <= other.rows
        and len(other.rows) > 1
        and outcome.verdict is Verdict.HOLDS
        for other, outcome in context.claims
    )
