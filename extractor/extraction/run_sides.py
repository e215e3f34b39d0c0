"""Lines among the rows of an indicator table that have marks alone: sums of a first level, the mark for the budget.

They become a table of their own, so that its figures are understood by their label (`产出指标 | 40 | 36`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.extraction.line_cells import Line
from extractor.extraction.run_cells import mark_pairs
from extractor.extraction.run_readings import SIDELINE, Cell
from extractor.extraction.run_table import TableBuilder
from extractor.extraction.run_under import LABEL
from extractor.extraction.run_values import mark
from extractor.extraction.run_words import SIDE, SIDE_NAME, SUBTOTAL
from extractor.model import Quantity, Table
from extractor.numbers import Folded

MARK = re.compile(r"\d{1,3}(?:\.\d{1,3})?分?")
_MARKS = ("full", "score")
_RATED = {"actual": "rate"}
_SHARED = re.compile(r"\(\d")


def side_cells(text: str, at: int, end: int, columns: Sequence[str]) -> tuple[Cell, ...]:
    """The label and marks of the line at `at`, where its figures part in one way; empty for no such line."""
    match = SIDE.match(text, at, end)
    order = [kind for kind in columns if kind in _MARKS]
    if match is None or len(order) != len(_MARKS):
        return ()
    close = match.start("figures") + len(match["figures"].rstrip())
    pairs = mark_pairs(text, match.start("figures"), close, order)
    return ((SIDELINE, *match.span("label")), *pairs[0]) if len(pairs) == 1 else ()


def side_lines(lines: Sequence[Line], at: int, limit: int, columns: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    """The label and figures of a line of marks whose cells became lines; that for the budget, which is then printed as
    a level with its full mark, may have its values."""
    label = lines[at]
    marks = [kind for kind in columns if kind in _MARKS]
    if not (label.text == SUBTOTAL or SIDE_NAME.fullmatch(label.text)) or len(marks) < len(_MARKS):
        return
    values = [kind for kind in columns if kind in ("target", "actual")]
    for kinds in [marks, [*values, *marks]] if _SHARED.search(label.text) else [marks]:
        end = at + 1 + len(kinds)
        cells = dict(zip(kinds, lines[at + 1 : end], strict=False))
        if end > limit or not all(MARK.fullmatch(cells[kind].text) for kind in marks):
            continue
        full, score = (mark(cells[kind].text) for kind in _MARKS)
        if full is None or score is None or score > full:
            continue
        named = ((_RATED.get(kind, kind), line.start, line.end) for kind, line in cells.items())
        yield (SIDELINE, label.start, label.end), *named


def counted(text: str, cells: Sequence[Cell]) -> tuple[Decimal, Decimal]:
    """The marks that a line adds to those of the rows: none where it sums these up."""
    words = {kind: text[start:end] for kind, start, end in cells}
    if words[SIDELINE] == SUBTOTAL:
        return Decimal(0), Decimal(0)
    return mark(words["full"]) or Decimal(0), mark(words["score"]) or Decimal(0)


def side_table(
    folded: Folded, original: str, heads: Sequence[Cell], sides: Sequence[tuple[Cell, ...]]
) -> tuple[tuple[Table, ...], Mapping[int, Quantity]]:
    """The table of these lines below the heads of the marks, and its figures; none without such lines."""
    if not sides:
        return (), {}
    own = [head for head in heads if head[0] in _MARKS]
    builder = TableBuilder(folded, original, [(LABEL, 0, 0), ("rate", 0, 0), *own], labels=1)
    for side in sides:
        builder.row(side)
    table, quantities = builder.done()
    return (table,), quantities
