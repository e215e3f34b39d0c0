"""How sure a figure is: an exact bound for a rate, intervals by documents, a paired test. Nothing here is global or
unseeded: the same numbers give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import exp, lgamma, log, log1p
from random import Random
from typing import TypeVar

SEED = 20261122
_ENUMERATED = 14
_T = TypeVar("_T")


def upper_bound(wrong: int, of: int, confidence: float = 0.95) -> float:
    """Return the one-sided Clopper-Pearson bound: the highest rate at which so few wrong ones are still plausible."""
    if not 0 <= wrong <= of:
        raise ValueError(f"{wrong} wrong of {of}")
    if wrong == of:
        return 1.0
    low, high = wrong / of, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if _at_most(wrong, of, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high


def _at_most(wrong: int, of: int, rate: float) -> float:
    """Return the probability of at most so many wrong at a given rate."""
    if rate <= 0:
        return 1.0
    if rate >= 1:
        return 0.0
    whole, yes, no = lgamma(of + 1), log(rate), log1p(-rate)
    return sum(exp(whole - lgamma(k + 1) - lgamma(of - k + 1) + k * yes + (of - k) * no) for k in range(wrong + 1))


def interval(
    clusters: Sequence[_T],
    statistic: Callable[[Sequence[_T]], float | None],
    confidence: float = 0.95,
    draws: int = 1000,
    seed: int = SEED,
) -> tuple[float, float] | None:
    """Return a percentile interval of a statistic when whole documents are drawn again and again with replacement.

    Fields of one document err together, so it is documents that are drawn. None with fewer than two of them.
    """
    if len(clusters) < 2:
        return None
    chance = Random(seed)
    found = []
    for _ in range(draws):
        value = statistic([clusters[chance.randrange(len(clusters))] for _ in clusters])
        if value is not None:
            found.append(value)
    if not found:
        return None
    found.sort()
    tail = (1 - confidence) / 2
    return found[int(tail * (len(found) - 1))], found[-1 - int(tail * (len(found) - 1))]


def decline(differences: Sequence[float], draws: int = 10_000, seed: int = SEED) -> float:
    """Return the p-value of a paired permutation test that the mean of the differences is below zero.

    If nothing had changed, each difference would be as likely with the other sign. Few pairs are enumerated.
    """
    moved = [value for value in differences if value]
    if not moved:
        return 1.0
    observed = sum(moved) + 1e-12
    if len(moved) <= _ENUMERATED:
        signs = list(product((1, -1), repeat=len(moved)))
        return sum(sum(s * v for s, v in zip(sign, moved, strict=True)) <= observed for sign in signs) / len(signs)
    chance = Random(seed)
    low = sum(sum(v if chance.random() < 0.5 else -v for v in moved) <= observed for _ in range(draws))
    return (low + 1) / (draws + 1)
