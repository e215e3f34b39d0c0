"""Every quantity of a document with what it says: of which subject, at which stage of the budget, as what.

A figure rarely carries its whole meaning beside it: in `基本支出预算为A，决算为B，包括工资C` B takes its subject from A
and C its stage from B. Paragraphs are read from left to right; what a phrase does not say it takes up from the list
head, the figure before it, or the heading, in that order. How far each part was fetched is kept as a rank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractor.extraction.residue import residue
from extractor.extraction.topics import Topic, topics
from extractor.extraction.vocabulary import CHANGE, SAVED, Cue, lexicon
from extractor.extraction.wording import Token, TokenKind
from extractor.model import Dimension, Document, Quantity, Section
from extractor.numbers import Folded, find, fold
from extractor.reports import Facet, ReportType

_FAMILIES = {
    Dimension.MONEY: ("money",),
    Dimension.PEOPLE: ("staff",),
    Dimension.COUNT: ("units", "staff"),
    Dimension.SCORE: ("score",),
    Dimension.PERCENT: ("rate",),
    Dimension.NONE: ("units", "staff", "score"),
}
_SENTENCE = re.compile(r"[。！？\t|]")
_CLAUSE = re.compile(r"[，,；;。！？\t|]|:(?=.)")
_YEAR = re.compile(r"((?:19|20)\d\d)年(?!\d)")
_NOT_A_NAME = re.compile(r"^[和及与以至并且而但或]|[，。；:]")

OWN, LEAD, TAKEN = 2, 1, 0
"""How near the subject stands: in the figure's own clause, in a clause before it, with an earlier figure."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One quantity and its reading. `start` is where its phrase begins (folded offset); `name` is what the phrase
    calls its subject when no declared wording does; ranks say how near subject and measure stand."""

    quantity: Quantity
    start: int
    subject: str | None = None
    near: int = TAKEN
    measure: str | None = None
    measured: int = 0
    facet: Facet = Facet.AMOUNT
    against: str | None = None
    direction: str | None = None
    prior: bool = False
    role: str | None = None
    name: str = ""
    topic: Topic = field(default_factory=Topic)
    head: int | None = None
    """Index of the mention that heads the list this one is part of."""


@dataclass(slots=True)
class _State:
    """What a paragraph has said so far."""

    last: Mention | None = None
    head: int | None = None
    year: int | None = None
    base: str | None = None


def mentions(document: Document, report_type: ReportType) -> tuple[Mention, ...]:
    """All mentions of a document in reading order."""
    folded = fold(document.text)
    found: list[Mention] = []
    queue = [(folded.at(q.span.start), folded.at(q.number.start), folded.at(q.span.end), q) for q in find(document.text)]
    reader = _Reader(document, report_type, folded, found)
    at = 0
    position = 0
    while position < len(folded.text):
        stop = folded.text.find("\n", position)
        stop = len(folded.text) if stop < 0 else stop
        here = at
        while at < len(queue) and queue[at][0] < stop:
            at += 1
        reader.paragraph(position, stop, queue[here:at])
        position = stop + 1
    return tuple(found)


class _Reader:
    """Reads paragraph after paragraph, appending to `found`."""

    def __init__(self, document: Document, report_type: ReportType, folded: Folded, found: list[Mention]) -> None:
        self.text = folded.text
        self.folded = folded
        self.type = report_type
        self.lexicon = lexicon(report_type)
        self.found = found
        self.topics = topics(document, report_type)
        self.fiscal_year = fiscal_year(folded.text)
        self.seen: set[str] = set()
        self.section: Section | None = None
        self.start = 0
        self.tokens: list[Token] = []

    def paragraph(self, start: int, end: int, queue: list[tuple[int, int, int, Quantity]]) -> None:
        """Read the quantities of one paragraph (folded offsets)."""
        topic = self.topics.at(self.folded.offsets[start] if start < len(self.folded.offsets) else 0)
        if topic.section is not self.section:
            self.section, self.seen = topic.section, set(topic.subjects)
        if not queue:
            if end - start < 60:
                self.seen |= {t.id for t in self.lexicon.scan(self.text, start, end) if t.kind is TokenKind.SUBJECT}
            return
        tokens = self.lexicon.scan(self.text, start, end)
        self.tokens = [t for t in tokens if not any(q[1] < t.end and t.start < q[2] for q in queue)]
        self.start = start
        state = _State()
        before = start
        for index, (_, number, stop, quantity) in enumerate(queue):
            following = queue[index + 1][1] if index + 1 < len(queue) else end
            mention = self._mention(quantity, before, number, stop, following, state, topic)
            self.found.append(mention)
            self._remember(mention, state)
            before = stop

    def _mention(
        self, quantity: Quantity, before: int, number: int, stop: int, following: int, state: _State, topic: Topic
    ) -> Mention:
        """Read one quantity: its own clause, the clauses since the figure before it, then what to take up."""
        window = self.text[before:number]
        if _SENTENCE.search(window):
            state.head, state.year, state.base = None, None, None
            state.last = state.last if "占" in window else None
        elif ";" in window:
            state.last = None
        clause = _clause_start(self.text, before, number)
        own = [t for t in self.tokens if clause <= t.start and t.end <= number]
        lead = [t for t in self.tokens if before <= t.start and t.end <= clause]
        self.seen |= {t.id for t in own + lead if t.kind is TokenKind.SUBJECT}
        if any(t.id == Cue.LIST for t in own + lead) and state.last is not None:
            state.head = len(self.found) - 1
        if any(t.id == Cue.OUTSIDE for t in own + lead):
            state.head = None
        mention = Mention(quantity, clause, topic=topic, head=state.head)
        mention = self._facet(mention, own, clause, number, state)
        mention = self._subject(mention, own, lead, clause, number, stop, following, state)
        mention = self._measure(mention, own, lead, state, clause, number)
        head = self.found[mention.head] if mention.head is not None else None
        if head is not None and head.subject == mention.subject and mention.facet is Facet.AMOUNT:
            return replace(mention, subject=None)  # a part of the whole that heads the list is not the whole
        if head is not None and mention.role is None and (head.role == Cue.SCORE or head.subject == "score_total"):
            return replace(mention, role=str(Cue.SCORE))
        return mention

    # -- what kind of figure ------------------------------------------------------------------------------------

    def _facet(self, mention: Mention, own: list[Token], clause: int, number: int, state: _State) -> Mention:
        cues = [t for t in own if t.kind is TokenKind.CUE]
        percent = mention.quantity.dimension in (Dimension.PERCENT, Dimension.POINTS)
        compared = any(t.id == Cue.COMPARE for t in cues)
        earlier = any(t.id == Cue.PRIOR for t in cues) or (compared and self._other_year(clause, number))
        change = next((t for t in reversed(cues) if t.id in CHANGE), None)
        if change is not None and self._moves(change, number, own, compared):
            state.base = self._base(change, own, clause, earlier, compared) or state.base
            return replace(
                mention,
                facet=Facet.CHANGE_RATE if percent else Facet.CHANGE,
                against=state.base,
                direction="up" if change.id == Cue.UP else "down",
            )
        if percent and any(t.id == Cue.SHARE for t in cues):
            return replace(mention, facet=Facet.SHARE)
        if compared:
            state.base = "prior" if earlier else "budget"
        return replace(mention, prior=earlier or self._stale(clause, number, state), role=_role(cues))

    def _moves(self, change: Token, number: int, own: list[Token], compared: bool) -> bool:
        """True when the word of change speaks of this figure: not `增加到 …`, and a bare 多 or 少 only beside it."""
        between = self.text[change.end : number]
        if re.match(r"[到至为]|的[^，]{2,}", between) or residue(self.text, change.end, number, own):
            return False
        return change.end - change.start > 1 or (compared and not between)

    def _base(self, change: Token, own: list[Token], clause: int, earlier: bool, compared: bool) -> str | None:
        """What a change is measured from, as far as this clause says."""
        if earlier:
            return "prior"
        staged = any(t.kind is TokenKind.MEASURE and t.end <= change.start for t in own)
        if compared and (staged or "预算" in self.text[clause : change.start]):
            return "budget"
        return "budget" if SAVED.match(self.text, change.start) and not compared else None

    def _other_year(self, start: int, end: int) -> bool:
        years = [int(y) for y in _YEAR.findall(self.text, start, end)] if end > start else []
        return bool(self.fiscal_year and years and years[-1] < self.fiscal_year)

    def _stale(self, start: int, end: int, state: _State) -> bool:
        """True when the last year named in this sentence is not the report's."""
        for year in _YEAR.finditer(self.text, start, end):
            state.year = int(year.group(1))
        return bool(self.fiscal_year and state.year and state.year != self.fiscal_year)

    # -- of what ------------------------------------------------------------------------------------------------

    def _subject(
        self,
        mention: Mention,
        own: list[Token],
        lead: list[Token],
        clause: int,
        number: int,
        stop: int,
        following: int,
        state: _State,
    ) -> Mention:
        families = _FAMILIES.get(mention.quantity.dimension, ())
        if mention.facet is not Facet.AMOUNT:
            families = ("money",)
        limit = number
        if mention.facet is not Facet.AMOUNT:  # what stands after 占 or 比 is the base, not the subject
            limit = next((t.start for t in own if t.id in (Cue.SHARE, Cue.COMPARE, Cue.UP, Cue.DOWN)), number)
        named = [t for t in own if t.kind is TokenKind.SUBJECT and t.end <= limit and not self._is_verb(t)]
        chosen = self._pick(named, families, own, clause, limit)
        if chosen is not None:
            return replace(mention, subject=chosen.id, near=OWN, start=min(mention.start, chosen.start))
        after = self._after(families, stop, following)
        if after is not None:
            return replace(mention, subject=after, near=OWN)
        if named and self._family(named[-1].id) in families:
            return replace(mention, name=self._name(own, clause, number))
        if mention.facet is Facet.AMOUNT and (name := self._name(own, clause, number)):
            return replace(mention, name=name)
        if families == ("score",):  # an indicator's score may stand sentences after its name
            lead = [t for t in self.tokens if t.end <= clause]
        chosen = self._lead(lead, families)
        if chosen is not None:
            return replace(mention, subject=chosen.id, near=LEAD)
        if families != ("score",) and residue(self.text, clause, number, own):
            return mention  # the clause is about something that no declaration names
        return self._taken(mention, families, own, state)

    def _pick(
        self, named: list[Token], families: tuple[str, ...], own: list[Token], clause: int, limit: int
    ) -> Token | None:
        """The subject that a clause names, or None when what stands there is something else's name."""
        fitting = [t for t in named if self._family(t.id) in families]
        fitting = [t for t in fitting if not self._is_generic(t)] or fitting
        if not fitting or any(t.start > fitting[-1].start and not self._is_generic(t) for t in named):
            return None
        token = fitting[-1]
        spec = self.type.subjects[token.id]
        family = self._family(token.id)
        strict = family not in ("score", "units")
        if strict or token.weak:
            if residue(self.text, clause, token.start, own):
                return None
            if residue(self.text, token.end, limit, own):
                return None
        others = {t.id for t in named if self._family(t.id) in (family, "money") and not self._is_generic(t)}
        others -= {token.id, *spec.within}
        if strict and others - {"general_public"} and not _is_total_of(others, token):
            return None
        if spec.within and not (self.seen & set(spec.within)):
            return None
        return token

    def _is_generic(self, token: Token) -> bool:
        """Words that qualify another subject when they stand beside it (支出, 财政拨款)."""
        return token.weak or token.id == self.type.default_subject

    def _is_verb(self, token: Token) -> bool:
        """`决算为支出999万元`: after 为 a common wording says what was done, not of what."""
        return token.weak and self.text[token.start - 1 : token.start] == "为"

    def _family(self, subject: str) -> str:
        return self.type.subjects[subject].family

    def _after(self, families: tuple[str, ...], stop: int, following: int) -> str | None:
        """`设18个内设机构`: counts may name their subject after the figure."""
        if "units" not in families and "staff" not in families:
            return None
        for token in self.tokens:
            if token.start >= following:
                break
            beside = token.start == stop or (token.start == stop + 1 and self.text[stop] == "的")
            if beside and token.kind is TokenKind.SUBJECT:
                return token.id if self._family(token.id) in families else None
        return None

    def _lead(self, lead: list[Token], families: tuple[str, ...]) -> Token | None:
        for token in reversed(lead):
            if token.kind is not TokenKind.SUBJECT or token.weak or self._family(token.id) not in families:
                continue
            start = _clause_start(self.text, self.start, token.start)
            if self.text[token.end : token.end + 1] == "、" or re.search(r"[均全]部?为$|主要用于$", self.text[start : token.start]):
                continue
            if residue(self.text, start, token.start, lead):
                continue
            return token
        return None

    def _name(self, own: list[Token], clause: int, number: int) -> str:
        """The words before the first measure or cue of a clause: what this figure calls itself."""
        stop = next((t.start for t in own if t.kind is TokenKind.MEASURE), number)
        start = next((t.end for t in own if t.id == Cue.LIST and t.end <= stop), clause)
        name = self.text[start:stop].strip(":、的 \"")
        return "" if not residue(self.text, start, stop, own) or _NOT_A_NAME.search(name) else name

    def _taken(self, mention: Mention, families: tuple[str, ...], own: list[Token], state: _State) -> Mention:
        """Take up the subject of an earlier figure of the same family."""
        last = state.last
        if last is not None and last.subject and self._family(last.subject) in families:
            return replace(mention, subject=last.subject, near=TAKEN)
        if last is not None and last.name and mention.facet is Facet.AMOUNT and _has_measure(own):
            return replace(mention, name=last.name, near=TAKEN)
        for subject in mention.topic.own:
            if self._family(subject) in families:
                return replace(mention, subject=subject, near=TAKEN)
        if families == ("money",) and _has_measure(own) and (last is None or not last.name):
            return replace(mention, subject=self.type.default_subject, near=TAKEN)
        return mention

    # -- at which stage -----------------------------------------------------------------------------------------

    def _measure(
        self, mention: Mention, own: list[Token], lead: list[Token], state: _State, clause: int, number: int
    ) -> Mention:
        spec = self.type.subjects.get(mention.subject or "")
        if spec is not None and spec.stage and mention.near > TAKEN:
            return replace(mention, measure=spec.stage, measured=3)
        limit = number
        if mention.facet is not Facet.AMOUNT:
            limit = next((t.start for t in own if t.id in (Cue.SHARE, Cue.COMPARE, *CHANGE)), number)
        stages = [t for t in own if t.kind is TokenKind.MEASURE and t.end <= limit]
        strong = [t for t in stages if not t.weak] or stages
        head = self.found[mention.head] if mention.head is not None else None
        if strong and not (strong[-1].weak and head is not None and head.measure == "adjusted"):
            return replace(mention, measure=strong[-1].id, measured=3)
        if head is not None and head.measure:
            return replace(mention, measure=head.measure, measured=2)
        leading = [t for t in lead if t.kind is TokenKind.MEASURE and not t.weak]
        if leading:
            return replace(mention, measure=leading[-1].id, measured=2)
        if state.last is not None and state.last.measure and self._parallel(state.last, mention):
            return replace(mention, measure=state.last.measure, measured=2)
        if mention.facet is Facet.SHARE and state.last is not None:
            return replace(mention, measure=state.last.measure, measured=2)
        if mention.topic.measure:
            return replace(mention, measure=mention.topic.measure, measured=1)
        if spec is None or spec.default or spec.family != "money":
            return replace(mention, measure=spec.default if spec else None)
        return replace(mention, measure=self.type.default_measure)

    def _parallel(self, last: Mention, mention: Mention) -> bool:
        """`年初收入A，支出B` share their stage; after a bare `调整预算A` a figure with a subject of its own does not."""
        if last.quantity.dimension != mention.quantity.dimension:
            return False
        return mention.near == TAKEN or last.subject != self.type.default_subject

    def _remember(self, mention: Mention, state: _State) -> None:
        counted = mention.quantity.dimension in (Dimension.MONEY, Dimension.PEOPLE)
        if mention.facet is Facet.AMOUNT and (mention.subject or mention.name or counted):
            state.last = mention


