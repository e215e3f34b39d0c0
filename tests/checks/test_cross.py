"""Years, numbering, left-over templates, claims in words, twins, and the lines of the project list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from extractor.checks import check
from extractor.model import Document, Section, Span
from extractor.reading.outline import outline
from extractor.reports import load
from tests.checks.conftest import Result, read

if TYPE_CHECKING:
    from extractor.model import Checked as Whole

Checked = Callable[[str], "Result"]
YEAR = "{fiscal_year:2023}年度报告。"


def outlined(marked: str) -> Result:
    """Check a marked text with its headings."""
    document, report = read(marked)
    sections: tuple[Section, ...] = outline(document.text)
    whole: Whole = check(replace(document, sections=sections), report, load("department"))
    return Result(whole)


@pytest.mark.parametrize(
    ("text", "stale"),
    [
        ("截至2023年12月31日，资产总额88.00万元。", False),
        ("截至2022年12月31日，资产总额88.00万元。", True),
        ("2022年末固定资产净值12.00万元。", True),
        ("比2022年末增加12.00万元。", False),
        ("上年（2022年末）固定资产净值12.00万元。", False),
        ("根据2018年12月31日出台的办法执行。", False),
    ],
)
def test_years_left_over(checked: Checked, text: str, stale: bool) -> None:
    assert ("STALE_YEAR" in checked(YEAR + text).codes("explain")) == stale


def test_rates_over_a_hundred(checked: Checked) -> None:
    assert checked("抽检合格率达到102.5%。").codes() == ["PERCENT_RANGE"]
    assert checked("任务完成率达到102.5%，收入增长130%。").codes() == []


def test_a_number_left_out() -> None:
    text = "一、概况\n甲。\n二、收支\n乙。\n四、绩效\n丙。\n"
    assert outlined(text).codes() == ["NUMBERING"]
    assert outlined(text.replace("四、", "三、")).codes() == []


@pytest.mark.parametrize(
    ("marks", "found"), [("123123", []), ("1212", []), ("124", ["NUMBERING"]), ("1213", ["NUMBERING"])]
)
def test_a_second_list_is_no_gap(marks: str, found: list[str]) -> None:
    lists = "".join(f"{mark}.甲事项推进缓慢\n正文。\n" for mark in marks)
    assert outlined(f"一、存在的问题\n{lists}").codes() == found


def test_a_number_too_many() -> None:
    text = "一、收支\n1.部门预算情况\n预算8.00万元。\n2.部门决算情况\n3.全年决算总收入9.00万元，比预算多1.00万元。\n"
    finding = outlined(text).one("NUMBERING")
    assert "多余的序号" in finding.message
    assert finding.severity == "explain"


DRIFT = (
    "一、产出\n产出指标得{{score.output:30分}}。设二级指标{count}，即{names}。\n"
    "数量指标：全部完成，得{{score.quantity:20分}}。\n质量指标：基本达到，得{{score.quality:10分}}。\n"
    "二、成本\n成本指标总分20分，得20分。\n"
)


def test_an_indicator_that_is_never_scored() -> None:
    held = outlined(DRIFT.format(count="2个", names="数量指标、质量指标"))
    assert "TEMPLATE_DRIFT" not in held.codes()
    finding = outlined(DRIFT.format(count="3个", names="数量指标、质量指标、成本指标")).one("TEMPLATE_DRIFT")
    assert (finding.stated, finding.computed) == ("3个", "2个")


BUDGET = "年初预算{budget.initial_total:100.00万元}，支出{final.expenditure_total:130.00万元}。"


def test_claims_in_words(checked: Checked) -> None:
    result = checked(BUDGET + "全年收支均控制在预算内。")
    assert result.codes("explain") == ["CLAIM_BUDGET"]
    assert "130.00%" in result.one("CLAIM_BUDGET").message
    assert "CLAIM_BUDGET" not in checked(BUDGET + "\n改进措施：今后要严格按预算执行。").codes()
    quoted = "上年自评报告中“收支均控制在预算内”、“厉行节约”等说法与所列数据不一致。"
    assert "CLAIM_BUDGET" not in checked(BUDGET + f"\n存在问题：{quoted}").codes()
    assert not checked(BUDGET.replace("130", "90") + "收支均控制在预算内。").codes("explain")


def test_projects_without_results() -> None:
    text = "项目支出{final.project_expenditure:60.00万元}。\n四、项目绩效目标完成情况\n无\n五、存在的问题\n甲。"
    assert outlined(text).codes("explain") == ["CLAIM_NONE"]
    assert outlined(text.replace("60.00", "0.00")).codes("explain") == []


def test_a_budget_that_doubled(checked: Checked) -> None:
    text = "年初预算{budget.initial_total:100.00万元}，全年预算{budget.adjusted_total:260.00万元}。"
    assert checked(text).codes("explain") == ["CLAIM_DRIFT"]
    assert checked(text.replace("260", "140")).codes() == ["CLAIM_DRIFT"]
    assert checked(text.replace("260", "110")).codes() == []


def test_units_and_standards(checked: Checked) -> None:
    assert checked("发放就业补贴超过300万。").codes("note") == ["UNIT_MISSING"]
    assert checked("为1250名困难群众代缴保费16.63万元。").codes("note") == ["PER_HEAD"]
    assert checked("为1000名困难群众代缴保费10万元。").codes() == []


def test_twins(checked: Checked) -> None:
    text = "总支出5000.00万元，其中：基本支出3250.20万元，项目支出1749.80万元。\n全年基本支出{}。"
    assert checked(text.format("3250.20万元")).verdict("TWIN") == "holds"
    assert checked(text.format("3520.20万元")).codes("explain") == ["TWIN"]
    assert checked(text.format("3250.20元")).codes("explain") == ["TWIN"]
    assert checked(text.format("2880.00万元")).codes() == []


def _rows(*rows: tuple[str, str, str]) -> str:
    return "；".join(
        f"{{projects[{number}].name:{name}}}年初预算{{projects[{number}].budget:{budget}}}，"
        f"实际支出{{projects[{number}].final:{final}}}"
        for number, (name, budget, final) in enumerate(rows)
    )


ROWS = _rows(
    ("河道清淤", "20.00万元", "20.00万元"), ("水质监测和预警", "8.00万元", "9.50万元"),
    ("堤防维护", "30.00万元", "34.00万元"), ("节水宣传", "6.00万元", "5.20万元"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("河道清淤实际支出与年初预算持平；节水宣传决算低于预算。", []),
        ("水质监测和预警、堤防维护2项实际支出均高于年初预算。", []),
        ("水质监测和预警以及堤防维护3项实际支出均高于年初预算。", ["COMPARED"]),
        ("河道清淤、堤防维护实际支出均高于年初预算。", ["COMPARED"]),
        ("节水宣传实际支出高于年初预算。", ["COMPARED"]),
        ("信访接待实际支出高于年初预算。", []),
    ],
)
def test_what_is_said_of_projects(checked: Checked, sentence: str, codes: list[str]) -> None:
    assert checked(f"{ROWS}。{sentence}").codes("error") == codes


def test_one_project_to_blame_for_both_columns(checked: Checked) -> None:
    rows = _rows(
        ("河道清淤", "20.00万元", "25.00万元"), ("堤防维护", "30.00万元", "34.00万元"),
        ("水费征收", "900.00万元", "850.00万元"),
    )  # fmt: skip
    result = checked(
        "项目支出预算{budget.initial_project:80.00万元}，决算{final.project_expenditure:100.00万元}。"
        f"{rows}。水费征收实际支出低于年初预算。"
    )
    finding = result.one("LIST_ITEM")
    assert finding.severity == "explain"
    assert [(repair.before, repair.after) for repair in finding.repairs] == [
        ("900.00万元", "30.00万元"), ("850.00万元", "41.00万元"),
    ]  # fmt: skip
    assert "水费征收实际支出低于年初预算" in finding.message


def test_rows_of_a_table(checked: Checked) -> None:
    rows = "".join(
        f"{{indicators[{number}].name:指标{name}}}{{indicators[{number}].full:{full}分}}{{indicators[{number}].score:{score}分}}\n"
        for number, (name, full, score) in enumerate([("甲", 50, 48), ("乙", 30, 30), ("丙", 20, 19)])
    )
    assert "SCORE_ROWS" not in checked(f"总分{{score.total:97分}}\n{rows}").codes()
    assert checked(f"总分{{score.total:95分}}\n{rows}").codes("explain") == ["SCORE_ROWS"]


def test_ocr_in_doubt_is_a_reading(checked: Checked) -> None:
    text = "总支出5000.00万元，其中：基本支出3250.20万元，项目支出1149.80万元。"
    document, report = read(text)
    at = text.index("1149.80") + 1
    sure = [1.0] * len(text)
    sure[at] = 0.4
    scanned = Document(document.id, text, (), (), certainty=tuple(sure))
    (finding,) = check(scanned, report, load("department")).findings
    assert finding.severity == "explain"
    assert finding.repairs[0].after == "1749.80万元"
    assert finding.repairs[0].why.startswith("识别")
    assert finding.repairs[0].at == Span(at - 1, at + 6)
    assert [item.severity for item in checked(text).checked.findings] == ["error"]
