"""What adds up in a table: marks by their levels and in all, amounts under their total."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.equation import Step
from extractor.checks.figures import Figure
from extractor.checks.prose.claim import Claim, Policy, equal, percent, total
from extractor.checks.sheets.sheet import Sheet, as_mark, bare
from extractor.model import Dimension, Quantity, Span
from extractor.reports.relation import Number

_MARKED = re.compile(r"[(（][^()（）]{0,4}?(\d+(?:\.\d+)?)\s*分?\s*[)）]\s*$")
_WHOLE = re.compile(r"合计|总计|总额|总数|总预算")
_PARTS = re.compile(r"^其中")
_HUNDRED = Number(Decimal(100))


@dataclass(frozen=True, slots=True)
class SheetClaim(Claim):
    """A claim of a table: `rows` are those that it adds up, `sheet` the offset where its table begins."""

    rows: frozenset[int] = frozenset()
    sheet: int = 0


def read(sheet: Sheet) -> Iterator[SheetClaim]:
    """Every sum that the form of a table asserts."""
    for kind, columns in (("分值", sheet.fulls), ("得分", sheet.scores)):
        if columns:
            yield from _marks(sheet, kind, columns)
    if sheet.fulls and len(sheet.labels) > 1:
        yield from _marked(sheet)
    if not sheet.fulls and not sheet.scores:
        yield from _amounts(sheet)
    yield from _rates(sheet)
    if sheet.fulls and sheet.scores:
        yield from _earned(sheet)


def _marks(sheet: Sheet, kind: str, columns: Sequence[int]) -> Iterator[SheetClaim]:
    last = columns[-1]
    parents = {row: children for row in sheet.rows if (children := sheet.children(row))}
    leaves = [row for row in sheet.rows if row not in parents and not sheet.is_total(row)]
    run: list[int] = []
    for row in sheet.rows:
        if sheet.is_subtotal(row):
            yield from _sum(sheet, f"小计{kind}等于各行之和", row, columns, run, last)
            run = []
        elif sheet.is_total(row):
            before = [one for one in leaves if one < row] or [one for one in leaves if one > row]
            yield from _sum(sheet, f"总{kind}等于各行{kind}之和", row, columns, before, last)
            run = []
        elif row in parents:
            yield from _sum(sheet, f"「{sheet.name(row)}」{kind}等于下列各项之和", row, columns, parents[row], last)
        else:
            run.append(row)
    for at, column in enumerate(columns[:-1]):
        yield from _levels(sheet, kind, column, columns[at + 1])


def _levels(sheet: Sheet, kind: str, column: int, parts: int) -> Iterator[SheetClaim]:
    """A column of marks for each level: `一级指标 | 分值 | 二级指标 | 分值`."""
    label = max((one for one in sheet.labels if one < column), default=-1)
    if label < 0 or label > parts:
        return
    for row in sheet.rows:
        if sheet.own(row, label) and not sheet.is_total(row):
            rows = [one for one in sheet.block(row, label) if sheet.mark(one, parts)]
            yield from _sum(sheet, f"「{sheet.own(row, label)}」{kind}等于下列各项之和", row, [column], rows, parts)


def _sum(
    sheet: Sheet, name: str, row: int, columns: Sequence[int], rows: Sequence[int], parts: int
) -> Iterator[SheetClaim]:
    """The mark of a row against those of others; nothing where a row of them lacks its mark."""
    whole = next((mark for column in columns if (mark := sheet.mark(row, column))), None)
    found = _column(sheet, rows, parts, sheet.mark)
    if whole and len(found) > 1:
        yield _claim(sheet, name, whole, found, rows)


def _column(sheet: Sheet, rows: Sequence[int], column: int, read: Callable[[int, int], Figure | None]) -> list[Figure]:
    """The figures of a column in some rows, merged cells once; empty where one is missing."""
    found: list[Figure] = []
    for row in rows:
        cell = sheet.grid.get((row, column))
        if cell is not None and cell.r0 != row and cell.r0 in rows:
            continue
        figure = read(row, column)
        if figure is None:
            if sheet.depth(row) < 0 and (cell is None or cell.span is None):
                continue  # a row that only goes on with the words of the one above
            return []
        found.append(figure)
    return found


def _claim(sheet: Sheet, name: str, whole: Figure, parts: Sequence[Figure], rows: Sequence[int]) -> SheetClaim:
    claim = equal(name, whole, total(parts))
    return SheetClaim("TABLE_SUM", (claim,), Policy.WITNESS, frozenset(rows), sheet.table.span.start)


def _marked(sheet: Sheet) -> Iterator[SheetClaim]:
    """`产出指标（40分）`: the mark in the label against those of its rows."""
    for column in sheet.labels:
        for row in sheet.rows:
            words = sheet.own(row, column)
            if not words or sheet.is_total(row) or not (match := _MARKED.search(words)):
                continue
            place = sheet.grid[row, column].span
            inside = _inside(sheet, place, match[1])
            if inside is None or place is None:
                continue
            whole = Figure(f"@{inside.number.start}", f"「{words}」", as_mark(inside), sheet.document.cite(place))
            rows = sheet.block(row, column)
            if parts := _column(sheet, rows, sheet.fulls[-1], sheet.mark):
                yield _claim(sheet, f"「{words}」的分值等于各行分值之和", whole, parts, rows)


def _inside(sheet: Sheet, place: Span | None, digits: str) -> Quantity | None:
    inside = [q for q in sheet.within(place) if q.digits == digits] if place else []
    return inside[-1] if inside else None


def _amounts(sheet: Sheet) -> Iterator[SheetClaim]:
    """A row of the whole (合计, 总额), and its parts below it or above it, column by column."""
    for row in sheet.rows:
        if not sheet.labels or not _WHOLE.search(sheet.name(row)) or _PARTS.match(sheet.name(row)):
            continue
        below = []
        for one in range(row + 1, sheet.head.end):
            if _WHOLE.search(sheet.name(one)):
                break
            below.append(one)
        above = [one for one in sheet.rows if one < row]
        rows = below or (above if not any(_WHOLE.search(sheet.name(one)) for one in above) else [])
        for column in range(sheet.labels[-1] + 1, sheet.table.columns):
            whole, parts = sheet.money(row, column), _column(sheet, rows, column, sheet.money)
            alike = {part.quantity.scale for part in parts} == {whole.quantity.scale} if whole else False
            if whole and alike and len(parts) > 1 and whole.quantity.value:
                claim = equal(f"“{whole.name}”等于所列各项之和", whole, total(parts))
                yield SheetClaim("TABLE_MONEY", (claim,), Policy.NEAR, frozenset(rows), sheet.table.span.start)


def _rates(sheet: Sheet) -> Iterator[SheetClaim]:
    """执行率 = 执行数 ÷ 全年预算数 in a row of money, and the marks that it gives."""
    words = {column: sheet.header(column) for column in range(sheet.table.columns)}
    budget = _first(words, r"全年预算|调整预算|调整后预算|预算数.?A") or _first(words, r"预算")
    final, rate = _first(words, r"执行数|实际支出|决算|支出数"), _first(words, r"执行率|完成率")
    if budget is None or final is None or rate is None:
        return
    for row in sheet.rows:
        whole, part, quantity = sheet.money(row, budget), sheet.money(row, final), sheet.number(row, rate)
        if not whole or not part or not quantity or not whole.quantity.value or not part.quantity.value:
            continue
        if quantity.dimension not in (Dimension.NONE, Dimension.PERCENT):
            continue
        stated = sheet.figure(quantity, row, rate)
        claim = equal(f"{stated.name}等于执行数除以预算数", stated, percent(part, whole))
        yield SheetClaim("TABLE_RATE", (claim,), Policy.ASK, frozenset((row,)), sheet.table.span.start)


def _earned(sheet: Sheet) -> Iterator[SheetClaim]:
    """The mark for 预算执行率: the full mark times the rate, at most the full mark."""
    words = {column: sheet.header(column) for column in range(sheet.table.columns)}
    done = [column for column, text in words.items() if re.search(r"执行率|完成值|完成情况|实际值", text)]
    for row in sheet.rows:
        full, score = sheet.mark(row, sheet.fulls[-1]), sheet.mark(row, sheet.scores[-1])
        if not full or not score or not full.quantity.value:
            continue
        for column in done:
            quantity = sheet.number(row, column)
            about = f"{sheet.name(row)}{words[column]}"
            if quantity is None or not re.search(r"执行率|预算执行", about) or "预算完成" in about:
                continue
            if quantity.dimension is not Dimension.PERCENT and not ("率" in words[column] and not quantity.unit):
                continue
            rate = Step("min", sheet.figure(quantity, row, column), _HUNDRED)
            claim = equal(f"{score.name}等于分值乘以执行率", score, Step("/", Step("*", full, rate), _HUNDRED))
            yield SheetClaim("TABLE_RATE", (claim,), Policy.ASK, frozenset((row,)), sheet.table.span.start)
            break


def _first(words: dict[int, str], pattern: str) -> int | None:
    return next((column for column, text in words.items() if re.search(pattern, bare(text))), None)
