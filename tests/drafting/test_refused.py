"""What an officer may write into a figures file by mistake: refused before a line is drafted, never printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor import authoring
from extractor.authoring import Order
from extractor.drafting import load
from extractor.errors import UsageError
from extractor.pipeline import Plan
from extractor.settings import Settings
from fixtures.generate.years import series

TOTAL, RATE = "final.expenditure_total", "execution_rate"
PLAN = Plan(Settings(isolate=False), engine="rules")


def inputs(priors: list[Path], tmp_path: Path, content: object, year: int | None = None) -> Any:
    path = tmp_path / "figures.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return authoring.inputs(Order(tuple(map(str, priors)), str(path), year), PLAN)


def one(path: str, value: object, unit: str = "") -> dict[str, Any]:
    return {"year": 2023, "figures": {path: {"value": value, "unit": unit}}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (one(TOTAL, "500", "人"), "单位"),
        (one(TOTAL, "500", "件儿"), "单位"),
        (one(RATE, "85", "万元"), "单位"),
        (one(TOTAL, "-500", "万元"), "负数"),
        (one("staffing.on_duty", "12.5", ""), "在职人数"),
        (one(TOTAL, "约五百万", "元"), "不是"),
        (one(TOTAL, "1,23,4", "万元"), "不是"),
        (one(TOTAL, "100-200", "万元"), "不是"),
        (one(TOTAL, "500\n600", "万元"), "不是"),
        (one(TOTAL, "1e6", "元"), "不是"),
        (one(TOTAL, "=SUM(A1:A3)", "万元"), "不是"),
        (one(TOTAL, "#REF!", "万元"), "不是"),
        (one(TOTAL, "【待填：决算总支出】", "万元"), "不是"),
        (one(TOTAL, "{year}", "万元"), "不是"),
        (one(RATE, "0.85"), "看不出是不是百分比"),
        (one("score.grade", "特优"), "不在"),
        (one("report_date", "2019-01-01"), "早于"),
        (one("report_date", "开春以后"), "不是日期"),
        (one("fiscal_year", "2022"), "不是这份数据的年度"),
        (one(TOTAL, True), "应是一个数"),
        (one(TOTAL, {"a": "1"}), "应是一个数"),
        ({"figures": ["500"]}, "应是字段与数据的对照表"),
        ({"problems": {"W1": "已整改"}}, "每一项应是对照表"),
        ({"projects": ["甲"]}, "每一项应是对照表"),
        ({"projects": [{"name": "甲项目", "budget": "-5"}]}, "不是金额"),
        ({"indicators": [{"name": "甲", "score": "很好"}]}, "不是得分"),
        ({"problems": {"W1": {"status": "搞定了"}}}, "搞定了"),
        ({"problems": {"W1": {"cause": "【待填：原因】"}}}, "不是"),
        ({"figure": {TOTAL: "5"}}, "不认识的键"),
        ('{"figures": {"execution_rate": "85%", "execution_rate": "95%"}}', "写了两次"),
    ],
)
def test_what_is_no_figure_is_refused(priors: list[Path], tmp_path: Path, content: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        inputs(priors, tmp_path, content)


def test_everything_wrong_is_said_at_once(priors: list[Path], tmp_path: Path) -> None:
    figures = {TOTAL: {"value": "-5", "unit": "万元"}, RATE: {"value": "0.85"}}
    with pytest.raises(UsageError, match="有 2 处不能用"):
        inputs(priors, tmp_path, {"year": 2023, "figures": figures})


def test_a_field_written_twice_in_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "figures.yaml"
    path.write_text("figures:\n  execution_rate: 85\n  execution_rate: 95\n", "utf-8")
    with pytest.raises(UsageError, match="写了两次"):
        load(path)


def test_figures_of_one_year_do_not_make_the_report_of_another(priors: list[Path], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="不能用来起草2024年度"):
        _ = inputs(priors, tmp_path, one(TOTAL, "500", "万元"), year=2024).year


def test_full_width_digits_are_digits(priors: list[Path], tmp_path: Path) -> None:
    made = inputs(priors, tmp_path, one(TOTAL, "５，００５．５０", "万元"))
    assert made.given.figures[TOTAL] == ("5005.50", "万元")


def test_what_is_not_used_is_said(priors: list[Path], tmp_path: Path) -> None:
    content = {"figures": {TOTAL: "500", "department.name": "别的局"}, "problems": {"W0": {"cause": "甲"}}}
    notes = "".join(authoring.draft(inputs(priors, tmp_path, content)).draft.notes)
    for said in ("没有写年度", "别的局", "W0"):
        assert said in notes


def test_figures_of_another_department_are_refused(priors: list[Path], tmp_path: Path) -> None:
    other = tmp_path / "别的单位.txt"
    other.write_text(series("hunan-cover-2023", 5)[2].text, "utf-8")
    with pytest.raises(UsageError, match="不是同一个部门"):
        authoring.inputs(Order(tuple(map(str, priors)), str(other)), PLAN)


def test_a_letter_is_no_earlier_report(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("通知\n\n各单位：\n\n请于2022年12月31日前报送材料。\n", "utf-8")
    with pytest.raises(UsageError, match="不像绩效自评报告"):
        authoring.inputs(Order((str(path),)), PLAN)
