"""Rows of a form that lost its grid and their blank cells: figures are placed where a rate or a sum closes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from extractor.extraction.line_cells import Line

_RATE, _PRIOR = re.compile(r"率(?:\(%\))?$|\(%\)$"), re.compile("上年|去年")
_FULL, _SCORE = re.compile("分值|权重|满分"), re.compile("得分|评分")
_EXECUTED, _BUDGET = re.compile("执行数?|支出|决算|完成"), re.compile("预算|安排|下达|到位")
_HUNDRED, _MOST_RATE = Decimal(100), Decimal(1000)
_MOST_BLANK = 4


def added(rows: Sequence[tuple[Line | None, list[tuple[int, Line]]]]) -> dict[int, Decimal]:
    """The sums of the rows, column by column."""
    sums: dict[int, Decimal] = {}
    for _, cells in rows:
        for column, line in cells:
            sums[column] = sums.get(column, Decimal(0)) + (line.value or 0)
    return sums


def placed_figures(heads: Sequence[str], values: Sequence[Line]) -> list[tuple[int, Line]]:
    """The figures of a row with blank cells, where the rate that closes leaves one way to place them."""
    if len(heads) - len(values) > _MOST_BLANK:
        return []
    found = [
        chosen
        for chosen in combinations(range(len(heads)), len(values))
        if closes({column: value.value for column, value in zip(chosen, values, strict=True)}, heads)
    ]
    if not found:
        return []
    sure = [(column, i) for i, column in enumerate(found[0]) if all(other[i] == column for other in found)]
    return [(column, values[i]) for column, i in sure]


def placed_parts(whole: Sequence[tuple[int, Line]], parts: Sequence[Sequence[Line]]) -> list[list[tuple[int, Line]]]:
    """The figures of rows that are the parts of a whole and lack as many cells each, where their sums leave one way to
    place them; as many parts as make it up, none where none do."""
    for count in range(len(parts), 1, -1):
        sums = [sum(line.value or Decimal(0) for line in column) for column in zip(*parts[:count], strict=True)]
        found = [
            chosen
            for chosen in combinations(whole, len(sums))
            if all(cell.value == total for (_, cell), total in zip(chosen, sums, strict=True)) and any(sums)
        ]
        if len(found) == 1:
            return [[(column, line) for (column, _), line in zip(found[0], row, strict=True)] for row in parts[:count]]
    return []


def closes(placed: dict[int, Decimal | None], heads: Sequence[str]) -> bool:
    """The rate is outlay by a budget, and the marks are marks."""
    kinds = {column: _kind(heads[column]) for column in placed}
    by_kind = {kind: placed[column] for column, kind in kinds.items()}
    rate, executed, full, score = (by_kind.get(kind) for kind in ("rate", "executed", "full", "score"))
    if ("full" in by_kind) != ("score" in by_kind) or (full is not None and score is not None and score > full):
        return False
    if rate is None or executed is None or rate > _MOST_RATE:
        return False
    grain = Decimal(1).scaleb(int(rate.as_tuple().exponent))
    budgets = [placed[column] for column, kind in kinds.items() if kind == "budget"]
    last = next((b for b in reversed(budgets) if b), None)
    return last is not None and abs(executed / last * _HUNDRED - rate) < grain


def _kind(head: str) -> str:
    if _PRIOR.search(head):
        return "prior"
    for kind, pattern in (("score", _SCORE), ("full", _FULL), ("rate", _RATE), ("budget", _BUDGET)):
        if pattern.search(head):
            return kind
    return "executed" if _EXECUTED.search(head) else "other"
