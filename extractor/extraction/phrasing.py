"""The figures of a paragraph as phrases: where each one's clause begins, and what a list of names lends to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from extractor.extraction.phrase import Phrase
from extractor.extraction.wording import Token, TokenKind
from extractor.model import Quantity
from extractor.numbers import Folded

_RESPECTIVELY = re.compile(r"分别[为是]?|各[为是]")
_AND = re.compile(r"[、和及与]|以及")
_ALONGSIDE = re.compile(r"(?:[、，,和及与]|以及)+$")
_IS = re.compile(
    r"(?:全部|均|都|则|主要)?(?:为|是|系|属于|属|用于|用在|列作|作为|落在|的)?(?:[一二三四五六七八九十\d]类)?"
)
_SAID = re.compile(r"(?:支出|经费|资金|上)?(?:[和、与及，,。；;)]|以及|组成|构成|之外|\n|$)")
_SAME_PLACE = 4
"""So many tokens may begin at one place."""
_CLAUSE = re.compile(r"[，,；;。！？\t|]|:(?=.)|\((?:单位:)?[千万亿]?元\)")

_start = attrgetter("start")


def phrases(
    folded: Folded, quantities: Sequence[Quantity], start: int, end: int, tokens: Sequence[Token]
) -> Iterator[Phrase]:
    """The phrases of the quantities of one paragraph, in order; tokens inside a figure are dropped."""
    places = [(folded.at(q.span.start), folded.at(q.number.start), folded.at(q.span.end)) for q in quantities]
    free = tuple(_outside(tokens, [(number, stop) for _, number, stop in places]))
    before = start
    shares: list[tuple[Token, ...]] = []
    for index, (quantity, (_, number, stop)) in enumerate(zip(quantities, places, strict=True)):
        following = places[index + 1][1] if index + 1 < len(places) else end
        clause = clause_start(folded.text, before, number)
        is_last = index + 1 == len(places)
        behind = _behind(folded.text, stop, following, free)
        phrase = Phrase(folded.text, quantity, start, before, clause, number, stop, following, free, is_last, behind)
        if not _ALONGSIDE.match(folded.text, before, number) or folded.text[before:number] == "":
            shares = []
        shares = shares or _shares(phrase)
        yield replace(phrase, lent=shares.pop(0)) if shares else phrase
        before = behind.end if behind else stop


def _behind(text: str, stop: int, following: int, tokens: Sequence[Token]) -> Token | None:
    """The subject that is said right after a figure, where the clause ends with it."""
    link = _IS.match(text, stop, following)
    at = link.end() if link else stop
    first = bisect_left(tokens, at, key=_start)
    here = [t for t in tokens[first : first + _SAME_PLACE] if t.start == at and t.kind is TokenKind.SUBJECT]
    said = max((t for t in here if not t.weak), key=lambda t: t.end, default=None)
    return said if said and _SAID.match(text, said.end) else None


def _outside(tokens: Sequence[Token], places: Sequence[tuple[int, int]]) -> Iterator[Token]:
    """The tokens that touch none of the places; both are in order."""
    at = 0
    for token in tokens:
        while at < len(places) and places[at][1] <= token.start:
            at += 1
        if at == len(places) or places[at][0] >= token.end:
            yield token


def _shares(phrase: Phrase) -> list[tuple[Token, ...]]:
    """For `甲、乙分别为1和2`: what each of the figures to come is lent, in order; empty without such a list."""
    respectively = _RESPECTIVELY.search(phrase.text, phrase.clause, phrase.number)
    if respectively is None:
        return []
    named = [t for t in phrase.printed if t.end <= respectively.start()]
    for kind in (TokenKind.SUBJECT, TokenKind.MEASURE):
        row: list[Token] = []
        of_kind = [t for t in named if t.kind is kind]
        ends = {t.end for t in of_kind}
        for token in reversed([t for t in of_kind if not (t.weak and t.start in ends)]):  # 决算支出: 决算
            if not row or _AND.fullmatch(phrase.text, token.end, row[0].start):
                row.insert(0, token)
        if len(row) >= 2:
            shared = [t for t in phrase.printed if not any(t.start == r.start for r in row)]
            last = [t for t in shared if t.weak and t.start == row[-1].end]  # 决算支出: 支出 goes with 决算 alone
            common = [t for t in shared if t not in last]
            return [(*common, token, *(last if token is row[-1] else ())) for token in row]
    return []


def _past_aside(text: str, before: int, number: int) -> int:
    """Where the text goes on after a remark in brackets on the figure before (`30万元（含油费、保险）、公务接待费`)."""
    if text[before : before + 1] != "(":
        return before
    close = text.find(")", before, number)
    return close + 1 if close >= 0 else before


def clause_start(text: str, before: int, number: int) -> int:
    """Where the clause that ends at `number` begins: after the last break since `before`."""
    start = _past_aside(text, before, number)
    for stop in _CLAUSE.finditer(text, before, number):
        if stop.group() != ":" or text[stop.end() : number].strip('"（( '):
            start = stop.end()
    while start < number and text[start] in "、,，;:。）) ":
        start += 1
    return start
