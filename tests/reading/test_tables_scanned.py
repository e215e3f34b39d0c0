"""Tables with lines on scans: the lines alone, then with what OCR reads in the cells."""

from __future__ import annotations

import cv2
import numpy as np
import pymupdf
import pytest

from extractor.reading.grid import Grid, GridCell
from extractor.reading.line import Line
from extractor.reading.rules import Frame, Rule, frames
from extractor.reading.scanned_cells import _is_slash, strips
from extractor.reading.scanned_rules import Pixels, ruled
from extractor.reading.scanned_tables import _lone_marks, _without_dust
from fixtures import damage, layout
from tests.reading.conftest import Reader, words

REPORT = """青禾县园艺站绩效自评表
| 一级指标 | 二级指标 | 指标名称 | 分值 | 得分 |
| 产出指标 | 数量指标 | 培育苗木三千株 | 20 | 20 |
| 产出指标 | 质量指标 | 苗木成活率 | 8 | 7.25 |
| 效益指标 | 社会效益指标 | 受益农户 | 5 | 5 |
| 总分 | | | 33 | 32.25 |
以上得分由园艺站自评小组核定。"""


def shape(frame: Frame) -> list[tuple[int, int, int, int]]:
    return [(slot.r0, slot.r1, slot.c0, slot.c1) for slot in frame.slots]


def test_pieces_of_a_line_are_one_line() -> None:
    across = [Rule(y, x, x + 60) for y in (0, 30.4, 60) for x in (0, 62)]
    across += [Rule(29.6, 0, 122)]
    (frame,) = frames(across, [Rule(x, 0, 60) for x in (0, 60, 122)], 2)
    assert shape(frame) == [(0, 1, 0, 1), (0, 1, 1, 2), (1, 2, 0, 1), (1, 2, 1, 2)]


def test_a_missing_line_merges_and_a_gap_in_a_line_does_not() -> None:
    across = [Rule(0, 0, 200), Rule(30, 100, 200), Rule(60, 0, 200)]
    down = [Rule(0, 0, 60), Rule(100, 0, 25), Rule(100, 33, 60), Rule(200, 0, 60)]
    (frame,) = frames(across, down, 2)
    assert shape(frame) == [(0, 2, 0, 1), (0, 1, 1, 2), (1, 2, 1, 2)]


def test_a_stroke_that_ends_nowhere_is_no_line_of_the_table() -> None:
    across = [Rule(0, 0, 200), Rule(30, 0, 200), Rule(60, 0, 200), Rule(45, 98, 150)]
    (frame,) = frames(across, [Rule(x, 0, 60) for x in (0, 100, 200)], 2)
    assert shape(frame) == [(0, 1, 0, 1), (0, 1, 1, 2), (1, 2, 0, 1), (1, 2, 1, 2)]


def test_words_that_stand_level_with_a_line_do_not_cost_it() -> None:
    across = [Rule(0, 0, 400), Rule(30, 65, 400), Rule(60, 0, 400), Rule(90, 0, 400)]
    down = [Rule(x, 0, 90) for x in (0, 200, 300, 400)]
    (frame,) = frames(across, down, 2)
    assert shape(frame)[:3] == [(0, 2, 0, 1), (0, 1, 1, 2), (0, 1, 2, 3)]
    assert len(frame.ys) == 4


def test_strokes_of_a_heading_above_do_not_cost_a_table() -> None:
    across = [Rule(y, 0, 400) for y in (0, 30, 60, 90)] + [Rule(-30, 98, 300), Rule(-14, 110, 170)]
    down = [Rule(0, 0, 90), Rule(100, 0, 90), Rule(400, 0, 90), Rule(200, -34, 90), Rule(130, -33, -12)]
    (frame,) = frames(across, down, 2)
    assert (frame.ys, frame.xs) == ((0, 30, 60, 90), (0, 100, 200, 400))


