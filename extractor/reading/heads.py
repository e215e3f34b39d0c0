"""Which rows of a table name its columns, and which of its columns name the rows.

A table of a report is often a form with parts, each with its own head: so any row may be a head, not only the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.model import Head
from extractor.reading.grid import Grid, GridCell

_SIGNS = re.compile(r"[\s\d,，.．%％‰+\-－—–~～/／()（）:：*×√≥≤><＞＜=＝≧≦±]+")
_YEAR = re.compile(r"(?:19|20)\d\d年(?:度)?")
_OF_YEAR = re.compile(r"(?:19|20)\d\d年度?[^\d\s]{2,}")
"""`2022年预算` names a column."""
_BRACKETS = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]?")
_NAME = re.compile(
    r"(?:指标|名称|内容|项目|单位|金额|数额|数|值|分|率|原因|措施|说明|解释|标准|权重|预算|决算|类别|科目|序号|编号|备注|年度|年|情况"
    r"|性质|依据|合计|小计|方式|目标|时间|结果|来源|级别|比例|比重|占比|资金|支出|收入|等级|等次|[ABCD一二三])$"
)
"""Words that the head of a column ends with."""
_ROWS_NAME = re.compile(r"(?:(?<!性质)指标|名称|项目|内容|类别|科目|序号|编号|事项|单位)$")
"""The head of a column that names the rows."""
_FORM_LINE = re.compile(
    r"(?:总分|得分|评分|等级|等次|档次|结论|日期|时间|电话|联系人|负责人|填[表报]人|审核人)(?:[(（][^)）]*[)）])?[:：]?$"
)
"""A label of a form: its value stands next to it, whatever columns stand above."""
_LONGEST_NAME = 24
_FEWEST_ROWS = 2
_FILLED = 0.7
"""A head fills this share of the columns."""


def is_figure(text: str) -> bool:
    """A number with or without its unit, or a sign: what a cell holds that is not a name."""
    bare = "".join(text.split())
    if not bare or _YEAR.fullmatch(bare):
        return False
    if _OF_YEAR.fullmatch(bare):
        return False
    words = _SIGNS.sub("", bare)
    if not words:
        return True
    return bool(re.match(r"[≥≤><＞＜=＝≧≦约近超]?[-+]?\d", bare)) and len(words) <= 3 and words != bare


def heads(grid: Grid) -> Iterator[Head]:
    """The heads from top to bottom. None of them overlaps another one's rows."""
    rows = [[cell for cell in grid.cells if cell.r0 == row] for row in range(grid.rows)]
    blocks: list[tuple[int, int]] = []
    row = 0
    while row < grid.rows:
        if not _is_head(rows, row, grid):
            row += 1
            continue
        end = _depth(rows, row)
        blocks.append((row, end))
        row = end
    for index, (r0, r1) in enumerate(blocks):
        limit = blocks[index + 1][0] if index + 1 < len(blocks) else grid.rows
        head = [cell for cell in grid.cells if r0 <= cell.r0 < r1 and cell.line]
        last = _reach(rows, head, r1, limit)
        if last > r1:
            yield Head(r0, r1, last, _labels(grid, head, r1, last))


def _is_head(rows: list[list[GridCell]], row: int, grid: Grid) -> bool:
    """Short words in most columns, none of them a figure, most of them words that name a column; or, in the first row
    of words, words above figures."""
    filled = [cell for cell in rows[row] if cell.line]
    if len(filled) < 2 or row + 1 >= grid.rows:
        return False
    if any(is_figure(c.text) or len(c.text) > _LONGEST_NAME or c.text.endswith(("。", "：", ":")) for c in filled):
        return False
    covered = sum(c.c1 - c.c0 for c in filled)
    if covered < _FILLED * grid.columns:
        return False
    named = sum(bool(_NAME.search(_BRACKETS.sub("", c.text) or c.text)) for c in filled)
    if named > 0.6 * len(filled):
        return True
    above = any(cell.line and cell.c1 - cell.c0 < grid.columns for r in rows[:row] for cell in r)
    below = [cell for r in rows[row + 1 : row + 3] for cell in r if is_figure(cell.text)]
    if above or covered < grid.columns:
        return False
    return (bool(below) and 2 * named >= len(filled) - 1) or _is_over_figures(rows, row, grid)


def _is_over_figures(rows: list[list[GridCell]], row: int, grid: Grid) -> bool:
    """All that stands below, in two rows or more, are the rows' names and figures."""
    under = [[c for c in r if c.line] for r in rows[row + 1 :]]
    full = [r for r in under if len(r) == grid.columns]
    return len(full) == len(under) >= _FEWEST_ROWS and all(is_figure(c.text) == (c.c0 > 0) for r in full for c in r)


def _depth(rows: list[list[GridCell]], row: int) -> int:
    """The row below the head: it is as deep as its first cell, when the rows within hold no figures."""
    tall = [cell.r1 for cell in rows[row] if cell.line and cell.r1 > cell.r0 + 1]
    wide = any(cell.c1 > cell.c0 + 1 for cell in rows[row] if cell.line)
    if not tall or not wide:
        return row + 1
    end = min(tall)
    inner = [cell for r in rows[row + 1 : end] for cell in r]
    return row + 1 if any(is_figure(cell.text) for cell in inner) else end


def _reach(rows: list[list[GridCell]], head: list[GridCell], start: int, limit: int) -> int:
    """The row down to which the head holds: to the next head, to a row cut otherwise, or to one that is a line of a
    form (words stand first where figures did)."""
    lowest = [cell for cell in head if cell.r1 == start]
    led: bool | None = None
    for row in range(start, limit):
        filled = [cell for cell in rows[row] if cell.line]
        first = min(filled, key=lambda c: c.c0, default=None)
        if first is None:
            continue
        if first.c0 == 0:
            if led and not is_figure(first.text):
                return row
            led = is_figure(first.text) if led is None else led
        for cell in filled:
            under = [h for h in lowest if h.c0 < cell.c1 and cell.c0 < h.c1]
            beside = filled[filled.index(cell) - 1]
            if cell is not first and len(under) > 1 and (not is_figure(cell.text) or _FORM_LINE.search(beside.text)):
                return row
    return limit


def _labels(grid: Grid, head: list[GridCell], start: int, end: int) -> int:
    """How many leading columns name the rows. A first column in which nothing stands is the rest of a merged cell."""
    column = int(not any(cell.line and start <= cell.r0 < end and cell.c0 == 0 for cell in grid.cells))
    merged = column
    before: list[GridCell] = []
    while column < grid.columns - 1:
        over = [cell for cell in head if cell.c0 <= column < cell.c1]
        name = _BRACKETS.sub("", over[-1].text) if over else ""
        held = [c for c in grid.cells if start <= c.r0 < end and c.c0 <= column < c.c1 and c.line]
        words = sum(not is_figure(cell.text) for cell in held)
        sparse = column == merged + 1 and _names_all(held, end - start) and 2 * len(before) < end - start
        unnamed = column == merged + 1 and not name and len(before) == 1 and words >= max(_FEWEST_ROWS, len(held) - 1)
        before = held
        if not (_ROWS_NAME.search(name) or sparse or unnamed or (column == merged and held and 2 * words > len(held))):
            break
        if name and not name.endswith(("序号", "编号")) and held and 2 * words < len(held):
            break
        column += 1
    return column if column > merged else 0


def _names_all(held: list[GridCell], rows: float) -> bool:
    """Words stand in as many rows as there are."""
    return sum(cell.r1 - cell.r0 for cell in held if not is_figure(cell.text)) >= rows
