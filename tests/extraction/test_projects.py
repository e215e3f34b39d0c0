"""Projects as departments list them: in sentences, in paragraphs with marks, in tables with or without a grid.

`projects.txt` holds them; the bureau, its projects and their figures are fictional.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.extraction import extract
from extractor.reports import load
from tests.extraction.documents import document

_TITLE = "2022年度云梦山市林草局部门整体支出绩效自评报告\n"
_CASES = re.split(r"^@ ", Path(__file__).with_name("projects.txt").read_text("utf-8"), flags=re.MULTILINE)[1:]


@pytest.mark.parametrize("case", _CASES, ids=[case.partition("\n")[0] for case in _CASES])
def test_the_projects_of_a_text_and_no_others(case: str) -> None:
    text, *wanted = case.partition("\n")[2].split("\n->")
    rows = extract(document(_TITLE + text), load("department")).projects
    got = [" ".join(row.cells.get(cell, "-") for cell in ("name", "budget", "final")) for row in rows]
    assert got == [line.strip() for line in wanted if line.strip()]


def test_the_parts_of_a_project_close_on_its_outlay() -> None:
    text = (
        "苗木补助项目支出绩效自评报告\n一、资金情况\n项目预算200.00万元，全年支出180.50万元。按用途划分：容器苗采购120.00万元，"
        "其中云岭乡80.00万元、大坪乡40.00万元；抚育管护60.50万元，其中购置16台割灌机等12.00万元。\n"
    )
    rows = extract(document(text), load("project")).projects
    assert [dict(row.cells) for row in rows] == [
        {"name": "容器苗采购", "final": "120.00"},
        {"name": "抚育管护", "final": "60.50"},
    ]


def test_a_row_cites_all_that_it_was_read_from() -> None:
    text = (
        _TITLE
        + "二、项目支出情况\n主要项目有：苗木补助年初预算100万元，实际支出90.5万元；防火物资预算20万元，支出20万元。"
    )
    row = extract(document(text), load("department")).projects[0]
    assert row.evidence.quote == "苗木补助年初预算100万元，实际支出90.5万元"
    assert (row.unit, str(row.quantities["final"].value)) == ("万元", "905000.0")
