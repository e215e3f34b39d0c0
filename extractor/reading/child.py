"""A process that reads files, as seen by its parent: two streams and a way to end it.

Where the parent has no second thread it is forked, which spares it a start of Python and the imports made so far;
elsewhere (other threads might hold locks that nobody would ever open, and Windows knows no fork) it is started anew.
Either way it keeps nothing of its parent's open files, has a session of its own, and reads no terminal.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from extractor.reading import worker

_HOME = str(Path(__file__).resolve().parents[2])
_THREADS = Path("/proc/self/task")
_START = "from extractor.reading.worker import main; main()"
_NAP = 0.002


class Child:
    """A running child: `tasks` goes to it, `answers` comes from it."""

    def __init__(self, pid: int, tasks: BinaryIO, answers: BinaryIO, poll: Callable[[], int | None]) -> None:
        self.pid = pid
        self.tasks = tasks
        self.answers = answers
        self.poll = poll
        """The exit code, that of a signal negative; None while it runs."""

    def wait(self, seconds: float | None = None) -> int | None:
        """The exit code, or None when it still runs after so many seconds."""
        end = None if seconds is None else time.monotonic() + seconds
        while (code := self.poll()) is None and (end is None or time.monotonic() < end):
            time.sleep(_NAP)
        return code

    def kill(self) -> None:
        """End it and all that it has started, at once."""
        if not hasattr(os, "killpg"):
            if self.poll() is None:
                os.kill(self.pid, signal.SIGTERM)  # on Windows this ends a process at once
            return
        with contextlib.suppress(OSError):
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except ProcessLookupError:  # it has no session of its own yet
                if self.poll() is None:
                    os.kill(self.pid, signal.SIGKILL)

    def hang_up(self) -> None:
        """Close the streams: it ends when it has done what it does."""
        for stream in (self.tasks, self.answers):
            with contextlib.suppress(OSError):
                stream.close()


def start() -> Child:
    """A child that waits for its settings (`worker.serve`)."""
    return _forked() if _alone() else _spawned()


def _alone() -> bool:
    """True where a fork is safe: no thread but this one, whoever started it, and the standard streams are open, so that
    no pipe of ours takes their place."""
    try:
        for stream in range(3):
            os.fstat(stream)
        return len(list(_THREADS.iterdir())) == 1
    except OSError:
        return False


def _forked() -> Child:
    tasks, to_child = os.pipe()
    from_child, answers = os.pipe()
    pid = os.fork()
    if not pid:
        _become(tasks, answers)
    os.close(tasks)
    os.close(answers)
    ended: list[int] = []

    def poll() -> int | None:
        if not ended:
            with contextlib.suppress(ChildProcessError):
                done, status = os.waitpid(pid, os.WNOHANG)
                if not done:
                    return None
                ended.append(os.waitstatus_to_exitcode(status))
        return ended[0] if ended else 0

    return Child(pid, os.fdopen(to_child, "wb"), os.fdopen(from_child, "rb"), poll)


def _become(tasks: int, answers: int) -> None:
    """What the forked child does, and never comes back from."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        null = os.open(os.devnull, os.O_RDWR)
        os.dup2(null, 0)
        if not os.environ.get("JIXIAO_DEBUG"):
            os.dup2(null, 2)
        os.dup2(2, 1)
        for other in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
            if other > 2 and other not in (tasks, answers):
                with contextlib.suppress(OSError):
                    os.close(other)
        _forget_the_folder()
        worker.serve(os.fdopen(tasks, "rb"), os.fdopen(answers, "wb"))
        code = 0
    except BaseException:
        worker.complain()
    finally:
        os._exit(code)


def _forget_the_folder() -> None:
    """A json.py beside the reports must not be taken for Python's own."""
    if sys.path and not sys.flags.safe_path and sys.path[0] not in _paths():
        del sys.path[0]


def _paths() -> list[str]:
    return [_HOME, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]


def _spawned() -> Child:
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=None if os.environ.get("JIXIAO_DEBUG") else subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(dict.fromkeys(_paths())), "PYTHONIOENCODING": "utf-8"},
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    return Child(process.pid, process.stdin, process.stdout, process.poll)  # type: ignore[arg-type]
