"""元 written where 万元 was meant, and the like."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.context import Context
from extractor.checks.registry import check
from extractor.checks.slips import Slip, Suspicion
from extractor.checks.wording import formula, pages, printed
from extractor.model import Finding, Repair, Severity, Tested


@check("UNIT_SLIP")
def unit_slip(context: Context) -> Iterator[Finding | Tested]:
    """金额单位（元、万元、亿元）写错一处，会使勾稽关系差一万倍；只改这一处的单位，关系就应分毫不差。

    数字相同而单位不同的上限（如 5.07元 ≤ 5.07万元）虽然字面成立，也是单位误写的标志。全文以元为单位、
    关系成立的，不作改动；有两处改法同样说得通的，一并列出。
    """
    for suspicion in context.suspicions:
        yield _finding(context, suspicion)


def _finding(context: Context, suspicion: Suspicion) -> Finding:
    best = suspicion.slips[0]
    figures = [best.figure, *(figure for outcome in best.closes for figure in outcome.figures)]
    evidence = tuple(dict.fromkeys(figure.evidence for figure in figures))
    repairs = tuple(_repair(context, slip) for slip in suspicion.slips)
    stated, computed = printed(best.figure.quantity), printed(best.quantity)
    names = "、".join(f"「{relation.name}」" for relation in suspicion.relations)
    message = f"{best.figure.name} {stated} 的单位疑有误：改为 {computed} 后，{names}即成立"
    for slip in suspicion.slips[1:]:
        message += f"；也可能是 {slip.figure.name} {printed(slip.figure.quantity)} 应为 {printed(slip.quantity)}"
    return Finding(
        code="UNIT_SLIP",
        severity=Severity.ERROR,
        message=f"{message}{pages(evidence[:1])}。",
        expression="；".join(formula(outcome.equation) for outcome in best.closes if outcome.equation),
        stated=stated,
        computed=computed,
        residual=_residual(best),
        evidence=evidence,
        repairs=repairs,
    )


def _residual(slip: Slip) -> str:
    quantity = slip.quantity
    difference = (slip.figure.quantity.value - quantity.value) / quantity.scale
    return f"{difference.normalize():f}{quantity.unit_text}"


def _repair(context: Context, slip: Slip) -> Repair:
    before = slip.figure.quantity
    names = "、".join(f"「{outcome.relation.name}」" for outcome in slip.closes)
    return Repair(
        quote=context.document.cite(before.span).quote,
        before=printed(before),
        after=printed(slip.quantity),
        why=f"只改单位，{names}即分毫不差",
        closes=len(slip.closes),
        at=before.number,
    )
