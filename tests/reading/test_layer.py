"""A text layer that says something else than the page shows: visible print with a poisoned or broken encoding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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


_MAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{} beginbfchar
{}
endbfchar
endcmap end end"""


def respoken(data: bytes, say: Callable[[str], str]) -> bytes:
    """The same page to the eye; what its font says that a character is, is what `say` makes of it."""
    pdf = pymupdf.open("pdf", data)
    glyphs = {
        glyph: chr(code) for page in pdf.pages() for span in page.get_texttrace() for code, glyph, _, _ in span["chars"]
    }
    listed = "\n".join(f"<{glyph:04x}> <{ord(say(char)):04x}>" for glyph, char in sorted(glyphs.items()))
    maps = [x for x in range(1, pdf.xref_length()) if pdf.xref_is_stream(x) and b"beginbf" in pdf.xref_stream(x)]
    assert maps
    for xref in maps:
        pdf.update_stream(xref, _MAP.format(len(glyphs), listed).encode())
    return bytes(pdf.tobytes())


def poisoned(data: bytes, shown: str, said: str) -> bytes:
    """One digit is drawn, another one said."""
    return respoken(data, lambda char: said if char == shown else char)


@pytest.mark.parametrize(("shown", "said"), [("5", "6"), ("2", "7"), ("3", "8")])
def test_a_digit_that_says_it_is_another(read_bytes: Reader, shown: str, said: str) -> None:
    data = poisoned(layout.pdf(TEXT), shown, said)
    assert "104.52".replace(shown, said) in pymupdf.open("pdf", data)[0].get_text()
    document = read_bytes(data)
    assert "决算支出104.52万元" in document.text
    assert [page.origin for page in document.pages] == [Origin.OCR]
    assert Flag.MISMATCH in document.flags
    assert "文字层与页面显示的不一致" in document.notes[0]
    assert document.hidden[0].why == "layer_differs"


def test_what_is_trusted_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(poisoned(layout.pdf(TEXT), "5", "6"))
    assert "决算支出104.62万元" in read(path, Settings(text_layer="trust")).text


def test_every_page_against_ocr(tmp_path: Path) -> None:
    """A clean page stays what its text layer says."""
    path = tmp_path / "report.pdf"
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


@pytest.mark.parametrize("face", ["helv", "hebo", "tiro", "tibo", "tiit", "cour", "cobo", "china-s", "china-ss"])
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
    assert [digits.doubtful(page) for page in honest.pages()] == [False, True]


def test_the_wrong_encoding(read_bytes: Reader) -> None:
    """Chinese whose font says it is Western: the page is drawn right, and what its layer says is no text."""
    garbled = respoken(layout.pdf(TEXT), lambda char: chr(0xC0 + ord(char) % 0x16) if char > "\u2e80" else char)
    document = read_bytes(garbled)
    assert "全年预算收入106.37万元" in document.text
    assert document.notes[0].endswith("文字层是乱码，已改用文字识别。")
    assert Flag.MISMATCH in document.flags
