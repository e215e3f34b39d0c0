"""Lists of projects in prose: runs of named sums that the text says, or their sums show, are projects.

A run is taken where words announce projects (a heading 项目支出, `主要项目有`), where each of its entries prints both a
budget and an outlay, or where it closes on the sum that it is said to be the parts of.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from extractor.extraction.mention import Mention
from extractor.extraction.project_entries import Entry, Gap, Line, Reader
from extractor.extraction.project_names import FINAL, heads_own, heads_project, is_account, is_economic
from extractor.model import Document
from extractor.numbers import fold
from extractor.reports import ReportType

_PROJECTS = re.compile(r"项目|专项")
_ANNOUNCED = re.compile(
    r"(?:项目|专项)(?:支出|资金|经费|名称)?[^。；;]{0,24}?(?:包括|分别|其中|主要|分为|里头|如下|明细|情况|具体|有|[:：])|\d+个(?:重点|主要)?项目|项目(?:共|有|计)?[\d一二三四五六七八九十]{1,2}[个项]"
)
_DIRECTIONS = re.compile(
    r"(?:支出|资金|使用)(?:方向|用途|内容|范围)|子项目|支出明细|(?:按|分)(?:项目|内容|用途)|具体[为是]?(?:用于|支出)?[:：]"
)
_NEAR = 3
"""Paragraphs that may stand between two entries of one list."""

_HEADING = 16
"""A sentence no longer than this is the heading of the next."""
_LONGEST_HEADING = 48
_ABOVE = 600
"""The sum that a list closes on stands within this many characters before it."""


class Projects:
    """The lists of one document; `found` are its mentions."""

    def __init__(self, document: Document, report_type: ReportType, found: Sequence[Mention]) -> None:
        self.folded = fold(document.text)
        self.document = document
        self.type = report_type
        self.found = found
        self.tabled = [table.span for table in document.tables]
        by_start: dict[int, Mention] = {}
        for mention in found:
            by_start.setdefault(mention.quantity.span.start, mention)
        self.mentions = by_start
        self.reader = Reader(self.folded, report_type, by_start)
        self.lines = list(self._lines())

    def lists(self) -> Iterator[list[Entry]]:
        """Every list of projects, in reading order."""
        for run in self._runs():
            kept = self._kept(run)
            if kept:
                yield kept

    def _lines(self) -> Iterator[Line]:
        figures = sorted({m.quantity.span.start: m.quantity for m in self.found}.items())
        starts = [start for start, _ in figures]
        offset = 0
        heading = ("", 0)
        for row, paragraph in enumerate(self.document.text.split("\n")):
            end = offset + len(paragraph)
            inside = [quantity for _, quantity in figures[bisect_left(starts, offset) : bisect_left(starts, end)]]
            start, stop = self.folded.at(offset), self.folded.at(end)
            if stop > start and (not inside or heads_own(self.folded.text[start:stop])):
                heading = self._heading(start, stop)
            if not any(span.start <= offset < span.end for span in self.tabled):
                yield Line(row, start, stop, inside, heading)
            offset = end + 1

    def _heading(self, start: int, stop: int) -> tuple[str, int]:
        """The project that a line names, and where its name begins."""
        line = self.folded.text[start:stop]
        name = heads_own(line) or (heads_project(line) if stop - start <= _LONGEST_HEADING else "")
        if not name or not self.reader.names.is_project(name) or is_account(self.type, name):
            return "", start
        return name, start + line.index(name)

    def _runs(self) -> Iterator[list[Entry]]:
        run: list[Entry] = []
        for line in self.lines:
            for entry in _of_item(self.reader.entries(line)):
                if run and entry.start == run[-1].start:  # a line for its budget, another for its outlay
                    run[-1].figures = {**entry.figures, **run[-1].figures}
                    continue
                if run and not _follows(run, entry):
                    yield run
                    run = []
                run.append(entry)
        if run:
            yield run

    def _kept(self, run: list[Entry]) -> list[Entry]:
        """The entries of a run that are projects."""
        pairs = [entry for entry in run if entry.both]
        if run[0].mention.topic.aside:
            return []  # problems and measures: figures there illustrate
        if 2 * sum(is_economic(entry.name) for entry in run) > len(run):
            return []
        if self.type.project_subject is None:
            directed = _DIRECTIONS.search(self._lead(run)) is not None
            return run if len(run) > 1 and (directed or self._closes(run)) else []
        if self._is_announced(run):
            return run if len(run) > 1 or pairs or self._is_listed(run[0]) else []
        if any(_PROJECTS.search(title) for title in run[0].mention.topic.titles) or _PROJECTS.search(self._lead(run)):
            return run if len(run) > 1 and self._closes(run) else pairs
        return pairs if len(pairs) > 1 else []

    def _is_announced(self, run: Sequence[Entry]) -> bool:
        return self._is_listed(run[0]) or _ANNOUNCED.search(self._lead(run)) is not None

    def _is_listed(self, entry: Entry) -> bool:
        """The entry is a part of a figure that is called 项目支出, or of a list that is."""
        head = self.found[entry.mention.head] if entry.mention.head is not None else None
        whole = head.subject if head is not None else entry.mention.of
        return whole is not None and whole == self.type.project_subject

    def _lead(self, run: Sequence[Entry]) -> str:
        """What is said before a run: its sentence up to there, or the paragraph above where it opens one."""
        text, first = self.folded.text, run[0]
        start = max(text.rfind(mark, 0, first.start) for mark in "。\n") + 1
        if start and text[start - 1] == "。":  # 2.项目支出。某工程年初预算20万元
            earlier = max(text.rfind(mark, 0, start - 1) for mark in "。\n") + 1
            start = earlier if start - earlier <= _HEADING else start
        lead = text[start : first.start]
        if first.at_start and start and text[start - 1] == "\n":
            above = text.rfind("\n", 0, start - 1) + 1
            above = max(above, text.rfind("。", above, start - 2) + 1)
            lead = text[above : start - 1] + lead
        return lead

    def _closes(self, run: Sequence[Entry]) -> bool:
        """The outlays of a run add up to a sum that its section prints before it."""
        parts = [entry.figures[FINAL] for entry in run if FINAL in entry.figures]
        near = run[0].start - _ABOVE
        total = sum((part.value for part in parts), Decimal(0))
        slack = max((part.grain for part in parts), default=Decimal(0))
        return len(parts) > 1 and any(
            abs(mention.quantity.value - total) < slack
            for mention in self.found
            if near < mention.start < run[0].start
            if mention.quantity.dimension is parts[0].dimension
        )


def _of_item(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of a paragraph; after one that opens it, sums of another make are remarks on it."""
    first: Entry | None = None
    for entry in entries:
        first = first or entry
        if not first.at_start or entry.both or (entry.stated, entry.both) == (first.stated, first.both):
            yield entry


def _follows(run: Sequence[Entry], entry: Entry) -> bool:
    """The entry goes on with the run: in its sentence, or, like the one before, at the start of a paragraph."""
    last = run[-1]
    if entry.row == last.row:
        return entry.gap <= Gap.ITEM or (entry.gap is Gap.STOP and entry.both and last.both)
    opened = next(one for one in reversed(run) if one.row == last.row and one.row != entry.row)
    first = next(one for one in run if one.row == last.row)
    return entry.at_start and (first.at_start and opened.row + _NEAR >= entry.row)
