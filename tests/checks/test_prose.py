"""What sentences assert of their figures: for each cue one that holds, one that fails, one that only looks alike."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.checks.conftest import Result

Checked = Callable[[str], "Result"]

HOLDS = [
    ("SUM", "总支出500.00万元，其中：基本支出320.50万元，项目支出179.50万元。"),
    ("SUM", "总支出500.00万元，其中：基本支出320.50万元，占总支出64.1%，项目支出179.50万元。占总支出35.9%，"),
    ("SUM", "支出决算88.20万元，包括差旅费30.10万元、培训费58.10万元。"),
    ("SUM", "决算为88.20万元，分别为差旅费30.10万元、培训费58.10万元。"),
    ("SUM", "全年支出88.20万元。其中：差旅费30.10万元；培训费38.10万元；会议费20.00万元。"),
    ("SUM", "总支出100.00万元，其中：基本支出60.00万元（人员经费45.00万元、公用经费15.00万元），项目支出40.00万元。"),
    ("SUM", "总支出100.00万元，其中：基本支出60.00万元，包括人员经费45.00万元、公用经费15.00万元；项目支出40.00万元。"),
    ("SUM", "核定编制86个（行政编制30个、工勤编制6个、事业编制50个）。"),
    ("SUM", "购置电脑12.50万元、打印机3.20万元，合计15.70万元。"),
    ("SUM", "全年总支出75.00万元。总支出中，人员经费50.00万元，公用经费25.00万元。"),
    ("SUM", "编制人数40人，其中：行政编制15人，事业编制25人；另有聘用人员9人，退休人员12人。"),
    ("SUM", "会议费预算30万元，决算21.60万元，比上年的25.00万元减少3.40万元，其中一类会议12.00万元、二类会议9.60万元。"),
    ("SUM", "培训费预算20万元，决算16.40万元。其中：岗前培训预算8万元，决算7.40万元；在岗培训预算12万元，决算9.00万元。"),
    ("PART", "全年收入900.00万元，其中：上级补助收入120.00万元。"),
    ("SHARE", "基本支出320.50万元，总支出500.00万元。基本支出320.50万元占总支出的64.1%。"),
    ("SHARE", "受理信访事项480件，按期答复456件，占95%。"),
    ("RATE", "发出问卷320份，收回问卷304份，回收率95.0%。"),
    ("RATE", "立案260件，结案247件，结案率95%。"),
    ("CHANGE", "会议费12.40万元，比上年决算15.00万元减少2.60万元，下降17.33%。"),
    ("CHANGE_RATE", "会议费12.40万元，比上年决算15.00万元减少2.60万元，下降17.33%。"),
    ("CHANGE_RATE", "会议费12.40万元，较上年减少2.60万元，下降17.33%。"),
    ("CHANGE_RATE", "培训费本年18.00万元，较上年的15.00万元增长20%。"),
    ("DIRECTION", "平均办理时间由12天缩短至7天。"),
    ("DIRECTION", "群众满意率由88.5%提高到93.2%。"),
    ("LISTED", "重点做好4项工作：前期调研、方案论证、组织实施、总结验收。"),
    ("LISTED", "对用地、环评、招标等三项手续逐一把关。"),
    ("LISTED", "修订了差旅、接待和用车3项制度。"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text"), HOLDS)
def test_what_holds(checked: Checked, code: str, text: str) -> None:
    result = checked(text)
    assert {item.verdict for item in result.checked.relations if item.code == code} == {"holds"}, text
    assert not result.codes("error")
    assert not result.codes("explain")


FAILS = [
    ("SUM", "error", "总支出500.00万元，其中：基本支出320.50万元，项目支出179.60万元。"),
    ("SUM", "error", "总支出500.00万元，其中：基本支出302.50万元，项目支出179.50万元。"),
    ("SUM", "error", "支出决算2088.20万元，分别为差旅费830.10万元、培训费1528.10万元。"),
    ("SUM", "explain", "购置费用150.00万元，其中：办公设备90.00万元，专用设备85.50万元。"),
    ("SHARE", "error", "项目总支出500.00万元。基本支出320.50万元占项目总支出的46.1%。"),
    ("SHARE", "explain", "受理信访事项480件，按期答复456件，占59.5%。"),
    ("RATE", "explain", "立案260件，结案247件，结案率59%。"),
    ("CHANGE", "error", "会议费12.40万元，比上年决算15.00万元减少2.90万元。"),
    ("CHANGE_RATE", "error", "会议费12.40万元，比上年决算15.00万元减少2.60万元，下降13.77%。"),
    ("CHANGE_RATE", "explain", "会议费12.40万元，较上年减少2.60万元，下降71.33%。"),
    ("DIRECTION", "error", "平均办理时间由7天缩短至12天。"),
    ("DIRECTION", "error", "群众满意率由98.5%提高到93.2%。"),
    ("LISTED", "error", "重点做好5项工作：前期调研工作、方案论证工作、组织实施工作、总结验收工作。"),
    ("LISTED", "explain", "修订了差旅、接待和用车5项制度。"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "severity", "text"), FAILS)
def test_what_fails(checked: Checked, code: str, severity: str, text: str) -> None:
    result = checked(text)
    assert result.codes(severity) == [code], [item.message for item in result.checked.findings]
    finding = result.one(code)
    assert finding.evidence
    assert finding.message.endswith("。")


@pytest.mark.parametrize(
    "text",
    [
        "在职250人，其中：党员120人，女性130人，35岁以下80人。",
        "总支出500.00万元，其中：会议费12.30万元，培训费8.00万元。",
        "支出320.00万元，另有上级专款80.00万元、往来款15.00万元。",
        "固定资产原值638.90万元、净值371.25万元，其中在用612.40万元。",
        "先进集体17个，先进个人24人。",
        "分4批次引进人才593名，新增技能人才245名。",
        "师生比达到1:65，覆盖率92%以上，投入近5亿元，带动就业100余人。",
        "失业保险、工伤保险总参保人数达到605万人次。",
        "项目年初预算0万元，实际支出0.73万元。",
        "办理“三支一扶”招募，落实“十五连调”，推行“一件事一次办”。",
        "在职职工85人，专任教师占75%，学生1200人。",
        "建立督查机制，涉及教育、卫生、交通等5个部门。",
        "预算编码：512006，文号〔2023〕14号。",
        "县局3人，乡镇12人，合计巡查46次。",
        "由科室牵头，3月完成初稿，提高到市级层面统筹。",
    ],
)
def test_what_only_looks_alike(checked: Checked, text: str) -> None:
    result = checked(text)
    assert not result.codes("error")
    assert not result.codes("explain"), [item.message for item in result.checked.findings]


def test_a_slip_names_its_figure_and_what_should_stand_there(checked: Checked) -> None:
    result = checked("总支出5000.00万元，其中：基本支出3205.20万元，项目支出1749.80万元，其他支出15.00万元。")
    repairs = result.one("SUM").repairs
    assert ("3205.20万元", "3235.20万元") in [(repair.before, repair.after) for repair in repairs]
    assert all(repair.closes == 1 and repair.at for repair in repairs)


def test_a_figure_of_two_relations_is_the_one_to_mend(checked: Checked) -> None:
    result = checked(
        "总支出5000.00万元，其中：基本支出3250.20万元，项目支出1749.80万元。"
        "基本支出3205.20万元，包括人员经费2200.20万元、公用经费1050.00万元。"
    )
    finding = result.one("SUM")
    assert [(repair.before, repair.after) for repair in finding.repairs][:1] == [("3205.20万元", "3250.20万元")]


def test_hedges_are_bounds(checked: Checked) -> None:
    assert not checked("总支出约500万元，其中：基本支出320万元，项目支出190万元。").codes("error")
    assert not checked("立案超过260件，结案247件，结案率99%。").codes("error")


def test_two_of_several_marks_are_not_meant_in_full(checked: Callable[[str], Result]) -> None:
    assert checked("自评得分98.89分（其中产出49.7分、效益29.9分）。").codes() == []
    assert checked("自评得分98.89分（其中产出49.7分、效益29.9分、满意度9.8分）。").codes() == ["SUM"]