def test_a_heading_that_a_column_line_runs_into_does_not_cost_a_table() -> None:
    across = [Rule(y, 0, 920) for y in (0, 40)] + [Rule(-186, 485, 532), Rule(-182, 435, 480)]
    down = [Rule(x, -166, 41) for x in (248, 742)] + [Rule(436, -209, -180), Rule(496, -210, 41)]
    across += [Rule(-165, 0, 920)]
    (frame,) = frames(across, down, 5.8)
    assert (frame.ys, frame.xs) == ((-165, 0, 40), (0, 248, 496, 742, 920))


def test_two_tables_and_none() -> None:
    across = [Rule(y, 0, 100) for y in (0, 30, 60, 200, 230)]
    down = [Rule(x, y, y + high) for y, high in ((0, 60), (200, 30)) for x in (0, 50, 100)]
    assert [len(frame.slots) for frame in frames(across, down, 2)] == [4, 2]
    assert frames(across, [], 2) == []
    assert frames(across[:1], down, 2) == []


def page(turn: float = 0.0, table: bool = True) -> Pixels:
    image = np.full((1754, 1240), 235, np.uint8)
    if table:
        for y in (300, 380, 460, 700):
            cv2.line(image, (150, y), (1090, y), (40,), 2)
        for x in (150, 400, 800, 1090):
            cv2.line(image, (x, 300), (x, 700), (40,), 2)
    for row in range(12):
        for column in range(30):
            cv2.putText(image, "X", (160 + 30 * column, 900 + 60 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (60,), 2)
    matrix = cv2.getRotationMatrix2D((620, 877), turn, 1.0)
    return np.asarray(cv2.warpAffine(image, matrix, (1240, 1754), borderValue=(235,)), np.uint8)


@pytest.mark.parametrize("turn", [0.0, 0.7, -1.5, 3.0])
def test_lines_are_found_however_the_sheet_lies(turn: float) -> None:
    found = ruled(page(turn))
    assert found is not None
    (frame,) = found.tables
    assert (len(frame.ys) - 1, len(frame.xs) - 1, len(frame.slots)) == (3, 3, 9)


def test_a_colour_page_and_one_with_dust() -> None:
    chance = np.random.default_rng(5)
    dusty = page(0.7)
    dusty[chance.random(dusty.shape) < 0.003] = 0
    dusty[chance.random(dusty.shape) < 0.003] = 255
    for image in (cv2.cvtColor(page(0.7), cv2.COLOR_GRAY2RGB), dusty):
        found = ruled(np.asarray(image, np.uint8))
        assert found is not None
        assert [len(frame.slots) for frame in found.tables] == [9]


def test_thin_lines_below_bold_words_are_lines() -> None:
    """The long strokes of many bold words are darker than all thin lines together."""
    image = np.full((1754, 1240), 235, np.uint8)
    for y in range(100, 1000, 30):
        for x in range(150, 1050, 110):
            cv2.line(image, (x, y), (x + 44, y), (0,), 3)
    for y, grey in ((1200, 150), (1240, 90), (1280, 150)):
        cv2.line(image, (150, y), (1090, y), (grey,), 2)
    for x in (150, 400, 1090):
        cv2.line(image, (x, 1200), (x, 1280), (90,), 2)
    found = ruled(image)
    assert found is not None
    (frame,) = found.tables
    assert [round(y) for y in frame.ys] == pytest.approx([1200, 1240, 1280], abs=2)


def test_a_page_without_lines_has_none() -> None:
    assert ruled(page(0.7, table=False)) is None
    assert ruled(np.full((300, 200), 255, np.uint8)) is None
    assert ruled(np.zeros((40, 40), np.uint8)) is None


@pytest.mark.parametrize("kind", ["scan", "poor"])
@pytest.mark.parametrize("size", [10.5, 9])
def test_a_scanned_table_reads_as_the_printed_one(read_bytes: Reader, kind: str, size: float) -> None:
    data = layout.pdf(REPORT, layout.Style(table_size=size))
    printed = read_bytes(data)
    scanned = read_bytes(damage.damage(data, kind))
    (table,) = scanned.tables
    assert [(c.r0, c.r1, c.c0, c.c1) for c in table.cells] == [
        (c.r0, c.r1, c.c0, c.c1) for c in printed.tables[0].cells
    ]
    cells = [cell for row in words(scanned)[0] for cell in row]
    wanted = [cell for row in words(printed)[0] for cell in row]
    same = sum(a == b for a, b in zip(cells, wanted, strict=True))
    assert same >= (len(wanted) if kind == "scan" else 0.9 * len(wanted)), list(zip(cells, wanted, strict=True))
    assert scanned.text.split("\n")[-1].startswith("以上得分由园艺站")
    assert min(scanned.certainty) > 0
    assert kind == "poor" or scanned.notes == ()


def stamped(image: Pixels, x: int, y: int, radius: int) -> Pixels:
    ink = np.full((*image.shape[:2], 3), 255, np.uint8)
    cv2.circle(ink, (x, y), radius, (205, 40, 45), 6, cv2.LINE_AA)
    cv2.circle(ink, (x, y), radius // 3, (205, 40, 45), -1, cv2.LINE_AA)
    return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2RGB).astype(np.float32) * (ink / np.float32(255)), np.uint8)


