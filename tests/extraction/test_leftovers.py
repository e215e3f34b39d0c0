"""Numbers that nothing took; and the reasons that say how sure a value is. All sentences are invented."""

from __future__ import annotations

from dataclasses import replace

from extractor.checks.closed import confirmed
from extractor.extraction import extract, extract_all, leftovers
from extractor.model import Document, Report
from extractor.reports import load
from tests.extraction.documents import document
from tests.extraction.test_recognise import DEPARTMENT, SAPLINGS

_TITLE = "云梦山市林草局2023年度部门整体支出绩效自评报告\n"
_SUM = "支出合计1790.33万元，其中：基本支出990.33万元，项目支出800.00万元。\n"


def left(text: str) -> list[str]:
    read = document(text)
    return [f"{one.quantity.digits}{one.quantity.unit_text}" for one in leftovers(read, extract(read))]


def test_what_no_field_took_is_listed_in_order() -> None:
    text = f"{_TITLE}{_SUM}全年植树12万株，出动宣传车36台。编制人数46人。\n"
    assert left(text) == ["12万株", "36台"]


def test_dates_list_numbers_and_items_are_not_left_over() -> None:
    text = f"{_TITLE}截至2023年12月31日。\n一、存在的问题\n1.机械作业比例只有31%。\n2.验收慢，2个乡镇没有影像。\n"
    assert left(text) == []


def test_the_words_around_a_number_are_of_its_line() -> None:
    read = document(f"{_TITLE}全年植树12万株。\n编制人数46人。\n")
    (one,) = leftovers(read, extract(read))
    assert one.around == "全年植树12万株。"
    assert read.text[one.evidence.span.start : one.evidence.span.end] == one.evidence.quote == "12万株"


def test_of_several_reports_each_has_its_own() -> None:
    read = document(f"{DEPARTMENT}\n" + SAPLINGS.replace("三、自评得分", "全年补植13万株。\n\n三、自评得分"))
    department, project = extract_all(read)
    assert all(one.evidence.span in project.span for one in leftovers(read, project) if project.span)
    assert [one.quantity.digits for one in leftovers(read, project)] == ["13"]
    assert "13" not in [one.quantity.digits for one in leftovers(read, department)]


def test_a_value_that_closes_a_sum_says_so() -> None:
    found = reasons(_TITLE + _SUM)
    for path in ("final.expenditure_total", "final.basic_expenditure", "final.project_expenditure"):
        assert "relation_closed:J04" in found[path]


def test_a_broken_sum_a_bound_and_zeros_bear_nothing_out() -> None:
    assert not any("relation_closed" in one for one in reasons(_TITLE + _SUM.replace("990", "991")).values())
    assert not any("relation_closed" in one for one in reasons(_TITLE + "编制46人，在职43人。\n").values())
    cars = "公务用车购置及运行维护费决算0万元，其中公务用车购置费0万元，公务用车运行维护费0万元。\n"
    assert not any("relation_closed" in one for one in reasons(_TITLE + cars).values())


def test_closing_moves_with_the_stretch() -> None:
    read = document(f"{DEPARTMENT}\n{SAPLINGS}")
    project = extract_all(read)[1]
    said = confirmed(read, project, load("project"))
    assert "relation_closed:I14" in said.fields["execution_rate"].reasons
    assert said.span == project.span
    assert said.fields["funds.executed"].evidence == project.fields["funds.executed"].evidence


def test_ocr_that_was_unsure_of_a_digit_is_said() -> None:
    read = document(_TITLE + _SUM)
    at = read.text.index("1790.33")
    sure = scanned(read, at, 1.0)
    assert "ocr_unsure" not in field_reasons(extract(sure), "final.expenditure_total")
    report = extract(scanned(read, at + 2, 0.4))
    assert "ocr_unsure" in field_reasons(report, "final.expenditure_total")
    assert "ocr_unsure" not in field_reasons(report, "final.basic_expenditure")
    assert report.fields["final.expenditure_total"].value == "1790.33"


def scanned(read: Document, at: int, certainty: float) -> Document:
    return replace(read, certainty=tuple(certainty if i == at else 1.0 for i in range(len(read.text))))


def field_reasons(report: Report, path: str) -> str:
    return " ".join(report.fields[path].reasons)


def reasons(text: str) -> dict[str, str]:
    read = document(text)
    report = confirmed(read, extract(read), load("department"))
    return {path: " ".join(field.reasons) for path, field in report.fields.items()}


def test_figures_that_were_pasted_into_one_are_told_of() -> None:
    text = f"{_TITLE}{_SUM}公务接待费4.503.002.30公务用车运行维护费8.008.007.50\n"
    told = extract(document(text)).warnings
    assert any("4.503.002.30" in one and "2 处" in one for one in told)


def test_numbers_of_sections_are_no_pasted_figures() -> None:
    text = f"{_TITLE}{_SUM}1.1.1机构设置\n2.10.3其他\n"
    assert not any("连写" in one for one in extract(document(text)).warnings)
