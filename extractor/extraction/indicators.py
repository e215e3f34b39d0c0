"""Rows of indicator tables (绩效指标): each row with its levels, target, outcome, full mark, score and reason."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import replace

from extractor.extraction.run_cells import MARK_IN_NAME
from extractor.extraction.run_words import LEVEL1
from extractor.model import Cell, Document, Head, Quantity, Row, Span, Table
from extractor.numbers import find, fold

_COLUMNS = {
    "other": re.compile(r"系数|得分率|完成率|完成比|评[分价]标准|评分[规细]则|(?:计量|度量|计算)单位|序号"),
    "level1": re.compile(r"一级指标|一级"),
    "level2": re.compile(r"二级指标|二级"),
    "level3": re.compile(r"三级指标|三级|指标名称|指标内容|^(?:绩效)?指标$|评价指标|考核指标"),
    "sign": re.compile(r"性质|方向|^(?:计算|比较)?符号"),
    "reason": re.compile(r"偏差|原因|改进措施|备注|说明"),
    "score": re.compile(r"得分|评分$|自评分"),
    "full": re.compile(r"分值|权重|满分|标准分"),
    "actual": re.compile(r"完成|实际|实绩|执行值"),
    "target": re.compile(r"指标值|目标值|目标|预期|计划值|标准值"),
}
_FIGURE = re.compile(r"[-+]?[\d.,，]+[%％分]?")
_MARKS, _VALUES = ("score", "full"), ("target", "actual")
_LEVELS = ("level1", "level2", "level3")
_SIGN = re.compile(r"[≥≤≧≦⩾⩽><＞＜=＝]=?")
_SUMS = re.compile(
    r"(?:[总小]分|合计|[总小]计|总[得评]分|得分合计|(?:自评|评价)总分|(?:自评|综合)得分)(?:值|[(（:：].*)?"
)


def table_indicators(document: Document) -> Iterator[Row]:
    """The indicator rows of every table whose head names levels of indicators and marks."""
    for table in document.tables:
        for head in table.heads:
            columns = _columns(document, table, head)
            if not _is_of_indicators(columns):
                continue
            above: Cell | None = None
            for row in range(head.r1, head.end):
                above = _level_above(document, table, row, columns) or above
                found = _row(document, table, row, columns)
                if found is not None:
                    yield (
                        found
                        if above is None
                        else replace(found, cells={"level1": _text(document, above), **found.cells})
                    )


def _level_above(document: Document, table: Table, row: int, columns: Mapping[str, int]) -> Cell | None:
    """The cell of a row that holds nothing but the first level of those below it, where no column is of that."""
    held = [cell for cell in table.covering(row) if cell.span]
    alone = len(held) == 1 and held[0].r0 == row and not {"level1", "level2"} & columns.keys()
    return held[0] if alone and LEVEL1.fullmatch(fold(_text(document, held[0])).text) else None


def _is_of_indicators(columns: Mapping[str, int]) -> bool:
    """Marks beside names of indicators; without marks, two levels with target and outcome."""
    levels = sum(level in columns for level in _LEVELS)
    return levels > 0 if set(_MARKS) & set(columns) else levels > 1 and columns.keys() >= set(_VALUES)


def _columns(document: Document, table: Table, head: Head) -> Mapping[str, int]:
    """Which column holds what; the first column of a kind in which anything stands counts."""
    found: dict[str, int] = {}
    for column in range(table.columns):
        over = [c for c in table.cells if c.span and c.c0 <= column < c.c1]
        if not any(head.r1 <= c.r0 < head.end and not _SUMS.fullmatch(_text(document, c)) for c in over):
            continue
        texts = [_text(document, c) for c in over if head.r0 <= c.r0 < head.r1]
        words = fold("".join(texts)).text
        kind = next((kind for kind, pattern in _COLUMNS.items() if pattern.search(words)), None)
        if kind is not None and kind not in found and words:
            found[kind] = column
    found.pop("other", None)
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
    if not is_sign(cells.get("sign", "")):
        cells.pop("sign", None)
    if "full" not in columns:
        _mark_in_name(document, table, row, columns, cells, quantities)
    names = [cells[level] for level in _LEVELS if level in cells]
    proven = set(_MARKS) & set(quantities) or (not set(_MARKS) & set(columns) and cells.keys() >= set(_VALUES))
    if not names or is_figure(names[-1]) or not proven:
        return None
    held = [cell for cell in table.covering(row) if cell.span]
    if any(_SUMS.fullmatch(_text(document, cell)) for cell in held if cell.r0 == row):
        return None
    if any(sum(cell.c0 <= column < cell.c1 for column in columns.values()) > 1 for cell in held):
        return None  # a line of a form: its last cell reaches below several names
    own = [span for span in spans if document.text.count("\n", span.start, spans[-1].start) == 0] or spans
    span = Span(min(s.start for s in own), max(s.end for s in own))
    return Row(cells, document.cite(span), "分", quantities)


def is_figure(words: str) -> bool:
    """A figure is no name."""
    return _FIGURE.fullmatch(words) is not None


def is_sign(words: str) -> bool:
    """`≥` in a column of its own says how the target beside it is meant; 定性 does not."""
    return _SIGN.fullmatch(words) is not None


def _mark_in_name(
    document: Document,
    table: Table,
    row: int,
    columns: Mapping[str, int],
    cells: dict[str, str],
    quantities: dict[str, Quantity],
) -> None:
    """`演出场次（6分）`: the full mark behind the name, in a table without a column for it."""
    level = [kind for kind in _LEVELS if kind in cells][-1:]
    cell = table.at(row, columns[level[0]]) if level else None
    mark = MARK_IN_NAME.search(fold(cells[level[0]]).text) if level else None
    if cell is not None and mark is not None and (figures := _figures(document, cell)):
        cells[level[0]] = cells[level[0]][: mark.start()]
        cells["full"], quantities["full"] = figures[-1].digits, figures[-1]


def _figures(document: Document, cell: Cell) -> tuple[Quantity, ...]:
    if cell.span is None:
        return ()
    quantities = find(document.text)
    first = bisect_left(quantities, cell.span.start, key=lambda q: q.span.start)
    last = bisect_left(quantities, cell.span.end, first, key=lambda q: q.span.start)
    return tuple(q for q in quantities[first:last] if q.span in cell.span)


def _text(document: Document, cell: Cell) -> str:
    return "".join(document.text[cell.span.start : cell.span.end].split()) if cell.span else ""
