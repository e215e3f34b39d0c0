"""Ranges and signs: what a dash beside a figure means.

`10-15%`, `10%~15%`, `10至15万元` are ranges, and the unit of the right member counts for both; `由10%到15%` is a change
and stays two figures. A dash is a minus only where it touches the figure and joins it to nothing before it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extractor.model import Comparator
from extractor.numbers.figure import Figure, figure, spoken
from extractor.numbers.fold import Folded
from extractor.numbers.numerals import CHARS
from extractor.numbers.reserve import reserved_digits

_TO = re.compile(rf"(?:\(含\))? ?(-{{1,2}}|~|—{{1,2}}|―|至|到) ?(?=[0-9{CHARS}])")


def whole_range(text: str, first: Figure, low: int) -> tuple[Figure, Decimal, Decimal] | None:
    """The range that a figure opens: both members as one figure, the upper mantissa, and the grain; None if none.

    `low` is where the first member starts with its hedge. The mantissas are of the scale printed with the first
    member if there is one, else with the second: `5000万至1亿元` runs from 5000 to 10000 of 万元.
    """
    match = _TO.match(text, first.end)
    if match is None or first.comparator is not Comparator.EXACT:
        return None
    spoken_to = match[1] in "至到"
    if spoken_to and low and text[low - 1] in "从由自":
        return None
    second = _member(text, match.end(), spoken_to)
    if second is None or second.per != first.per or text[second.end : second.end + 1] in ("=", "-"):
        return None
    if first.unit is not None and (second.unit is None or second.unit.base != first.unit.base):
        return None
    if first.marked and not second.marked:
        return None
    factor = first.factor if first.marked else second.factor
    upper = Decimal(second.digits) * second.factor / factor
    if upper < Decimal(first.digits):
        return None
    unit_text = second.unit_text
    if first.marked and first.factor != second.factor:
        unit_text = first.unit_text + (second.unit.name if second.unit and not first.unit else "")
    joined = replace(
        first, stop=second.stop, end=second.end, factor=factor, unit=second.unit, unit_text=unit_text, per=second.per
    )
    return joined, upper, min(joined.grain, second.grain)


def _member(text: str, i: int, spoken_to: bool) -> Figure | None:
    if text[i].isascii():
        return figure(text, i) if reserved_digits(text, i) is None else None
    second = spoken(text, i) if spoken_to else None
    return second if isinstance(second, Figure) else None


def negative(folded: Folded, figure: Figure, done: int) -> bool:
    """Whether the dash before a figure is a minus; `done` is where the reading before it ended.

    It is none between figures (`10-15`), after letters and brackets (`COVID-19`), as a bullet (a line's first dash,
    with a blank behind it), and none after words before a bare whole number (`附件-3`).
    """
    text, at = folded.text, figure.start - 1
    if at < done or text[at] != "-" or (at == done and done):
        return False
    before = text[at - 1] if at else "\n"
    if before in "\n\f" and folded.offsets[at + 1] != folded.offsets[at] + 1:
        return False
    if before in "-)]%~" or (before.isascii() and before.isalnum()):
        return False
    return not before.isalpha() or figure.unit is not None or "." in figure.digits
