"""Reads the recogniser's output: one distribution over the alphabet per time step, left to right (CTC)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BLANK = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: characters, their certainty 0..1 and their middles in time steps (half a step = 0.5)."""

    text: str
    certainty: tuple[float, ...]
    middles: tuple[float, ...]


def decode(steps: NDArray[np.float32], alphabet: Sequence[str]) -> Reading:
    """The most likely character of every run of equal steps; `steps` is time x alphabet, probabilities.

    A character's certainty is the best of its run, its middle the run's centre of gravity.
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
        middles.append(float((np.arange(start, end) + 0.5) @ run / run.sum()))
    return Reading("".join(text), tuple(certainty), tuple(middles))


def extents(text: str, middles: Sequence[float], width: float, fallback_em: float) -> tuple[tuple[float, float], ...]:
    """Left and right edge of every character, in the unit of `middles`, inside 0..`width` and never crossing.

    An edge stands between two middles in the ratio of the two characters' usual widths, but no further from
    its character than such a width allows: before a gap in the line a character does not swell.
    `fallback_em` is the width of a Chinese character where the line holds no two neighbours to learn it from.
    """
    halves = [0.5 if unicodedata.east_asian_width(char) in "WFA" else 0.28 for char in text]
    gaps = np.diff(middles)
    pitch = [gap for gap, a, b in zip(gaps, halves, halves[1:], strict=False) if a == b == 0.5]
    em = float(np.median(pitch)) if pitch else fallback_em
    reach = [half * em * 1.15 for half in halves]
    found: list[tuple[float, float]] = []
    for i, middle in enumerate(middles):
        left, right = max(0.0, middle - reach[i]), min(width, middle + reach[i])
        if i:
            left = max(left, middle - gaps[i - 1] * halves[i] / (halves[i - 1] + halves[i]))
        if i < len(gaps):
            right = min(right, middle + gaps[i] * halves[i] / (halves[i] + halves[i + 1]))
        found.append((left, right))
    return tuple(found)
