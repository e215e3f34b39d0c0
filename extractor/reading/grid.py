"""A table as a page shows it: cells with their words, before it has a place in the canonical text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from extractor.reading.line import Line

_BLANK = re.compile(r"\s+")
_FIGURE_ENDS = re.compile(r"[\d%％]$")
_FIGURE_BEGINS = re.compile(r"^[\d≥≤＞＜<>=＝]")


@dataclass(frozen=True, slots=True)
class GridCell:
    """Rows `r0` to `r1`, columns `c0` to `c1` (half-open), and the words as one line (None: empty)."""

    r0: int
    r1: int
    c0: int
    c1: int
    line: Line | None

    @property
    def text(self) -> str:
        """The words, empty where there are none."""
        return self.line.text if self.line else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells in reading order that cover all rows and columns. `edges` are the x positions of the columns in points,
    from the left edge to the right one (empty for plain text); `top` is where the table begins on its page.

    A table that stands in a cell of another has `within`: the `key` of that one, and the row and column of the cell.
    """

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    edges: tuple[float, ...] = ()
    top: float = 0.0
    key: int = 0
    within: tuple[int, int, int] | None = None

    def lines(self) -> Iterator[tuple[Line, list[tuple[int, int, int]]]]:
        """Each row that has words as one line, cells set apart by tabs, with (index, start, end) of each cell."""
        by_row: dict[int, dict[int, int]] = {}
        for index, cell in enumerate(self.cells):
            if cell.line:
                by_row.setdefault(cell.r0, {})[cell.c0] = index
        for row in range(self.rows):
            starts = by_row.get(row)
            if not starts:
                continue
            pieces: list[Line] = []
            found: list[tuple[int, int, int]] = []
            at = 0
            for column in range(self.columns):
                if column:
                    pieces.append(_TAB)
                    at += 1
                if column in starts:
                    line = self.cells[starts[column]].line
                    assert line is not None
                    pieces.append(line)
                    found.append((starts[column], at, at + len(line.text)))
                    at += len(line.text)
            yield _chain(pieces), found


Block: TypeAlias = Line | Grid
"""What a page consists of, from top to bottom."""

_TAB = Line("\t")


def _chain(pieces: Sequence[Line]) -> Line:
    """Lines set one after the other as they are."""
    placed = any(piece.places for piece in pieces)
    graded = any(piece.certainty for piece in pieces)
    return Line(
        "".join(piece.text for piece in pieces),
        tuple(p for piece in pieces for p in piece.places or (None,) * len(piece.text)) if placed else (),
        tuple(c for piece in pieces for c in piece.certainty or (1.0,) * len(piece.text)) if graded else (),
    )


def stacked(lines: Sequence[Line], width: float) -> Line | None:
    """The lines of one cell as one line: nothing stands between them, as in a paragraph, but for a blank between two
    Latin words and between two figures that the layout did not part (the first left room in the cell's width)."""
    pieces: list[Line] = []
    for line in (one for raw in lines if (one := _flat(raw)).text):
        if pieces and _parted(pieces[-1], line, width):
            pieces.append(Line(" "))
        pieces.append(line)
    return _chain(pieces) if pieces else None


def _parted(before: Line, after: Line, width: float) -> bool:
    if before.text[-1].isascii() and before.text[-1].isalpha() and after.text[0].isascii() and after.text[0].isalpha():
        return True
    if not _FIGURE_ENDS.search(before.text) or not _FIGURE_BEGINS.match(after.text):
        return False
    left, right = before.left(), before.right()
    if left is None or right is None:
        return True
    heights = [place[4] - place[2] for place in before.places if place]
    return width - (right - left) > 1.5 * max(heights)


def _flat(line: Line) -> Line:
    """Without blanks at the ends, and without tabs: those set cells apart."""
    line = line.strip()
    if "\t" not in line.text and "\n" not in line.text:
        return line
    return Line(re.sub(r"[\t\n]", " ", line.text), line.places, line.certainty)
