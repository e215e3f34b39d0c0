"""Sentences as departments of many places write their accounts: what each prints is read, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.extraction import extract
from extractor.model import State
from extractor.reports import load
from tests.extraction.documents import document

_HEAD = "2022年度云梦山市林草局部门整体支出绩效自评报告\n一、基本情况\n"
_ALWAYS = {"department.name", "fiscal_year"}
_BLOCKS = (Path(__file__).parent / "sentences.txt").read_text("utf-8").strip().split("\n\n")[1:]
_TYPE = load("department")


def _path(name: str) -> str:
    found = [path for path in _TYPE.fields if path == name or path.endswith("." + name)]
    return next((path for path in found if not path.startswith("yoy.")), found[0])


@pytest.mark.parametrize("block", _BLOCKS, ids=[block[:24] for block in _BLOCKS])
def test_a_sentence(block: str) -> None:
    sentence, told = block.split("\n=> ")
    wanted = {_path(name): value for name, _, value in (part.partition("=") for part in told.split())}
    fields = extract(document(_HEAD + sentence), _TYPE).fields
    got = {
        path: "".join(field.value) if isinstance(field.value, tuple) else field.value
        for path, field in fields.items()
        if field.state is not State.ABSENT and path not in _ALWAYS
    }
    assert got == wanted


def test_a_relation_decides_between_figures_and_is_named() -> None:
    text = "决算总支出1000.00万元，其中牧区运转类基本支出588.20万元，项目支出411.80万元。"
    field = extract(document(_HEAD + text), _TYPE).fields["final.basic_expenditure"]
    assert (field.state, field.value) == (State.FOUND, "588.20")
    assert "closes_J04" in field.reasons


def test_words_without_a_relation_decide_nothing() -> None:
    field = extract(document(_HEAD + "消防队伍新区驻点资产总额相关投入为35.20万元。"), _TYPE).fields["assets.total"]
    assert field.state is State.ABSENT


def test_a_change_is_of_the_figure_it_leads_to_and_says_so() -> None:
    text = "全年总收入581.15万元。2021年为603.90万元，同口径下降22.75万元。"
    field = extract(document(_HEAD + text), _TYPE).fields["yoy.revenue_total"]
    assert (field.value, field.unit) == ("-22.75", "万元")
    assert "leads_to_final.revenue_total" in field.reasons


def test_a_change_that_leads_to_no_figure_of_this_year_is_left() -> None:
    text = "全年总收入581.15万元。2021年为603.19万元，同口径下降22.75万元。"
    assert extract(document(_HEAD + text), _TYPE).fields["yoy.revenue_total"].state is State.ABSENT
