"""The words around one figure: its own clause, the clauses since the figure before it, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.extraction.residue import residue
from extractor.extraction.vocabulary import Cue
from extractor.extraction.wording import Token, TokenKind
from extractor.model import Quantity
from extractor.numbers import Folded

_SENTENCE = re.compile(r"[。！？\t|]")
_CLAUSE = re.compile(r"[，,；;。！？\t|]|:(?=.)")
_BASE_CUES = (Cue.SHARE, Cue.COMPARE, Cue.UP, Cue.DOWN)


@dataclass(frozen=True)
class Phrase:
    """One figure in its paragraph; all offsets are of the folded text.

    `before` is the end of the figure before it (or the paragraph's start), `clause` where its own clause begins,
    `number` and `stop` where its digits begin and its unit ends, `following` where the next figure begins.
    """

    text: str
    quantity: Quantity
    start: int
    before: int
    clause: int
    number: int
    stop: int
    following: int
    tokens: tuple[Token, ...]

    @cached_property
    def own(self) -> tuple[Token, ...]:
        """The tokens of the figure's own clause."""
        return tuple(t for t in self.tokens if self.clause <= t.start and t.end <= self.number)

    @cached_property
    def lead(self) -> tuple[Token, ...]:
        """The tokens of the clauses between the figure before and this clause."""
        return tuple(t for t in self.tokens if self.before <= t.start and t.end <= self.clause)

    @cached_property
    def cues(self) -> tuple[Token, ...]:
        """The words of relation of its own clause."""
        return tuple(t for t in self.own if t.kind is TokenKind.CUE)

    def has(self, cue: Cue, *, lead: bool = False) -> bool:
        """True when its own clause (or also the lead) holds a word of this relation."""
        return any(t.id == cue for t in self.cues) or (lead and any(t.id == cue for t in self.lead))

    def base(self) -> int:
        """Where the base of a share or a change begins (占 …, 比 …): what stands before it is the figure's own."""
        return next((t.start for t in self.own if t.id in _BASE_CUES), self.number)

    @property
    def has_stage(self) -> bool:
        """True when its own clause names a stage of the budget."""
        return any(t.kind is TokenKind.MEASURE for t in self.own)

    def residue(self, start: int, end: int) -> str:
        """The words of a stretch of its own clause that nothing declares."""
        return residue(self.text, start, end, self.own)

    @property
    def breaks_sentence(self) -> bool:
        """True when a sentence ended since the figure before."""
        return _SENTENCE.search(self.text, self.before, self.number) is not None

    @property
    def breaks_item(self) -> bool:
        """True when an item of a list ended since the figure before."""
        return self.text.find(";", self.before, self.number) >= 0


def phrases(
    folded: Folded, quantities: Sequence[Quantity], start: int, end: int, tokens: Sequence[Token]
) -> Iterator[Phrase]:
    """The phrases of the quantities of one paragraph, in order; tokens inside a figure are dropped."""
    places = [(folded.at(q.span.start), folded.at(q.number.start), folded.at(q.span.end)) for q in quantities]
    free = tuple(t for t in tokens if not any(number < t.end and t.start < stop for _, number, stop in places))
    before = start
    for index, (quantity, (_, number, stop)) in enumerate(zip(quantities, places, strict=True)):
        following = places[index + 1][1] if index + 1 < len(places) else end
        clause = clause_start(folded.text, before, number)
        yield Phrase(folded.text, quantity, start, before, clause, number, stop, following, free)
        before = stop


def clause_start(text: str, before: int, number: int) -> int:
    """Where the clause that ends at `number` begins: after the last break since `before`."""
    start = before
    for stop in _CLAUSE.finditer(text, before, number):
        if stop.group() != ":" or text[stop.end() : number].strip('"（( '):
            start = stop.end()
    while start < number and text[start] in "、,，;:。）) ":
        start += 1
    return start
