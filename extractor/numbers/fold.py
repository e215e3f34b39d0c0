"""Folding: the same words, however they were typed, become the same string, and every folded character knows its place.

Folding is for matching only. What is shown, quoted and stored is always the document's own text; `Folded.span`
leads from a match back to it. Folding changes the width and the blanks, never a digit, a letter or a sign:

* full-width letters, digits and ASCII punctuation become half-width, except `，` which stays apart from the
  thousands mark `,`;
* all quotation marks become `"`; all dashes used as a minus or a range become `-` and `~`;
* the look-alikes that PDF fonts put in place of ideographs (`⽉` U+2F49 for 月) become the ideographs, and so do two
  that typists and OCR put there (釆 for 采, 帐 for 账);
* blanks are dropped, except one space between two characters of `[0-9A-Za-z.,%]`, where dropping it could fuse two
  numbers; zero-width characters are dropped everywhere; tabs, bars and line breaks stay (they separate cells and
  paragraphs).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from extractor.model import Span

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != ord("，")}
_MISTYPED = {"釆": "采", "帐": "账"}
_IDEOGRAPHS = {
    code: _MISTYPED.get(same, same)
    for first, end in ((0x2E80, 0x2FD6), (0xF900, 0xFB00))
    for code in range(first, end)
    if len(same := unicodedata.normalize("NFKC", chr(code))) == 1 and same != chr(code)
}
_SAME: dict[int, int | str] = {
    **_FULL_WIDTH,
    **_IDEOGRAPHS,
    **{ord(c): '"' for c in "“”„‟「」『』〝〞＂"},
    **{ord(c): "'" for c in "‘’‚‛"},
    **{ord(c): "-" for c in "\u2212\u2010\u2011\u2012\u2013\ufe63"},
    **{ord(c): "~" for c in "～〜∼"},
    **{ord(c): "·" for c in "•・‧∙"},
    **{ord(wrong): right for wrong, right in _MISTYPED.items()},
    ord("\ufe6a"): "%",
    ord("\uffe5"): "¥",
    ord("："): ":",
    ord("\ufe30"): ":",
    ord("∶"): ":",
}
_SWAP = {chr(code): same if isinstance(same, str) else chr(same) for code, same in _SAME.items()}
_OTHER = re.compile("[" + re.escape("".join(_SWAP)) + "]")
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
_BLANK = " \u00a0\u3000\u2002\u2003\u2009\r" + _ZERO_WIDTH
_RUN = re.compile(f"[^{_BLANK}]+")
_TIGHT = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,%")


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
        return min(bisect_left(self.offsets, original), len(self.offsets) - 1)


@lru_cache(maxsize=64)
def fold(text: str) -> Folded:
    """Fold a text for matching. Same input, same object: stages may each ask without paying again."""
    # One character for one, so that offsets are still those of `text`; faster than `translate` on Chinese
    same = _OTHER.sub(lambda match: _SWAP[match[0]], text)
    kept: list[str] = []
    offsets: list[int] = []
    last = 0
    for run in _RUN.finditer(same):
        start, end = run.span()
        fuses = start > last > 0 and same[start] in _TIGHT and same[last - 1] in _TIGHT
        if fuses and same[last:start].strip(_ZERO_WIDTH):
            kept.append(" ")
            offsets.append(start - 1)
        kept.append(same[start:end])
        offsets.extend(range(start, end))
        last = end
    return Folded("".join(kept), (*offsets, len(text)))
