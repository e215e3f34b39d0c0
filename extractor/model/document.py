"""One file as text that remembers the paper: pages, sections, tables, and the evidence for any stretch of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from extractor.model.values import Box, Place, Span


class Origin(StrEnum):
    """How the text of a page was had."""

    PLAIN = "plain"
    TEXT_LAYER = "text_layer"
    OCR = "ocr"


class Flag(StrEnum):
    """What a file was found to be like, where that matters to whoever relies on what was read from it."""

    REPAIRED = "W_REPAIRED"
    """Damaged, and read all the same; something may be missing."""
    PARTIAL = "W_PARTIAL"
    """Some pages could not be read; the others were."""
    HIDDEN = "W_HIDDEN"
    """Holds words that no reader can see. They are in `Document.hidden`, not in the text."""
    MISMATCH = "W_MISMATCH"
    """A page whose text layer says something else than the page shows; it was read by OCR."""
    ACTIVE = "W_ACTIVE"
    """Holds scripts, actions or links to other files. None was run or followed."""
    EMBEDDED = "W_EMBEDDED"
    """Holds other files. None was opened."""
    REVISIONS = "W_REVISIONS"
    """A Word file with tracked changes; it was read as if all were accepted."""
    RESTRICTED = "W_RESTRICTED"
    """The author's settings forbid copying; whoever has the file can read it all the same."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Words of a file that no reader can see, and why: kept out of the text, and so out of every field.

    `page` and `box` say where they stand, `place` says it in words where there is no page.
    """

    text: str
    why: str
    page: int | None = None
    box: Box | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page: number from 1, size in points, and where its text stands (None: no text)."""

    number: int
    width: float
    height: float
    origin: Origin
    span: Span | None


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading and everything below it.

    `level` counts from 1 as the outline nests, whatever marks the report uses; `mark` is the printed number
    (`一、`, `（二）`, `3.`), `title` the heading without it; `heading` spans mark and title, `span` heading and body.
    """

    mark: str
    title: str
    level: int
    heading: Span
    span: Span
    children: tuple[Section, ...] = ()

    def walk(self) -> Iterator[Section]:
        """This section, then every section below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: rows `r0` to `r1`, columns `c0` to `c1` (half-open; a merged cell covers several).

    `span` is where its text stands (None: the cell is empty). `figure`: it holds a figure or a sign, not words.
    """

    r0: int
    r1: int
    c0: int
    c1: int
    span: Span | None
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Rows `r0` to `r1` of a table head its columns down to row `end`; the first `labels` columns name the rows."""

    r0: int
    r1: int
    end: int
    labels: int


