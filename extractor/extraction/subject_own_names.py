"""Names that no declaration knows: what a figure calls itself in its own clause, or its item before the colon."""

from __future__ import annotations

import re

from extractor.extraction.subject_sought import Sought
from extractor.extraction.vocabulary import Cue
from extractor.extraction.wording import TokenKind
from extractor.reports import Facet

_NOT_A_NAME = re.compile(r"^[和及与以至并且而但或]|[，。；:]")
_RESPECTIVELY = re.compile(r"^分别[为是]")
_ITEM_MARK = re.compile(r"^(?:[①-⑳]|\d{1,2}[.、]|[(（]\d{1,2}[)）])")
_HEADING = re.compile(r"情况|方面|如下|明细|其中|收支|预算|决算|支出|收入|资金|结构|构成|经费$")
_SHORTEST_ITEM, _LONGEST_ITEM = 3, 30


def own_name(sought: Sought) -> str:
    """The words before the stage in a clause: what this figure calls itself; empty where all of them are known."""
    phrase = sought.phrase
    stop = next((t.start for t in phrase.own if t.kind is TokenKind.MEASURE), phrase.number)
    start = next((t.end for t in phrase.own if t.id == Cue.LIST and t.end <= stop), phrase.clause)
    name = _RESPECTIVELY.sub("", phrase.text[start:stop].strip(':、的 "'))
    listed = sought.mention.of is not None or sought.mention.head is not None
    item = listed and "money" in sought.families  # an item may be called 送戏下乡
    return "" if not phrase.residue(start, stop, bodies=not item) or _NOT_A_NAME.search(name) else name


def item_at_colon(sought: Sought) -> str:
    """`①国土规划编制：预算380万元，支出285万元`: what stands before the colon, when no declaration knows it."""
    phrase = sought.phrase
    colon = phrase.clause - 1
    if phrase.text[colon : colon + 1] != ":" or not phrase.has_stage or sought.mention.facet is not Facet.AMOUNT:
        return ""
    begin = max(phrase.before, *(phrase.text.rfind(mark, phrase.start, colon) + 1 for mark in "，,；;。"))
    name = _ITEM_MARK.sub("", phrase.text[begin:colon])
    known = any(begin <= t.start < colon and t.kind is TokenKind.SUBJECT and not t.weak for t in phrase.tokens)
    return "" if known or not _SHORTEST_ITEM <= len(name) <= _LONGEST_ITEM or _HEADING.search(name) else name
