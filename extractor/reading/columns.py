"""Tables without lines: consecutive printed lines whose cells, set apart by wide gaps, stand one under the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.reading.grid import Block, Grid, GridCell
from extractor.reading.line import Line

_FEWEST = 3
"""Rows that make a table."""
_APART = 2.2
"""Two rows further apart than this many line heights are not of one table."""
_PROSE = re.compile(r"[，。；]")


@dataclass(frozen=True, slots=True)
class _Row:
    line: Line
    cells: tuple[Line, ...]
    top: float
    bottom: float


def with_columns(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a page, each run of rows whose columns agree as a table."""
    found: list[Block] = []
    run: list[_Row] = []
    for block in blocks:
        row = _row(block) if isinstance(block, Line) else None
        if row and run and _goes_on(run, row):
            run.append(row)
            continue
        found += _table(run)
        run = [row] if row else []
        if not row:
            found.append(block)
    return [*found, *_table(run)]


def _row(line: Line) -> _Row | None:
    """A line of two cells or more that no sentence runs through."""
    if "\t" not in line.text or not line.places:
        return None
    cells: list[Line] = []
    start = 0
    for text in line.text.split("\t"):
        end = start + len(text)
        cells.append(Line(text, line.places[start:end], line.certainty[start:end]).strip())
        start = end + 1
    places = [place for place in line.places if place]
    if len(cells) < 2 or any(cell.left() is None or _PROSE.search(cell.text) for cell in cells):
        return None
    return _Row(line, tuple(cells), min(p[2] for p in places), max(p[4] for p in places))


def _goes_on(run: Sequence[_Row], row: _Row) -> bool:
    """As many cells as the rows above, each over or under theirs, and no wide gap between."""
    last = run[-1]
    if row.top - last.bottom > _APART * (last.bottom - last.top) or len(row.cells) != len(last.cells):
        return False
    spans = [_extent(other) for other in _columns([*run, row])]
    return all(a[1] < b[0] for a, b in pairwise(spans)) and all(
        _aligned(above, here) for above, here in zip(last.cells, row.cells, strict=True)
    )


def _columns(rows: Sequence[_Row]) -> list[list[Line]]:
    return [[row.cells[column] for row in rows] for column in range(len(rows[0].cells))]


def _extent(cells: Sequence[Line]) -> tuple[float, float]:
    return min(cell.left() or 0.0 for cell in cells), max(cell.right() or 0.0 for cell in cells)


def _aligned(above: Line, here: Line) -> bool:
    """Left edges, right edges or middles agree to one character."""
    a0, a1 = _extent([above])
    b0, b1 = _extent([here])
    em = max(place[4] - place[2] for place in here.places if place)
    return min(abs(a0 - b0), abs(a1 - b1), abs(a0 + a1 - b0 - b1) / 2) <= em


def _table(run: Sequence[_Row]) -> list[Block]:
    if len(run) < _FEWEST:
        return [row.line for row in run]
    columns = [_extent(cells) for cells in _columns(run)]
    edges = [columns[0][0]]
    edges += [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    edges.append(columns[-1][1])
    cells = tuple(
        GridCell(row, row + 1, column, column + 1, cell)
        for row, one in enumerate(run)
        for column, cell in enumerate(one.cells)
    )
    return [Grid(cells, len(run), len(columns), tuple(edges), run[0].top)]
