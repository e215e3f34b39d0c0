"""Two Word files as officers send them read as Word shows them with all changes accepted."""

from __future__ import annotations

from extractor.extraction import extract
from extractor.model import Document, Flag, Table
from extractor.reports import load
from fixtures import officer
from tests.reading.conftest import Reader

REVIEWED = """青禾县农业农村局2023年度部门整体支出绩效自评报告
一、部门基本情况
我局核定编制42人，年末在职39人，退休21人。
二、预算执行情况
内设机构8个。
年初预算批复1230.50万元，决算支出1228.36万元。
单位性质：☒行政 ☐事业 ☑其他
等次：良；得分94.5分。
说明：公用经费决算105.20万元。
表1 绩效指标完成情况表
一级指标\t二级指标\t三级指标\t指标值\t\t分值\t得分
\t\t\t年初目标\t实际完成\t\t
产出指标\t数量指标\t培训农技人员\t≥300人次\t326人次\t10\t9.5
\t\t新建示范点\t5个\t5个\t10\t10
\t质量指标\t验收合格率\t≥95%\t98.20%\t10\t10
合计\t\t\t\t\t30\t29.5
表2 资金使用情况
单位：万元
项目\t预算数\t决算数
基本支出\t830.50\t829.11
三公经费\t12.00\t11.66
其中：公务接待\t3.25
公务用车\t8.41
三、存在问题
1.预算编制不够精细，详见附件。"""

CORRECTED = """白石县民政局2023年度部门整体支出绩效自评报告
目  录
一、部门概况 1
二、存在问题 3
一、部门概况
全年预算120万元，其中工资福利支出80.5万元。
公用经费 39.5万元。
是否政府采购：☑是 ☐否
\t10.5
合计\t12.5
收入\t\t支出
财政拨款\t70.1\t69.2
其他收入\t0.9\t0.8
\t小计\t71.0
说明\t框内5.6万元。
备注\t无
二、存在问题
1.预算编制不细。"""


def test_a_reviewed_report(read_bytes: Reader) -> None:
    document = read_bytes(officer.reviewed(), "reviewed.docx")
    assert document.text == REVIEWED
    assert document.flags == (Flag.REVISIONS,)
    assert not document.hidden


def test_a_corrected_report(read_bytes: Reader) -> None:
    document = read_bytes(officer.corrected(), "corrected.docx")
    assert document.text == CORRECTED
    assert [(one.text, one.why, one.place) for one in document.hidden] == [
        ("100", "struck", "第 6 段"),
        ("原", "struck", "第 6 段"),
        ("0.7", "struck", "第 20 段"),
    ]
    assert any("划了删除线的文字（第 6 段" in note for note in document.notes)


def test_a_table_of_contents_makes_no_sections(read_bytes: Reader) -> None:
    document = read_bytes(officer.corrected(), "corrected.docx")
    assert [section.title for section in document.sections] == ["部门概况", "存在问题"]
    report = extract(document, load("department"))
    assert [item.text for item in report.problems] == ["预算编制不细。"]


def test_every_figure_of_a_table_knows_its_row_and_its_column(read_bytes: Reader) -> None:
    document = read_bytes(officer.reviewed(), "reviewed.docx")
    indicators, money, inner = document.tables
    assert _named(document, indicators, "326人次") == ("产出指标/数量指标/培训农技人员", "指标值/实际完成")
    assert _named(document, indicators, "98.20%") == ("产出指标/质量指标/验收合格率", "指标值/实际完成")
    assert _named(document, indicators, "5个") == ("产出指标/数量指标/新建示范点", "指标值/年初目标")
    assert _named(document, indicators, "29.5") == ("合计", "得分")
    assert _named(document, money, "829.11") == ("基本支出", "决算数")
    assert (money.title, money.unit) == ("表2 资金使用情况", "万元")
    assert _named(document, inner, "3.25") == ("三公经费/其中：公务接待", "")
    assert inner.unit == "万元"


def _named(document: Document, table: Table, figure: str) -> tuple[str, str]:
    cell = next(c for c in table.cells if c.span and document.text[c.span.start : c.span.end] == figure)
    rows, columns = (
        "/".join(document.text[one.span.start : one.span.end] for one in found if one.span)
        for found in (table.row_path(cell), table.header(cell))
    )
    return rows, columns
