"""A table under one of its heads: which columns name the rows, which hold marks, and the figure of every cell."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.checks.figures import Figure
from extractor.model import Cell, Comparator, Dimension, Document, Evidence, Head, Quantity, Span, Table
from extractor.numbers import fold

_FULL = re.compile(r"分值|权重|满分|标准分")
_SCORE = re.compile(r"得分|评分$|自评分")
_LABEL = re.compile(r"(?:指标|名称|项目|内容|类别|科目|资金)$|^[一二三]级")
_NO_LABEL = re.compile(r"指标值|性质|单位|说明|解释|目标|完成|原因|执行|预算")
_MONEY = re.compile(r"预算|执行|决算|支出|收入|金额|[数额]$|合计")
_UNIT = re.compile(r"亿元|万元|千元|元")
_UNITS = {"元": Decimal(1), "千元": Decimal(10) ** 3, "万元": Decimal(10) ** 4, "亿元": Decimal(10) ** 8}
_TOTAL = re.compile(r"^(?:总分|合计|总计|总得分|得分合计|自评总分|综合得分|总体得分|小计)(?:[(:].*)?$")
_UNSURE = 0.9
_LONGEST = 60


def bare(text: str) -> str:
    """Folded and without blanks."""
    return "".join(fold(text).text.split())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A head of a table and the rows under it. `labels`, `fulls`, `scores` are columns, from the left."""

    document: Document
    quantities: Sequence[Quantity]
    starts: Sequence[int]
    table: Table
    head: Head
    grid: dict[tuple[int, int], Cell]
    labels: tuple[int, ...]
    fulls: tuple[int, ...]
    scores: tuple[int, ...]

    @property
    def rows(self) -> range:
        """The rows under the head."""
        return range(self.head.r1, self.head.end)

    def own(self, row: int, column: int) -> str:
        """The words that begin in a row: a merged cell speaks in its first row only."""
        cell = self.grid.get((row, column))
        return bare(self.text(cell.span)) if cell and cell.span and max(cell.r0, self.head.r1) == row else ""

    def text(self, span: Span) -> str:
        """What stands in a cell."""
        return self.document.text[span.start : span.end]

    def name(self, row: int) -> str:
        """What the row is called: the last of its labels as printed; empty where it has none."""
        for column in reversed(self.labels):
            cell = self.grid.get((row, column))
            if self.own(row, column) and cell and cell.span:
                return "".join(self.text(cell.span).split())
        return ""

    def is_total(self, row: int) -> bool:
        """合计, 总分, 小计."""
        return any(_TOTAL.match(self.own(row, column)) for column in self.labels)

    def is_subtotal(self, row: int) -> bool:
        """小计 alone."""
        return any(self.own(row, column).startswith("小计") for column in self.labels)

    def block(self, row: int, column: int) -> range:
        """The rows that the label beginning in a row covers: down to the next label there, or to its left."""
        words = {other: self.path(row, other) for other in self.labels if other <= column}
        cell = self.grid[row, column]
        last = cell.r1 if cell.r1 - cell.r0 > 1 else self.head.end
        end = row + 1
        while end < last and not self.is_total(end):
            if any((here := self.own(end, other)) and here != words[other] for other in words):
                break
            end += 1
        return range(row, end)

    def depth(self, row: int) -> int:
        """The last column in which the row has a label of its own; -1 for none."""
        return max((column for column in self.labels if self.own(row, column)), default=-1)

    def children(self, row: int) -> tuple[int, ...]:
        """The rows below a row that has a line of its own for its whole block; empty for any other row."""
        depth = self.depth(row)
        if depth < 0 or self.is_total(row):
            return ()
        below = self.block(row, depth)[1:]
        depths = {one: self.depth(one) for one in below}
        if not below or depths[below[0]] <= depth or any(found == depth for found in depths.values()):
            return ()
        first = min(found for found in depths.values() if found > depth)
        return tuple(one for one, found in depths.items() if found == first)

    def path(self, row: int, column: int) -> str:
        """The words of a label column in a row, those of a row above included."""
        while row >= self.head.r1:
            if words := self.own(row, column):
                return words
            row -= 1
        return ""

    def number(self, row: int, column: int) -> Quantity | None:
        """The one plain number that a cell holds, if it begins in this row."""
        cell = self.grid.get((row, column))
        if cell is None or cell.span is None or cell.r0 != row or not cell.figure:
            return None
        inside = self.within(cell.span)
        return inside[0] if len(inside) == 1 and inside[0].comparator is Comparator.EXACT else None

    def within(self, place: Span) -> Sequence[Quantity]:
        """The numbers that stand in a place."""
        first, last = bisect_left(self.starts, place.start), bisect_left(self.starts, place.end)
        return self.quantities[first:last]

    def mark(self, row: int, column: int) -> Figure | None:
        """The mark (分) in a cell."""
        quantity = self.number(row, column)
        return None if quantity is None else self.figure(as_mark(quantity), row, column)

    def money(self, row: int, column: int) -> Figure | None:
        """The amount in a cell, in the unit of its own, of its head or of the table."""
        quantity = self.number(row, column)
        if quantity is None or quantity.dimension not in (Dimension.NONE, Dimension.MONEY):
            return None
        unit = _UNIT.search(f"{self.header(column)} {self.table.unit or ''}")
        if quantity.dimension is Dimension.NONE and unit:
            scale = _UNITS[unit[0]]
            grain = quantity.grain * scale
            quantity = replace(
                quantity, dimension=Dimension.MONEY, unit="元", scale=scale, unit_text=unit[0], grain=grain
            )
        return self.figure(quantity, row, column)

    def figure(self, quantity: Quantity, row: int, column: int) -> Figure:
        """A quantity of a cell under the names of its row and column, cited with its row."""
        name = f"「{self.name(row)}」" if self.name(row) else ""
        name += re.sub(r"[(（].*?[)）]", "", self.header(column))
        return Figure(f"@{quantity.number.start}", name, quantity, self._cite(quantity, row))

    def _cite(self, quantity: Quantity, row: int) -> Evidence:
        starts = [
            cell.span.start
            for column in self.labels
            if (cell := self.grid.get((row, column))) and cell.span and cell.r0 == row
        ]
        start = max(starts, default=quantity.span.start)
        near = start <= quantity.span.start and quantity.span.end - start <= _LONGEST
        return self.document.cite(Span(start if near else quantity.span.start, quantity.span.end))

    def header(self, column: int) -> str:
        """The words of the head above a column."""
        return header(self.document, self.table, self.head, column)


