"""A long line is looked at coarsely first, and closely where that leaves a doubt."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.ocr import ctc, doubts, recognise, recognise_lines, strips
from extractor.ocr.ppocr import Reader
from tests.ocr.paper import paragraph

LINE = "决算5.07万元"


def reading(text: str, doubtful: str = "", certainty: float = 0.99) -> ctc.Reading:
    return ctc.Reading(text, tuple(certainty if char in doubtful else 0.99 for char in text), (0.5,) * len(text))


@pytest.mark.parametrize(
    ("doubtful", "certainty", "clear"),
    [("", 0.99, True), ("7", 0.94, False), (".", 0.94, False), ("算", 0.71, True), ("算", 0.69, False)],
)
def test_a_figure_must_be_clearer_than_a_word(doubtful: str, certainty: float, clear: bool) -> None:
    assert doubts.is_clear(reading(LINE, doubtful, certainty)) is clear
    assert not doubts.is_clear(reading(""))


def test_a_strip_is_squeezed_and_its_text_keeps_its_place() -> None:
    crop = np.full((60, 900), 255, np.uint8)
    crop[:, 450:] = 0
    for squeeze in (1.0, strips.COARSE):
        made, used = strips.strip(crop, squeeze)
        assert made.shape[:3] == (1, 3, 48)
        assert used == 720 * squeeze
        assert (made[0, 0, :, : used // 2 - 1] == 1).all()
        assert (made[0, 0, :, used // 2 + 1 : used] == -1).all()
        assert not made[..., used:].any()


def looks(monkeypatch: pytest.MonkeyPatch, image: NDArray[np.uint8], *, twice: bool = False) -> list[float]:
    """By how much each line was squeezed at each look."""
    seen: list[float] = []
    look = Reader._decoded

    def watched(self: Reader, crop: NDArray[np.uint8], squeeze: float) -> ctc.Reading:
        seen.append(squeeze)
        return look(self, crop, squeeze)

    monkeypatch.setattr(Reader, "_decoded", watched)
    recognise(image, twice=twice)
    return seen


def test_clear_print_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = paragraph()
    assert looks(monkeypatch, sheet.image) == [strips.COARSE] * len(sheet.ink)


def test_figures_are_looked_at_closely_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = paragraph()
    seen = looks(monkeypatch, sheet.image, twice=True)
    assert sorted(seen) == [strips.COARSE] * len(sheet.ink) + [1.0] * (len(sheet.ink) - 1)  # the heading has none


def test_a_doubt_is_looked_at_closely_and_the_close_look_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    (clear,) = recognise_lines([strip_of(2)])
    assert clear
    look = Reader._decoded

    def blurred(self: Reader, crop: NDArray[np.uint8], squeeze: float) -> ctc.Reading:
        found = look(self, crop, squeeze)
        if squeeze == 1.0:
            return found
        return ctc.Reading(found.text.replace("9", "8"), (0.9,) * len(found.text), found.middles)

    monkeypatch.setattr(Reader, "_decoded", blurred)
    (line,) = recognise_lines([strip_of(2)])
    assert line
    assert line.text == clear.text
    assert min(line.certainty) > 0.9


def strip_of(number: int) -> NDArray[np.uint8]:
    """A picture of one line of the paragraph."""
    sheet = paragraph()
    top, low = (int(edge(box[side] for box in sheet.ink[number])) for edge, side in ((min, 1), (max, 3)))
    return np.ascontiguousarray(sheet.image[top - 3 : low + 3, :, 0])
