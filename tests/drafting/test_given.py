"""What an officer types: figures with their units, dates, choices, answers; and what is refused, by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extractor import drafting
from extractor.cli import process
from extractor.drafting import Inputs, compose, given, guard, measured
from extractor.drafting.asked import answer
from extractor.drafting.changes import changes
from extractor.errors import UsageError
from extractor.reports import load


def figures(**cells: tuple[str, str]) -> given.Given:
    return given.Given(figures={path.replace("__", "."): cell for path, cell in cells.items()}, source="表.xlsx")


@pytest.mark.parametrize(
    ("path", "value", "unit", "expected"),
    [
        ("three_public__final", "4.86万元", "万元", ("4.86", "万元")),
        ("three_public__final", "48600元", "万元", ("48600", "元")),
        ("execution_rate", "92.42%", "%", ("92.42", "%")),
        ("staffing__on_duty", "84人", "", ("84", "人")),
        ("organization__internal_units__count", "十三", "个", ("13", "个")),
        ("yoy__revenue_total", "-12.5", "万元", ("-12.5", "万元")),
        ("final__revenue_total", "2310.40", "", ("2310.40", "")),
    ],
)
def test_a_unit_behind_the_number_is_the_unit(path: str, value: str, unit: str, expected: tuple[str, str]) -> None:
    sure = measured(figures(**{path: (value, unit)}), load("department"))
    assert sure.figures[path.replace("__", ".")] == expected


@pytest.mark.parametrize(
    "cell", [("八百万", "万元"), ("约2310", "万元"), ("1.2.3", "万元"), ("5-6", "万元"), ("同上", "")]
)
def test_what_is_no_number_is_refused_by_name(cell: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match=r"表\.xlsx 的“年度资金”写的是"):
        measured(figures(funds__annual=cell), load("department"))


@pytest.mark.parametrize("cell", [("5", "人"), ("5", "千克"), ("5%", "万元"), ("5", "万员")])
def test_a_unit_of_another_kind_is_refused(cell: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match=r"表\.xlsx 的“年度资金”的单位写的是"):
        measured(figures(funds__annual=cell), load("department"))


def test_the_two_figures_of_a_project_have_one_unit() -> None:
    both = {"name": "甲项目", "budget": "10万元", "final": "98000元", "unit": "万元"}
    with pytest.raises(UsageError, match="单位不同：万元、元"):
        measured(given.Given(projects=(both,), source="表.xlsx"), load("department"))
    one = measured(given.Given(projects=({**both, "final": "9.8"},)), load("department")).projects[0]
    assert (one["budget"], one["final"], one["unit"]) == ("10", "9.8", "万元")


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("16", "场", "16场"),
        ("16场", "场", "16场"),
        ("五", "个", "五个"),
        ("近5", "亿元", "近5亿元"),
        ("100余", "项", "100余项"),
        ("控制在3.65", "%", "控制在3.65%"),
        ("2.2亿元", "亿元", "2.2亿元"),
        ("全部完成。", "", "全部完成"),
        ("", "场", None),
    ],
)
def test_an_answer_that_ends_in_a_figure_has_its_unit(value: str, unit: str, expected: str | None) -> None:
    assert answer({"value": value, "unit": unit}) == expected


@pytest.mark.parametrize("date", ["2025-03-20", "2025/3/20", "2025.3.20", "2025-03-20 00:00:00", "2025年3月20日"])
def test_a_date_is_printed_as_reports_print_it(date: str) -> None:
    assert given.plain(date) == "2025年3月20日"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("problems: {W1: {status: 部分整改}}", "“问题台账”中，W1 的“整改状态”写的是“部分整改”"),
        ("sentences: {S1: {action: 删除}}", "“文字中的数据”中，S1 的“处理”写的是“删除”"),
    ],
)
def test_a_choice_that_is_none_is_refused(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "本年.yaml"
    path.write_text(content, "utf-8")
    with pytest.raises(UsageError, match=message):
        drafting.load(path)


def test_answers_that_no_line_asks_for_are_named(inputs: Inputs) -> None:
    stray = {"W00000": {"status": "未整改", "cause": "人手不足"}, "W11111": {"text": "只是原文"}}
    notes = compose(replace(inputs, given=replace(inputs.given, answers=stray))).notes
    assert [note for note in notes if "W00000" in note and "没有采用" in note]
    assert not any("W11111" in note for note in notes)


def test_an_upper_indicator_is_not_listed_beside_its_own(inputs: Inputs) -> None:
    upper = {"name": "产出指标", "full": "40", "score": "38"}
    under = {"name": "培训合格率", "full": "10", "score": "8"}
    rate = {"name": "预算执行", "full": "10", "score": "9"}

    def names(*rows: dict[str, str]) -> list[str]:
        made = replace(inputs, given=replace(inputs.given, indicators=rows))
        draft = compose(made)
        assert guard(draft, made) == ()
        assert all(one["name"] in draft.text + "".join(draft.notes) for one in rows)
        return [one["name"] for one in rows if f"{one['name']}没有达到年度目标" in draft.text]

    assert names(upper, under) == ["培训合格率"]
    assert names({**upper, "target": "100%", "actual": "90%"}, under) == ["产出指标", "培训合格率"]
    assert names(rate) == []  # the rate of execution is judged by itself


def test_what_is_answered_on_the_line_of_the_figures_is_used(inputs: Inputs) -> None:
    """The form has a line for what this year's figures say; an earlier problem of that kind takes the line up."""
    figures = {**inputs.given.figures, "procurement.budget": ("1200.00", "万元")}
    answers = {"N-procurement": {"cause": "设备到货较晚"}}
    made = replace(inputs, given=replace(inputs.given, figures=figures, answers=answers))
    draft = compose(made)
    assert [pair.id for pair in draft.pairs if pair.category == "procurement"] != ["N-procurement"]
    assert "设备到货较晚" in draft.text
    assert guard(draft, made) == ()


