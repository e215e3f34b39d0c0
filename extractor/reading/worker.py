"""The child process that reads files: it takes one task after the other and answers with a result or an error,
and before that with the pages of a scan that it comes to.

It gives up the network where the system lets it, may use only so much memory, and dies when a page takes too long.
What it sends is a pickle, so it must be no less trusted than its parent: it is the same program and the same user.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import struct
import sys
from typing import Any, BinaryIO

from extractor.errors import JixiaoError, LimitError
from extractor.reading import budget
from extractor.reading.progress import listening
from extractor.settings import Settings

_GARBAGE = 20_000
"""New objects after which those that are no longer used are looked for."""
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_ARENA_MAX, _ARENAS = -8, 4
"""M_ARENA_MAX of `malloc.h`, and its value."""
_LENGTH = struct.Struct("<Q")
_DENIED = frozenset(("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"))


def main() -> None:
    """Serve on stdin and stdout: the process was started for this."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    serve(sys.stdin.buffer, answers)


def serve(tasks: BinaryIO, answers: BinaryIO) -> None:
    """Take the settings, then one task after the other, until the parent closes its end."""
    settings, ready = receive(tasks)
    _confine(settings)
    budget.watch()
    gc.disable()
    if ready is not None:
        ready()
    gc.freeze()  # what is imported stays: looking through it again and again takes longer than to read a page
    gc.set_threshold(_GARBAGE)
    gc.enable()
    while True:
        try:
            task = receive(tasks)
        except EOFError:
            return
        with listening(lambda page, pages: send(answers, (None, (page, pages)))):
            answer = _done(task)
        budget.rest()
        send(answers, answer)


def send(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Read one message. Raises EOFError when the other side is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def _done(task: tuple[Any, tuple[Any, ...]]) -> tuple[bool, Any]:
    """The result, or the error: one of ours as it is, any other by its name and words, since it may not pickle."""
    work, arguments = task
    try:
        return True, work(*arguments)
    except JixiaoError as error:
        return False, (type(error), error.message, error.hint)
    except MemoryError:
        return False, (LimitError, "读取时用尽了内存（memory_mb）。", LimitError.default_hint)
    except RecursionError:
        return False, (LimitError, "文件嵌套过深。", "请用原软件重新导出后再试。")
    except Exception as error:
        complain()
        return False, (JixiaoError, f"程序内部出错：{type(error).__name__}：{error}", JixiaoError.default_hint)


def complain() -> None:
    """Show the error that is being handled to whoever debugs this program."""
    if os.environ.get("JIXIAO_DEBUG"):
        import traceback

        traceback.print_exc()


def _confine(settings: Settings) -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = settings.memory_mb * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (limit if hard < 0 else min(limit, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _few_arenas()
        _without_network()
    sys.addaudithook(_no_network)


def _few_arenas() -> None:
    """Each thread would reserve address space of its own, and on a machine of many cores use up what there may be."""
    import ctypes

    tune = getattr(ctypes.CDLL(None), "mallopt", None)  # not every C library has it
    if tune is not None:
        tune(_ARENA_MAX, _ARENAS)


def _without_network() -> None:
    """A network namespace of its own has no way out; where that is not allowed, the hook below still stands."""
    import ctypes

    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is not None and unshare(_NEW_NET) != 0:
        unshare(_NEW_USER | _NEW_NET)


def _no_network(event: str, _: tuple[Any, ...]) -> None:
    if event in _DENIED:
        raise PermissionError("reading a report needs no network")


if __name__ == "__main__":
    main()
