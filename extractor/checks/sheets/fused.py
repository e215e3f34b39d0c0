"""Two cells of a table that were printed, or read, as one number: `10` and `9.5` as `109.5`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.checks.figures import Figure
from extractor.checks.registry import check
from extractor.checks.sheets.sheet import Sheet
from extractor.checks.wording import pages, printed
from extractor.model import Finding, Severity, Span, Tested

if TYPE_CHECKING:
    from extractor.checks.context import Context


@dataclass(frozen=True, slots=True)
class Fused:
    """A cell whose digits are those of the full mark and of the score, one behind the other."""

    figure: Figure
    full: str
    score: str
    closes: str
    numbers: tuple[Span, ...]
    """The numbers of the sums that the two, taken apart, make hold."""


def fused(context: Context) -> tuple[Fused, ...]:
    """Every such cell, where the two numbers close the sums of their columns."""
    return tuple(one for sheet in context.sheets if sheet.fulls and sheet.scores for one in _fused(sheet))


def _fused(sheet: Sheet) -> Iterator[Fused]:
    fulls, scores = sheet.fulls[-1], sheet.scores[-1]
    rows = [row for row in sheet.rows if not sheet.is_total(row) and not sheet.children(row)]
    totals = [row for row in sheet.rows if sheet.is_total(row) and not sheet.is_subtotal(row)]
    marks = {row: (sheet.mark(row, fulls), sheet.mark(row, scores)) for row in (*rows, *totals)}
    if len(totals) != 1:
        return
    whole = marks[totals[0]]
    for row in rows:
        full, score = marks[row]
        figure = full if score is None else score
        if figure is None or (full and score and score.quantity.value <= full.quantity.value):
            continue
        others = [marks[one] for one in rows if one != row]
        for a, b in _halves(figure.quantity.digits):
            if full and score and a != full.quantity.digits:
                continue
            closed = _closes(others, whole, a, b)
            if closed:
                numbers = [mark.quantity.number for pair in (*others, whole) for mark in pair if mark]
                yield Fused(figure, a, b, closed, (figure.quantity.number, *numbers))
                break


def _halves(digits: str) -> Iterator[tuple[str, str]]:
    """Every way to cut a number into a full mark and a score that is not above it."""
    for cut in range(1, len(digits)):
        a, b = digits[:cut], digits[cut:]
        good = a[-1] != "." and b[0] != "." and "." not in (a + b).replace(".", "", 1)
        plain = all(len(part) == 1 or part[0] != "0" or part[1] == "." for part in (a, b))
        if good and plain and Decimal(b) <= Decimal(a):
            yield a, b


def _closes(
    others: list[tuple[Figure | None, Figure | None]], whole: tuple[Figure | None, Figure | None], a: str, b: str
) -> str:
    """Which totals the two numbers close; empty where one is not closed, or there is none to close."""
    closed = []
    for side, (name, part) in enumerate((("分值", a), ("得分", b))):
        total, column = whole[side], [pair[side] for pair in others]
        if total is None or not all(column):
            continue
        found = sum((one.quantity.value for one in column if one), Decimal(part))
        if found != total.quantity.value:
            return ""
        closed.append(f"总{name} {printed(total.quantity)}")
    return "、".join(closed)


@check("TABLE_FUSED")
def fused_cells(context: Context) -> Iterator[Finding | Tested]:
    """指标表里分值和得分两格连成了一个数（如“10”“9.5”成了“109.5”），拆开后各列恰好等于总分的，提请对照原表。"""
    for one in fused(context):
        stated = printed(one.figure.quantity)
        evidence = (one.figure.evidence,)
        yield Finding(
            code="TABLE_FUSED",
            severity=Severity.EXPLAIN,
            message=f"{one.figure.name}“{stated}”疑为两格连成了一个数：分值 {one.full}、得分 {one.score}，"
            f"拆开后{one.closes}成立，请对照原表{pages(evidence)}。",
            expression=f"{stated} = 分值 {one.full} 与得分 {one.score}",
            stated=stated,
            computed=f"{one.full} {one.score}",
            residual="",
            evidence=evidence,
        )
