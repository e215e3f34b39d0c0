"""Photos and scans that are no PDF."""

from __future__ import annotations

import io
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from extractor.model import Origin, Span
from extractor.reading import read
from fixtures import layout
from fixtures.hostile.kind import TEXT

_TURNED = 6
"""What a telephone writes when it was held upright: turn this a quarter clockwise to show it."""


@pytest.fixture(scope="module")
def sheet() -> Image.Image:
    pixels = pymupdf.open("pdf", layout.pdf(TEXT))[0].get_pixmap(dpi=150)
    return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "BMP", "WEBP", "TIFF"])
def test_a_picture_is_a_page(tmp_path: Path, sheet: Image.Image, form: str) -> None:
    path = tmp_path / "照片"
    sheet.save(path, form, quality=92)
    document = read(path)
    assert "公务接待费3.25万元" in document.text
    assert [(page.number, page.origin) for page in document.pages] == [(1, Origin.OCR)]
    start = document.text.index("3.25")
    (box,) = document.boxes(Span(start, start + 4))
    assert 0 < box.x0 < box.x1 < 595


def test_a_fax_has_many_pages(tmp_path: Path, sheet: Image.Image) -> None:
    path = tmp_path / "fax.tif"
    first, second = sheet.convert("1"), sheet.crop((0, 0, sheet.width, 700)).convert("1")
    first.save(path, save_all=True, append_images=[second], compression="group4")
    document = read(path)
    assert len(document.pages) == 2
    assert document.text.count("6.37万元") == 2


def test_the_way_it_was_held(tmp_path: Path, sheet: Image.Image) -> None:
    exif = Image.Exif()
    exif[0x0112] = _TURNED
    path = tmp_path / "photo.jpg"
    sheet.rotate(90, expand=True).save(path, exif=exif, quality=92)
    assert "公务接待费3.25万元" in read(path).text


def test_black_on_nothing(tmp_path: Path, sheet: Image.Image) -> None:
    """A cut-out: where nothing was drawn the picture is transparent, not black."""
    ink = Image.eval(sheet.convert("L"), lambda value: 255 - value)
    made = Image.new("RGBA", sheet.size, (0, 0, 0, 0))
    made.putalpha(ink)
    data = io.BytesIO()
    made.save(data, "PNG")
    path = tmp_path / "cut.png"
    path.write_bytes(data.getvalue())
    assert "公务接待费3.25万元" in read(path).text
