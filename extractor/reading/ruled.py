"""Tables with drawn lines on a born-digital page. The lines come from the page's drawings, the words from the same
characters as all other text: a character belongs to the cell that its centre lies in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pymupdf

from extractor.model import Place
from extractor.reading.grid import Block, Grid, GridCell, stacked
from extractor.reading.line import Line
from extractor.reading.rows import printed_lines
from extractor.reading.rules import Frame, Rule, frames

_SLACK = 2.5
"""Points: lines nearer than this are one line (a double line, the borders of two neighbours)."""
_THIN = 3.0
"""Points: a filled rectangle no wider than this is a line."""
_MOST_ITEMS = 20_000
"""A page with more drawn pieces than this shows a drawing."""


def drawn_frames(page: pymupdf.Page) -> list[Frame]:
    """The frames of the tables whose lines the page draws, as the page is shown."""
    drawings = page.get_cdrawings()
    if not drawings or sum(len(drawing["items"]) for drawing in drawings) > _MOST_ITEMS:
        return []
    across: list[Rule] = []
    down: list[Rule] = []
    turn = page.rotation_matrix if page.rotation else None
    for x0, y0, x1, y1 in _strokes(drawings):
        if turn is not None:
            x0, y0, x1, y1 = pymupdf.Rect(x0, y0, x1, y1) * turn
        if y1 - y0 <= 1 < x1 - x0:
            across.append(Rule((y0 + y1) / 2, x0, x1))
        elif x1 - x0 <= 1 < y1 - y0:
            down.append(Rule((x0 + x1) / 2, y0, y1))
    if len(across) < 2 or not down:
        return []
    return frames(across, down, _SLACK)


def _strokes(drawings: Iterable[dict[str, Any]]) -> Iterator[tuple[float, float, float, float]]:
    """Every straight piece that is visible as a line, as x0 y0 x1 y1 with x0 <= x1 and y0 <= y1."""
    for drawing in drawings:
        stroked = "s" in drawing["type"]
        for kind, *shape in drawing["items"]:
            if kind == "l" and stroked:
                (ax, ay), (bx, by) = shape
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
            elif kind in ("re", "qu"):
                yield from _sides(shape[0] if kind == "re" else _around(shape[0]), stroked)


def _around(corners: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _sides(box: tuple[float, float, float, float], stroked: bool) -> Iterator[tuple[float, float, float, float]]:
    x0, y0, x1, y1 = box
    x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
    if y1 - y0 <= _THIN < x1 - x0:
        yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
    elif x1 - x0 <= _THIN < y1 - y0:
        yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1
    elif stroked:
        yield from ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))


def with_tables(pieces: list[Line], tables: Sequence[Frame]) -> list[Block]:
    """The page's pieces of text as printed lines, those within a frame as its table, from top to bottom."""
    rest: list[Line] = []
    inside: list[list[Line]] = [[] for _ in tables]
    for piece in pieces:
        places = [place for place in piece.places if place]
        left, right = min(p[1] for p in places), max(p[3] for p in places)
        top, bottom = min(p[2] for p in places), max(p[4] for p in places)
        near = [
            index
            for index, f in enumerate(tables)
            if left < f.xs[-1] and right > f.xs[0] and top < f.ys[-1] and bottom > f.ys[0]
        ]
        if not near:
            rest.append(piece)
            continue
        for part, frame in _parts(piece, [tables[index] for index in near]):
            (rest if frame is None else inside[near[frame]]).append(part)
    grids = [grid for frame, words in zip(tables, inside, strict=True) if (grid := _filled(frame, words, rest))]
    return _in_order(printed_lines(rest) if rest else [], grids)


def moved(block: Block, home: Callable[[Place], Place], edge: Callable[[float], float] = float) -> Block:
    """The block with every place put through `home`, and the edges of a table's columns through `edge`."""
    if isinstance(block, Grid):
        cells = tuple(replace(cell, line=_moved(cell.line, home) if cell.line else None) for cell in block.cells)
        return replace(block, cells=cells, edges=tuple(map(edge, block.edges)))
    return _moved(block, home)


def _moved(line: Line, home: Callable[[Place], Place]) -> Line:
    return replace(line, places=tuple(place and home(place) for place in line.places))


def _parts(piece: Line, near: Sequence[Frame]) -> Iterator[tuple[Line, int | None]]:
    """The piece cut where it leaves or enters a table; None: it stands in none."""
    start = 0
    owner: int | None = None
    for index, place in enumerate(piece.places):
        here = owner
        if place is not None:
            x, y = _centre(place)
            here = next((i for i, frame in enumerate(near) if frame.holds(x, y)), None)
        if here != owner:
            if piece.text[start:index].strip():
                yield _cut(piece, start, index), owner
            start, owner = index, here
    if piece.text[start:].strip():
        yield _cut(piece, start, len(piece.text)), owner


def _filled(frame: Frame, words: list[Line], rest: list[Line]) -> Grid | None:
    """The frame with its words; where fewer than two cells have any it is no table, and the words go to `rest`."""
    owner = [[0] * (len(frame.xs) - 1) for _ in frame.ys[1:]]
    for index, slot in enumerate(frame.slots):
        for row in owner[slot.r0 : slot.r1]:
            row[slot.c0 : slot.c1] = [index] * (slot.c1 - slot.c0)
    cells: list[list[Line]] = [[] for _ in frame.slots]
    for piece in words:
        start, here = 0, -1
        for index, place in enumerate(piece.places):
            if place is None:
                continue
            x, y = _centre(place)
            cell = owner[_step(frame.ys, y)][_step(frame.xs, x)]
            if cell != here:
                if here >= 0:
                    cells[here].append(_cut(piece, start, index))
                    start = index
                here = cell
        cells[here].append(_cut(piece, start, len(piece.text)))
    found = []
    for slot, parts in zip(frame.slots, cells, strict=True):
        filled = [part for raw in parts if (part := raw.strip()).text]
        width = frame.xs[slot.c1] - frame.xs[slot.c0]
        line = stacked(printed_lines(filled), width) if filled else None
        found.append(GridCell(slot.r0, slot.r1, slot.c0, slot.c1, line))
    if sum(cell.line is not None for cell in found) < 2:
        rest.extend(words)
        return None
    return Grid(tuple(found), len(frame.ys) - 1, len(frame.xs) - 1, frame.xs, frame.ys[0])


def _in_order(lines: list[Line], grids: list[Grid]) -> list[Block]:
    found: list[Block] = []
    waiting = sorted(grids, key=lambda grid: grid.top)
    for line in lines:
        ys = [(place[2] + place[4]) / 2 for place in line.places if place]
        while waiting and waiting[0].top < min(ys):
            found.append(waiting.pop(0))
        found.append(line)
    return [*found, *waiting]


def _centre(place: Place) -> tuple[float, float]:
    return (place[1] + place[3]) / 2, (place[2] + place[4]) / 2


def _step(edges: Sequence[float], at: float) -> int:
    """The interval of `edges` that `at` lies in; the nearest where it lies outside."""
    return next((i for i, edge in enumerate(edges[1:-1]) if at < edge), len(edges) - 2)


def _cut(line: Line, start: int, end: int) -> Line:
    return Line(line.text[start:end], line.places[start:end], line.certainty[start:end])
