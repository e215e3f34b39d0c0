"""Rows of indicator tables (绩效指标): each row with its levels, target, outcome, full mark, score and reason."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extractor.model import Cell, Document, Quantity, Row, Span, Table
from extractor.numbers import find, fold

_COLUMNS = {
    "level1": re.compile(r"一级指标|一级"),
    "level2": re.compile(r"二级指标|二级"),
    "level3": re.compile(r"三级指标|三级|指标名称|指标内容|^(?:绩效)?指标$|评价指标|考核指标"),
    "reason": re.compile(r"偏差|原因|改进措施|备注|扣分说明"),
    "score": re.compile(r"得分|评分$|自评分"),
    "full": re.compile(r"分值|权重|满分|标准分"),
    "actual": re.compile(r"完成|实际|实绩|执行值"),
    "target": re.compile(r"指标值|目标值|目标|预期|计划值|标准值"),
}
_LEVELS = ("level1", "level2", "level3")
_SUMS = re.compile(r"^(?:总分|合计|总计|总得分|得分合计|小计)$")


def table_indicators(document: Document) -> Iterator[Row]:
    """The indicator rows of every table whose head names levels of indicators and marks."""
    for table in document.tables:
        for head in table.heads:
            columns = _columns(document, table, head.r0, head.r1)
            if "score" not in columns and "full" not in columns:
                continue
            if not any(level in columns for level in _LEVELS):
                continue
            for row in range(head.r1, head.end):
                found = _row(document, table, row, columns)
                if found is not None:
                    yield found


def _columns(document: Document, table: Table, r0: int, r1: int) -> Mapping[str, int]:
    """Which column holds what; the first column of a kind counts."""
    found: dict[str, int] = {}
    for column in range(table.columns):
        texts = [_text(document, c) for c in table.cells if c.span and r0 <= c.r0 < r1 and c.c0 <= column < c.c1]
        words = fold("".join(texts)).text
        kind = next((kind for kind, pattern in _COLUMNS.items() if pattern.search(words)), None)
        if kind is not None and kind not in found and words:
            found[kind] = column
    return found


def _row(document: Document, table: Table, row: int, columns: Mapping[str, int]) -> Row | None:
    cells: dict[str, str] = {}
    quantities: dict[str, Quantity] = {}
    spans: list[Span] = []
    for kind, column in columns.items():
        cell = table.at(row, column)
        if cell is None or cell.span is None or (cell.r0 != row and kind not in _LEVELS):
            continue
        cells[kind] = _text(document, cell)
        spans.append(cell.span)
        if kind in ("score", "full") and len(figures := _figures(document, cell)) == 1:
            quantities[kind] = figures[0]
            cells[kind] = figures[0].digits
    names = [cells[level] for level in _LEVELS if level in cells]
    if not names or _SUMS.match(fold(names[0]).text) or not {"score", "full"} & set(quantities):
        return None
    own = [span for span in spans if document.text.count("\n", span.start, spans[-1].start) == 0] or spans
    span = Span(min(s.start for s in own), max(s.end for s in own))
    return Row(cells, document.cite(span), "分", quantities)


def _figures(document: Document, cell: Cell) -> tuple[Quantity, ...]:
    if cell.span is None:
        return ()
    return tuple(q for q in find(document.text) if q.span in cell.span)


def _text(document: Document, cell: Cell) -> str:
    return "".join(document.text[cell.span.start : cell.span.end].split()) if cell.span else ""
