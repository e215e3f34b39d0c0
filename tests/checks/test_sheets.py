"""Tables: marks by their levels and in all, amounts under their total, the rate of a row of money, cells run together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extractor.checks import check
from extractor.extraction import extract
from extractor.model import Checked, Document
from extractor.reading import read
from extractor.reports import load

if TYPE_CHECKING:
    from tests.checks.conftest import Result

TITLE = "白石县园林局2023年度部门整体支出绩效自评报告\n\n一、自评情况\n\n"
INDICATORS = """\
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
|---|---|---|---|---|---|---|
| 预算执行（10分） | 预算执行率 | 预算执行率 | 100% | 92.20% | 10 | 9.22 |
| 产出指标（50分） | 数量指标 | 补植行道树 | 1200株 | 1260株 | 20 | 20 |
|  |  | 新建口袋公园 | 4个 | 3个 | 10 | 7.5 |
|  | 质量指标 | 苗木成活率 | 95% | 96.1% | 20 | 20 |
| 效益指标（30分） | 社会效益 | 绿化覆盖率 | 41% | 41.3% | 30 | 28 |
| 满意度指标（10分） | 满意度 | 群众满意度 | 90% | 93% | 10 | 10 |
| 总分 |  |  |  |  | 100 | 94.72 |
"""
MONEY = """\
| 年度资金 | 年初预算数（万元） | 全年预算数（万元） | 全年执行数（万元） | 分值 | 执行率（%） | 得分 |
|---|---|---|---|---|---|---|
| 年度资金总额 | 900.00 | 1000.00 | 922.00 | 10 | 92.20 | 9.22 |
"""
PLAIN = """\
| 项目 | 年初预算（万元） | 决算（万元） |
|---|---|---|
| 支出合计 | 3551.99 | 3953.69 |
| 基本支出 | 2250.10 | 2391.42 |
| 项目支出 | 1301.89 | 1562.27 |
"""
Look = Callable[..., "Result"]


def _document(folder: Path, table: str) -> Document:
    path = folder / "report.txt"
    path.write_text(TITLE + table, encoding="utf-8")
    return read(path)


def _check(document: Document) -> Checked:
    department = load("department")
    return check(document, extract(document, department), department)


@pytest.fixture
def look(tmp_path: Path) -> Callable[[str], Checked]:
    """Read and check a report that is one table."""
    return lambda table: _check(_document(tmp_path, table))


def _verdicts(result: Checked, code: str) -> list[str]:
    return [item.verdict.value for item in result.relations if item.code == code]


def _found(result: Checked, code: str) -> list[tuple[str, str, str]]:
    return [(item.severity.value, item.stated, item.computed) for item in result.findings if item.code == code]


def test_every_level_adds_up(look: Callable[[str], Checked]) -> None:
    result = look(INDICATORS)
    assert _verdicts(result, "TABLE_SUM") == ["holds"] * 6  # 总分 twice, and the four marks of the first level
    assert _verdicts(result, "TABLE_RATE") == ["holds"]
    assert [item.code for item in result.findings if item.severity != "note"] == []


def test_a_total_that_does_not_add_up_is_an_error(look: Callable[[str], Checked]) -> None:
    result = look(INDICATORS.replace("94.72", "95.72"))
    assert _found(result, "TABLE_SUM") == [("error", "95.72", "94.72")]
    (finding,) = (item for item in result.findings if item.code == "TABLE_SUM")
    assert "「总分」得分写的是 95.72，按所列数字应为 94.72" in finding.message
    assert (finding.repairs[0].before, finding.repairs[0].after) == ("95.72", "94.72")
    assert finding.evidence[1].quote.split() == ["预算执行率", "100%", "92.20%", "10", "9.22"]


def test_a_row_with_the_wrong_mark_breaks_its_level_and_the_total(look: Callable[[str], Checked]) -> None:
    result = look(INDICATORS.replace("| 3个 | 10 |", "| 3个 | 16 |"))
    assert sorted(_found(result, "TABLE_SUM")) == [("error", "100", "106"), ("error", "50分", "56")]
    finding = next(item for item in result.findings if item.code == "TABLE_SUM")
    assert ("16", "10") in {(repair.before, repair.after) for repair in finding.repairs}
    assert all(repair.closes == 2 for repair in finding.repairs)


def test_a_table_of_which_nothing_closes_is_only_asked_about(look: Callable[[str], Checked]) -> None:
    result = look(INDICATORS.replace("| 100 | 94.72 |", "| 90 | 84 |"))
    assert {severity for severity, _, _ in _found(result, "TABLE_SUM")} == {"explain"}


def test_marks_beside_each_level(look: Callable[[str], Checked]) -> None:
    table = (
        "| 一级指标 | 分值 | 二级指标 | 分值 | 得分 |\n|---|---|---|---|---|\n"
        "| 产出 | 60 | 数量指标 | 40 | 38 |\n|  |  | 质量指标 | 20 | 20 |\n"
        "| 效益 | 40 | 社会效益 | 25 | 25 |\n|  |  | 生态效益 | 15 | 14 |\n| 合计 | 100 |  |  | 97 |\n"
    )
    assert _verdicts(look(table), "TABLE_SUM") == ["holds"] * 4
    assert ("error", "40", "41") in _found(look(table.replace("| 15 | 14", "| 16 | 14")), "TABLE_SUM")


def test_a_row_for_each_level(look: Callable[[str], Checked]) -> None:
    table = (
        "| 一级指标 | 二级指标 | 分值 | 得分 |\n|---|---|---|---|\n"
        "| 产出 |  | 60 | 58 |\n|  | 数量指标 | 40 | 38 |\n|  | 质量指标 | 20 | 20 |\n"
        "| 效益 |  | 40 | 39 |\n|  | 社会效益 | 25 | 25 |\n|  | 生态效益 | 15 | 14 |\n| 合计 |  | 100 | 97 |\n"
    )
    assert _verdicts(look(table), "TABLE_SUM") == ["holds"] * 6
    assert _found(look(table.replace("| 60 | 58", "| 60 | 85")), "TABLE_SUM")[0] == ("error", "85", "58")


def test_a_score_above_its_full_mark(look: Callable[[str], Checked]) -> None:
    result = look(INDICATORS.replace("| 10 | 7.5 |", "| 10 | 17.5 |"))
    assert _found(result, "SCORE_OVER_FULL") == [("error", "17.5", "10")]


def test_unsure_digits_are_only_asked_about(tmp_path: Path) -> None:
    document = _document(tmp_path, INDICATORS.replace("| 10 | 7.5 |", "| 10 | 17.5 |").replace("94.72", "95.72"))
    sure = replace(document, certainty=tuple(1.0 for _ in document.text))
    assert {item.severity.value for item in _check(sure).findings if item.code != "GRADE_BAND"} == {"error"}
    unsure = replace(document, certainty=tuple(0.5 if char.isdigit() else 1.0 for char in document.text))
    assert "error" not in {item.severity.value for item in _check(unsure).findings}
    assert _found(_check(unsure), "SCORE_OVER_FULL") == [("explain", "17.5", "10")]


def test_two_cells_run_together(look: Callable[[str], Checked]) -> None:
    result = look(INDICATORS.replace("| 10 | 7.5 |", "| 107.5 |  |"))
    assert _found(result, "TABLE_FUSED") == [("explain", "107.5", "10 7.5")]
    assert _found(result, "TABLE_SUM") == []
    repeated = look(INDICATORS.replace("| 10 | 7.5 |", "| 10 | 107.5 |"))
    assert _found(repeated, "TABLE_FUSED") == [("explain", "107.5", "10 7.5")]
    assert _found(repeated, "SCORE_OVER_FULL") == []


def test_the_rate_of_a_row_of_money_and_its_score(look: Callable[[str], Checked]) -> None:
    assert _verdicts(look(MONEY), "TABLE_RATE") == ["holds", "holds"]
    assert _found(look(MONEY.replace("92.20", "95.20")), "TABLE_RATE")[0][0] == "explain"
    told = look(MONEY.replace("9.22 |", "9.92 |"))  # the declared relation says it already
    assert [(item.code, item.severity.value) for item in told.findings] == [("RELATION.G01", "explain")]
    other = look(INDICATORS.replace("92.20% | 10 | 9.22", "92.20% | 10 | 9.92").replace("94.72", "95.42"))
    assert [(item.code, item.severity.value) for item in other.findings] == [("TABLE_RATE", "explain")]


def test_amounts_under_their_total(look: Callable[[str], Checked]) -> None:
    assert _verdicts(look(PLAIN), "TABLE_MONEY") == ["holds", "holds"]
    other = "| 项目 | 年初预算（万元） | 决算（万元） |\n|---|---|---|\n| 甲站 | 120.35 | 133.40 |\n"
    other += "| 乙站 | 88.12 | 92.63 |\n| 丙站 | 41.00 | 38.71 |\n| 合计 | 249.47 | 264.74 |\n"
    assert _verdicts(look(other), "TABLE_MONEY") == ["holds", "holds"]
    assert _found(look(other.replace("92.63", "96.23")), "TABLE_MONEY") == [("explain", "264.74万元", "268.34万元")]
    assert _found(look(other.replace("92.63", "11.11")), "TABLE_MONEY") == []


@pytest.mark.real
def test_the_real_tables(real_reports: Path) -> None:
    result = _check(read(real_reports / "indicator-tables.pdf"))
    assert _verdicts(result, "TABLE_SUM").count("holds") == 11
    assert _found(result, "TABLE_SUM") == [("error", "94.22", "95.22"), ("error", "94.22", "96.22")]
