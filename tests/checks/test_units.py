"""A unit written wrong in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.checks.conftest import Result

Checked = Callable[[str], "Result"]

ASSETS = "年末资产{{assets.total:{}}}，负债{{assets.liabilities:{}}}，净资产{{assets.net:{}}}。"


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("wrong", ["元", "亿元"])
def test_a_slip_is_found_wherever_it_stands(checked: Checked, place: int, wrong: str) -> None:
    figures = ["812.40", "300.15", "512.25"]
    printed = [figure + (wrong if number == place else "万元") for number, figure in enumerate(figures)]
    result = checked(ASSETS.format(*printed))
    finding = result.one("UNIT_SLIP")
    assert result.codes() == ["UNIT_SLIP"]
    assert finding.severity == "error"
    assert [(repair.quote, repair.before, repair.after) for repair in finding.repairs] == [
        (printed[place], printed[place], f"{figures[place]}万元")
    ]
    assert result.verdict("A01") == "fails"
    assert finding.evidence[0].quote == printed[place]


def test_one_slip_in_two_relations_is_one_finding(checked: Checked) -> None:
    result = checked(
        "“三公”预算{three_public.budget:7.30万元}，接待{three_public.reception_budget:7.30万元}。“三公”决算{three_public.final:7.30元}，"
        "其中出国{three_public.abroad_final:0.00万元}，车辆{three_public.vehicle_final:0.00万元}，接待{three_public.reception_final:7.30万元}。"
    )
    assert result.codes() == ["UNIT_SLIP"]
    (repair,) = result.one("UNIT_SLIP").repairs
    assert (repair.before, repair.after, repair.closes) == ("7.30元", "7.30万元", 2)
    assert result.verdict("S01") == result.verdict("S03") == "fails"


def test_same_digits_in_a_bound_are_a_slip_although_it_is_true(checked: Checked) -> None:
    result = checked("预算{three_public.budget:7.30万元}，决算{three_public.final:7.30元}。")
    assert result.codes() == ["UNIT_SLIP"]


def test_where_two_edits_explain_as_much_both_are_shown(checked: Checked) -> None:
    finding = checked("预算{three_public.budget:7.30万元}，决算{three_public.final:7.30元}。").one("UNIT_SLIP")
    assert {(repair.before, repair.after) for repair in finding.repairs} == {
        ("7.30元", "7.30万元"),
        ("7.30万元", "7.30元"),
    }
    assert "也可能是" in finding.message


def test_the_unit_of_the_others_comes_first(checked: Checked) -> None:
    finding = checked(
        "决算{three_public.final:7.30元}，出国{three_public.abroad_final:0.00万元}，车辆{three_public.vehicle_final:0.00万元}，"
        "接待{three_public.reception_final:7.30万元}。"
    ).one("UNIT_SLIP")
    assert [repair.after for repair in finding.repairs] == ["7.30万元", "7.30元"]


def test_two_slips_are_two_findings(checked: Checked) -> None:
    result = checked(
        ASSETS.format("812.40万元", "300.15元", "512.25万元")
        + "采购{procurement.total:30.00元}，货物{procurement.goods:10.00万元}，"
        "工程{procurement.works:5.00万元}，服务{procurement.services:15.00万元}。"
    )
    assert result.codes() == ["UNIT_SLIP", "UNIT_SLIP"]
    assert [finding.stated for finding in result.checked.findings] == ["300.15元", "30.00元"]


def test_a_report_in_yuan_is_left_alone(checked: Checked) -> None:
    result = checked(ASSETS.format("8124000元", "3001500元", "5122500元"))
    assert result.verdict("A01") == "holds"
    assert result.codes() == []


def test_mixed_units_that_add_up_are_left_alone(checked: Checked) -> None:
    assert checked(ASSETS.format("812.40万元", "3001500元", "512.25万元")).codes() == []


def test_a_sum_that_no_unit_mends_is_a_plain_error(checked: Checked) -> None:
    assert checked(ASSETS.format("812.40万元", "300.15元", "512.75万元")).codes() == ["RELATION.A01"]


def test_a_slip_in_a_share_is_found(checked: Checked) -> None:
    finding = checked(
        "总支出{final.expenditure_total:300.00万元}，基本支出{final.basic_expenditure:123.00元}占{final.basic_share:41%}，"
        "项目支出{final.project_expenditure:177.00万元}占{final.project_share:59%}。"
    ).one("UNIT_SLIP")
    assert (finding.repairs[0].before, finding.repairs[0].closes) == ("123.00元", 2)


def test_a_slip_in_a_project_list_that_adds_up_is_found(checked: Checked) -> None:
    finding = checked(
        "项目支出{final.project_expenditure:50.75万元}：{projects[0].name:甲}{projects[0].final:30万元}、"
        "{projects[1].name:乙}{projects[1].final:20.75元}。"
    ).one("UNIT_SLIP")
    assert finding.repairs[0].after == "20.75万元"
