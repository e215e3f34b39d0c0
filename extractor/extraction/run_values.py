"""What the cells of an indicator table say: marks, figures, directions; and whether a target and an outcome can be of
one indicator."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from extractor.extraction.run_words import DATE, SIGN, WORDS
from extractor.model import Comparator, Dimension, Quantity
from extractor.numbers import read

_SIGN = re.compile(SIGN)
AFTER = re.compile("以上|以下|以内|之内|左右|以前|内")
"""A hedge behind a figure."""
_DIGITS = re.compile(r"\d[\d.,]*")
DIRECTION = re.compile(r">=|<=|[≥≤=><]|定性|定量|正向|反向|正|反")
DEGREE = "未能?|已|基本|部分|全部|均已?"
"""How far an outcome in words came (`投入使用`, `未投入使用`)."""
_FAR = re.compile(DEGREE)
_LARGEST = Decimal(100)
_ROUNDED = Decimal("0.05")
_FARTHEST = 50
"""No plain outcome is so many times its target, or so small a part of it."""


@lru_cache(maxsize=4096)
def mark(words: str) -> Decimal | None:
    """The mark that is printed, where it is one: at most 100, with at most three decimals."""
    digits = words.strip("()分 ").replace(",", "")
    value = Decimal(digits)
    return value if value <= _LARGEST and len(digits.partition(".")[2]) <= 3 else None


def earned(full: Decimal, coefficient: str, score: Decimal) -> bool:
    """Whether a score is the share of its full mark that a coefficient in percent gives; without one, nothing says
    otherwise."""
    rate = figure(coefficient)
    return rate is None or abs(full * rate.value / 100 - score) <= _ROUNDED


@lru_cache(maxsize=4096)
def figure(words: str) -> Quantity | None:
    """The quantity that a cell prints, if it is one and nothing else (`=100%` is 100%)."""
    return read(words.removeprefix("="))


def is_value(words: str) -> bool:
    """Whether a cell prints a figure (with sign, unit or hedge), a date, or the words that tables use for outcomes."""
    bare = _SIGN.sub("", words, count=1)
    return figure(AFTER.sub("", bare)) is not None or any(p.fullmatch(bare) for p in (DATE, WORDS))


def is_direction(words: str) -> bool:
    """Whether a cell says how a target is meant (`≥`, `定性`)."""
    return DIRECTION.fullmatch(words) is not None


def repeated(words: str, text: str, at: int, end: int) -> list[int]:
    """Where an outcome at `at` ends that repeats the words of its target, or says how far it met them."""
    begins = [at, *([far.end()] if (far := _FAR.match(text, at, end)) else [])]
    return [begin + len(words) for begin in begins if words and text.startswith(words, begin, end)]


@lru_cache(maxsize=8192)
def agree(target: str, actual: str) -> int | None:
    """What speaks against two cells being target and outcome of one indicator: 0 where they are the same, None where
    they cannot be."""
    bare, other_bare = (_SIGN.sub("", words, count=1) for words in (target, actual))
    if bare == other_bare or AFTER.sub("", bare) == actual:
        return 0
    if not bare[:1].isdigit() and _FAR.sub("", actual, count=1) == bare:
        return 0
    one, other = figure(target), figure(actual)
    if one is not None and other is not None:
        return _agree(one, other)
    if DATE.fullmatch(bare) and DATE.fullmatch(actual):
        return 1
    words = [w for w, f in ((bare, one), (other_bare, other)) if f is None]
    if not all(WORDS.fullmatch(w) or DATE.fullmatch(w) for w in words):
        same = one is other is None and _DIGITS.sub("#", bare) == _DIGITS.sub("#", other_bare)
        return 1 if same and _DIGITS.search(bare) else None
    short = min(map(len, words)) == 1 < max(map(len, words))
    return 1 if len(words) == 2 and not short else 4


def _agree(one: Quantity, other: Quantity) -> int | None:
    if one.dimension is not other.dimension or one.unit != other.unit:
        return 4
    if one.dimension is not Dimension.NONE:
        return 1
    if one.value and other.value and not one.value / _FARTHEST <= other.value <= one.value * _FARTHEST:
        return None
    far = not one.value / 4 <= other.value <= one.value * 4
    return 3 if far else 1 + (one.grain != other.grain)


def falls_short(target: str, actual: str) -> bool:
    """True when the outcome misses a target that says which way it is meant."""
    one, other = figure(target), figure(actual)
    if one is None or other is None or one.unit != other.unit:
        return False
    if one.comparator is Comparator.AT_MOST:
        return other.value > one.value
    return one.comparator is Comparator.AT_LEAST and other.value < one.value
