"""Pages that do not lie as they should, turned or photographed askew; and those that do, to which nothing is done."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pymupdf
import pytest
from PIL import Image

from extractor.model import Document, Span
from extractor.ocr import TextLine, recognise
from extractor.reading import upright
from extractor.reading.scan import pixels
from extractor.reading.scanned_rules import Pixels
from fixtures import damage, layout
from fixtures.cases import cases
from tests.reading.conftest import Reader, words
from tests.reading.test_tables_scanned import REPORT

TEXT = """青禾县园艺站2023年度自评报告
一、基本情况
青禾县园艺站核定编制12名，年末在职11人。全年预算收入106.37万元，决算支出104.52万元，执行率98.26%。
二、三公经费
“三公”经费决算6.37万元，其中公务接待费3.25万元，公务用车运行费3.12万元。"""


def picture(data: bytes, dpi: int = 150) -> Pixels:
    return pixels(pymupdf.open("pdf", data)[0].get_pixmap(dpi=dpi))


def png(image: Pixels) -> bytes:
    made = io.BytesIO()
    Image.fromarray(image).save(made, "PNG")
    return made.getvalue()


def is_on_ink(document: Document, quote: str, image: Pixels) -> bool:
    """Whether the one box of a quote holds its ink."""
    start = document.text.index(quote)
    (box,) = document.boxes(Span(start, start + len(quote)))
    scale = image.shape[1] / document.pages[0].width
    x0, y0, x1, y1 = (round(v * scale) for v in (box.x0, box.y0, box.x1, box.y1))
    assert 0 <= x0 < x1 <= image.shape[1]
    assert 0 <= y0 < y1 <= image.shape[0]
    return bool((image[y0:y1, x0:x1] < 140).mean() > 0.04)


def counted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ...]]:
    """The sizes of the pictures that OCR is given from now on."""
    seen: list[tuple[int, ...]] = []

    def look(image: Pixels, engine: str, **how: Any) -> tuple[TextLine, ...]:
        seen.append(image.shape)
        return recognise(image, engine, **how)

    monkeypatch.setattr("extractor.reading.eye.recognise", look)
    return seen


@pytest.mark.parametrize("quarters", [1, 2, 3])
@pytest.mark.parametrize("text", [TEXT, REPORT], ids=["paragraphs", "table"])
def test_a_page_turned_by_quarters(read_bytes: Reader, quarters: int, text: str) -> None:
    straight = picture(layout.pdf(text))
    turned = np.ascontiguousarray(np.rot90(straight, quarters))
    want, got = read_bytes(png(straight)), read_bytes(png(turned))
    assert want.notes == ()
    assert got.text == want.text
    assert words(got) == words(want)
    assert "已转正" in got.notes[0]
    (page,) = got.pages
    assert (page.width > page.height) == (quarters != 2)
    quote = "104.52" if text is TEXT else "32.25"
    assert is_on_ink(got, quote, turned)


@pytest.mark.parametrize("kind", ["scan", "poor"])
def test_a_scan_is_no_photo(kind: str) -> None:
    for case in cases()[:4]:
        with pymupdf.open("pdf", case.scan(kind)) as pdf:
            for page in pdf:
                assert upright.cut_out(pixels(pymupdf.Pixmap(pdf, page.get_images()[0][0]))) is None


def test_a_page_that_lies_right_is_read_once(read_bytes: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = counted(monkeypatch)
    for kind in ("scan", "poor", "photo"):
        read_bytes(damage.damage(layout.pdf(TEXT), kind))
    assert len(seen) == 3


def test_a_blank_page_is_not_turned(read_bytes: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = counted(monkeypatch)
    sheet = Image.fromarray(picture(layout.pdf(TEXT))).convert("L")
    made = io.BytesIO()
    noise = np.random.default_rng(3).normal(225, 6, (sheet.height, sheet.width)).clip(0, 255).astype(np.uint8)
    sheet.save(made, "TIFF", save_all=True, append_images=[Image.fromarray(noise)])
    assert len(read_bytes(made.getvalue()).pages) == 2
    assert len(seen) == 2


def test_a_table_on_a_photo(read_bytes: Reader) -> None:
    """Askew, no rule of it is level: only made rectangular it is a table."""
    data = layout.pdf(REPORT)
    printed, taken = read_bytes(data), read_bytes(damage.damage(data, "photo"))
    assert words(taken) == words(printed)
    photo = picture(damage.damage(data, "photo"))
    assert is_on_ink(taken, "32.25", photo[:, :, 0])


def test_what_is_around_a_sheet() -> None:
    """Dark all around is a photo; a page with a dark table, a border of its own, or too small a sheet is not."""
    photo = np.full((1400, 1000, 3), 60, np.uint8)
    photo[90:1310, 80:930] = 235
    found = upright.cut_out(photo)
    assert found is not None
    assert abs(found.image.shape[0] - 1220) < 8
    assert abs(found.image.shape[1] - 850) < 8
    page = np.full((1400, 1000), 240, np.uint8)
    for image in (page, np.where(np.add.outer(np.arange(1400), np.arange(1000)) % 97 == 0, 20, page).astype(np.uint8)):
        assert upright.cut_out(image) is None
    small = np.full((1400, 1000), 60, np.uint8)
    small[500:900, 300:700] = 235
    assert upright.cut_out(small) is None
    black = page.copy()
    black[200:600, 100:900] = 10
    assert upright.cut_out(black) is None
