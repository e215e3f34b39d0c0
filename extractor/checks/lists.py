"""Lists of projects that are complete by one column and not by the other."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.context import Context
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.wording import formula, pages, scale_of, stated
from extractor.model import Finding, Severity, Tested, Verdict
from extractor.reports.relation import Column, Comparison


@check("LIST_COMPLETE")
def list_complete(context: Context) -> Iterator[Finding | Tested]:
    """项目清单有一列之和恰好等于总额，说明清单是完整的，另一列之和也应等于它的总额；不等的提请说明。"""
    lists = [outcome for outcome in context.outcomes if _is_list(outcome)]
    if not any(outcome.residual == 0 for outcome in lists):
        return
    for outcome in lists:
        if outcome.verdict is Verdict.HOLDS and outcome.residual < 0 and outcome.equation:
            evidence = tuple(dict.fromkeys(figure.evidence for figure in reversed(outcome.figures)))
            ruler = scale_of(outcome)
            total, gap = ruler.show(outcome.right), ruler.show(-outcome.residual)
            expression = formula(outcome.equation).replace(" ≤ ", " = ")
            yield Tested("LIST_COMPLETE", "完整的清单等于总额", expression, Verdict.FAILS, evidence)
            yield Finding(
                code="LIST_COMPLETE",
                severity=Severity.EXPLAIN,
                message=f"清单各项合计 {stated(outcome)}，比总额 {total} 少 {gap}，"
                f"而同一清单的另一列恰好等于总额；请核对是否漏列或写错{pages(evidence[:1])}。",
                expression=expression,
                stated=total,
                computed=stated(outcome),
                residual=ruler.show(-outcome.residual, signed=True),
                evidence=evidence,
            )


def _is_list(outcome: Outcome) -> bool:
    bound = outcome.relation.comparison is Comparison.AT_MOST and outcome.equation is not None
    return bound and isinstance(outcome.relation.forms[0].left, Column)
