"""Errors planted in a report on purpose, one at a time: what would the checker do if the clerk had slipped here?

The draws depend on the seed and the text alone; the same seed plants the same errors on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeVar

from extractor.model import Comparator, Dimension, Quantity, Span
from extractor.numbers import find

T = TypeVar("T")

_OTHER_UNIT = {"万元": "元", "元": "万元", "亿元": "万元"}
_AS_OF = re.compile(r"(?:截[至止]到?\s*)(?P<year>20\d\d)(?=\s*年\s*(?:12\s*月|底|末))")
_ITEM = re.compile(r"[、，,；;]\s*[^、，,；;。\n0-9（(]{2,16}$")
_TRIES = 40


@dataclass(frozen=True, slots=True)
class Mutation:
    """One planted error: the words at `place` become `after`; `number` are the digits of the figure that was hit."""

    kind: str
    place: Span
    before: str
    after: str
    number: Span

    def apply(self, text: str) -> str:
        """The text with the error in it."""
        return text[: self.place.start] + self.after + text[self.place.end :]

    @property
    def hit(self) -> Span:
        """Where the error stands in the changed text; where a term was lost, the character before and after."""
        if not self.after:
            return Span(max(0, self.place.start - 1), self.place.start + 1)
        return Span(self.place.start, self.place.start + len(self.after))


def mutations(text: str, seed: int, count: int, numbers: Sequence[Span] = ()) -> Iterator[Mutation]:
    """Up to `count` different errors, the kinds in turn; `numbers` limits the figures that are hit."""
    wanted = set(numbers)
    quantities = [item for item in find(text) if item.comparator is Comparator.EXACT]
    quantities = [item for item in quantities if not wanted or item.number in wanted]
    draw = _Draw(f"{seed}/{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}")
    kinds = list(_PLANTERS)
    seen: set[tuple[int, str]] = set()
    for attempt in range(count * _TRIES):
        if len(seen) == count or not quantities:
            return
        kind = kinds[attempt % len(kinds)]
        mutation = _PLANTERS[kind](text, quantities, draw)
        if mutation and mutation.before != mutation.after and (mutation.place.start, mutation.after) not in seen:
            seen.add((mutation.place.start, mutation.after))
            yield mutation


class _Draw:
    """Draws that anybody can repeat: the digest of a counter."""

    def __init__(self, seed: str) -> None:
        self.seed, self.count = seed, 0

    def below(self, limit: int) -> int:
        """A number from 0 to just below a limit."""
        self.count += 1
        return int.from_bytes(sha256(f"{self.seed}/{self.count}".encode()).digest()[:8]) % limit

    def of(self, items: Sequence[T]) -> T:
        """One of some items."""
        return items[self.below(len(items))]


_Planter = Callable[[str, Sequence[Quantity], _Draw], Mutation | None]


def _digits(kind: str, dimensions: frozenset[Dimension], change: Callable[[str, _Draw], str]) -> _Planter:
    def plant(text: str, quantities: Sequence[Quantity], draw: _Draw) -> Mutation | None:
        able = [item for item in quantities if item.dimension in dimensions and item.mantissa]
        if not able:
            return None
        chosen = draw.of(able)
        printed = text[chosen.number.start : chosen.number.end]
        return Mutation(kind, chosen.number, printed, change(printed, draw), chosen.number)

    return plant


def _misread(printed: str, draw: _Draw) -> str:
    places = [at for at, char in enumerate(printed) if char in "0123456789"]
    if not places:
        return printed
    at = draw.of(places)
    first = at == places[0] and len(places) > 1 and printed[at + 1 : at + 2] != "."
    others = [char for char in "0123456789" if char != printed[at] and not (first and char == "0")]
    return printed[:at] + draw.of(others) + printed[at + 1 :]


def _swapped(printed: str, draw: _Draw) -> str:
    places = [
        at
        for at in range(len(printed) - 1)
        if printed[at] in "0123456789" and printed[at + 1] in "0123456789" and printed[at] != printed[at + 1]
        if at or printed[at + 1] != "0"
    ]
    if not places:
        return printed
    at = draw.of(places)
    return printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]


def _unit(text: str, quantities: Sequence[Quantity], draw: _Draw) -> Mutation | None:
    able = [item for item in quantities if item.unit_text in _OTHER_UNIT and item.unit == "元" and item.mantissa]
    if not able:
        return None
    chosen = draw.of(able)
    start = text.find(chosen.unit_text, chosen.number.end, chosen.span.end)
    if start < 0:
        return None
    place = Span(start, start + len(chosen.unit_text))
    return Mutation("unit", place, chosen.unit_text, _OTHER_UNIT[chosen.unit_text], chosen.number)


def _count(text: str, quantities: Sequence[Quantity], draw: _Draw) -> Mutation | None:
    able = [item for item in quantities if item.dimension is Dimension.COUNT and 2 <= item.value <= 60]
    able = [item for item in able if text[item.number.start : item.number.end].isascii()]
    if not able:
        return None
    chosen = draw.of(able)
    printed = text[chosen.number.start : chosen.number.end]
    after = int(chosen.value) + draw.of((-1, 1, 2))
    return Mutation("count", chosen.number, printed, str(after), chosen.number) if printed.isdigit() else None


def _year(text: str, quantities: Sequence[Quantity], draw: _Draw) -> Mutation | None:
    places = list(_AS_OF.finditer(text))
    if not places:
        return None
    chosen = draw.of(places)
    place = Span(*chosen.span("year"))
    return Mutation("year", place, chosen["year"], str(int(chosen["year"]) - 1), place)


def _lost(text: str, quantities: Sequence[Quantity], draw: _Draw) -> Mutation | None:
    able = []
    for item in quantities:
        if item.dimension is Dimension.MONEY and item.mantissa:
            low = max(0, item.span.start - 24)
            if match := _ITEM.search(text[low : item.span.start]):
                able.append((item, Span(low + match.start(), item.span.end)))
    if not able:
        return None
    item, place = draw.of(able)
    return Mutation("lost", place, text[place.start : place.end], "", item.number)


_AMOUNTS = frozenset((Dimension.MONEY, Dimension.PEOPLE, Dimension.SCORE, Dimension.NONE))
_PLANTERS: Mapping[str, _Planter] = {
    "digit": _digits("digit", _AMOUNTS, _misread),
    "unit": _unit,
    "swap": _digits("swap", _AMOUNTS, _swapped),
    "percent": _digits("percent", frozenset((Dimension.PERCENT,)), _misread),
    "count": _count,
    "lost": _lost,
    "year": _year,
}
KINDS = tuple(_PLANTERS)
"""Every kind of error that can be planted."""
