"""What an older template left behind: indicators that are announced and never scored; labels that changed half-way."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.checks.context import Context
from extractor.checks.prose.listing import Listing
from extractor.checks.registry import check
from extractor.checks.wording import pages, printed
from extractor.model import Finding, Repair, Section, Severity, Tested, Verdict
from extractor.numbers import fold

_KNOWN = re.compile(r"(?:数量|质量|时效|成本|经济效益|社会效益|生态效益|可持续影响|满意度)$")
_INDICATOR = re.compile(rf"指标$|{_KNOWN.pattern}")


@check("TEMPLATE_DRIFT")
def scored_indicators(context: Context) -> Iterator[Finding | Tested]:
    """“二级指标 N 个，即甲、乙、丙”中列出的每个指标，都应在同一部分打分。

    有一个没有在这里打分、而在别处单独成项的，是旧模板留下的：个数应减一。其余指标的得分之和恰为这一部分的得分时，
    可以断定是个数写错。
    """
    for number, listing in context.listings.items():
        if len(listing.items) < 2 or not all(_INDICATOR.search(item) for item in listing.items[1:]):
            continue
        section = _around(context, number.start)
        if section is None:
            continue
        yield from _scored(context, listing, section)


def _around(context: Context, place: int) -> Section | None:
    """The innermost section around a place."""
    found = None
    for section in (one for top in context.document.sections for one in top.walk()):
        if section.span.start <= place < section.span.end:
            found = section
    return found


def _scored(context: Context, listing: Listing, section: Section) -> Iterator[Finding | Tested]:
    folded, document = fold(context.document.text), context.document
    inside = folded.text[listing.end : folded.at(section.span.end)]
    names = [_name(item) for item in listing.items]
    places = [re.search(rf"(?:^|\n)[^\n，。]{{0,4}}{re.escape(name)}(?:指标)?[:(，]", inside) for name in names]
    if sum(place is not None for place in places) < 2:
        return
    quantity = listing.said.quantity
    missing = [name for name, place in zip(names, places, strict=True) if place is None]
    numbers = (quantity.number,)
    span = context.prose.span(min(listing.start, listing.said.at), max(listing.end, listing.said.end))
    evidence = [document.cite(span)]
    elsewhere = [_heading(context, name, section) for name in missing]
    evidence += [document.cite(one.heading) for one in elsewhere if one]
    expression = f"{printed(quantity)}（{'、'.join(listing.items)}）= 在此打分的 {len(names) - len(missing)} 个"
    verdict = Verdict.FAILS if missing else Verdict.HOLDS
    yield Tested("TEMPLATE_DRIFT", "列出的指标都已打分", expression, verdict, tuple(evidence), numbers)
    if not missing:
        return
    rest = int(quantity.value) - len(missing)
    sure = len(missing) == 1 and elsewhere[0] is not None and _adds_up(context)
    other = f"，“{missing[0]}”在“{elsewhere[0].mark}”另行打分" if elsewhere[0] else ""
    after = f"{rest}{quantity.unit_text}"
    yield Finding(
        code="TEMPLATE_DRIFT",
        severity=Severity.ERROR if sure else Severity.EXPLAIN,
        message=f"写的是指标 {printed(quantity)}，在此打分的只有 {rest} 个{other}；疑为旧模板的文字，"
        f"应为 {after}，并去掉“{'、'.join(missing)}”{pages(evidence)}。",
        expression=expression,
        stated=printed(quantity),
        computed=after,
        residual=f"{len(missing):+d}{quantity.unit_text}",
        evidence=tuple(evidence),
        repairs=(Repair(document.cite(quantity.span).quote, printed(quantity), after, "个数误写", 1, quantity.number),),
    )


def _name(item: str) -> str:
    """The indicator itself, without 指标 and without the words that lead up to the first of a list."""
    bare = re.sub(r"指标$", "", item)
    known = _KNOWN.search(bare)
    return known[0] if known else bare[-6:]


def _heading(context: Context, name: str, section: Section) -> Section | None:
    """Where an indicator is a part of its own, beside the section or above it."""
    for one in (each for top in context.document.sections for each in top.walk()):
        apart = one.span.end <= section.span.start or one.span.start >= section.span.end
        if apart and one.level <= section.level and re.match(rf"{re.escape(name)}(?:指标)?", one.title):
            return one
    return None


def _adds_up(context: Context) -> bool:
    """Whether the scores of the section close without the missing indicator."""
    held = {outcome.relation.id: outcome for outcome in context.outcomes}
    outcome = held.get("G04")
    return outcome is not None and outcome.verdict is Verdict.HOLDS and "score.cost" not in _keys(outcome.figures)


def _keys(figures: tuple[object, ...]) -> set[str]:
    return {getattr(figure, "key", "") for figure in figures}


@check("LABEL_CHANGED")
def changed_labels(context: Context) -> Iterator[Finding | Tested]:
    """“三公”经费的预算项目与决算项目名称应当一致，如预算写“购置及运行维护费”，决算不应只写“运行维护费”。"""
    folded = fold(context.document.text)
    both = list(re.finditer(r"公务用车购置[及和与]运行(?:维护)?费", folded.text))
    lone = list(re.finditer(r"(?<![及和与])公务用车运行(?:维护)?费(?=[^，。]{0,6}[0-9])", folded.text))
    if not both or not lone or "公务用车购置费" in folded.text:
        return
    evidence = tuple(context.document.cite(folded.span(*match.span())) for match in (both[0], lone[0]))
    yield Finding(
        code="LABEL_CHANGED",
        severity=Severity.NOTE,
        message=f"同一项目前后名称不一：“{evidence[0].quote}”与“{evidence[1].quote}”，请统一，或补列公务用车购置费"
        f"{pages(evidence)}。",
        expression=f"{both[0][0]} = {lone[0][0]}",
        stated=both[0][0],
        computed=lone[0][0],
        residual="",
        evidence=evidence,
    )


@check("PROBLEMS_MEASURES")
def problems_and_measures(context: Context) -> Iterator[Finding | Tested]:
    """存在的问题与改进措施一般一一对应，条数不同的提请核对。"""
    problems, measures = context.report.problems, context.report.measures
    if not problems or not measures:
        return
    evidence = (problems[0].evidence, measures[0].evidence)
    expression = f"问题 {len(problems)} 条 = 措施 {len(measures)} 条"
    same = len(problems) == len(measures)
    yield Tested(
        "PROBLEMS_MEASURES", "问题与措施条数", expression, Verdict.HOLDS if same else Verdict.UNKNOWN, evidence
    )
    if not same:
        yield Finding(
            code="PROBLEMS_MEASURES",
            severity=Severity.NOTE,
            message=f"存在的问题 {len(problems)} 条，改进措施 {len(measures)} 条，"
            f"请核对是否一一对应{pages(evidence)}。",
            expression=expression,
            stated=f"{len(problems)}条",
            computed=f"{len(measures)}条",
            residual=f"{len(measures) - len(problems):+d}条",
            evidence=evidence,
        )
