"""Reads the recogniser's output: one distribution over the alphabet per time step, left to right (CTC)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BLANK = 0
_FULL, _NARROW = 0.5, 0.28
"""Half the usual width of a Chinese and of a Latin character, in ems."""
_SLACK = 1.15


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: characters, their certainty 0..1 and their middles in shares (0..1) of the crop's width."""

    text: str
    certainty: tuple[float, ...]
    middles: tuple[float, ...]


def decode(steps: NDArray[np.float32], alphabet: Sequence[str], stretch: float) -> Reading:
    """The most likely character of every run of equal steps; `steps` is time x alphabet, probabilities.

    A character's certainty is the best of its run, its middle the run's centre of gravity. `stretch` is the width
    of the recogniser's input, padding included, in widths of the crop.
    """
    best = steps.argmax(axis=1)
    sure = steps[np.arange(len(best)), best]
    edges = np.flatnonzero(np.diff(best)) + 1
    text, certainty, middles = [], [], []
    for start, end in zip((0, *edges), (*edges, len(best)), strict=True):
        if best[start] == BLANK:
            continue
        run = sure[start:end]
        text.append(alphabet[best[start]])
        certainty.append(min(1.0, float(run.max())))
        middles.append(min(1.0, float((np.arange(start, end) + 0.5) @ run / run.sum()) / len(best) * stretch))
    return Reading("".join(text), tuple(certainty), tuple(middles))


def extents(reading: Reading, fallback_em: float) -> tuple[tuple[float, float], ...]:
    """Left and right edge of every character, in shares of the crop's width; they never cross.

    An edge stands between two middles in the ratio of the two characters' usual widths, but no further from
    its character than such a width allows: before a gap in the line a character does not swell.
    `fallback_em` is the width of a Chinese character where the line holds no two neighbours to learn it from.
    """
    middles = reading.middles
    halves = [_FULL if unicodedata.east_asian_width(char) in "WFA" else _NARROW for char in reading.text]
    gaps = [b - a for a, b in pairwise(middles)]
    pitch = [gap for gap, a, b in zip(gaps, halves, halves[1:], strict=False) if a == b == _FULL]
    em = median(pitch) if pitch else fallback_em
    found: list[tuple[float, float]] = []
    for i, middle in enumerate(middles):
        reach = halves[i] * em * _SLACK
        left, right = max(0.0, middle - reach), min(1.0, middle + reach)
        if i:
            left = max(left, middle - gaps[i - 1] * halves[i] / (halves[i - 1] + halves[i]))
        if i < len(gaps):
            right = min(right, middle + gaps[i] * halves[i] / (halves[i] + halves[i + 1]))
        found.append((left, right))
    return tuple(found)
