"""Where a quoted figure stands: the words around it on its line, its cell, and the unit that stands above it."""

from __future__ import annotations

import re

from extractor.extraction import cells
from extractor.extraction.ground import Refused, ground
from extractor.extraction.numbered import Numbered
from extractor.model import Quantity, Span
from extractor.numbers import fold

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_HEADING = 60
_SCORED = re.compile(r"分?[)）]?[，,、]?(?:[自实][评际])?得分?[为:：]?")
"""Between a full mark and the score of it (`10分得9.85分`)."""


class Places:
    """The lines and figures of one document, as places to stand at."""

    def __init__(self, numbered: Numbered) -> None:
        self._numbered = numbered
        self._text = numbered.document.text

    def around(self, quote: str, quantity: Quantity, *, scored: bool = False) -> Span:
        """Where a quote stands around a figure: on its line, with words of its own, and holding no other figure.

        A cell of a table has no words, and may be quoted bare. `scored`: the full mark may stand before the score.
        Raises Refused.
        """
        line = self._line(quantity)
        whole = quote.replace("|", "\t")
        folded = fold(self._text)
        wanted = fold(whole).text.strip()
        if not wanted:
            raise Refused("quote_empty")
        at, end = folded.at(line.start), folded.at(line.end)
        number, stop = folded.at(quantity.number.start), folded.at(self._unit_end(quantity))
        while (at := folded.text.find(wanted, at, end)) >= 0:
            if at <= number and stop <= at + len(wanted):
                break
            at += 1
        if at < 0:
            ground(self._numbered.document, whole, line)  # says why, where the quote itself is no good
            raise Refused("quote_elsewhere")
        span = folded.span(at, max(at + len(wanted), folded.at(quantity.span.end)))
        self._check_alone(span, quantity, scored=scored)
        if not self._is_cell(quantity) and len(_HAN.findall(self._text[span.start : quantity.number.start])) < 2:
            raise Refused("quote_short")
        if wanted[0].isdigit() and at and (folded.text[at - 1].isdigit() or folded.text[at - 1] in ".,"):
            raise Refused("quote_cuts_number")
        return span

    def stated_unit(self, quantity: Quantity) -> str | None:
        """The unit of money that the nearest heading above a cell states, within its chapter."""
        if not self._is_cell(quantity):
            return None
        offset = quantity.span.start
        inside = [s.span.start for s in self._numbered.document.walk() if s.span.start <= offset < s.span.end]
        for line in reversed(self._numbered.lines[: self._numbered.line_of(offset)]):
            if line.start < max(inside, default=0):
                break
            if line.end - line.start <= _LONGEST_HEADING or "\t" in self._text[line.start : line.end]:
                unit = cells.stated_unit(self._text[line.start : line.end])
                if unit is not None:
                    return unit
        return None

    def sentence(self, quantity: Quantity) -> str:
        """What the sentence of a figure says before it."""
        start = self._line(quantity).start
        return self._text[start : quantity.number.start].rpartition("。")[2]

    def _line(self, quantity: Quantity) -> Span:
        line = self._numbered.span(*[self._numbered.line_of(quantity.span.start)] * 2)
        assert line is not None
        return line

    def _is_cell(self, quantity: Quantity) -> bool:
        """True for a figure that is all there is between two tabs or on its line."""
        line = self._line(quantity)
        start = self._text.rfind("\t", line.start, quantity.span.start) + 1 or line.start
        end = self._text.find("\t", quantity.span.end, line.end)
        return cells.is_value_cell(self._text[start : end if end >= 0 else line.end])

    def _unit_end(self, quantity: Quantity) -> int:
        """Where number and unit end; a hedge that follows (`之内`, `左右`) need not be quoted."""
        if not quantity.unit_text:
            return quantity.number.end
        at = self._text.find(quantity.unit_text, quantity.number.end, quantity.span.end)
        return at + len(quantity.unit_text) if at >= 0 else quantity.span.end

    def _check_alone(self, span: Span, quantity: Quantity, *, scored: bool) -> None:
        inside = [q for q in self._numbered.figures if span.start <= q.number.start < span.end]
        if len(inside) == 1:
            return
        full, score = inside if len(inside) == 2 else (None, None)
        if not scored or full is None or score is None or score.number.start != quantity.number.start:
            raise Refused("several_figures")
        if not _SCORED.fullmatch(self._text[full.number.end : score.number.start]):
            raise Refused("several_figures")
