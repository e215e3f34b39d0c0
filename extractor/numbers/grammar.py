"""The grammar of printed numbers: one walk over a folded text, each digit and numeral visited once.

At each digit the reserved forms are tried first (`reserve`), then a figure is read (`figure`), then it is looked at
whether a second figure makes it a range and whether a sign or a hedge stands before it. Every ASCII digit of a text
ends up in exactly one quantity or one reserved place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from extractor.model import Comparator, Dimension, Quantity
from extractor.numbers import hedges
from extractor.numbers.figure import Figure, figure, spoken
from extractor.numbers.fold import Folded, fold
from extractor.numbers.numerals import CHARS
from extractor.numbers.reserve import (
    MARKS,
    Found,
    Kind,
    Reserved,
    article,
    fraction,
    names,
    reserved_digits,
    reserved_numeral,
)
from extractor.numbers.units import UNITS

_START = re.compile(f"[0-9{CHARS}{MARKS}]")
_MARKS = frozenset(MARKS)
_RANGE = re.compile(rf" ?(?:-{{1,2}}|~|—{{1,2}}|―|至|到) ?(?=[0-9{CHARS}])")
_HUNDREDTHS = {"百": ("%", Decimal(1)), "千": ("%", Decimal("0.1")), "万": ("%", Decimal("0.01"))}
_ONE = Decimal(1)


def find(text: str) -> tuple[Quantity, ...]:
    """Every quantity of a text in reading order, with spans into that text; bare numbers have `Dimension.NONE`.

    Percentages count in % (`千分之三`, `3‰` and `三成` have scales 0.1, 0.1 and 10), money in 元. A sign belongs to
    `digits`, `mantissa` and `number`. A rate such as `130元/人` has the unit `元/人` and `Dimension.OTHER`, so that it
    is never added to money. A range has the unit of its right member; `number` then covers both.
    """
    return _scan(text)[0]


def reserved(text: str) -> tuple[Reserved, ...]:
    """Every place of a text that looks like a number and is no quantity, in reading order."""
    return _scan(text)[1]


def read(text: str) -> Quantity | None:
    """The quantity that fills a text from end to end, blanks aside; None if it holds none, more, or other words."""
    quantities, others = _scan(text)
    bare = text.strip()
    if len(quantities) != 1 or others or not bare:
        return None
    low = len(text) - len(text.lstrip())
    span = quantities[0].span
    return quantities[0] if (span.start, span.end) == (low, low + len(bare)) else None


@lru_cache(maxsize=64)
def _scan(text: str) -> tuple[tuple[Quantity, ...], tuple[Reserved, ...]]:
    scanner = _Scanner(text)
    scanner.run()
    return tuple(scanner.quantities), tuple(scanner.reserved)


class _Scanner:
    """One walk over one text. `done` is the end of what has been read, in the folded text."""

    def __init__(self, text: str) -> None:
        self.folded: Folded = fold(text)
        self.text = self.folded.text
        self.original = text
        self.names = list(names(text))
        self.name = 0
        self.done = 0
        self.quantities: list[Quantity] = []
        self.reserved: list[Reserved] = []

    def run(self) -> None:
        """Visit every digit, numeral and list mark that no earlier reading covers."""
        search = _START.search
        while match := search(self.text, self.done):
            i, char = match.start(), match[0]
            if char in "0123456789":
                self._digit(i)
            elif char in _MARKS:
                self._reserve(Found(Kind.LIST_NUMBER, i, i + 1))
            else:
                self._numeral(i)

    def _reserve(self, found: Found) -> None:
        start = max(found.start, self.done)
        self.reserved.append(Reserved(found.kind, self.folded.span(start, found.end), found.sides))
        self.done = found.end

    def _digit(self, i: int) -> None:
        part = fraction(self.text, i)
        if part is not None:
            self._fraction(i, *part)
        elif (found := reserved_digits(self.text, i)) is not None:
            self._reserve(found)
        else:
            self._quantity(figure(self.text, i))

    def _numeral(self, i: int) -> None:
        if self._in_name(self.folded.offsets[i]):
            return
        part = fraction(self.text, i)
        if part is not None:
            self._fraction(i, *part)
        elif (found := reserved_numeral(self.text, i)) is not None:
            self._reserve(found)
        else:
            read = spoken(self.text, i)
            if isinstance(read, int):
                self.done = read
            elif article(self.text, i, read.stop):
                self._reserve(Found(Kind.IDIOM, i, read.end))
            else:
                self._quantity(read)

    def _in_name(self, place: int) -> bool:
        """Reserve the whole quotation or title that holds an original offset, digits in it left to be read."""
        while self.name < len(self.names) and self.names[self.name][1] <= place:
            self.name += 1
        if self.name == len(self.names) or self.names[self.name][0] > place:
            return False
        i = self.done = self.folded.at(place)
        end = i
        stop = self.folded.at(self.names[self.name][1])
        while (
            end < stop and not (self.text[end].isascii() and self.text[end].isdigit()) and self.text[end] not in _MARKS
        ):
            end += 1
        if end == stop and end > i + 1:
            end -= 1  # the closing mark
        self._reserve(Found(Kind.IDIOM, i, end))
        return True

    def _fraction(self, i: int, below: str, above: str, end: int) -> None:
        """`百分之八十五` is a percentage, `三分之二` a ratio that no Decimal holds exactly."""
        from extractor.numbers.numerals import numeral

        if below in _HUNDREDTHS:
            unit, factor = _HUNDREDTHS[below]
            comparator, start, _ = hedges.before(self.text, i, self.done)
            self._add(
                Figure(above, i, end, end, factor, UNITS[unit], "", self.text[i : i + 3], comparator), start, comparator
            )
            return
        left = below if below.isascii() else (numeral(below) or ("", 1))[0]
        sides = (Decimal(above), Decimal(left)) if left else None
        self._reserve(Found(Kind.RATIO, i, end, sides))

    def _quantity(self, first: Figure) -> None:
        """Read sign, hedge and a second figure around a figure, and keep the quantity."""
        text, start, upper = self.text, first.start, None
        if self._negative(first):
            start -= 1
            first = replace(first, digits="-" + first.digits, start=start)
        comparator, low, weak = hedges.before(text, start, self.done)
        if low == start and text[start - 1 : start] == "¥" and start > self.done:
            low = start - 1
            if first.unit is None:
                first = replace(first, unit=UNITS["元"], unit_text=first.unit_text or "¥")
        if comparator is Comparator.BELOW and text[low] == "近" and first.unit and first.unit.base in _TIME:
            comparator, low = Comparator.EXACT, start  # 近三年: the last three years
        second = self._second(first, low)
        if second is not None:
            first, upper = second
            comparator = Comparator.RANGE
        elif weak and first.comparator is not Comparator.EXACT:
            comparator = first.comparator
        self._add(first, low, comparator, upper)

    def _negative(self, first: Figure) -> bool:
        """A `-` is a minus when it touches the figure and joins it to nothing: no figure, letter or bullet before it."""
        at = first.start - 1
        if at < self.done or self.text[at] != "-" or (at == self.done and self.done and self._joined(at)):
            return False
        offsets = self.folded.offsets
        before = self.text[at - 1] if at else "\n"
        if before == "\n" and offsets[at + 1] != offsets[at] + 1:
            return False
        if before in "-)]%~" or (before.isascii() and before.isalnum()):
            return False
        return not before.isalpha() or first.unit is not None or "." in first.digits

    def _joined(self, at: int) -> bool:
        return bool(self.quantities or self.reserved) and self.text[at - 1] not in "\n\t|"

    def _second(self, first: Figure, low: int) -> tuple[Figure, Decimal] | None:
        """The range that a figure opens: itself with the unit of the right member, and the upper mantissa."""
        text = self.text
        match = _RANGE.match(text, first.end)
        if match is None or first.comparator is not Comparator.EXACT:
            return None
        word = match[0].strip()
        if word in "至到" and text[low - 1 : low] in ("从", "由", "自") and low:
            return None  # from a to b is a change, not a range
        i = match.end()
        if text[i].isascii():
            if reserved_digits(text, i) is not None:
                return None
            second: Figure | int = figure(text, i)
        else:
            second = spoken(text, i) if word in "至到" else i
        if isinstance(second, int) or text[second.end : second.end + 1] in ("=", "-") or second.per != first.per:
            return None
        if (
            first.unit is not None
            and second.unit is not first.unit
            and (second.unit is None or second.unit.base != first.unit.base)
        ):
            return None
        factor = first.factor if first.marked else second.factor
        if first.unit is None and second.unit is not None:
            factor = factor if first.marked else second.factor
        upper = Decimal(second.digits) * second.factor / factor
        if not Decimal(first.digits) <= upper:
            return None
        digits = first.digits
        joined = replace(
            first,
            digits=digits,
            stop=second.stop,
            end=second.end,
            factor=factor,
            unit=second.unit,
            per=second.per,
            unit_text=second.unit_text if not first.marked else first.unit_text,
        )
        return joined, upper

    def _add(self, first: Figure, start: int, comparator: Comparator, upper: Decimal | None = None) -> None:
        unit, per = first.unit, first.per
        dimension = Dimension.NONE if unit is None else unit.dimension
        base = "" if unit is None else unit.base
        if per and unit is not None:
            dimension, base = Dimension.OTHER, base + per
        self.quantities.append(
            Quantity(
                mantissa=Decimal(first.digits),
                digits=first.digits,
                scale=first.factor,
                unit=base,
                unit_text=first.unit_text,
                dimension=dimension,
                grain=_ONE.scaleb(-first.places) * first.factor,
                comparator=comparator,
                span=self.folded.span(start, first.end),
                number=self.folded.span(first.start, first.stop),
                upper=upper,
            )
        )
        self.done = first.end


_TIME = frozenset(("年", "个月", "天", "周", "周年", "学年", "小时"))
