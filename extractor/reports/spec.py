"""The types of a declaration. One declaration, many readers: rules, prompts, checker, tables and eval read these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from extractor.model import Dimension
from extractor.reports.relation import Relation

UNITS: Mapping[Dimension, str] = {
    Dimension.MONEY: "金额",
    Dimension.PEOPLE: "人数",
    Dimension.COUNT: "个数、件数",
    Dimension.SCORE: "分",
    Dimension.PERCENT: "百分数",
}
"""What the unit of a field may measure, in the words of a person who declares one."""


class Kind(StrEnum):
    """What a field's value is, and so how it is read."""

    QUANTITY = "quantity"
    TEXT = "text"
    DATE = "date"
    YEAR = "year"
    CODE = "code"
    CHOICE = "choice"
    LIST = "list"
    NAME = "name"
    """The reporting department."""
    PROJECT = "project"
    """The project that the report is about."""


class Facet(StrEnum):
    """Which side of its subject a figure shows."""

    AMOUNT = "amount"
    SHARE = "share"
    """占 … 的 %: the subject's part of something."""
    CHANGE = "change"
    """比 … 增加 / 减少 / 节约: a difference."""
    CHANGE_RATE = "change_rate"
    """The difference as a percentage."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is of (对象), with every wording that names it.

    `weak` wordings are so common (支出, 收入) that they name the subject only where nothing else stands before them.
    `within` are subjects this one is a part of (货物 within 政府采购). `stage` is a measure that the wording itself
    implies, `default` the one meant when none is printed. Subjects of one `family` are told apart by their wording;
    a figure without a wording of its own takes up the last subject of its family.
    """

    id: str
    labels: tuple[str, ...]
    weak: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """Wordings that name the subject only right after its number (`等6个办公室`)."""
    opens: tuple[str, ...] = ()
    """Wordings that open a list of its names where no count does (`下设甲站、乙所`)."""
    within: tuple[str, ...] = ()
    stage: str | None = None
    default: str | None = None
    family: str = ""
    leaf: bool = False
    """Figures that name no subject never take up this one."""
    open: bool = False
    """What kind of people (…师, …员) may stand between the wording and the number."""
    required: bool = False
    """The subject is meant only where a subject of `within` is the topic."""
    whole: bool = False
    """In a table the row of this subject is that of the whole budget (年度资金总额)."""
    qualifier: bool = False
    """Beside another subject this one only qualifies it (财政拨款基本支出)."""
    role: str | None = None
    """For scores: what a figure of this subject is when nothing beside it says so."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Which stage of the budget year (口径) a figure belongs to: 年初, 调整, 决算 …; `weak` as for subjects."""

    id: str
    labels: tuple[str, ...]
    weak: tuple[str, ...] = ()
    bare: bool = False
    """The stage alone says what the figure is, whatever words stand beside it (年内追加某专项 …)."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. A quantity is found by subject × measure × facet, or by `labels` that name all three (预算调整率);
    other kinds by their labels.

    `dimension` is what the unit must measure. `subjects` and `measures` are tried in order: the first one that
    the report prints is the value. `against` is what a change is measured from (`budget`, `prior`), `direction`
    (`up`, `down`) which way it must go. `choices` are the words that a CHOICE may be.
    """

    path: str
    name: str
    kind: Kind
    dimension: Dimension = Dimension.NONE
    subjects: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    facet: Facet = Facet.AMOUNT
    against: str | None = None
    direction: str | None = None
    labels: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    sole: tuple[str, ...] = ()
    """Varieties of this figure: where the report prints only one of them and no total, that one is it."""
    same: tuple[str, ...] = ()
    """Another figure that is this one where a relation proves it: its path and the relation's id."""


@dataclass(frozen=True, eq=False)
class ReportType:
    """A kind of report: its fields, their vocabulary, its relations, and where its lists stand.

    Compared by identity (`load` returns the same object for the same name), so that it can key a cache.
    """

    name: str
    title: str
    fields: Mapping[str, FieldSpec]
    subjects: Mapping[str, Subject]
    measures: Mapping[str, Measure]
    relations: tuple[Relation, ...] = ()
    titles: tuple[str, ...] = ()
    problem_heads: tuple[str, ...] = ()
    measure_heads: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    """What a person reads above the fields of a group (`approval`: 行政审批)."""
    default_subject: str | None = None
    """The subject of a figure that only names its stage (`年初预算为 …`)."""
    default_measure: str | None = None
    """The stage of a sum of money that names none."""
    completion_subject: str | None = None
    """What `完成预算的 …%` is of the whole."""
    score_subject: str | None = None
    """What a mark is of when nothing else is named."""
    whole_score: str | None = None
    """What the mark in the row of the whole budget is the score of."""
    project_subject: str | None = None
    """The subject under whose headings items with a budget and an outlay are projects."""