@dataclass(frozen=True)
class Table:
    """A table. In `Document.text` each row is a paragraph, its cells set apart by tabs; a merged cell's text stands at
    its first row and column. `cells` are in reading order, cover the grid, and include the empty ones.

    `title` is the line above the table, `unit` what 单位：万元 above it says; one table may have several heads (a form
    with parts). A table that goes on over pages is one table, its repeated head left out. `outer`: where the table
    stands in a cell of another, the words there that name all its rows.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    span: Span
    title: str | None = None
    unit: str | None = None
    heads: tuple[Head, ...] = ()
    outer: tuple[Cell, ...] = ()

    @cached_property
    def _by_row(self) -> Mapping[int, Sequence[Cell]]:
        """The cells that cover each row, in reading order: a long table is not searched for every cell of it."""
        rows: dict[int, list[Cell]] = {}
        for cell in self.cells:
            for row in range(cell.r0, cell.r1):
                rows.setdefault(row, []).append(cell)
        return rows

    def row(self, row: int) -> Sequence[Cell]:
        """The cells that begin in a row, in reading order."""
        return [cell for cell in self._by_row.get(row, ()) if cell.r0 == row]

    def covering(self, row: int) -> Sequence[Cell]:
        """The cells that a row holds or reaches through, in reading order."""
        return self._by_row.get(row, ())

    @cached_property
    def _by_start(self) -> tuple[Sequence[int], Sequence[Cell]]:
        """The cells that hold something, by where their text begins."""
        held = sorted((c for c in self.cells if c.span), key=lambda c: c.span.start if c.span else 0)
        return [c.span.start for c in held if c.span], held

    def cell_of(self, offset: int) -> Cell:
        """The last cell that begins at or before an offset of the text, else the first of all."""
        starts, held = self._by_start
        index = bisect_right(starts, offset) - 1
        return held[index] if index >= 0 else self.cells[0]

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers this place of the grid."""
        return next((c for c in self._by_row.get(row, ()) if c.c0 <= column < c.c1), None)

    def head(self, cell: Cell) -> Head | None:
        """The head that the cell stands under."""
        return next((head for head in self.heads if head.r1 <= cell.r0 < head.end), None)

    def header(self, cell: Cell) -> tuple[Cell, ...]:
        """The words above the cell that name its column, from the top row of the head down."""
        head = self.head(cell)
        if head is None:
            return ()
        rows = range(head.r0, head.r1)
        over = (c for row in rows for c in self._by_row.get(row, ()) if c.r0 == row)
        return tuple(c for c in over if c.span and c.c0 < cell.c1 and cell.c0 < c.c1)

    def row_path(self, cell: Cell) -> tuple[Cell, ...]:
        """The words to the left that name the cell's row, from the left; merged cells that cover the row included. In a
        table in a table they begin with those that name its place in the other.

        Under a head these stand in its label columns; elsewhere (`编制 | 24 | 在职 | 22`) it is the words next to the
        left of the cell's run of figures.
        """
        left = [c for c in self._by_row.get(cell.r0, ()) if c.c1 <= cell.c0 and c.span]
        left.sort(key=lambda c: c.c0)
        head = self.head(cell)
        if head is not None:
            return (*self.outer, *(c for c in left if c.c0 < head.labels))
        while left and left[-1].figure:
            left.pop()
        start = len(left)
        while start and not left[start - 1].figure:
            start -= 1
        return (*self.outer, *left[start:])

    def naming(self, row: int, column: int) -> tuple[Cell, ...]:
        """The words that name what stands in a cell beside its own: those of its row, and its own where it is a label
        itself, or the first of its row."""
        cell = self.at(row, column)
        if cell is None:
            return self.outer
        path = self.row_path(cell)
        head = self.head(cell)
        label = cell.c0 < head.labels if head else path == self.outer
        return (*path, cell) if label and cell.span and not cell.figure else path


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in a document and the words that stand there. Made only by `Document.cite`.

    `place` names the place where the file has no pages: 第 12 段, or 表 2 第 3 行第 1 格.
    """

    span: Span
    quote: str
    page: int | None
    boxes: tuple[Box, ...]
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file as text that remembers the paper.

    `places` and `certainty` are parallel to `text` (or empty where the file has no pages, or no OCR): the box of
    each character (None for one that the layout implies, such as a paragraph break) and the OCR engine's
    certainty in 0..1 (1.0 for characters that OCR did not read). `notes` are Chinese sentences for the user, `flags`
    say the same to a program, `hidden` is what the file holds and no reader sees.
    """

    id: str
    text: str
    pages: tuple[Page, ...]
    sections: tuple[Section, ...]
    places: tuple[Place | None, ...] = ()
    certainty: tuple[float, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    flags: tuple[Flag, ...] = ()
    hidden: tuple[Hidden, ...] = ()

    def cite(self, span: Span) -> Evidence:
        """The evidence at a span: its words, its page and one box per printed line."""
        boxes = self.boxes(span)
        page = boxes[0].page if boxes else None
        return Evidence(span, self.text[span.start : span.end], page, boxes, None if boxes else self.place(span))

    def place(self, span: Span) -> str:
        """Where a span begins, in words: its paragraph, counted from 1, or its table, row and cell."""
        for number, table in enumerate(self.tables, 1):
            if table.span.overlaps(span):
                cell = table.cell_of(span.start)
                return f"表 {number} 第 {cell.r0 + 1} 行第 {cell.c0 + 1} 格"
        return f"第 {self.text.count(chr(10), 0, span.start) + 1} 段"

    def boxes(self, span: Span) -> tuple[Box, ...]:
        """One box per printed line that the span touches, in reading order; empty where there are no pages."""
        lines: list[Place] = []
        before: Place | None = None
        for place in self.places[span.start : span.end]:
            if place is None:
                continue
            last = lines[-1] if lines else None
            if last and before and place[0] == before[0] and (_follows(last, place) or _turned(before, place)):
                _, x0, y0, x1, y1 = place
                lines[-1] = (place[0], min(last[1], x0), min(last[2], y0), max(last[3], x1), max(last[4], y1))
            else:
                lines.append(place)
            before = place
        return tuple(Box(page, *(round(v, 2) for v in line)) for page, *line in lines)

    def walk(self) -> Iterator[Section]:
        """Every section, in reading order."""
        for section in self.sections:
            yield from section.walk()


def _follows(line: Place, place: Place) -> bool:
    """Further on in a line that runs to the right."""
    return place[2] < line[4] and place[4] > line[2] and place[1] >= line[1]


def _turned(before: Place, place: Place) -> bool:
    """Close behind in a line that runs up, down or to the left, as on a page that was put in the wrong way round."""
    side = max(place[4] - place[2], place[3] - place[1])
    level = min(before[4], place[4]) - max(before[2], place[2])
    upright = min(before[3], place[3]) - max(before[1], place[1])
    if level > upright:
        return -side / 2 < before[1] - place[3] < side
    return upright > 0 and max(before[2] - place[4], place[2] - before[4]) < side / 2
