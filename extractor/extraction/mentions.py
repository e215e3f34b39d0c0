"""Every quantity of a document with what it says.

A figure rarely carries its whole meaning beside it: in `基本支出预算为A，决算为B，包括工资C` B takes its subject from A
and C its stage from B. Paragraphs are read from left to right; what a phrase does not say it takes up from the list
head, the figure before it, or the heading, in that order. How far each part was fetched is kept as a rank.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.extraction.cells import CellUnits, is_label_cell, is_value_cell
from extractor.extraction.facets import with_facet
from extractor.extraction.grids import table_mentions
from extractor.extraction.lists import restaged
from extractor.extraction.mention import OWN, PRINTED, TAKEN, Mention, State
from extractor.extraction.phrase import Phrase, phrases
from extractor.extraction.run_together import run_mentions, runs
from extractor.extraction.stages import with_stage
from extractor.extraction.subjects import with_subject
from extractor.extraction.topics import Topic, names_both, topics
from extractor.extraction.vocabulary import Cue, lexicon
from extractor.extraction.wording import Token, TokenKind
from extractor.extraction.years import fiscal_year
from extractor.model import Dimension, Document, Quantity, Section, Span
from extractor.numbers import find, fold
from extractor.reports import Facet, ReportType

_CAPTION = re.compile(r"情况|明细|[(（](?:单位:)?[万亿]?元")
"""A line like this heads the rows of a form that follow it."""
_PART_OF = re.compile(r"[，,(]?占(?:总|全部|全年|本年|当年|部门)*[收支]")
_ALL_OF_IT = re.compile(r"[，,](?:(?:全部|均|都)[为是]|(?:全部|均|都)?用于)")
_SENTENCES = re.compile(r"[\u4e00-\u9fff][^|\n]{6,}[，；。：、]")
_COUNTED = re.compile(r"\d+[名人个家].*[（(：:、，]")
_TARGETS = re.compile(r"目标(?!.*(?:完成|实现|情况))|(?:预期|计划)指标")
_MARK_AFTER = re.compile(r"\)[为得:]*")
_SCORED = ("计", "评", "记", "打", "共计", "合计得")
_BARE_SCORE = ("得分", "自评得分", "实际得分", "得")
_BESIDE_RATE = 12
"""A mark stands at most so many characters from the rate that it is for."""
_TOTAL = re.compile("总分|总得分|得分合计|合计得分")
_PROJECTS = re.compile(r"项目(?:支出)?(?:共有?|有|为|计)?$")
_OF_PART = re.compile(r"(?:执行|支付|完成|支出)率[为达到]*")
"""Right after a part of a list a bare rate is that part's; the whole's is called 预算执行率."""
_FULL_MARKS, _HALF_OF_MARKS = 100, 50
_HEADING_LIKE = 60
"""A paragraph without figures and shorter than this may name the subjects of those that follow."""


def mentions(document: Document, report_type: ReportType, *, loose: bool = False) -> tuple[Mention, ...]:
    """All mentions of a document: those of its prose in reading order, then those of its tables.

    `loose`: those of its prose once more, where words that no declaration knows may stand beside a label. Such a
    reading is a guess, which a relation that closes may confirm (`closing`).
    """
    reader = _Reader(document, report_type, loose=loose)
    quantities = runs(document.text).outside(find(document.text))
    starts = [quantity.span.start for quantity in quantities]
    tabled = _tabled(document)
    offset, label, full = 0, None, None
    for paragraph, following in pairwise([*document.text.split("\n"), ""]):
        end = offset + len(paragraph)
        if offset in tabled:
            offset, label = end + 1, None
            continue
        inside = quantities[bisect_left(starts, offset) : bisect_left(starts, end)]
        if label is not None and is_value_cell(paragraph) and is_value_cell(following):
            reader.paragraph(offset, end, inside)  # the first of several figures need not be the label's
            if _TOTAL.fullmatch(document.text[label:offset].strip()):  # 总分 / 100 / 95.3
                full, label, offset = label, None, end + 1
                continue
        elif full is not None and is_value_cell(paragraph) and not is_value_cell(following):
            reader.paragraph(full, end, inside)
        elif label is not None and is_value_cell(paragraph):
            reader.paragraph(label, end, reader.units.with_unit(inside, document.text[label:offset]))
        else:
            reader.paragraph(offset, end, inside)
        label, full = offset if is_label_cell(paragraph) and not inside else None, None
        reader.units.see(paragraph)
        offset = end + 1
    for cell, beside in _prose_cells(document):
        inside = quantities[bisect_left(starts, cell.start) : bisect_left(starts, cell.end)]
        reader.paragraph(cell.start, cell.end, inside, beside)
    prose = restaged(reader.found)
    if loose:
        return tuple(prose)
    by_start = {quantity.span.start: quantity for quantity in quantities}
    tabled_mentions = table_mentions(document, report_type, by_start)
    return (*prose, *tabled_mentions, *run_mentions(document, report_type))


def _tabled(document: Document) -> frozenset[int]:
    """Where the rows of tables begin."""
    starts: set[int] = set()
    for table in document.tables:
        rows = document.text[table.span.start : table.span.end].split("\n")
        at = table.span.start
        for row in rows:
            starts.add(at)
            at += len(row) + 1
    return frozenset(starts)


def _prose_cells(document: Document) -> Iterator[tuple[Span, Span | None]]:
    """The cells of tables that hold sentences, but for those of a row or column of targets, with the label of their
    row (`总编制 | 21名（行政9名，事业12名）`, `三公经费 | 年初预算5万元，…`)."""
    for table in document.tables:
        for cell in table.cells:
            if cell.span is None or cell.figure:
                continue
            counted = _COUNTED.match(document.text, cell.span.start, cell.span.end)
            if not counted and not _SENTENCES.search(document.text, cell.span.start, cell.span.end):
                continue
            row = [label.span for label in table.row_path(cell) if label.span]
            labels = [*row, *(label.span for label in table.header(cell) if label.span)]
            if not any(_TARGETS.search(document.text[label.start : label.end]) for label in labels):
                yield cell.span, row[-1] if row else None


class _Reader:
    """Reads paragraph after paragraph, appending to `found`."""

    def __init__(self, document: Document, report_type: ReportType, *, loose: bool) -> None:
        self.folded = fold(document.text)
        self.type = report_type
        self.loose = loose
        self.lexicon = lexicon(report_type)
        self.topics = topics(document, report_type)
        self.fiscal_year = fiscal_year(self.folded.text)
        self.found: list[Mention] = []
        self.seen: set[str] = set()
        self.section: Section | None = None
        self.carried: State | None = None
        self.caption: tuple[str, ...] = ()
        self.units = CellUnits(report_type)

    def paragraph(self, start: int, end: int, quantities: Sequence[Quantity], label: Span | None = None) -> None:
        """Read the quantities of the paragraph at `start..end` of the document's text; `label` stands for a heading."""
        topic = self.topics.at(start)
        if label is not None:
            words = self.lexicon.scan(self.folded.text, self.folded.at(label.start), self.folded.at(label.end))
            own = tuple(t.id for t in words if t.kind is TokenKind.SUBJECT)
            topic = replace(topic, own=own, subjects=topic.subjects | set(own), beside=True)
        if topic.section is not self.section:
            self.section, self.seen, self.caption = topic.section, set(topic.subjects), ()
        if not quantities and end - start > _HEADING_LIKE:
            return
        begin, stop = self.folded.at(start), self.folded.at(end)
        tokens = self.lexicon.scan(self.folded.text, begin, stop)
        if not quantities:
            named = tuple(t.id for t in tokens if t.kind is TokenKind.SUBJECT)
            self.seen.update(named)
            self.carried = None
            if _CAPTION.search(self.folded.text, begin, stop):
                both = names_both(self.folded.text[begin:stop])
                self.caption = tuple(
                    t.id
                    for t in tokens
                    if t.kind is TokenKind.SUBJECT
                    and not (t.weak and self.type.subjects[t.id].stage)
                    and not (both and self.type.subjects[t.id].qualifier)
                    and t.id != self.type.score_subject  # the head of a column of marks
                )
            return
        if not topic.own and self.caption:
            topic = replace(topic, own=self.caption, subjects=topic.subjects | set(self.caption))
        state = self.carried or State()
        state.implied = set()
        last = begin
        for phrase in phrases(
            self.folded, self.units.beside_labels(quantities, self.folded, tokens), begin, stop, tokens
        ):
            last = phrase.stop
            mention = self._read(phrase, state, topic)
            counts = self.folded.text.startswith("项目", phrase.stop)  # 共有8个项目，预算资金A: of those
            state.unknown = state.unknown or counts or (_is_money(mention) and mention.subject is None)
            self.found.append(mention)
            state.moved = state.moved or self._moves(mention)
            if self._leads_on(mention, phrase, state):
                state.last, state.change, state.at = mention, None, len(self.found) - 1
            elif mention.facet is Facet.CHANGE:
                state.change = mention
            if subject := self._went_to(phrase):
                self.found.append(replace(mention, subject=subject, near=OWN))
        self._carry(state, last, stop, tokens)

    def _moves(self, mention: Mention) -> bool:
        """Money added or cut of the whole, or for something that the words name (not a stage of one part before)."""
        bare = mention.measure is not None and self.type.measures[mention.measure].bare
        return bare and (mention.near > TAKEN or self._is_whole(mention) or mention.subject is None)

    def _leads_on(self, mention: Mention, phrase: Phrase, state: State) -> bool:
        """True when later figures may take up this one's subject (or know that it was about something else)."""
        if phrase.is_aside and mention.role != Cue.FULL:
            return False
        if phrase.is_base and state.last is not None:
            return False  # 比上年的A减少B，其中…: the parts are not those of A
        counted = mention.quantity.dimension in (Dimension.MONEY, Dimension.PEOPLE)
        rate = mention.quantity.dimension is Dimension.PERCENT
        marked = mention.role == Cue.FULL and phrase.is_aside and not phrase.opens_aside
        return mention.facet is Facet.AMOUNT and not rate and bool(mention.subject or mention.name or counted or marked)

    def _carry(self, state: State, last: int, stop: int, tokens: Sequence[Token]) -> None:
        """A paragraph that ends in a colon (`其中：`), or an item that ends in a semicolon, goes on in the next."""
        if any(t.id == Cue.LIST and t.start >= last for t in tokens):
            state.head = state.at
        mark = self.folded.text[stop - 1 : stop]
        self.carried = state if mark == ":" or (mark == ";" and self.carried is not None) else None

    def _read(self, phrase: Phrase, state: State, topic: Topic) -> Mention:
        """Read one quantity: its own clause, the clauses since the figure before it, then what to take up."""
        self._move_on(phrase, state, topic)
        self.seen |= {t.id for t in (*phrase.own, *phrase.lead) if t.kind is TokenKind.SUBJECT}
        at = state.aside if phrase.is_aside and state.aside is not None else state.head
        head = self.found[at] if at is not None and _may_be_part(phrase.quantity, self.found[at].quantity) else None
        mention = Mention(phrase.quantity, phrase.clause, topic=topic, head=at if head else None, of=state.of)
        mention = with_facet(mention, phrase, state, self.type, self.fiscal_year)
        mention = with_subject(mention, phrase, state, self.type, self.seen, loose=self.loose)
        mention = with_stage(mention, phrase, state, self.type, head)
        return self._as_scored(self._as_part(mention, phrase, state, head), phrase, state)

    def _went_to(self, phrase: Phrase) -> str | None:
        """`三公经费支出8万元，均为公务接待费`: the same figure is also that part's."""
        if not (aside := _ALL_OF_IT.match(phrase.text, phrase.stop)):
            return None
        part = next((t for t in phrase.tokens if t.start == aside.end() and t.kind is TokenKind.SUBJECT), None)
        return part.id if part and not part.weak and not self.type.subjects[part.id].qualifier else None

    def _as_scored(self, mention: Mention, phrase: Phrase, state: State) -> Mention:
        """`综合评分94分。产出指标48分，效益指标28分`: a lone mark is the score, unless one follows (`50分，得48分`); a
        mark without any indicator is the whole report's."""
        if mention.quantity.dimension is not Dimension.SCORE:
            return mention
        if mention.role is None and phrase.text[phrase.clause : phrase.number] in _SCORED:
            mention = replace(mention, role=str(Cue.SCORE))
        if mention.role == Cue.SCORE and mention.near < OWN:
            self._not_the_score(mention, state)
        follows = self._score_follows(phrase)
        before = self.found[-1] if self.found else None
        if mention.role == Cue.FULL and phrase.opens_aside and before and _is_bare_mark(before):
            self.found[-1] = replace(before, role=str(Cue.SCORE))  # 产出指标47.63分（满分50分）
            state.scored = True
        if phrase.is_aside and not phrase.is_last and _MARK_AFTER.fullmatch(phrase.text, phrase.stop, phrase.following):
            return replace(mention, role=str(Cue.FULL))  # 投入指标（15分）13.50分
        alone = phrase.text[phrase.number - 1] == "(" and phrase.text[phrase.stop : phrase.stop + 1] == ")"
        if alone and mention.near < OWN and mention.role != Cue.FULL:
            return replace(mention, role=str(Cue.FULL))  # 年度目标（80分）
        unnamed = mention.subject is None and not mention.name
        unnamed = unnamed or (mention.near < OWN and mention.role == Cue.FULL)  # 满意度指标9.5分，总分95.5分
        if unnamed and self._is_total_mark(mention, phrase) and not follows:
            mention = replace(mention, subject=self.type.score_subject, near=TAKEN, role=str(Cue.SCORE))
        if mention.subject == self.type.score_subject and self._scores_a_rate(phrase):
            mention = replace(mention, subject=self.type.whole_score)
        full = self.found[-1] if self.found else None
        of_total = mention.subject == self.type.score_subject and mention.near < OWN
        of_part = full is not None and full.role == Cue.FULL and full.subject is None
        if full and of_total and of_part and mention.quantity.value <= full.quantity.value < _FULL_MARKS:
            mention = replace(mention, subject=None)  # 分值：10分；得分：9.9分
        if mention.role is None and full and full.role == Cue.FULL and full.subject == mention.subject is not None:
            mention = replace(mention, role=str(Cue.SCORE))
        if mention.role is None and mention.subject is not None and (state.scored or follows):
            mention = replace(mention, role=str(Cue.FULL if follows else Cue.SCORE))
            state.implied |= set() if follows else {len(self.found)}
        state.scored = state.scored or mention.role == Cue.SCORE
        return mention

    def _scores_a_rate(self, phrase: Phrase) -> bool:
        """`执行率 / 98.76% / 得分 / 9.88`: a bare 得分 right after the rate is its mark; a full mark may be between."""
        if phrase.text[phrase.clause : phrase.number].strip("\n :") not in _BARE_SCORE:
            return False
        before = next((m for m in reversed(self.found[-2:]) if m.role != Cue.FULL), None)
        if before is None or before.subject != self.type.completion_subject or not self.type.whole_score:
            return False
        if phrase.quantity.value > _HALF_OF_MARKS:
            return False  # 执行率97%，得分92分: the whole report's
        return phrase.number - self.folded.at(before.quantity.span.end) <= _BESIDE_RATE

    def _not_the_score(self, mention: Mention, state: State) -> None:
        """`数量指标20分，…，计19分`: what was taken for the score was the full mark."""
        for index in sorted(state.implied, reverse=True):
            earlier = self.found[index]
            if earlier.subject == mention.subject and earlier.quantity.value >= mention.quantity.value:
                self.found[index] = replace(earlier, role=str(Cue.FULL))
                return

    def _score_follows(self, phrase: Phrase) -> bool:
        """`15分，得14分`: the next figure of the same item is called the score."""
        if not phrase.item_goes_on:
            return False
        ahead = [t for t in phrase.tokens if phrase.stop <= t.start < phrase.following]
        of = (self.type.subjects[t.id].family for t in ahead if t.kind is TokenKind.SUBJECT and not t.weak)
        return "score" not in of and any(t.id == Cue.SCORE for t in ahead)

    def _is_total_mark(self, mention: Mention, phrase: Phrase) -> bool:
        """`经自评，总分为95.50分`, `我局自评95.50分`: the clause says nothing else."""
        clause = phrase.text[phrase.clause : phrase.number]
        full = mention.role == Cue.FULL and mention.quantity.value != _FULL_MARKS and "总分" in clause
        own = mention.role == Cue.SCORE and ("自评" in clause or "评价" in clause)
        return (full or own) and not phrase.residue(phrase.clause, phrase.number)

    def _move_on(self, phrase: Phrase, state: State, topic: Topic) -> None:
        """What a sentence, an item or a list that ended or began means for what may be taken up."""
        if phrase.breaks_sentence or phrase.breaks_item:
            state.change = None
            state.before = state.last or state.before
        if phrase.breaks_sentence:
            state.head, state.year, state.base, state.unknown, state.moved = None, None, None, False, False
            if not phrase.has(Cue.SHARE) and not phrase.opens_list:
                state.last = None
        elif phrase.breaks_item:
            state.last = None
        state.of = phrase.announced or (None if phrase.breaks_sentence else state.of)
        if phrase.opens_parts and not phrase.is_aside:
            if state.head is not None and self._divides_again(phrase, state):
                pass
            elif state.last is not None and state.last.quantity.dimension is phrase.quantity.dimension:
                state.head = state.at
            elif state.of is None and topic.own:
                state.of = topic.own[-1]
        if phrase.follows_colon and state.last is not None and state.at == len(self.found) - 1:
            state.head = state.at  # 编制共17名：参公编制7名，…
        if self._counts_projects(phrase):
            state.of = self.type.project_subject
        if state.head is not None:
            state.whole = self.found[state.head]
        if phrase.has(Cue.OUTSIDE, lead=True):
            state.head = None
        if not phrase.is_aside:
            state.aside = None
        elif phrase.opens_aside and state.last is not None:
            same = state.last.quantity.dimension is phrase.quantity.dimension
            state.aside = state.at if same and state.at == len(self.found) - 1 else None

    def _is_whole(self, mention: Mention) -> bool:
        spec = self.type.subjects.get(mention.subject or "")
        return spec is not None and spec.qualifier

    def _divides_again(self, phrase: Phrase, state: State) -> bool:
        """`预算A按收入来源分：…按支出性质分：…`: both are lists of the parts of A, if no new stage stands between."""
        if state.last is None or state.last.measured == PRINTED:
            return False
        lists = (t for t in (*phrase.lead, *phrase.own) if t.id == Cue.LIST)
        return any(phrase.text[t.start] == "按" for t in lists)

    def _counts_projects(self, phrase: Phrase) -> bool:
        """`项目支出共四项，分别为…`, `安排重点项目4个：…`: the figure before counts what follows."""
        before = self.found[-1].quantity if self.found else None
        if before is None or self.folded.at(before.span.end) != phrase.before:
            return False
        if before.dimension is not Dimension.COUNT or not (phrase.opens_parts or phrase.follows_colon):
            return False
        number = self.folded.at(before.number.start)
        return _PROJECTS.search(phrase.text[max(number - 12, 0) : number]) is not None

    def _as_part(self, mention: Mention, phrase: Phrase, state: State, head: Mention | None) -> Mention:
        """A part of a list: it is not the whole that heads the list, and it is a score where the head is one."""
        spec = self.type.subjects.get(mention.subject or "")
        if mention.role is None and spec is not None and spec.role:
            mention = replace(mention, role=spec.role)
        if spec is not None and spec.qualifier and _PART_OF.match(phrase.text, phrase.stop):
            return replace(mention, subject=None)  # 财政拨款收入A，占总收入的98%
        if phrase.text.startswith("之比", phrase.stop):
            return replace(mention, subject=None)  # 支出数A与预算数B之比
        of_part = state.last is not None and state.last.head is not None and not phrase.breaks_sentence
        if of_part and _OF_PART.fullmatch(phrase.text, phrase.clause, phrase.number):
            return replace(mention, subject=None)  # 其中：基本支出A，执行率100%
        if head is None:
            return mention
        own = mention.near == OWN and mention.subject == self.type.default_subject != head.subject
        if own and self._is_whole(head):
            return replace(mention, subject=None)  # 年初预算收入A，其中：财政拨款B
        marks = mention.quantity.dimension is Dimension.SCORE
        same = head.subject == mention.subject and (marks or head.measure == mention.measure) and not phrase.is_base
        if same and mention.facet is Facet.AMOUNT:
            return replace(mention, subject=None)
        shared = mention.role is None and not self._score_follows(phrase)  # 质量指标15分，得14分: 15 is its full mark
        return replace(mention, role=head.role) if shared else mention


def _may_be_part(part: Quantity, whole: Quantity) -> bool:
    """No sum of money is a part of a number of people, and the other way round."""
    return {part.dimension, whole.dimension} != {Dimension.MONEY, Dimension.PEOPLE}


def _is_bare_mark(mention: Mention) -> bool:
    """A mark of an indicator that nothing calls the full mark or the score."""
    return mention.quantity.dimension is Dimension.SCORE and mention.role is None and mention.subject is not None


def _is_money(mention: Mention) -> bool:
    return mention.facet is Facet.AMOUNT and mention.quantity.dimension is Dimension.MONEY


__all__ = ["Mention", "mentions"]
