"""The subject that a figure's own clause names, unless what stands there is something else's name."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.extraction.listing import is_list_of_names
from extractor.extraction.mention import LEAD, OWN, Mention
from extractor.extraction.subject_after import named_after
from extractor.extraction.subject_before import label_before
from extractor.extraction.subject_sought import Sought
from extractor.extraction.wording import Token
from extractor.model import Dimension
from extractor.reports import Subject

_LENIENT = ("score", "units")
"""Families whose wordings are specific enough to count with unknown words beside them."""
_PEOPLE = re.compile(r"(?:(?!其中)[^(（]){0,12}(?:[员师工警生兵者人]|等)[)]?$")
_MOVES = re.compile(r"(?:新|拟|招|未|再|增|减|停止|不再|计划|清退|解聘|辞退|裁减|安置|返聘|带动就业)$")
"""Before a word of an open subject: of those who came or went, not of those who are there."""
_PART_OF_SCORE = re.compile("目标|指标|管理|产出|效益")
_GONE = re.compile(r"(?:当年|本年度?|年内|今年|全年|年度内|新增?|到龄|办理)(?:离?退休|招聘|聘用)$")
"""Of those who came or went in the year, not of those who are there."""
_HALF_OF_MARKS = 50
_OVERALL = re.compile(r"综合|总体|整体|经自评|自评结论")
_SCOPE = re.compile(r"(?:当)?[中里内]|项下|[主要]*(?:包括|包含|分为|由)")
"""After a subject: what is named next is a part of it."""
_AND = re.compile("[和及与、]|以及")


def named_in_clause(sought: Sought) -> Mention | None:
    """The mention with the subject that its clause names, or None when the clause names none for it."""
    token, phrase, mention = _pick(sought), sought.phrase, sought.mention
    if token is None:
        compound = next((t for t in sought.named if sought.fits(t) and t.weak and _is_second_half(sought, t)), None)
        return replace(mention, name=phrase.text[phrase.clause : phrase.number]) if compound else None
    if _AND.fullmatch(phrase.text, token.end, sought.limit) and (after := named_after(sought)):
        return replace(mention, subject=after, near=OWN)  # 5个股室和6个二级单位
    family = sought.family(token)
    common = token.weak and (family == "staff" or (family == "score" and not _is_overall(sought, token)))
    return replace(
        mention,
        subject=token.id,
        near=LEAD if common else OWN,
        start=min(mention.start, token.start),
        qualified=family == "money" and any(t.start < token.start and sought.narrows(t) for t in sought.named),
        common=token.weak and family != "score",
    )


def _pick(sought: Sought) -> Token | None:
    """The token that names the subject, or None when what stands there is something else's name."""
    token = _last_fitting(sought)
    if (
        token is None
        or _is_part_of_score(sought, token)
        or _is_of_another(sought, token)
        or _has_unknown_beside(sought, token)
    ):
        return None
    spec = sought.type.subjects[token.id]
    if token.weak and _is_second_half(sought, token):
        return None
    if spec.family not in _LENIENT and _has_another_beside(sought, token):
        return None
    gone = spec.family == "staff" and _GONE.search(sought.phrase.text, sought.phrase.clause, token.end)
    if gone:
        return None
    scoped = spec.required or (token.weak and spec.family == "money" and spec.within)  # 运行维护费: of the cars?
    return token if not scoped or _is_in_scope(sought, spec) else None


def _is_second_half(sought: Sought, token: Token) -> bool:
    """`事业收入`, a word of another family right before it: one kind of income, not all of it."""
    if sought.family(token) != "money":
        return False
    return any(t.end == token.start and t.weak and sought.family(t) != "money" for t in sought.named)


def _is_part_of_score(sought: Sought, token: Token) -> bool:
    """`整体绩效目标实现情况60分`: one part of the whole score."""
    whole = token.id == sought.type.score_subject
    return whole and _PART_OF_SCORE.match(sought.phrase.text, token.end) is not None


def _last_fitting(sought: Sought) -> Token | None:
    """The last subject that such a figure can be of; a plain one before one that qualifies, any before the score."""
    fitting = [t for t in sought.named if sought.fits(t)]
    fitting = [t for t in fitting if not sought.is_generic(t)] or fitting
    fitting = [t for t in fitting if t.id != sought.type.score_subject] or fitting  # 满意度自评得分9.6分
    if not fitting:
        return None
    return fitting[-1]


