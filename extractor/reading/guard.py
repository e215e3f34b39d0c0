"""Reads every file in a child process: a file that crashes, hangs or swells costs itself and nothing else.

    with Guard(settings) as guard:
        document = guard.call(read, path, settings)

The child is started once and kept: it costs a tenth of a second, not one per file. One that died is replaced.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from extractor.errors import CrashError, JixiaoError, LimitError, SlowFileError
from extractor.reading import worker
from extractor.settings import Settings

T = TypeVar("T")
_HOME = str(Path(__file__).resolve().parents[2])
_MOST_TASKS = 100
"""OCR keeps a little memory for every shape of page: a child is replaced after so many files."""
_FAREWELL = 5.0
_OWN = {"PYTHONIOENCODING": "utf-8", "MALLOC_ARENA_MAX": "4"}
"""Each thread would reserve address space of its own, and on a machine of many cores use up what the child may have."""


class Guard:
    """Calls functions in a child process. Not for several threads at once.

    `warm`: modules that the child imports before it is given its first task.
    """

    def __init__(self, settings: Settings, warm: Sequence[str] = ()) -> None:
        self._settings = settings
        self._warm = tuple(warm)
        self._child: subprocess.Popen[bytes] | None = None
        self._tasks = 0

    def __enter__(self) -> Guard:
        """Start the child, which gets ready while the caller does so too."""
        self._running()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(patient=kind is None)

    def call(self, work: Callable[..., T], *arguments: object) -> T:
        """What `work` returns. It must be importable, and it and all that it is given and returns must pickle.

        Raises what it raises of our own errors, and `SlowFileError`, `LimitError` or `CrashError` when the child died.
        """
        if self._tasks >= _MOST_TASKS:
            self.close()
        child = self._running()
        self._tasks += 1
        late = threading.Event()
        timer = threading.Timer(self._settings.file_seconds, _end, (child, late))
        timer.daemon = True
        timer.start()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            worker.send(child.stdin, (work, arguments))  # type: ignore[arg-type]
            done, answer = worker.receive(child.stdout)  # type: ignore[arg-type]
        except (EOFError, OSError, pickle.UnpicklingError, MemoryError) as error:
            raise self._died(child, late.is_set()) from error
        except BaseException:
            self.close(patient=False)
            raise
        finally:
            timer.cancel()
        if done:
            return answer  # type: ignore[no-any-return]
        kind, message, hint = answer
        if kind is LimitError:
            self.close(patient=False)  # memory that was nearly all used up is better given back
        raise kind(message, hint)

    def close(self, patient: bool = True) -> None:
        """End the child, kindly or at once."""
        child, self._child, self._tasks = self._child, None, 0
        if child is None:
            return
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        if patient:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_FAREWELL)
        _kill(child)
        child.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            paths = [_HOME, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
            # Safe path (-P): a json.py beside the reports must not be taken for Python's own.
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-c", "from extractor.reading.worker import main; main()"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=None if os.environ.get("JIXIAO_DEBUG") else subprocess.DEVNULL,
                env={**os.environ, **_OWN, "PYTHONPATH": os.pathsep.join(dict.fromkeys(paths))},
                start_new_session=True,
            )
            assert self._child.stdin is not None
            worker.send(self._child.stdin, (self._settings, self._warm))  # type: ignore[arg-type]
        return self._child

    def _died(self, child: subprocess.Popen[bytes], late: bool) -> JixiaoError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(_FAREWELL)
        code = child.poll()
        self.close(patient=False)
        if late:
            return SlowFileError(f"读取超过 {self._settings.file_seconds} 秒（file_seconds），已停止。")
        if code == -getattr(signal, "SIGALRM", 0):
            return SlowFileError(f"有一页超过 {self._settings.page_seconds} 秒（page_seconds）没有读完，已停止。")
        if code == -getattr(signal, "SIGKILL", 0):
            return LimitError("读取这份文件的进程被系统终止，多半是内存不够。")
        return CrashError(f"读取这份文件的进程异常退出（{_named(code)}）。")


def _end(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _kill(child)


def _kill(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()


def _named(code: int | None) -> str:
    if code is None or code >= 0:
        return f"退出码 {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"信号 {-code}"