def test_a_seal_is_taken_off_and_what_lay_under_it_is_known() -> None:
    clean, sealed = page(), stamped(page(), 600, 420, 120)
    plain, found = ruled(cv2.cvtColor(clean, cv2.COLOR_GRAY2RGB).astype(np.uint8)), ruled(sealed)
    assert plain is not None
    assert found is not None
    assert found.tables[0].slots == plain.tables[0].slots
    assert not plain.stained.any()
    assert min(found.stained[425, 600], found.stained[425, 480]) > 0
    assert found.stained[640, 1000] == 0
    under = (slice(395, 445), slice(570, 630))
    assert np.abs(sealed[under][:, :, 0].astype(int) - clean[under]).mean() > 40
    assert np.abs(found.grey[under].astype(int) - plain.grey[under]).mean() < 5


def written(*texts: tuple[int, int, str]) -> Pixels:
    image = page()
    for x, y, text in texts:
        cv2.putText(image, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (40,), 2)
    return image


def test_the_lines_of_a_cell_are_cut_out_one_by_one() -> None:
    found = ruled(written((170, 350, "AB"), (420, 500, "12.5"), (420, 540, "34.5"), (820, 350, "8")))
    assert found is not None
    cells = list(strips(found, found.tables[0]))
    assert [len(cell) for cell in cells] == [1, 1, 2]
    (word,), (lone,), (upper, lower) = cells
    assert (word.times, lone.times, upper.times) == (1, 3, 1)
    assert lone.print.shape[1] % 3 == 0
    assert upper.y < lower.y < 545
    assert all(strip.print.min() < 128 for cell in cells for strip in cell)


@pytest.mark.parametrize(("char", "is_slash"), [("/", True), *((other, False) for other in "17IlJZ40(")])
@pytest.mark.parametrize("font", ["helv", "tiro", "heit", "china-s"])
def test_a_slash_is_known_by_its_shape(font: str, char: str, is_slash: bool) -> None:
    sheet = pymupdf.open().new_page(width=40, height=40)
    sheet.insert_text((10, 25), char, fontname=font, fontsize=9)
    pixels = sheet.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    image = page()
    shown = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width)
    image[320:370, 450:500] = np.minimum(235, shown)[40:90, 20:70]
    cv2.putText(image, "8", (860, 350), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (40,), 2)
    found = ruled(image)
    assert found is not None
    assert [cell[0].is_slash for cell in strips(found, found.tables[0])] == [is_slash, False]


@pytest.mark.parametrize("char", ["8", "0", "1", "%", "O", "l"])
@pytest.mark.parametrize("font", ["heit", "hebi", "tiit", "tibi"])
@pytest.mark.parametrize("size", [10.5, 12])
def test_slanting_characters_are_no_slashes(font: str, char: str, size: float) -> None:
    sheet = pymupdf.open().new_page(width=40, height=40)
    sheet.insert_text((10, 25), char, fontname=font, fontsize=size)
    for dpi in (150, 200, 300):
        pixels = sheet.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
        ink = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width) < 140
        assert not _is_slash(ink, float(ink.any(axis=1).sum()))


