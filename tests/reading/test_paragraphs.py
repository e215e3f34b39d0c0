from __future__ import annotations

import pytest

from fixtures import layout
from tests.reading.conftest import Reader

LONG = (
    "本年度青禾县园艺站共完成苗木培育三千二百一十五株，较上年增加四百零六株，"
    "支出经费1286.45万元，其中基本支出903.20万元、项目支出383.25万元，预算执行率97.31%。"
)


def test_a_paragraph_is_joined_across_lines_words_and_numbers(read_pdf: Reader) -> None:
    document = read_pdf(f"青禾县园艺站工作报告\n{LONG}\n{LONG}")
    assert document.text.split("\n")[1:] == [LONG, LONG]


def test_hard_wrapped_text_is_joined_inside_words_and_numbers(read_text: Reader) -> None:
    lines = layout.wrap(LONG, indent=0)
    cut = [line[:-2] + "\n" + line[-2:] if "1286" in line else line for line in lines]
    assert "".join("".join(cut).split("\n")) == LONG
    document = read_text("\n".join([*lines, *lines, *lines]))
    assert document.text.replace("\n", "") == LONG * 3
    assert document.text.count("\n") <= 2


def test_a_number_that_a_line_break_cut_is_whole(read_text: Reader) -> None:
    line = "青禾县园艺站全年安排苗木购置与养护等各项经费合计二十七笔共计支出128"
    document = read_text(
        "\n".join([line, "6.45万元，其余经费结转下年继续使用，明年仍按原用途安排到位执行完毕，", "不再调整。"] * 3)
    )
    assert "支出1286.45万元" in document.text


def test_a_page_break_cuts_no_sentence(read_pdf: Reader) -> None:
    document = read_pdf("\n".join(["园艺站年度报告", *[LONG] * 9]))
    assert len(document.pages) > 1
    assert document.text.split("\n")[1:] == [LONG] * 9


def test_a_form_feed_cuts_no_sentence(read_text: Reader) -> None:
    document = read_text(f"{LONG[:40]}\f{LONG[40:]}\n")
    assert document.text == LONG
    assert len(document.pages) == 2


@pytest.mark.parametrize("mark", ["- {} -", "— {} —", "{}", "第{}页", "第 {} 页 共 9 页"])
def test_page_numbers_between_paragraphs_are_dropped(read_bytes: Reader, mark: str) -> None:
    document = read_bytes(_pages([LONG] * 4, foot=mark))
    assert document.text.split("\n") == [LONG] * 4


@pytest.mark.parametrize("head", ["青禾县园艺站内部资料", "2023年度内部资料 第{}页", "内部资料 {}/4"])
def test_running_heads_are_dropped(read_bytes: Reader, head: str) -> None:
    document = read_bytes(_pages([LONG] * 4, head=head))
    assert "内部资料" not in document.text
    assert document.text.split("\n") == [LONG] * 4


@pytest.mark.parametrize(
    "figures", [(37, 12, 90, 4), (1286.45, 903.2, 383.25, 77.0), (1204, 1205, 1206, 1207), (10, 11, 12, 13), (50,) * 4]
)
def test_a_sentence_with_an_amount_is_no_running_head(read_bytes: Reader, figures: tuple[float, ...]) -> None:
    document = read_bytes(_pages([LONG] * 4, head=[f"本科室全年支出{figure}万元。" for figure in figures]))
    assert all(f"支出{figure}万元" in document.text for figure in figures)


def test_a_unit_and_a_title_above_a_table_stay_once(read_bytes: Reader) -> None:
    import pymupdf

    pdf = pymupdf.open()
    for number in range(1, 5):
        page = pdf.new_page(width=595, height=842)
        for y, words in ((30, "青禾县园艺站内部资料"), (48, "预算支出明细表"), (66, "单位：万元")):
            page.insert_text((70, y), words, fontname="china-s", fontsize=11)
        for row in range(3):
            for column in range(3):
                cell = pymupdf.Rect(70 + 120 * column, 74 + 24 * row, 190 + 120 * column, 98 + 24 * row)
                page.draw_rect(cell)
                said = f"科目{number}{row}" if not column else f"{number}{row}{column}.25"
                page.insert_text((cell.x0 + 5, cell.y0 + 16), said, fontname="china-s", fontsize=11)
    document = read_bytes(pdf.tobytes())
    (table,) = document.tables  # which goes on over all pages
    assert table.unit == "万元"
    assert document.text.count("预算支出明细表") == document.text.count("单位：万元") == 1
    assert "内部资料" not in document.text


def test_a_running_head_above_an_amount_is_dropped(read_bytes: Reader) -> None:
    document = read_bytes(_pages([f"支出{n}28.45万元。{LONG}" for n in range(1, 5)], head="青禾县园艺站内部资料"))
    assert "内部资料" not in document.text


def test_a_lone_page_number_in_plain_text_is_dropped(read_text: Reader) -> None:
    document = read_text(f"{LONG}\n7\n{LONG}")
    assert document.text.split("\n") == [LONG, LONG]


def test_lone_digits_in_a_list_of_cells_stay(read_text: Reader) -> None:
    cells = ["指标名称", "分值", "得分", "苗木成活率", "10", "9", "养护及时率", "8", "8"]
    assert read_text("\n".join(cells)).text.split("\n") == cells


def test_full_width_text_stays_as_it_is(read_text: Reader) -> None:
    text = "２０２３年度　青禾县园艺站（本级）支出１２．５万元。"
    assert read_text(text).text == text


def test_latin_words_keep_a_blank_where_a_line_ends(read_text: Reader) -> None:
    line = "青禾县园艺站与邻县共建苗木种质资源库的合作项目名称为Green"
    document = read_text(
        "\n".join(
            [line, "Garden，全年投入经费三十六万元，由两县各负担一半，年底验收合格并投入使用，", "运行平稳。"] * 3
        )
    )
    assert "Green Garden" in document.text


def _pages(paragraphs: list[str], head: str | list[str] = "", foot: str = "") -> bytes:
    import pymupdf

    pdf = pymupdf.open()
    font = pymupdf.Font("china-s")
    for number, paragraph in enumerate(paragraphs, 1):
        page = pdf.new_page(width=layout.PAGE_WIDTH, height=layout.PAGE_HEIGHT)
        writer = pymupdf.TextWriter(page.rect)
        if head:
            shown = head.format(number) if isinstance(head, str) else head[number - 1]
            writer.append((90, 40), shown, font=font, fontsize=12)
        for index, line in enumerate(layout.wrap(paragraph)):
            writer.append((layout.LEFT + 32 * (index == 0), 130 + 28 * index), line, font=font, fontsize=16)
        if foot:
            writer.append((280, 800), foot.format(number), font=font, fontsize=14)
        writer.write_text(page)
    data: bytes = pdf.tobytes()
    return data
