"""At which stage of the budget a figure stands: printed, shared with its list, set by a heading, or the usual."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.extraction.mention import DEFAULT, HEADED, LISTED, OWN, PRINTED, TAKEN, Mention
from extractor.extraction.phrase import Phrase
from extractor.extraction.state import State
from extractor.extraction.wording import Token, TokenKind
from extractor.model import Dimension
from extractor.reports import Facet, ReportType

_HOLDERS = re.compile("人员|在职")
_OF_BUDGET = re.compile("的(?:年初)?(?:预算|控制数)(?!的|执行)")
_SPENT = re.compile("支出|决算|实际|发生|开支|列支")
_ACTUAL_FOLLOWS = re.compile(
    r"[,，、(]?(?:年末|现)?(?:实有|实际|在职|在岗|在编|现有)(?:在职|在编|在岗)?(?:人[数员])?[为:]?"
)
"""What stands between a number of posts and the people on them."""


def with_stage(
    mention: Mention, phrase: Phrase, state: State, report_type: ReportType, head: Mention | None
) -> Mention:
    """Set the measure of a mention that already has its subject; `head` is the figure that heads its list."""
    spec = report_type.subjects.get(mention.subject or "")
    if spec is not None and spec.stage and mention.near > TAKEN:
        return replace(mention, measure=spec.stage, measured=PRINTED)
    if (
        spec is not None
        and spec.within
        and spec.default
        and _ACTUAL_FOLLOWS.fullmatch(phrase.text, phrase.stop, phrase.following)
    ):
        return replace(mention, measure=spec.default, measured=PRINTED)  # 行政编制30人，实有29人
    wholes = spec.within if spec is not None else ()
    of = (t for t in phrase.own if t.id == mention.subject and "编" not in phrase.text[t.start : t.end])
    starts = {t.start for t in of}  # 在岗行政人员22人, but not 现有行政编制人员
    said = (t for t in phrase.own if t.id in wholes and (mention.near == TAKEN or not t.weak or t.end in starts))
    opened = (t for t in phrase.lead if t.id in wholes and phrase.text[t.end : t.end + 1] == ":")  # 年末实有：行政22人
    staged = [stage for t in (*opened, *said) if (stage := report_type.subjects[t.id].stage)]
    if staged:
        return replace(mention, measure=staged[-1], measured=PRINTED)  # 在岗行政人员22人
    if mention.facet is Facet.AMOUNT and _OF_BUDGET.match(phrase.text, phrase.stop):
        return replace(mention, measure="initial", measured=PRINTED)  # 未超过11.00万元的预算
    limit = phrase.number if mention.facet is Facet.AMOUNT else phrase.base()
    if (
        mention.facet is Facet.CHANGE
        and mention.against == "prior"
        and _SPENT.search(phrase.text, limit, phrase.number)
    ):
        return replace(mention, measure=report_type.default_measure, measured=PRINTED)  # 较上年支出数减少A
    own = [t for t in phrase.own if t.kind is TokenKind.MEASURE and t.end <= limit]
    named = max((t.start for t in phrase.own if t.id == mention.subject and t.end <= limit), default=-1)
    own = [
        t for t in own if not (t.weak and t.end < named and phrase.text[t.end] == "的")
    ]  # 财政拨款安排的“三公”经费支出
    if mention.facet is Facet.SHARE and limit == phrase.number:
        own = []  # 为年初预算的43%: the stage is that of what it is a share of
    own = [t for t in own if not t.weak] or [t for t in own if not _is_subject(t, mention, phrase)]
    yields = own and own[-1].weak and head is not None and head.measure == "adjusted"
    if own and not yields:
        common = mention.common or (own[-1].weak and mention.near < OWN)
        return replace(mention, measure=own[-1].id, measured=PRINTED, common=common)
    side = spec is not None and spec.qualifier and head is not None and head.subject == report_type.default_subject
    last = state.last
    beside = head is not None and last is not None and last.head == mention.head and last.measured == PRINTED
    beside = beside and not (spec is not None and spec.qualifier)
    if beside and last is not None and last.measure and last.facet is Facet.AMOUNT:
        return replace(mention, measure=last.measure, measured=LISTED)  # its sister says its own: 用车支出B，出国费0元
    if head is not None and head.measure and not side:  # 全年预算数A，其中支出B: B was spent
        return replace(mention, measure=head.measure, measured=LISTED)
    lead = [t for t in phrase.lead if t.kind is TokenKind.MEASURE and not t.weak]
    lead = [t for t in lead if not (report_type.measures[t.id].bare and "。" in phrase.text[t.end : phrase.clause])]
    if lead and mention.facet is Facet.AMOUNT:
        return replace(mention, measure=lead[-1].id, measured=LISTED)
    if mention.facet is Facet.CHANGE_RATE and mention.near == TAKEN and state.change is not None:
        return replace(mention, measure=state.change.measure, measured=LISTED)  # 减少A，下降B: of the same thing
    if state.last is not None and state.last.measure and _is_parallel(state.last, mention, report_type):
        return replace(mention, measure=state.last.measure, measured=LISTED)
    if mention.topic.measure and not (
        mention.topic.weak and spec is not None and spec.default == report_type.default_measure
    ):
        return replace(mention, measure=mention.topic.measure, measured=HEADED)
    nothing = mention.quantity.dimension is Dimension.NONE and mention.quantity.value == 0  # 因公出国（境）费0
    money = (mention.quantity.dimension is Dimension.MONEY or nothing) and (spec is None or spec.family == "money")
    usual = _usual(mention, phrase, report_type) or (report_type.default_measure if money else None)
    return replace(mention, measure=usual, measured=DEFAULT)


def _usual(mention: Mention, phrase: Phrase, report_type: ReportType) -> str | None:
    """The stage that is meant where none is printed: 行政编制 are posts, 行政人员 those who hold them."""
    spec = report_type.subjects.get(mention.subject or "")
    if spec is None or not spec.default or not spec.within:
        return spec.default if spec else None
    said = "".join(phrase.text[t.start : t.end] for t in phrase.own if t.id == mention.subject)
    if "编" in said or not _HOLDERS.search(said):
        return spec.default
    others = (report_type.subjects[whole].stage for whole in spec.within)
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
