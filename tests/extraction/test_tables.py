"""Tables and forms as pages of many provinces print them: with bars, with tabs, one cell a line, run together.

`tables.txt` holds them: `@ what`, the table, `=> path=value …` for everything that must be read from it (nothing else may
be), `-> cells` for each indicator row. The bureau and its figures are fictional.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.extraction import extract
from extractor.model import Report, State
from extractor.reports import load
from tests.extraction.documents import document

_TITLE = "2022年度云梦山市林草局部门整体支出绩效自评报告\n"
_CASES = re.split(r"^@ ", Path(__file__).with_name("tables.txt").read_text("utf-8"), flags=re.MULTILINE)[1:]
_CELLS = ("level1", "level2", "level3", "target", "actual", "full", "score", "reason")


def _read(case: str) -> tuple[Report, dict[str, str], list[str]]:
    table, _, wanted = case.partition("\n")[2].partition("\n=>")
    first, *rows = wanted.strip("\n").split("\n")
    figures = dict(pair.split("=") for pair in first.split())
    return extract(document(_TITLE + table), load("department")), figures, [row.removeprefix("-> ") for row in rows]


@pytest.mark.parametrize("case", _CASES, ids=[case.partition("\n")[0] for case in _CASES])
def test_a_table_gives_what_it_prints_and_nothing_else(case: str) -> None:
    """Every figure is read in its row and column; what is not certain is absent, never another field's."""
    report, figures, rows = _read(case)
    said = {"department.name", "fiscal_year"}
    found = {path: field for path, field in report.fields.items() if field.state is not State.ABSENT}
    assert {path: str(field.value) for path, field in found.items() if path not in said} == figures
    if rows:
        assert [" ".join(row.cells[c] for c in _CELLS if c in row.cells) for row in report.indicators] == rows


_PARTS = """年度支出情况（万元）
支出合计
其中：
基本支出
其中：
项目支出
人员支出
公用支出
1296.00
480.00
400.00
80.00
816.00"""


def test_what_a_sum_decided_says_so() -> None:
    """The order of the columns was found by sums that close: the figures name that as a reason."""
    field = extract(document(_TITLE + _PARTS)).fields["final.public"]
    assert (field.value, field.unit) == ("80.00", "万元")
    assert "form_closes" in field.reasons


def test_without_a_sum_that_closes_the_columns_stay_open() -> None:
    """The same form with a figure changed: no reading is better than another, so none is taken."""
    fields = extract(document(_TITLE + _PARTS.replace("\n80.00", "\n79.00").replace("816.00", "815.00"))).fields
    assert all(fields[f"final.{name}"].state is State.ABSENT for name in ("public", "personnel", "project_expenditure"))


def test_a_row_that_is_passed_over_is_told() -> None:
    """Rows of which a cell is missing are not read, and a warning says how many."""
    case = next(case for case in _CASES if "passed over" in case.partition("\n")[0])
    assert any("1 行" in warning for warning in _read(case)[0].warnings)
