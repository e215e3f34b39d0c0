"""Grounding: where a quote stands in a document, or why it is refused. Exact after folding; never fuzzy.

A quote is found where the folded document holds the folded quote, character by character. It is refused

* `quote_empty`: it is empty; `quote_short`: what it names is too short to tell one place from another;
* `quote_not_found`: the document does not hold it;
* `quote_cuts_number`: it begins or ends inside a number (`2.35亿元` stands inside `12.35亿元`), so that its digits, its
  sign or its unit are not those that are printed;
* `quote_repeated`: it stands at several places, and nothing tells which one is meant.

The value is never taken from the quote: `quantity_at` hands back the quantity that the grammar of `numbers` read in
the document at that place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.model import Document, Quantity, Span
from extractor.numbers import Folded, find, fold

_SHORTEST = 4
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_IN_NUMBER = re.compile(r"[0-9.,%]")
_ELLIPSIS = re.compile(r"…+|\.{3,}")


class Refused(Exception):
    """A proposal that is not taken; `why` is the stable code of the reason."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Grounded:
    """A place that a quote leads to, and the one quantity printed there (None: it holds words only)."""

    span: Span
    quantity: Quantity | None = None


def ground(
    document: Document,
    quote: str,
    within: Span | None = None,
    *,
    shortest: int = _SHORTEST,
    first: bool = False,
) -> Span:
    """The one place where the quote stands (inside `within`, if given). Raises Refused.

    `first`: of several places the first will do; only for words on a line that was named, which are the same value.
    """
    folded = fold(document.text)
    start, end = (folded.at(within.start), folded.at(within.end)) if within else (0, len(folded.text))
    wanted = fold(quote).text.strip()
    if not wanted:
        raise Refused("quote_empty")
    if len(wanted) < shortest:
        raise Refused("quote_short")
    head, *rest = [part for part in _ELLIPSIS.split(wanted) if part.strip()] or [""]
    if rest:
        return _between(folded, (head.strip(), rest[-1].strip()), (start, end), first=first)
    places = _places(folded.text, wanted, start, end)
    if not places:
        raise Refused("quote_not_found")
    whole = [at for at in places if not _cuts(folded.text, at, at + len(wanted))]
    if not whole:
        raise Refused("quote_cuts_number")
    if len(whole) > 1 and not first:
        raise Refused("quote_repeated")
    span = folded.span(whole[0], whole[0] + len(wanted))
    if any(_splits(quantity, span) for quantity in quantities(document)):
        raise Refused("quote_cuts_number")
    return span


def ground_figure(document: Document, quote: str, within: Span | None = None) -> Grounded:
    """The one quantity that a quote with its label prints. Raises Refused: no label, no figure, several figures."""
    span = ground(document, quote, within)
    inside = quantities_in(document, span)
    if not inside:
        raise Refused("no_figure")
    if len(inside) > 1:
        raise Refused("several_figures")
    quantity = inside[0]
    label = document.text[span.start : quantity.span.start]
    if len(_WORDS.findall(label)) < 2:
        raise Refused("quote_short")
    return Grounded(span, quantity)


def quantities(document: Document) -> Sequence[Quantity]:
    """Every quantity of a document, in reading order."""
    return _quantities(document.text)


def quantities_in(document: Document, span: Span) -> Sequence[Quantity]:
    """The quantities that stand wholly inside a span."""
    found = quantities(document)
    first = bisect_left(found, span.start, key=lambda quantity: quantity.span.start)
    inside = []
    for quantity in found[first:]:
        if quantity.span.start >= span.end:
            break
        if quantity.span.end <= span.end:
            inside.append(quantity)
    return inside


@lru_cache(maxsize=16)
def _quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(find(text))


def _between(folded: Folded, ends: tuple[str, str], within: tuple[int, int], *, first: bool) -> Span:
    """From the one place of the first words to the first place of the last words after it (`甲科…癸科`)."""
    (head, tail), (start, end) = ends, within
    if len(head) < 2 or len(tail) < 2:
        raise Refused("quote_short")
    heads = _places(folded.text, head, start, end)
    if not heads:
        raise Refused("quote_not_found")
    if len(heads) > 1 and not first:
        raise Refused("quote_repeated")
    at = folded.text.find(tail, heads[0] + len(head), end)
    if at < 0:
        raise Refused("quote_not_found")
    if _cuts(folded.text, heads[0], at + len(tail)):
        raise Refused("quote_cuts_number")
    return folded.span(heads[0], at + len(tail))


def _places(text: str, wanted: str, start: int, end: int) -> list[int]:
    places, at = [], text.find(wanted, start, end)
    while at >= 0:
        places.append(at)
        at = text.find(wanted, at + 1, end)
    return places


def _cuts(text: str, start: int, end: int) -> bool:
    """True when the characters on both sides of an end belong to one number."""
    before = start > 0 and text[start].isdigit() and _IN_NUMBER.match(text[start - 1]) is not None
    after = end < len(text) and text[end - 1] in "0123456789.," and text[end].isdigit()
    point = end + 1 < len(text) and text[end - 1].isdigit() and text[end] in ".," and text[end + 1].isdigit()
    return before or after or point


def _splits(quantity: Quantity, span: Span) -> bool:
    """True when an end of the span falls inside a quantity: a unit, a sign or a hedge would be lost."""
    inside = quantity.span.start < span.end and span.start < quantity.span.end
    return inside and not (span.start <= quantity.span.start and quantity.span.end <= span.end)
