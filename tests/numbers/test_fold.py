"""Folding keeps every word and knows its way back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.numbers import fold

PIECES = st.text(
    st.sampled_from(" \u3000\u200b\u00a0\t\n\r09５，,.．％%元人AaＡ（）“”—－−～：①⽉十"), max_size=60
) | st.text(max_size=40)

BLANKS = " \u00a0\u3000\u2002\u2003\u2009\r\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202b\u202c\u202d\u202e"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("２０２３ 年 １２ 月", "2023年12月"),
        ("1，234．5％", "1，234.5%"),
        ("5 人 6 户", "5人6户"),
        ("12 34", "12 34"),
        ("12 \u3000 34", "12 34"),
        ("1\u200b2", "12"),
        ("a b", "a b"),
        ("“三公”", '"三公"'),
        ("−3－4–5", "-3-4-5"),
        ("1～2", "1~2"),
        ("（一）：", "(一):"),
        ("甲\t乙\n丙|丁", "甲\t乙\n丙|丁"),
        ("⽉⼗", "月十"),
        ("￥5", "¥5"),
        ("", ""),
    ],
)
def test_examples(text: str, folded: str) -> None:
    assert fold(text).text == folded


@given(PIECES)
def test_offsets_are_strictly_increasing_and_end_with_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets[-1] == len(text)
    assert all(a < b for a, b in pairwise(folded.offsets))


@given(PIECES)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(PIECES)
def test_each_character_folds_to_the_one_at_its_place(text: str) -> None:
    folded = fold(text)
    for index, char in enumerate(folded.text):
        span = folded.span(index, index + 1)
        assert fold("x" + text[span.start : span.end] + "x").text in (f"x{char}x", "xx" if char == " " else f"x{char}x")


@given(PIECES)
def test_nothing_but_blanks_is_lost(text: str) -> None:
    def solid(words: str) -> int:
        return sum(c not in BLANKS for c in words)

    assert solid(fold(text).text) == solid(text)


@given(PIECES, st.integers(0, 60))
def test_at_finds_the_first_character_at_or_after_a_place(text: str, place: int) -> None:
    folded = fold(text)
    index = folded.at(place)
    assert all(offset < place for offset in folded.offsets[:index])
    assert index == len(folded.text) or folded.offsets[index] >= place


def test_every_character_is_stable() -> None:
    everything = "".join(chr(code) for code in range(0x20, 0x10000) if not 0xD800 <= code < 0xE000)
    once = fold(everything).text
    assert fold(once).text == once
