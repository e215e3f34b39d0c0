"""Subjects that a figure takes up where no words name any: of the figure before, the list's head or the heading."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from extractor.extraction.mention import OWN, TAKEN, Mention
from extractor.extraction.subject_before import is_named_mark
from extractor.extraction.subject_sought import Sought
from extractor.model import Dimension
from extractor.reports import Facet

_PLANNED = ("initial", "adjusted")
_WORD = re.compile("[\u4e00-\u9fff]")
_PAUSE = re.compile("[，,。；;、(\t|]")


def taken_up(sought: Sought) -> Mention:
    """The mention with what it takes up, or as it was where nothing before it can be meant."""
    mention, phrase, state, subjects = sought.mention, sought.phrase, sought.state, sought.type.subjects
    last = state.last or _headed(sought)
    if last is not None and last.subject and subjects[last.subject].leaf:
        last = _headed(sought)
    of_year = last is not None and last.subject is not None and subjects[last.subject].whole
    if mention.facet is Facet.AMOUNT and state.moved and phrase.has_stage and not of_year:
        return replace(mention, subject=sought.type.default_subject, near=TAKEN)  # 追加某经费A，调整后预算B
    if last is not None and last.head is not None and phrase.has_stage and _runs_on(sought):
        last = state.whole or last  # 年初预算A其中：项目支出B年中追加C: the next stage of A
    changes = mention.facet in (Facet.CHANGE, Facet.CHANGE_RATE)
    if mention.quantity.dimension is Dimension.SCORE and is_named_mark(phrase):
        return mention
    whole = last is not None and last.subject is not None and subjects[last.subject].qualifier
    if changes and whole and state.base_of is not None and subjects[state.base_of].family in sought.families:
        return replace(mention, subject=state.base_of, near=TAKEN)
    if changes and state.change is not None:
        last = state.change
    side = last is not None and last.subject is not None and subjects[last.subject].qualifier
    if side and phrase.breaks_sentence and any(t.id in _PLANNED for t in phrase.own):
        return replace(mention, subject=sought.type.default_subject, near=TAKEN)  # 全年支出A，执行率B。年初批复预算C
    if last is not None and last.subject and subjects[last.subject].family in sought.families:
        return replace(mention, subject=last.subject, near=TAKEN)
    if last is not None and last.name and mention.facet is Facet.AMOUNT and phrase.has_stage:
        return replace(mention, name=last.name, near=TAKEN)
    if mention.facet is not Facet.AMOUNT and last is not None and last.subject is None:
        return mention  # 机关运行经费A，比上年减少B: of that, whatever it is
    return _of_heading(sought)


def _of_heading(sought: Sought) -> Mention:
    """The mention with the subject of its heading, or with the whole money's where it names a stage."""
    mention, subjects = sought.mention, sought.type.subjects
    if mention.quantity.dimension is Dimension.NONE and "score" in sought.families and mention.quantity.value:
        return mention  # a number below the head 得分 is the mark of its row
    for subject in sorted(mention.topic.own, key=lambda id_: subjects[id_].qualifier):
        if subjects[subject].family == "units" and _WORD.match(sought.phrase.text, sought.phrase.stop):
            continue  # 二级单位财务基础不牢。2家二级单位会计由业务人员兼任
        if subjects[subject].family in sought.families:
            return replace(mention, subject=subject, near=OWN if mention.topic.beside else TAKEN)
    part = subjects.get(sought.state.topic or "")
    if part is not None and not part.qualifier and part.id in _wholes(sought) and sought.phrase.has_stage:
        return replace(mention, subject=part.id, near=TAKEN)  # “三公”经费A，公务接待费B；全年预算C
    if "money" in sought.families and sought.phrase.has_stage and not sought.state.unknown:
        return replace(mention, subject=sought.type.default_subject, near=TAKEN)
    return mention


def _wholes(sought: Sought) -> Collection[str]:
    """The subjects of which others are parts (“三公”经费, 政府采购)."""
    return {whole for spec in sought.type.subjects.values() for whole in spec.within}


def _headed(sought: Sought) -> Mention | None:
    """`预算6万元，其中…；实际支出4万元，比上年减少…`: after the parts of a list, the next stage is that of its
    whole, and so is a comparison in an item of its own."""
    changes = sought.mention.facet is not Facet.AMOUNT or sought.phrase.is_base
    head = sought.state.whole or (sought.state.before if changes else None)
    return head if head is not None and (changes or sought.phrase.has_stage) and head.subject else None


def _runs_on(sought: Sought) -> bool:
    """Nothing but words stands between the figure before and this one."""
    return _PAUSE.search(sought.phrase.text, sought.phrase.before, sought.phrase.number) is None
