"""Figures in tables: a cell says of what by its row, and at which stage or as what by the head of its column."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.extraction.cells import in_unit, stated_unit
from extractor.extraction.grid_labels import TOTAL, GridLabels
from extractor.extraction.grid_words import (
    ALL_MONEY,
    WHOLE,
    Words,
    change_of,
    covers,
    facet_of,
    is_other,
    is_source,
    is_strong,
    is_unknown,
    is_whole,
    role_of,
    stage_of,
    subjects,
    under_sum,
)
from extractor.extraction.mention import DEFAULT, OWN, PRINTED, Mention
from extractor.extraction.topics import Topic, topics
from extractor.extraction.vocabulary import Cue
from extractor.extraction.wording import TokenKind
from extractor.extraction.years import fiscal_year
from extractor.model import Cell, Dimension, Document, Quantity, Span, Table
from extractor.numbers import fold
from extractor.reports import Facet, ReportType, Subject

_FAMILIES = {
    Dimension.MONEY: ("money",),
    Dimension.PEOPLE: ("staff",),
    Dimension.COUNT: ("units", "staff"),
    Dimension.SCORE: ("score",),
    Dimension.PERCENT: ("rate",),
}
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_RIGHT_ABOVE = 80
"""A heading names a table that begins so near to it."""
_PAIR = re.compile(
    r"([\u4e00-\u9fff“”()（）、]{2,24})[:：]\s*(?=[\d-])-?[\d,]+(?:\.\d+)?\s*(?:[万亿]?元|[人个名分%％])?"
)
"""A cell that holds a name and its figure."""
_ASIDE = re.compile(r":-?\d|^按.*分:?$")
"""Cells beside a pair that say nothing of it: another pair, `按支出性质分`."""
_MARKS = re.compile(
    r"(?:自评|评价|实际|指标)?(?:得分|评分|分数)(?:[(（]?分[)）]?)?|(?:权重|分值|满分)(?:[(（]?分[)）]?)?"
)
_OVERALL = re.compile("合计|总计|总分|总得分|综合|自评|绩效")


def table_mentions(
    document: Document, report_type: ReportType, quantities: Mapping[int, Quantity]
) -> Iterator[Mention]:
    """A mention for each cell that is one figure; `quantities` by the offset where they start."""
    reader = _GridReader(document, report_type)
    for table in document.tables:
        for cell in table.cells:
            if cell.figure and cell.span and (quantity := quantities.get(cell.span.start)):
                mention = reader.mention(table, cell, quantity)
            else:
                mention = reader.pair(table, cell, quantities)
            if mention is not None:
                yield mention


class _GridReader:
    def __init__(self, document: Document, report_type: ReportType) -> None:
        self.document = document
        self.type = report_type
        self.labels = GridLabels(document, report_type)
        self.units: dict[Span, str | None] = {}
        self.folded = fold(document.text)
        self.fiscal_year = fiscal_year(self.folded.text)
        self.topics = topics(document, report_type)

    def pair(self, table: Table, cell: Cell, quantities: Mapping[int, Quantity]) -> Mention | None:
        """The reading of a cell that names its figure itself (`资金总额：5296.00`)."""
        pair = (
            _PAIR.fullmatch(self.document.text, cell.span.start, cell.span.end)
            if cell.span and not cell.figure
            else None
        )
        inside = (quantities.get(at) for at in range(pair.end(1) + 1, pair.end())) if pair else iter(())
        quantity = next((one for one in inside if one is not None), None)
        return self.mention(table, cell, quantity, self.labels.read(pair[1])) if pair and quantity else None

    def mention(self, table: Table, cell: Cell, quantity: Quantity, named: Words | None = None) -> Mention | None:
        """The reading of one figure, or None where neither row nor column (nor the name in its own cell) says what it
        is."""
        row = [self.labels.words(part) for part in table.row_path(cell) if not part.figure]
        if named is not None:
            row = [*(words for words in row if not _ASIDE.search(words.text)), named]
        column = under_sum([self.labels.words(part) for part in table.header(cell)])
        title = self.labels.read(table.title) if table.title else None
        of_two = self.labels.mark_of_two(table, cell, row)
        role = of_two or role_of(column) or role_of(row)
        stage = stage_of(column) or self._stage_of(column) or stage_of(row)
        measured = PRINTED if stage else DEFAULT
        if named is not None and not is_strong([*row, *column]):
            measured = DEFAULT
        if stage == "initial" and self._is_only_budget(table, cell, column):
            stage, measured = "adjusted", DEFAULT
        quantity = self._with_unit(quantity, table, row, column, role)
        families = _FAMILIES.get(quantity.dimension, (quantity.dimension.value,))
        changed = change_of(column)
        if quantity.dimension is Dimension.PERCENT and (changed or facet_of(column) is Facet.SHARE):
            families = ("money",)
        if self.labels.is_one_of_bodies(table, cell, row):
            return None
        labels, shared = row, list[Words]()
        if "score" in families:  # the mark of one of several indicators is not the mark of their level
            path = table.row_path(cell)
            labels = [self.labels.words(part) for part in path if self.labels.stands_alone(table, part)]
            shared = [self.labels.words(part) for part in path if not self.labels.stands_alone(table, part)]
        whole = bool(row) and self._is_whole_row(row[-1], self.labels.is_executed(table, cell))
        subject = None if whole else self._subject(labels, families)
        if subject is not None and subject == self._subject(shared, families):
            return None  # 效益指标 | 履职效益: a part of what it is named after
        scored = of_two is Cue.SCORE or (of_two is None and role_of(column) in (Cue.SCORE, None))
        if "score" in families and scored and self.labels.is_total(table, cell, row):
            subject, role = self.type.score_subject, str(Cue.SCORE)
        if whole and role == Cue.SCORE:
            subject = self.type.whole_score
        if subject is None and (whole or not any(w.unknown or subjects(w) or is_source(w) for w in row)):
            subject = self._subject(column[-1:] if is_other(column) else column, families)
        if subject == self.type.score_subject and "score" in families:
            subject = self._marked(row, column, families)
        if subject is None and whole and "money" in families and stage == "final":
            subject = next((id for id, spec in self.type.subjects.items() if spec.whole), None)
        unsaid = whole or (is_whole(row) and not is_unknown(column) and not self.labels.is_of_items(table, cell))
        if subject is None and "money" in families and stage is not None and unsaid:
            above = [] if whole else [*([title] if title else []), *self.labels.corner(table, cell)]
            subject = self._subject(above, families) or self._of_section(table)
        if subject is None:
            return None
        start = self.folded.at(quantity.number.start)
        spec = self.type.subjects[subject]
        usual = (
            self._stage_within(spec, (*self.labels.beside(table, cell), *row, *column))
            or spec.stage
            or spec.default
            or (self.type.default_measure if spec.family == "money" else None)
        )
        return Mention(
            quantity,
            start,
            subject=subject,
            near=OWN,
            measure=stage or usual,
            measured=measured,
            prior=changed is None and any(self._is_prior(words) for words in (*row, *column)),
            role=role or spec.role,
            facet=changed or facet_of(column),
            against="prior" if changed else None,
            direction="up" if changed else None,  # a decrease is printed with its sign
            common=subject == self.type.score_subject and self.labels.is_of_part(table, cell),
            topic=Topic(),
        )

    def _marked(self, row: Sequence[Words], column: Sequence[Words], families: Sequence[str]) -> str | None:
        """What a mark called 得分 on one side is of: what the other side names, the whole for 合计 or nothing."""
        said = [words for words in (*row[-1:], *column[-1:]) if words.text and not _MARKS.fullmatch(words.text)]
        if not said or _OVERALL.search(said[0].text):
            return self.type.score_subject
        of = self._subject(said, families)
        return of if of != self.type.score_subject or not said[0].unknown else None

    def _stage_of(self, column: Sequence[Words]) -> str | None:
        """The stage that the subject of a head implies: `全年执行数` is of what was carried out."""
        specs = (self.type.subjects[t.id] for words in reversed(column) for t in reversed(subjects(words)))
        return next((spec.stage for spec in specs if spec.family == "money" and spec.stage), None)

    def _of_section(self, table: Table) -> str | None:
        """What a bare 合计 is of: the one part of the money that the heading above names, else the whole."""
        topic = self.topics.at(table.span.start)
        if topic.section is None or topic.aside or table.span.start - topic.section.span.start > _RIGHT_ABOVE:
            return self.type.default_subject
        named = {id_ for id_ in topic.own if self.type.subjects[id_].family == "money"}
        parts = [id_ for id_ in named if not self.type.subjects[id_].qualifier]
        return self.type.default_subject if not parts else parts[0] if len(parts) == 1 else None

    def _stage_within(self, spec: Subject, labels: Sequence[Words]) -> str | None:
        """`年末在职人数` over `其中：行政人员`: the part is counted as its whole is."""
        wholes = [t.id for words in labels for t in subjects(words) if t.id in spec.within]
        return self.type.subjects[wholes[-1]].stage if wholes else None

    def _with_unit(
        self, quantity: Quantity, table: Table, row: Sequence[Words], column: Sequence[Words], role: str | None
    ) -> Quantity:
        """The figure in the unit that its head, its row or the table states, where it prints none itself."""
        if quantity.dimension is not Dimension.NONE:
            return quantity
        if role in (Cue.SCORE, Cue.FULL):
            return replace(quantity, dimension=Dimension.SCORE, unit="分")
        heads = [words.text for words in (*reversed(column), *reversed(row))]
        tokens = [t for words in (*row, *column) for t in words.tokens if t.kind is TokenKind.SUBJECT]
        families = {self.type.subjects[t.id].family for t in tokens}
        if row and TOTAL.fullmatch(row[-1].text) and row[-1].text.startswith(("总分", "总得分", "得分")):
            return replace(quantity, dimension=Dimension.SCORE, unit="分")
        if "score" in families and families <= {"score", "rate"} and not any("%" in head for head in heads):
            return replace(quantity, dimension=Dimension.SCORE, unit="分")
        rate = "rate" in families or change_of(column) is Facet.CHANGE_RATE
        if rate and any("%" in head or head.endswith("率") for head in heads):
            return replace(quantity, dimension=Dimension.PERCENT, unit="%", unit_text="%")
        if "staff" in families and "money" not in families:
            return replace(quantity, dimension=Dimension.PEOPLE)
        if "units" in families and "money" not in families:
            return replace(quantity, dimension=Dimension.COUNT)
        stated = next((unit for head in heads if (unit := stated_unit(head))), table.unit) or self._unit(table)
        return in_unit(quantity, stated) if stated else quantity

    def _unit(self, table: Table) -> str | None:
        """The unit that any cell of the table states."""
        if table.span not in self.units:
            self.units[table.span] = stated_unit(fold(self.document.text[table.span.start : table.span.end]).text)
        return self.units[table.span]

    def _is_whole_row(self, label: Words, executed: bool) -> bool:
        """`年度资金总额`: the row of the whole budget; so is `部门支出总额` under a head that reckons its 执行率."""
        named = subjects(label)
        if not named and executed and ALL_MONEY.fullmatch(label.text):
            return True
        if not named or label.unknown or label.part:
            return False
        spec = self.type.subjects[named[-1].id]
        return spec.whole or (executed and spec.qualifier and WHOLE.search(label.text) is not None)

    def _is_only_budget(self, table: Table, cell: Cell, column: Sequence[Words]) -> bool:
        """`预算数 | 执行数 | 执行率`: a budget that its head does not call 年初, and by which the rate is reckoned, is
        that of the year, as far as no other words say otherwise."""
        head = table.head(cell)
        if head is None or is_strong(column) or not self.labels.is_executed(table, cell):
            return False
        names = [words for c, words in self.labels.names(table, head) if c.c0 >= head.labels]
        budgets = [w for w in names if stage_of([w]) in ("initial", "adjusted")]
        return len(budgets) == 1

    def _is_prior(self, words: Words) -> bool:
        """The label speaks of another year than the report's."""
        years = {int(year) for year in _YEAR.findall(words.text)}
        stale = bool(years) and self.fiscal_year is not None and self.fiscal_year not in years
        return stale or any(t.id == Cue.PRIOR for t in words.tokens)

    def _subject(self, labels: Sequence[Words], families: Sequence[str]) -> str | None:
        """The subject of the innermost label that is wholly known."""
        for words in reversed(labels):
            named = [t for t in subjects(words) if self.type.subjects[t.id].family in families]
            if not named or words.unknown or ("score" in families and not covers(words, named[-1])):
                continue
            whole = {t.id for other in labels for t in subjects(other)}
            named = [t for t in named if not t.weak or self._is_scoped(t.id, whole)]
            specific = [t for t in named if not (t.weak or self.type.subjects[t.id].qualifier)]
            if specific or (named and (not words.part or self.type.subjects[named[-1].id].family == "staff")):
                return (specific or named)[-1].id
        return None

    def _is_scoped(self, subject: str, whole: Collection[str]) -> bool:
        """A common wording for a part of the money (运行维护费) counts beside the name of what it is a part of."""
        spec = self.type.subjects[subject]
        return spec.family != "money" or not spec.within or bool(set(spec.within) & set(whole))
