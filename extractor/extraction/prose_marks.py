"""Marks in prose: which is the full mark and which the score, and of what a mark is that stands alone."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.extraction.mention import OWN, TAKEN, Mention
from extractor.extraction.phrase import Phrase
from extractor.extraction.state import State, Told
from extractor.extraction.vocabulary import Cue
from extractor.extraction.wording import TokenKind
from extractor.model import Dimension
from extractor.reports import ReportType

_MARK_AFTER = re.compile(r"\)[为得:]*")
_SCORED = ("计", "评", "记", "打", "共计", "合计得")
_MARKED = re.compile("(?<!测)[评计记打]$")
_ANNOUNCED = re.compile(r"(?:打分|得分|评分|自评分)(?:情况|结果|明细|如下|分别为)*:$")
"""Marks after such words are scores, whatever stands beside them."""
_SELF_SCORED = re.compile(r"自评(?:小组|工作组)?[得打分为值]*$")
_OBTAINED = re.compile(r"分?[，,；;(、]?(?:实际|自评|最终|综合)*(?:实?得分?|评得|获得?)[为:]?\d")
_BARE_SCORE = ("得分", "自评得分", "实际得分", "得")
_BESIDE_RATE = 12
"""A mark stands at most so many characters from the rate that it is for."""
_FULL_MARKS, _HALF_OF_MARKS = 100, 50


def as_mark(mention: Mention, phrase: Phrase, state: State, told: Told) -> Mention:
    """`综合评分94分。产出指标48分，效益指标28分`: a lone mark is the score, unless one follows (`50分，得48分`); a
    mark without any indicator is the whole report's. What a mark before it was is set right in `told.found`."""
    if not _is_mark(mention):
        return mention
    if _runs_on(mention):
        return replace(mention, subject=None)
    state.scored = state.scored or _ANNOUNCED.search(phrase.text, phrase.before, phrase.clause) is not None
    said = phrase.text[phrase.clause : phrase.number]
    if mention.role is None and (said in _SCORED or _MARKED.search(said)):
        mention = replace(mention, role=str(Cue.SCORE))
    if (
        mention.role == Cue.SCORE
        and mention.quantity.value == _FULL_MARKS
        and _OBTAINED.match(phrase.text, phrase.stop)
    ):
        return replace(mention, role=str(Cue.FULL))  # 自评总分100分，实得97.2分
    if mention.role == Cue.SCORE and mention.near < OWN:
        _was_full_mark(mention, state, told)
    elif mention.role == Cue.SCORE and mention.head is not None and not phrase.has(Cue.SCORE):
        state.implied |= {len(told.found)}  # the role of its list: 数量指标15分，…，扣1分得14分
    if mention.role == Cue.FULL and phrase.opens_aside and told.last and _is_bare_mark(told.last):
        told.found[-1] = replace(told.last, role=str(Cue.SCORE))  # 产出指标47.63分（满分50分）
        state.scored = True
    if _is_full_in_brackets(mention, phrase):
        return replace(mention, role=str(Cue.FULL))
    follows = score_follows(phrase, told.type)
    mention = _of_part(_of_whole(mention, phrase, told, follows=follows), told)
    before = told.last
    if mention.role is None and before and before.role == Cue.FULL and before.subject == mention.subject is not None:
        mention = replace(mention, role=str(Cue.SCORE))
    if mention.role is None and mention.subject is not None and (state.scored or follows):
        mention = replace(mention, role=str(Cue.FULL if follows else Cue.SCORE))
        state.implied |= set() if follows else {len(told.found)}
    state.scored = state.scored or mention.role == Cue.SCORE
    return mention


def _is_mark(mention: Mention) -> bool:
    """A figure in 分, or one without a unit that a word calls a mark (`得分9.88`)."""
    dimension = mention.quantity.dimension
    return dimension is Dimension.SCORE or (dimension is Dimension.NONE and mention.role in (Cue.SCORE, Cue.FULL))


def _runs_on(mention: Mention) -> bool:
    """`得分109.63`: more than any mark is, so full mark and score of a table that lost its grid."""
    return mention.quantity.dimension is Dimension.NONE and mention.quantity.value > _FULL_MARKS


