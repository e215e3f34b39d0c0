"""Which reports a file holds: by their titles, each with its own stretch; all sentences are invented."""

from __future__ import annotations

import pytest

from extractor.checks import check
from extractor.extraction import extract, extract_all
from extractor.extraction.recognise import Recognised, Shape, recognise
from extractor.model import Report, State
from extractor.reports import load
from tests.extraction.documents import document

DEPARTMENT = """云梦山市林草局2023年度部门整体支出绩效自评报告

一、部门基本情况

我局编制人数46人，在职人数43人，内设机构8个。

二、预算支出情况

2023年年初预算数1500.20万元，全年预算数1820.50万元，决算支出1790.33万元，预算执行率98.34%。

三、评价结论

自评得分95.5分，等级为优。

四、存在的问题

1.造林地块零碎，机械作业比例只有31%。

五、改进措施

1.把相邻小班并成一个标段，统一招标。
"""
PROJECT = """{name}项目支出绩效自评报告

一、项目概况

项目单位：云梦山市林草局

二、资金使用情况

2023年项目年初预算{budget}万元，实际支出{final}万元，预算执行率{rate}%。

三、自评得分

项目自评得分{score}分，等级为良。

四、存在的问题

1.{name}验收资料不全，2个乡镇没有影像。
"""
SAPLINGS = PROJECT.format(name="苗木补助", budget="300.00", final="290.00", rate="96.67", score="88")
FENCES = PROJECT.format(name="围栏修缮", budget="50.00", final="45.00", rate="90", score="86.5")


def shapes(text: str) -> list[tuple[str, Shape]]:
    return [(one.type, one.shape) for one in recognise(document(text)).stretches]


@pytest.mark.parametrize(
    ("title", "type_"),
    [
        ("云梦山市林草局2023年度部门整体支出绩效自评报告", "department"),
        ("2023年度部门（单位）整体支出绩效自评报告", "department"),
        ("云梦山市林草局2023年整体支出和项目支出绩效自评总结报告", "department"),
        ("2023年度部门预算整体绩效自评报告（参考提纲）", "department"),
        ("云梦山市林草局绩效自评报告", "department"),
        ("２０２３年度部门整体支出绩效评价报告", "department"),
        ("附件2：部门整体支出绩效自评表", "department"),
        ("苗木补助项目支出绩效自评报告", "project"),
        ("2023年度造林补助专项资金绩效评价报告", "project"),
        ("部门项目支出绩效自评表（2023年度）", "project"),
        ("项目支出绩效单位自评报告", "project"),
        ("2023年度苗木补助经费绩效自评工作报告", "project"),
    ],
)
def test_a_title_says_the_type(title: str, type_: str) -> None:
    body = SAPLINGS.partition("\n")[2]
    assert [one.type for one in recognise(document(f"{title}\n{body}")).stretches] == [type_]


def test_a_title_on_two_lines() -> None:
    body = SAPLINGS.partition("\n")[2]
    assert shapes(f"云梦山市林草局\n2023年度苗木补助\n项目支出绩效自评报告\n{body}") == [("project", Shape.REPORT)]


def test_a_form_alone_and_a_report_that_names_its_project() -> None:
    rows = "\n".join(f"| 年度资金总额 | {n}00.00 | {n}00.00 | 10 | 9{n} |" for n in range(1, 6))
    assert shapes(f"项目支出绩效自评表\n（2023年度）\n| 项目名称 | 苗木补助 |\n{rows}\n") == [("project", Shape.FORM)]
    assert shapes(f"绩效自评表\n| 项目名称 | 苗木补助 |\n{rows}\n") == [("project", Shape.FORM)]
    assert shapes(f"绩效自评表\n| 部门名称 | 云梦山市林草局 |\n{rows}\n") == [("department", Shape.FORM)]


def test_cover_running_title_and_own_form_are_one_report() -> None:
    form = "部门整体支出绩效自评表\n| 年度资金总额 | 1820.50 | 1790.33 | 10 | 98.34% | 9.8 |\n" * 2
    text = f"部门整体支出绩效自评报告\n（2023年度）\n单位：云梦山市林草局\n{DEPARTMENT}\n{form}"
    assert shapes(text) == [("department", Shape.REPORT)]


def test_a_caption_amid_a_report_opens_none() -> None:
    text = DEPARTMENT.replace(
        "三、评价结论", "项目支出绩效自评情况\n\n部门对5个项目开展自评，涉及资金820.30万元。\n\n三、评价结论"
    )
    assert len(recognise(document(text)).stretches) == 1


def test_a_chapter_whose_number_lost_its_mark_opens_none() -> None:
    text = DEPARTMENT.replace("三、评价结论", "三 部门（单位）整体支出绩效自评情况报告")
    assert shapes(text) == [("department", Shape.REPORT)]


def test_projects_that_differ_by_a_number_are_several() -> None:
    text = "\n".join(SAPLINGS.replace("苗木补助", f"苗木补助{number}号地块") for number in (1, 2, 12))
    assert shapes(text) == [("project", Shape.REPORT)] * 3


def test_two_departments_are_two_reports() -> None:
    other = DEPARTMENT.replace("云梦山市林草局", "云梦山市水务局")
    assert shapes(f"{DEPARTMENT}\n{other}") == [("department", Shape.REPORT)] * 2


def test_a_list_of_attachments_holds_no_report() -> None:
    text = DEPARTMENT + "附件：\n1.项目支出绩效自评表\n苗木补助项目支出绩效自评报告\n围栏修缮项目支出绩效自评报告\n"
    assert shapes(text) == [("department", Shape.REPORT)]


