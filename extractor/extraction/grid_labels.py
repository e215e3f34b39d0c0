"""The labels of a table as words: of rows and heads, and what they make of the rows beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.extraction.grid_words import Words, role_of, subjects
from extractor.extraction.residue import residue
from extractor.extraction.vocabulary import Cue, lexicon
from extractor.extraction.wording import Lexicon
from extractor.model import Cell, Document, Head, Table
from extractor.numbers import fold, read
from extractor.reports import ReportType

_BODIES = re.compile(r"(?:机构|单位|部门)(?:名称)?")
_SEVERAL = 2
_WHOLE_MARK = 100
_NOTE = re.compile(r"\((?:[A-Z](?:[/=*+-][A-Z])*|[①-⑳]|\d)\)")
"""What a head adds for reckoning: `执行率（B/A）`."""
_UNFOLDED = re.compile(r"\((调整后?)\)")
"""`全年（调整）预算数` is 全年调整预算数."""
TOTAL = re.compile(r"(?:总分|总得分|得分合计)[:]?|(?P<sum>合计|总计)(?:\(含[^()]*\))?")
_OUTSET = re.compile(
    r"^(?:按[^:：]{2,8}[:：]|其中|[一二三四五六七八九十]、|\d{1,2}[.、]|[(（][\d一二三四五六七八九十]{1,3}[)）])[:：]?"
)


class GridLabels:
    """Reads the labels of one document's tables, each once."""

    def __init__(self, document: Document, report_type: ReportType) -> None:
        self.document = document
        self.type = report_type
        self.lexicon: Lexicon = lexicon(report_type)
        self._read_words: dict[str, Words] = {}
        self._named: dict[tuple[int, int], list[tuple[Cell, Words]]] = {}
        self._of_items: dict[tuple[int, int], bool] = {}

    def is_total(self, table: Table, cell: Cell, row: Sequence[Words]) -> bool:
        """The mark beside `总分`, or beside `合计` in the last row below a head."""
        total = TOTAL.fullmatch(row[0].text) if len(row) == 1 else None
        head = table.head(cell)
        if total is None:
            return False
        if head is None:
            figures = sum(other.figure for other in table.row(cell.r0))
            return total["sum"] is None and figures == 1
        return total["sum"] is None or cell.r0 == head.end - 1

    def mark_of_two(self, table: Table, cell: Cell, row: Sequence[Words]) -> Cue | None:
        """`总分 100 97.65`, `合计 100 97.65`: the first of two is what could be had, the second what was, in whatever
        columns they stand."""
        figures = [c for c in table.row(cell.r0) if c.figure and c.span]
        marks = [read(self.document.text[c.span.start : c.span.end]) for c in figures if c.span]
        if len(row) != 1 or not TOTAL.fullmatch(row[0].text) or len(figures) != 2 or None in marks:
            return None
        full, score = (mark.value for mark in marks if mark is not None)
        if not full == _WHOLE_MARK >= score or not self._has_marks(table, cell):
            return None
        return Cue.FULL if figures[0] is cell else Cue.SCORE

    def _has_marks(self, table: Table, cell: Cell) -> bool:
        """The table gives marks: its head says so, or it has none."""
        head = table.head(cell)
        return head is None or any(role_of([words]) == Cue.SCORE for _, words in self.names(table, head))

    def is_of_part(self, table: Table, cell: Cell) -> bool:
        """The full mark beside it is not that of a whole report (`合计 90 88.4`)."""
        beside = (c for c in table.row(cell.r0) if c.figure and c.span)
        marks = (c for c in beside if role_of([self.words(part) for part in table.header(c)]) == Cue.FULL)
        printed = (read(self.document.text[c.span.start : c.span.end]) for c in marks if c.span)
        return any(mark is not None and mark.value < _WHOLE_MARK for mark in printed)

    def corner(self, table: Table, cell: Cell) -> list[Words]:
        """What the head says above the names of the rows."""
        head = table.head(cell)
        if head is None:
            return []
        return [words for c, words in self.names(table, head) if c.c0 < head.labels]

    def is_of_items(self, table: Table, cell: Cell) -> bool:
        """The rows below this head are named after things that no declaration knows: their 合计 is of these."""
        head = table.head(cell)
        if head is None or head.labels == 0:
            return False
        at = (table.span.start, head.r0)
        if at not in self._of_items:
            rows = [c for c in table.cells if c.span and c.c1 == head.labels and head.r1 <= c.r0 < head.end]
            unknown = sum(bool(self.words(c).unknown) for c in rows)
            self._of_items[at] = unknown >= _SEVERAL and 2 * unknown > len(rows)
        return self._of_items[at]

    def names(self, table: Table, head: Head) -> list[tuple[Cell, Words]]:
        """The cells of a head with their words."""
        at = (table.span.start, head.r0)
        if at not in self._named:
            cells = [c for c in table.cells if c.span and head.r0 <= c.r0 < head.r1]
            self._named[at] = [(c, self.words(c)) for c in cells]
        return self._named[at]

    def is_one_of_bodies(self, table: Table, cell: Cell, row: Sequence[Words]) -> bool:
        """The row of one of several bodies (局机关, 二级单位), not of them all."""
        head = table.head(cell)
        if head is None or head.end - head.r1 < _SEVERAL or (row and TOTAL.fullmatch(row[-1].text)):
            return False
        return any(_BODIES.fullmatch(words.text) for words in self.corner(table, cell))

    def beside(self, table: Table, cell: Cell) -> list[Words]:
        """In a form without heads, the names further to the left, but for those beside a name that says it all."""
        label = next(iter(reversed(table.row_path(cell))), None)
        if table.head(cell) is not None or label is None or label in table.outer or "编" in self.words(label).text:
            return []
        left = (c for c in table.row(cell.r0) if c.c1 <= label.c0 and c.span and not c.figure)
        return [self.words(c) for c in left]

    def stands_alone(self, table: Table, label: Cell) -> bool:
        """True for a label of one row only, neither merged over several nor repeated on the next."""
        if label.r1 - label.r0 > 1 or label in table.outer:
            return False
        around = (table.at(row, label.c0) for row in (label.r0 - 1, label.r1) if 0 <= row < table.rows)
        return all(other is None or self.words(other).text != self.words(label).text for other in around)

    def words(self, cell: Cell) -> Words:
        """The words of a cell, none where it is empty."""
        return self.read(self.document.text[cell.span.start : cell.span.end]) if cell.span else self.read("")

    def read(self, text: str) -> Words:
        """A label without its list number and what it adds for reckoning."""
        if text not in self._read_words:
            folded = _UNFOLDED.sub(r"\1", _NOTE.sub("", fold(text).text))
            words = _OUTSET.sub("", folded)
            tokens = tuple(self.lexicon.scan(words))
            self._read_words[text] = Words(
                words, tokens, residue(words, 0, len(words), tokens), part=folded.startswith("其中")
            )
        return self._read_words[text]

    def is_executed(self, table: Table, cell: Cell) -> bool:
        """The table's head has a column for the rate at which the budget was carried out."""
        head = table.head(cell)
        if head is None or self.type.completion_subject is None:
            return False
        named = (words for _, words in self.names(table, head))
        return any(t.id == self.type.completion_subject for words in named for t in subjects(words))
