"""A way to read one row of a table without separators, and what holds for all rows of one table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

SKIPPED = "skipped"
"""The kind of a stretch that was passed over to the end of its line."""
SIDELINE = "side"
"""The kind of the label of a line that has marks alone."""
Cell = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """A row from `start` to `end` (the next row's start), its cells, and how much speaks against it.

    `whole` is False for a stretch that can only be passed over: it holds a row, but not where its cells part.
    """

    start: int
    end: int
    doubts: int
    cells: tuple[Cell, ...]
    full: Decimal = Decimal(0)
    score: Decimal = Decimal(0)
    whole: bool = True

    def place(self, kind: str) -> tuple[int, int] | None:
        """Where the cell of a kind stands."""
        return next(((start, end) for name, start, end in self.cells if name == kind), None)


@dataclass(frozen=True, slots=True)
class Manner:
    """What holds for every row of a table: its columns, whether the column of reasons says 无 where there is none, and
    whether the levels stand above the rows instead of in columns."""

    columns: tuple[str, ...]
    filled: bool
    captions: bool = False
