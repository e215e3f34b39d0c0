"""The child process: what happens in it costs one file."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from pathlib import Path

import pytest

from extractor.errors import CrashError, EmptyFileError, JixiaoError, LimitError, SlowFileError
from extractor.model import Document
from extractor.reading import budget, read
from extractor.reading.guard import Guard
from extractor.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
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


@pytest.mark.parametrize(
    ("work", "error"),
    [(crash, CrashError), (hang, SlowFileError), (crawl, SlowFileError), (swell, LimitError), (slip, JixiaoError)],
)
def test_the_next_file_is_read(tmp_path: Path, work: object, error: type[JixiaoError]) -> None:
    path = tmp_path / "report.txt"
    path.write_text("青禾县园艺站年度报告。", "utf-8")
    begin = time.monotonic()
    with Guard(SETTINGS) as guard:
        with pytest.raises(error) as caught:
            guard.call(work, "x")  # type: ignore[arg-type]
        assert guard.call(read, path, SETTINGS).text == "青禾县园艺站年度报告。"
    assert caught.value.hint
    assert time.monotonic() - begin < 30


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
        child = guard.call(os.getpid)
        assert child != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
