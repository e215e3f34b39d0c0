"""What is right, or cannot be told, is not called an error: parts without a field, other stages, other accounts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.checks.conftest import Result

Checked = Callable[[str], Result]


@pytest.mark.parametrize(
    "parts",
    [
        "产出30分得{score.output:28分}；效益30分得{score.benefit:27分}；预算执行10分得{score.execution:9分}",
        "产出指标得{score.output:28分}（满分30分），效益指标得{score.benefit:27分}（满分30分），预算执行得{score.execution:9分}（满分10分）",
    ],
)
def test_parts_whose_full_marks_do_not_come_to_a_hundred_are_not_all(checked: Checked, parts: str) -> None:
    marked = f"自评得分{{score.total:90分}}。其中：{parts}，其他部分从略。"
    assert checked(marked).verdict("G02") == "unknown"
    assert "RELATION.G02" not in checked(marked).codes()


def test_parts_whose_full_marks_come_to_a_hundred_must_close(checked: Checked) -> None:
    marked = (
        "自评得分{score.total:96分}。其中：预算执行10分得{score.execution:9分}；产出50分得{score.output:48分}；"
        "效益30分得{score.benefit:27分}；满意度10分得{score.satisfaction:9分}。"
    )
    assert checked(marked).one("G02").severity == "error"


def test_a_total_that_closes_on_its_own_list(checked: Checked) -> None:
    marked = (
        "自评得分{score.total:92.65分}，其中：预算执行得分9.5分，投入与过程得分26.65分，产出得分{score.output:28分}，"
        "效益得分{score.benefit:19分}，满意度得分{score.satisfaction:9.5分}，资料不齐扣{score.execution:1分}。"
    )
    assert "RELATION.G02" not in checked(marked).codes()


def test_a_budget_that_is_not_called_that_of_the_beginning(checked: Checked) -> None:
    said = (
        "年初项目支出预算{{budget.initial_project:30.00万元}}，年中追加。{{projects[0].name:培训}}{word}预算{{projects[0].budget:20.00万元}}，"
        "支出{{projects[0].final:19.00万元}}；{{projects[1].name:巡护}}{word}预算{{projects[1].budget:21.00万元}}，支出{{projects[1].final:20.00万元}}。"
    )
    assert checked(said.format(word="")).one("L01").severity == "explain"
    assert checked(said.format(word="年初")).one("L01").severity == "error"


def test_classes_of_all_outlay_are_not_those_of_the_basic_one(checked: Checked) -> None:
    said = (
        "支出决算{{final.expenditure_total:541.21万元}}，其中基本支出{{final.basic_expenditure:368.71万元}}，项目支出172.50万元。按经济科目分，"
        "工资福利支出{{final.wages:283.54万元}}，商品和服务支出{{final.goods_services:61.08万元}}，对个人和家庭的补助"
        "{{final.individuals:74.09万元}}，对企业补助{other}。"
    )
    assert checked(said.format(other="122.50万元")).one("J05B").severity == "explain"
    assert checked(said.format(other="102.50万元")).one("J05B").severity == "error"


def test_a_share_of_a_budget_of_something_else(checked: Checked) -> None:
    text = "2.预算调整。净追加327.50万元，占年初预算的9.45%。\n4.“三公”经费。年初预算34.60万元，实际列支28.75万元。\n"
    assert checked(text).codes("error") == []


def test_a_budget_beside_last_years_outlay(checked: Checked) -> None:
    text = "年初“三公”经费预算为20万元，实际支出控制在预算以内，较2020年的20.16万元减少1.52万元。"
    assert checked(text).codes("error") == []


def test_basic_outlay_in_a_list_of_tasks_is_no_project(checked: Checked) -> None:
    marked = (
        "项目支出{final.project_expenditure:50.00万元}。{projects[0].name:巡护}{projects[0].final:20.00万元}，"
        "{projects[1].name:培训}{projects[1].final:30.00万元}，{projects[2].name:机关运行及人员经费}{projects[2].final:480.00万元}。"
    )
    assert checked(marked).verdict("L02") == "holds"


def test_a_column_that_mostly_exceeds_the_full_marks_is_no_column_of_scores(checked: Checked) -> None:
    row = "指标：{{indicators[{n}].full:{full}分}}，得{{indicators[{n}].score:{score}分}}；"
    marks = [(15, 100), (20, 88), (10, 100), (10, 9)]
    text = "".join(row.format(n=n, full=full, score=score) for n, (full, score) in enumerate(marks))
    assert checked(text).codes("error") == []
    assert checked(text.replace(":100分", ":9分")).codes("error") == ["SCORE_OVER_FULL"]


def test_a_grade_by_the_bands_that_the_report_states(checked: Checked) -> None:
    said = "自评得分{score.total:86.50分}，等级为{score.grade:优}。"
    assert checked(said).codes("error") == ["GRADE_BAND"]
    assert checked(said + "评价等级：85分（含）以上为优，75分（含）-85分为良。").codes("error") == []
    assert checked(said + "评价等级：90分（含）以上为优，80分（含）-90分为良。").codes("error") == ["GRADE_BAND"]


def test_a_mark_of_a_part_has_no_grade(checked: Checked) -> None:
    assert checked("决策20分得{score.total:19分}，等级为{score.grade:优}。").codes("error") == []


def test_a_modest_grade_is_asked_about(checked: Checked) -> None:
    assert checked("自评得分{score.total:93.80分}，等级为{score.grade:良好}。").codes("error") == []


def test_a_change_on_a_year_is_not_measured_from_the_budget(checked: Checked) -> None:
    said = "“三公”经费支出31.28万元，比年初预算38.40万元少7.12万元，比2022年减少2.65万元，下降7.81%。"
    assert checked(said).codes("error") == []


def test_full_marks_before_and_behind_their_marks(checked: Checked) -> None:
    said = "产出指标自评48分（满分50分），扣2分；效益指标自评28分（满分30分）；满意度满分10分、自评9分；总分94.2分。"
    assert checked(said).codes("error") == []
    assert checked("其中投入10分，过程25分，产出35分。满分分别为10分、30分、35分。").codes("error") == []
