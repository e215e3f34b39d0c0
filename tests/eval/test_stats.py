"""Bounds and intervals against known values, and the same every time."""

from __future__ import annotations

import random

import pytest

from eval.stats import decline, interval, upper_bound


@pytest.mark.parametrize(
    ("wrong", "of", "bound"),
    [
        (0, 59, 0.0495),
        (0, 299, 0.00997),
        (0, 1, 0.95),
        (1, 10, 0.3942),
        (2, 20, 0.2826),
        (5, 100, 0.1023),
        (20, 2000, 0.01446),
        (7, 7, 1.0),
    ],
)
def test_clopper_pearson(wrong: int, of: int, bound: float) -> None:
    assert upper_bound(wrong, of) == pytest.approx(bound, abs=1e-3)


def test_how_many_clean_ones_a_claim_takes() -> None:
    assert upper_bound(0, 59) < 0.05 < upper_bound(0, 58)
    assert upper_bound(0, 299) < 0.01 < upper_bound(0, 298)


def test_no_bound_of_nonsense() -> None:
    with pytest.raises(ValueError, match="3 wrong of 2"):
        upper_bound(3, 2)


def mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)


def test_intervals_are_the_same_every_time_and_leave_chance_alone() -> None:
    numbers = [0.2, 0.9, 0.95, 1.0, 0.8, 0.7]
    random.seed(1)
    before = random.getstate()
    first = interval(numbers, lambda some: mean(list(some)))
    random.seed(2)
    assert interval(numbers, lambda some: mean(list(some))) == first
    random.seed(1)
    assert random.getstate() == before
    assert first is not None
    assert first[0] < mean(numbers) < first[1]


def test_one_document_has_no_interval() -> None:
    assert interval([0.5], lambda some: mean(list(some))) is None


def test_paired_permutation() -> None:
    assert decline([-0.1] * 5) == pytest.approx(1 / 32)
    assert decline([0.1] * 5) == 1.0
    assert decline([0.0] * 40) == 1.0
    assert decline([-0.1] * 30) == pytest.approx(1e-4, abs=1e-4)
    assert decline([0.3, -0.3]) > 0.5
