"""Reads every file in a child process: a file that crashes, hangs or swells costs itself and nothing else.

    with Guard(settings) as guard:
        document = guard.call(read, path, settings)

The child is started once and kept: it costs its start once, not one per file. One that died is replaced.
"""

from __future__ import annotations

import contextlib
import pickle
import signal
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

from extractor.errors import CrashError, JixiaoError, LimitError, SlowFileError
from extractor.reading import child as children
from extractor.reading import worker
from extractor.reading.child import Child
from extractor.reading.progress import at_page
from extractor.settings import Settings

T = TypeVar("T")
_MOST_TASKS = 100
"""OCR keeps a little memory for every shape of page: a child is replaced after so many files."""
_FAREWELL = 5.0


class Guard:
    """Calls functions in a child process. Not for several threads at once.

    `ready`: what the child does before it is given its first task (imports, as a rule).
    """

    def __init__(self, settings: Settings, ready: Callable[[], None] | None = None) -> None:
        self._settings = settings
        self._ready = ready
        self._child: Child | None = None
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
        try:
            worker.send(child.tasks, (work, arguments))
            done, answer = worker.receive(child.answers)
            while done is None:
                at_page(*answer)
                done, answer = worker.receive(child.answers)
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
        child.hang_up()
        if patient:
            child.wait(_FAREWELL)
        child.kill()
        child.wait()

    def _running(self) -> Child:
        if self._child is None:
            self._child = children.start()
            with contextlib.suppress(OSError):  # it died at once: the first task will tell
                worker.send(self._child.tasks, (self._settings, self._ready))
        return self._child

    def _died(self, child: Child, late: bool) -> JixiaoError:
        code = child.wait(_FAREWELL)
        self.close(patient=False)
        if late:
            return SlowFileError(f"读取超过 {self._settings.file_seconds} 秒（file_seconds），已停止。")
        if code == -getattr(signal, "SIGALRM", 0):
            return SlowFileError(f"有一页超过 {self._settings.page_seconds} 秒（page_seconds）没有读完，已停止。")
        if code == -getattr(signal, "SIGKILL", 0):
            return LimitError("读取这份文件的进程被系统终止，多半是内存不够。")
        return CrashError(f"读取这份文件的进程异常退出（{_named(code)}）。")


def _end(child: Child, late: threading.Event) -> None:
    late.set()
    child.kill()


def _named(code: int | None) -> str:
    if code is None or code >= 0:
        return f"退出码 {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"信号 {-code}"
