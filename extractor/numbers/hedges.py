"""The words around a figure that make it a bound: 约, 近, 超过, 不低于, 以上, 以内 …"""

from __future__ import annotations

import re

from extractor.model import Comparator

# One row a kind of hedge, in the order they are tried: what is denied comes first, since 不低于 also ends in 低于.
_BEFORE: tuple[tuple[Comparator, str], ...] = (
    (Comparator.AT_LEAST, "不低于|不得低于|不少于|不得少于|不小于|不下于"),
    (Comparator.AT_MOST, "不超过|不得超过|未超过|不超|不高于|不得高于|不大于|不多于"),
    (Comparator.AT_MOST, "至多|最多|小于等于|小于或等于|低于|少于|小于|≤|≦|⩽|<=|<|未达到|未达"),
    (Comparator.AT_LEAST, "至少|最少|大于等于|大于或等于|高于|多于|大于|≥|≧|⩾|>=|>"),
    (Comparator.BELOW, "不足|不到|接近|将近|(?<![最附邻临靠远逼亲])近"),
    (Comparator.ABOVE, "超过|(?<![赶反])超|逾|突破"),
    (Comparator.ABOUT, "大约为?|大概|约为|(?<![节预签违契履特集条合邀要制解公续爽失纽婚])约"),
)
_PATTERNS = tuple((kind, re.compile(f"(?:{words})$")) for kind, words in _BEFORE)
_WEAK = re.compile(r"(?:控制在|限制在)$")
_LAST = frozenset(
    word[-1] for _, words in _BEFORE for word in re.sub(r"\(\?<!.*?\]\)", "", words).replace("?", "").split("|")
) | {"约", "在"}
_LONGEST = 6

_AFTER: dict[str, Comparator] = {
    "以上": Comparator.AT_LEAST,
    "以下": Comparator.AT_MOST,
    "以内": Comparator.AT_MOST,
    "之内": Comparator.AT_MOST,
    "左右": Comparator.ABOUT,
    "上下": Comparator.ABOUT,
    "来": Comparator.ABOUT,
    "多": Comparator.ABOVE,
    "余": Comparator.ABOVE,
}


def before(text: str, index: int, floor: int) -> tuple[Comparator, int, bool]:
    """The hedge that ends at `index` and starts at `floor` or later: its kind, its start, and whether it is weak.

    A weak one (控制在) gives way to a hedge behind the figure: `控制在3%左右` is about 3 %.
    """
    if index <= floor or text[index - 1] not in _LAST:
        return Comparator.EXACT, index, True
    low = max(floor, index - _LONGEST)
    for kind, pattern in _PATTERNS:
        if match := pattern.search(text, low, index):
            return kind, match.start(), False
    if match := _WEAK.search(text, low, index):
        return Comparator.AT_MOST, match.start(), True
    return Comparator.EXACT, index, True


def after(word: str | None) -> Comparator:
    """The kind of the hedge behind a figure; EXACT when there is none."""
    return _AFTER[word] if word else Comparator.EXACT
