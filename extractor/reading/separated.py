"""Tables of a plain text: rows whose cells are set apart by bars, by tabs or by several blanks.

A column is a place in the row. A row that is shorter than the table is a form's: its last cell reaches to the end.
Where a name of several rows (`产出指标`) was printed once, the blank places below it are the rest of its cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.reading.grid import Block, Grid, GridCell
from extractor.reading.heads import heads, is_figure
from extractor.reading.indented import below_marks
from extractor.reading.line import Line

_RULE = re.compile(r"[\s|:+=\-─━═┼╋├┤┝┥┌┐└┘┬┴╞╡╪]*[\-─━═]{2}[\s|:+=\-─━═┼╋├┤┝┥┌┐└┘┬┴╞╡╪]*")
"""A line that only draws: under the head of a Markdown table, between the rows of others."""
_BARS = str.maketrans("｜│┃║", "||||")
_WIDE = re.compile(r"[ \u00a0]{2,}|[ \u00a0]*\u3000[ \u00a0\u3000]*")
"""What sets the cells of a row apart in which no sign does."""
_FEWEST_ALIGNED = 3
_LEVEL = re.compile(r"[^\s\d，。；：:()（）]{2,8}指标(?:[(（]\d{1,2}分?[)）])?")
"""The level of the indicators below it, in a row of its own whose other cells are blank."""
_PROSE = re.compile(r"[。；]")
_LONGEST_CELL = 30


def with_tables(lines: Sequence[Line]) -> list[Block]:
    """The lines, each run of at least two rows as a table."""
    found: list[Block] = []
    run: list[Line] = []
    blanks: list[Line] = []
    mark = ""
    loose = False
    for line, following in pairwise([*map(_barred, lines), Line("end"), Line("end")]):
        if run and mark == "|" and not blanks and _RULE.fullmatch(line.text):
            continue
        here = _separator(line.text)
        if run and not line.text.strip() and not blanks:
            blanks.append(line)
            continue
        if run and _LEVEL.fullmatch(line.text.strip()) and mark == "\t" == _separator(following.text):
            here = mark
        if run and here == mark and (not blanks or _is_loose(run, line, loose)):
            loose = loose or bool(blanks)
            run.append(line)
            blanks = []
            continue
        if run:
            found += [*_table(run, mark), *blanks]
            run, blanks, loose = [], [], False
        if here:
            run, mark = [line], here
        else:
            found.append(line)
    return found[:-1]


def _separator(text: str) -> str:
    if text.count("|") and (text.count("|") > 1 or not _PROSE.search(text)):
        return "|"
    if "\t" in text.strip() and not _PROSE.search(text.split("\t")[0]):
        return "\t"
    return " " if not _PROSE.search(text) and len(_WIDE.split(text.strip())) >= _FEWEST_ALIGNED else ""


def _barred(line: Line) -> Line:
    """The line with bars of one kind."""
    text = line.text.translate(_BARS)
    return Line(text) if text != line.text and text.count("|") > 1 else line


def _is_loose(run: Sequence[Line], line: Line, loose: bool) -> bool:
    """After an empty line the table goes on when every row of it stands alone and is as long as this one."""
    mark = _separator(line.text)
    return (loose or len(run) == 1) and line.text.count(mark) == run[-1].text.count(mark)


def _table(run: list[Line], mark: str) -> list[Block]:
    """The rows as a table; as they were when they are no table."""
    rows = [line for line in run if not (mark == "|" and _RULE.fullmatch(line.text))]
    cells = below_marks([_cells(line, mark, rows) for line in rows])
    columns = max(map(len, cells), default=0)
    if len(rows) < 2 or columns < 2 or (mark == " " and not _is_aligned(cells)):
        return list(run)
    found: list[GridCell] = []
    for row, filled in enumerate(cells):
        for column, cell in enumerate(filled):
            end = columns if column == len(filled) - 1 else column + 1
            found.append(GridCell(row, row + 1, column, end, cell if cell.text else None))
    return [_merged(_with_wide_heads(Grid(tuple(found), len(rows), columns)))]


def _with_wide_heads(grid: Grid) -> Grid:
    """A head of two rows (`决算数 | ` over `基本支出 | 项目支出`) with each name of several columns as one cell, and
    each name of a column on its own down to the figures."""
    cells = {(cell.r0, cell.c0): cell for cell in grid.cells}
    for row in range(grid.rows - 2):
        upper, lower, below = ([cells.get((r, c)) for c in range(grid.columns)] for r in (row, row + 1, row + 2))
        if not _is_wide_head(upper, lower, below):
            continue
        held: int | None = None
        for column, (over, under) in enumerate(zip(upper, lower, strict=True)):
            if over is not None and over.line and (under is None or not under.line):
                cells[row, column] = replace(over, r1=row + 2)
                del cells[row + 1, column]
                held = None
            elif over is not None and over.line:
                held = column
            elif held is not None:
                cells[row, held] = replace(cells[row, held], c1=column + 1)
                del cells[row, column]
    return replace(grid, cells=tuple(sorted(cells.values(), key=lambda c: (c.r0, c.c0))))


def _is_wide_head(*rows: Sequence[GridCell | None]) -> bool:
    """Two rows of names, every name of the lower one below one of the upper or beside it, above a row of figures."""
    if any(cell is None for row in rows for cell in row):
        return False  # a row that is shorter than the others is no part of such a head
    upper, lower, below = ([cell.text if cell else "" for cell in row] for row in rows)
    names = [text for text in (*upper, *lower) if text]
    if any(is_figure(text) or len(text) > _LONGEST_CELL for text in names) or not upper[0] or lower[0]:
        return False
    whole = all(over or under for over, under in zip(upper, lower, strict=True))
    return whole and "" in upper and 2 * sum(map(is_figure, below)) >= len(below)


def _merged(grid: Grid) -> Grid:
    """The table with each name of several rows as one cell. The last name of a row is never shared."""
    cells = {(cell.r0, cell.c0): cell for cell in grid.cells}
    for head in heads(grid):
        for column in range(head.labels - 1):
            above: tuple[int, int] | None = None
            for row in range(head.r1, head.end):
                left = [cells.get((row, c)) for c in range(column)]
                blank = (row, column) in cells and not cells[row, column].line
                last = cells.get((row, head.labels - 1))
                if not blank or any(cell and cell.line for cell in left):
                    above = (row, column) if (row, column) in cells and cells[row, column].line else None
                elif above is not None and last is not None and last.line:
                    cells[above] = replace(cells[above], r1=row + 1)
                    del cells[row, column]
                else:
                    above = None
    return replace(grid, cells=tuple(sorted(cells.values(), key=lambda c: (c.r0, c.c0))))


def _is_aligned(rows: Sequence[Sequence[Line]]) -> bool:
    """Rows set apart by blanks alone are a table when all have as many cells, and the figures stand in columns below
    a row of names."""
    if len({len(row) for row in rows}) > 1 or any(is_figure(cell.text) for cell in rows[0]):
        return False
    below = list(zip(*rows[1:], strict=True))
    kinds = [{is_figure(cell.text) for cell in column} for column in below]
    return all(len(kind) == 1 for kind in kinds) and sum(kind == {True} for kind in kinds) * 2 >= len(kinds)


def _cells(line: Line, mark: str, rows: Sequence[Line]) -> list[Line]:
    """The cells of a row. A bar at the rim parts nothing where all rows begin, or most end, with one."""
    text = line.text
    if mark == "|":
        text = text.strip()
        if all(row.text.lstrip().startswith("|") for row in rows):
            text = text[1:]
        if text.endswith("|") and 2 * sum(row.text.rstrip().endswith("|") for row in rows) >= len(rows):
            text = text[:-1]
    cells = _WIDE.split(text.strip()) if mark == " " else text.split(mark)
    return [Line(cell.replace("\t", " ").strip()) for cell in cells]
