"""Word files read as Word shows them with all changes accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model import Document, Flag, Span
from extractor.reading import read
from fixtures.cases import cases
from fixtures.hostile.documents import W, body, paragraph
from tests.reading.conftest import Reader, words

BOX = (
    '<w:p><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<mc:Choice><w:drawing><w:txbxContent>{0}</w:txbxContent></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><w:txbxContent>{0}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
CHANGED = (
    "<w:p><w:r><w:t>全年决算</w:t></w:r><w:del><w:r><w:delText>5.07</w:delText></w:r></w:del>"
    "<w:ins><w:r><w:t>6.37</w:t></w:r></w:ins><w:r><w:t>万元。</w:t></w:r></w:p>"
)


@pytest.fixture
def word(read_bytes: Reader) -> Reader:
    return lambda xml, **more: read_bytes(body(xml, more=more.get("more")), "report.docx")


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: str) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def test_changes_are_accepted_and_reported(word: Reader) -> None:
    document = word(CHANGED)
    assert document.text == "全年决算6.37万元。"
    assert Flag.REVISIONS in document.flags
    assert "修订" in document.notes[0]


def test_a_deleted_paragraph_end_joins_two(word: Reader) -> None:
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>全年决算</w:t></w:r></w:p>"
    assert word(first + paragraph("6.37万元。")).text == "全年决算6.37万元。"


def test_a_deleted_row(word: Reader) -> None:
    gone = "<w:trPr><w:del/></w:trPr>" + cell("旧") + cell("1.00")
    document = word(table(cell("项目") + cell("金额"), gone, cell("新") + cell("2.00")))
    assert words(document) == [[["项目", "金额"], ["新", "2.00"]]]


def test_a_text_box_is_read_once(word: Reader) -> None:
    document = word(paragraph("一、部门基本情况") + BOX.format(paragraph("公务接待费3.25万元。")))
    assert document.text == "一、部门基本情况\n公务接待费3.25万元。"


def test_a_content_control(word: Reader) -> None:
    inline = "<w:p><w:r><w:t>在职</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>10</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    block = f"<w:sdt><w:sdtContent>{paragraph('编制12人。')}</w:sdtContent></w:sdt>"
    assert word(block + inline).text == "编制12人。\n在职10"


def test_merged_cells(word: Reader) -> None:
    rows = (
        cell("三公经费", '<w:gridSpan w:val="3"/>'),
        cell("接待", '<w:vMerge w:val="restart"/>') + cell("预算") + cell("3.50"),
        cell("", "<w:vMerge/>") + cell("决算") + cell("3.25"),
    )
    document = word(table(*rows))
    (found,) = document.tables
    assert [(c.r0, c.r1, c.c0, c.c1) for c in found.cells][:2] == [(0, 1, 0, 3), (1, 3, 0, 1)]
    assert document.text == "三公经费\t\t\n接待\t预算\t3.50\n\t决算\t3.25"


def test_a_table_in_a_table(word: Reader) -> None:
    inner = table(cell("货物") + cell("1.00"), cell("工程") + cell("2.00"))
    outer = table(cell("采购") + f"<w:tc>{paragraph('见下')}{inner}</w:tc>", cell("合计") + cell("3.00"))
    assert words(word(outer)) == [[["采购", "见下"], ["合计", "3.00"]], [["货物", "1.00"], ["工程", "2.00"]]]


def row_paths(document: Document) -> dict[str, str]:
    """The figures of all tables with the words that name their rows."""
    found = {}
    for one in document.tables:
        for held in one.cells:
            if held.span and held.figure:
                path = [document.text[c.span.start : c.span.end] for c in one.row_path(held) if c.span]
                found[document.text[held.span.start : held.span.end]] = "/".join(path)
    return found


def test_a_table_in_a_table_is_named_by_the_row_in_which_it_stands(word: Reader) -> None:
    deep = table(cell("台式") + cell("0.40"), cell("便携") + cell("0.60"))
    inner = table(cell("货物") + f"<w:tc>{paragraph('其中')}{deep}</w:tc>", cell("工程") + cell("2.00"))
    outer = table(
        cell("采购") + f"<w:tc>{paragraph('见下')}{inner}</w:tc>",
        f"<w:tc>{paragraph('接待')}{table(cell('外事') + cell('0.10'), cell('其他') + cell('0.20'))}</w:tc>"
        + cell("0.30"),
        cell("合计") + cell("3.30"),
    )
    assert row_paths(word(outer)) == {
        "0.30": "接待",
        "3.30": "合计",
        "2.00": "采购/工程",
        "0.40": "采购/货物/台式",
        "0.60": "采购/货物/便携",
        "0.10": "接待/外事",
        "0.20": "接待/其他",
    }


def test_under_a_head_all_its_label_columns_name_a_table_in_a_table(word: Reader) -> None:
    inner = table(cell("培训人次") + cell("326"), cell("示范点数") + cell("5"))
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    outer = table(
        cell("一级指标") + cell("二级指标") + cell("分值") + cell("得分"),
        cell("产出指标", down) + f"<w:tc>{paragraph('数量指标')}{inner}</w:tc>" + cell("10") + cell("9.5"),
        cell("", on)
        + cell("质量指标")
        + cell("20")
        + f"<w:tc>{table(cell('甲') + cell('7'), cell('乙') + cell('8'))}</w:tc>",
    )
    paths = row_paths(word(outer))
    assert {figure: paths[figure] for figure in ("9.5", "326", "5", "7", "8")} == {
        "9.5": "产出指标/数量指标",
        "326": "产出指标/数量指标/培训人次",
        "5": "产出指标/数量指标/示范点数",
        "7": "产出指标/质量指标/甲",
        "8": "产出指标/质量指标/乙",
    }


def test_tables_in_a_frame_or_beside_each_other_name_nothing_of_each_other(word: Reader) -> None:
    def pair(name: str, figure: str) -> str:
        return table(cell(name) + cell(figure), cell("其他") + cell(f"{figure}1"))

    framed = table(f"<w:tc>{paragraph('说明')}{pair('甲', '1.5')}</w:tc>")
    column = table(
        f"<w:tc>{paragraph('一')}{pair('乙', '2.5')}</w:tc>", f"<w:tc>{paragraph('二')}{pair('丙', '3.5')}</w:tc>"
    )
    paths = row_paths(word(framed + column + pair("丁", "4.5")))
    assert [paths[figure] for figure in ("1.5", "2.5", "3.5", "4.5")] == ["甲", "乙", "丙", "丁"]


def test_a_frame_of_one_cell_is_no_table(word: Reader) -> None:
    document = word(table(f"<w:tc>{paragraph('一、部门基本情况')}{paragraph('在职10人。')}</w:tc>"))
    assert document.text == "一、部门基本情况\n在职10人。"


def test_list_numbers_of_word(word: Reader) -> None:
    def level(depth: int, form: str, text: str) -> str:
        return f'<w:lvl w:ilvl="{depth}"><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'

    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1">{level(0, "chineseCounting", "%1、")}'
        f'{level(1, "decimal", "%2.")}</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )

    def item(depth: int, text: str) -> str:
        number = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="5"/></w:numPr></w:pPr>'
        return f"<w:p>{number}<w:r><w:t>{text}</w:t></w:r></w:p>"

    text = item(0, "基本情况") + item(1, "机构") + item(1, "人员") + item(0, "支出情况") + item(1, "总体")
    document = word(text, more={"word/numbering.xml": numbering})
    assert document.text.split("\n") == ["一、基本情况", "1.机构", "2.人员", "二、支出情况", "1.总体"]
    assert [section.title for section in document.sections] == ["基本情况", "支出情况"]


def test_evidence_names_the_paragraph_and_the_cell(word: Reader) -> None:
    document = word(
        paragraph("一、情况") + paragraph("决算6.37万元。") + table(cell("甲") + cell("1"), cell("乙") + cell("2"))
    )
    assert document.cite(_span(document, "6.37")).place == "第 2 段"
    assert document.cite(_span(document, "乙")).place == "表 1 第 2 行第 1 格"
    assert document.cite(_span(document, "乙")).page is None


def test_footnotes_stand_where_they_are_called(word: Reader) -> None:
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{paragraph("含上年结转1.20万元。")}</w:footnote></w:footnotes>'
    called = '<w:p><w:r><w:t>决算6.37万元。</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    document = word(called + paragraph("二、问题"), more={"word/footnotes.xml": notes})
    assert document.text == "决算6.37万元。\n含上年结转1.20万元。\n二、问题"


@pytest.mark.parametrize("case", cases()[:6], ids=lambda case: case.name)
def test_a_report_says_the_same_as_word_file_and_as_text(case: object, tmp_path: Path) -> None:
    for form in ("docx", "text"):
        (tmp_path / f"report.{form}").write_bytes(case.form(form))  # type: ignore[attr-defined]
    as_word, as_text = (read(tmp_path / f"report.{form}").text for form in ("docx", "text"))
    assert "".join(as_word.split()).replace("|", "") == "".join(as_text.split()).replace("|", "")


def _span(document: Document, quote: str) -> Span:
    start = document.text.index(quote)
    return Span(start, start + len(quote))
