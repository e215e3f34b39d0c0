"""The words of a row's label or a column's head, and what they say: of what, at which stage, as what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.extraction.vocabulary import Cue
from extractor.extraction.wording import Token, TokenKind
from extractor.reports import Facet

_ROLES = (Cue.SCORE, Cue.FULL, Cue.LOST, Cue.TARGET, Cue.ACTUAL)
_MARK_ASIDE = re.compile(r"[(（][^)）]*[)）]|指标|[:：\s]")
ALL_MONEY = re.compile("总金额|总额")
WHOLE = re.compile(r"总(?:额|量|数|计|金额)$|合计$|^(?:部门)?整体支出$")
"""The name of a sum."""
_CHANGED = re.compile(r"^(?:[比较]上年|同比)?增减(?:额|数|变动|变化|情况|幅度?|率|比例)*(?:\(?%\)?)?$")
_PER_CENT = re.compile("%|率|幅|比例")
_SOURCE = re.compile(r"一般公共预算|政府性基金|国有资本经营|社会保险基金|财政专户")


@dataclass(frozen=True, slots=True)
class Words:
    """A label or head as tokens, with what no declaration knows."""

    text: str
    tokens: tuple[Token, ...]
    unknown: str
    part: bool = False
    """The label begins with 其中."""


def subjects(words: Words) -> list[Token]:
    """The declared subjects that the words name, from the left."""
    return [t for t in words.tokens if t.kind is TokenKind.SUBJECT]


def covers(words: Words, token: Token) -> bool:
    """The label is the name of the indicator and nothing else, its mark in brackets aside."""
    return not _MARK_ASIDE.sub("", words.text[: token.start] + words.text[token.end :])


def role_of(labels: Sequence[Words]) -> str | None:
    """What the innermost label calls its mark or value: full mark, score, target, outcome."""
    for words in reversed(labels):
        for token in reversed(words.tokens):
            if token.id in _ROLES:
                return str(token.id)
    return None


def stage_of(labels: Sequence[Words]) -> str | None:
    """The stage of the budget that the innermost label states."""
    for words in reversed(labels):
        stages = [t for t in words.tokens if t.kind is TokenKind.MEASURE]
        strong = [t for t in stages if not t.weak] or stages
        if strong:
            return strong[-1].id
    return None


def under_sum(column: list[Words]) -> list[Words]:
    """A name below that of a sum is one of its parts: `收入合计` over 财政拨款."""
    if len(column) > 1 and column[0].text != column[-1].text and WHOLE.search(column[0].text):
        return [*column[:-1], replace(column[-1], part=True)]
    return column


def is_other(column: Sequence[Words]) -> bool:
    """The name next above the figure is of something that no declaration knows: names further up do not say what."""
    return len(column) > 1 and bool(column[-1].unknown) and not stage_of(column[-1:]) and role_of(column[-1:]) is None


def is_unknown(column: Sequence[Words]) -> bool:
    """The name right above the figure is of something that no declaration knows."""
    return bool(column) and bool(column[-1].unknown) and not stage_of(column[-1:])


def is_strong(labels: Sequence[Words]) -> bool:
    """A stage is stated in words that can mean nothing else."""
    return any(t.kind is TokenKind.MEASURE and not t.weak for words in labels for t in words.tokens)


def facet_of(column: Sequence[Words]) -> Facet:
    """A column of shares, or of amounts."""
    return Facet.SHARE if any(t.id == Cue.SHARE for words in column for t in words.tokens) else Facet.AMOUNT


def change_of(column: Sequence[Words]) -> Facet | None:
    """A column of changes on last year (比上年增减), in money or in per cent."""
    if not column or not _CHANGED.search(column[-1].text):
        return None
    return Facet.CHANGE_RATE if _PER_CENT.search(column[-1].text) else Facet.CHANGE


def is_whole(row: Sequence[Words]) -> bool:
    """The row has no label, or one that says nothing but 合计 or a stage; that of one source of funds is a part."""
    return not row or not (row[-1].unknown or row[-1].part or is_source(row[-1]))


def is_source(words: Words) -> bool:
    """The label names one source of funds (政府性基金预算) and no figure of its own."""
    return _SOURCE.match(words.text) is not None and not subjects(words)
