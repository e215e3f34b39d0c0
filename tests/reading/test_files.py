from __future__ import annotations

import zipfile
from pathlib import Path

import pymupdf
import pytest

from extractor.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    FileTypeError,
    InputError,
    MissingFileError,
    NoPagesError,
)
from extractor.reading import read
from fixtures import layout
from tests.reading.conftest import Reader

AES_256 = 5
"""PyMuPDF's number for it; the name is not in its types."""

TEXT = "青禾县园艺站年度报告\n全年培育苗木三千株，支出12.50万元。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(read_text: Reader, encoding: str) -> None:
    assert read_text(TEXT, encoding).text == TEXT


def test_rare_characters_of_gb18030(read_text: Reader) -> None:
    assert read_text("䶮家庄镇㙍头村苗圃。", "gb18030").text == "䶮家庄镇㙍头村苗圃。"


def test_line_ends_of_all_systems(read_text: Reader) -> None:
    assert read_text("第一行。\r\n第二行。\r第三行。").text == "第一行。\n第二行。\n第三行。"


def test_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="没有的文件"):
        read(tmp_path / "没有的文件.pdf")


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="文件夹"):
        read(tmp_path)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_empty(tmp_path: Path, data: bytes) -> None:
    _refused(tmp_path, data, EmptyFileError)


def test_a_blank_picture(tmp_path: Path) -> None:
    paper = pymupdf.Pixmap(pymupdf.csGRAY, pymupdf.IRect(0, 0, 8, 8), False)
    paper.clear_with(255)  # fresh memory holds anything
    picture = paper.tobytes("png")
    _refused(tmp_path, picture, EmptyFileError)


def test_gif(tmp_path: Path) -> None:
    assert "GIF" in _refused(tmp_path, b"GIF89a" + bytes(40), FileTypeError)


def test_zip(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "苗木")
    _refused(tmp_path, path.read_bytes(), FileTypeError)


def test_bytes_of_no_kind(tmp_path: Path) -> None:
    _refused(tmp_path, bytes(range(256)) * 8, FileTypeError)


def test_a_truncated_pdf_never_gives_half_a_report(tmp_path: Path) -> None:
    data = layout.pdf(TEXT)
    _refused(tmp_path, data[: len(data) // 3], InputError)


def test_not_a_pdf_inside(tmp_path: Path) -> None:
    _refused(tmp_path, b"%PDF-1.7\nnothing", CorruptFileError)


def test_an_encrypted_pdf(tmp_path: Path) -> None:
    pdf = pymupdf.open(stream=layout.pdf(TEXT))
    data = pdf.tobytes(encryption=AES_256, owner_pw="o", user_pw="u")
    assert "密码" in _refused(tmp_path, data, EncryptedFileError)


def test_an_owner_password_does_not_lock_the_reader_out(read_bytes: Reader) -> None:
    pdf = pymupdf.open(stream=layout.pdf(TEXT))
    data = pdf.tobytes(encryption=AES_256, owner_pw="o", user_pw="")
    assert read_bytes(data).text == TEXT


def test_a_pdf_without_pages(tmp_path: Path) -> None:
    body = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    _refused(tmp_path, body, NoPagesError)


def test_an_empty_page(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    pdf.new_page()
    _refused(tmp_path, pdf.tobytes(), EmptyFileError)


def test_the_name_does_not_decide(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(layout.pdf(TEXT))
    assert read(path).text == TEXT


def _refused(folder: Path, data: bytes, error: type[InputError]) -> str:
    path = folder / "报告.pdf"
    path.write_bytes(data)
    with pytest.raises(error, match=r"报告\.pdf") as caught:
        read(path)
    return str(caught.value)
