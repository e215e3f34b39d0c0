"""The child process: what happens in it costs one file."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.errors import CrashError, EmptyFileError, JixiaoError, LimitError, SlowFileError
from extractor.model import Document
from extractor.reading import budget, child, read
from extractor.reading.guard import Guard
from extractor.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
ROOT = Path(__file__).resolve().parents[2]
SETTINGS = Settings(page_seconds=2, file_seconds=8, memory_mb=1024)


def crash(_: str) -> Document:
    os.abort()


def hang(_: str) -> Document:
    budget.tick(SETTINGS)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    while True:
        pass


def crawl(_: str) -> Document:
    while True:
        budget.tick(SETTINGS)
        time.sleep(0.1)


def swell(_: str) -> Document:
    return bytearray(2 << 30)  # type: ignore[return-value]


def call_home(_: str) -> Document:
    with socket.create_connection(("127.0.0.1", 9), timeout=1):
        raise AssertionError("it could")


def slip(_: str) -> Document:
    raise ValueError("eine Panne")


ENDINGS = {crash: CrashError, hang: SlowFileError, crawl: SlowFileError, swell: LimitError, slip: JixiaoError}


@pytest.fixture(params=["forked", "spawned"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to have a child. What forks is a fresh process: this one may hold the threads of other tests."""
    if request.param == "spawned":
        monkeypatch.setattr(child, "_alone", lambda: False)
    return str(request.param)


def run(way: str, test: Callable[[Path], None], folder: Path) -> None:
    """Run a test in this process, or in one that has no other thread."""
    if way == "spawned":
        test(folder)
        return
    code = f"import sys, pathlib, {__name__} as t; t.alone(); t.{test.__name__}(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, str(folder)], cwd=ROOT, check=True, timeout=100)


def alone() -> None:
    assert child._alone() == (sys.platform == "linux")


def the_next_file_is_read(folder: Path) -> None:
    path = folder / "report.txt"
    path.write_text("青禾县园艺站年度报告。", "utf-8")
    begin = time.monotonic()
    with Guard(SETTINGS) as guard:
        for work, error in ENDINGS.items():
            with pytest.raises(error) as caught:
                guard.call(work, "x")
            assert type(caught.value) is error
            assert caught.value.hint
            assert guard.call(read, path, SETTINGS).text == "青禾县园艺站年度报告。"
    assert time.monotonic() - begin < 60


def test_the_next_file_is_read(tmp_path: Path, way: str) -> None:
    run(way, the_next_file_is_read, tmp_path)


def surroundings() -> tuple[set[str], int, list[str]]:
    """The open files of this process, its session, and where it looks for modules."""
    files = {str(entry.readlink()) for entry in Path("/proc/self/fd").iterdir() if entry.exists()}
    return files, os.getsid(0), sys.path


def nothing_is_inherited(folder: Path) -> None:
    with (folder / "open.txt").open("w") as file, Guard(SETTINGS) as first, Guard(SETTINGS) as second:
        seen = [guard.call(surroundings) for guard in (first, second)]
        for files, session, paths in seen:
            assert file.name not in files
            assert session != os.getsid(0)
            assert "" not in paths
        assert len({session for _, session, _ in seen}) == 2
        pipes = [{name for name in files if name.startswith("pipe:")} for files, _, _ in seen]
        assert not pipes[0] & pipes[1]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_nothing_is_inherited(tmp_path: Path, way: str) -> None:
    run(way, nothing_is_inherited, tmp_path)


def test_an_error_arrives_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "leer.txt"
    path.write_bytes(b"")
    with Guard(SETTINGS) as guard, pytest.raises(EmptyFileError, match=r"leer\.txt"):
        guard.call(read, path, SETTINGS)


def test_no_network() -> None:
    with Guard(SETTINGS) as guard, pytest.raises(JixiaoError, match="needs no network"):
        guard.call(call_home, "x")


def test_the_child_ends_with_the_guard() -> None:
    with Guard(SETTINGS) as guard:
        number = guard.call(os.getpid)
        assert number != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
