"""The door of the OCR room, with the real engine and printed pages."""

from __future__ import annotations

import subprocess
import sys
import threading
import unicodedata

import numpy as np
import pytest

from extractor.errors import NoOcrError, UsageError
from extractor.ocr import TextLine, engines, recognise, recognise_lines
from tests.ocr.paper import LINES, Sheet, paragraph, print_page, rotate, stamp


def plain(line: TextLine) -> str:
    return "".join(unicodedata.normalize("NFKC", line.text).split())


def expected(lines: tuple[str, ...] = LINES) -> list[str]:
    return [unicodedata.normalize("NFKC", line) for line in lines]


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return paragraph()


@pytest.fixture(scope="module")
def lines(sheet: Sheet) -> tuple[TextLine, ...]:
    return recognise(sheet.image)


def test_text_is_exact(lines: tuple[TextLine, ...]) -> None:
    assert [plain(line) for line in lines] == expected()
    assert [line.row for line in lines] == [0, 1, 2, 3, 4]
    assert not any(line.mended for line in lines)


def test_certainty_and_boxes_run_parallel_to_the_text(lines: tuple[TextLine, ...]) -> None:
    for line in lines:
        assert len(line.text) == len(line.boxes) == len(line.certainty)
        assert all(0 < certainty <= 1 for certainty in line.certainty)


def test_boxes_are_monotone_and_inside_their_line(lines: tuple[TextLine, ...]) -> None:
    for line in lines:
        x0, y0, x1, y1 = line.box
        for box in line.boxes:
            assert x0 - 0.01 <= box[0] < box[2] <= x1 + 0.01
            assert y0 - 0.01 <= box[1] < box[3] <= y1 + 0.01
        assert all(a[2] <= b[0] + 0.01 for a, b in zip(line.boxes, line.boxes[1:], strict=False))


def test_boxes_stand_on_their_characters(sheet: Sheet, lines: tuple[TextLine, ...]) -> None:
    for line, ink in zip(lines, sheet.ink, strict=True):
        boxes = [box for box, char in zip(line.boxes, line.text, strict=True) if not char.isspace()]
        for char, box, printed in zip(plain(line), boxes, ink, strict=True):
            wide = printed[2] - printed[0]
            middle = (printed[0] + printed[2]) / 2
            if char.isalnum():  # a mark's ink is in a corner of its square, where the engine sees it
                assert box[0] < middle < box[2], (char, box, printed)
            assert min(box[2], printed[2]) - max(box[0], printed[0]) > 0.4 * min(wide, box[2] - box[0])
            assert box[1] < (printed[1] + printed[3]) / 2 < box[3]


def test_grey_and_colour_read_alike(sheet: Sheet, lines: tuple[TextLine, ...]) -> None:
    grey = recognise(np.ascontiguousarray(sheet.image[:, :, 1]))
    assert [line.text for line in grey] == [line.text for line in lines]


@pytest.mark.parametrize("degrees", [-1.5, 1.5])
def test_skewed_page_keeps_its_order(degrees: float) -> None:
    table = tuple(
        (x, 60 + 22 * row, text)
        for row, cells in enumerate(
            (("数量指标", "20个", "25个"), ("质量指标", "96.5%", "98.1%"), ("成本", "8人", "7人"))
        )
        for x, text in zip((30, 330, 630), cells, strict=True)
    )
    page = print_page(table, width=720)
    found = recognise(rotate(page.image, degrees))
    assert [(line.row, plain(line)) for line in found] == [
        *((0, text) for text in ("数量指标", "20个", "25个")),
        *((1, text) for text in ("质量指标", "96.5%", "98.1%")),
        *((2, text) for text in ("成本", "8人", "7人")),
    ]


