"""Of what a figure is: the subject its clause names, else the one that stands nearest before it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from extractor.extraction.listing import is_list_of_names
from extractor.extraction.mention import LEAD, OWN, TAKEN, Mention, State
from extractor.extraction.phrase import Phrase, clause_start
from extractor.extraction.residue import residue
from extractor.extraction.vocabulary import Cue
from extractor.extraction.wording import Token, TokenKind, any_of
from extractor.model import Dimension
from extractor.reports import Facet, ReportType, Subject

_FAMILIES = {
    Dimension.MONEY: ("money",),
    Dimension.PEOPLE: ("staff",),
    Dimension.COUNT: ("units", "staff"),
    Dimension.SCORE: ("score",),
    Dimension.PERCENT: ("rate",),
    Dimension.NONE: ("units", "staff", "score"),
}
_LENIENT = ("score", "units")
"""Families whose wordings are specific enough to count with unknown words beside them."""
_NOT_A_NAME = re.compile(r"^[和及与以至并且而但或]|[，。；:]")
_ASIDE = re.compile(r"[均全]部?为$|用于$|主要是$")
_NOTHING = re.compile(r"未|没有|无|零|不再|取消")
"""A clause that says there was none of it (公务用车购置均未安排) does not announce the next figure."""
_ANNOUNCES = re.compile(r"(?:设|是|设有|设置|设立|有|辖|管|共|共计|为|等|包括|含|计|属|及|和|、|^)$")
_PEOPLE = re.compile(r"[^(（其]*(?:[员师工警生兵者]|等)$")
_OVERALL = re.compile(r"综合|总体|整体|经自评|自评结论")
_ITEM_MARK = re.compile(r"^(?:[①-⑳]|\d{1,2}[.、]|[(（]\d{1,2}[)）])")
_HEADING = re.compile(r"情况|方面|如下|明细|其中|收支|预算|决算|支出|收入|资金|结构|构成|经费$")
_LONGEST_ITEM = 30
_LOOKED_AT = re.compile(r"^[，：:。；]?(?:到|赴|对|向)|抽查|抽取|走访|调研|查阅|实地")
_THIS_PART = re.compile(r"[该本此](?:部分|项|指标)")
_WHOLE_MARK, _HALF_OF_MARKS = 100, 50
_RESPECTIVELY = re.compile(r"^分别[为是]")
_HAVING = re.compile(r"[设辖属有括含为:是]|构成|范围")
_RANK = re.compile(r"的|[正副]?[科处股厅]级")
_SUM_OF_LIST = re.compile(r"[、和及与].*(?:[一总]?共计?|合计|总计)(?:为|有)?$")
_COMPLETES = re.compile(
    r"(?:(?:完成|为|占(?:调整|全年))[^，]{0,8}|[^，]*支出占(?:调整|全年|年初|年度)[^，]{0,6})预算[数额]?的$"
)
_YEARS_OWN = re.compile(r"(?:19|20)?\d*年?度?(?:全年|本年度?|当年|年度)(?:实际)?支出")
_AND = re.compile("[和及与、]|以及")
_SENTENCE_END = re.compile("[。；]")
_RATED = re.compile(r"[为达到:]*[\d.]+%")
_LAST_FIGURE = re.compile(r".*\d(?:[万亿]?元|[%人名个分])?")
_PAUSE = re.compile("[，,。；;、\t|]")
_SCOPE = re.compile(r"(?:当)?[中里内]|项下")
"""After a subject: what is named next is a part of it."""
_SUM = re.compile(r"(?:[一总]?共计?|合计|总计)(?:为|有)?$")
"""Before a label in a clause of its own: it tells what the figure before it went to, not what comes next."""


def with_subject(
    mention: Mention, phrase: Phrase, state: State, report_type: ReportType, seen: Collection[str], *, loose: bool
) -> Mention:
    """Set subject (or name) of a mention; `seen` are the subjects named so far in this section. `loose`: a label counts
    whatever words stand beside it, and so does a stage."""
    return _Finder(mention, phrase, state, report_type, seen, loose).resolve()


class _Finder:
    """The search for one figure's subject, from its own clause outwards."""

    def __init__(
        self,
        mention: Mention,
        phrase: Phrase,
        state: State,
        report_type: ReportType,
        seen: Collection[str],
        loose: bool,
    ) -> None:
        self.mention = mention
        self.loose = loose
        self.phrase = phrase
        self.state = state
        self.type = report_type
        self.seen = seen
        amount, dimension = mention.facet is Facet.AMOUNT, mention.quantity.dimension
        self.families: Sequence[str] = _FAMILIES.get(dimension, (dimension.value,)) if amount else ("money",)
        if dimension is Dimension.NONE and mention.quantity.value == 0:
            self.families = ("money", *self.families)  # 因公出国（境）费0
        self.limit = phrase.number if amount else phrase.base()

    def resolve(self) -> Mention:
        """The mention with its subject, with a name of its own, or as it was when nothing is known."""
        mention, phrase = self.mention, self.phrase
        named = [t for t in phrase.own if t.kind is TokenKind.SUBJECT and t.end <= self.limit and not self._is_verb(t)]
        if self._completes():
            return replace(mention, subject=self.type.completion_subject, near=LEAD, facet=Facet.AMOUNT)
        if (full := self._full_mark()) is not None:
            own = full.near == OWN and full.subject != self.type.score_subject
            near = (OWN if own else LEAD) if full.subject else TAKEN
            return replace(mention, subject=full.subject, name=full.name, near=near)
        if last := self._verb_of(named):
            return replace(mention, subject=last, near=TAKEN)
        if (item := self.state.last) and item.name and self._is_lone_verb(named):
            return replace(mention, name=item.name, near=TAKEN)
        if chosen := self._pick(named):
            if _AND.fullmatch(phrase.text, chosen.end, self.limit) and (after := self._after()):
                return replace(mention, subject=after, near=OWN)  # 5个股室和6个二级单位
            family = self._family(chosen)
            narrowed = family == "money" and any(t.start < chosen.start and self._narrows(t) for t in named)
            start = min(mention.start, chosen.start)
            common = chosen.weak and (family == "staff" or (family == "score" and not self._is_overall(chosen)))
            near = LEAD if common else OWN
            return replace(
                mention,
                subject=chosen.id,
                near=near,
                start=start,
                qualified=narrowed,
                common=chosen.weak and family != "score",
            )
        if after := self._after():
            return replace(mention, subject=after, near=OWN)
        blocked = any(self._family(t) in self.families and not t.weak for t in named)
        name = self._name() if mention.facet is Facet.AMOUNT and not (self.loose and phrase.has_stage) else ""
        if whole := self._sum_in(named):
            return replace(mention, subject=whole, near=OWN)
        if blocked or name:
            kin = next((t.id for t in reversed(named) if self._family(t) in self.families), None)
            return replace(mention, name=name, kin=kin)
        if whole := self._sum_of():
            return replace(mention, subject=whole, near=LEAD)
        if "money" in self.families and (headed := self._headed_item()):
            return replace(mention, name=headed)
        if chosen := self._lead():
            far = _SENTENCE_END.search(phrase.text, chosen.end, phrase.clause)
            return replace(mention, subject=chosen.id, near=TAKEN if far else LEAD)
        known = self._is_bare() or (self.loose and phrase.has_stage)
        if "score" not in self.families and phrase.residue(phrase.clause, self.limit) and not known:
            return mention  # the clause is about something that no declaration names
        return self._taken()

    def _pick(self, named: list[Token]) -> Token | None:
        """The subject that a clause names, or None when what stands there is something else's name."""
        fitting = [t for t in named if self._family(t) in self.families]
        fitting = [t for t in fitting if not self._is_generic(t)] or fitting
        fitting = [t for t in fitting if t.id != self.type.score_subject] or fitting  # 满意度自评得分9.6分
        if not fitting:
            return None
        token = fitting[-1]
        spec = self.type.subjects[token.id]
        if spec.open:  # 外聘教师和后勤临时工
            first = next(t for t in fitting if t.id == token.id)
            token = token if self.phrase.residue(self.phrase.clause, first.start) else first
        later = (t for t in named if t.start > token.start and t.id != token.id and not self._is_generic(t))
        if spec.family != "units" and any(later):  # the names in a list of offices hold all kinds of words
            return None
        lenient = spec.family in _LENIENT
        if token.weak and token.id == self.type.score_subject and not self._is_overall(token) and self._lead():
            return None  # 自评得分 after an indicator is that indicator's
        phrase = self.phrase
        listed_before = phrase.text[token.start - 1] == "等"  # 基本工资、津贴补贴等人员经费: examples of what follows
        strict = (not lenient or token.weak) and not listed_before and not self.loose
        if strict and phrase.residue(phrase.clause, token.start):
            return None
        if self.mention.quantity.dimension is Dimension.NONE and phrase.residue(token.end, self.limit):
            return None  # 绩效自评报告见附件1
        if self._gives_way(token):
            return None
        listed = spec.family == "units" and is_list_of_names(phrase.text[token.end : self.limit])
        between = phrase.residue(token.end, self.limit)
        people = spec.open and _PEOPLE.match(phrase.text, token.end, self.limit) is not None
        if between and spec.family != "score" and not listed and not people and not self.loose:
            return None
        plain = self._qualifies if spec.family == "rate" else self._is_generic
        beside = (t for t in named if not _SCOPE.match(phrase.text, t.end))  # 人员经费中工资福利支出
        beside = (t for t in beside if not (t.weak and t.end == token.start))  # 年末实有人员编制
        others = {t.id for t in beside if self._family(t) in (spec.family, "money") and not plain(t)}
        if not lenient and others - {token.id, *spec.within}:
            return None
        scoped = spec.required or (token.weak and spec.family == "money" and spec.within)  # 运行维护费: of the cars?
        return token if not scoped or self._is_in_scope(token, spec) else None

    def _is_in_scope(self, token: Token, spec: Subject) -> bool:
        """What this is a part of, or another part of it, was named in this section."""
        named = set(self.seen) - {token.id}
        whole = set(spec.within)
        return bool(whole & named) or any(whole & set(self.type.subjects[id_].within) for id_ in named)

    def _is_overall(self, token: Token) -> bool:
        """`综合评定，自评得分96分`: of the whole, whatever indicator was named before."""
        text, begin = self.phrase.text, max(self.phrase.before, self.phrase.text.rfind("。", 0, token.start))
        return _OVERALL.search(text, max(begin, 0), token.start) is not None

    def _gives_way(self, token: Token) -> bool:
        """`行政编制30人，实有29人`: a common wording of the whole, after a part of it, speaks of that part."""
        last = self.state.last
        part = self.type.subjects.get(last.subject or "") if last else None
        return token.weak and part is not None and token.id in part.within

    def _family(self, token: Token) -> str:
        return self.type.subjects[token.id].family

    def _is_generic(self, token: Token) -> bool:
        """Words that qualify another subject when they stand beside it (支出, 财政拨款)."""
        return token.weak or self.type.subjects[token.id].qualifier

    def _qualifies(self, token: Token) -> bool:
        return self.type.subjects[token.id].qualifier

    def _narrows(self, token: Token) -> bool:
        """A strong wording that qualifies what follows (财政拨款, 一般公共预算拨款)."""
        return not token.weak and self.type.subjects[token.id].qualifier

    def _is_verb(self, token: Token) -> bool:
        """`决算为支出999万元`: after 为 a common wording says what was done, not of what."""
        return token.weak and self.phrase.text[token.start - 1 : token.start] == "为"

    def _completes(self) -> bool:
        """`决算支出A，完成调整预算的96%`: how far the whole was carried out."""
        last, phrase = self.state.last, self.phrase
        if self.mention.quantity.dimension is not Dimension.PERCENT:
            return False
        completes = _COMPLETES.match(phrase.text[phrase.clause : phrase.number])
        if completes is None:
            return False
        if last is not None and last.measure and self.type.measures[last.measure].bare:
            return False  # 追加A，为年初预算的43%
        if "支出占" in completes.group():
            return True
        return last is not None and last.subject is not None and self.type.subjects[last.subject].qualifier

    def _full_mark(self) -> Mention | None:
        """`数量12分得11分`, `分值8分，自评6.9分`: the score is of what the full mark before it was of, known or not."""
        last, phrase = self.state.last, self.phrase
        if last is None or last.role != Cue.FULL or "score" not in self.families or last.quantity.value >= _WHOLE_MARK:
            return None
        if last.subject is None and _THIS_PART.match(last.name):
            return None  # 该部分满分10分，得9.6分: of what the heading names
        bare = not any(t.kind is TokenKind.SUBJECT and not t.weak for t in (*phrase.own, *phrase.lead))
        return last if bare and not phrase.breaks_sentence and not phrase.breaks_item else None

    def _verb_of(self, named: list[Token]) -> str | None:
        """`三公经费预算30万元，支出25万元`: after a subject of its own a lone 支出 says what became of it."""
        last = self.state.last
        if not self._is_lone_verb(named):
            return None
        again = self.phrase.breaks_sentence and _YEARS_OWN.match(self.phrase.text, self.phrase.clause)
        if again and not any(not self.type.subjects[id_].qualifier for id_ in self.mention.topic.own):
            return None  # 全年支出比上年减少A: of the whole again, unless the heading is of a part
        of = last.subject if last else self._announced() or (self.state.whole.subject if self.state.whole else None)
        return of if of is not None and not self.type.subjects[of].qualifier else None

    def _is_lone_verb(self, named: list[Token]) -> bool:
        """The clause says no more than 支出 or 执行."""
        spec = self.type.subjects[named[0].id] if len(named) == 1 and named[0].weak else None
        if spec is None or not (spec.qualifier or spec.stage) or spec.family != "money":
            return False
        return not self.phrase.residue(self.phrase.clause, self.limit)

    def _announced(self) -> str | None:
        """`“三公”经费支出情况：全年支出13万元`: the label before the colon."""
        colon = self.phrase.clause - 1
        if self.phrase.text[colon : colon + 1] != ":" or not (label := self._lead()):
            return None
        return label.id if "." not in re.sub("[。；]", ".", self.phrase.text[label.end : colon]) else None

    def _sum_of(self) -> str | None:
        """`政法专项编制46名，工勤编制5名，共51名`: the sum of varieties is the subject, that of parts their whole."""
        last, phrase = self.state.last, self.phrase
        part = (last.subject or last.kin) if last else None
        if last is None or part is None or last.quantity.dimension is not self.mention.quantity.dimension:
            return None
        if not _SUM.match(phrase.text[phrase.clause : phrase.number]):
            return None
        if self.type.subjects[part].family == "score":
            return self.type.score_subject if self.mention.quantity.value > last.quantity.value else None
        return self._whole(part, last.measure)

    def _sum_in(self, named: list[Token]) -> str | None:
        """`政法专项编制、工勤编制合计99名`: the sum of what the clause lists."""
        kin = next((t.id for t in reversed(named) if self._family(t) in self.families), None)
        if kin is None or not _SUM_OF_LIST.search(self.phrase.text[self.phrase.clause : self.phrase.number]):
            return None
        return self._whole(kin, self.type.subjects[kin].stage or self.type.subjects[kin].default)

    def _whole(self, part: str, stage: str | None) -> str | None:
        """What this subject is a part of at this stage; itself where it is a part of nothing."""
        wholes = self.type.subjects[part].within
        return next((w for w in wholes if self.type.subjects[w].stage == stage), None if wholes else part)

    def _headed_item(self) -> str:
        """`①国土规划编制：预算380万元，支出285万元`: what stands before the colon, when no declaration knows it."""
        phrase = self.phrase
        colon = phrase.clause - 1
        if phrase.text[colon : colon + 1] != ":" or not phrase.has_stage or self.mention.facet is not Facet.AMOUNT:
            return ""
        begin = max(phrase.before, *(phrase.text.rfind(mark, phrase.start, colon) + 1 for mark in "，,；;。"))
        name = _ITEM_MARK.sub("", phrase.text[begin:colon])
        known = any(begin <= t.start < colon and t.kind is TokenKind.SUBJECT and not t.weak for t in phrase.tokens)
        return "" if known or not 3 <= len(name) <= _LONGEST_ITEM or _HEADING.search(name) else name

    def _is_bare(self) -> bool:
        """The stage in this clause needs no subject (追加 …)."""
        return any(self._is_bare_stage(t) for t in self.phrase.own)

    def _is_bare_stage(self, token: Token) -> bool:
        return token.kind is TokenKind.MEASURE and self.type.measures[token.id].bare

    def _after(self) -> str | None:
        """`设18个内设机构`: a count may name its subject after the figure."""
        phrase = self.phrase
        if "staff" not in self.families:
            return self._counted(phrase.stop)
        before = phrase.text[max(phrase.clause - 1, 0) : phrase.number]
        if "units" in self.families and not _announces(before):
            return None  # 抽查了3个科室 tells of some, not how many there are
        skipped = _RANK.match(phrase.text, phrase.stop)
        noun = skipped.end() if skipped else phrase.stop
        beside = (t for t in phrase.tokens if t.start in (phrase.stop, noun) and t.kind is TokenKind.SUBJECT)
        if token := next(beside, None):
            return token.id if self._family(token) in self.families else None
        return self._counted(noun)

    def _counted(self, noun: int) -> str | None:
        """The subject whose `after` wording stands at `noun`: the longest, of those that fit."""
        best, found = 0, None
        for spec in self.type.subjects.values():
            if spec.after and spec.family in self.families:
                match = any_of(spec.after).match(self.phrase.text, noun)
                if match and match.end() - noun > best:
                    best, found = match.end() - noun, spec.id
        return found

    def _name(self) -> str:
        """The words before the stage in a clause: what this figure calls itself."""
        phrase = self.phrase
        stop = next((t.start for t in phrase.own if t.kind is TokenKind.MEASURE), phrase.number)
        start = next((t.end for t in phrase.own if t.id == Cue.LIST and t.end <= stop), phrase.clause)
        name = _RESPECTIVELY.sub("", phrase.text[start:stop].strip(':、的 "'))
        listed = self.mention.of is not None or self.mention.head is not None
        item = listed and "money" in self.families  # an item may be called 送戏下乡
        own = phrase.residue(start, stop, bodies=False)
        if (
            item
            and own
            and len(name) > 1
            and not any(self._family(t) in self.families for t in phrase.own if _names(t))
        ):
            return "" if _NOT_A_NAME.search(name) else name
        return "" if not phrase.residue(start, stop, bodies=not item) or _NOT_A_NAME.search(name) else name

    def _lead(self) -> Token | None:
        """The last label before the clause. A score may stand sentences after the name of its indicator, and the rate
        that it is for between them (`过程。预算执行率97%，…，得32分`)."""
        phrase = self.phrase
        if "score" not in self.families or self.mention.quantity.dimension is not Dimension.SCORE:
            return next(self._leads(phrase.lead), None)
        found = list(self._leads(tuple(t for t in phrase.tokens if t.end <= phrase.clause)))
        part = self.mention.quantity.value <= _HALF_OF_MARKS
        near = (t for t in found[:1] if part and not _SENTENCE_END.search(phrase.text, t.end, phrase.clause))
        return next((token for token in found if not self._is_rate(token)), next(near, None))

    def _leads(self, lead: tuple[Token, ...]) -> Iterator[Token]:
        """The labels of a stretch that may be what the figure is of, from the last one back."""
        text = self.phrase.text
        for token in reversed(lead):
            if token.kind is not TokenKind.SUBJECT or self._family(token) not in self.families:
                continue
            if token.weak and not (self._family(token) == "score" and _RATED.match(text, token.end)):
                continue  # 满意度92%，得9分
            if self.type.subjects[token.id].whole and text.startswith("情况", token.end):
                continue  # 年度预算资金情况（万元）年初预算A: a heading
            start = clause_start(text, self.phrase.start, token.start)
            if text[token.start - 1] == ":":
                start = token.start
            runs_on = self._family(token) == "money" or self._is_rate(token)
            if runs_on and (figure := _LAST_FIGURE.search(text, start, token.start)):
                start = figure.end()
            if text[token.end : token.end + 1] == "、" or _ASIDE.search(text[start : token.start]):
                continue
            if any(self._is_bare_stage(t) and t.end <= token.start for t in lead):
                continue  # 追加人员经费和某补助，共追加A: what it was added for
            if not _NOTHING.search(_clause_of(text, start, token.end)) and not residue(text, start, token.start, lead):
                yield token

    def _is_rate(self, token: Token) -> bool:
        """The same words name a rate, and a percentage follows."""
        at = (t for t in self.phrase.tokens if t.start == token.start and t.kind is TokenKind.SUBJECT)
        return any(self._family(t) == "rate" for t in at) and _RATED.match(self.phrase.text, token.end) is not None

    def _headed(self) -> Mention | None:
        """`预算6万元，其中…；实际支出4万元，比上年减少…`: after the parts of a list, the next stage is that of its
        whole, and so is a comparison in an item of its own."""
        changes = self.mention.facet is not Facet.AMOUNT or self.phrase.is_base
        head = self.state.whole or (self.state.before if changes else None)
        return head if head is not None and (changes or self.phrase.has_stage) and head.subject else None

    def _runs_on(self) -> bool:
        """Nothing but words stands between the figure before and this one."""
        return _PAUSE.search(self.phrase.text, self.phrase.before, self.phrase.number) is None

    def _taken(self) -> Mention:
        """Take up the subject of the figure before, of the heading, or of a bare stage."""
        mention, last = self.mention, self.state.last or self._headed()
        if last is not None and last.subject and self.type.subjects[last.subject].leaf:
            last = self._headed()
        of_year = last is not None and last.subject is not None and self.type.subjects[last.subject].whole
        if mention.facet is Facet.AMOUNT and self.state.moved and self.phrase.has_stage and not of_year:
            return replace(mention, subject=self.type.default_subject, near=TAKEN)  # 追加某经费A，调整后预算B
        if last is not None and last.head is not None and self.phrase.has_stage and self._runs_on():
            last = self.state.whole or last  # 年初预算A其中：项目支出B年中追加C: the next stage of A
        if mention.facet in (Facet.CHANGE, Facet.CHANGE_RATE) and self.state.change is not None:
            last = self.state.change
        if last is not None and last.subject and self.type.subjects[last.subject].family in self.families:
            return replace(mention, subject=last.subject, near=TAKEN)
        if last is not None and last.name and mention.facet is Facet.AMOUNT and self.phrase.has_stage:
            return replace(mention, name=last.name, near=TAKEN)
        if mention.facet is not Facet.AMOUNT and last is not None and last.subject is None:
            return mention  # 机关运行经费A，比上年减少B: of that, whatever it is
        if mention.quantity.dimension is Dimension.NONE and "score" in self.families and mention.quantity.value:
            return mention  # a number below the head 得分 is the mark of its row
        for subject in sorted(mention.topic.own, key=lambda id_: self.type.subjects[id_].qualifier):
            if self.type.subjects[subject].family in self.families:
                return replace(mention, subject=subject, near=OWN if mention.topic.beside else TAKEN)
        if "money" in self.families and self.phrase.has_stage and not self.state.unknown:
            return replace(mention, subject=self.type.default_subject, near=TAKEN)
        return mention


def _announces(before: str) -> bool:
    """The words before a count say that there are so many (内设…等3个科室), not that some were looked at."""
    if _LOOKED_AT.search(before):
        return False
    return bool(_ANNOUNCES.search(before)) or (is_list_of_names(before) and bool(_HAVING.search(before)))


def _clause_of(text: str, start: int, end: int) -> str:
    """The clause that begins at `start`, to its end beyond `end`."""
    stop = re.search(r"[，,；;。:(\d]", text[end : end + 30])
    return text[start : end + (stop.start() if stop else 30)]


def _names(token: Token) -> bool:
    return token.kind is TokenKind.SUBJECT
