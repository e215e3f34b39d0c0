"""Tables of plain text, and tables without lines on pages."""

from __future__ import annotations

import pymupdf
import pytest

from tests.reading.conftest import Reader, words


def test_bars_at_both_rims(read_text: Reader) -> None:
    document = read_text("| 名称 | 分值 | 得分 |\n| 育苗 | 10 | 9.75 |\n| 合计 | | 9.75 |")
    assert words(document) == [[["名称", "分值", "得分"], ["育苗", "10", "9.75"], ["合计", "", "9.75"]]]
    assert document.text == "名称\t分值\t得分\n育苗\t10\t9.75\n合计\t\t9.75"


def test_bars_at_the_end_only(read_text: Reader) -> None:
    document = read_text("部门名称 | 青禾县园艺站 |\n编制人数 | 24 |\n在职人数 | 22 |")
    assert words(document) == [[["部门名称", "青禾县园艺站"], ["编制人数", "24"], ["在职人数", "22"]]]


def test_bars_between_only_keep_an_empty_first_cell(read_text: Reader) -> None:
    document = read_text("产出 | 育苗 | 10\n | 养护 | 8\n | 采种 | 6")
    assert words(document) == [[["产出", "育苗", "10"], ["", "养护", "8"], ["", "采种", "6"]]]


def test_the_rule_of_a_markdown_table_is_no_row(read_text: Reader) -> None:
    document = read_text("| 名称 | 得分 |\n|:---|---:|\n| 育苗 | 9.5 |")
    assert words(document) == [[["名称", "得分"], ["育苗", "9.5"]]]
    assert "---" not in document.text


def test_a_short_row_reaches_to_the_end(read_text: Reader) -> None:
    (table,) = read_text("| 名称 | 分值 | 得分 |\n| 育苗 | 10 | 9 |\n| 备注 | 由站内自评小组打分 |").tables
    last = table.at(2, 2)
    assert last is not None
    assert (last.c0, last.c1) == (1, 3)


def test_tabs(read_text: Reader) -> None:
    document = read_text("指标\t分值\t得分\n育苗\t10\t9.5\n\t8\t7.25")
    assert words(document) == [[["指标", "分值", "得分"], ["育苗", "10", "9.5"], ["", "8", "7.25"]]]


def test_an_empty_line_ends_a_table(read_text: Reader) -> None:
    document = read_text("| 甲 | 1 |\n| 乙 | 2 |\n\n| 丙 | 3 | 4 |\n| 丁 | 5 | 6 |")
    assert [(t.rows, t.columns) for t in document.tables] == [(2, 2), (2, 3)]


def test_rows_that_all_stand_alone_are_one_table(read_text: Reader) -> None:
    document = read_text("| 甲 | 1 |\n\n| 乙 | 2 |\n\n| 丙 | 3 |\n\n完。")
    assert [(t.rows, t.columns) for t in document.tables] == [(3, 2)]
    assert document.text.endswith("\n完。")


@pytest.mark.parametrize("text", ["首页 | 新闻 | 公告\n园艺站工作简报。", "甲\t乙\n完。", "全年育苗三千株。"])
def test_a_single_row_is_no_table(read_text: Reader, text: str) -> None:
    document = read_text(text)
    assert document.tables == ()
    assert document.text == text


def test_the_title_and_the_unit_above(read_text: Reader) -> None:
    (table,) = read_text("园艺站收支表\n金额单位：万元\n| 项目 | 预算数 |\n| 育苗 | 12.50 |").tables
    assert (table.title, table.unit) == ("园艺站收支表", "万元")


def test_two_heads_of_one_form(read_text: Reader) -> None:
    document = read_text(
        "| 资金名称 | 年初预算数 | 执行数 | 执行率 |\n| 资金总额 | 12.50 | 11.75 | 94% |\n"
        "| 一级指标 | 指标名称 | 分值 | 得分 |\n| 产出指标 | 育苗 | 10 | 9.5 |"
    )
    (table,) = document.tables
    assert [(head.r0, head.r1, head.end) for head in table.heads] == [(0, 1, 2), (2, 3, 4)]
    for row, names in ((1, "执行率"), (3, "得分")):
        at = table.at(row, 3)
        assert at is not None
        assert [document.text[c.span.start : c.span.end] for c in table.header(at) if c.span] == [names]


def columns_page(rows: list[list[str]], xs: list[float], right: bool = False) -> bytes:
    pdf = pymupdf.open()
    page = pdf.new_page()
    writer = pymupdf.TextWriter(page.rect)
    font = pymupdf.Font("china-s")
    writer.append((72, 100), "园艺站各苗圃情况如下。", font=font, fontsize=12)
    for index, row in enumerate(rows):
        for x, text in zip(xs, row, strict=True):
            at = x - font.text_length(text, 12) if right else x
            writer.append((at, 150 + 24 * index), text, font=font, fontsize=12)
    writer.append((72, 400), "以上数据截至年底。", font=font, fontsize=12)
    writer.write_text(page)
    data: bytes = pdf.tobytes()
    return data


ROWS = [["苗圃", "面积", "支出"], ["东圃", "12.5", "1286.45"], ["西圃", "9.75", "903.20"], ["合计", "22.25", "2189.65"]]


@pytest.mark.parametrize("right", [False, True])
def test_aligned_columns_without_lines(read_bytes: Reader, right: bool) -> None:
    document = read_bytes(columns_page(ROWS, [150, 260, 400], right))
    assert words(document) == [ROWS]
    assert document.text.split("\n")[0] == "园艺站各苗圃情况如下。"
    assert document.text.split("\n")[-1] == "以上数据截至年底。"


def test_two_rows_are_too_few(read_bytes: Reader) -> None:
    assert read_bytes(columns_page(ROWS[:2], [150, 260, 400])).tables == ()


def test_rows_that_do_not_stand_under_each_other_are_no_table(read_bytes: Reader) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    writer = pymupdf.TextWriter(page.rect)
    for index, (a, b) in enumerate([(72, 160), (110, 330), (72, 240), (150, 420)]):
        for x, text in ((a, "苗圃负责"), (b, "李园丁代签")):
            writer.append((x, 150 + 24 * index), text, font=pymupdf.Font("china-s"), fontsize=12)
    writer.write_text(page)
    assert read_bytes(pdf.tobytes()).tables == ()
