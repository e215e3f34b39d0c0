"""Where the gold stands in a document: its quote, and inside the quote the figure itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from eval.canon import Amount, Leaf, Words, amount
from extractor.model import Box, Dimension, Document, Evidence, Span
from extractor.numbers import find, fold

_AFTER = 200
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
        spans = self.exactly(wanted)
        if not spans and wanted and (near := _nearest(wanted, text)):
            spans.append(Span(offsets[near[0]], offsets[near[1] - 1] + 1))
        return spans

    def exactly(self, words: str) -> list[Span]:
        """Return every place where the words stand, white space aside."""
        text, offsets = self._plain
        wanted = "".join(fold(words).text.split())
        spans, start = [], text.find(wanted) if wanted else -1
        while start >= 0:
            spans.append(Span(offsets[start], offsets[start + len(wanted) - 1] + 1))
            start = text.find(wanted, start + 1)
        return spans

    def gold(self, quotes: Sequence[str], value: Leaf | Sequence[str]) -> list[Span]:
        """Return where a gold value stands: the figure or the words in or near its quote, else the quote."""
        spans = [span for quote in quotes for span in self.quote(quote)]
        if isinstance(value, Amount):
            return [place for span in spans for place in self._figure(span, value) or [span]]
        if isinstance(value, Words):
            return [place for span in spans for place in self._words(span, value.text) or [span]]
        return spans + self.exactly(max(value, key=len, default=""))

    def _figure(self, quote: Span, value: Amount) -> list[Span]:
        inside = [place for figure, place in self.figures if quote.overlaps(place)]
        if inside:
            return [place for figure, place in self.figures if quote.overlaps(place) and _is(figure, value)]
        behind = Span(quote.end, quote.end + _AFTER)
        near = [place for figure, place in self.figures if behind.overlaps(place) and figure.same_value(value)]
        return near[:1]

    def _words(self, quote: Span, text: str) -> list[Span]:
        return [place for place in self.exactly(text) if place in quote]


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
    """Return whether two boxes share at least half of the smaller one: a label read along is no fault."""
    width, height = min(mine.x1, gold.x1) - max(mine.x0, gold.x0), min(mine.y1, gold.y1) - max(mine.y0, gold.y0)
    if mine.page != gold.page or width <= 0 or height <= 0:
        return False
    return 2 * width * height >= min((box.x1 - box.x0) * (box.y1 - box.y0) for box in (mine, gold))


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
