"""The grammar of printed numbers: one walk over a folded text, each digit and numeral visited once.

At each digit the reserved forms are tried first (`reserve`), then a figure is read (`figure`), then sign, hedge and a
second figure around it (`ranges`, `hedges`). Every ASCII digit of a text ends up in exactly one quantity or one
reserved place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from extractor.model import Comparator, Dimension, Quantity
from extractor.numbers import hedges
from extractor.numbers.figure import Figure, figure, spoken
from extractor.numbers.fold import fold
from extractor.numbers.kinds import Found, Kind
from extractor.numbers.marks import MARKS
from extractor.numbers.numerals import CHARS
from extractor.numbers.ranges import negative, whole_range
from extractor.numbers.reserve import Reserved, article, fraction, names, reserved_digits, reserved_numeral
from extractor.numbers.units import TAIL, UNITS

_START = re.compile(f"[0-9{CHARS}{MARKS}]")
_MARKS = frozenset(MARKS)
_DIGITS = frozenset("0123456789")
_PARTS = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}
_TIME = frozenset(("年", "个月", "天", "周", "学年", "小时", "个季度"))


def find(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a text in reading order, with spans into that text; bare numbers have `Dimension.NONE`.

    `scale` leads to the base unit: money counts in 元, percentages in % (`3‰` has the scale 0.1, `三成` 10), 公顷 in
    平方米. A sign belongs to `digits`, `mantissa` and `number`. A rate such as `130元/人` has the unit `元/人` and
    `Dimension.OTHER`, so that it is never added to money. In a range `digits` is the lower figure, `number` covers
    both and `grain` is the finer of the two. Full-width commas: see `figure`. Never raises.
    """
    return _scan(text)[0]


def reserved(text: str) -> tuple[Reserved, ...]:
    """Every place of a text that looks like a number and is no quantity, in reading order. Never raises."""
    return _scan(text)[1]


def read(text: str) -> Quantity | None:
    """The quantity that fills a text from end to end, blanks aside; None if it holds none, more, or other words."""
    quantities, others = _scan(text)
    if len(quantities) != 1 or others:
        return None
    low = len(text) - len(text.lstrip())
    span = quantities[0].span
    return quantities[0] if (span.start, span.end) == (low, len(text.rstrip())) else None


@lru_cache(maxsize=64)
def _scan(text: str) -> tuple[tuple[Quantity, ...], tuple[Reserved, ...]]:
    walk = _Walk(text)
    walk.run()
    return tuple(walk.quantities), tuple(walk.reserved)


