"""The kinds of reserved places, and what the modules that recognise them share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractor.numbers.units import TAIL


class Kind(StrEnum):
    """Why a number is not a quantity."""

    DATE = "date"
    """A date, year, month, quarter, span of years or time of day."""
    LIST_NUMBER = "list_number"
    """`1.` `1、` `（1）` `①` `一、` `（一）` `一是` `第一条` in front of what it numbers."""
    CODE = "code"
    """A name made of digits: budget code, document number, telephone, credit code, `PM2.5`, `5G`."""
    RATIO = "ratio"
    """`1:65`, `2/3`, `三分之二`: both sides are kept in `Reserved.sides`."""
    IDIOM = "idiom"
    """A set phrase or name (`三公`, “十五连调”), or 一 as an article (`一个窗口`)."""
    ORDINAL = "ordinal"
    """`第3批`, `二级指标`, `3号楼`: which one, not how many."""
    PAGE = "page"
    """A page number left in the text."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reserved range of the folded text."""

    kind: Kind
    start: int
    end: int
    sides: tuple[Decimal, Decimal] | None = None


def measured(text: str, end: int) -> bool:
    """True when a scale or a unit stands at `end`, right behind a figure."""
    tail = TAIL.match(text, end)
    return bool(tail and (tail["unit"] or tail["whole"] or tail["scale"]))
