"""What the stages find in a document: fields and lists of a report, findings and relations of the checker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from extractor.model.document import Evidence
from extractor.model.values import Quantity, Span


class State(StrEnum):
    """What became of a field. A value is shown with a confident face only when `FOUND`."""

    FOUND = "found"
    ABSENT = "absent"
    UNGROUNDED = "ungrounded"
    """Somebody proposed a value whose quote does not stand in the document."""
    CONFLICT = "conflict"
    """Two places of equal standing say different things; both are kept as mentions."""


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field of a report, as read.

    `value` is the text as printed (numbers without separators, dates as ISO 8601, a list as a tuple), `unit` as
    printed. `evidence` is the place it was read at, `mentions` every place that states the same fact (that one
    included). `engines` agree on it; `reasons` say in stable codes why it is believed, or why not.
    """

    path: str
    state: State
    value: str | tuple[str, ...] | None = None
    unit: str | None = None
    evidence: Evidence | None = None
    mentions: tuple[Evidence, ...] = ()
    engines: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One problem (存在问题) or measure (改进措施): the whole text without its list number.

    Only a model tells these: `category` of a problem, and `answers`, the number (from 1) of the problem that a measure
    is for (0: unknown).
    """

    text: str
    evidence: Evidence
    category: str = ""
    answers: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list or table: named cells, each with the place it was read at.

    Projects (项目) have `name budget final`; indicators (绩效指标) of a table have `level1 level2 level3
    target actual full score reason` as far as printed, those of prose `name full score`.
    """

    cells: Mapping[str, str]
    evidence: Evidence
    unit: str | None = None
    quantities: Mapping[str, Quantity] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What `extract` reads from a document. `fields` has every path the report type declares.

    `span` is the stretch of the document that the report fills, where the file holds others too (None: all of it).
    """

    report_type: str
    document_id: str
    engine: str
    fields: Mapping[str, Field]
    problems: tuple[Item, ...] = ()
    measures: tuple[Item, ...] = ()
    indicators: tuple[Row, ...] = ()
    projects: tuple[Row, ...] = ()
    warnings: tuple[str, ...] = ()
    usage: Mapping[str, int] = field(default_factory=dict)
    receipt: Mapping[str, object] = field(default_factory=dict)
    """What a model was sent and where (digests and counts), and what it proposed that was refused; empty without."""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Leftover:
    """A number of a report that nothing took: no field, no row, no problem and no measure.

    `around` are the words of its line before and after it, itself included.
    """

    quantity: Quantity
    evidence: Evidence
    around: str


class Severity(StrEnum):
    """How much a finding claims. ERROR: printed figures contradict each other. EXPLAIN: may be right, must be
    explained. NOTE: worth knowing."""

    ERROR = "error"
    EXPLAIN = "explain"
    NOTE = "note"


class Verdict(StrEnum):
    """What testing one relation gave."""

    HOLDS = "holds"
    WITHIN_ROUNDING = "within_rounding"
    FAILS = "fails"
    UNKNOWN = "unknown"
    """A term is not printed, so nothing was tested."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One single edit that would close a relation. A proposal: nothing is ever changed.

    `closes` counts the relations that the edit makes hold, `before` and `after` are the printed words, `at` is where
    the edited number stands.
    """

    quote: str
    before: str
    after: str
    why: str
    closes: int
    at: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a clerk should look at. `stated`, `computed` and `residual` are printed with their unit.

    `id` is the same for the same finding in two runs, wherever on the page it stands: code and quotes.
    """

    code: str
    severity: Severity
    message: str
    expression: str
    stated: str
    computed: str
    residual: str
    evidence: tuple[Evidence, ...]
    repairs: tuple[Repair, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Tested:
    """One relation that was tested: what it says, with the printed figures, and how it came out.

    `numbers` are the places of the numbers that took part.
    """

    code: str
    name: str
    expression: str
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    numbers: tuple[Span, ...] = ()


class Standing(StrEnum):
    """What is known of one number of a document."""

    FAILS = "fails"
    WITHIN_ROUNDING = "within_rounding"
    HOLDS = "holds"
    RESERVED = "reserved"
    """No quantity: a date, a code, a list number, a set phrase."""
    ALONE = "alone"
    """A quantity that no relation speaks of: nothing was checked."""


@dataclass(frozen=True, slots=True)
class Accounted:
    """One number of a document and its standing; `because` are the codes of its relations, or why it is reserved."""

    span: Span
    quote: str
    standing: Standing
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of `check`: findings in order of weight, every relation with its verdict, and every number of the
    document, in reading order, with its standing.
    """

    findings: tuple[Finding, ...]
    relations: tuple[Tested, ...]
    numbers: tuple[Accounted, ...] = ()
