"""Names, dates, codes, grades, lists of offices, projects and indicators (fictional bureaus)."""

from __future__ import annotations

import pytest

from extractor.extraction import extract
from extractor.model import State
from tests.extraction.documents import document


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2023年度云梦山市林草局部门整体支出绩效自评报告\n", "云梦山市林草局"),
        ("云梦山市林草局\n2023年度部门整体支出绩效自评报告\n", "云梦山市林草局"),
        (
            "部门整体支出绩效自评报告\n（2023年度）\n部门（单位）名称：云梦山市林草局\n预算编码：301002\n",
            "云梦山市林草局",
        ),
        (
            "部门整体支出绩效自评报告\n单位名称（公章）：云梦山市林草局\n填报人：孙立坤  联系电话：0000-1234567\n",
            "云梦山市林草局",
        ),
        ("部门整体支出绩效自评表\n部门名称\n云梦山市林草局\n联系人\n张三\n", "云梦山市林草局"),
        (
            "部门整体支出绩效自评表\n| 部门名称 | 云梦山市林草局 | 预算编码 | 301002 |\n| 年度 | 2023 | 编制 | 20 |\n",
            "云梦山市林草局",
        ),
    ],
)
def test_department_name(text: str, name: str) -> None:
    assert extract(document(text)).fields["department.name"].value == name


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("报告日期：2024 年 3 月 24 日", "2024-03-24"),
        ("填报日期：2024-03-24", "2024-03-24"),
        ("填报日期：二〇二四年三月二十四日", "2024-03-24"),
        ("填报日期：2024年3月", "2024-03"),
    ],
)
def test_report_date(line: str, date: str) -> None:
    report = extract(
        document("2023年度云梦山市林草局部门整体支出绩效自评报告\n" + line + "\n一、部门概况\n编制3人。\n")
    )
    assert report.fields["report_date"].value == date


def test_publication_date_is_not_the_report_date() -> None:
    text = "云梦山市林草局2023年度部门整体支出绩效自评报告\n发布时间：2024-08-09 来源：本站\n一、部门概况\n编制3人。\n"
    assert extract(document(text)).fields["report_date"].state is State.ABSENT


def test_unticked_options_are_a_conflict() -> None:
    text = "部门整体支出绩效自评报告\n评价机构：部门（单位）评价组\n中介机构\n报告日期：2024年3月1日\n"
    assert extract(document(text)).fields["evaluator"].state is State.CONFLICT


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("内设机构3个：办公室、计财科（挂审计科牌子）、造林科。", ("办公室", "计财科（挂审计科牌子）", "造林科")),
        ("设有办公室、计财科、造林科等内设机构3个。", ("办公室", "计财科", "造林科")),
        ("内设科室3个（办公室、计财科、造林科）。", ("办公室", "计财科", "造林科")),
        ("内设机构2个，为办公室和造林科，行政编制9名。", ("办公室", "造林科")),
        ("局内设机构包括：办公室、计财科、造林科。", ("办公室", "计财科", "造林科")),
    ],
)
def test_internal_units(sentence: str, names: tuple[str, ...]) -> None:
    report = extract(document("2023年度云梦山市林草局部门整体支出绩效自评报告\n一、部门概况\n" + sentence))
    assert report.fields["organization.internal_units.names"].value == names


def test_own_body_is_not_a_subordinate_unit() -> None:
    text = "2023年度云梦山市林草局部门整体支出绩效自评报告\n决算单位构成包括：局机关本级、种苗站、防火中心等二个局属事业单位。"
    report = extract(document(text))
    assert report.fields["organization.subordinate_units.names"].value == ("种苗站", "防火中心")


def test_projects_of_prose() -> None:
    text = (
        "2023年度云梦山市林草局部门整体支出绩效自评报告\n二、项目支出情况\n项目支出主要包括：造林补助年初预算100万元，"
        "实际支出90.5万元；防火物资年初预算20万元，实际支出20万元。\n"
    )
    rows = extract(document(text)).projects
    assert [dict(row.cells) for row in rows] == [
        {"name": "造林补助", "budget": "100", "final": "90.5"},
        {"name": "防火物资", "budget": "20", "final": "20"},
    ]


def test_indicator_table() -> None:
    text = (
        "2023年度云梦山市林草局部门整体支出绩效自评表\n"
        "| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因 |\n"
        "| 产出指标 | 数量指标 | 造林面积 | ≥3万亩 | 2.8万亩 | 20 | 18.5 | 雨季提前 |\n"
        "| 产出指标 | 质量指标 | 成活率 | ≥90% | 93% | 20 | 20 | |\n"
        "| 总分 | | | | | 100 | 98.5 | |\n"
    )
    report = extract(document(text))
    assert [row.cells["level3"] for row in report.indicators] == ["造林面积", "成活率"]
    first = report.indicators[0]
    assert (first.cells["target"], first.cells["actual"], first.cells["reason"]) == ("≥3万亩", "2.8万亩", "雨季提前")
    assert report.fields["score.total"].value == "98.5"
    assert report.fields["score.quantity"].value == "18.5"


def test_two_values_of_one_fact_are_a_conflict() -> None:
    text = "2023年度云梦山市林草局部门整体支出绩效自评报告\n一、概况\n决算总支出100.00万元。\n二、绩效\n2023年决算总支出101.00万元。\n"
    field = extract(document(text)).fields["final.expenditure_total"]
    assert field.state is State.CONFLICT
    assert len(field.mentions) == 2


def test_every_declared_path_is_there() -> None:
    report = extract(document("与自评无关的一段话。"))
    assert report.fields
    assert all(field.state is State.ABSENT for field in report.fields.values())
