"""How finely figures are printed: the grain of a figure is that of its surroundings, not of the figure alone.

A report that writes 20.50万元 and 182万元 in one paragraph has dropped two zeros, so 182 is as exact as 20.50.
A paragraph in whole 万元 has its own, coarser grain.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal

from extractor.model import Dimension, Quantity
from extractor.numbers.agree import Interval, interval, money_grains

_ENOUGH = 3
"""So many figures of one unit show how finely a paragraph is printed."""


class Fineness:
    """Knows the grain of money at each scale, in each paragraph of a document and in all of it."""

    def __init__(self, text: str, quantities: Iterable[Quantity]) -> None:
        self._starts = [0, *(offset + 1 for offset, char in enumerate(text) if char == "\n")]
        money = [quantity for quantity in quantities if quantity.dimension is Dimension.MONEY]
        self._document = money_grains(money)
        paragraphs: dict[tuple[int, Decimal], list[Quantity]] = {}
        for quantity in money:
            paragraphs.setdefault((self._paragraph(quantity), quantity.scale), []).append(quantity)
        self._near = {place: money_grains(group) for place, group in paragraphs.items() if len(group) >= _ENOUGH}

    def range(self, quantity: Quantity, *, truncated: bool) -> Interval:
        """All values, in base units, that could have been printed so at this place."""
        grains = self._near.get((self._paragraph(quantity), quantity.scale), self._document)
        return interval(quantity, grains, truncated=truncated)

    def _paragraph(self, quantity: Quantity) -> int:
        return bisect_right(self._starts, quantity.number.start)