def header(document: Document, table: Table, head: Head, column: int) -> str:
    """The words of a head above a column."""
    cells = (c for c in table.cells if c.span and head.r0 <= c.r0 < head.r1 and c.c0 <= column < c.c1)
    return "".join(bare(document.text[c.span.start : c.span.end]) for c in cells if c.span)


def as_mark(quantity: Quantity) -> Quantity:
    """A bare number of a column of marks, as a mark."""
    return replace(quantity, dimension=Dimension.SCORE, unit="分")


def sheets(document: Document, quantities: Sequence[Quantity]) -> Iterator[Sheet]:
    """Every head of every table with the rows under it."""
    starts = [quantity.number.start for quantity in quantities]
    for table in document.tables:
        if not table.heads:
            continue
        grid = {(r, c): cell for cell in table.cells for r in range(cell.r0, cell.r1) for c in range(cell.c0, cell.c1)}
        for head in table.heads:
            words = [header(document, table, head, column) for column in range(table.columns)]
            fulls = tuple(c for c, w in enumerate(words) if _FULL.search(w) and not _SCORE.search(w))
            scores = tuple(c for c, w in enumerate(words) if _SCORE.search(w) and not re.search("标准", w))
            labels = tuple(c for c, w in enumerate(words) if _LABEL.search(w) and not _NO_LABEL.search(w))
            labels = labels or tuple(range(head.labels))
            yield Sheet(document, quantities, starts, table, head, grid, labels, fulls, scores)


def is_unsure(document: Document, quantities: Sequence[Quantity]) -> bool:
    """Whether OCR was in doubt about a digit of these."""
    if not document.certainty:
        return False
    return any(min(document.certainty[q.number.start : q.number.end], default=1.0) < _UNSURE for q in quantities)
