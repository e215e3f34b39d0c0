"""What one answer may take in all. The library's own time limit is for each read, so that a server which sends a byte
now and then is never late; and it has no limit of size at all.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx2

_LARGEST, _LARGEST_PACKED = 16_000_000, 100_000
"""Bytes of an answer as it is and of a compressed one, which unpacks to a thousand times that at most."""


def bound(response: httpx2.Response) -> None:
    """Let the answer be read within the time that its request was given, from its first byte, and within the size."""
    allowed = (response.request.extensions.get("timeout") or {}).get("read")
    most = _LARGEST_PACKED if response.headers.get("content-encoding", "identity") != "identity" else _LARGEST
    assert isinstance(response.stream, httpx2.SyncByteStream)
    response.stream = _Bounded(response.stream, most, allowed)


class _Bounded(httpx2.SyncByteStream):
    def __init__(self, inner: httpx2.SyncByteStream, most: int, seconds: float | None) -> None:
        self._inner, self._most = inner, most
        self._until = float("inf") if seconds is None else time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._inner:
            size += len(piece)
            if size > self._most:
                raise httpx2.ReadError("too large")
            if time.monotonic() > self._until:
                raise httpx2.ReadTimeout("too slow")
            yield piece

    def close(self) -> None:
        self._inner.close()
