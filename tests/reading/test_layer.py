"""A text layer that says something else than the page shows: visible print with a poisoned or broken encoding."""

from __future__ import annotations

import re

import pymupdf
import pytest

from extractor.model import Flag, Origin
from extractor.reading import read
from extractor.reading.glyphs import Digits
from extractor.settings import Settings
from fixtures import layout
from fixtures.cases import cases
from tests.reading.conftest import Reader

TEXT = """青禾县园艺站2023年度自评报告
一、基本情况
全年预算收入106.37万元，决算支出104.52万元，执行率98.26%。
二、三公经费
“三公”经费决算6.37万元，其中公务接待费3.25万元，公务用车运行费3.12万元。"""


def poisoned(data: bytes, shown: str, said: str) -> bytes:
    """The same page to the eye: its font draws a digit as before, and says that it is another."""
    pdf = pymupdf.open("pdf", data)
    changed = 0
    for xref in range(1, pdf.xref_length()):
        if not pdf.xref_is_stream(xref) or b"beginbf" not in (stream := pdf.xref_stream(xref)):
            continue
        code = f"<{ord(shown):04x}>".encode()
        new = re.sub(rb"(<[0-9a-fA-F]+>\s*)" + code + rb"(?=\s*\n)", rb"\1" + f"<{ord(said):04x}>".encode(), stream)
        changed += new != stream
        pdf.update_stream(xref, new)
    assert changed
    return bytes(pdf.tobytes())


@pytest.mark.parametrize(("shown", "said"), [("5", "6"), ("2", "7"), ("3", "8")])
def test_a_digit_that_says_it_is_another(read_bytes: Reader, shown: str, said: str) -> None:
    clean = layout.pdf(TEXT)
    data = poisoned(clean, shown, said)
    layer = pymupdf.open("pdf", data)[0].get_text()
    assert f"104.{shown}".translate({ord(shown): said}) in layer or said in layer
    document = read_bytes(data)
    assert "决算支出104.52万元" in document.text
    assert [page.origin for page in document.pages] == [Origin.OCR]
    assert Flag.MISMATCH in document.flags
    assert "文字层与页面显示的不一致" in document.notes[0]
    assert document.hidden[0].why == "layer_differs"


def test_what_is_trusted_is_taken(tmp_path: pytest.TempPathFactory) -> None:
    path = tmp_path / "report.pdf"  # type: ignore[operator]
    path.write_bytes(poisoned(layout.pdf(TEXT), "5", "6"))
    assert "决算支出104.62万元" in read(path, Settings(text_layer="trust")).text


def test_every_page_against_ocr(tmp_path: pytest.TempPathFactory) -> None:
    """A clean page stays what its text layer says; swapped words of equal shape to the digits are seen by OCR alone."""
    path = tmp_path / "report.pdf"  # type: ignore[operator]
    path.write_bytes(layout.pdf(TEXT))
    strict = Settings(text_layer="ocr")
    assert [page.origin for page in read(path, strict).pages] == [Origin.TEXT_LAYER]
    path.write_bytes(poisoned(layout.pdf(TEXT), "8", "3"))
    assert [page.origin for page in read(path, strict).pages] == [Origin.OCR]


def test_honest_fonts_are_believed() -> None:
    for case in cases():
        digits = Digits()
        with pymupdf.open("pdf", case.pdf) as pdf:
            assert not any(digits.doubtful(page) for page in pdf)


@pytest.mark.parametrize("face", ["helv", "hebo", "heit", "tiro", "tibo", "tiit", "cour", "cobo", "china-s", "china-ss"])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_faces_and_turned_pages(face: str, turn: int) -> None:
    page = pymupdf.open().new_page()
    page.insert_text((60, 90), "0123456789", fontname=face, fontsize=14, rotate=turn and 90)
    page.set_rotation(turn)
    assert not Digits().doubtful(page)
    assert page.rotation == turn


def test_two_fonts_of_one_name() -> None:
    """The second may draw what it likes under the same name and numbers: it is looked at too."""
    honest = pymupdf.open("pdf", layout.pdf(TEXT))
    honest.insert_pdf(pymupdf.open("pdf", poisoned(layout.pdf(TEXT), "5", "6")))
    digits = Digits()
    assert [digits.doubtful(page) for page in honest] == [False, True]


def test_the_wrong_encoding(read_bytes: Reader) -> None:
    """Chinese whose font says it is Western: the page is drawn right, and what its layer says is no text."""
    data = layout.pdf(TEXT)
    pdf = pymupdf.open("pdf", data)
    for xref in range(1, pdf.xref_length()):
        if pdf.xref_is_stream(xref) and b"beginbf" in (stream := pdf.xref_stream(xref)):
            garbled = re.sub(rb"<[4-9][0-9a-f]{3}>(?=\s*\n)", lambda m: b"<00%02x>" % (0xC0 + int(m[0][3:5], 16) % 0x16), stream)
            assert garbled != stream
            pdf.update_stream(xref, garbled)
    document = read_bytes(bytes(pdf.tobytes()))
    assert "全年预算收入106.37万元" in document.text
    assert document.notes[0].endswith("文字层是乱码，已改用文字识别。")
    assert Flag.MISMATCH in document.flags
