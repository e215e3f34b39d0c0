"""A circuit breaker: an endpoint that failed several times in a row is left alone for a while."""

from __future__ import annotations

import threading
import time

from extractor.llm.faults import DOWN, Fault, Kind

_ENOUGH = 6
_WHILE = 30.0


class Breaker:
    """Counts failures in a row; one trial is let through when the while is over."""

    def __init__(self) -> None:
        self._failures = 0
        self._until = 0.0
        self._lock = threading.Lock()

    def check(self) -> None:
        """Raise Fault(BREAKER) while the endpoint is left alone."""
        with self._lock:
            if self._failures < _ENOUGH:
                return
            now = time.monotonic()
            if now < self._until:
                raise Fault(Kind.BREAKER)
            self._until = now + _WHILE  # this call is the trial

    def saw(self, fault: Fault | None) -> None:
        """Note how a call went."""
        with self._lock:
            if fault is None or fault.kind not in DOWN:
                self._failures = 0
                return
            self._failures += 1
            if self._failures == _ENOUGH:
                self._until = time.monotonic() + _WHILE
