"""自评表 that were pasted without separators: `项目计划总投资1020万元20万元10` is 10分, 20万元, 20万元 and 10分.

A line of column heads (`三级指标年度指标值实际完成值分值得分`) opens such a table, its line of sums or the words
below a table close it. Between them rows are parsed, never guessed: see `run_rows` for what one row may be,
`run_search` for which rows are taken, `run_money` for the row of the year's money. What is read becomes tables with
spans into the document's text, so that figures in them are understood as those of any table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from extractor.extraction.grids import table_mentions
from extractor.extraction.indicators import is_sign
from extractor.extraction.line_forms import line_forms
from extractor.extraction.line_indicators import Listed, listed
from extractor.extraction.mention import Mention
from extractor.extraction.run_extent import Total, ends, extent, first_heads, manners, skip, wanted_sums
from extractor.extraction.run_levels import captioned
from extractor.extraction.run_money import money_tables
from extractor.extraction.run_readings import SIDELINE
from extractor.extraction.run_readings import Cell as Place
from extractor.extraction.run_rows import RowGrammar
from extractor.extraction.run_search import Found, Paths, Sums, closes, paths, settled
from extractor.extraction.run_sides import side_table
from extractor.extraction.run_table import TableBuilder, shifted
from extractor.extraction.run_under import Standing
from extractor.extraction.run_words import LEVELS, NO_REASON, Heads
from extractor.model import Document, Quantity, Row, Span, Table
from extractor.numbers import Folded, fold, read
from extractor.reports import ReportType

_FEWEST_ROWS = 2
_SHORT = 7
"""A name of so many characters holds no reason beside it."""
_EXCUSE = re.compile("[因受由未不滞延仍尚待需较差低慢]|影响|部分|个别|不足")
_CELLS = (*LEVELS, "target", "actual", "full", "score", "reason")
_MARKS, _VALUES = ("full", "score"), ("target", "actual")


@dataclass(frozen=True, slots=True)
class Runs:
    """What a text holds of such tables.

    `rows` are indicators as (kind, span) with the cells that print them, `tables` and `quantities` (by where they
    start) what `table_mentions` reads, `taken` the stretches that prose must not read again, `notes` Chinese
    sentences about rows that were left out, `closing` where figures start whose place a sum decided.
    """

    rows: tuple[tuple[tuple[str, Span], ...], ...] = ()
    tables: tuple[Table, ...] = ()
    quantities: Mapping[int, Quantity] | None = None
    taken: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()
    closing: frozenset[int] = frozenset()

    def outside(self, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
        """The quantities that stand outside these tables."""
        if not self.taken:
            return tuple(quantities)
        return tuple(q for q in quantities if not any(span.overlaps(q.number) for span in self.taken))


def run_indicators(document: Document) -> Iterator[Row]:
    """The indicator rows of tables without separators, in reading order."""
    for cells in runs(document.text).rows:
        every = {kind: "".join(document.text[span.start : span.end].split()) for kind, span in cells}
        texts = {kind: words for kind, words in every.items() if kind in _CELLS}
        if is_sign(every.get("sign", "")):
            texts["sign"] = every["sign"]
        quantities: dict[str, Quantity] = {}
        for kind, span in cells:
            if kind in ("full", "score") and (quantity := read(document.text[span.start : span.end])) is not None:
                quantities[kind] = shifted(quantity, span.start)
                texts[kind] = quantity.digits
        own = [span for kind, span in cells if kind not in ("level1", "level2")]
        span = Span(min(s.start for s in own), max(s.end for s in own))
        yield Row(texts, document.cite(span), "分", quantities)


def run_mentions(document: Document, report_type: ReportType) -> Iterator[Mention]:
    """A mention for each figure of tables without separators; the row of the year's money is that of the whole."""
    found = runs(document.text)
    if not found.tables or found.quantities is None:
        return
    for mention in table_mentions(replace(document, tables=found.tables), report_type, found.quantities):
        if mention.quantity.span.start in found.closing:
            mention = replace(mention, closes=True)
        yield mention
        of_year = report_type.subjects[mention.subject or ""].family == "money" and mention.subject == "funds_annual"
        if of_year and report_type.default_subject is not None and mention.measure != "final":
            yield replace(mention, subject=report_type.default_subject)


@lru_cache(maxsize=16)
def runs(text: str) -> Runs:
    """Every table without separators of a text."""
    folded = fold(text)
    money = money_tables(folded, text)
    marks = [block.marks for block in money if block.marks is not None]
    pieces = [_run(folded, text, head, marks) for head in first_heads(folded.text)]
    pieces += [Runs((), (block.table,), block.quantities, (block.taken,)) for block in money]
    of_lines = [*listed(folded.text)]
    pieces += [_listed(folded, text, one) for one in of_lines]
    stretches = [(one.start, one.end) for one in of_lines]
    forms = line_forms(folded, text, stretches)
    pieces += [Runs((), (one.table,), one.quantities, (one.taken,), (), one.closing) for one in forms]
    quantities: dict[int, Quantity] = {}
    for piece in pieces:
        quantities.update(piece.quantities or {})
    return Runs(
        tuple(row for piece in pieces for row in piece.rows),
        tuple(table for piece in pieces for table in piece.tables),
        quantities,
        tuple(span for piece in pieces for span in piece.taken),
        tuple(note for piece in pieces for note in piece.notes),
        frozenset(start for piece in pieces for start in piece.closing),
    )


