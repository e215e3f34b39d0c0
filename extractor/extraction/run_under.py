"""Rows of an indicator table with the levels they stand under, and the lines among them that have marks alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.extraction.run_readings import SIDELINE, Cell
from extractor.extraction.run_values import mark
from extractor.extraction.run_words import LEVEL1_ALONE, LEVELS, SUBTOTAL

LABEL = "label"
_FIGURES = ("rate", "full", "score")
_TWO = 2


class Standing:
    """Takes what is read of a table from top to bottom; `kinds` are its levels above the names.

    `rows` hold the levels and the cells of each, `sides` the label and figures of each line of marks alone, `known` is
    False below a stretch in which a level may have been lost, `left_out` counts rows that were not read.
    """

    def __init__(self, text: str, kinds: Sequence[str]) -> None:
        self.rows: list[tuple[Cell, ...]] = []
        self.sides: list[tuple[Cell, ...]] = []
        self.known = True
        self.left_out = 0
        self._text = text
        self._kinds = tuple(kinds)
        self._levels: dict[str, Cell] = {}
        self._summed = 0

    def under(self, cells: Sequence[Cell]) -> None:
        """What follows stands under the levels among some cells; a first level knows nothing of what was below."""
        for cell in cells:
            if cell[0] in self._kinds:
                self.known = self.known or cell[0] == self._kinds[0]
                above = {kind: place for kind, place in self._levels.items() if LEVELS[kind] < LEVELS[cell[0]]}
                self._levels = {**above, cell[0]: cell}

    def lost(self) -> None:
        """A stretch of which not even the levels are known."""
        self.known = not self._kinds

    def row(self, cells: Sequence[Cell]) -> None:
        """A row; its levels stand there without it where the cells are none."""
        own = (cell for cell in cells if cell[0] not in self._kinds)
        self.rows.append((*self._levels.values(), *own))

    def side(self, words: str, cells: Sequence[Cell]) -> None:
        """A line of marks alone, called `words`; the label of a sum is the first level that it sums up."""
        label = next((cell for cell in cells if cell[0] == SIDELINE), None)
        if words == SUBTOTAL:
            full = next((mark(self._text[start:end]) for kind, start, end in cells if kind == "full"), None)
            self._under_one_level(full)
            self._summed = len(self.rows)
            label = self._levels.get("level1") if self.known else None
        if label is not None:
            self.sides.append(((LABEL, *label[1:]), *(cell for cell in cells if cell[0] in _FIGURES)))

    def _under_one_level(self, full: Decimal | None) -> None:
        """The rows that a sum closes over are all of one first level: `满意度指标` among them, which may be a first
        level, is then a second."""
        rows = self.rows[self._summed :]
        levels = list(dict.fromkeys(cell for row in rows for cell in row if cell[0] == "level1"))
        marks = (mark(self._text[start:end]) for row in rows for kind, start, end in row if kind == "full")
        if len(levels) != _TWO or "level2" not in self._kinds or full != sum(value or Decimal(0) for value in marks):
            return
        first, second = levels
        if LEVEL1_ALONE.fullmatch(self._text, *second[1:]) is None or any(
            second in row and cell[0] == "level2" for row in rows for cell in row
        ):
            return
        below: Cell = ("level2", *second[1:])
        self.rows[self._summed :] = [(first, below, *row[1:]) if second in row else row for row in rows]
        self._levels = {"level1": first, "level2": below}