def test_several_reports_each_read_for_itself() -> None:
    text = f"{DEPARTMENT}\n{SAPLINGS}\n{FENCES}"
    read = document(text)
    reports = extract_all(read)
    assert [report.report_type for report in reports] == ["department", "project", "project"]
    assert [value(report, "score.total") for report in reports] == ["95.5", "88", "86.5"]
    assert [value(report, "project.name") for report in reports[1:]] == ["苗木补助", "围栏修缮"]
    assert value(reports[1], "budget.initial_total") == "300.00"
    assert value(reports[1], "funds.executed") == "290.00"
    assert [len(report.problems) for report in reports] == [1, 1, 1]
    assert [len(report.measures) for report in reports] == [1, 0, 0]
    assert extract(read) == reports[0]


def test_the_parts_of_a_file_are_reports() -> None:
    title, body = DEPARTMENT.split("\n", 1)
    parts = f"{title}\n第一部分　部门整体支出绩效自评报告\n{body}\n第二部分　{SAPLINGS}"
    assert shapes(parts) == [("department", Shape.REPORT), ("project", Shape.REPORT)]
    assert [len(report.problems) for report in extract_all(document(parts))] == [1, 1]
    accounts = (
        "云梦山市林草局2023年度部门决算\n第一部分 部门概况\n本局为正科级单位。\n第二部分　部门整体支出绩效自评报告\n"
    )
    assert len(shapes(accounts + body)) == 1


def test_a_department_lists_the_projects_that_are_reported_beside_it() -> None:
    read = document(f"{DEPARTMENT}\n{SAPLINGS}\n{FENCES}")
    rows = [
        {"name": "苗木补助", "budget": "300.00", "final": "290.00"},
        {"name": "围栏修缮", "budget": "50.00", "final": "45.00"},
    ]
    for report in (extract(read), extract(read, load("department"))):
        assert [dict(row.cells) for row in report.projects] == rows
        assert [row.unit for row in report.projects] == ["万元", "万元"]
        assert check(read, report, load("department")).findings == ()
    assert all(report.projects == () for report in extract_all(read)[1:])


def test_every_span_is_one_of_the_whole_document() -> None:
    read = document(f"{DEPARTMENT}\n{SAPLINGS}\n{FENCES}")
    for report in extract_all(read):
        assert report.span is not None
        cited = [f.evidence for f in report.fields.values() if f.evidence]
        cited += [item.evidence for item in (*report.problems, *report.measures)]
        checked = check(read, report, load(report.report_type))
        cited += [evidence for one in checked.relations for evidence in one.evidence]
        assert cited
        for evidence in cited:
            assert read.text[evidence.span.start : evidence.span.end] == evidence.quote
            assert evidence.span in report.span
        assert all(number.span in report.span for number in checked.numbers)
        quantities = [f.quantity for f in report.fields.values() if f.quantity]
        assert all(read.text[q.number.start : q.number.end].replace(",", "") == q.digits for q in quantities)


def test_the_department_speaks_for_the_file_wherever_it_stands() -> None:
    read = document(f"{SAPLINGS}\n{DEPARTMENT}")
    assert extract(read).report_type == "department"
    assert extract(document(f"{SAPLINGS}\n{FENCES}")).fields["score.total"].value == "88"


def test_a_type_that_is_given_reads_only_its_reports() -> None:
    read = document(f"{DEPARTMENT}\n{SAPLINGS}\n{FENCES}")
    assert [value(one, "score.total") for one in extract_all(read, load("project"))] == ["88", "86.5"]
    alone = extract_all(document(SAPLINGS), load("department"))
    assert [(one.report_type, one.span) for one in alone] == [("department", None)]


def test_a_report_inside_final_accounts_is_read_from_the_whole() -> None:
    text = f"2023年度云梦山市林草局部门决算\n\n{DEPARTMENT.partition(chr(10))[2]}\n六、部门整体支出绩效自评情况\n自评得分95.5分。\n"
    report = extract(document(text))
    assert recognise(document(text)).stretches[0].shape is Shape.EMBEDDED
    assert value(report, "staffing.on_duty") == "43"
    assert "部门决算" in report.warnings[0]


NOTICE = """关于开展2023年度部门整体支出绩效自评工作的通知

各科室、局属各单位：

请于2024年3月31日前完成自评，自评得分90分以上为优。项目支出绩效自评报告另行布置。

附件：
1.部门整体支出绩效自评报告
2.项目支出绩效自评表
"""


def test_a_notice_holds_no_report() -> None:
    found = recognise(document(NOTICE))
    assert isinstance(found, Recognised)
    assert found.notice
    report = extract(document(NOTICE))
    assert report.warnings == ("没有找到自评报告：这像是一份通知，报告可能在它的附件里。",)
    assert all(field.state is State.ABSENT for field in report.fields.values())


def test_something_else_altogether_is_warned_of() -> None:
    report = extract(document("安装说明\n\n先准备环境，再运行程序。需要内存8个G，约3分钟。\n"))
    assert report.warnings == ("没有找到自评报告：没有报告的标题，也几乎没有可读的数字。",)


def test_a_report_without_a_title_is_read_and_said_to_have_none() -> None:
    report = extract(document(DEPARTMENT.partition("\n")[2]))
    assert value(report, "final.expenditure_total") == "1790.33"
    assert report.warnings[0].startswith("没有找到“……绩效自评报告”一类的标题")
    assert extract(document(DEPARTMENT)).warnings == ()


def value(report: Report, path: str) -> object:
    return report.fields[path].value
