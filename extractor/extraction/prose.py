"""Prose is read stretch after stretch, figure after figure, each in the light of what was said before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.extraction.cells import CellUnits
from extractor.extraction.facets import with_facet
from extractor.extraction.mention import OWN, Mention
from extractor.extraction.phrase import Phrase
from extractor.extraction.phrasing import phrases
from extractor.extraction.prose_marks import as_mark
from extractor.extraction.prose_parts import as_part, each_of, may_be_part, only_part
from extractor.extraction.prose_stretches import Stretch
from extractor.extraction.stages import with_stage
from extractor.extraction.state import State, Told
from extractor.extraction.subjects import with_subject
from extractor.extraction.topics import Topic, names_both, topics
from extractor.extraction.vocabulary import Cue, lexicon
from extractor.extraction.wording import Token, TokenKind
from extractor.extraction.years import fiscal_year
from extractor.model import Document, Section
from extractor.numbers import fold
from extractor.reports import ReportType

_CAPTION = re.compile(r"情况|明细|[(（](?:单位:)?[万亿]?元")
"""A line like this heads the rows of a form that follow it."""
_HEADING_LIKE = 60
"""A paragraph without figures and shorter than this may name the subjects of those that follow."""


class ProseReader:
    """Reads stretch after stretch of a document's prose; `told.found` are the mentions so far.

    `loose`: words that no declaration knows may stand beside a label. `units` is the unit that the last heading set.
    """

    def __init__(self, document: Document, report_type: ReportType, *, loose: bool) -> None:
        self.told = Told(fold(document.text), report_type)
        self.units = CellUnits(report_type)
        self._loose = loose
        self._lexicon = lexicon(report_type)
        self._topics = topics(document, report_type)
        self._fiscal_year = fiscal_year(self.told.folded.text)
        self._seen: set[str] = set()
        self._section: Section | None = None
        self._carried: State | None = None
        self._caption: tuple[str, ...] = ()

    def read(self, stretch: Stretch) -> None:
        """Read the figures of one stretch; one without any may name what those that follow are of."""
        folded = self.told.folded
        topic = self._topic(stretch)
        if topic.section is not self._section:
            self._section, self._seen, self._caption = topic.section, set(topic.subjects), ()
        if not stretch.quantities and stretch.end - stretch.start > _HEADING_LIKE:
            return
        begin, stop = folded.at(stretch.start), folded.at(stretch.end)
        tokens = self._lexicon.scan(folded.text, begin, stop)
        if not stretch.quantities:
            self._heading(folded.text[begin:stop], tokens)
            return
        if not topic.own and self._caption:
            topic = replace(topic, own=self._caption, subjects=topic.subjects | set(self._caption))
        state = self._carried or State()
        state.implied = set()
        last = begin
        quantities = self.units.beside_labels(stretch.quantities, folded, tokens)
        for phrase in phrases(folded, quantities, begin, stop, tokens):
            last = phrase.stop
            mention = self._figure(phrase, state, topic)
            self.told.found.append(mention)
            state.take(mention, phrase, self.told)
            alike = each_of(phrase, mention, self.told.type)
            if subject := only_part(phrase, self.told.type):
                alike.append(subject)
            self.told.found.extend(replace(mention, subject=subject, near=OWN) for subject in alike)
        self._carry(state, last, stop, tokens)

    def _topic(self, stretch: Stretch) -> Topic:
        """What the headings above a stretch say, or the label that stands for one."""
        topic, label, folded = self._topics.at(stretch.start), stretch.label, self.told.folded
        if label is None:
            return topic
        words = self._lexicon.scan(folded.text, folded.at(label.start), folded.at(label.end))
        own = tuple(t.id for t in words if t.kind is TokenKind.SUBJECT)
        return replace(topic, own=own, subjects=topic.subjects | set(own), beside=True)

    def _heading(self, text: str, tokens: Sequence[Token]) -> None:
        """Remember what a line without figures names; the caption of a form is the heading of its rows."""
        subjects = self.told.type.subjects
        named = [t for t in tokens if t.kind is TokenKind.SUBJECT]
        self._seen.update(t.id for t in named)
        self._carried = None
        if not _CAPTION.search(text):
            return
        both = names_both(text)
        self._caption = tuple(
            t.id
            for t in named
            if not (t.weak and subjects[t.id].stage)
            and not (both and subjects[t.id].qualifier)
            and t.id != self.told.type.score_subject  # the head of a column of marks
        )

    def _figure(self, phrase: Phrase, state: State, topic: Topic) -> Mention:
        """Read one quantity: its own clause, the clauses since the figure before it, then what to take up."""
        told = self.told
        state.move_on(phrase, told, topic)
        self._seen |= {t.id for t in (*phrase.own, *phrase.lead) if t.kind is TokenKind.SUBJECT}
        at = state.aside if phrase.is_aside and state.aside is not None else state.head
        head = told.found[at] if at is not None and may_be_part(phrase.quantity, told.found[at].quantity) else None
        mention = Mention(phrase.quantity, phrase.clause, topic=topic, head=at if head else None, of=state.of)
        mention = with_facet(mention, phrase, state, told.type, self._fiscal_year)
        mention = with_subject(mention, phrase, state, told.type, self._seen, loose=self._loose)
        mention = with_stage(mention, phrase, state, told.type, head)
        if head is not None and head.prior and phrase.is_aside:
            mention = replace(mention, prior=True)  # 上年决算A（基本支出B，项目支出C）
        return as_mark(as_part(mention, phrase, state, told, head), phrase, state, told)

    def _carry(self, state: State, last: int, stop: int, tokens: Sequence[Token]) -> None:
        """A paragraph that ends in a colon (`其中：`), or an item that ends in a semicolon, goes on in the next."""
        if any(t.id == Cue.LIST and t.start >= last for t in tokens):
            state.head = state.at
        mark = self.told.folded.text[stop - 1 : stop]
        self._carried = state if mark == ":" or (mark == ";" and self._carried is not None) else None
