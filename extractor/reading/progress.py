"""How far the reading of a scan has come: told to whoever listens, in this process or in the parent of it.

A page of OCR takes seconds; any other page takes too little time to speak of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Listener: TypeAlias = Callable[[int, int], None]
"""Told of a page, from 1, that OCR is at, and how many pages the file has. Within one thread."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener | None) -> Iterator[None]:
    """Have `listener` told of the pages of the files that this thread reads, or has a child process read."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def at_page(page: int, pages: int) -> None:
    """Tell who listens."""
    if (listener := _listener.get()) is not None:
        listener(page, pages)
