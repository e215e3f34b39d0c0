"""At which stage of the budget a figure stands: printed, shared with its list, set by a heading, or the usual."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from extractor.extraction.mention import DEFAULT, HEADED, LISTED, OWN, PRINTED, TAKEN, Mention
from extractor.extraction.phrase import Phrase
from extractor.extraction.state import State
from extractor.extraction.wording import Token, TokenKind
from extractor.model import Dimension
from extractor.reports import Facet, ReportType, Subject

_HOLDERS = re.compile("人员|在职")
_OF_BUDGET = re.compile("的(?:年初)?(?:预算|控制数)(?!的|执行)")
_ACTUALLY = re.compile("实际(?:支出|开支|发生|执行|列支)")
_SPENT = re.compile("支出|决算|实际|发生|开支|列支")
_ACTUAL_FOLLOWS = re.compile(
    r"[,，、(]?(?:年末|现)?(?:实有|实际|在职|在岗|在编|现有)(?:在职|在编|在岗)?(?:人[数员])?[为:]?"
)
"""What stands between a number of posts and the people on them."""


@dataclass(frozen=True)
class _Sought:
    """A figure whose stage is sought; `head` is the figure that heads its list."""

    mention: Mention
    phrase: Phrase
    state: State
    type: ReportType
    head: Mention | None

    @cached_property
    def spec(self) -> Subject | None:
        return self.type.subjects.get(self.mention.subject or "")

    @cached_property
    def limit(self) -> int:
        """Where the words end that speak of the figure itself, not of what it is measured from."""
        return self.phrase.number if self.mention.facet is Facet.AMOUNT else self.phrase.base()

    def at(self, measure: str | None, measured: int, *, common: bool | None = None) -> Mention:
        said = self.mention.common if common is None else common
        return replace(self.mention, measure=measure, measured=measured, common=said)


def with_stage(
    mention: Mention, phrase: Phrase, state: State, report_type: ReportType, head: Mention | None
) -> Mention:
    """Set the measure of a mention that already has its subject; `head` is the figure that heads its list.

    What may tell it is asked in turn, from the figure's own words outwards; the first that answers is believed.
    """
    sought = _Sought(mention, phrase, state, report_type, head)
    return next((said for ask in _IN_TURN if (said := ask(sought)) is not None), None) or _usually(sought)


def _by_subject(one: _Sought) -> Mention | None:
    spec, phrase = one.spec, one.phrase
    if spec is None:
        return None
    if spec.stage and one.mention.near > TAKEN:
        return one.at(spec.stage, PRINTED)
    posts = spec.within and spec.default and _ACTUAL_FOLLOWS.fullmatch(phrase.text, phrase.stop, phrase.following)
    return one.at(spec.default, PRINTED) if posts else None  # 行政编制30人，实有29人


def _by_whole(one: _Sought) -> Mention | None:
    """`在岗行政人员22人`, `年末实有：行政22人`."""
    mention, phrase, wholes = one.mention, one.phrase, one.spec.within if one.spec else ()
    of = (t for t in phrase.own if t.id == mention.subject and "编" not in phrase.text[t.start : t.end])
    starts = {t.start for t in of}  # 在岗行政人员22人, but not 现有行政编制人员
    said = (t for t in phrase.own if t.id in wholes and (mention.near == TAKEN or not t.weak or t.end in starts))
    opened = (t for t in phrase.lead if t.id in wholes and phrase.text[t.end : t.end + 1] == ":")
    staged = [stage for t in (*opened, *said) if (stage := one.type.subjects[t.id].stage)]
    return one.at(staged[-1], PRINTED) if staged else None


def _said_behind(one: _Sought) -> Mention | None:
    """`未超过11.00万元的预算`."""
    amount = one.mention.facet is Facet.AMOUNT
    return one.at("initial", PRINTED) if amount and _OF_BUDGET.match(one.phrase.text, one.phrase.stop) else None


def _spent_before(one: _Sought) -> Mention | None:
    """`较上年支出数减少A`: the change is one of what was spent."""
    change = one.mention.facet is Facet.CHANGE and one.mention.against == "prior"
    spent = change and _SPENT.search(one.phrase.text, one.limit, one.phrase.number)
    return one.at(one.type.default_measure, PRINTED) if spent else None


def _own_words(one: _Sought) -> Mention | None:
    mention, phrase = one.mention, one.phrase
    own = [t for t in phrase.own if t.kind is TokenKind.MEASURE and t.end <= one.limit]
    named = max((t.start for t in phrase.own if t.id == mention.subject and t.end <= one.limit), default=-1)
    # 财政拨款安排的“三公”经费支出: where it came from
    own = [t for t in own if not (t.weak and t.end < named and phrase.text[t.end] == "的")]
    if mention.facet is Facet.SHARE and one.limit == phrase.number:
        own = []  # 为年初预算的43%: the stage is that of what it is a share of
    own = [t for t in own if not t.weak] or [t for t in own if not _is_subject(t, mention, phrase)]
    if not own or (own[-1].weak and one.head is not None and one.head.measure == "adjusted"):
        return None
    return one.at(own[-1].id, PRINTED, common=mention.common or (own[-1].weak and mention.near < OWN))


def _added_too(one: _Sought) -> Mention | None:
    """`追加人员经费A、项目经费B`."""
    joined = one.phrase.text[one.phrase.before : one.phrase.before + 1] in ("、", "和", "及", "与")
    return one.at(one.state.added, LISTED) if joined and one.state.added is not None else None


def _of_list(one: _Sought) -> Mention | None:
    """What the list says: the part before it, what came between its head and its parts, its head."""
    head, last = one.head, one.state.last
    if head is None:
        return None
    whole = one.spec is not None and one.spec.qualifier
    sister = last is not None and last.head == one.mention.head and last.measured == PRINTED and not whole
    if sister and last is not None and last.measure and last.facet is Facet.AMOUNT:
        return one.at(last.measure, LISTED)  # 用车支出B，出国费0元
    money = one.mention.quantity.dimension is Dimension.MONEY and one.mention.facet is Facet.AMOUNT
    between = one.state.turned and money and head.measure in ("initial", "adjusted")
    if between and _ACTUALLY.search(one.phrase.text, head.start, one.phrase.clause):
        return one.at(one.type.default_measure, LISTED)  # 预算A，实际支出控制在预算内，较上年减少B。其中C
    side = whole and head.subject == one.type.default_subject
    return one.at(head.measure, LISTED) if head.measure and not side else None  # 全年预算数A，其中支出B: B was spent


def _of_neighbours(one: _Sought) -> Mention | None:
    mention, phrase, state = one.mention, one.phrase, one.state
    lead = [t for t in phrase.lead if t.kind is TokenKind.MEASURE and not t.weak]
    lead = [t for t in lead if not (one.type.measures[t.id].bare and "。" in phrase.text[t.end : phrase.clause])]
    if lead and mention.facet is Facet.AMOUNT:
        return one.at(lead[-1].id, LISTED)
    if mention.facet is Facet.CHANGE_RATE and mention.near == TAKEN and state.change is not None:
        return one.at(state.change.measure, LISTED)  # 减少A，下降B: of the same thing
    if state.last is not None and state.last.measure and _is_parallel(state.last, mention, one.type):
        return one.at(state.last.measure, LISTED)
    return None


def _of_heading(one: _Sought) -> Mention | None:
    topic = one.mention.topic
    usual = topic.weak and one.spec is not None and one.spec.default == one.type.default_measure
    return one.at(topic.measure, HEADED) if topic.measure and not usual else None


_IN_TURN: tuple[Callable[[_Sought], Mention | None], ...] = (
    _by_subject,
    _by_whole,
    _said_behind,
    _spent_before,
    _own_words,
    _added_too,
    _of_list,
    _of_neighbours,
    _of_heading,
)


def _usually(one: _Sought) -> Mention:
    """The stage that is meant where none is printed: 行政编制 are posts, 行政人员 those who hold them."""
    spec, quantity = one.spec, one.mention.quantity
    nothing = quantity.dimension is Dimension.NONE and quantity.value == 0  # 因公出国（境）费0
    money = (quantity.dimension is Dimension.MONEY or nothing) and (spec is None or spec.family == "money")
    return one.at(_usual(one) or (one.type.default_measure if money else None), DEFAULT)


def _usual(one: _Sought) -> str | None:
    spec, phrase = one.spec, one.phrase
    if spec is None or not spec.default or not spec.within:
        return spec.default if spec else None
    said = "".join(phrase.text[t.start : t.end] for t in phrase.own if t.id == one.mention.subject)
    if "编" in said or not _HOLDERS.search(said):
        return spec.default
    others = (one.type.subjects[whole].stage for whole in spec.within)
    return next((stage for stage in others if stage and stage != spec.default), spec.default)


def _is_subject(token: Token, mention: Mention, phrase: Phrase) -> bool:
    """True when this word is read as the subject here, so not as a stage (支出)."""
    return any(t.start == token.start and t.id == mention.subject for t in phrase.own)


def _is_parallel(last: Mention, mention: Mention, report_type: ReportType) -> bool:
    """`年初收入A，支出B` share their stage; after a bare `调整预算A` a figure with a subject of its own does not."""
    if mention.facet is not Facet.AMOUNT:
        return True
    if last.quantity.dimension != mention.quantity.dimension:
        return False
    if mention.near > TAKEN and last.subject == mention.subject:
        return False  # 政府采购预算A，采购支出B: the subject is said again because the stage is another
    return mention.near == TAKEN or last.subject != report_type.default_subject
