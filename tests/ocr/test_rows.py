"""Reading order of quads, without an engine."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extractor.ocr import ctc
from extractor.ocr.quads import Quad, rows


def quad(x: float, y: float, width: float, height: float, degrees: float) -> Quad:
    angle = np.deg2rad(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]])
    return np.asarray(corners @ turn.T, dtype=np.float32)


@given(st.floats(-1.5, 1.5), st.randoms(use_true_random=False))
def test_a_skewed_grid_is_read_row_by_row(degrees: float, random: object) -> None:
    grid = [(row, column) for row in range(12) for column in range(4)]
    random.shuffle(grid)  # type: ignore[attr-defined]
    quads = [quad(100 + 380 * column, 120 + 52 * row, 260, 40, degrees) for row, column in grid]
    assert [[grid[i] for i in line] for line in rows(quads)] == [[(r, c) for c in range(4)] for r in range(12)]


def test_no_quads_and_short_quads() -> None:
    assert rows([]) == []
    assert rows([quad(300, 10, 20, 30, 0), quad(10, 14, 20, 30, 0)]) == [[1, 0]]


@given(st.lists(st.tuples(st.floats(0.001, 0.05), st.sampled_from("支出7.0%，")), min_size=1, max_size=20))
def test_extents_never_cross_and_hold_their_middles(steps: list[tuple[float, str]]) -> None:
    middles = tuple(float(v) for v in np.cumsum([step for step, _ in steps]) * 0.9)
    reading = ctc.Reading("".join(char for _, char in steps), (1.0,) * len(steps), middles)
    extents = ctc.extents(reading, fallback_em=0.05)
    for (left, right), middle in zip(extents, middles, strict=True):
        assert 0 <= left < middle < right <= 1
    assert all(a[1] <= b[0] + 1e-9 for a, b in pairwise(extents))