def test_the_pieces_of_a_broken_figure_are_one_and_dust_is_none() -> None:
    """A thin 5 in black and white: a bar and a bowl, each no larger than a dot may be."""
    image = written((820, 350, "8"))
    image[340:342, 450:458] = image[346:348, 450:458] = image[346:355, 457:459] = image[353:355, 450:458] = 0
    for x in (860, 865):
        image[420:422, x : x + 2] = 0
    found = ruled(image)
    assert found is not None
    five, eight = list(strips(found, found.tables[0]))
    assert (len(five), len(eight)) == (1, 1)
    assert five[0].y <= 340 < 355 <= five[0].y + five[0].print.shape[0]


def test_a_table_lying_on_its_side_is_turned(read_bytes: Reader) -> None:
    page = pymupdf.open("pdf", layout.pdf(REPORT, layout.Style(table_size=9)))[0]
    pixels = page.get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    image = np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.width)
    for quarters in (1, 3):
        lying = np.ascontiguousarray(np.rot90(image, quarters))
        document = read_bytes(cv2.imencode(".png", lying)[1].tobytes())
        assert "横放" in document.notes[0]
        assert [cell for row in words(document)[0] for cell in row if cell][:5] == REPORT.split("\n")[1].strip(
            "| "
        ).split(" | ")


def test_cells_that_hold_one_mark(read_bytes: Reader) -> None:
    text = """青禾县园艺站收支表
| 序号 | 科目 | 上年数 | 本年数 |
| 一 | 基本支出 | 312.40 | / |
| 二 | 项目支出 | — | 0 |
| 三 | 结转结余 | / | 88.15 |"""
    document = read_bytes(damage.damage(layout.pdf(text, layout.Style(table_size=9)), "scan"))
    (table,) = document.tables
    shown = {(cell.r0, cell.c0): document.text[cell.span.start : cell.span.end] for cell in table.cells if cell.span}
    assert [shown.get((row, 0)) for row in (1, 2, 3)] == ["一", "二", "三"]
    assert [shown.get((row, 2)) for row in (1, 2, 3)] == ["312.40", "—", "/"]
    assert [shown.get((row, 3)) for row in (1, 2, 3)] == ["/", "0", "88.15"]


@pytest.mark.parametrize("column", [["一", "一"], ["一", "甲"], ["O", "AB"], ["一"]])
def test_marks_among_words_stay_what_they_were_read_as(column: list[str]) -> None:
    rows = ["等级", *column]
    cells = tuple(GridCell(i, i + 1, 0, 1, Line(text)) for i, text in enumerate(rows))
    left = _lone_marks(Grid(cells, len(rows), 1, (0.0, 10.0)))
    assert isinstance(left, Grid)
    assert [cell.text for cell in left.cells] == rows


def test_the_boxes_of_scanned_cells_lie_on_their_ink(read_bytes: Reader) -> None:
    data = damage.damage(layout.pdf(REPORT), "scan")
    document = read_bytes(data)
    paper = pymupdf.open(stream=data)[0]
    for cell in document.tables[0].cells:
        if cell.span is None:
            continue
        (box, *_) = document.cite(cell.span).boxes
        pixels = paper.get_pixmap(dpi=144, colorspace=pymupdf.csGRAY, clip=pymupdf.Rect(box.x0, box.y0, box.x1, box.y1))
        assert (np.frombuffer(pixels.samples, np.uint8) < 140).mean() > 0.03


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("3..88", "3.88"), (".3.65%", "3.65%"), ("97.5%.", "97.5%"), ("5.", "5"), ("4736.人", "4736人"),
        ("61,68", "61.68"), ("1.230.25", "1,230.25"), ("满意度指标.（10分）.", "满意度指标（10分）"), ("1,230.25", "1,230.25"), ("12,345", "12,345"), ("1.疑难积案", "1.疑难积案"), ("…", "…"),
    ],
)  # fmt: skip
def test_dust_in_a_cell_with_a_figure(read: str, meant: str) -> None:
    line = Line(read, ((1, 0.0, 0.0, 1.0, 1.0),) * len(read), (0.9,) * len(read))
    cleaned = _without_dust(line)
    assert cleaned is not None
    assert cleaned.text == meant
    assert len(cleaned.places) == len(cleaned.certainty) == len(meant)
