"""One fact, stated in several places."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.context import Context
from extractor.checks.registry import check
from extractor.checks.wording import pages
from extractor.model import Finding, Severity, State, Tested, Verdict


@check("RESTATED")
def restated(context: Context) -> Iterator[Finding | Tested]:
    """同一事项在几处写到时，各处应当一致。不一致的事项不参与其他核对，须先说明以哪一处为准。"""
    for path, field in context.report.fields.items():
        if field.state is not State.CONFLICT or len(field.mentions) < 2:
            continue
        name = context.figures.name(path)
        quotes = "、".join(f"“{quote}”" for quote in dict.fromkeys(mention.quote for mention in field.mentions))
        yield Tested("RESTATED", f"{name}各处一致", f"{name}：{quotes}", Verdict.FAILS, field.mentions)
        yield Finding(
            code="RESTATED",
            severity=Severity.EXPLAIN,
            message=f"{name}在几处写法不一：{quotes}{pages(field.mentions)}，请说明以哪一处为准。",
            expression=f"{name}：{quotes}",
            stated=field.mentions[0].quote,
            computed=field.mentions[-1].quote,
            residual="",
            evidence=field.mentions,
        )
