"""What kind of figure a phrase prints: an amount, a share, or a change, and of this year or another."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.extraction.mention import Mention
from extractor.extraction.phrase import Phrase
from extractor.extraction.state import State
from extractor.extraction.vocabulary import CHANGE, SAVED, Cue
from extractor.extraction.wording import Token, TokenKind
from extractor.model import Dimension
from extractor.reports import Facet, ReportType

_YEAR = re.compile(r"((?:19|20)\d\d)年(?!\d)")
_JOINED = ("、", "和", "，", ",", "(", "，即", "或")
"""What may stand between a change and its rate (`下降22万元、3.77%`)."""
_BREAKS = "\n。，,;；:：、()"
"""A year right after one of these says of when the clauses that follow are; amid words it dates what they speak of
(`因兑现2021年奖补资金，调整后预算为A`)."""
_PARTWAY = re.compile(r"(?<!1)[1-9]月|1[01]月|[一二三]季度|上半年|半年|前\d个月|序时")
_OF_BUDGET = re.compile(r"^为?(?:年初|部门|调整)[^，]{0,8}(?:预算|批复|安排)[数额]?的$")
_PLANNED = re.compile("预算|控制[数额]|(?<!经济)指标|计划")
_THIS_YEAR = re.compile(r"[本今当]年(?:度)?$")
"""Beside a figure of last year it compares (`上年支出A，本年少B`)."""
_BUDGETED = ("initial", "adjusted")
_ROLES = (Cue.FULL, Cue.SCORE, Cue.LOST, Cue.EACH)


def with_facet(
    mention: Mention, phrase: Phrase, state: State, report_type: ReportType, fiscal_year: int | None
) -> Mention:
    """Set facet, base, direction, `prior` and role of a mention from its own clause."""
    percent = mention.quantity.dimension in (Dimension.PERCENT, Dimension.POINTS)
    compared = phrase.has(Cue.COMPARE)
    earlier = phrase.has(Cue.PRIOR) or (compared and _names_earlier(phrase, fiscal_year))
    if not compared and any(t.id == Cue.COMPARE and t.start > phrase.before for t in phrase.lead):  # 与上年相比，…
        earlier_lead = any(t.id == Cue.PRIOR for t in phrase.lead) or _names_earlier(phrase, fiscal_year, lead=True)
        state.base = "prior" if earlier_lead else "budget"
    if percent and state.change is not None and phrase.text[phrase.before : phrase.number] in _JOINED:
        return replace(mention, facet=Facet.CHANGE_RATE, against=state.change.against, direction=state.change.direction)
    if percent and phrase.text[phrase.before : phrase.number] == "(" and phrase.text.startswith(")", phrase.stop):
        return replace(mention, facet=Facet.SHARE)  # 基本支出A（50.46%）
    change = next((t for t in reversed(phrase.cues) if t.id in CHANGE), None)
    if change is not None and _moves(change, phrase, compared=compared):
        after_base, state.on_base = state.on_base and state.base, False
        own = _base(change, phrase, earlier=earlier, compared=compared)
        if state.last is not None and state.last.prior and own == "budget" and not compared:
            own = "prior"  # 上年实际15万元，本年节约1万元
        state.base = after_base or own or state.base or _implied(state)
        facet = Facet.CHANGE_RATE if percent else Facet.CHANGE
        direction = "up" if change.id == Cue.UP else "down"
        return replace(mention, facet=facet, against=state.base, direction=direction)
    if not percent and phrase.has(Cue.LEFT) and _is_part(state, report_type):
        return replace(mention, facet=Facet.CHANGE, against="budget", direction="down")
    if percent and (phrase.has(Cue.SHARE) or _OF_BUDGET.search(phrase.text, phrase.clause, phrase.number)):
        return replace(mention, facet=Facet.SHARE)
    staged = any(t.kind is TokenKind.MEASURE and t.id in _BUDGETED and not _is_point(t, phrase) for t in phrase.own)
    if phrase.is_base:
        earlier = earlier or not staged or _names_earlier(phrase, fiscal_year)
    if compared or phrase.is_base:
        state.base = "prior" if earlier else "budget"
    state.on_base = phrase.is_base
    stale = not (phrase.is_base or compared) and _is_stale(phrase, state, fiscal_year)
    begin = max(phrase.text.rfind(mark, 0, phrase.number) for mark in "，,。;；\n")  # 季度进度为22%、51%: both
    stale = stale or (percent and _PARTWAY.search(phrase.text, max(begin, phrase.start), phrase.number) is not None)
    marks = mention.quantity.dimension in (Dimension.SCORE, Dimension.NONE)
    role = next((str(t.id) for t in reversed(phrase.cues) if t.id in _ROLES and (marks or t.id != Cue.LOST)), None)
    return replace(mention, prior=earlier or stale, role=role)


def _moves(change: Token, phrase: Phrase, *, compared: bool) -> bool:
    """True when the word of change speaks of this figure: not `增加到 …`, and a bare 多 or 少 only beside it."""
    between = phrase.text[change.end : phrase.number]
    beyond = phrase.text[change.start] == "超" and any(t.start == change.end for t in phrase.own)  # 超出年初预算A
    if not beyond and any(t.kind is TokenKind.MEASURE and t.start >= change.end for t in phrase.own):
        return False  # 某工程巩固提升年初预算A
    named = phrase.text[change.end - 1] in "幅率额例度"  # 降幅为4%, but not 增加为
    leads_to = r"[到至]|的[^，]{2,}" if named else r"[到至为]|的[^，]{2,}"
    if re.match(leads_to, between) or phrase.residue(change.end, phrase.number):
        return False
    told = compared or _THIS_YEAR.search(phrase.text, phrase.clause, change.start) is not None
    return change.end - change.start > 1 or (told and between in ("", "了"))


def _base(change: Token, phrase: Phrase, *, earlier: bool, compared: bool) -> str | None:
    """What a change is measured from, as far as this clause says."""
    if earlier or phrase.text.endswith("同口径", phrase.clause, change.start):
        return "prior"
    if phrase.text[change.start] == "超" and any(t.start == change.end for t in phrase.own):
        return "budget"  # 超出年初预算A
    staged = any(t.kind is TokenKind.MEASURE and t.end <= change.start for t in phrase.own)
    if compared and (staged or _PLANNED.search(phrase.text, phrase.clause, change.start)):
        return "budget"
    return "budget" if SAVED.match(phrase.text, change.start) and not compared else None


def _implied(state: State) -> str | None:
    """`决算A，年初批复B，增加C`: the figure before is what the change is measured from."""
    if state.last is None:
        return None
    return "prior" if state.last.prior else "budget" if state.last.measure in _BUDGETED else None


def _is_point(token: Token, phrase: Phrase) -> bool:
    """`与年初的A相比`: the beginning of the year, not its budget."""
    return phrase.text[token.start : token.end] == "年初"


def _is_part(state: State, report_type: ReportType) -> bool:
    """True when the figure before is of a part of the money (三公, 采购), not of the whole."""
    spec = report_type.subjects.get((state.last.subject or "") if state.last else "")
    return spec is not None and spec.family == "money" and not spec.qualifier and not spec.whole


def _names_earlier(phrase: Phrase, fiscal_year: int | None, *, lead: bool = False) -> bool:
    start, end = (phrase.before, phrase.clause) if lead else (phrase.clause, phrase.number)
    years = [int(year) for year in _YEAR.findall(phrase.text, start, end)]
    return bool(fiscal_year and years and years[-1] < fiscal_year)


def _is_stale(phrase: Phrase, state: State, fiscal_year: int | None) -> bool:
    """True when the last year named in this sentence is not the report's."""
    begin = max(phrase.before, phrase.text.rfind("。", phrase.before, phrase.number))
    for year in _YEAR.finditer(phrase.text, begin, phrase.number):
        if year.start() >= phrase.clause or phrase.text[year.start() - 1] in _BREAKS:
            state.year = int(year.group(1))
    return bool(fiscal_year and state.year and state.year != fiscal_year)
