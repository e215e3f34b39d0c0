"""How alike two sentences are: for matching problems of several years, and for flagging copies. Never for numbers."""

from __future__ import annotations

import re

_NOISE = re.compile(r"[0-9０-９\s，。、；：！？“”‘’（）()《》【】.,%％·—-]+")


def grams(text: str, size: int = 2) -> set[str]:
    """The character pairs of a text without figures, blanks and punctuation."""
    bare = _NOISE.sub("", text)
    return {bare[i : i + size] for i in range(len(bare) - size + 1)}


def likeness(a: str, b: str) -> float:
    """Jaccard likeness of the character pairs, 0 to 1."""
    one, other = grams(a), grams(b)
    return len(one & other) / len(one | other) if one and other else 0.0


def share(a: str, b: str) -> float:
    """How much of the shorter text stands in the other."""
    one, other = grams(a), grams(b)
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0
