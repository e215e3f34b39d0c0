"""`基本支出A，项目支出B，各占C%和D%`: shares in the order of the parts before them, where the proportions agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.extraction.mention import LEAD, Mention
from extractor.model import Dimension
from extractor.numbers import Folded
from extractor.reports import Facet

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


__all__ = ["paired_shares"]
