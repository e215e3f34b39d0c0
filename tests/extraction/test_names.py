"""The name of the department in its fullest spelling, and the lists of what it is made of (fictional bureaus)."""

from __future__ import annotations

import pytest

from extractor.extraction import extract
from extractor.model import State
from extractor.reports import load
from tests.extraction.documents import document

_TITLE = "2023年度云梦山市林草局部门整体支出绩效自评报告\n"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("澄平市云梦区林草局2023年度\n部门整体绩效评价报告\n云梦区林草局（以下简称“区林草局”）是区政府组成部门。", "澄平市云梦区林草局"),
        ("云梦县第二高级中学二〇二二年度整体支出绩效自评工作总结\n", "云梦县第二高级中学"),
        ("部门整体支出绩效自评表\n部门名称云梦县林草局预算编码301002年度2023\n", "云梦县林草局"),
        ("2022年度部门整体支出绩效自评报告\n云梦县大坪镇中心卫生院（盖章）\n一、概况\n编制3人。", "云梦县大坪镇中心卫生院"),
        (
            "云梦县供销社关于2023年度部门整体支出绩效自评情况的报告\n云梦县供销合作社联合社（简称县供销社）是县政府直属单位。",
            "云梦县供销合作社联合社",
        ),
        ("2023年度大坪街道办事处部门整体支出绩效自评报告\n澄平市云梦区大坪街道办事处是派出机关。", "澄平市云梦区大坪街道办事处"),
        ("2023年度云岭省云梦县人民检察院部门决算\n云梦县人民检察院是国家的法律监督机关。", "云梦县人民检察院"),
        ("部门整体绩效评价报告\n一、部门概况\n中共云梦区委党校（区行政学院）是区委直属事业单位。", "中共云梦区委党校"),
        ("云梦县林草局2023年度部门整体支出绩效自评报告\n根据《云梦县财政局关于开展绩效自评的通知》。", "云梦县林草局"),
    ],
)  # fmt: skip
def test_the_department_by_its_fullest_name(text: str, name: str) -> None:
    assert extract(document(text), load("department")).fields["department.name"].value == name


@pytest.mark.parametrize(
    ("sentence", "count", "names"),
    [
        ("下设县林木种苗站1个事业单位。", "1", ("县林木种苗站",)),
        ("所属事业单位1个（县林木种苗站）。", "1", ("县林木种苗站",)),
        (
            "二级预算单位5个，其中参照公务员法管理的事业单位2个，即县执法大队、县防火中心；其他事业单位3个，即县种苗站、县林科所、"
            "县苗木场。",
            "5",
            ("县执法大队", "县防火中心", "县种苗站", "县林科所", "县苗木场"),
        ),
        ("下属单位3个（参公单位1个：县执法大队；事业单位2个：县种苗站、县林科所）。", "3", ("县执法大队", "县种苗站", "县林科所")),
        ("下设县执法支队（含4个大队）、县种苗站2家二级预算单位。", "2", ("县执法支队", "县种苗站")),
        ("下属单位有：县种苗站、县林科所、县防火中心（参公）共3个。", "3", ("县种苗站", "县林科所", "县防火中心")),
        ("下属单位3个，分别是：\n1.县种苗站\n2.县林科所\n3.县防火中心\n", "3", ("县种苗站", "县林科所", "县防火中心")),
        ("下属2家预算单位，分别为县种苗站、县林科所。", "2", ("县种苗站", "县林科所")),
        ("部门预算包括局本级及2个下属事业单位。下属事业单位为县种苗站、县林科所。", "2", ("县种苗站", "县林科所")),
    ],
)  # fmt: skip
def test_the_bodies_below_a_department(sentence: str, count: str, names: tuple[str, ...]) -> None:
    fields = extract(document(f"{_TITLE}一、部门概况\n{sentence}\n"), load("department")).fields
    assert fields["organization.subordinate_units.names"].value == names
    assert fields["organization.subordinate_units.count"].value == count


def test_numbered_bodies_behind_a_label_and_the_own_body_among_them() -> None:
    text = "纳入2023年度部门决算编制范围的二级预算单位包括：1.云梦山市林草局本级；2.云梦山市种苗站；3.云梦山市林科所。"
    fields = extract(document(_TITLE + text), load("department")).fields
    assert fields["organization.subordinate_units.names"].value == ("云梦山市种苗站", "云梦山市林科所")


def test_a_list_begins_after_the_nearest_word_that_opens_one() -> None:
    text = "本局主管林业、草原和湿地工作，内设办公室、造林科、法规科（行政审批科、信访室）等3个科室。"
    fields = extract(document(_TITLE + text), load("department")).fields
    assert fields["organization.internal_units.names"].value == ("办公室", "造林科", "法规科（行政审批科、信访室）")


def test_what_was_looked_at_is_no_list_of_units() -> None:
    text = "评价组抽查了县种苗站、县林科所等2个下属单位。"
    fields = extract(document(_TITLE + text), load("department")).fields
    assert fields["organization.subordinate_units.count"].state is State.ABSENT
