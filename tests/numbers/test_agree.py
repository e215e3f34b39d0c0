"""Printed numbers as intervals, and the arithmetic of intervals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.model import Quantity
from extractor.numbers import find
from extractor.numbers.agree import Interval, interval, money_grain, money_grains, total
from extractor.numbers.interval import INFINITY


def one(text: str) -> Quantity:
    (quantity,) = find(text)
    return quantity


def ends(result: Interval) -> tuple[str, str]:
    return f"{result.low.normalize():f}", f"{result.high.normalize():f}"


@pytest.mark.parametrize(
    ("text", "grain", "low", "high"),
    [
        ("5.07万元", None, "50650", "50750"),
        ("182万元", None, "1815000", "1825000"),
        ("182万元", "100", "1819950", "1820050"),
        ("5.07元", "100", "5.065", "5.075"),
        ("2.2亿元", "100", "215000000", "225000000"),
        ("12.35亿元", "1000000", "1234500000", "1235500000"),
        ("62人", None, "62", "62"),
        ("3项", None, "3", "3"),
        ("9.22分", None, "9.22", "9.22"),
        ("15天", None, "15", "15"),
        ("6.8万人", None, "67500", "68500"),
        ("2.64万户", "100", "26350", "26450"),
        ("92.22%", "100", "92.215", "92.225"),
        ("3‰", None, "0.25", "0.35"),
        ("1.5个百分点", None, "1.45", "1.55"),
        ("2.5倍", None, "2.45", "2.55"),
        ("130元/人", "1", "129.5", "130.5"),
        ("151", None, "150.5", "151.5"),
        ("151", "0.01", "150.995", "151.005"),
        ("约1000人", None, "900", "1100"),
        ("50人左右", None, "47.5", "52.5"),
        ("近5亿元", None, "450000000", "500000000"),
        ("10-15%", None, "10", "15"),
        ("10至15万元", None, "100000", "150000"),
        ("-3.2%", None, "-3.25", "-3.15"),
    ],
)
def test_the_values_a_figure_may_stand_for(text: str, grain: str | None, low: str, high: str) -> None:
    assert ends(interval(one(text), None if grain is None else Decimal(grain))) == (low, high)


def test_bounds_are_open_to_one_side() -> None:
    assert interval(one("100余项")) == Interval(Decimal(100), INFINITY)
    assert interval(one("92%以上")) == Interval(Decimal(92), INFINITY)
    assert interval(one("不超过5%")) == Interval(-INFINITY, Decimal(5))


def test_truncation_leaves_out_the_next_figure() -> None:
    cut = interval(one("9.22%"), truncated=True)
    assert Decimal("9.22") in cut
    assert Decimal("9.2299999") in cut
    assert Decimal("9.23") not in cut
    below = interval(one("增长-9.22%"), truncated=True)
    assert Decimal("-9.22") in below
    assert Decimal("-9.23") not in below


def test_a_sum_of_rounded_parts_agrees_and_a_slip_does_not() -> None:
    parts = find("货物12.34万元，工程108.9万元，服务248.51万元")
    grains = money_grains(parts)
    added = total(interval(part, grains) for part in parts)
    assert added.overlaps(interval(one("369.75万元"), grains))
    assert added.overlaps(interval(one("369.77万元"), grains))
    assert not added.overlaps(interval(one("369.78万元"), grains))
    assert not added.overlaps(interval(one("369.75元"), grains))


def test_counts_must_add_up() -> None:
    parts = find("行政62人，事业209人")
    added = total(interval(part) for part in parts)
    assert added == interval(one("271人"))
    assert not added.overlaps(interval(one("270人")))


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("10万元，182万元，139.4万元，237.99万元", "100"),
        ("10万元，182万元", "10000"),
        ("2.2亿元，153亿元", "10000000"),
        ("12.34万元，5.6万元，100.123456万元", "100"),
        ("12.3456万元，5.6万元，100.1234万元", "1"),
        ("17000元，5600.5元", "0.1"),
        ("1.5万元，2.25万元，5.07元", "100"),
        ("12.345678万元", "0.01"),
        ("1.5万元，约3.14159万元", "1000"),
        ("约30万元", "10000"),
        ("5万元，62.123人", "10000"),
    ],
)
def test_the_grain_of_a_document(text: str, grain: str) -> None:
    assert money_grain(find(text)) == Decimal(grain)


def test_each_scale_has_its_own_grain() -> None:
    grains = money_grains(find("1.5万元，2.25万元，5.07元，2.2亿元，120元/人，3人"))
    assert grains == {Decimal(10**4): Decimal(100), Decimal(1): Decimal("0.01"), Decimal(10**8): Decimal(10**7)}
    assert ends(interval(one("2万元"), grains)) == ("19950", "20050")
    assert ends(interval(one("2亿元"), grains)) == ("195000000", "205000000")


def test_no_money_has_no_grain() -> None:
    assert money_grains(find("62人，9.22分")) == {}
    with pytest.raises(ValueError, match="no money"):
        money_grain(find("62人，9.22分"))


# The laws of intervals

NUMBERS = st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=3)


@st.composite
def held(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    """An interval and a value in it."""
    low, value, high = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    low_open = draw(st.booleans()) and low < value
    high_open = draw(st.booleans()) and value < high
    if draw(st.integers(0, 9)) == 0:
        high, high_open = INFINITY, False
    if draw(st.integers(0, 9)) == 0:
        low, low_open = -INFINITY, False
    return Interval(low, high, low_open, high_open), value


def holds(result: Interval, value: Fraction) -> bool:
    low = result.low == -INFINITY or (
        Fraction(result.low) < value if result.low_open else Fraction(result.low) <= value
    )
    return low and (
        result.high == INFINITY
        or (value < Fraction(result.high) if result.high_open else value <= Fraction(result.high))
    )


@given(held(), held())
def test_arithmetic_holds_the_truth(a: tuple[Interval, Decimal], b: tuple[Interval, Decimal]) -> None:
    (x, p), (y, q) = a, b
    exact_p, exact_q = Fraction(p), Fraction(q)
    assert holds(x + y, exact_p + exact_q)
    assert holds(x - y, exact_p - exact_q)
    assert holds(x * y, exact_p * exact_q)
    assert holds(-x, -exact_p)
    if y.low <= 0 <= y.high:
        with pytest.raises(ZeroDivisionError):
            x / y
    else:
        assert holds(x / y, exact_p / exact_q)


@given(st.lists(held(), max_size=8))
def test_the_sum_of_intervals_holds_the_sum_of_values(parts: list[tuple[Interval, Decimal]]) -> None:
    assert holds(total(part for part, _ in parts), sum((Fraction(value) for _, value in parts), Fraction(0)))


@given(NUMBERS, NUMBERS)
def test_exact_values_stay_exact(a: Decimal, b: Decimal) -> None:
    x, y = Interval.of(a), Interval.of(b)
    assert (x + y).exact
    assert (x - y).low == a - b
    assert (x * y).low == (x * y).high == a * b
    assert x + b == x + y == a + y
    assert a - y == x - y
    assert a * y == x * y
    assume(b)
    assert a / y == x / y == x / b


@given(held(), held())
def test_intersection_is_symmetric_and_inside_both(a: tuple[Interval, Decimal], b: tuple[Interval, Decimal]) -> None:
    x, y = a[0], b[0]
    both = x.intersect(y)
    assert both == y.intersect(x)
    assert x.overlaps(y) == (both is not None)
    if both is not None:
        assert both.intersect(x) == both == both.intersect(y)
    for value in (a[1], b[1]):
        assert (value in x and value in y) == (both is not None and value in both)


@given(held())
def test_an_interval_overlaps_itself(a: tuple[Interval, Decimal]) -> None:
    assert a[0].intersect(a[0]) == a[0]


def test_touching_ends_meet_only_when_both_are_there() -> None:
    left, right = Interval(Decimal(1), Decimal(2)), Interval(Decimal(2), Decimal(3))
    assert left.intersect(right) == Interval.of(2)
    assert not Interval(Decimal(1), Decimal(2), high_open=True).overlaps(right)


@pytest.mark.parametrize(
    ("low", "high", "low_open"), [("2", "1", False), ("1", "1", True), ("NaN", "1", False), ("1", "NaN", False)]
)
def test_there_is_no_empty_interval(low: str, high: str, low_open: bool) -> None:
    with pytest.raises(ValueError, match="not an interval"):
        Interval(Decimal(low), Decimal(high), low_open)


def test_a_quotient_that_does_not_end_is_rounded_outwards() -> None:
    third = Interval.of(1) / 3
    assert not third.exact
    assert holds(third, Fraction(1, 3))
    assert third.high - third.low < Decimal("1e-27")
