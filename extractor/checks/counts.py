"""How many there are said to be, against how many are named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.context import Context
from extractor.checks.figures import Figure
from extractor.checks.prose.listing import are_bodies
from extractor.checks.registry import check
from extractor.checks.wording import pages, printed
from extractor.model import Comparator, Document, Evidence, Field, Finding, Severity, State, Tested, Verdict

_ITSELF = re.compile(r"(本级|本部|机关|局机关|委机关)$")
_NEAR = 2
"""A list that is out by more is likelier not the list that was counted."""
_OPEN = re.compile(r"\s*(（[^）]*）|\([^)]*\))?\s*等(?![^，。；;、]{0,10}?[0-9一二三四五六七八九十两]+ ?[个家所])")


@check("COUNT_LIST")
def count_list(context: Context) -> Iterator[Finding | Tested]:
    """写明的个数应等于列出的名称数。

    相差很多的，多半是名单没有列全，只提请核对。本级（机关）算与不算都试，有一种相符即为相符；名单以“等”字收尾而没有再写个数的，只要求列出的不多于个数。
    """
    for path, figure in context.figures.fields.items():
        names = context.report.fields.get(f"{path.removesuffix('.count')}.names")
        if not path.endswith(".count") or names is None:
            continue
        yield from _compare(context, figure, names)


def _compare(context: Context, figure: Figure, names: Field) -> Iterator[Finding | Tested]:
    document = context.document
    stated = printed(figure.quantity)
    if names.state is not State.FOUND or not isinstance(names.value, tuple) or names.evidence is None:
        expression = f"{figure.name} {stated}（名单未列出）"
        yield Tested("COUNT_LIST", f"{figure.name}与名单相符", expression, Verdict.UNKNOWN, (figure.evidence,))
        return
    evidence = (figure.evidence, names.evidence)
    expression = f"{figure.name} {stated} = 列出的 {len(names.value)} 个名称"
    verdict = _verdict(document, figure, names.value, names.evidence)
    beside = context.listings.get(figure.quantity.number)
    if verdict is Verdict.FAILS and beside is not None and figure.quantity.value == beside.least:
        verdict = Verdict.HOLDS
        expression = f"{figure.name} {stated} = 列出的 {beside.least} 个名称"
    numbers = (figure.quantity.number,)
    yield Tested("COUNT_LIST", f"{figure.name}与名单相符", expression, verdict, evidence, numbers)
    if verdict is not Verdict.FAILS:
        return
    difference = len(names.value) - int(figure.quantity.value)
    near = abs(difference) <= max(_NEAR, len(names.value) // 3)
    yield Finding(
        code="COUNT_LIST",
        severity=Severity.ERROR if near and are_bodies(names.value) else Severity.EXPLAIN,
        message=f"{figure.name}写的是 {stated}，实际列出 {len(names.value)} 个，"
        f"{'多' if difference > 0 else '少'} {abs(difference)} 个{pages(evidence)}。",
        expression=expression,
        stated=stated,
        computed=f"{len(names.value)}{figure.quantity.unit_text}",
        residual=f"{-difference:+d}{figure.quantity.unit_text}",
        evidence=evidence,
    )


def _verdict(document: Document, figure: Figure, names: tuple[str, ...], evidence: Evidence) -> Verdict:
    if figure.quantity.comparator is not Comparator.EXACT:
        return Verdict.UNKNOWN
    count, listed = figure.quantity.value, len(names)
    itself = sum(1 for name in names if _ITSELF.search(name))
    left_out = 1 if not itself and _names_itself(document, names, evidence) else 0
    if count in (listed, listed - itself, listed + left_out):
        return Verdict.HOLDS
    if listed < count and _is_open(document, names, evidence):
        return Verdict.UNKNOWN
    return Verdict.FAILS


def _names_itself(document: Document, names: tuple[str, ...], evidence: Evidence) -> bool:
    """Whether 本级 stands in the list although it was not read as one of the names."""
    start = evidence.span.start
    end = max(document.text.find(names[-1], start), evidence.span.end) if names else evidence.span.end
    return bool(re.search(r"本级|本部|机关[、，]", document.text[start:end]))


def _is_open(document: Document, names: tuple[str, ...], evidence: Evidence) -> bool:
    """Whether the list ends in 等 and no count closes it."""
    last = document.text.find(names[-1], evidence.span.start) if names else -1
    return last >= 0 and bool(_OPEN.match(document.text, last + len(names[-1])))
