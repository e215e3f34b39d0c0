"""Which part of a line is seen closely, and how what is seen there is set in."""

from __future__ import annotations

import pytest

from extractor.ocr import ctc, doubts

LINE = "青禾县园艺站全年支出128.45万元比上年增加，其中项目支出经费用于苗木养护。"


def reading(text: str, **unsure: float) -> ctc.Reading:
    """A reading, its characters evenly spaced; `unsure`: the certainty of a character that stands there once."""
    count = len(text)
    certainty = tuple(unsure.get(f"c{i}", 0.99) for i in range(count))
    return ctc.Reading(text, certainty, tuple((i + 0.5) / count for i in range(count)))


def doubted(text: str, chars: str, certainty: float) -> ctc.Reading:
    at = text.index(chars)
    return reading(text, **{f"c{i}": certainty for i in range(at, at + len(chars))})


def only(seen: ctc.Reading) -> doubts.Part:
    found = doubts.parts(seen, 1 / len(seen.text))
    assert found is not None
    (part,) = found
    return part


def test_a_figure_in_doubt_is_seen_whole_between_words_that_are_sure() -> None:
    part = only(doubted(LINE, "8", 0.9))
    assert LINE[part.first : part.last] == "128.45"
    assert (part.before, part.after) == ("支出", "万元")
    assert 0 < part.left < part.first / len(LINE) < part.last / len(LINE) < part.right < 1


def test_words_in_doubt_do_not_hold_a_part() -> None:
    seen = reading(LINE, c8=0.6, c10=0.9)
    part = only(seen)
    assert part.before == "全年"
    assert LINE[part.first : part.last] == "支出128.45"


@pytest.mark.parametrize(
    ("chars", "certainty", "count"), [("，", 0.6, 0), ("，", 0.4, 1), ("增", 0.6, 1), ("1", 0.94, 1)]
)
def test_what_is_enough_depends_on_what_it_is(chars: str, certainty: float, count: int) -> None:
    assert len(doubts.parts(doubted(LINE, chars, certainty), 1 / len(LINE)) or ()) == count


@pytest.mark.parametrize("figure", ["44177.45", "998.17", "1８８", "100%", "22"])
def test_equal_digits_side_by_side_are_seen_closely(figure: str) -> None:
    text = LINE.replace("128.45", figure)
    assert text[only(reading(text)).first :].startswith(figure)


@pytest.mark.parametrize("figure", ["128.45", "2022年1", "1.1"])
def test_other_figures_and_years_are_not(figure: str) -> None:
    assert doubts.is_clear(reading(LINE.replace("128.45", figure)))


def test_two_places_that_touch_are_one_part_and_two_that_do_not_are_two() -> None:
    assert len(doubts.parts(reading(LINE, c11=0.9, c18=0.5), 1 / len(LINE)) or ()) == 1
    far = LINE + LINE
    assert len(doubts.parts(reading(far, c11=0.9, **{f"c{len(LINE) + 11}": 0.9}), 1 / len(far)) or ()) == 2


def test_a_line_in_doubt_is_seen_whole() -> None:
    assert doubts.parts(doubted(LINE, LINE, 0.6), 1 / len(LINE)) is None
    assert doubts.parts(reading("  "), 0.5) is None


def test_what_the_close_look_saw_is_set_in_where_it_stands() -> None:
    seen = doubted(LINE, "8", 0.9)
    part = only(seen)
    close = reading("年支出1２8.45万元比")
    found = doubts.set_in(seen, part, close)
    assert found is not None
    assert found.text == LINE.replace("128.45", "1２8.45")
    assert min(found.certainty) == 0.99
    assert list(found.middles) == sorted(found.middles)
    assert found.middles[: part.first] == seen.middles[: part.first]


@pytest.mark.parametrize("close", ["年支128.45万元比", "年支出128.45", "万元支出", "某某某支出128.45万元比", ""])
def test_a_close_look_at_something_else_is_not_set_in(close: str) -> None:
    seen = doubted(LINE, "8", 0.9)
    assert doubts.set_in(seen, only(seen), reading(close)) is None


def test_a_part_at_the_end_of_a_line_is_held_on_one_side() -> None:
    text = LINE.removesuffix("。") + "128.45"
    seen = reading(text, **{f"c{len(text) - 1}": 0.9})
    part = only(seen)
    assert (part.after, part.right) == ("", 1.0)
    found = doubts.set_in(seen, part, reading("木养护128.46"))
    assert found is not None
    assert found.text == text[:-1] + "6"
