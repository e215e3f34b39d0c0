"""One figure with what follows it: digits or a Chinese numeral, scale, unit, and the hedge behind.

Which commas and blanks belong to a figure
------------------------------------------
* `,` is a thousands mark before groups of exactly three digits.
* `，` separates figures far more often than it groups digits. It is a thousands mark only before groups of exactly
  three digits that start no new run, when the head has no leading zero and stands in no list (`5，10，200`), and when
  one of these holds: decimals follow (`1，234.56`); the unit is money or 万, 亿 (`1，234万元`); there are two groups or
  more and a unit (`1，234，567人`). So `10，200人` is 10 and 200人.
* A blank groups digits only by threes and only before a unit (`1 230.25万元`); a blank at the decimal point is dropped
  only before money, a scale or % (`2423. 53万元`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from extractor.model import Comparator, Dimension
from extractor.numbers import hedges
from extractor.numbers.numerals import CHARS, numeral
from extractor.numbers.units import SCALES, SPOKEN_TAIL, TAIL, UNITS, Unit

_ONE = Decimal(1)
_PLAIN = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){1,6}(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")
_WIDE = re.compile(r"[1-9][0-9]{0,2}((?:，[0-9]{3}){1,6})(?![0-9])(\.[0-9]+)?")
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3}){1,6}(?![0-9])(?:\.[0-9]+)?")
_SPLIT = re.compile(r"[0-9]{1,12}(?: \. ?|\. )[0-9]{1,6}(?= ?(?:[万亿]|元|%))")
_COMPOUND = re.compile(r"([0-9]{1,6})([亿万])([0-9]{1,4})([千百])?(万)?(?![0-9.,])")
_SEPARATORS = str.maketrans("", "", ",， ")
_NUMERAL = re.compile(rf"[{CHARS}]+(?:点[零一二三四五六七八九]{{1,6}}[万亿]?)?")
_FACTOR = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "": 1}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure at a range of the folded text: `start` to `stop` the digits, to `end` with unit and hedge.

    `factor` is how many base units one of the mantissa is, `marked` is True when 万 or a unit was printed.
    """

    digits: str
    start: int
    stop: int
    end: int
    factor: Decimal
    unit: Unit | None
    per: str
    unit_text: str
    comparator: Comparator

    @property
    def marked(self) -> bool:
        """True when a scale or a unit is printed."""
        return bool(self.unit_text)

    @property
    def grain(self) -> Decimal:
        """One unit of the last printed digit, in base units."""
        places = len(self.digits.partition(".")[2])
        return self.factor.scaleb(-places) if places else self.factor


def figure(text: str, i: int) -> Figure:
    """The figure at the ASCII digit `i` of a folded text."""
    stop, digits = _digits(text, i)
    if text[stop : stop + 1] in ("亿", "万") and (match := _COMPOUND.match(text, i)) and match.start(2) == stop:
        compound = _compound(text, match)
        if compound is not None:
            return compound
    return _with_tail(text, (i, stop, stop), digits, _ONE, TAIL)


def spoken(text: str, i: int, *, bare: bool = False) -> Figure | int:
    """The figure at the Chinese numeral character `i`, or the end of a run of numerals that is no figure.

    A numeral is a figure only when it is well formed, short, and followed by a measure word (`十三个`); with `bare`
    the measure word may be missing, as it is in the first half of `三至五个`.
    """
    match = _NUMERAL.match(text, i)
    if match is None:
        return i + 1
    run, end = match[0], match.end()
    read = numeral(run) if len(run) <= 24 and (not i or text[i - 1] not in "几数第") else None
    if read is None:
        return end
    stop = i + len(run.rstrip("万亿萬億"))
    result = _with_tail(text, (i, stop, end), read[0], Decimal(read[1]), SPOKEN_TAIL)
    if result.unit is None:
        return result if bare else end
    return end if result.unit.name == "分" and len(run) == 1 else result


def _digits(text: str, i: int) -> tuple[int, str]:
    """Where the digits at `i` end, and the digits without separators."""
    match = _PLAIN.match(text, i)
    assert match is not None  # i is a digit
    follows = text[match.end() : match.end() + 2]
    other: re.Match[str] | None = None
    if follows[:1] == "，" and follows[1:].isdigit():
        other = _WIDE.match(text, i)
        if other is not None and not _groups(text, i, other):
            other = None
    elif follows[:1] == " " or follows == ". ":
        other = _SPLIT.match(text, i)
        if other is None and (i < 2 or text[i - 1] != " " or not text[i - 2].isdigit()):
            other = _SPACED.match(text, i)
            tail = TAIL.match(text, other.end()) if other else None
            if tail is None or not (tail["unit"] or tail["whole"] or tail["scale"]):
                other = None
    match = other or match
    digits = match[0]
    return match.end(), digits.translate(_SEPARATORS) if other or "," in digits else digits


def _groups(text: str, i: int, match: re.Match[str]) -> bool:
    """Whether the full-width commas of a match are thousands marks: the rule is in the module's docstring."""
    if text[i - 1 : i] in ("，", "、", ",") and i > 1 and text[i - 2].isdigit():
        return False
    if match[2]:
        return True
    tail = TAIL.match(text, match.end())
    if tail is None:
        return False
    unit = UNITS.get(tail["unit"] or "")
    money = tail["scale"] is not None or (unit is not None and unit.dimension is Dimension.MONEY)
    return money or (unit is not None and match[1].count("，") > 1)


def _compound(text: str, match: re.Match[str]) -> Figure | None:
    """`3亿2000万元` as 32000 of 万, `1万2千元` as 12000: one figure, never two."""
    high, big, low, small, ten_thousand = match.groups()
    if (big == "万" and ten_thousand) or (big == "亿" and not ten_thousand):
        return None
    unit = _FACTOR["万"] if ten_thousand else 1
    digits = int(high) * (_FACTOR[big] // unit) + int(low) * _FACTOR[small or ""]
    stop = match.end() - len(ten_thousand or "")
    result = _with_tail(text, (match.start(), stop, match.end()), str(digits), Decimal(unit), TAIL)
    return result if result.unit or ten_thousand else None


def _with_tail(text: str, at: tuple[int, int, int], digits: str, factor: Decimal, pattern: re.Pattern[str]) -> Figure:
    """A figure and what stands behind it; `at` is where its digits start, where they stop, where the tail starts."""
    start, stop, behind = at
    tail = pattern.match(text, behind)
    assert tail is not None  # every part of it is optional
    scale, per = tail["scale"], tail["per"] or ""
    unit = UNITS.get(tail["whole"] or tail["unit"] or "")
    if scale:
        factor *= SCALES[scale]
    if unit is not None:
        factor *= unit.factor
    last = max(behind, tail.end("scale"), tail.end("whole"), tail.end("unit"), tail.end("per"))
    words = text[stop:last].strip()
    more = tail["more"] or tail["more2"]
    if more and unit is None and scale is None:
        more = None
    comparator = hedges.after(more or tail["after"])
    unit_text = words.replace(more, "", 1) if more else words
    end = tail.end() if tail["after"] else last
    return Figure(digits, start, stop, end, factor, unit, per, unit_text, comparator)