def _clause_start(text: str, before: int, number: int) -> int:
    """Where the clause of a figure begins: after the last break before it."""
    start = before
    for stop in _CLAUSE.finditer(text, before, number):
        if stop.group() != ":" or text[stop.end() : number].strip('"（( '):
            start = stop.end()
    while start < number and text[start] in "、,，;:。）) ":
        start += 1
    return start


def _has_measure(own: list[Token]) -> bool:
    return any(t.kind is TokenKind.MEASURE for t in own)


def _is_total_of(others: set[str], token: Token) -> bool:
    """`财政拨款收入总计`, `收入支出总计`: generic sides of the account qualify, they do not rename."""
    return others <= {"revenue", "expenditure", "both_sides", "total"} and token.id in {
        "revenue",
        "expenditure",
        "both_sides",
        "total",
    }


def _role(cues: list[Token]) -> str | None:
    """For scores: whether the figure is the full mark, the score, or what was lost."""
    for token in reversed(cues):
        if token.id in (Cue.FULL, Cue.SCORE, Cue.LOST, Cue.EACH):
            return str(token.id)
    return None


def fiscal_year(text: str) -> int | None:
    """The report's year: the one that its title or cover names, else the one most often followed by 年度."""
    for pattern in (
        r"((?:19|20)\d\d)年度?[^\n。]{0,40}?(?:绩效|自评)[^\n。]{0,12}(?:报告|自评表|总结|情况)",
        r"(?:评价|自评|预算)年度:?((?:19|20)\d\d)",
        r"\(((?:19|20)\d\d)年度?\)",
    ):
        if match := re.search(pattern, text[:3000]):
            return int(match.group(1))
    years = re.findall(r"((?:19|20)\d\d)年度?", text)
    return int(max(set(years), key=lambda y: (years.count(y), y))) if years else None