def score_follows(phrase: Phrase, report_type: ReportType) -> bool:
    """`15分，得14分`: the next figure of the same item is called the score."""
    if not phrase.item_goes_on:
        return False
    ahead = [t for t in phrase.tokens if phrase.stop <= t.start < phrase.following]
    of = (report_type.subjects[t.id].family for t in ahead if t.kind is TokenKind.SUBJECT and not t.weak)
    return "score" not in of and any(t.id == Cue.SCORE for t in ahead)


def _was_full_mark(mention: Mention, state: State, told: Told) -> None:
    """`数量指标20分，…，计19分`: what was taken for the score was the full mark."""
    for index in sorted(state.implied, reverse=True):
        earlier = told.found[index]
        if earlier.subject == mention.subject and earlier.quantity.value >= mention.quantity.value:
            told.found[index] = replace(earlier, role=str(Cue.FULL))
            return


def _is_bare_mark(mention: Mention) -> bool:
    """A mark of an indicator that nothing calls the full mark or the score."""
    return mention.quantity.dimension is Dimension.SCORE and mention.role is None and mention.subject is not None


def _is_full_in_brackets(mention: Mention, phrase: Phrase) -> bool:
    """`投入指标（15分）13.50分`, `年度目标（80分）`: a mark in brackets, alone or with another right after."""
    if phrase.is_aside and not phrase.is_last and _MARK_AFTER.fullmatch(phrase.text, phrase.stop, phrase.following):
        return True
    alone = phrase.text[phrase.number - 1] == "(" and phrase.text[phrase.stop : phrase.stop + 1] == ")"
    return alone and mention.near < OWN and mention.role != Cue.FULL


def _of_whole(mention: Mention, phrase: Phrase, told: Told, *, follows: bool) -> Mention:
    """A mark of no indicator is the whole report's, or that of the whole's rate of completion right before it."""
    self_scored = _SELF_SCORED.search(phrase.text, phrase.clause, phrase.number) is not None
    unnamed = mention.subject is None and (not mention.name or self_scored)
    unnamed = unnamed or (mention.near < OWN and mention.role == Cue.FULL)  # 满意度指标9.5分，总分95.5分
    if unnamed and _is_total(mention, phrase) and not follows:
        mention = replace(mention, subject=told.type.score_subject, near=TAKEN, role=str(Cue.SCORE))
    if mention.subject == told.type.score_subject and (rate := _rate_before(phrase, told)) is not None:
        of_whole = rate.subject == told.type.completion_subject
        mention = replace(mention, subject=told.type.whole_score if of_whole else None)
    return mention


def _of_part(mention: Mention, told: Told) -> Mention:
    """`分值：10分；得分：9.9分`: a score right after the full mark of something unnamed is of that, not the whole's."""
    full = told.last
    if full is None or full.role != Cue.FULL or full.subject is not None:
        return mention
    of_total = mention.subject == told.type.score_subject and mention.near < OWN
    fits = mention.quantity.value <= full.quantity.value < _FULL_MARKS
    return replace(mention, subject=None) if of_total and fits else mention


def _is_total(mention: Mention, phrase: Phrase) -> bool:
    """`经自评，总分为95.50分`, `我局自评95.50分`: the clause says nothing else."""
    clause = phrase.text[phrase.clause : phrase.number]
    full = mention.role == Cue.FULL and mention.quantity.value != _FULL_MARKS and "总分" in clause
    own = mention.role == Cue.SCORE and ("自评" in clause or "评价" in clause)
    if own and _SELF_SCORED.search(clause) and mention.quantity.value > _HALF_OF_MARKS and "项目" not in clause:
        return True  # 对照评分表自评93.8分
    return (full or own) and not phrase.residue(phrase.clause, phrase.number)


def _rate_before(phrase: Phrase, told: Told) -> Mention | None:
    """`执行率 / 98.76% / 得分 / 9.88`: a bare 得分 right after a rate is its mark; a full mark may be between."""
    if phrase.text[phrase.clause : phrase.number].strip("\n :") not in _BARE_SCORE:
        return None
    before = next((m for m in reversed(told.found[-2:]) if m.role != Cue.FULL), None)
    if before is None or before.quantity.dimension is not Dimension.PERCENT or phrase.quantity.value > _HALF_OF_MARKS:
        return None  # 执行率97%，得分92分: the whole report's
    near = phrase.number - told.folded.at(before.quantity.span.end) <= _BESIDE_RATE
    return before if near else None
