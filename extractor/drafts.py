"""The types of a drafted report: facts with a year, sentences made of literals and slots, the ledger, the pairs.

A `Slot` is the only place where a figure of a draft may stand: it names the fact or the formula that fills it, so that
every number can be asked where it comes from. Like those of `model`, the types are frozen and compared by value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

GAP = "【待填：{}】"


class Mark(StrEnum):
    """How a sentence came to be; the review copy shows it as a comment."""

    KEPT = "沿用"
    UPDATED = "更新"
    DRAFTED = "起草"


class Status(StrEnum):
    """What became of a problem of an earlier year. Nobody but the officer moves it from UNCONFIRMED."""

    UNCONFIRMED = "待确认"
    FIXED = "已整改"
    ONGOING = "持续整改"
    OPEN = "未整改"


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure (or a text) of one year. `value` has no separators; `source` says where it was given, or the formula."""

    path: str
    year: int
    value: str
    unit: str = ""
    source: str = ""

    @property
    def text(self) -> str:
        """The fact as every sentence prints it."""
        return f"{self.value}{self.unit}"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place filled by code. `ref` is `fact:PATH@YEAR`, `formula:NAME(ARGS)`, `size:…`, `choice:…`, `year:…`,
    `given:KEY`, `told:KEY` (an answer to what a sentence of the earlier report asks for) or `gap:NAME`; `text` is what
    it prints."""

    ref: str
    text: str

    @property
    def kind(self) -> str:
        """The word before the colon."""
        return self.ref.partition(":")[0]

    @property
    def target(self) -> str:
        """What stands behind the colon."""
        return self.ref.partition(":")[2]


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a sentence may stand: a `quote` of an earlier report (document, page, place), a `figure` or a `finding`."""

    kind: str
    ref: str
    text: str
    page: int | None = None
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """Literals and slots in order. `phrase` is the entry of the phrase library it was made from (`model.SIDE` for one
    that a model wrote, empty for one carried over); `before` is the sentence of the earlier report that it replaces."""

    parts: tuple[str | Slot, ...]
    mark: Mark
    phrase: str = ""
    bases: tuple[Basis, ...] = ()
    before: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """The sentence as printed."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Its slots in order."""
        return tuple(part for part in self.parts if isinstance(part, Slot))


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph. `kind` is `title`, `heading`, `item` or `paragraph`; `number` the printed list mark."""

    kind: str
    sentences: tuple[Sentence, ...]
    level: int = 0
    number: str = ""

    @property
    def text(self) -> str:
        """The block as printed."""
        return self.number + "".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: a problem, a measure or an unmet target of earlier reports, and what became of it."""

    id: str
    kind: str
    text: str
    years: tuple[int, ...]
    bases: tuple[Basis, ...]
    status: Status = Status.UNCONFIRMED
    answers: Mapping[str, str] = field(default_factory=dict)
    measure: str = ""
    """The id of the measure that the earlier report set against this problem."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A problem of the draft and the measures against it. `entries` are the ledger lines it takes up."""

    id: str
    category: str
    problem: Block
    measure: Block
    bases: tuple[Basis, ...]
    entries: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Breach:
    """A guarantee that a sentence (or the draft) does not keep."""

    code: str
    message: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text cells; `name` is the heading above them. A row of indicators is the 自评表 of the year."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    note: str = ""
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Columns whose cells may only hold one of these."""
    open: tuple[int, ...] = ()
    """Columns that the officer fills."""
    told: tuple[tuple[Sentence, ...], ...] = ()
    """The cells of all rows, the head included, as sentences: of a table that an earlier report had."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Next year's report: its blocks, the facts it may state, the ledger, the pairs, and what to tell the officer."""

    department: str
    year: int
    blocks: tuple[Block, ...]
    facts: Mapping[str, Fact]
    required: tuple[str, ...]
    ledger: tuple[Entry, ...]
    pairs: tuple[Pair, ...]
    tables: tuple[Table, ...] = ()
    history: tuple[Fact, ...] = ()
    """The facts of earlier years: to compare with, never to fill a slot of this year."""
    notes: tuple[str, ...] = ()
    receipt: Mapping[str, Any] = field(default_factory=dict)
    """What was sent to a model: digests and counts, nothing that differs from run to run. Empty: nothing was."""
    replaced: tuple[Breach, ...] = ()
    """Sentences that did not pass a guard and were replaced by the phrase library's."""

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence in reading order, then the cells of tables."""
        for block in self.blocks:
            yield from block.sentences
        for table in self.tables:
            for row in table.told:
                yield from row

    @property
    def gaps(self) -> tuple[str, ...]:
        """Everything that is still to be filled, in reading order."""
        return tuple(slot.target for sentence in self.sentences() for slot in sentence.slots if slot.kind == "gap")

    @property
    def text(self) -> str:
        """The whole report, one block a line."""
        return "\n".join(block.text for block in self.blocks)
