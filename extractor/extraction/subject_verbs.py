"""Clauses that only tell what became of the figure before: how it was spent, carried out or scored."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.extraction.mention import LEAD, OWN, TAKEN, Mention
from extractor.extraction.subject_before import label_at_colon
from extractor.extraction.subject_sought import Sought
from extractor.extraction.vocabulary import Cue
from extractor.extraction.wording import TokenKind
from extractor.model import Dimension
from extractor.reports import Facet

_COMPLETES = re.compile(
    r"(?:(?:完成|为|占(?:调整|全年))[^，]{0,8}|[^，]*支出占(?:调整|全年|年初|年度)[^，]{0,6})预算[数额]?的$"
)
_YEARS_OWN = re.compile(r"(?:19|20)?\d*年?度?(?:全年|本年度?|当年|年度)(?:实际)?支出")
_MARK_ENDS = re.compile(r"[分\d]\(")
_THIS_PART = re.compile(r"[该本此](?:部分|项|指标)")
_WHOLE_MARK = 100


def completion(sought: Sought) -> Mention | None:
    """`决算支出A，完成调整预算的96%`: how far the whole was carried out."""
    if not _completes(sought):
        return None
    return replace(sought.mention, subject=sought.type.completion_subject, near=LEAD, facet=Facet.AMOUNT)


def _completes(sought: Sought) -> bool:
    last, phrase = sought.state.last, sought.phrase
    if sought.mention.quantity.dimension is not Dimension.PERCENT:
        return False
    completes = _COMPLETES.match(phrase.text[phrase.clause : phrase.number])
    if completes is None:
        return False
    if last is not None and last.measure and sought.type.measures[last.measure].bare:
        return False  # 追加A，为年初预算的43%
    if "支出占" in completes.group():
        return True
    return last is not None and last.subject is not None and sought.type.subjects[last.subject].qualifier


def scored(sought: Sought) -> Mention | None:
    """`数量12分得11分`, `分值8分，自评6.9分`: the score is of what the full mark before it was of, known or not."""
    full, phrase = sought.state.last, sought.phrase
    if sought.mention.role == Cue.FULL and phrase.opens_aside and "score" in sought.families:
        return sought.mention  # 预算管理情况18分（满分20分）: of the mark before it
    if full is None or full.role != Cue.FULL or "score" not in sought.families or full.quantity.value >= _WHOLE_MARK:
        return None
    if full.subject is None and _THIS_PART.match(full.name):
        return None  # 该部分满分10分，得9.6分: of what the heading names
    opened = phrase.text.rfind("(", 0, phrase.before)
    if phrase.text[phrase.before : phrase.before + 1] == ")" and _MARK_ENDS.match(phrase.text, opened - 1):
        return None  # 目标实现54.52分（满分60分）、预算管理18分: that bracket closed its item
    named = any(t.kind is TokenKind.SUBJECT and not t.weak for t in (*phrase.own, *phrase.lead))
    named = named or any(t.id != sought.type.score_subject and sought.fits(t) for t in sought.named)  # 满意度9.74分
    if named or phrase.breaks_sentence or phrase.breaks_item:
        return None
    own = full.near == OWN and full.subject != sought.type.score_subject
    near = (OWN if own else LEAD) if full.subject else TAKEN
    return replace(sought.mention, subject=full.subject, name=full.name, near=near)


def spent(sought: Sought) -> Mention | None:
    """`三公经费预算30万元，支出25万元`: after a subject, or a name, of its own a lone 支出 says what became of it."""
    if not _is_lone_verb(sought):
        return None
    subjects, state = sought.type.subjects, sought.state
    if subject := _spent_of(sought):
        return replace(sought.mention, subject=subject, near=TAKEN)
    before = state.before.subject if state.before else None
    amount = sought.mention.facet is Facet.AMOUNT and state.last is None and sought.phrase.breaks_item
    if amount and before is not None and not subjects[before].qualifier:
        return sought.mention  # 预算9万元，由用车7万元和接待2万元组成；支出8万元: of what, no word says
    return replace(sought.mention, name=state.last.name, near=TAKEN) if state.last and state.last.name else None


def _spent_of(sought: Sought) -> str | None:
    """The part of the money that was spoken of before, None for the whole of it."""
    state, phrase, subjects = sought.state, sought.phrase, sought.type.subjects
    headed = [id_ for id_ in sought.mention.topic.own if not subjects[id_].qualifier]
    again = phrase.breaks_sentence and _YEARS_OWN.match(phrase.text, phrase.clause) is not None
    if _compares(sought):
        if again and not headed:
            return None  # 全年支出比上年减少A: of the whole again, unless the heading is of a part
    elif state.last is None and len(headed) == 1 and subjects[headed[0]].family == "money":
        return headed[0]
    elif again:
        # 接待费预算8万元，严格按标准执行。全年支出5万元: of that; after the parts of a list it is of their whole
        before = state.whole if state.before is not None and state.before.head is not None else state.before
        of = before.subject if before is not None else None
        return of if of is not None and not subjects[of].qualifier else None
    of = state.last.subject if state.last else label_at_colon(sought) or (state.whole.subject if state.whole else None)
    return of if of is not None and not subjects[of].qualifier else None


def _compares(sought: Sought) -> bool:
    """The figure is a change, or what one is measured from."""
    return sought.mention.facet is not Facet.AMOUNT or sought.mention.prior or sought.phrase.is_base


def _is_lone_verb(sought: Sought) -> bool:
    """The clause says no more than 支出 or 执行."""
    named = sought.named
    spec = sought.type.subjects[named[0].id] if len(named) == 1 and named[0].weak else None
    if spec is None or not (spec.qualifier or spec.stage) or spec.family != "money":
        return False
    return not sought.unknown