def test_text_under_a_seal(sheet: Sheet) -> None:
    height, width = sheet.image.shape[:2]
    sealed = recognise(stamp(sheet.image, width // 2, height // 2, 150))
    assert [plain(line) for line in sealed] == expected()


@pytest.mark.parametrize("ink", [(255, 0, 0), (0, 0, 200)])
def test_coloured_text_is_not_lost(sheet: Sheet, ink: tuple[int, int, int]) -> None:
    cover = 1 - sheet.image.astype(np.float32) / 255
    assert [plain(line) for line in recognise((255 - cover * (255 - np.array(ink))).astype(np.uint8))] == expected()


def test_uneven_light(sheet: Sheet) -> None:
    light = np.linspace(0.45, 1.0, sheet.image.shape[1])[None, :, None]
    assert [plain(line) for line in recognise((sheet.image * light).astype(np.uint8))] == expected()


@pytest.mark.parametrize("shade", [0, 128, 255])
@pytest.mark.parametrize("shape", [(0, 9), (1, 1), (3, 900), (20, 700, 3), (900, 640, 3)])
def test_blank_page_has_no_lines(shade: int, shape: tuple[int, ...]) -> None:
    assert recognise(np.full(shape, shade, np.uint8)) == ()


def test_white_text_on_a_dark_fill(sheet: Sheet, lines: tuple[TextLine, ...]) -> None:
    image = sheet.image.copy()
    top, low = int(sheet.ink[2][0][1]) - 6, int(sheet.ink[2][0][3]) + 6
    image[top:low] = (255 - image[top:low].astype(np.float32) * (0.9, 0.7, 0.3)).astype(np.uint8)
    assert [plain(line) for line in recognise(image)] == expected()


def test_a_single_line_and_a_long_strip(sheet: Sheet) -> None:
    top = int(sheet.ink[1][0][1]) - 6
    low = int(sheet.ink[1][0][3]) + 6
    assert [plain(line) for line in recognise(sheet.image[top:low])] == expected()[1:2]
    strip = np.concatenate([sheet.image] * 4)
    assert [plain(line) for line in recognise(strip)] == expected() * 4


def test_lone_digits_are_not_turned() -> None:
    page = print_page(tuple((60 + 90 * n, 60, digit) for n, digit in enumerate("836")))
    assert [plain(line) for line in recognise(page.image)] == ["8", "3", "6"]


def test_pictures_of_one_line_each(sheet: Sheet) -> None:
    pictures = []
    for ink in sheet.ink:
        top, low = int(min(box[1] for box in ink)) - 3, int(max(box[3] for box in ink)) + 3
        pictures.append(np.ascontiguousarray(sheet.image[top:low, :, 0]))
    blank = np.full((30, 90), 255, np.uint8)
    *found, nothing = recognise_lines([*pictures, blank])
    assert nothing is None
    assert [plain(line) for line in found if line] == expected()
    assert all(0 <= x0 < x1 <= sheet.image.shape[1] for line in found if line for x0, _, x1, _ in line.boxes)
    assert recognise_lines([]) == ()


def test_same_result_from_several_threads(sheet: Sheet, lines: tuple[TextLine, ...]) -> None:
    found: list[tuple[TextLine, ...]] = []
    threads = [threading.Thread(target=lambda: found.append(recognise(sheet.image))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [lines] * 3


def test_flushing_denormals_stays_inside_the_engine(lines: tuple[TextLine, ...]) -> None:
    assert lines
    assert 5e-324 * 1.0 > 0.0
    assert float(np.float64(1e-310) * 1.0) > 0.0


def test_the_fast_engine_reads_the_same(sheet: Sheet, lines: tuple[TextLine, ...]) -> None:
    pytest.importorskip("openvino")
    assert [line.text for line in recognise(sheet.image, "openvino")] == [line.text for line in lines]
    assert float(np.float64(1e-310) * 1.0) > 0.0


def test_the_fast_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch, sheet: Sheet) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    monkeypatch.delitem(sys.modules, "extractor.ocr.openvino", raising=False)
    with pytest.raises(NoOcrError) as caught:
        recognise(sheet.image, "openvino", threads=7)
    assert "pip install openvino" in caught.value.hint


def test_unknown_engine_names_the_engines(sheet: Sheet) -> None:
    with pytest.raises(UsageError, match="rapid"):
        recognise(sheet.image, "quads")
    assert engines.names() == ("openvino", "rapid")


@pytest.mark.parametrize("image", [np.zeros((4, 4)), np.zeros((4, 4, 4), np.uint8), np.zeros(4, np.uint8)])
def test_other_arrays_are_refused(image: np.ndarray) -> None:
    with pytest.raises(ValueError, match="not an RGB or grey"):
        recognise(image)


def test_importing_the_door_is_cheap_and_a_missing_library_is_said() -> None:
    """In a process of its own: nothing heavy is loaded, and without onnxruntime the user learns what to install."""
    program = """
import sys
import extractor.ocr
assert not {"cv2", "onnxruntime", "rapidocr"} & set(sys.modules), "heavy import"
import numpy
sys.modules["onnxruntime"] = None
try:
    extractor.ocr.recognise(numpy.full((90, 90), 255, numpy.uint8))
except extractor.errors.NoOcrError as error:
    print(error.exit_code, error.message, error.hint)
"""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.startswith(f"{NoOcrError.exit_code} ")
    assert "onnxruntime" in done.stdout
    assert "rapid" in done.stdout
