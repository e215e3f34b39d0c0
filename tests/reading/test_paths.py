"""Paths that are no files, names that are no names, files that change."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from extractor.errors import ChangedFileError, FileTypeError, LimitError, MissingFileError, SlowFileError
from extractor.reading import files, read
from extractor.settings import Settings
from fixtures import word
from fixtures.hostile.documents import KINDS
from fixtures.hostile.kind import TEXT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX paths")
DOC = next(kind for kind in KINDS if kind.name == "broken.doc").make()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(MissingFileError, match="管道"):
        read(tmp_path / "pipe.pdf")


def test_a_device() -> None:
    with pytest.raises(MissingFileError):
        read("/dev/zero")


def test_a_circle_of_links(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").symlink_to(tmp_path / "b.pdf")
    (tmp_path / "b.pdf").symlink_to(tmp_path / "a.pdf")
    with pytest.raises(MissingFileError):
        read(tmp_path / "a.pdf")


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("青禾县。", "utf-8")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert read(tmp_path / "b.txt").text == "青禾县。"


@pytest.mark.parametrize("name", ["new\nline.txt", "苗圃🌱.txt", "-rf.txt", "a" * 250 + ".txt", "\x1b[31m.txt"])
def test_odd_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x00\x01\x02\x03")
    with pytest.raises(FileTypeError) as caught:
        read(tmp_path / name)
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 140


def test_no_name_at_all() -> None:
    with pytest.raises(MissingFileError):
        read("a\x00b")


def test_a_file_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(3 << 20)
    with pytest.raises(LimitError, match="file_mb"):
        read(path, Settings(file_mb=2))


def test_a_file_that_is_being_written(tmp_path: Path) -> None:
    path = tmp_path / "growing.txt"
    path.write_bytes(b"a" * (20 << 20))
    over = threading.Event()

    def write() -> None:
        with path.open("ab") as file:
            while not over.is_set():
                file.write(b"b" * 4096)
                file.flush()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.raises(ChangedFileError):
            list(map(lambda _: files.load(path, Settings(file_mb=2000)), range(50)))  # noqa: C417
    finally:
        over.set()
        writer.join()


def test_an_old_word_file_without_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "旧.doc"
    path.write_bytes(DOC)
    with pytest.raises(FileTypeError, match="LibreOffice") as caught:
        read(path, Settings(office="no-such-program"))
    assert "另存为" in caught.value.hint


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("form", ["doc", "rtf"])
def test_an_old_word_file_reads_like_a_new_one(tmp_path: Path, form: str) -> None:
    new = tmp_path / "report.docx"
    new.write_bytes(word.docx(TEXT))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(new)]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    old = tmp_path / f"report.{form}"
    document = read(old)
    assert document.text == read(new).text
    assert document.id == hashlib.sha256(old.read_bytes()).hexdigest()


def test_a_libreoffice_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text(f'#!/bin/sh\nsleep 300 &\necho $! > "{tmp_path}/child"\nwait\n')
    program.chmod(0o755)
    path = tmp_path / "旧.doc"
    path.write_bytes(DOC)
    with pytest.raises(SlowFileError, match="office_seconds"):
        read(path, Settings(office=str(program), office_seconds=1))
    child = Path("/proc", (tmp_path / "child").read_text().strip(), "stat")
    for _ in range(100):
        if not child.exists() or child.read_text().split()[2] == "Z":
            return
        threading.Event().wait(0.05)
    raise AssertionError("the child of LibreOffice goes on")
