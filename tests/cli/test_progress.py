"""How far a scan has come is shown to whoever watches, and to nobody else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from extractor.errors import EmptyFileError
from extractor.reading import read
from extractor.reading.guard import Guard
from extractor.reading.progress import listening
from extractor.settings import Settings
from fixtures import layout
from tests.cli.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
ALL = [(1, 3), (2, 3), (3, 3)]


@pytest.fixture(scope="module")
def fax(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pages of pictures."""
    frames = [Image.new("L", (500, 700), 255) for _ in ALL]
    for number, frame in enumerate(frames, 1):
        for line in range(6):
            ImageDraw.Draw(frame).text(
                (60, 100 + 80 * line), f"{number * line} budget {number}.{line}7", 0, font_size=36
            )
    path = tmp_path_factory.mktemp("fax") / "传真.tif"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    return path


@pytest.mark.parametrize("isolate", [True, False])
@pytest.mark.parametrize("workers", [1, 3])
def test_the_pages_of_a_scan_are_told_in_order(fax: Path, isolate: bool, workers: int) -> None:
    settings = Settings(ocr_workers=workers)
    told: list[tuple[int, int]] = []
    with listening(lambda page, pages: told.append((page, pages))):
        if isolate:
            with Guard(settings) as guard:
                guard.call(read, fax, settings)
                assert told == ALL
                guard.call(read, fax, settings)
                assert told == ALL * 2
        else:
            read(fax, settings)
            assert told == ALL
    before = len(told)
    read(fax, settings)
    assert len(told) == before


def test_a_page_with_text_is_not_told_of(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(layout.pdf("\n".join(f"第{n}项支出{n}.5万元。" for n in range(1, 200))))
    told: list[tuple[int, int]] = []
    with listening(lambda page, pages: told.append((page, pages))):
        assert len(read(path).pages) > 1
    assert not told


def test_an_error_after_some_pages_is_still_an_error(tmp_path: Path) -> None:
    blank = [Image.new("L", (300, 300), 255) for _ in ALL]
    path = tmp_path / "空白.tif"
    blank[0].save(path, save_all=True, append_images=blank[1:])
    told: list[tuple[int, int]] = []
    listen = listening(lambda page, pages: told.append((page, pages)))
    with listen, Guard(Settings()) as guard, pytest.raises(EmptyFileError):
        guard.call(read, path, Settings())
    assert told == ALL


@pytest.mark.parametrize("command", [["read"], ["batch", "-o", "结果"]])
def test_it_is_shown_on_a_terminal(fax: Path, command: list[str], tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    program = [sys.executable, "-c", "from extractor.cli import main; main()", *command, str(fax)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        program, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL, stderr=theirs, stdin=subprocess.DEVNULL
    ) as running:
        os.close(theirs)
        shown = b""
        try:
            while more := os.read(ours, 1 << 16):
                shown += more
        except OSError:  # how a terminal ends
            pass
        finally:
            os.close(ours)
    assert running.returncode == 0
    places = [shown.decode("utf-8", "replace").find(f"第 {page}/{pages} 页 传真.tif") for page, pages in ALL]
    assert places == sorted(places)
    assert -1 not in places


def test_nothing_is_shown_where_nobody_watches(jixiao: Run, fax: Path, tmp_path: Path) -> None:
    ran = jixiao("read", str(fax))
    assert (ran.returncode, ran.stderr) == (0, b"")
    ran = jixiao("batch", str(fax), "-o", str(tmp_path / "结果"))
    assert (ran.returncode, ran.stderr) == (0, b"")
