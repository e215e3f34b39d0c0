"""Rows that were parsed out of a run of text, as a `Table` whose cells stand in the document's text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.model import Cell, Head, Quantity, Span, Table
from extractor.numbers import Folded, read

Place = tuple[str, int, int]
_MERGED = ("level1", "level2")


class TableBuilder:
    """Builds one table, row by row, below its heads (kind, start, end; all offsets are of the folded text)."""

    def __init__(self, folded: Folded, original: str, heads: Sequence[Place], labels: int | None = None) -> None:
        self._folded = folded
        self._original = original
        self._kinds = [kind for kind, _, _ in heads]
        self._labels = labels if labels is not None else sum(kind.startswith("level") for kind in self._kinds)
        self._cells = [Cell(0, 1, c, c + 1, folded.span(start, end)) for c, (_, start, end) in enumerate(heads) if end]
        self._start = min(start for _, start, end in heads if end)
        self._rows = 1
        self._quantities: dict[int, Quantity] = {}
        self.end = max(end for _, _, end in heads)

    def row(self, cells: Sequence[Place]) -> None:
        """Add a row; cells of other kinds than the heads' are left out. A level that stands above for several rows
        reaches down over them."""
        for kind, start, end in cells:
            if kind not in self._kinds:
                continue  # a full mark that stands within the name has no column
            span = self._folded.span(start, end)
            column = self._kinds.index(kind)
            above = next((i for i, c in enumerate(self._cells) if c.c0 == column and c.r1 == self._rows), None)
            if kind in _MERGED and above is not None and self._cells[above].span == span:
                self._cells[above] = replace(self._cells[above], r1=self._rows + 1)
            else:
                self._add(span, column)
            self.end = max(self.end, end)
        self._rows += 1

    def sums(self, label: Place, figures: Sequence[Place]) -> None:
        """Add the line of sums."""
        span = self._folded.span(label[1], label[2])
        self._cells.append(Cell(self._rows, self._rows + 1, 0, self._labels, span))
        for kind, start, end in figures:
            self._add(self._folded.span(start, end), self._kinds.index(kind))
            self.end = max(self.end, end)
        self._rows += 1

    def _add(self, span: Span, column: int) -> None:
        quantity = read(self._original[span.start : span.end]) if column >= self._labels else None
        if quantity is not None:
            self._quantities[span.start] = shifted(quantity, span.start)
        self._cells.append(Cell(self._rows, self._rows + 1, column, column + 1, span, quantity is not None))

    def done(self) -> tuple[Table, dict[int, Quantity]]:
        """The table, and its figures by where they start."""
        cells = sorted(self._cells, key=lambda c: (c.r0, c.c0))
        covered = {(r, c) for cell in cells for r in range(cell.r0, cell.r1) for c in range(cell.c0, cell.c1)}
        width = len(self._kinds)
        empty = ((r, c) for r in range(self._rows) for c in range(width) if (r, c) not in covered)
        cells += [Cell(r, r + 1, c, c + 1, None) for r, c in empty]
        cells.sort(key=lambda c: (c.r0, c.c0))
        head = Head(0, 1, self._rows, self._labels)
        span = self._folded.span(self._start, self.end)
        return Table(tuple(cells), self._rows, width, span, heads=(head,)), self._quantities


def shifted(quantity: Quantity, by: int) -> Quantity:
    """A quantity that was read from a piece of text, at its place in the whole."""
    span, number = (Span(s.start + by, s.end + by) for s in (quantity.span, quantity.number))
    return replace(quantity, span=span, number=number)
