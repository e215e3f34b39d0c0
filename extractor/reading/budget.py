"""Time: a page that takes longer than it may ends the process that reads it, if that process may end."""

from __future__ import annotations

import signal

from extractor.settings import Settings

_watched = False


def watch() -> None:
    """From now on this process dies when a page takes too long: it was made to read one file at a time."""
    global _watched
    _watched = hasattr(signal, "setitimer")
    if _watched:
        # The default action needs no Python: it works while a library hangs deep in its own code.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


def tick(settings: Settings) -> None:
    """Another page begins: the time starts anew."""
    if _watched:
        signal.setitimer(signal.ITIMER_REAL, settings.page_seconds)


def rest() -> None:
    """Nothing is being read."""
    if _watched:
        signal.setitimer(signal.ITIMER_REAL, 0)
