"""Tables made of the lines of a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.extraction.line_cells import Line
from extractor.extraction.line_heads import Column
from extractor.extraction.run_table import shifted
from extractor.model import Cell, Head, Quantity, Span, Table
from extractor.numbers import Folded, read


@dataclass(frozen=True, slots=True)
class Form:
    """One table, its figures by where they start, and the stretch it takes up. `closing`: where the figures start that
    stand in a head which sums decided."""

    table: Table
    quantities: dict[int, Quantity]
    taken: Span
    closing: frozenset[int] = frozenset()


class FormBuilder:
    """Makes tables of lines."""

    def __init__(self, folded: Folded, original: str, title: Line | None, unit: str | None) -> None:
        self._folded = folded
        self._original = original
        self._title = title.text if title else None
        self._unit = unit
        self._cells: list[Cell] = []
        self._quantities: dict[int, Quantity] = {}

    def headed(
        self,
        names: Sequence[Line],
        placed: Sequence[Column],
        rows: Sequence[tuple[Line | None, Sequence[tuple[int, Line]]]],
    ) -> Form:
        """A table below a head of one row or more."""
        labels = int(any(label is not None for label, _ in rows))
        depth = max(len(column.names) for column in placed)
        if labels:
            self._cells.append(Cell(0, depth, 0, 1, None))
        for c, column in enumerate(placed, labels):
            for r, name in enumerate(column.names):
                end = depth if r == len(column.names) - 1 else r + 1
                self._cells.append(Cell(r, end, c, c + 1, self._span(names[name])))
        for r, (label, cells) in enumerate(rows, depth):
            if label is not None:
                self._cells.append(Cell(r, r + 1, 0, 1, self._span(label)))
            by_column = dict(cells)
            for c in range(len(placed)):
                self._add(r, c + labels, by_column.get(c))
        return self._done(depth + len(rows), labels + len(placed), (Head(0, depth, depth + len(rows), labels),))

    def staged(self, rows: Sequence[tuple[tuple[Line, ...], Line]]) -> Form:
        """Rows of names and one figure each."""
        width = max(len(path) for path, _ in rows)
        for r, (path, value) in enumerate(rows):
            for c in range(width):
                span = self._span(path[c]) if c < len(path) else None
                self._cells.append(Cell(r, r + 1, c, c + 1, span))
            self._add(r, width, value)
        return self._done(len(rows), width + 1, ())

    def _span(self, line: Line) -> Span:
        return self._folded.span(line.start, line.end)

    def _add(self, row: int, column: int, line: Line | None) -> None:
        span = self._span(line) if line is not None else None
        quantity = read(self._original[span.start : span.end]) if span is not None else None
        if span is not None and quantity is not None:
            self._quantities[span.start] = shifted(quantity, span.start)
        self._cells.append(Cell(row, row + 1, column, column + 1, span, quantity is not None))

    def _done(self, rows: int, width: int, heads: tuple[Head, ...]) -> Form:
        spans = [cell.span for cell in self._cells if cell.span]
        span = Span(min(s.start for s in spans), max(s.end for s in spans))
        cells = tuple(sorted(self._cells, key=lambda c: (c.r0, c.c0)))
        table = Table(cells, rows, width, span, self._title, self._unit, heads)
        return Form(table, self._quantities, span)
