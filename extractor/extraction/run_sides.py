"""Lines among the rows of an indicator table that have marks alone: sums of a first level, the mark for the budget.

They become a table of their own, so that its figures are understood by their label (`产出指标 | 40 | 36`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.extraction.run_readings import SIDELINE
from extractor.extraction.run_table import Place, TableBuilder
from extractor.extraction.run_values import mark
from extractor.extraction.run_words import LEVEL1_ALONE, SUBTOTAL
from extractor.model import Quantity, Table
from extractor.numbers import Folded

_LABEL = "label"
_KINDS = ("rate", "full", "score")


def labelled(
    words: str, cells: Sequence[Place], levels: Mapping[str, Place]
) -> Iterator[tuple[Place, ...]]:
    """The label, called `words`, and figures of such a line: of a sum, the first level above it is the label; without
    one it is of nothing."""
    label = levels.get("level1") if words == SUBTOTAL else next(cell for cell in cells if cell[0] == SIDELINE)
    if label is not None:
        yield ((_LABEL, *label[1:]), *(cell for cell in cells if cell[0] in _KINDS))


def under_one_level(text: str, rows: Sequence[tuple[Place, ...]], full: Decimal) -> list[tuple[Place, ...]]:
    """The rows that a sum of full marks closes over, all under one first level: `满意度指标` among them, which may be a
    first level, is then a second."""
    levels = list(dict.fromkeys(cell for row in rows for cell in row if cell[0] == "level1"))
    marks = [mark(text[start:end]) for row in rows for kind, start, end in row if kind == "full"]
    alone = len(levels) == len(("level1", "level2")) and LEVEL1_ALONE.fullmatch(text, *levels[1][1:])
    if not alone or sum(value or Decimal(0) for value in marks) != full:
        return list(rows)
    return [
        (levels[0], ("level2", *levels[1][1:]), *row[1:]) if levels[1] in row and row[1][0] != "level2" else row
        for row in rows
    ]


def side_table(
    folded: Folded, original: str, heads: Sequence[Place], sides: Sequence[tuple[Place, ...]]
) -> tuple[tuple[Table, ...], Mapping[int, Quantity]]:
    """The table of these lines below the heads of the marks; none without such lines."""
    if not sides:
        return (), {}
    own = [head for head in heads if head[0] in ("full", "score")]
    builder = TableBuilder(folded, original, [(_LABEL, 0, 0), ("rate", 0, 0), *own], labels=1)
    for side in sides:
        builder.row(side)
    table, quantities = builder.done()
    return (table,), quantities
