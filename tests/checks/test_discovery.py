"""Sums that nobody announces: found where they close beyond chance, asked about where one slip keeps them apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.checks.conftest import Result

Look = Callable[[str], "Result"]
SUM = "全年到位资金1186.42万元。财政拨款1098.30万元，上级补助88.12万元。"


def _found(result: Result) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (item.severity.value, item.stated, [(repair.before, repair.after) for repair in item.repairs])
        for item in result.checked.findings
        if item.code == "DISCOVERED"
    ]


def test_a_sum_that_closes_is_noted(checked: Look) -> None:
    result = checked(SUM)
    assert _found(result) == [("note", "1186.42万元", [])]
    assert "文中没有写明，但 到位资金 1186.42万元 = 财政拨款 1098.30万元 + 上级补助 88.12万元" in (
        result.one("DISCOVERED").message
    )
    assert {item.standing.value for item in result.checked.numbers} == {"holds"}


@pytest.mark.parametrize(
    ("old", "new", "repair"),
    [
        ("1098.30万元", "1098.30元", ("1098.30元", "1098.30万元")),
        ("1098.30", "1091.30", ("1091.30万元", "1098.30万元")),
        ("1186.42", "1168.42", ("1168.42万元", "1186.42万元")),
    ],
)
def test_one_slip_away_is_asked_about(checked: Look, old: str, new: str, repair: tuple[str, str]) -> None:
    result = checked(SUM.replace(old, new).replace("。财", "，财"))
    ((severity, _, repairs),) = _found(result)
    assert severity == "explain"
    assert repairs == [repair]


@pytest.mark.parametrize(
    "text",
    [
        "全年到位资金1186万元。财政拨款1098万元，上级补助88万元。",  # whole numbers add up by chance
        "全年到位资金1186.4万元。财政拨款1098.3万元，上级补助88.1万元。",
        "全年到位资金约1186.42万元。财政拨款1098.30万元，上级补助88.12万元。",
        "全年到位资金1186.42万元。财政拨款1048.30万元，上级补助88.12万元。",  # either of two digits would do
        "总支出1186.42万元，其中：基本支出1098.30万元，项目支出88.12万元。",  # the sentence says it
        "全年到位资金1186.42万元。财政拨款1003.30万元，上级补助77.12万元。",
    ],
)
def test_nothing_is_made_of_chance_or_of_what_is_said(checked: Look, text: str) -> None:
    assert _found(checked(text)) == []


def test_no_slip_where_two_would_do(checked: Look) -> None:
    text = "全年到位资金3300.00万元，财政拨款1100.00万元，上级补助2100.00万元。"  # either part, or the whole
    assert _found(checked(text)) == []


def test_a_sum_in_disguise_is_not_told_again(checked: Look) -> None:
    text = "到位资金1186.42万元，财政拨款1098.30万元，上级补助88.12万元，省级补助50.10万元，市级补助38.02万元。"
    assert [stated for _, stated, _ in _found(checked(text))] == ["1186.42万元", "88.12万元"]


def test_many_amounts_raise_the_bar(checked: Look) -> None:
    others = "".join(f"\n第{n}项支出{n * 37 + 0.13 * n + 11.07:.2f}万元。" for n in range(1, 200))
    small = "其他资金26.42万元。财政拨款18.30万元，上级补助8.12万元。"
    assert _found(checked(small)) == [("note", "26.42万元", [])]
    assert not [stated for _, stated, _ in _found(checked(small + others)) if stated == "26.42万元"]
