"""Parts of a list in prose: no part is the whole that heads the list, and it is a score where the head is one."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from extractor.extraction.mention import OWN, Mention
from extractor.extraction.phrase import Phrase
from extractor.extraction.prose_marks import score_follows
from extractor.extraction.state import State, Told
from extractor.extraction.vocabulary import Cue
from extractor.extraction.wording import TokenKind
from extractor.model import Dimension, Quantity
from extractor.reports import Facet, ReportType

_PART_OF = re.compile(r"[，,(]?占(?:总|全部|全年|本年|当年|部门)*[收支]")
_ALL_OF_IT = re.compile(r"[，,](?:(?:全部|均|都)[为是]|(?:全部|均|都)?用于)")
_BETWEEN = 12
"""So many characters may say whose it was (`均为两辆下乡巡诊用车运行维护费`)."""
_ENDS = re.compile(r"[支出费用经]{0,4}(?:[，,。；;()、\n]|$)")
_BREAK = re.compile(r"[\d、，,；;。:(]")
_EACH = re.compile(r"(?:均|都|各)(?:为|是)?$")
_JOINS = re.compile(r"(?:支出|费用?|经费)?(?:[、和及与,，]|以及)")
_OF_PART = re.compile(r"(?:执行|支付|完成|支出)率[为达到]*")
"""Right after a part of a list a bare rate is that part's; the whole's is called 预算执行率."""


def as_part(mention: Mention, phrase: Phrase, state: State, told: Told, head: Mention | None) -> Mention:
    """The mention without a subject that a part cannot have, with the role of the `head` of its list."""
    spec = told.type.subjects.get(mention.subject or "")
    if mention.role is None and spec is not None and spec.role:
        mention = replace(mention, role=spec.role)
    if spec is not None and spec.qualifier and _PART_OF.match(phrase.text, phrase.stop):
        return replace(mention, subject=None)  # 财政拨款收入A，占总收入的98%
    if phrase.text.startswith("之比", phrase.stop):
        return replace(mention, subject=None)  # 支出数A与预算数B之比
    last = state.last
    of_part = last is not None and last.head is not None and not phrase.breaks_sentence
    of_part = of_part and last is not None and last.subject != told.type.default_subject  # 全年预算数A，执行率98%
    if of_part and _OF_PART.fullmatch(phrase.text, phrase.clause, phrase.number):
        return replace(mention, subject=None)  # 其中：基本支出A，执行率100%
    if head is None:
        source = mention.subject == told.type.default_subject and phrase.has(Cue.LIST) and mention.near == OWN
        return replace(mention, subject=None) if source and not phrase.has_stage else mention  # 其中：财政拨款A
    if spec is not None and spec.required and head.subject is None and head.name:
        return replace(mention, subject=None)  # 面向中小企业采购A，其中货物B: a part of a part
    own = mention.near == OWN and mention.subject == told.type.default_subject != head.subject
    of = told.type.subjects.get(head.subject or "")
    if own and (told.is_of_whole(head) or (of is not None and of.whole)):
        return replace(mention, subject=None)  # 年初预算收入A，其中：财政拨款B
    marks = mention.quantity.dimension is Dimension.SCORE
    same = head.subject == mention.subject and (marks or head.measure == mention.measure) and not phrase.is_base
    same = same and not (mention.role == Cue.SCORE != head.role)  # 效果20分，其中…效果得18.4分
    if same and mention.facet is Facet.AMOUNT:
        return replace(mention, subject=None, kin=mention.subject)
    shared = mention.role is None and not score_follows(phrase, told.type)  # 质量指标15分，得14分: 15 is its full mark
    return replace(mention, role=head.role) if shared else mention


def may_be_part(part: Quantity, whole: Quantity) -> bool:
    """No sum of money is a part of a number of people, and the other way round."""
    return {part.dimension, whole.dimension} != {Dimension.MONEY, Dimension.PEOPLE}


def each_of(phrase: Phrase, mention: Mention, report_type: ReportType) -> list[str]:
    """`因公出国（境）及公务接待支出均为0元`: the subjects that each have this figure."""
    if mention.subject is not None or mention.facet is not Facet.AMOUNT:
        return []
    named = [t for t in phrase.own if t.kind is TokenKind.SUBJECT and t.end <= phrase.number]
    families = {report_type.subjects[t.id].family for t in named}
    if len(named) < 2 or len(families) != 1 or not _EACH.search(phrase.text, named[-1].end, phrase.number):
        return []
    joined = all(_JOINS.fullmatch(phrase.text, a.end, b.start) for a, b in pairwise(named))
    whole = phrase.residue(phrase.clause, named[0].start) or any(t.weak for t in named)
    return [t.id for t in named] if joined and not whole else []


def only_part(phrase: Phrase, report_type: ReportType) -> str | None:
    """`三公经费支出8万元，均为公务接待费`: the subject of the one part that all of the figure went to."""
    if not (aside := _ALL_OF_IT.match(phrase.text, phrase.stop)):
        return None
    near = (t for t in phrase.tokens if 0 <= t.start - aside.end() <= _BETWEEN and t.kind is TokenKind.SUBJECT)
    part = next((t for t in near if not _BREAK.search(phrase.text, aside.end(), t.start)), None)
    if part is None or not _ENDS.match(phrase.text, part.end):
        return None  # 占88.00%，用于特定任务的项目支出A: the next figure's
    if part.weak or report_type.subjects[part.id].qualifier:
        return None
    return part.id if part.start == aside.end() or not report_type.subjects[part.id].required else None
