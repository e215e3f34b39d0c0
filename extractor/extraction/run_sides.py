"""Lines among the rows of an indicator table that have marks alone: sums of a first level, the mark for the budget.

They become a table of their own, so that its figures are understood by their label (`产出指标 | 40 | 36`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractor.extraction.run_readings import SIDELINE
from extractor.extraction.run_table import Place, TableBuilder
from extractor.extraction.run_words import SUBTOTAL
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
