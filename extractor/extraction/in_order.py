"""Figures in the order of those before them: `基本支出A，项目支出B，各占C%和D%`, where the proportions agree;
`收入A，支出B，分别增加C、D`; `投入20分、产出30分，自评得分分别为18分、28分`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.extraction.mention import LEAD, OWN, Mention
from extractor.extraction.vocabulary import Cue
from extractor.model import Dimension
from extractor.numbers import Folded
from extractor.reports import Facet

_SAID = re.compile("分别|依次")
_BRACKET = re.compile(r"\((?:满分|分值|权重|共|总分)*[为:]?")
_FULL = re.compile("满分|分值|权重")
_AND = re.compile(r"[和与及、:：]|以及")
_LOOSE = Decimal("0.02")
"""Shares are rounded: their proportion is that of the parts but for this part of it."""


def paired_shares(folded: Folded, found: Sequence[Mention]) -> list[Mention]:
    """The mentions of a reader in order; two shares in a row given to the two parts that stand before them. Where the
    proportions do not agree, neither is anybody's."""
    told = list(found)
    for at in range(2, len(told) - 1):
        one, other = told[at], told[at + 1]
        if not (_is_share(one) and _joined(folded, one, other)):
            continue
        first, second = told[at - 2], told[at - 1]
        agree = _are_parts(first, second) and _agree(first, second, one, other)
        for index, share, part in ((at, one, first), (at + 1, other, second)):
            subject = part.subject if agree else None
            near = LEAD if agree else share.near
            told[index] = replace(share, facet=Facet.SHARE, subject=subject, near=near, measure=part.measure)
    return told


def _is_share(mention: Mention) -> bool:
    return mention.quantity.dimension is Dimension.PERCENT and mention.facet is Facet.SHARE


def _joined(folded: Folded, one: Mention, other: Mention) -> bool:
    if other.quantity.dimension is not Dimension.PERCENT:
        return False
    between = folded.text[folded.at(one.quantity.span.end) : folded.at(other.quantity.number.start)]
    return _AND.fullmatch(between) is not None


def _are_parts(first: Mention, second: Mention) -> bool:
    return all(
        part.quantity.dimension is Dimension.MONEY
        and part.facet is Facet.AMOUNT
        and part.subject
        and part.quantity.value
        for part in (first, second)
    )


def _agree(first: Mention, second: Mention, one: Mention, other: Mention) -> bool:
    crossed = first.quantity.value * other.quantity.value, second.quantity.value * one.quantity.value
    return abs(crossed[0] - crossed[1]) <= _LOOSE * max(crossed)


def respectively(folded: Folded, found: Sequence[Mention]) -> list[Mention]:
    """The mentions of a reader in order; a row of figures behind 分别 given to as many named figures before it, and a
    row of rates right behind that row as well."""
    told = list(found)
    at = 0
    while at < len(told):
        row = _row(folded, told, at)
        size = len(row)
        named = told[at - size : at] if size > 1 and at >= size else []
        if not named or not _SAID.search(_between(folded, told[at - 1], told[at])) or not _are_named(named, row):
            at += max(size, 1)
            continue
        rates = _row(folded, told, at + size)
        rates = rates if len(rates) == size and rates[0].facet is Facet.CHANGE_RATE else []
        full = _FULL.search(_between(folded, told[at - 1], told[at])) is not None  # 满分分别为A、B
        own, theirs = (Cue.FULL, Cue.SCORE) if full else (Cue.SCORE, Cue.FULL)
        for index, one in enumerate(row):
            told[at + index] = _of(one, named[index], row[0])
            if one.quantity.dimension is Dimension.SCORE:
                told[at + index] = replace(told[at + index], role=str(own))
                told[at - size + index] = replace(named[index], role=str(theirs))
        for index, one in enumerate(rates):
            told[at + size + index] = _of(one, named[index], rates[0])
        at += size + len(rates)
    return told


def full_marks(folded: Folded, found: Sequence[Mention]) -> list[Mention]:
    """The mentions of a reader in order, the full mark in a bracket right behind a mark as that mark's
    (`效益指标自评28分（满分30分）`)."""
    told = list(found)
    for at in range(1, len(told)):
        one, before = told[at], told[at - 1]
        marks = one.quantity.dimension is before.quantity.dimension is Dimension.SCORE
        behind = marks and one.role == Cue.FULL and one.subject is None and before.role == Cue.SCORE
        if behind and _BRACKET.fullmatch(_between(folded, before, one)):
            told[at] = replace(one, subject=before.subject, near=before.near)
    return told


def _row(folded: Folded, told: Sequence[Mention], at: int) -> list[Mention]:
    """The figures from `at` on that nothing but a joining word parts."""
    row = list(told[at : at + 1])
    for one in told[at + 1 :]:
        if one.quantity.dimension is not row[-1].quantity.dimension:
            break
        if not _AND.fullmatch(_between(folded, row[-1], one)):
            break
        row.append(one)
    return row


def _between(folded: Folded, one: Mention, other: Mention) -> str:
    return folded.text[folded.at(one.quantity.span.end) : folded.at(other.quantity.number.start)]


def _are_named(named: Sequence[Mention], row: Sequence[Mention]) -> bool:
    marks = row[0].quantity.dimension is Dimension.SCORE
    changes = row[0].facet in (Facet.CHANGE, Facet.CHANGE_RATE)
    alike = Dimension.SCORE if marks else Dimension.MONEY
    own = all(one.near == OWN and one.subject and one.quantity.dimension is alike for one in named)
    amounts = all(one.facet is Facet.AMOUNT and not one.prior for one in named)
    return (marks or changes) and own and amounts and len({one.subject for one in named}) == len(named)


def _of(one: Mention, named: Mention, first: Mention) -> Mention:
    """The figure as one of what `named` is; the words stand with the first of its row."""
    return replace(
        one,
        subject=named.subject,
        near=LEAD,
        measure=named.measure,
        facet=first.facet,
        against=first.against,
        direction=first.direction,
        name="",
    )


__all__ = ["full_marks", "paired_shares", "respectively"]
