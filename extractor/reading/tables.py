"""Tables of the pages become tables of the document: put together over page breaks, placed in the canonical text, and
read for what is a head, what names a row, and in what unit the figures are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.model import Cell, Span, Table
from extractor.reading.grid import Block, Grid, GridCell
from extractor.reading.heads import heads, is_figure

_NEAR = 6.0
"""Points within which the column edges of two pages agree (a scanned sheet may lie further to one side)."""
_ENLARGED = 0.03
"""A page of photos may be so much larger than the next one, as a share."""
_YEAR = re.compile(r"(?:19|20)\d\d\s*(?:年|$)")
_UNIT = re.compile(r"单位\s*[:：]\s*([^\s，。；、)）\t]{1,6})")
_TITLE_ENDS = re.compile(r"[。；：，、;:,]$")
_LONGEST_TITLE = 40


def going_on(pages: Sequence[Sequence[Block]]) -> Iterator[Block]:
    """All blocks in order, a table that a page break cut put together again."""
    held: Grid | None = None
    for page in pages:
        for index, block in enumerate(page):
            if held is not None and index == 0 and isinstance(block, Grid) and (whole := _together(held, block)):
                held = whole
                continue
            if held is not None:
                yield held
                held = None
            if isinstance(block, Grid):
                held = block
            else:
                yield block
    if held is not None:
        yield held


def _together(above: Grid, below: Grid) -> Grid | None:
    """The two as one table when their columns agree (where only the outer edges do, the second must begin with
    figures, not with a head of its own); the head that the second repeats is left out."""
    if not above.edges or above.columns != below.columns:
        return None
    wide, as_wide = (grid.edges[-1] - grid.edges[0] for grid in (above, below))
    larger = wide / as_wide if abs(wide - as_wide) <= _ENLARGED * wide else 1.0
    there = [above.edges[0] + larger * (edge - below.edges[0]) for edge in below.edges]
    apart = [abs(b - a) > _NEAR for a, b in zip(above.edges, there, strict=True)]
    if apart[-1] or (any(apart) and not _begins_with_figures(below)):
        return None
    skip = _repeated(above, below)
    shift = above.rows - skip
    rest = [replace(cell, r0=cell.r0 + shift, r1=cell.r1 + shift) for cell in below.cells if cell.r0 >= skip]
    cells = list(above.cells)
    for index, cell in enumerate(cells):
        if cell.r1 == above.rows and cell.line and not is_figure(cell.text):
            cut = next((c for c in rest if c.r0 == above.rows and (c.c0, c.c1) == (cell.c0, cell.c1)), None)
            if cut is None or cut.line is not None:
                break
            cells[index] = replace(cell, r1=cut.r1)
            rest.remove(cut)
        elif cell.r1 == above.rows:
            break
    cells = sorted([*cells, *rest], key=lambda c: (c.r0, c.c0))
    return replace(above, cells=tuple(cells), rows=shift + below.rows)


def _begins_with_figures(grid: Grid) -> bool:
    """True where a row of figures comes first: years are a head."""
    return any(is_figure(cell.text) and not _YEAR.match(cell.text) for cell in grid.cells if cell.r0 == 0)


def _repeated(above: Grid, below: Grid) -> int:
    """How many rows at the top of `below` repeat the top of `above`."""
    rows = 0
    while rows < min(above.rows, below.rows):
        first, again = ([c for c in grid.cells if c.r0 == rows] for grid in (above, below))
        if not any(c.line for c in first) or [_shape(c) for c in first] != [_shape(c) for c in again]:
            break
        rows += 1
    while rows and any(c.r0 < rows < c.r1 for c in below.cells):
        rows -= 1
    return 0 if any(is_figure(c.text) for c in below.cells if c.r0 < rows) else rows


def _shape(cell: GridCell) -> tuple[int, int, int, str]:
    return cell.c0, cell.c1, cell.r1 - cell.r0, "".join(cell.text.split())


def placed(grid: Grid, start: int, above: Sequence[str], outer: Table | None = None) -> Table | None:
    """The table whose first row begins at offset `start` of the canonical text, its rows set apart by line breaks;
    `above` are the paragraphs before it, the nearest last, `outer` is the table in which it stands. None when it has no
    words."""
    spans: dict[int, Span] = {}
    at = start
    for line, found in grid.lines():
        spans.update((index, Span(at + first, at + last)) for index, first, last in found)
        at += len(line.text) + 1
    if not spans:
        return None
    cells = tuple(
        Cell(cell.r0, cell.r1, cell.c0, cell.c1, spans.get(index), is_figure(cell.text))
        for index, cell in enumerate(grid.cells)
    )
    near = above[-2:]
    title = _title(grid) or next((text for text in reversed(near) if _is_title(text)), None)
    units = [match[1] for text in near if len(text) <= _LONGEST_TITLE and (match := _UNIT.search(text))]
    unit = units[-1] if units else outer.unit if outer else None
    named = outer.naming(*grid.within[1:]) if outer and grid.within else ()
    return Table(cells, grid.rows, grid.columns, Span(start, at - 1), title, unit, tuple(heads(grid)), named)


def _title(grid: Grid) -> str | None:
    """The words of a first row that is one cell."""
    first = grid.cells[0]
    whole = first.c1 - first.c0 == grid.columns > 1
    return first.text if whole and _is_title(first.text) else None


def _is_title(text: str) -> bool:
    return (
        2 <= len(text) <= _LONGEST_TITLE
        and not _UNIT.search(text)
        and not _TITLE_ENDS.search(text)
        and "\t" not in text
    )
