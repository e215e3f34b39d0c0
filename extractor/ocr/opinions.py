"""Two looks at one line: where they differ in a figure, neither is believed.

Nothing is voted on and nothing replaced. The first reading stays, and its characters in doubt lose their certainty, so
that every later stage says of the figure that it is unsure.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from difflib import SequenceMatcher

from extractor.ocr.line import TextLine

IN_DOUBT = 0.5
"""The most certainty of a character that the two looks do not agree on."""
_DIGIT = re.compile(r"[0-9]")
_OF_FIGURE = re.compile(r"[0-9]|(?<=[0-9])[.,:;%‰]|[.,:;+-](?=[0-9])")
"""What makes a figure: digits, and the marks that touch them."""
_AROUND = 6
"""Characters on either side of a difference that are quoted with it."""


def has_digits(text: str) -> bool:
    """True when there is a figure to look at twice."""
    return bool(_DIGIT.search(plain(text)))


def of_figures(text: str) -> set[int]:
    """Where the characters of its figures stand."""
    return {match.start() for match in _OF_FIGURE.finditer(plain(text))}


def weighed(first: TextLine, other: str) -> TextLine:
    """The line as first read, unsure of the characters of its figures that the other reading does not have so."""
    ours, theirs = plain(first.text), plain(other)
    figures = [of_figures(text) for text in (first.text, other)]
    doubted: set[int] = set()
    said: list[tuple[str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if kind == "equal" or not (figures[0] & set(range(a, b)) or figures[1] & set(range(c, d))):
            continue
        # Of a character that only the other look saw, the neighbours must answer for.
        doubted |= set(range(a, b)) or {max(0, a - 1), min(len(ours) - 1, a)}
        said.append((first.text[max(0, a - _AROUND) : b + _AROUND], other[max(0, c - _AROUND) : d + _AROUND]))
    if not doubted:
        return first
    certainty = tuple(min(sure, IN_DOUBT) if i in doubted else sure for i, sure in enumerate(first.certainty))
    return replace(first, certainty=certainty, disputed=tuple(said))


def plain(text: str) -> str:
    """The same words, character by character: those of full width as their narrow twins."""
    folded = [unicodedata.normalize("NFKC", char) for char in text]
    return "".join(new if len(new) == 1 else old for new, old in zip(folded, text, strict=True))
