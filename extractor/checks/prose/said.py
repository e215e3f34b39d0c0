"""The figures of a report in reading order, each with the words that lead up to it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.checks.figures import Figure
from extractor.checks.prose.names import by_ending
from extractor.model import Dimension, Document, Quantity, Span
from extractor.numbers import fold

_ENDS = re.compile(r"[。！？\n]")
_MARKS = "，、;:,()"
_LEAD = re.compile(
    r"^(?:\(?[一二三四五六七八九十]{1,3}[)、.]|其中|(?:主要|具体)?包括|包含|含|分别为|分别是|具体为|主要有|即|和|及|以及|另有|截[至止][^，]{0,14}?[日底末]|(?:19|20)\d\d年?度?"
    r"|我[局院委厅镇校部办]|本部门|全局|全年|当年|本年度?|年末|年底|\d{1,2}[.、]|[:，、\s(])+"
)
_TAIL = re.compile(r"(?:[为是达计共有数额到:()]|(?<!节)约|共计|合计|总计|金额|安排|达到|[,，、])+$")
_LONGEST = 24
_BRACKETED = re.compile(r"\([^()]{1,8}\)")
_QUOTED = re.compile('"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Said:
    """One figure: `words` are the folded words since the figure before it or since its sentence began, `label` those
    since the last mark of punctuation; `start`, `at`, `end` are where words, figure and its tail stand in the folded
    text.
    """

    index: int
    quantity: Quantity
    words: str
    label: str
    start: int
    at: int
    end: int
    sentence: int
    paragraph: int

    @property
    def name(self) -> str:
        """The label without what only leads up to it."""
        bare = _TAIL.sub("", _LEAD.sub("", self.label))[-_LONGEST:]
        if bare.count('"') == 1:
            bare = bare.replace('"', "")
        return _QUOTED.sub(r"“\1”", bare) or self.quantity.unit_text or "数值"


@dataclass(frozen=True)
class Prose:
    """The whole text of a document as a clerk reads it: figure after figure."""

    document: Document
    quantities: tuple[Quantity, ...]

    @cached_property
    def text(self) -> str:
        """The folded text."""
        return fold(self.document.text).text

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every figure with its words."""
        folded = fold(self.document.text)
        text = folded.text
        ends = [match.end() for match in _ENDS.finditer(text)]
        lines = [match.end() for match in re.finditer("\n", text)]
        found: list[Said] = []
        last = 0
        for index, quantity in enumerate(self.quantities):
            at, end = folded.at(quantity.span.start), folded.at(quantity.span.end)
            sentence = bisect_right(ends, at)
            start = max(last, ends[sentence - 1] if sentence else 0)
            words = text[start:at]
            plain = _BRACKETED.sub(lambda match: "□" * len(match[0]), words) if "(" in words else words
            label = words[max(plain.rfind(mark) for mark in _MARKS) + 1 :]
            found.append(Said(index, quantity, words, label, start, at, end, sentence, bisect_right(lines, at)))
            last = end
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[tuple[Said, ...], ...]:
        """The figures by sentence; sentences without figures are left out."""
        groups: dict[int, list[Said]] = {}
        for one in self.said:
            groups.setdefault(one.sentence, []).append(one)
        return tuple(tuple(group) for group in groups.values())

    @cached_property
    def by_ending(self) -> dict[tuple[Dimension, str], list[tuple[Said, str]]]:
        """The figures by what their names end in."""
        return by_ending(self.said)

    @cached_property
    def _cache(self) -> dict[int, Figure]:
        return {}

    def figure(self, one: Said) -> Figure:
        """The figure under its label, cited from the label to the unit."""
        if one.index not in self._cache:
            label = one.label
            lead = _LEAD.match(label)
            skip = lead.end() if lead and lead.end() < len(label) else 0
            offsets = fold(self.document.text).offsets
            start = min(offsets[one.at - len(label) + skip], one.quantity.span.start)
            evidence = self.document.cite(Span(start, one.quantity.span.end))
            self._cache[one.index] = Figure(f"@{one.quantity.number.start}", one.name, one.quantity, evidence)
        return self._cache[one.index]

    def span(self, start: int, end: int) -> Span:
        """A range of the folded text as a place in the document."""
        return fold(self.document.text).span(start, end)

    def at(self, number: Span) -> Said | None:
        """The figure whose digits stand at a place."""
        starts = self._starts
        index = bisect_left(starts, number.start)
        return self.said[index] if index < len(starts) and starts[index] == number.start else None

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [quantity.number.start for quantity in self.quantities]
