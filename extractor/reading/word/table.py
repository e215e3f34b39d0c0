"""A table of a Word file as a grid: merged cells once, each with the rows and columns that it covers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from extractor.reading.grid import Block, Grid, GridCell, stacked
from extractor.reading.line import Line
from extractor.reading.word.looks import number
from extractor.reading.word.package import Element, W

ReadCell: TypeAlias = Callable[[Element, int, int], list[Line]]
"""Gives the lines of a cell, which is told with its row and column."""
_MOST_COLUMNS = 200


def grid_of(rows: Sequence[Element], read: ReadCell) -> Iterator[Block]:
    """The rows as one table; as lines where they are no table (one row or column)."""
    cells: list[GridCell] = []
    above: dict[int, int] = {}
    """The column at which a cell that may go on downwards begins -> its index in `cells`."""
    columns = 0
    for index, row in enumerate(rows):
        at = _skipped(row, "gridBefore")
        for cell in _cells(row):
            width = min(_MOST_COLUMNS, max(1, int(number(cell.find(f"{W}tcPr/{W}gridSpan")) or 1)))
            goes_on = _goes_on(cell, "vMerge")
            words = stacked(read(cell, index, at), 0)
            if _goes_on(cell, "hMerge") and words is None and cells and cells[-1].r0 == index and cells[-1].c1 == at:
                cells[-1] = replace(cells[-1], c1=at + width)  # as old files have it
            elif goes_on and at in above and cells[above[at]].r1 == index and words is None:
                old = cells[above[at]]
                cells[above[at]] = GridCell(old.r0, index + 1, old.c0, old.c1, old.line)
            else:
                above[at] = len(cells)
                cells.append(GridCell(index, index + 1, at, at + width, words))
            at += width
        columns = max(columns, at)
    cells = _squared(cells, len(rows), columns)
    filled = [cell.line for cell in cells if cell.line]
    if len(filled) < 2 or columns < 2:
        yield from filled
    else:
        yield Grid(tuple(cells), len(rows), columns)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        if element.tag == W + "tc":
            if element.find(f"{W}tcPr/{W}cellDel") is None:
                yield element
        elif element.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
            yield from _cells(element)


def _goes_on(cell: Element, name: str) -> bool:
    merge = cell.find(f"{W}tcPr/{W}{name}")
    return merge is not None and merge.get(W + "val", "continue") == "continue"


def _skipped(row: Element, name: str) -> int:
    found = number(row.find(f"{W}trPr/{W}{name}"))
    return min(_MOST_COLUMNS, max(0, int(found or 0)))


def _squared(cells: list[GridCell], rows: int, columns: int) -> list[GridCell]:
    """The cells with an empty one at every place that none covers."""
    taken = {(row, column) for cell in cells for row in range(cell.r0, cell.r1) for column in range(cell.c0, cell.c1)}
    gaps = [
        GridCell(row, row + 1, column, column + 1, None)
        for row in range(rows)
        for column in range(columns)
        if (row, column) not in taken
    ]
    return sorted([*cells, *gaps], key=lambda cell: (cell.r0, cell.c0))
