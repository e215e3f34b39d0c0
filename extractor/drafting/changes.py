"""What an officer changed, a paragraph at a time: the paragraph once, old and new words side by side in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from extractor.drafting.alike import likeness

_ALIKE = 0.4
_AROUND = 12
_PIECE = re.compile(r"[0-9][0-9.,]*|.", re.DOTALL)
_APART = 4
"""Unchanged characters that two changes must have between them to be shown as two."""


def changes(gone: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """`改动`, `删去` or `新写`, and the words, in the order of the draft.

    `gone` are paragraphs as they were, `new` as they are; each is paired with the one that is most like it.
    """
    left = list(new)
    for line in gone:
        after = max(left, key=lambda other: likeness(line, other), default="")
        if likeness(line, after) < _ALIKE:
            yield "删去", line
        else:
            left.remove(after)
            yield "改动", _beside(line, after)
    for line in left:
        yield "新写", line


def _beside(before: str, after: str) -> str:
    """The places that changed as 〔old → new〕, a few words around each."""
    told, end = "", 0
    for low, high, a, b in _places(before, after):
        same = before[end:low]
        if len(same) > 2 * _AROUND:
            same = f"{same[:_AROUND] if told else ''}…{same[-_AROUND:]}"
        told += f"{same}〔{before[low:high] or '（无）'} → {after[a:b] or '（删去）'}〕"
        end = high
    rest = before[end:]
    return told + (rest if len(rest) <= _AROUND else f"{rest[:_AROUND]}…")


def _places(before: str, after: str) -> Iterator[tuple[int, int, int, int]]:
    """Where they differ, neighbours as one."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    at, to = ([0, *accumulate(map(len, pieces))] for pieces in (old, new))
    held: tuple[int, int, int, int] | None = None
    for kind, first, last, one, other in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        low, high, a, b = at[first], at[last], to[one], to[other]
        if held is not None and low - held[1] < _APART:
            held = (held[0], high, held[2], b)
            continue
        if held is not None:
            yield held
        held = (low, high, a, b)
    if held is not None:
        yield held
