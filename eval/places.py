"""Where the gold stands in a document: its quote, and inside the quote the figure itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from eval.canon import Amount, Leaf, amount
from extractor.model import Box, Dimension, Document, Evidence, Span
from extractor.numbers import find, fold

_AFTER = 40
"""How far behind a quote without figures (a bare label) its figure may stand."""
_LIKE = 75.0
"""How like a quote (percent) what OCR made of it must be; below, its place counts as unknown."""


@dataclass(frozen=True)
class Places:
    """Finds quotes in one document, white space aside. A place is never evidence that a value is right."""

    document: Document

    @cached_property
    def _plain(self) -> tuple[str, tuple[int, ...]]:
        folded = fold(self.document.text)
        kept = [(char, at) for char, at in zip(folded.text, folded.offsets, strict=False) if not char.isspace()]
        return "".join(char for char, _ in kept), tuple(at for _, at in kept)

    @cached_property
    def figures(self) -> tuple[tuple[Amount, Span], ...]:
        """Every figure that the document prints, with the place of its digits."""
        return tuple((amount(q, Dimension.NONE), q.number) for q in find(self.document.text))

    @property
    def text(self) -> str:
        """The text of the document, folded and without blanks."""
        return self._plain[0]

    def quote(self, words: str) -> list[Span]:
        """Return where the words stand; with a few of them misread, the one place that is most like them."""
        text, offsets = self._plain
        wanted = "".join(fold(words).text.split())
        spans, start = [], text.find(wanted) if wanted else -1
        while start >= 0:
            spans.append(Span(offsets[start], offsets[start + len(wanted) - 1] + 1))
            start = text.find(wanted, start + 1)
        if not spans and wanted and (near := _nearest(wanted, text)):
            spans.append(Span(offsets[near[0]], offsets[near[1] - 1] + 1))
        return spans

    def gold(self, quotes: str | list[str], value: Leaf) -> list[Span]:
        """Return where a gold value stands: the figure in or right behind its quote, else the quote."""
        places: list[Span] = []
        for quote in [quotes] if isinstance(quotes, str) else quotes:
            for span in self.quote(quote):
                figures = self._figures(span, value)
                places.extend(figures or [span])
        return places

    def _figures(self, quote: Span, value: Leaf) -> list[Span]:
        if not isinstance(value, Amount):
            return []
        inside = [place for figure, place in self.figures if _is(figure, value) and quote.overlaps(place)]
        if inside or any(quote.overlaps(place) for _, place in self.figures):
            return inside
        behind = Span(quote.end, quote.end + _AFTER)
        return [place for figure, place in self.figures if _is(figure, value) and behind.overlaps(place)][:1]


@dataclass(frozen=True, slots=True)
class Grounding:
    """Whether the evidence of a right value is on the gold's page, over its box, at its characters; None: unknown."""

    page: bool | None = None
    box: bool | None = None
    span: bool | None = None


UNKNOWN = Grounding()


def ground(document: Document, evidence: Evidence | None, places: list[Span]) -> Grounding:
    """Compare the place of an evidence with those of the gold. Nested: a box counts only on the right page."""
    if not places:
        return UNKNOWN
    if evidence is None:
        return Grounding(span=False)
    at = any(evidence.span.overlaps(place) for place in places)
    boxes = [box for place in places for box in document.boxes(place)]
    if not boxes:
        return Grounding(span=at)
    page = any(box.page == mine.page for box in boxes for mine in evidence.boxes)
    return Grounding(page, page and any(_covers(mine, box) for box in boxes for mine in evidence.boxes), at)


def _is(figure: Amount, value: Amount) -> bool:
    return abs(figure.value) == abs(value.value) or abs(figure.mantissa) == abs(value.mantissa)


def _covers(mine: Box, gold: Box) -> bool:
    x, y = (gold.x0 + gold.x1) / 2, (gold.y0 + gold.y1) / 2
    return mine.page == gold.page and mine.x0 <= x <= mine.x1 and mine.y0 <= y <= mine.y1


def _nearest(wanted: str, text: str) -> tuple[int, int] | None:
    """Return the stretch of a text that is like the wanted words, if it is like enough and the only one."""
    best = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=_LIKE)
    if best is None or best.dest_end <= best.dest_start or len(wanted) > len(text):
        return None
    start, end = best.dest_start, best.dest_end
    again = max(
        fuzz.partial_ratio(wanted, part) if len(part) >= len(wanted) else 0 for part in (text[:start], text[end:])
    )
    return None if again >= best.score else (start, end)
