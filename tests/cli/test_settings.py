"""Where settings come from, and which place wins."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from extractor.errors import UsageError
from extractor.settings import Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_arguments_beat_the_environment_and_that_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.load() == Settings()
    (folder / "jixiao.toml").write_text("ocr_dpi = 150\nocr_threads = 1\noffline = true", "utf-8")
    assert (Settings.load().ocr_dpi, Settings.load().ocr_threads, Settings.load().offline) == (150, 1, True)
    monkeypatch.setenv("JIXIAO_OCR_DPI", "300")
    monkeypatch.setenv("JIXIAO_OCR_THREADS", "")
    assert (Settings.load().ocr_dpi, Settings.load().ocr_threads) == (300, 1)
    assert Settings.load(ocr_dpi=100, offline=None).ocr_dpi == 100
    assert Settings.load(offline=False).offline is False


def test_every_wrong_setting_is_named_at_once(folder: Path) -> None:
    (folder / "jixiao.toml").write_text("ocr_dpi = 1\nocr_dpl = 200", "utf-8")
    with pytest.raises(UsageError) as caught:
        Settings.load()
    assert "ocr_dpi" in caught.value.message
    assert "ocr_dpl" in caught.value.message


def test_a_file_that_is_not_utf8(folder: Path) -> None:
    (folder / "jixiao.toml").write_bytes("ocr_engine = '快'".encode("gbk"))
    with pytest.raises(UsageError, match="读不了"):
        Settings.load()


def test_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().offline = True  # type: ignore[misc]


def test_a_file_that_came_with_a_folder_names_no_program_to_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in ("./evil", "/tmp/evil", "..\\\\evil"):
        (folder / "jixiao.toml").write_text(f'office = "{path}"', "utf-8")
        with pytest.raises(UsageError, match="office"):
            Settings.load()
    (folder / "jixiao.toml").write_text('office = "libreoffice"', "utf-8")
    assert Settings.load().office == "libreoffice"
    monkeypatch.setenv("JIXIAO_OFFICE", "/opt/office/soffice")
    assert Settings.load().office == "/opt/office/soffice"
