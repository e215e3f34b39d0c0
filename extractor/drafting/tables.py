"""The tables of the draft: the 自评表 of the year where its indicators were given, and those of the last report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from extractor.drafting.inputs import Inputs
from extractor.drafting.words import Words
from extractor.drafts import GAP, Basis, Mark, Sentence, Table
from extractor.model import Cell
from extractor.model import Table as Printed

_COLUMNS = (
    ("name", "绩效指标", 3.0),
    ("target", "年度指标值", 1.4),
    ("actual", "实际完成值", 1.4),
    ("full", "分值", 0.8),
    ("score", "得分", 0.8),
    ("reason", "偏差原因分析及改进措施", 2.6),
)
_WIDEST, _NARROWEST = 30, 3


def tables(inputs: Inputs, words: Words) -> tuple[Table, ...]:
    """The table of this year's indicators, then every table of the last report that it does not replace."""
    rows = [row for row in inputs.given.indicators if row.get("target") and row.get("actual")]
    carried = (table for table in inputs.last.document.tables if table.rows > 1 and table.columns > 1)
    return (
        *((_indicators(inputs, rows),) if rows else ()),
        *(_carried(inputs, words, table) for table in carried if not (rows and _lists_indicators(inputs, table))),
    )


def _indicators(inputs: Inputs, rows: list[Mapping[str, str]]) -> Table:
    """One row an indicator with a target; a cell that nobody filled is a gap."""
    cells = tuple(
        tuple(row.get(key) or (row.get("level3", "") if key == "name" else "") or _empty(key) for key, _, _ in _COLUMNS)
        for row in rows
    )
    name = f"{inputs.year}年度部门整体支出绩效自评表"
    return Table(name, tuple(title for _, title, _ in _COLUMNS), cells, tuple(width for *_, width in _COLUMNS))


def _empty(key: str) -> str:
    return "—" if key == "reason" else GAP.format("分值" if key == "full" else "得分")


def _lists_indicators(inputs: Inputs, table: Printed) -> bool:
    return any(row.evidence.span.overlaps(table.span) for row in inputs.last.report.indicators)


def _carried(inputs: Inputs, words: Words, table: Printed) -> Table:
    """A table told again: its words stay, every figure in it is this year's or a gap."""
    told = tuple(
        tuple(_cell(inputs, words, table.at(row, column), row, column) for column in range(table.columns))
        for row in range(table.rows)
    )
    rows = tuple(tuple(one.text for one in row) for row in told)
    lengths = [max(len(row[column]) for row in rows) for column in range(table.columns)]
    widths = tuple(float(min(_WIDEST, max(_NARROWEST, length))) for length in lengths)
    return Table(_name(inputs, table), rows[0], rows[1:], widths, told=told)


def _cell(inputs: Inputs, words: Words, cell: Cell | None, row: int, column: int) -> Sentence:
    if cell is None or cell.span is None or (cell.r0, cell.c0) != (row, column):
        return Sentence(("",), Mark.KEPT, "skeleton")
    span, prior = cell.span, inputs.last
    text = prior.document.text[span.start : span.end]
    parts = words.teller(prior).tell(span)
    ref = f"{prior.document.id}:{span.start}-{span.end}"
    basis = Basis("quote", ref, text, prior.document.cite(span).page, span.start, span.end)
    kept = all(isinstance(part, str) for part in parts)
    return Sentence(parts, Mark.KEPT if kept else Mark.UPDATED, "", (basis,), text)


def _name(inputs: Inputs, table: Printed) -> str:
    name = re.sub(rf"(?<!\d){inputs.last.year}(?!\d)", str(inputs.year), table.title or "")
    return name if name and not re.search(r"\d", name.replace(str(inputs.year), "")) else "附表"


def lines(table: Table) -> Iterator[str]:
    """A table as its rows are read back: the name, then the cells of a row set apart by tabs."""
    yield table.name
    for row in (table.columns, *table.rows):
        yield "\t".join(row)
