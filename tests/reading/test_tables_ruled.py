"""Tables with drawn lines on born-digital pages."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from random import Random

import pymupdf
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.model import Cell, Document, Table
from extractor.reading.rules import Rule, frames
from fixtures import layout
from tests.reading.conftest import Reader, words

REPORT = """青禾县园艺站绩效自评表
单位：万元
| 一级指标 | 二级指标 | 三级指标 | 指标值 | 完成值 | 分值 | 得分 |
| 产出指标 | 数量指标 | 培育苗木（株） | ≥3000 | 3215 | 20 | 20 |
| 产出指标 | 质量指标 | 苗木成活率 | ≥95% | 92.37% | 20 | 18.25 |
| 效益指标 | 社会效益指标 | 受益农户 | ≥1.2万户 | 1.35万户 | 30 | |
| 总分 | | | | | 100 | 97.05 |

以上得分由园艺站自评小组核定。"""


def text_of(document: Document, cells: tuple[Cell, ...] | list[Cell]) -> list[str]:
    return [document.text[c.span.start : c.span.end] if c.span else "" for c in cells]


def cell(document: Document, table: Table, words_: str) -> Cell:
    (found,) = [c for c in table.cells if text_of(document, [c]) == [words_]]
    return found


def test_rows_stand_in_the_text_and_cells_know_their_place(read_pdf: Reader) -> None:
    document = read_pdf(REPORT)
    (table,) = document.tables
    assert (table.rows, table.columns) == (5, 7)
    assert (table.title, table.unit) == ("青禾县园艺站绩效自评表", "万元")
    lines = document.text.split("\n")
    assert lines[3] == "产出指标\t数量指标\t培育苗木（株）\t≥3000\t3215\t20\t20"
    assert lines[6] == "总分\t\t\t\t\t100\t97.05"
    assert lines[7] == "以上得分由园艺站自评小组核定。"
    score = cell(document, table, "18.25")
    assert score == table.at(2, 6)
    assert text_of(document, table.row_path(score)) == ["产出指标", "质量指标", "苗木成活率"]
    assert text_of(document, table.header(score)) == ["得分"]
    assert score.figure
    assert document.boxes(score.span)[0].page == 1  # type: ignore[arg-type]


def test_the_page_and_the_text_give_the_same_table(read_pdf: Reader, read_text: Reader) -> None:
    printed, written = read_pdf(REPORT), read_text(REPORT)
    assert printed.text == written.text
    assert printed.tables == written.tables


def test_an_empty_cell_is_a_cell(read_pdf: Reader) -> None:
    document = read_pdf(REPORT)
    empty = document.tables[0].at(3, 6)
    assert empty is not None
    assert empty.span is None


def test_a_table_without_words_is_none(read_bytes: Reader) -> None:
    data = drawn([(100, 100, 300, 150), (300, 100, 500, 150)], [])
    with pytest.raises(Exception, match="没有读出"):
        read_bytes(data)


def test_merged_cells_both_ways(read_bytes: Reader) -> None:
    boxes = {
        (50, 100, 150, 160): "指标",
        (150, 100, 350, 130): "资金（万元）",
        (150, 130, 250, 160): "预算",
        (250, 130, 350, 160): "决算",
        (50, 160, 150, 220): "育苗",
        (150, 160, 250, 190): "12.50",
        (250, 160, 350, 190): "11.75",
        (150, 190, 350, 220): "结转0.75",
    }
    document = read_bytes(drawn(list(boxes), [(x0 + 5, y0 + 18, text) for (x0, y0, _, _), text in boxes.items()]))
    (table,) = document.tables
    assert {(c.r0, c.r1, c.c0, c.c1): t for c, t in zip(table.cells, text_of(document, table.cells), strict=True)} == {
        (0, 2, 0, 1): "指标",
        (0, 1, 1, 3): "资金（万元）",
        (1, 2, 1, 2): "预算",
        (1, 2, 2, 3): "决算",
        (2, 4, 0, 1): "育苗",
        (2, 3, 1, 2): "12.50",
        (2, 3, 2, 3): "11.75",
        (3, 4, 1, 3): "结转0.75",
    }
    assert document.text.split("\n") == ["指标\t资金（万元）\t", "\t预算\t决算", "育苗\t12.50\t11.75", "\t结转0.75\t"]
    final = table.at(2, 2)
    assert final is not None
    assert text_of(document, table.header(final)) == ["资金（万元）", "决算"]
    assert text_of(document, table.row_path(final)) == ["育苗"]


def test_lines_of_a_cell_are_joined_as_a_paragraph_is(read_bytes: Reader) -> None:
    boxes = [(50, 100, 110, 200), (110, 100, 200, 200), (200, 100, 300, 200)]
    placed = [
        (55, 120, "苗木养护"), (55, 134, "经费"),  # broken by the layout
        (115, 120, "12.5"), (115, 134, "30.8"),  # two figures, with room beside the first
        (205, 120, "Green"), (205, 134, "Garden"),
    ]  # fmt: skip
    document = read_bytes(drawn(boxes, placed))
    assert words(document) == [[["苗木养护经费", "12.5 30.8", "Green Garden"]]]


def test_a_figure_wider_than_its_cell_is_joined(read_bytes: Reader) -> None:
    document = read_bytes(
        drawn([(50, 100, 100, 150), (100, 100, 200, 150)], [(52, 120, "123456.7"), (52, 134, "89"), (110, 120, "万元")])
    )
    assert words(document) == [[["123456.789", "万元"]]]


def test_thin_filled_rectangles_are_lines_too(read_bytes: Reader) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    for y in (100, 130, 160):
        page.draw_rect((50, y, 350, y + 0.5), fill=(0, 0, 0), color=None)
    for x in (50, 200, 349.5):
        page.draw_rect((x, 100, x + 0.5, 160), fill=(0, 0, 0), color=None)
    write(page, [(60, 120, "苗木"), (210, 120, "3215"), (60, 150, "草籽"), (210, 150, "96.5")])
    assert words(read_bytes(pdf.tobytes())) == [[["苗木", "3215"], ["草籽", "96.5"]]]


def test_a_table_open_at_its_sides(read_bytes: Reader) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    for y in (100, 130, 160):
        page.draw_line((50, y), (350, y))
    page.draw_line((200, 100), (200, 160))
    write(page, [(60, 120, "苗木"), (210, 120, "3215"), (60, 150, "草籽"), (210, 150, "96.5")])
    assert words(read_bytes(pdf.tobytes())) == [[["苗木", "3215"], ["草籽", "96.5"]]]


@pytest.mark.parametrize("kind", ["underlines", "frame", "boxes"])
def test_drawings_that_are_no_tables(read_bytes: Reader, kind: str) -> None:
    pdf = pymupdf.open()
    page = pdf.new_page()
    write(page, [(60, 120, "苗木培育经费说明"), (60, 150, "草籽采购经费说明"), (60, 180, "以上均已完成")])
    if kind == "underlines":
        for y in (122, 152, 182):
            page.draw_line((60, y), (160, y))
    elif kind == "frame":
        page.draw_rect((40, 90, 400, 400))
    else:
        for y in (105, 135, 165):
            page.draw_rect((55, y, 200, y + 18))
    document = read_bytes(pdf.tobytes())
    assert document.tables == ()
    assert "苗木培育经费说明" in document.text


def test_text_beside_and_around_keeps_its_order(read_bytes: Reader) -> None:
    boxes = [(50, 100, 150, 130), (150, 100, 250, 130), (50, 130, 150, 160), (150, 130, 250, 160)]
    placed = [(60, 60, "一、收支"), (60, 120, "苗木"), (160, 120, "1.5"), (60, 150, "草籽"), (160, 150, "2.5")]
    document = read_bytes(drawn(boxes, [*placed, (60, 200, "二、结语")]))
    assert document.text == "一、收支\n苗木\t1.5\n草籽\t2.5\n二、结语"


def test_a_table_goes_on_over_the_page(read_pdf: Reader) -> None:
    head = "| 一级指标 | 指标名称 | 分值 | 得分 |"
    rows = [f"| 产出指标 | 第{n}片苗圃的养护面积 | 2 | {n / 100:.2f} |" for n in range(1, 61)]
    document = read_pdf("\n".join(["园艺站自评表", head, *rows, "完。"]))
    assert len(document.pages) > 1
    (table,) = document.tables
    assert table.rows == 61
    assert words(document)[0][60][1:] == ["第60片苗圃的养护面积", "2", "0.60"]
    last = table.at(60, 3)
    assert last is not None
    assert text_of(document, table.header(last)) == ["得分"]
    assert document.cite(last.span).page == len(document.pages)  # type: ignore[arg-type]


def test_a_repeated_head_and_a_cut_merged_cell_are_put_together(read_bytes: Reader) -> None:
    pdf = pymupdf.open()
    for first, rows in (("产出指标", ["育苗", "养护"]), ("", ["采种", "嫁接"])):
        page = pdf.new_page()
        page.draw_rect((50, 700, 150, 730)), page.draw_rect((150, 700, 300, 730)), page.draw_rect((300, 700, 400, 730))
        page.draw_rect((50, 730, 150, 790))
        for i in range(2):
            page.draw_rect((150, 730 + 30 * i, 300, 760 + 30 * i))
            page.draw_rect((300, 730 + 30 * i, 400, 760 + 30 * i))
        write(page, [(60, 720, "一级指标"), (160, 720, "三级指标"), (310, 720, "得分"), (60, 750, first)])
        write(page, [(160, 750 + 30 * i, name) for i, name in enumerate(rows)])
        write(page, [(310, 750 + 30 * i, "9.5") for i in range(2)])
    document = read_bytes(pdf.tobytes())
    (table,) = document.tables
    assert table.rows == 5
    label = table.at(1, 0)
    assert label is not None
    assert (label.r0, label.r1) == (1, 5)
    last = table.at(4, 2)
    assert last is not None
    assert text_of(document, table.row_path(last)) == ["产出指标", "嫁接"]
    assert document.text.count("三级指标") == 1


def test_another_table_on_the_next_page_is_another_table(read_bytes: Reader) -> None:
    pdf = pymupdf.open()
    for middle in (150, 250):
        page = pdf.new_page()
        for y in (100, 130):
            page.draw_rect((50, y, middle, y + 30))
            page.draw_rect((middle, y, 400, y + 30))
            write(page, [(60, y + 20, "苗木"), (middle + 10, y + 20, "12.5" if y > 100 else "数量")])
    assert len(read_bytes(pdf.tobytes()).tables) == 2


def test_a_form_line_has_its_path_without_a_head(read_pdf: Reader) -> None:
    document = read_pdf("园艺站\n| 编制人数 | 24 | 在职人数 | 22 |\n| 年初预算 | 12.50 | 决算 | 11.75 |")
    (table,) = document.tables
    assert text_of(document, table.row_path(cell(document, table, "11.75"))) == ["决算"]
    assert text_of(document, table.row_path(cell(document, table, "24"))) == ["编制人数"]


def write(page: pymupdf.Page, placed: Sequence[tuple[float, float, str]], size: float = 10.5) -> None:
    writer = pymupdf.TextWriter(page.rect)
    for x, y, text in placed:
        if text:
            writer.append((x, y), text, font=pymupdf.Font("china-s"), fontsize=size)
    writer.write_text(page)


def drawn(boxes: Sequence[tuple[float, float, float, float]], placed: Sequence[tuple[float, float, str]]) -> bytes:
    pdf = pymupdf.open()
    page = pdf.new_page(width=layout.PAGE_WIDTH, height=layout.PAGE_HEIGHT)
    for box in boxes:
        page.draw_rect(box, width=0.6)
    write(page, placed)
    data: bytes = pdf.tobytes()
    return data


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[float], list[float], list[tuple[int, int, int, int]]]:
    """Column and row lines, and cells (r0, r1, c0, c1) that cover the grid, some of them merged."""
    rows, columns = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    xs = list(accumulate(draw(st.lists(st.integers(20, 80), min_size=columns, max_size=columns)), initial=30))
    ys = list(accumulate(draw(st.lists(st.integers(15, 60), min_size=rows, max_size=rows)), initial=50))
    taken: set[tuple[int, int]] = set()
    found = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            high, wide = draw(st.sampled_from([(1, 1)] * 5 + [(2, 1), (1, 2), (3, 1), (2, 2)]))
            covered = {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
            if covered & taken or row + high > rows or column + wide > columns:
                high, wide, covered = 1, 1, {(row, column)}
            taken |= covered
            found.append((row, row + high, column, column + wide))
    return [float(x) for x in xs], [float(y) for y in ys], found


@given(grids(), st.randoms(use_true_random=False))
def test_every_way_to_merge_cells_is_found(
    grid: tuple[list[float], list[float], list[tuple[int, int, int, int]]], random: Random
) -> None:
    xs, ys, wanted = grid
    starts = {r0 for r0, *_ in wanted}, {c0 for _, _, c0, _ in wanted}
    assume(len(wanted) > 1 and len(starts[0]) == len(ys) - 1 and len(starts[1]) == len(xs) - 1)
    across, down = [], []
    for r0, r1, c0, c1 in wanted:
        jitter = random.uniform(-0.5, 0.5)
        across += [Rule(y + jitter, xs[c0], xs[c1]) for y in (ys[r0], ys[r1])]
        down += [Rule(x + jitter, ys[r0], ys[r1]) for x in (xs[c0], xs[c1])]
    random.shuffle(across)
    (frame,) = frames(across, down, 2.5)
    assert [(slot.r0, slot.r1, slot.c0, slot.c1) for slot in frame.slots] == wanted
