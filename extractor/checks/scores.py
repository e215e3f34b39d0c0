"""Scores against their full marks, and the grade against the score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from extractor.checks.context import Context
from extractor.checks.marks import mark_of
from extractor.checks.outcome import Outcome
from extractor.checks.registry import check
from extractor.checks.sheets.sheet import is_unsure
from extractor.checks.wording import pages, printed
from extractor.model import Comparator, Evidence, Finding, Quantity, Severity, Span, State, Tested, Verdict

_WHOLE = Decimal(100)
_SEVERAL = 3
_BANDS: tuple[tuple[str, Decimal, tuple[str, ...]], ...] = (
    ("优", Decimal(90), ("优", "优秀", "优等")),
    ("良", Decimal(80), ("良", "良好", "良等")),
    ("中", Decimal(60), ("中", "中等", "一般", "合格", "及格")),
    ("差", Decimal(0), ("差", "较差", "不合格", "不及格")),
)
_STRICT = 95
"""Some places call only scores from here on 优: a modest grade below is asked about, not called an error."""
_STATED_BAND = re.compile(
    r"(?P<least>\d{2,3})分?(?:\(含\d{0,3}分?\))?(?:[及（(]?含?[)）]?以上|[-—~至到]\d{2,3}分?(?:\(不?含\d{0,3}分?\))?)"
    r"[的，,]?(?:评?定?等?级?[为是]|属于?|为)\"?(?P<grade>优秀|优|良好|良|中等|中|合格|一般)"
)


@check("SCORE_OVER_FULL")
def score_over_full(context: Context) -> Iterator[Finding | Tested]:
    """指标得分不能超过该指标的分值（满分）。扫描件上识别没有把握的，只提请核对；大半的行都超过的，那一列不是得分。"""
    apart = {one.figure.quantity.number for one in context.fused}
    for name, score, full, place in _scored(context):
        if score.number in apart:
            continue
        over = score.value > full.value and score.comparator is full.comparator is Comparator.EXACT
        expression = f"{name} 得分 {printed(score)} ≤ 分值 {printed(full)}"
        verdict = Verdict.FAILS if over else Verdict.HOLDS
        cells = (context.document.cite(cell.span) for cell in (score, full))
        evidence = (place, *(cell for cell in cells if not place.span.overlaps(cell.span)))
        numbers = (score.number, full.number)
        yield Tested("SCORE_OVER_FULL", f"{name}得分不超过分值", expression, verdict, evidence, numbers)
        if over:
            yield Finding(
                code="SCORE_OVER_FULL",
                severity=Severity.EXPLAIN if is_unsure(context.document, (score, full)) else Severity.ERROR,
                message=f"指标「{name}」得分 {printed(score)}，超过分值 {printed(full)}{pages(evidence)}。",
                expression=expression,
                stated=printed(score),
                computed=printed(full),
                residual=f"+{score.value - full.value:f}{score.unit_text}",
                evidence=evidence,
            )


_Scored: TypeAlias = tuple[str, Quantity, Quantity, Evidence]


def _scored(context: Context) -> Iterator[_Scored]:
    """Every score with its full mark: of the indicators that were read, then of the other rows of tables."""
    read = [
        (row.cells.get("name") or f"第 {number} 项指标", score, full, row.evidence)
        for number, row in enumerate(context.report.indicators, 1)
        if (score := row.quantities.get("score")) is not None and (full := row.quantities.get("full")) is not None
    ]
    yield from _if_scores(read)
    seen = {score.number for _, score, _, _ in read}
    for sheet in context.sheets:
        rows = []
        for line in sheet.rows if sheet.fulls and sheet.scores else ():
            got, whole = sheet.mark(line, sheet.scores[-1]), sheet.mark(line, sheet.fulls[-1])
            if got and whole and got.quantity.number not in seen:
                rows.append((sheet.name(line) or f"第 {line + 1} 行", got.quantity, whole.quantity, got.evidence))
        yield from _if_scores(rows)


def _if_scores(rows: Sequence[_Scored]) -> Sequence[_Scored]:
    """The rows of one table, unless most scores exceed their full marks: then another column was taken for them."""
    above = sum(score.value > full.value for _, score, full, _ in rows)
    return () if above >= _SEVERAL and 2 * above > len(rows) else rows


@check("SCORE_ROWS")
def score_rows(context: Context) -> Iterator[Finding | Tested]:
    """指标表各行分值合计 100 分，说明各行是全的，各行得分之和应等于总分；不等的提请核对。"""
    total = context.figures.fields.get("score.total")
    rows = [row for row in context.report.indicators if {"score", "full"} <= set(row.quantities)]
    whole = sum((row.quantities["full"].value for row in rows), Decimal(0))
    if total is None or len(rows) < 3 or whole != _WHOLE or _is_added_up(context, total.quantity):
        return
    summed = sum((row.quantities["score"].value for row in rows), Decimal(0))
    evidence = (total.evidence, *(row.evidence for row in rows))
    numbers = (total.quantity.number, *(row.quantities["score"].number for row in rows))
    expression = f"总分 {printed(total.quantity)} = 各行得分合计 {summed}"
    same = summed == total.quantity.value
    yield Tested("SCORE_ROWS", "总分等于各行得分之和", expression, _verdict(same), evidence, numbers)
    if not same:
        yield Finding(
            code="SCORE_ROWS",
            severity=Severity.EXPLAIN,
            message=f"总分写的是 {printed(total.quantity)}，各行得分合计 {summed}，"
            f"相差 {abs(summed - total.quantity.value)}{pages(evidence[:1])}。",
            expression=expression,
            stated=printed(total.quantity),
            computed=f"{summed}",
            residual=f"{total.quantity.value - summed:+f}",
            evidence=evidence,
        )


def _is_added_up(context: Context, total: Quantity) -> bool:
    """Whether the sums of a table speak of a total already."""
    return any(claim.code == "TABLE_SUM" and total.number == _first(outcome) for claim, outcome in context.claims)


def _first(outcome: Outcome) -> Span | None:
    return outcome.figures[0].quantity.number if outcome.figures else None


def _verdict(holds: bool) -> Verdict:
    return Verdict.HOLDS if holds else Verdict.FAILS


@check("GRADE_BAND")
def grade_band(context: Context) -> Iterator[Finding | Tested]:
    """等级应与总分相符：优 90 分及以上，良 80（含）至 90 分，中 60（含）至 80 分，差 60 分以下。

    报告自己写明分档的，按它的分档。只写等级而不写总分，无从核对，提请补充；满分不是 100 分的，不核对。
    """
    grade = context.report.fields.get("score.grade")
    total = context.figures.fields.get("score.total")
    if grade is None or grade.state is not State.FOUND or grade.evidence is None or not isinstance(grade.value, str):
        return
    band = next((name for name, _, words in _BANDS if grade.value in words), None)
    if band is None:
        return
    if total is None:
        yield Tested(
            "GRADE_BAND", "等级与总分相符", f"等级 {grade.value}（总分未列出）", Verdict.UNKNOWN, (grade.evidence,)
        )
        yield Finding(
            code="GRADE_BAND",
            severity=Severity.NOTE,
            message=f"等级为“{grade.value}”，但没有列出总分，无从核对{pages((grade.evidence,))}。",
            expression=f"等级 {grade.value} = 总分对应的等级",
            stated=grade.value,
            computed="",
            residual="",
            evidence=(grade.evidence,),
        )
        return
    if mark_of(context, total.quantity) not in (None, _WHOLE):
        return
    own = _own_bands(context)
    due = _due(total.quantity, own)
    names = [name for name, _, _ in _BANDS]
    modest = not own and names.index(band) > names.index(due) and total.quantity.value < _STRICT
    evidence = (grade.evidence, total.evidence)
    expression = f"等级 {grade.value} = 总分 {printed(total.quantity)} 对应的“{due}”"
    verdict = Verdict.HOLDS if due == band else Verdict.FAILS
    yield Tested("GRADE_BAND", "等级与总分相符", expression, verdict, evidence, (total.quantity.number,))
    if due != band:
        yield Finding(
            code="GRADE_BAND",
            severity=Severity.EXPLAIN if modest else Severity.ERROR,
            message=f"总分 {printed(total.quantity)} 对应的等级是“{due}”，而写的是“{grade.value}”{pages(evidence)}"
            + ("；如当地分档不同，请注明。" if modest else "。"),
            expression=expression,
            stated=grade.value,
            computed=due,
            residual="",
            evidence=evidence,
        )


def _due(score: Quantity, own: Mapping[str, Decimal]) -> str:
    bands = sorted(((own.get(name, least), name) for name, least, _ in _BANDS), reverse=True)
    return next(name for least, name in bands if score.value >= least or not least)


def _own_bands(context: Context) -> Mapping[str, Decimal]:
    """The least score of each grade as the report itself states it (`85分以上为优`, `75分（含）-85分为良`)."""
    found: dict[str, Decimal] = {}
    for match in _STATED_BAND.finditer(context.prose.text):
        band = next(name for name, _, words in _BANDS if match["grade"] in words)
        found.setdefault(band, Decimal(match["least"]))
    return found
