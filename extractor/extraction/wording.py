"""Declared wordings become matchers, and a text becomes tokens.

Matching is on folded text, longest wording first, left to right, without overlap: one pass that looks only at
characters some wording can begin with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from extractor.errors import UsageError
from extractor.reports.wording import any_of, pattern_of

__all__ = ["Lexicon", "Token", "TokenKind", "Wording", "any_of", "compile_wording", "pattern_of"]


class TokenKind(Enum):
    """What a matched wording tells."""

    SUBJECT = auto()
    MEASURE = auto()
    CUE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A wording found at `start..end` of the folded text; `weak` wordings need a clean place to count."""

    start: int
    end: int
    kind: TokenKind
    id: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """One compiled wording: what it means and how to match it."""

    kind: TokenKind
    id: str
    weak: bool
    pattern: re.Pattern[str]
    first: frozenset[str]


def compile_wording(text: str, kind: TokenKind, id_: str, *, weak: bool = False) -> Wording:
    """Compile one declared wording. Raises `UsageError` when its brackets do not match or it can be empty."""
    source, first, optional = pattern_of(text)
    if optional:
        raise UsageError(f"写法“{text}”没有必须出现的字。")
    return Wording(kind, id_, weak, re.compile(source), first)


class Lexicon:
    """All wordings of a report type, indexed by the characters they begin with."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        by_first: dict[str, list[Wording]] = {}
        for wording in wordings:
            for char in wording.first:
                by_first.setdefault(char, []).append(wording)
        self._by_first = {char: tuple(found) for char, found in by_first.items()}
        self._scanned = lru_cache(maxsize=1024)(self._scan)  # both readings of a document ask for the same stretches
        self._starts = re.compile("[" + re.escape("".join(sorted(by_first))) + "]") if by_first else re.compile(r"(?!)")

    def scan(self, text: str, start: int = 0, end: int | None = None) -> tuple[Token, ...]:
        """The tokens of a stretch of folded text: the longest match at each place, no two places overlapping.

        A wording that means several things yields a token for each, at the same place.
        """
        return self._scanned(text, start, len(text) if end is None else end)

    def _scan(self, text: str, start: int, end: int) -> tuple[Token, ...]:
        found: list[Token] = []
        while hit := self._starts.search(text, start, end):
            at = hit.start()
            ends = [(match.end(), w) for w in self._by_first[text[at]] if (match := w.pattern.match(text, at, end))]
            longest = max((stop for stop, _ in ends), default=0)
            kept = {(w.kind, w.id): w for stop, w in ends if stop == longest}
            found.extend(Token(at, longest, w.kind, w.id, w.weak) for w in kept.values())
            if kept and all(w.weak for w in kept.values()) and (cut := self._stronger(text, at, longest, end)):
                del found[-len(kept) :]
                start = cut
                continue
            start = longest if kept else at + 1
        return tuple(found)

    def _stronger(self, text: str, at: int, stop: int, end: int) -> int | None:
        """Where, within a common wording at `at..stop`, a strong one begins that runs beyond it (实行|政府采购)."""
        for start in range(at + 1, stop):
            for wording in self._by_first.get(text[start], ()):
                match = None if wording.weak else wording.pattern.match(text, start, end)
                if match and match.end() > stop:
                    return start
        return None
