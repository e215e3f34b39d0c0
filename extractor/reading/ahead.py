"""Pages that are pictures are read side by side, and handed on in their order.

Threads share one engine and its models, and the time goes where Python does not hold them up. So many pages are in work
as the settings allow and as fit into their memory; a page too large for that is read alone. The result is the same as
one after the other, whatever page is ready first.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeAlias

from extractor.reading.budget import tick
from extractor.reading.line import PageLines
from extractor.reading.progress import at_page
from extractor.settings import Settings

Got: TypeAlias = Callable[[], PageLines]
"""Gives a page, or raises what went wrong with it."""

_BYTES_A_PIXEL = 25
_BYTES_A_PAGE = 120_000_000
"""What reading a picture takes at its peak (measured): its copies, and what the nets compute with."""


@dataclass(frozen=True, slots=True)
class Later:
    """A page that needs OCR: how large its picture is, and how it is read (with no PDF library, in any thread)."""

    pixels: int
    work: Got


def in_order(begin: Callable[[int], PageLines | Later], count: int, settings: Settings) -> Iterator[Got]:
    """For each of `count` pages, in order, the function that gives it. `begin` is called in this thread alone."""
    workers = settings.ocr_workers or settings.ocr_threads or os.cpu_count() or 1
    budget = settings.ocr_memory_mb * 1_000_000
    waiting: deque[tuple[Got, int]] = deque()
    pool = ThreadPoolExecutor(workers, "page")
    try:
        for index in range(count):
            tick(settings)
            got, cost = _begun(begin, index)
            while waiting and (
                sum(other > 0 for _, other in waiting) >= workers
                or sum(other for _, other in waiting) + cost > budget
                or len(waiting) > 2 * workers
            ):
                tick(settings)
                yield waiting.popleft()[0]
            got = pool.submit(got).result if cost and workers > 1 else got
            waiting.append((_told(got, index + 1, count) if cost else got, cost))
        while waiting:
            tick(settings)
            yield waiting.popleft()[0]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _begun(begin: Callable[[int], PageLines | Later], index: int) -> tuple[Got, int]:
    """How to get the page, and how many bytes that takes (0: next to none)."""
    try:
        page = begin(index)
    except Exception as error:
        return _raising(error), 0
    if isinstance(page, Later):
        return page.work, _BYTES_A_PAGE + _BYTES_A_PIXEL * page.pixels
    return lambda: page, 0


def _told(got: Got, page: int, pages: int) -> Got:
    """Say which page is waited for."""

    def told() -> PageLines:
        at_page(page, pages)
        return got()

    return told


def _raising(error: Exception) -> Got:
    def got() -> PageLines:
        raise error

    return got