def _is_of_another(sought: Sought, token: Token) -> bool:
    """What stands before or after it says that the figure is of something else."""
    later = (t for t in sought.named if t.start > token.start and t.id != token.id and not sought.is_generic(t))
    if sought.type.subjects[token.id].open:
        later = (t for t in later if sought.fits(t))  # 聘用窗口服务人员: what they do is theirs
    if sought.family(token) != "units" and any(later):  # the names in a list of offices hold all kinds of words
        return True
    score = token.weak and token.id == sought.type.score_subject
    part = sought.mention.quantity.value <= _HALF_OF_MARKS  # 满意度指标10分。我局自评得分93分: no part has so many
    if score and part and not _is_overall(sought, token) and label_before(sought):
        return True  # 自评得分 after an indicator is that indicator's
    return _gives_way(sought, token)


def _gives_way(sought: Sought, token: Token) -> bool:
    """`行政编制30人，实有29人`: a common wording of the whole, after a part of it, speaks of that part."""
    last = sought.state.last
    part = sought.type.subjects.get(last.subject or "") if last else None
    if token.weak and last is not None and last.subject is None and last.name and token.id != last.kin:
        return last.kin is not None and sought.family(token) == "staff"  # 工勤编制3名，实有1人
    return token.weak and part is not None and token.id in part.within


def _has_unknown_beside(sought: Sought, token: Token) -> bool:
    """Words that nothing declares stand before it or between it and the figure, where that makes it another name."""
    phrase, spec = sought.phrase, sought.type.subjects[token.id]
    listed_before = phrase.text[token.start - 1] == "等"  # 基本工资、津贴补贴等人员经费: examples of what follows
    strict = (spec.family not in _LENIENT or token.weak) and not listed_before and not sought.loose
    if strict and phrase.residue(phrase.clause, token.start) and not _is_kind_of(sought, token):
        return True
    between = phrase.residue(token.end, sought.limit)
    if not between:
        return False
    if sought.mention.quantity.dimension is Dimension.NONE:
        return True  # 绩效自评报告见附件1
    listed = spec.family == "units" and is_list_of_names(phrase.text[token.end : sought.limit])
    people = spec.open and _PEOPLE.match(phrase.text, token.end, sought.limit) is not None
    return spec.family != "score" and not listed and not people and not sought.loose


def _is_kind_of(sought: Sought, token: Token) -> bool:
    """`养护站聘用养护工人52名`: an open subject's word makes the figure its own, whatever else the clause says."""
    spec, phrase = sought.type.subjects[token.id], sought.phrase
    return spec.open and not token.weak and not _MOVES.search(phrase.text, phrase.clause, token.start)


def _has_another_beside(sought: Sought, token: Token) -> bool:
    """The clause names another subject that neither qualifies this one nor is what it is a part of."""
    spec = sought.type.subjects[token.id]
    plain = sought.qualifies if spec.family == "rate" else sought.is_generic
    beside = (t for t in sought.named if not _SCOPE.match(sought.phrase.text, t.end))  # 人员经费中工资福利支出
    rate = spec.family == "rate"  # 采购执行率 is that of the purchases
    beside = (t for t in beside if rate or not (t.weak and t.end == token.start))  # 年末实有人员编制
    families = (spec.family,) if spec.open else (spec.family, "money")
    others = {t.id for t in beside if sought.family(t) in families and not plain(t)}
    return bool(others - {token.id, *spec.within})


def _is_in_scope(sought: Sought, spec: Subject) -> bool:
    """What this is a part of, or another part of it, was named in this section."""
    named = set(sought.seen) - {spec.id}
    whole = set(spec.within)
    return bool(whole & named) or any(whole & set(sought.type.subjects[id_].within) for id_ in named)


def _is_overall(sought: Sought, token: Token) -> bool:
    """`综合评定，自评得分96分`: of the whole, whatever indicator was named before."""
    text = sought.phrase.text
    begin = max(sought.phrase.before, text.rfind("。", 0, token.start), 0)
    return _OVERALL.search(text, begin, token.start) is not None