class _Walk:
    """One walk over one text. `done` is the end of what has been read, in the folded text."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self.text = self.folded.text
        self.parts = "分之" in self.text
        self.names = list(names(text))
        self.name = 0
        self.done = 0
        self.quantities: list[Quantity] = []
        self.reserved: list[Reserved] = []

    def run(self) -> None:
        """Visit every digit, numeral and list mark that no earlier reading covers."""
        search = _START.search
        while match := search(self.text, self.done):
            i = match.start()
            if match[0] in _MARKS:
                self._reserve(Found(Kind.LIST_NUMBER, i, i + 1))
            elif match[0] in _DIGITS:
                self._digit(i)
            else:
                self._numeral(i)

    def _digit(self, i: int) -> None:
        if self.parts and (part := fraction(self.text, i)) is not None:
            self._fraction(i, *part)
        elif (found := reserved_digits(self.text, i)) is not None:
            self._reserve(found)
        else:
            self._quantity(figure(self.text, i))

    def _numeral(self, i: int) -> None:
        if (end := self._name_end(i)) is not None:
            self._reserve(Found(Kind.IDIOM, i, end))
        elif self.parts and (part := fraction(self.text, i)) is not None:
            self._fraction(i, *part)
        elif (found := reserved_numeral(self.text, i)) is not None:
            self._reserve(found)
        elif isinstance(read := spoken(self.text, i), int):
            self._bare_numeral(i, read)
        elif article(self.text, i, read.stop):
            self._reserve(Found(Kind.IDIOM, i, read.end))
        else:
            self._quantity(read)

    def _bare_numeral(self, i: int, end: int) -> None:
        """A numeral without a measure word counts only as the first half of a range: `三至五个`."""
        first = spoken(self.text, i, bare=True) if self.text[end : end + 1] in ("至", "到") else end
        if isinstance(first, Figure) and (pair := whole_range(self.text, first, i)) is not None:
            self._add(pair[0], i, Comparator.RANGE, pair[1], pair[2])
        else:
            self.done = end

    def _name_end(self, i: int) -> int | None:
        """Where the name (a short quotation, a title) around a numeral ends, or its next digit; None outside names."""
        place = self.folded.offsets[i]
        while self.name < len(self.names) and self.names[self.name][1] <= place:
            self.name += 1
        if self.name == len(self.names) or self.names[self.name][0] > place:
            return None
        last = self.folded.at(self.names[self.name][1] - 1)  # the closing mark
        end = i + 1
        while end < last and self.text[end] not in _DIGITS and self.text[end] not in _MARKS:
            end += 1
        return end

    def _fraction(self, i: int, below: str, above: str, end: int) -> None:
        """`百分之八十五` is a percentage; `三分之二` a ratio, since no Decimal holds it exactly."""
        if below not in _PARTS:
            self._reserve(Found(Kind.RATIO, i, end, (Decimal(above), Decimal(below))))
            return
        comparator, low, weak = hedges.before(self.text, i, self.done)
        start, stop = i + len(below) + 2, end
        tail = TAIL.match(self.text, end)
        if tail and tail["after"] and not (tail["unit"] or tail["whole"] or tail["scale"]):
            comparator, end = (hedges.after(tail["after"]) if weak else comparator), tail.end()
        part = Figure(above, start, stop, end, _PARTS[below], UNITS["%"], "", below + "分之", comparator)
        self._add(part, low, comparator)

    def _quantity(self, first: Figure) -> None:
        """Read sign, hedge and second figure around a figure, and keep the quantity."""
        text = self.text
        if negative(self.folded, first, self.done):
            first = replace(first, digits="-" + first.digits, start=first.start - 1)
        comparator, low, weak = hedges.before(text, first.start, self.done)
        if low == first.start > self.done and text[low - 1] == "¥":
            low -= 1
            if first.unit is None:
                first = replace(first, unit=UNITS["元"], unit_text=first.unit_text or "¥")
        if text[low] == "近" and first.unit is not None and first.unit.base in _TIME:
            comparator, low = Comparator.EXACT, first.start  # 近三年: the last three years
        if (pair := whole_range(text, first, low)) is not None:
            joined, upper, grain = pair
            self._add(joined, low, Comparator.RANGE, upper, grain)
        else:
            self._add(first, low, _stronger(comparator, weak, first.comparator))

    def _add(
        self,
        figure: Figure,
        low: int,
        comparator: Comparator,
        upper: Decimal | None = None,
        grain: Decimal | None = None,
    ) -> None:
        unit = figure.unit
        dimension = Dimension.NONE if unit is None else Dimension.OTHER if figure.per else unit.dimension
        self.quantities.append(
            Quantity(
                mantissa=Decimal(figure.digits),
                digits=figure.digits,
                scale=figure.factor,
                unit="" if unit is None else unit.base + figure.per,
                unit_text=figure.unit_text,
                dimension=dimension,
                grain=figure.grain if grain is None else grain,
                comparator=comparator,
                span=self.folded.span(low, figure.end),
                number=self.folded.span(figure.start, figure.stop),
                upper=upper,
            )
        )
        self.done = figure.end

    def _reserve(self, found: Found) -> None:
        start = max(found.start, self.done)
        self.reserved.append(Reserved(found.kind, self.folded.span(start, found.end), found.sides))
        self.done = found.end


def _stronger(before: Comparator, weak: bool, behind: Comparator) -> Comparator:
    """The hedge that counts when there may be one on either side."""
    return behind if weak and behind is not Comparator.EXACT else before
