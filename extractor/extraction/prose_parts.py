"""Parts of a list in prose: no part is the whole that heads the list, and it is a score where the head is one."""

from __future__ import annotations

import re
from dataclasses import replace

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
    of_part = state.last is not None and state.last.head is not None and not phrase.breaks_sentence
    if of_part and _OF_PART.fullmatch(phrase.text, phrase.clause, phrase.number):
        return replace(mention, subject=None)  # 其中：基本支出A，执行率100%
    if head is None:
        return mention
    own = mention.near == OWN and mention.subject == told.type.default_subject != head.subject
    if own and told.is_of_whole(head):
        return replace(mention, subject=None)  # 年初预算收入A，其中：财政拨款B
    marks = mention.quantity.dimension is Dimension.SCORE
    same = head.subject == mention.subject and (marks or head.measure == mention.measure) and not phrase.is_base
    same = same and not (mention.role == Cue.SCORE != head.role)  # 效果20分，其中…效果得18.4分
    if same and mention.facet is Facet.AMOUNT:
        return replace(mention, subject=None)
    shared = mention.role is None and not score_follows(phrase, told.type)  # 质量指标15分，得14分: 15 is its full mark
    return replace(mention, role=head.role) if shared else mention


def may_be_part(part: Quantity, whole: Quantity) -> bool:
    """No sum of money is a part of a number of people, and the other way round."""
    return {part.dimension, whole.dimension} != {Dimension.MONEY, Dimension.PEOPLE}


def only_part(phrase: Phrase, report_type: ReportType) -> str | None:
    """`三公经费支出8万元，均为公务接待费`: the subject of the one part that all of the figure went to."""
    if not (aside := _ALL_OF_IT.match(phrase.text, phrase.stop)):
        return None
    part = next((t for t in phrase.tokens if t.start == aside.end() and t.kind is TokenKind.SUBJECT), None)
    return part.id if part and not part.weak and not report_type.subjects[part.id].qualifier else None
