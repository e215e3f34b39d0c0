"""How far a table without separators reaches, and what its marks must come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.extraction.run_cells import mark_pairs
from extractor.extraction.run_readings import Cell as Place
from extractor.extraction.run_readings import Manner
from extractor.extraction.run_search import Sums
from extractor.extraction.run_values import mark
from extractor.extraction.run_words import STOP, SUM, UNIT, Heads, heads
from extractor.numbers import read

Total = tuple[Place, tuple[Place, ...]]
"""The line of sums: its label, and its full mark and score as far as printed."""
_LONGEST_TABLE = 6_000
_COUNTED = re.compile(rf"\d|{UNIT.pattern}")
_ROW_ENDS = frozenset("0123456789\n。；分无")
_UNSCORED = 10
"""Doubts of a table in which the scores are left blank."""
_HUNDRED = Decimal(100)


def first_heads(text: str) -> Iterator[Heads]:
    """The lines of heads, without those that a new page repeats inside their table."""
    end = 0
    for head in heads(text):
        if head.start >= end:
            yield head
            end = extent(text, head)[0]


def extent(text: str, head: Heads) -> tuple[int, Total | None]:
    """Where the rows end, and the line of sums there: its label and its full mark and score, as far as printed."""
    limit = min(len(text), head.end + _LONGEST_TABLE)
    own = text[head.start : head.end]  # repeated on a new page
    others = (h.start for h in heads(text[head.end : limit]) if not text.startswith(own, head.end + h.start))
    following = next(others, None)
    limit = limit if following is None else head.end + following
    for match in SUM.finditer(text, head.end, limit):
        figures = _sums(match, head.kinds)
        if figures is not None and not _COUNTED.match(text, match.end()):
            after_row = text[match.start() - 1] in _ROW_ENDS
            if after_row or any(kind == "full" and mark(text[a:b]) == _HUNDRED for kind, a, b in figures):
                return match.start(), (("label", match.start(), match.start("figures")), figures)
    stops = (m.start() for m in STOP.finditer(text, head.end, limit))
    stop = next((at for at in stops if text[at] == "\n" or text[at - 1] in _ROW_ENDS), limit)
    return stop, None


def ends(text: str, head: Heads, start: int, end: int) -> list[int]:
    """Where a table without a line of sums may end: with the line that holds its heads and rows, else at `end`."""
    line = text.find("\n", start, end) if start == head.end else -1
    return [end] if line < 0 else [line, end]


def _sums(match: re.Match[str], kinds: Sequence[str]) -> tuple[Place, ...] | None:
    """Full mark and score behind the word for sums; one figure alone is the score, or the full mark of a table
    without scores."""
    at, words = match.start("figures"), match["figures"].rstrip()
    end = at + len(words)
    order = [kind for kind in kinds if kind in ("full", "score")]
    if not order:
        return None
    pairs = mark_pairs(match.string, at, end, order)
    if len(pairs) == 1:
        return pairs[0]
    alone = read(words)
    if alone is None or alone.value > _HUNDRED:
        return None
    return (("score" if "score" in order else order[-1], at, end),)


def wanted_sums(text: str, head: Heads, total: Total | None, money: Sequence[Sums]) -> list[Sums]:
    """What the marks of a table may come to: its line of sums or 100, with or without the marks of the money above;
    of one without full marks the scores alone."""
    printed = {kind: mark(text[start:end]) for kind, start, end in (total[1] if total else ())}
    full, score = printed.get("full") or _HUNDRED, printed.get("score")
    rest = [(full - f, None if score is None or s is None else score - s) for f, s in money]
    every = [(full, score), *rest, (full, None)]
    alone = [(Decimal(0), s) for _, s in every if s is not None] if "full" not in head.kinds else []
    return [*alone, *every]


def manners(head: Heads, total: Total | None) -> Iterator[tuple[Manner, int]]:
    """The ways the rows of a table may be written, with the doubts of each: reasons blank or 无, scores printed or
    not."""
    scored = total is not None and len(total[1]) == 2
    for filled in (False, True) if "reason" in head.kinds else (False,):
        yield Manner(head.kinds, filled, head.captions), 0
        if {"full", "score"} <= set(head.kinds) and not scored:
            kinds = tuple(kind for kind in head.kinds if kind != "score")
            yield Manner(kinds, filled, head.captions), _UNSCORED


def skip(text: str, at: int, end: int) -> int:
    """Where the words behind the blanks at a place begin."""
    while at < end and text[at].isspace():
        at += 1
    return at
