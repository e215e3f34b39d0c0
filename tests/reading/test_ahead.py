"""Pages side by side: the same result as one after the other, within their memory, and an error where it belongs."""

from __future__ import annotations

import io
import threading
import time
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from extractor.model import Origin
from extractor.reading import read
from extractor.reading.ahead import Later, in_order
from extractor.reading.guard import Guard
from extractor.reading.line import PageLines
from extractor.settings import Settings
from fixtures import damage, layout

TEXT = "\n".join(
    ["青禾县园艺站2023年度自评报告", "一、基本情况"]
    + [f"（{n}）第{n}项支出{n * 37 % 91}.{n * 13 % 97:02d}万元，完成{n * 7 % 100}%。" for n in range(1, 60)]
)


def page(number: int) -> PageLines:
    return PageLines(number + 1, 1.0, 1.0, Origin.OCR)


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of pictures with a page of text in between."""
    path = tmp_path_factory.mktemp("scan") / "report.pdf"
    pdf = pymupdf.open("pdf", damage.damage(layout.pdf(TEXT), "poor"))
    pdf.insert_pdf(pymupdf.open("pdf", layout.pdf("这一页有文字层，不用识别。")), start_at=1)
    path.write_bytes(pdf.tobytes())
    return path


def test_as_one_after_the_other(scan: Path) -> None:
    serial = read(scan, Settings(ocr_workers=1, ocr_threads=1))
    assert len(serial.pages) >= 3
    for settings in (Settings(ocr_workers=3), Settings(ocr_workers=2, ocr_memory_mb=64)):
        assert read(scan, settings) == serial
        with Guard(settings) as guard:
            assert guard.call(read, scan, settings) == serial


def test_frames_of_a_fax(tmp_path: Path, scan: Path) -> None:
    frames = [
        Image.open(io.BytesIO(one.get_pixmap(dpi=120).tobytes("png"))).convert("L")
        for one in pymupdf.open(scan).pages()
    ]
    path = tmp_path / "fax.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert read(path, Settings(ocr_workers=3)) == read(path, Settings(ocr_workers=1))


def test_the_slow_one_comes_first_all_the_same() -> None:
    last = threading.Event()

    def begin(index: int) -> PageLines | Later:
        def work() -> PageLines:
            if index == 0:
                last.wait(10)
            elif index == 3:
                last.set()
            return page(index)

        return page(index) if index == 2 else Later(1, work)

    assert [got().number for got in in_order(begin, 5, Settings(ocr_workers=3))] == [1, 2, 3, 4, 5]
    assert last.is_set()


@pytest.mark.parametrize(("memory", "most"), [(100_000, 3), (400, 2), (64, 1)])
def test_no_more_than_fit_are_in_work(memory: int, most: int) -> None:
    """Of pages of some 190 MB each."""
    busy, peak, lock = 0, 0, threading.Lock()

    def begin(index: int) -> Later:
        def work() -> PageLines:
            nonlocal busy, peak
            with lock:
                busy += 1
                peak = max(peak, busy)
            time.sleep(0.05)
            with lock:
                busy -= 1
            return page(index)

        return Later(2_800_000, work)

    found = [got().number for got in in_order(begin, 9, Settings(ocr_workers=3, ocr_memory_mb=memory))]
    assert found == list(range(1, 10))
    assert peak <= most
    assert peak > 1 or most == 1


def test_an_error_comes_in_its_place() -> None:
    def begin(index: int) -> Later:
        if index == 1:
            raise ValueError("beim Anfang")

        def work() -> PageLines:
            if index == 2:
                raise KeyError("bei der Arbeit")
            return page(index)

        return Later(1, work)

    first, second, third, fourth = in_order(begin, 4, Settings(ocr_workers=2))
    assert first().number == 1
    with pytest.raises(ValueError, match="Anfang"):
        second()
    with pytest.raises(KeyError):
        third()
    assert fourth().number == 4