def test_a_purpose_is_not_a_direction(inputs: Inputs) -> None:
    from extractor.drafting.retell import DIRECTION, _aims

    def turns(words: str) -> bool:
        return any(not _aims(words, way) for way in DIRECTION.finditer(words))

    assert not turns("年初目标为缩短时间，提高办事效率，绩效考评得分5分")
    assert turns("执行率92%，提高较多")
    assert turns("收入较上年提高幅度大，共5万元")
    assert turns("支出5万元，主要是增加人员经费")
    assert turns("满意率提高3%，得分5分")


def test_other_departments_and_years_are_told_what_to_do(
    priors: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    both = ["--prior", str(priors[0]), "--prior", str(priors[1])]
    form = tmp_path / "表.xlsx"
    assert process.call(["draft", "form", *both, "-o", str(form)]) == 0
    assert f"--figures {form} -o 草稿.docx" in capsys.readouterr().err
    assert process.call(["draft", *both, "--figures", str(form), "-o", str(tmp_path / "稿.md")]) == 0
    assert "jixiao draft --verify" in capsys.readouterr().err
    assert process.call(["draft", *both, "--figures", str(priors[1]), "-o", str(tmp_path / "稿.md")]) == 2
    assert "请换成本年的数据文件" in capsys.readouterr().err


def test_a_changed_paragraph_is_shown_once_with_its_changes() -> None:
    old = "2024年决算总支出2310.40万元，其中：基本支出1290.10万元，项目支出1020.30万元。原因是【待填：原因】。"
    new = old.replace("2310.40", "2301.40").replace("【待填：原因】", "人员变动")
    [(kind, told)] = changes([old], [new])
    assert kind == "改动"
    assert "决算总支出〔2310.40 → 2301.40〕万元" in told
    assert "〔【待填：原因】 → 人员变动〕" in told
    assert len(told) < len(old) + 30
    both = list(changes(["（一）甲乙丙丁戊己庚辛。", old], ["另写的一段话，和从前都不一样。", new]))
    assert [kind for kind, _ in both] == ["删去", "改动", "新写"]
