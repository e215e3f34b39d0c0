"""Folding: the same words, however they were typed, become the same string, and every folded character knows its place.

Folding is for matching only. What is shown, quoted and stored is always the document's own text; `Folded.span`
leads from a match back to it. Folding changes the width and the blanks, never a digit, a letter or a sign:

* full-width letters, digits and ASCII punctuation become half-width, except `，` which stays apart from the
  thousands mark `,`;
* all quotation marks become `"`; all dashes used as a minus or a range become `-` and `~`;
* blanks and zero-width characters are dropped, except one space between two characters of `[0-9A-Za-z.,%]`, where
  dropping it could fuse two numbers; tabs, bars and line breaks stay (they separate cells and paragraphs).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractor.model import Span

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != ord("，")}
_SAME = {
    **_FULL_WIDTH,
    **{ord(c): '"' for c in "“”„‟「」『』〝〞＂"},
    **{ord(c): "'" for c in "‘’‚‛"},
    **{ord(c): "-" for c in "−‐‑‒–﹣"},
    **{ord(c): "~" for c in "～〜∼"},
    **{ord(c): "·" for c in "•・‧∙"},
    ord("﹪"): "%",
    ord("¥"): "¥",
    ord("："): ":",
    ord("︰"): ":",
    ord("∶"): ":",
}
_BLANK = frozenset(
    " \u00a0\u3000\u2002\u2003\u2009\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e\r"
)
_TIGHT = re.compile(r"[0-9A-Za-z.,%]")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is the folded string; `offsets[i]` the place of its i-th character in the original, plus one end mark."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The span of the original that a folded range came from (inner blanks included, outer ones not)."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def at(self, original: int) -> int:
        """The folded index of the first folded character at or after an original offset."""
        low, high = 0, len(self.offsets) - 1
        while low < high:
            middle = (low + high) // 2
            if self.offsets[middle] < original:
                low = middle + 1
            else:
                high = middle
        return low


@lru_cache(maxsize=64)
def fold(text: str) -> Folded:
    """Fold a text for matching. Same input, same object: stages may each ask without paying again."""
    same = text.translate(_SAME)  # one character for one, so offsets are still those of `text`
    kept: list[str] = []
    offsets: list[int] = []
    blank = False
    for offset, char in enumerate(same):
        if char in _BLANK:
            blank = True
            continue
        if blank and kept and _TIGHT.match(char) and _TIGHT.match(kept[-1]):
            kept.append(" ")
            offsets.append(offset - 1)
        blank = False
        kept.append(char)
        offsets.append(offset)
    return Folded("".join(kept), (*offsets, len(text)))
