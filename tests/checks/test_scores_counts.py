"""Scores, grades, counts and facts that are stated twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from extractor.checks import check
from extractor.model import Document, Field, Report, Span, State
from extractor.reports import load

if TYPE_CHECKING:
    from tests.checks.conftest import Result

Checked = Callable[[str], "Result"]


@pytest.mark.parametrize(
    ("score", "grade", "expected"),
    [
        ("90", "优", "holds"), ("97.22", "优秀", "holds"), ("89.99", "优", "fails"), ("89.5", "良", "holds"),
        ("80", "良好", "holds"), ("79.9", "良", "fails"), ("60", "合格", "holds"), ("75", "中", "holds"),
        ("59.9", "较差", "holds"), ("95", "良", "fails"), ("100", "优", "holds"),
    ],
)  # fmt: skip
def test_grade_bands(checked: Checked, score: str, grade: str, expected: str) -> None:
    result = checked(f"得分{{score.total:{score}分}}，等级{{score.grade:{grade}}}")
    assert result.verdict("GRADE_BAND") == expected
    assert ("GRADE_BAND" in result.codes("error")) == (expected == "fails")


def test_a_grade_without_a_score_is_noted(checked: Checked) -> None:
    result = checked("等级{score.grade:优}")
    assert result.verdict("GRADE_BAND") == "unknown"
    assert result.codes() == ["GRADE_BAND"]
    assert result.codes("note") == ["GRADE_BAND"]


def test_a_score_above_its_full_mark(checked: Checked) -> None:
    marked = (
        "{indicators[0].name:办件数量}分值{indicators[0].full:10分}得{indicators[0].score:12分}；"
        "{indicators[1].name:满意度}分值{indicators[1].full:10分}得{indicators[1].score:10分}"
    )
    result = checked(marked)
    assert result.codes("error") == ["SCORE_OVER_FULL"]
    assert "办件数量" in result.one("SCORE_OVER_FULL").message
    assert result.verdicts()["holds"] == 1


UNITS = "下属单位{{organization.subordinate_units.count:{}}}：{{organization.subordinate_units.names:{}}}{}"


@pytest.mark.parametrize(
    ("count", "names", "tail", "expected"),
    [
        ("3个", "甲中心、乙中心、丙中心", "。", "holds"),
        ("三个", "甲中心、乙中心、丙中心", "。", "holds"),
        ("4个", "甲中心、乙中心、丙中心", "。", "fails"),
        ("2个", "甲中心、乙中心、丙中心", "。", "fails"),
        ("2个", "局本级、乙中心、丙中心", "。", "holds"),
        ("3个", "局本级、乙中心、丙中心", "。", "holds"),
        ("4个", "局本级、乙中心、丙中心", "。", "fails"),
        ("5个", "甲中心、乙中心、丙中心", "等。", "unknown"),
        ("3个", "甲中心、乙中心、丙中心", "等3个单位。", "holds"),
        ("4个", "甲中心、乙中心、丙中心", "等四个单位。", "fails"),
    ],
)
def test_counts_against_lists(checked: Checked, count: str, names: str, tail: str, expected: str) -> None:
    result = checked(UNITS.format(count, names, tail))
    assert result.verdict("COUNT_LIST") == expected
    assert result.codes() == (["COUNT_LIST"] if expected == "fails" else [])


def test_a_list_that_is_far_off_is_only_asked_about(checked: Checked) -> None:
    assert checked(UNITS.format("19个", "甲中心、乙中心、丙中心", "。")).codes("explain") == ["COUNT_LIST"]


def test_a_count_without_a_list_is_untested(checked: Checked) -> None:
    assert checked("内设股室{organization.internal_units.count:9个}。").verdict("COUNT_LIST") == "unknown"


def test_a_fact_stated_in_two_ways_is_asked_about_and_tests_nothing() -> None:
    document = Document("0" * 64, "资产90.00万元。资产总额95.00万元。", (), ())
    mentions = (document.cite(Span(2, 9)), document.cite(Span(14, 21)))
    field = Field("assets.total", State.CONFLICT, None, None, None, mentions)
    report = Report("department", document.id, "rules", {"assets.total": field})
    result = check(document, report, load("department"))
    assert [finding.code for finding in result.findings] == ["RESTATED"]
    assert result.findings[0].severity == "explain"
    relation = next(item for item in result.relations if item.code == "RELATION.A01")
    assert relation.verdict == "unknown"
    assert "前后不一致" in relation.expression
