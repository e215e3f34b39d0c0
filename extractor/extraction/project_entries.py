"""The sums of a paragraph that go by a name of their own, with their budget and outlay: what may be projects.

A sum is read from its own words: `某工程年初预算20万元，实际支出18万元` is one entry with two figures, `某工程18万元、
某培训5万元` are two. Whether a run of entries is a list of projects is not decided here (`project_lists`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from extractor.extraction.mention import DEFAULT, Mention
from extractor.extraction.project_names import BUDGET, FINAL, Called, Names, is_remark, opens_parts
from extractor.extraction.project_shares import shares
from extractor.model import Dimension, Quantity
from extractor.numbers import Folded
from extractor.reports import Facet, ReportType

_OF_STAGE = {"initial": BUDGET, "adjusted": BUDGET, "final": FINAL}
_SEPARATOR = re.compile(r"[，,；;。:！？]")


class Gap(IntEnum):
    """What stands between an entry and the one before it."""

    ENUM = 0
    ITEM = 1
    STOP = 2
    BREAK = 3
    """Something that is no entry, or another paragraph."""


@dataclass(slots=True)
class Entry:
    """One named sum; offsets are folded. `figures` by column; `row` is the number of its paragraph, `at_start` true
    where it opens the paragraph; `mention` is how its first figure was understood."""

    name: str
    start: int
    row: int
    gap: Gap
    at_start: bool
    mention: Mention
    figures: dict[str, Quantity] = field(default_factory=dict)
    stated: bool = False
    """A stage is printed beside a figure of it."""
    unbudgeted: bool = False

    @property
    def both(self) -> bool:
        """Budget and outlay are printed."""
        return len(self.figures) == 2 or (self.unbudgeted and FINAL in self.figures)

    def put(self, column: str, mention: Mention) -> None:
        """Take up a figure: in the column that its words set, else in that of its stage; the first of each counts."""
        if column == FINAL and FINAL in self.figures and not self.stated:
            self.figures[BUDGET] = self.figures.pop(FINAL)  # 补助资金100万元，已支付98.6万元
        self.figures.setdefault(column or _OF_STAGE.get(mention.measure or "", FINAL), mention.quantity)
        self.stated = self.stated or bool(column)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph: its folded ends and the figures in it. `heading` is a project that a line above it names, and where
    that name begins."""

    row: int
    start: int
    end: int
    figures: Sequence[Quantity]
    heading: tuple[str, int] = ("", 0)


class Reader:
    """Reads the entries of paragraphs; `mentions` by where their figures start."""

    def __init__(self, folded: Folded, report_type: ReportType, mentions: Mapping[int, Mention]) -> None:
        self.folded = folded
        self.names = Names(folded.text, report_type)
        self.mentions = mentions

    def entries(self, line: Line) -> Iterator[Entry]:
        """The entries of one paragraph, in order."""
        if "分别" in self.folded.text[line.start : line.end] and (found := self._shared(line)):
            yield from found
            return
        paragraph = _Paragraph(self, line)
        for quantity in line.figures:
            if (done := paragraph.read(quantity)) is not None:
                yield done
        if paragraph.entry is not None:
            yield paragraph.entry

    def _shared(self, line: Line) -> list[Entry]:
        """The entries of a paragraph that names its projects first."""
        mentions = [m for q in line.figures if (m := self.mentions.get(q.span.start)) is not None and _is_sum(m)]
        entries: list[Entry] = []
        for name, start, figures in shares(self.folded, line.start, line.end, mentions, self.names):
            entry = Entry(name, start, line.row, Gap.ENUM if entries else Gap.BREAK, False, figures[0][1])
            for column, mention in figures:
                entry.put(column, mention)
            entries.append(entry)
        return entries


class _Paragraph:
    """A paragraph that is being read: the entry at hand, and whether its parts are being told."""

    def __init__(self, reader: Reader, line: Line) -> None:
        self.reader = reader
        self.line = line
        self.entry: Entry | None = None
        self.nested = False
        self.before = line.start
        self.gap = Gap.BREAK
        self.opened = False

    def read(self, quantity: Quantity) -> Entry | None:
        """Read the next figure; the entry that it ends, if it does."""
        folded, first = self.reader.folded, self.before == self.line.start
        begin, number = self.before, folded.at(quantity.number.start)
        self.before = folded.at(quantity.span.end)
        since = folded.text[begin:number]
        ended = Gap.STOP if "。" in since or "！" in since else Gap.ITEM if ";" in since else Gap.ENUM
        self.nested = self.nested and ended < Gap.ITEM
        mention = self.reader.mentions.get(quantity.span.start)
        if mention is None or not _is_sum(mention):
            self.nested = self.nested or (self._told(ended) and opens_parts(since))
            self.gap = max(self.gap, ended)
            return None
        called = self.reader.names.before(begin, number, opens=first and self.entry is None)
        opened = bool(called.name) and opens_parts(folded.text[begin : called.start + 1])
        self.nested = self.nested or (self._told(ended) and opened)  # 某补助798万元，其中县医院486万元、中医院231万元
        if self.nested:
            return None
        if called.name and self.reader.names.is_own(called):
            return self._open(called, mention, Gap.BREAK if first else max(self.gap, ended), first=first)
        generic = self.reader.names.is_generic(called.name)
        if not self.opened and generic and called.column and self.line.heading[0]:
            name, start = self.line.heading
            return self._open(Called(name, start, "", called.column, False), mention, Gap.BREAK, first=True)
        if self.entry is not None and ended < Gap.STOP:
            if is_remark(called.name):
                return None  # 年中追加12万元: of the same, and neither its budget nor its outlay
            if not called.name and (called.column or mention.measured > DEFAULT):
                self.entry.put(called.column, mention)
                self.gap = max(self.gap, ended) if ended < Gap.ITEM else self.gap
                return None
        done, self.entry, self.gap = self.entry, None, Gap.BREAK
        return done

    def _told(self, ended: Gap) -> bool:
        """The outlay of the entry at hand is told, and its item goes on."""
        return self.entry is not None and FINAL in self.entry.figures and ended < Gap.ITEM

    def _open(self, called: Called, mention: Mention, gap: Gap, *, first: bool) -> Entry | None:
        text = self.reader.folded.text
        at_start = first and not _SEPARATOR.search(text, self.line.start, called.start)
        done, self.opened = self.entry, True
        self.entry = Entry(
            called.name, called.start, self.line.row, gap, at_start, mention, unbudgeted=called.unbudgeted
        )
        self.entry.put(called.column, mention)
        self.gap = Gap.ENUM
        return done


def _is_sum(mention: Mention) -> bool:
    """A sum of this year's money that stands for itself: no change, no share, no figure of another year."""
    return mention.quantity.dimension is Dimension.MONEY and mention.facet is Facet.AMOUNT and not mention.prior
