"""Claims as findings: what the sentences assert of their figures, and whether it is so."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.bonds import chance
from extractor.checks.context import Context
from extractor.checks.figures import Figure
from extractor.checks.outcome import Outcome
from extractor.checks.prose.claim import Claim, Policy
from extractor.checks.registry import check
from extractor.checks.repairs import is_reading, is_slip, repairs, told
from extractor.checks.wording import computed, formula, pages, scale_of, stated
from extractor.model import Dimension, Finding, Repair, Severity, Span, Tested, Verdict
from extractor.reports.relation import Comparison

_RARE, _RARER = Decimal("0.03"), Decimal("0.01")
_FEW = 8
"""Figures of an equation that is written out in the message too."""
_LIKELY, _MOST = Decimal("0.3"), Decimal("0.6")


@check("SUM")
def sums(context: Context) -> Iterator[Finding | Tested]:
    """“其中”“包括”“分别为”“合计”等词后面列出的各项，应加总为它前面（或后面）的总数。

    各项之和小于总数的，可能没有列全，不作错误；超过总数，或只差一处笔误的，才提出。
    """
    yield from _report(context, "SUM")


@check("PART")
def part(context: Context) -> Iterator[Finding | Tested]:
    """“其中”之后的一项不能大于总数。"""
    yield from _report(context, "PART")


@check("SHARE")
def share(context: Context) -> Iterator[Finding | Tested]:
    """“占……的百分之几”应等于两个数相除，按写出的小数位四舍五入。"""
    yield from _report(context, "SHARE")


@check("RATE")
def rate(context: Context) -> Iterator[Finding | Tested]:
    """句中写出分子和分母的比率（结案率、完成率、满意率等），应等于两数相除。"""
    yield from _report(context, "RATE")


@check("CHANGE")
def change(context: Context) -> Iterator[Finding | Tested]:
    """“较某数增加（减少）若干”，应等于两数之差。"""
    yield from _report(context, "CHANGE")


@check("CHANGE_RATE")
def change_rate(context: Context) -> Iterator[Finding | Tested]:
    """“增加若干，增长百分之几”，应等于变动额除以变动前的数。"""
    yield from _report(context, "CHANGE_RATE")


@check("DIRECTION")
def direction(context: Context) -> Iterator[Finding | Tested]:
    """“由甲降至乙”则乙小于甲，“由甲提高到乙”则乙大于甲。"""
    yield from _report(context, "DIRECTION")


def _report(context: Context, code: str) -> Iterator[Finding | Tested]:
    for claim, outcome in context.claims:
        if claim.code != code or outcome.equation is None:
            continue
        finding = None
        if outcome.verdict is Verdict.FAILS:
            if not _may_be_told(claim, outcome) or told_already(context, outcome):
                continue
            found = repairs(context, outcome)
            severity = _severity(claim, outcome, found)
            if severity is None:
                continue
            finding = finding_of(outcome, code, severity, found)
        evidence = tuple(dict.fromkeys(figure.evidence for figure in outcome.figures))
        numbers = tuple(figure.quantity.number for figure in outcome.figures)
        yield Tested(code, outcome.relation.name, formula(outcome.equation), outcome.verdict, evidence, numbers)
        if finding:
            yield finding


def _may_be_told(claim: Claim, outcome: Outcome) -> bool:
    """Whether it is worth looking for slips at all: they are the dear part of a check."""
    if claim.policy is Policy.NEAR:
        return chance(outcome) < _LIKELY
    return claim.policy is not Policy.NEVER


def _severity(claim: Claim, outcome: Outcome, found: tuple[Repair, ...]) -> Severity | None:
    """What a failed claim is worth; None when the words may never have claimed it."""
    if found and is_reading(found[0]):
        return Severity.EXPLAIN
    if claim.policy is Policy.CERTAIN:
        return Severity.ERROR
    found = tuple(repair for repair in found if is_slip(repair))
    if not found and _is_swallowed(outcome):
        return None
    likely = chance(outcome)
    if claim.policy is Policy.WITNESS:
        if not found and outcome.figures[0].quantity.dimension in (Dimension.PEOPLE, Dimension.COUNT):
            return None  # people are counted under several heads at once
        return Severity.ERROR if found and likely < _RARE else Severity.EXPLAIN
    if claim.policy is Policy.ASK:
        return Severity.EXPLAIN
    if claim.policy is Policy.SLIP and found and likely < _RARER:
        return Severity.ERROR
    if found and likely < _LIKELY:
        return Severity.EXPLAIN
    return Severity.EXPLAIN if claim.policy is Policy.SLIP and _is_nearly_all(outcome) else None


def _is_nearly_all(outcome: Outcome) -> bool:
    """Parts that make up most of the whole: the list seems to be meant in full, and one part is missing."""
    money = outcome.figures[0].quantity.dimension in (Dimension.MONEY, Dimension.SCORE)
    return money and len(outcome.figures) > 2 and outcome.right >= outcome.left * _MOST > 0


def _is_swallowed(outcome: Outcome) -> bool:
    """A whole that is smaller than one of its parts, and no slip that explains it: the list is of something else."""
    if outcome.equation is None or outcome.relation.comparison is not Comparison.EQUAL or outcome.equation.is_rate:
        return False
    whole, *parts = outcome.figures
    return len(parts) > 1 and any(part.quantity.value > whole.quantity.value for part in parts)


def told_already(context: Context, outcome: Outcome) -> bool:
    """Whether a declared relation or a slip of a unit already speaks of these figures."""
    mine = _numbers(outcome)
    for suspicion in context.suspicions:
        edit = {slip.figure.quantity.number: slip.quantity for slip in suspicion.slips[:1]}
        if set(edit) & mine:
            return True
    for other in context.outcomes:
        theirs = _numbers(other)
        if other.verdict is Verdict.FAILS and len(mine & theirs) > 1 and (mine <= theirs or theirs <= mine):
            return True
    return False


def _numbers(outcome: Outcome) -> frozenset[Span]:
    return frozenset(figure.quantity.number for figure in outcome.figures)


def finding_of(outcome: Outcome, code: str, severity: Severity, found: tuple[Repair, ...]) -> Finding:
    """A broken claim in the words of a finding."""
    assert outcome.equation is not None
    ruler = scale_of(outcome)
    evidence = tuple(dict.fromkeys(figure.evidence for figure in outcome.figures))
    first = outcome.figures[0]
    gap = ruler.show(abs(outcome.residual))
    left, right = stated(outcome), computed(outcome)
    if outcome.relation.comparison is Comparison.AT_MOST:
        message = f"不符合{outcome.relation.name}：{left} 大于 {right}"
    elif code == "SUM" and outcome.residual > 0 and not found:
        message = f"“{first.name}”{left}，所列各项合计 {right}，少 {gap}，请核对是否漏列一项"
    elif isinstance(outcome.equation.left, Figure):
        sum_up = f"（{formula(outcome.equation)}）" if len(outcome.figures) <= _FEW else ""
        name = first.name if first.name.startswith("「") else f"“{first.name}”"
        message = f"{name}写的是 {left}，按所列数字应为 {right}，相差 {gap}{sum_up}"
    else:
        message = f"{outcome.relation.name}：{left} 与 {right} 相差 {gap}"
    return Finding(
        code=code,
        severity=severity,
        message=f"{message}{told(found)}{pages(evidence)}。",
        expression=formula(outcome.equation),
        stated=left,
        computed=right,
        residual=ruler.show(outcome.residual, signed=True),
        evidence=evidence,
        repairs=found,
    )