def _listed(folded: Folded, original: str, one: Listed) -> Runs:
    """One indicator table of which every cell is a line."""
    builder = TableBuilder(folded, original, one.heads)
    for row in one.rows:
        builder.row(row)
    if one.sums is not None:
        builder.sums(*one.sums)
    table, quantities = builder.done()
    whole = (row for row in one.rows if any(kind in (*_VALUES, *_MARKS) for kind, _, _ in row))
    rows = tuple(tuple((kind, folded.span(a, b)) for kind, a, b in row) for row in whole)
    note = f"自评表里有 {one.left_out} 行少印了格，分不清各栏，没有读取，请对照原文。" if one.left_out else ""
    taken = folded.span(one.start, one.end)
    beside, marks = side_table(folded, original, one.heads, one.sides)
    return Runs(rows, (table, *beside), {**quantities, **marks}, (taken,), (note,) if note else ())


def _run(folded: Folded, original: str, head: Heads, money: Sequence[Sums]) -> Runs:
    """One table below its heads; empty where fewer than two rows are certain."""
    end, total = extent(folded.text, head)
    start = skip(folded.text, head.end, end)
    head = captioned(folded.text, start, head)
    wanted = wanted_sums(folded.text, head, total, money)
    stops = [end] if total is not None else ends(folded.text, head, start, end)
    ways = [way for stop in stops for way in _ways(folded.text, head, (start, stop), total, wanted)]
    if not ways:
        return Runs()
    unproven, _, best = min(ways, key=lambda way: way[:2])
    if unproven and not set(_VALUES) & set(head.kinds):
        return Runs()  # names and marks alone say too little
    sure = settled(best, wanted)
    if not set(_MARKS) & set(head.kinds):
        sure = [one if _is_line(folded.text, one) else replace(one, row=None) for one in sure]
    standing = _with_levels(folded.text, sure, head)
    rows, left_out = [_unbracketed(folded.text, row) for row in standing.rows], standing.left_out
    if len(rows) < _FEWEST_ROWS:
        return Runs()
    builder = TableBuilder(folded, original, head.columns)
    for row in rows:
        builder.row(row)
    if total is not None:
        builder.sums(*total)
    note = f"未加分隔的自评表里有 {left_out} 处分不清各栏，没有读取，请对照原文。" if left_out else ""
    table, quantities = builder.done()
    beside, marks = side_table(folded, original, head.columns, standing.sides)
    return Runs(
        tuple(tuple((kind, folded.span(a, b)) for kind, a, b in row) for row in rows),
        (table, *beside),
        {**quantities, **marks},
        (folded.span(head.start, builder.end),),
        (note,) if note else (),
    )


def _unbracketed(text: str, row: Sequence[Place]) -> tuple[Place, ...]:
    """`（8分）8分`: the mark is what the bracket holds."""
    inner = (kind in _MARKS and text[a] == "(" and text[b - 1] == ")" for kind, a, b in row)
    return tuple(
        (kind, a + 1, b - 1) if within else (kind, a, b) for (kind, a, b), within in zip(row, inner, strict=True)
    )


def _ways(
    text: str, head: Heads, within: tuple[int, int], total: Total | None, wanted: Sequence[Sums]
) -> list[tuple[bool, int, Paths]]:
    """The best rows of each manner: whether nothing proves them, their doubts, and they; rows whose cells cannot be
    told apart are passed over only where no manner does without."""
    ways: list[tuple[bool, int, Paths]] = []
    for opaque in (False, True):
        for manner, doubts in manners(head, total):
            grammar = RowGrammar(text, *within, manner, text[head.start : head.end])
            if (found := paths(*within, partial(grammar.readings, opaque=opaque))) is not None:
                ways.append((not closes(found, wanted), found.least + doubts, found))
        if ways:
            break
    return ways


def _with_levels(text: str, found: Sequence[Found], head: Heads) -> Standing:
    """The rows with the levels they stand under, and the lines of marks alone."""
    *levels, name = [kind for kind in head.kinds if kind in LEVELS]
    standing = Standing(text, levels)
    before: Found | None = None
    for one in found:
        if one.levels is None:
            standing.lost()
        else:
            standing.under(one.levels)
        row, opens = one.row, "reason" in head.kinds and _may_open_with_reason(text, before, one, name)
        before = one
        if row is not None and (label := row.place(SIDELINE)) is not None:
            standing.side(text[slice(*label)], row.cells)
            continue
        wanted = ((name,), *(kinds for kinds in (_MARKS, _VALUES) if set(kinds) & set(head.kinds)))
        if row is None or opens or not standing.known or not all(any(map(row.place, kinds)) for kinds in wanted):
            standing.left_out += 1
        else:
            standing.row(row.cells)
    return standing


def _is_line(text: str, one: Found) -> bool:
    """A row is a line of its own, which is what proves it where no marks do."""
    return text[one.start - 1] == "\n" and text[: one.end].rstrip(" ").endswith("\n")


def _may_open_with_reason(text: str, before: Found | None, one: Found, name: str) -> bool:
    """Whether what reads as a row's name may begin with the reason for the mark that the row before it lost."""
    if before is None or one.row is None or one.levels or text[one.start - 1] == "\n":
        return False
    row, place = before.row, one.row.place(name)
    if place is not None and NO_REASON.match(text, place[0]):
        return True
    if row is not None and (row.place("reason") or row.full == row.score):
        return False
    return place is not None and (place[1] - place[0] > _SHORT or _EXCUSE.search(text, *place) is not None)


__all__ = ["Runs", "run_indicators", "run_mentions", "runs"]
