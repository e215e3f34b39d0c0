"""Declared relations on small ledgers of a fictional department."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.checks.conftest import Result

Checked = Callable[[str], "Result"]

PROCUREMENT = (
    "全年采购{{procurement.total:{}}}：货物{{procurement.goods:{}}}，"
    "工程{{procurement.works:{}}}，服务{{procurement.services:{}}}。"
)
STAFF = (
    "编制{{staffing.established:{}}}，其中行政{{staffing.established_administrative:{}}}、"
    "事业{{staffing.established_institutional:{}}}{}"
)


def test_a_sum_that_closes_holds_and_says_nothing(checked: Checked) -> None:
    result = checked(PROCUREMENT.format("60.00万元", "10.25万元", "20.50万元", "29.25万元"))
    assert result.verdict("P01") == "holds"
    assert result.codes() == []


def test_the_last_digit_may_be_rounded(checked: Checked) -> None:
    result = checked(PROCUREMENT.format("60.01万元", "10.25万元", "20.50万元", "29.25万元"))
    assert result.verdict("P01") == "within_rounding"
    assert result.codes() == ["RELATION.P01"]
    assert result.one("P01").severity == "note"
    assert result.one("P01").residual == "+0.01万元"


def test_dropped_zeros_are_not_a_coarser_grain(checked: Checked) -> None:
    result = checked(PROCUREMENT.format("61万元", "10.25万元", "20.5万元", "29.25万元"))
    assert result.verdict("P01") == "fails"


def test_a_paragraph_in_whole_units_has_its_own_grain(checked: Checked) -> None:
    result = checked(PROCUREMENT.format("61万元", "10万元", "21万元", "29万元") + "\n另付{final.capital:3.25万元}。")
    assert result.verdict("P01") == "within_rounding"


def test_a_broken_sum_is_an_error_with_figures_and_residual(checked: Checked) -> None:
    result = checked(PROCUREMENT.format("66.00万元", "10.25万元", "20.50万元", "29.25万元"))
    finding = result.one("P01")
    assert (finding.severity, finding.stated, finding.computed, finding.residual) == (
        "error", "66.00万元", "60.00万元", "+6.00万元",
    )  # fmt: skip
    assert "政府采购货物 10.25万元 + 政府采购工程 20.50万元" in finding.expression
    assert "66.00万元" in finding.message
    assert [evidence.quote for evidence in finding.evidence] == ["66.00万元", "10.25万元", "20.50万元", "29.25万元"]


def test_an_absent_term_leaves_the_relation_untested(checked: Checked) -> None:
    result = checked("年末资产{assets.total:90.00万元}，负债{assets.liabilities:40.00万元}。")
    assert result.verdict("A01") == "unknown"
    assert result.codes() == []


def test_amounts_in_different_units_are_compared_by_value(checked: Checked) -> None:
    marked = "资产{assets.total:1.20亿元}，负债{assets.liabilities:4,000.00万元}，净资产{assets.net:80000000元}。"
    assert checked(marked).verdict("A01") == "holds"


def test_a_coarser_total_is_within_rounding(checked: Checked) -> None:
    marked = "资产{assets.total:1.23亿元}，负债{assets.liabilities:4012.34万元}，净资产{assets.net:8301.50万元}。"
    assert checked(marked).verdict("A01") == "within_rounding"


@pytest.mark.parametrize(
    ("share", "expected"),
    [("33%", "holds"), ("33.3%", "holds"), ("33.33%", "holds"), ("33.4%", "fails"), ("34%", "fails"), ("32%", "fails")],
)
def test_a_percentage_is_rounded_at_its_last_place(checked: Checked, share: str, expected: str) -> None:
    figures = "总支出{final.expenditure_total:300.00万元}，基本支出{final.basic_expenditure:100.00万元}"
    marked = f"{figures}，占{{final.basic_share:{share}}}。"
    assert checked(marked).verdict("J04B") == expected


def test_a_percentage_that_was_cut_off_is_within_rounding(checked: Checked) -> None:
    marked = (
        "总支出{final.expenditure_total:300.00万元}，基本支出{final.basic_expenditure:200.00万元}，"
        "占{final.basic_share:66.6%}。"
    )
    result = checked(marked)
    assert result.verdict("J04B") == "within_rounding"
    assert "截断" in result.one("J04B").message


def test_a_zero_base_is_not_divided_by(checked: Checked) -> None:
    marked = (
        "三公预算{three_public.budget:0万元}，节约{three_public.saved:0.00万元}，节约率{three_public.saved_rate:0%}。"
    )
    result = checked(marked)
    assert result.verdict("S05") == "unknown"
    assert result.codes() == []


def test_the_first_basis_that_closes_is_named(checked: Checked) -> None:
    marked = (
        "年初预算{budget.initial_total:400.00万元}，追加{budget.supplement:100.00万元}。"
        "总支出{final.expenditure_total:450.00万元}，执行率{execution_rate:90%}。"
    )
    result = checked(marked)
    assert result.verdict("I14") == "holds"
    (tested,) = (item for item in result.checked.relations if item.code == "RELATION.I14")
    assert "年初预算总额 400.00万元 + 预算追加 100.00万元" in tested.expression


def test_a_rate_without_its_defining_basis_only_asks(checked: Checked) -> None:
    marked = (
        "年初预算{budget.initial_total:400.00万元}。"
        "总支出{final.expenditure_total:380.00万元}，执行率{execution_rate:90%}。"
    )
    assert checked(marked).codes("explain") == ["RELATION.I14"]


def test_a_rate_beside_its_own_figures_contradicts(checked: Checked) -> None:
    marked = "资金{funds.annual:400.00万元}，支出{funds.executed:380.00万元}，执行率{execution_rate:90%}。"
    assert checked(marked).codes("error") == ["RELATION.I14"]


def test_a_verify_bound_only_asks(checked: Checked) -> None:
    marked = "接待费预算{three_public.reception_budget:3.00万元}，决算{three_public.reception_final:4.00万元}。"
    result = checked(marked)
    assert result.codes("error") == []
    assert result.one("S03R").residual == "+1.00万元"


def test_a_total_larger_than_its_parts_may_have_a_part_in_the_same_sentence(checked: Checked) -> None:
    marked = STAFF.format("90人", "30人", "55人", "、工勤5人。")
    assert checked(marked).verdict("N01") == "holds"


def test_a_part_that_cannot_be_told_is_asked_for(checked: Checked) -> None:
    marked = STAFF.format("90人", "30人", "55人", "、工勤4人。")
    result = checked(marked)
    assert result.verdict("N01") == "unknown"
    assert result.codes("explain") == ["RELATION.N01"]


def test_a_total_larger_than_all_that_is_printed_is_an_error(checked: Checked) -> None:
    marked = STAFF.format("90人", "30人", "55人", "；另有借调5人。")
    assert checked(marked).codes("error") == ["RELATION.N01"]


def test_parts_larger_than_their_total_are_an_error_whatever_else_is_printed(checked: Checked) -> None:
    marked = STAFF.format("80人", "30人", "55人", "、工勤4人。")
    assert checked(marked).codes("error") == ["RELATION.N01"]


def test_people_are_counted_not_rounded(checked: Checked) -> None:
    marked = STAFF.format("86人", "30人", "55人", "。")
    assert checked(marked).verdict("N01") == "fails"


def test_scores_add_up_under_either_scheme(checked: Checked) -> None:
    parts = (
        "执行{score.execution:9分}，产出{score.output:38分}，效益{score.benefit:28分}，满意度{score.satisfaction:9分}"
    )
    assert checked(f"总分{{score.total:84分}}，{parts}。").verdict("G02") == "holds"
    assert checked(f"总分{{score.total:85分}}，{parts}。").verdict("G02") == "fails"
    assert checked(f"总分{{score.total:94分}}，{parts}，成本{{score.cost:10分}}。").verdict("G02") == "holds"


def test_execution_score_follows_the_rate(checked: Checked) -> None:
    assert checked("执行率{execution_rate:92.22%}，得{score.execution:9.22分}。").verdict("G01") == "holds"
    assert checked("执行率{execution_rate:104%}，得{score.execution:10分}。").verdict("G01") == "holds"
    assert checked("执行率{execution_rate:70%}，得{score.execution:9分}。").codes("error") == []


def test_a_hint_explains_what_broke(checked: Checked) -> None:
    marked = (
        "年初预算收入{budget.initial_revenue:500.00万元}，其中财政拨款{budget.general_public_revenue:470.00万元}；"
        "年初预算支出{budget.initial_expenditure:30.00万元}。"
    )
    assert "疑为“收入”之误" in checked(marked).one("J08").message


def test_a_project_list_above_its_total_names_the_one_item_to_look_at(checked: Checked) -> None:
    marked = (
        "基本支出预算{budget.initial_basic:300.00万元}，项目支出预算{budget.initial_project:100.00万元}，合计{budget.initial_total:400.00万元}。"
        "项目主要有：{projects[0].name:培训}{projects[0].budget:20万元}；{projects[1].name:信息化}{projects[1].budget:35.50万元}；"
        "{projects[2].name:经办服务}{projects[2].budget:180.25万元}。"
    )
    finding = checked(marked).one("L01")
    assert finding.severity == "error"
    assert (finding.stated, finding.computed, finding.residual) == ("235.75万元", "100.00万元", "+135.75万元")
    (repair,) = finding.repairs
    assert (repair.before, repair.after) == ("180.25万元", "44.50万元")
    assert "若仅改「经办服务」一项为 44.50万元 则成立" in finding.message
    assert "年初预算等于基本支出预算加项目支出预算" in finding.message


def test_a_project_list_below_its_total_is_a_part_of_it(checked: Checked) -> None:
    marked = (
        "项目支出{final.project_expenditure:100万元}，包括："
        "{projects[0].name:甲}{projects[0].final:30万元}、{projects[1].name:乙}{projects[1].final:20万元}。"
    )
    result = checked(marked)
    assert result.verdict("L02") == "holds"
    assert result.codes() == []


def test_a_total_row_is_no_part(checked: Checked) -> None:
    marked = (
        "项目支出{final.project_expenditure:50万元}：{projects[0].name:甲}{projects[0].final:30万元}、"
        "{projects[1].name:乙}{projects[1].final:20万元}、{projects[2].name:合计}{projects[2].final:50万元}。"
    )
    assert checked(marked).verdict("L02") == "holds"


def test_a_list_that_is_complete_by_one_column_is_asked_about_by_the_other(checked: Checked) -> None:
    marked = (
        "项目支出预算{budget.initial_project:50万元}，决算{final.project_expenditure:48.50万元}，主要包括："
        "{projects[0].name:甲}{projects[0].budget:30万元}{projects[0].final:28.50万元}、"
        "{projects[1].name:乙}{projects[1].budget:20万元}{projects[1].final:19.00万元}。"
    )
    result = checked(marked)
    assert (result.codes("error"), result.codes("explain")) == ([], ["LIST_COMPLETE"])
    assert result.one("LIST_COMPLETE").residual == "+1.00万元"


@pytest.mark.parametrize(
    ("change", "rate", "expected"),
    [
        ("增加20.00万元", "增长25%", "holds"),
        ("减少25.00万元", "下降20%", "holds"),
        ("增加20.00万元", "增长52%", "fails"),
    ],
)
def test_a_change_on_last_year(checked: Checked, change: str, rate: str, expected: str) -> None:
    marked = f"总支出{{final.expenditure_total:100.00万元}}，{{yoy.expenditure_total:{change}}}，"
    assert checked(f"{marked}{{yoy.expenditure_total_rate:{rate}}}。").verdict("Y02") == expected


def test_a_project_is_not_counted_beside_its_own_parts(checked: Checked) -> None:
    marked = (
        "项目支出{final.project_expenditure:52.50万元}：{projects[0].name:甲}{projects[0].final:30万元}，"
        "其中{projects[1].name:甲一}{projects[1].final:18万元}、{projects[2].name:甲二}{projects[2].final:12万元}，"
        "{projects[3].name:乙}{projects[3].final:22.50万元}。"
    )
    assert checked(marked).verdict("L02") == "holds"


def test_a_long_list_is_no_trouble(checked: Checked) -> None:
    items = "、".join(f"{{projects[{n}].name:第{n}批设备}}{{projects[{n}].final:1.0{n % 10}万元}}" for n in range(1500))
    assert checked(f"项目支出{{final.project_expenditure:1500.00万元}}：{items}。").verdict("L02") == "fails"


def test_findings_stand_by_weight_then_place(checked: Checked) -> None:
    marked = (
        "接待费预算{three_public.reception_budget:3.00万元}，决算{three_public.reception_final:4.00万元}。"
        "资产{assets.total:90.00万元}，负债{assets.liabilities:40.00万元}，净资产{assets.net:40.00万元}。"
        + PROCUREMENT.format("60.01万元", "10.25万元", "20.50万元", "29.25万元")
    )
    assert checked(marked).codes() == ["RELATION.A01", "RELATION.S03R", "RELATION.P01"]


def test_two_fields_read_at_one_place_test_nothing(checked: Checked) -> None:
    marked = "车辆费{three_public.vehicle_final:3.00万元}，购置{three_public.vehicle_purchase_final:1.00万元}。"
    assert checked(marked).verdict("S02") == "unknown"
