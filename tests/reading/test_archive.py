"""Files in archives: read one by one under the name of their archive, within limits, never written to disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.errors import EmptyFileError, FileTypeError, LimitError, MissingFileError
from extractor.reading import read
from extractor.reading.archive import is_archive, looks_packed, members
from extractor.settings import Settings
from fixtures import word
from fixtures.hostile.archives import archive
from fixtures.hostile.kind import TEXT

SETTINGS = Settings()


def _zip(folder: Path, files: dict[str, bytes | str], gbk: bool = False) -> str:
    path = folder / "上报材料.zip"
    path.write_bytes(archive(files, gbk))
    return str(path)


def test_a_file_in_an_archive_is_read(tmp_path: Path) -> None:
    path = _zip(tmp_path, {"甲/报告.docx": word.docx(TEXT), "乙.txt": TEXT})
    assert members(path, SETTINGS) == (f"{path}/乙.txt", f"{path}/甲/报告.docx")
    assert [read(one).text[:6] for one in members(path, SETTINGS)] == ["青禾县园艺站"] * 2


def test_names_in_gbk(tmp_path: Path) -> None:
    path = _zip(tmp_path, {"自评报告/某局（终稿）.txt": TEXT}, gbk=True)
    assert members(path, SETTINGS) == (f"{path}/自评报告/某局（终稿）.txt",)
    assert read(members(path, SETTINGS)[0]).text


def test_two_files_of_one_name(tmp_path: Path) -> None:
    path = _zip(tmp_path, {"a.txt": "第一份报告", "./a.txt": "第二份报告"})
    assert [read(one).text for one in members(path, SETTINGS)] == ["第一份报告", "第二份报告"]


def test_the_reader_itself_names_what_is_inside(tmp_path: Path) -> None:
    path = _zip(tmp_path, {f"{n}.txt": TEXT for n in range(7)})
    with pytest.raises(FileTypeError, match="里面有 7 个文件：0") as caught:
        read(path)
    assert "上报材料.zip/0.txt" in caught.value.hint


def test_what_is_not_there(tmp_path: Path) -> None:
    path = _zip(tmp_path, {"a.txt": TEXT})
    with pytest.raises(MissingFileError, match=r"b\.txt"):
        read(f"{path}/b.txt")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    with pytest.raises(MissingFileError):
        read(tmp_path / "a.txt" / "b.txt")


def test_a_file_without_a_name(tmp_path: Path) -> None:
    path = _zip(tmp_path, {"ab.txt": "第一份报告", "c.txt": "第二份报告"})
    data = Path(path).read_bytes().replace(b"ab.txt", b"\0b.txt")
    Path(path).write_bytes(data)
    assert [read(one).text for one in members(path, SETTINGS)][-1] == "第二份报告"


def test_only_what_systems_leave(tmp_path: Path) -> None:
    path = _zip(tmp_path, {"__MACOSX/._a.txt": "x", ".DS_Store": "x"})
    with pytest.raises(EmptyFileError):
        members(path, SETTINGS)


def test_too_many_files(tmp_path: Path) -> None:
    path = _zip(tmp_path, {f"{n}.txt": TEXT for n in range(4)})
    with pytest.raises(LimitError, match="archive_files"):
        members(path, Settings(archive_files=3))
    inner = archive({f"{n}.txt": TEXT for n in range(3)})
    with pytest.raises(LimitError, match="archive_files"):
        members(_zip(tmp_path, {"a.zip": inner, "b.zip": inner}), Settings(archive_files=5))


def test_other_packed_files_are_no_archives(tmp_path: Path) -> None:
    assert not is_archive(word.docx(TEXT))
    assert not is_archive(archive({"mimetype": "application/vnd.oasis.opendocument.text"}))
    assert members(str(_written(tmp_path / "a.docx", word.docx(TEXT))), SETTINGS) == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.zip")
    assert not looks_packed(tmp_path / "a.zip")


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
