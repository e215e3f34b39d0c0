"""What was said so far: by the document, and by the paragraph that is being read.

A sentence, an item or a list that begins or ends changes what a figure may take up: `State` is moved on before each
figure is read, and told what was read after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.extraction.mention import PRINTED, TAKEN, Mention
from extractor.extraction.phrase import Phrase
from extractor.extraction.topics import Topic
from extractor.extraction.vocabulary import Cue
from extractor.model import Dimension
from extractor.numbers import Folded
from extractor.reports import Facet, ReportType

_PROJECTS = re.compile(r"项目(?:支出)?(?:共有?|有|为|计)?$")
_BEFORE_COUNT = 12


@dataclass(frozen=True, slots=True)
class Told:
    """What a document has said so far: its folded text, its kind of report, and in `found` all mentions in order."""

    folded: Folded
    type: ReportType
    found: list[Mention] = field(default_factory=list)

    @property
    def last(self) -> Mention | None:
        """The figure read last, whatever it is of."""
        return self.found[-1] if self.found else None

    def is_of_whole(self, mention: Mention) -> bool:
        """The figure is of all money in or out (支出, 收入), not of a part of it."""
        spec = self.type.subjects.get(mention.subject or "")
        return spec is not None and spec.qualifier


@dataclass(slots=True)
class State:
    """What a paragraph has said so far: the amount before, the change before, the list it is in, the year and the base
    of comparison."""

    last: Mention | None = None
    change: Mention | None = None
    implied: set[int] = field(default_factory=set)
    """Indices of the marks of this paragraph that were taken for scores though no word says so."""
    at: int | None = None
    """Index of `last` among the mentions."""
    head: int | None = None
    whole: Mention | None = None
    """The figure that heads the last list of parts of this paragraph."""
    before: Mention | None = None
    """The last figure of the item or sentence before."""
    aside: int | None = None
    """Index of the figure whose parts stand in the bracket after it (`48人（行政21人、事业27人）`)."""
    of: str | None = None
    scored: bool = False
    """A score was printed in this paragraph, so indicators that follow with one mark each print theirs."""
    moved: bool = False
    """Money was added or cut in this sentence: a later stage of it is again the whole's."""
    unknown: bool = False
    """A figure of this sentence is of something that no declaration names."""
    year: int | None = None
    on_base: bool = False
    """The figure before is what the next change is measured from."""
    base: str | None = None
    topic: str | None = None
    """The first subject of money that this sentence names: where it is a part, a later bare stage is still its."""
    added: str | None = None
    """The stage of what was added just before (`追加人员经费A、项目经费B`)."""
    turned: bool = False
    """A change on last year was told since the last stage was printed: the parts that follow are of what was spent."""
    base_of: str | None = None
    """The subject that the figure which the next change is measured from names for itself (`收支均比上年的A减少B`)."""

    def move_on(self, phrase: Phrase, told: Told, topic: Topic) -> None:
        """What a sentence, an item or a list that ended or began means for what may be taken up."""
        self._forget(phrase)
        self.of = phrase.announced or (None if phrase.breaks_sentence else self.of)
        at_last = self.last is not None and self.at == len(told.found) - 1
        if (
            phrase.opens_parts
            and (not phrase.is_aside or phrase.opens_before_aside)
            and (self.head is None or not self._divides_again(phrase))
        ):
            if self.last is not None and self.last.quantity.dimension is phrase.quantity.dimension:
                self.head = self.at
            elif self.of is None and topic.own:
                self.of = topic.own[-1]
        if phrase.follows_colon and at_last:
            self.head = self.at  # 编制共17名：参公编制7名，…
        if _counts_projects(phrase, told):
            self.of = told.type.project_subject
        if self.head is not None:
            self.whole = told.found[self.head]
        if phrase.has(Cue.OUTSIDE, lead=True):
            self.head = None
        if not phrase.is_aside:
            self.aside = None
        elif phrase.opens_aside and self.last is not None:
            same = self.last.quantity.dimension is phrase.quantity.dimension
            self.aside = self.at if same and at_last else None

    def take(self, mention: Mention, phrase: Phrase, told: Told) -> None:
        """Note what was read: the last one in `told.found`."""
        money = mention.facet is Facet.AMOUNT and mention.quantity.dimension is Dimension.MONEY
        counts = phrase.text.startswith("项目", phrase.stop)  # 共有8个项目，预算资金A: of those
        self.unknown = self.unknown or counts or (money and mention.subject is None)
        self.moved = self._moves(mention, told) or (self.moved and mention.near == TAKEN)
        if mention.facet is not Facet.AMOUNT:
            self.turned = self.turned or mention.against == "prior"
        elif mention.measured == PRINTED and not phrase.is_base:
            self.turned = False
        if phrase.is_base:
            self.base_of = mention.subject if mention.near > TAKEN and not mention.common else None
        elif mention.facet is Facet.AMOUNT:
            self.base_of = None
        if self.topic is None and mention.near > TAKEN and mention.quantity.dimension is Dimension.MONEY:
            self.topic = mention.subject
        named = mention.measure is not None and _names_object(mention, told)
        self.added = mention.measure if named else None
        if self._leads_on(mention, phrase) and not (self.last is not None and _names_object(mention, told)):
            self.last, self.change, self.at = mention, None, len(told.found) - 1
        elif mention.facet is Facet.CHANGE:
            self.change = mention

    def _moves(self, mention: Mention, told: Told) -> bool:
        """Money added or cut of the whole, or for something that the words name, where the sentence was not of a part
        before (`基本支出年初预算A，追加人员经费B，调整后预算C`)."""
        if mention.measure is None or not told.type.measures[mention.measure].bare:
            return False
        of_part = self.last is not None and self.last.subject is not None and not told.is_of_whole(self.last)
        if of_part and self.last is not None and self.last.head is None:
            return False
        return mention.near > TAKEN or told.is_of_whole(mention) or mention.subject is None

    def _forget(self, phrase: Phrase) -> None:
        """A sentence or an item that ended takes along what was said in it."""
        if phrase.breaks_sentence or phrase.breaks_item:
            self.change = None
            self.base_of = None
            self.before = self.last or self.before
        if phrase.breaks_sentence:
            self.topic = None
            self.head, self.year, self.base, self.unknown, self.moved = None, None, None, False, False
            if not phrase.has(Cue.SHARE) and not phrase.opens_list:
                self.last = None
        elif phrase.breaks_item:
            self.last, self.year = None, None

    def _divides_again(self, phrase: Phrase) -> bool:
        """`预算A按收入来源分：…按支出性质分：…`: both are lists of the parts of A, if no new stage stands between."""
        if self.last is None or self.last.measured == PRINTED:
            return False
        lists = (t for t in (*phrase.lead, *phrase.own) if t.id == Cue.LIST)
        return any(phrase.text[t.start] == "按" for t in lists)

    def _leads_on(self, mention: Mention, phrase: Phrase) -> bool:
        """True when later figures may take up this one's subject (or know that it was about something else)."""
        if phrase.is_aside and mention.role != Cue.FULL:
            return False
        if phrase.is_base and self.last is not None:
            return False  # 比上年的A减少B，其中…: the parts are not those of A
        if self.last is not None and phrase.text.startswith("的预算", phrase.stop):
            return False  # 支出A，未超过B的预算，其中…: the parts are those of A
        counted = mention.quantity.dimension in (Dimension.MONEY, Dimension.PEOPLE)
        rate = mention.quantity.dimension is Dimension.PERCENT
        marked = mention.role == Cue.FULL and phrase.is_aside and not phrase.opens_aside
        return mention.facet is Facet.AMOUNT and not rate and bool(mention.subject or mention.name or counted or marked)


def _names_object(mention: Mention, told: Told) -> bool:
    """`追加人员经费A`: what money was added for; what follows is of what was spoken of before."""
    bare = mention.measure is not None and told.type.measures[mention.measure].bare
    return bare and mention.near > TAKEN and not told.is_of_whole(mention)


def _counts_projects(phrase: Phrase, told: Told) -> bool:
    """`项目支出共四项，分别为…`, `安排重点项目4个：…`: the figure before counts what follows."""
    if told.last is None or told.folded.at(told.last.quantity.span.end) != phrase.before:
        return False
    before = told.last.quantity
    if before.dimension is not Dimension.COUNT or not (phrase.opens_parts or phrase.follows_colon):
        return False
    number = told.folded.at(before.number.start)
    return _PROJECTS.search(phrase.text[max(number - _BEFORE_COUNT, 0) : number]) is not None
