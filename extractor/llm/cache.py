"""Answers that were paid for, kept in one SQLite file by the digest of the whole request.

A request holds no personal data when it comes here, and only its digest is kept. Whoever resumes a run that was
killed asks the same questions and pays for none of them twice.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any


def default() -> Path:
    """Where the answers are kept unless a setting says otherwise."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "jixiao" / "answers.sqlite"


def key(endpoint: str, body: Mapping[str, Any]) -> str:
    """What an answer is kept by: the endpoint and every word and parameter of the request."""
    text = json.dumps([endpoint, body], ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text.encode("utf-8", errors="surrogatepass")).hexdigest()


class Cache:
    """The file. One that cannot be opened or written keeps nothing, and never fails a run."""

    def __init__(self, path: Path | None) -> None:
        self._lock = threading.Lock()
        self._path = path
        self._pid = 0
        self._db: sqlite3.Connection | None = None

    def get(self, name: str) -> str | None:
        """An answer that was kept."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            if (db := self._open()) is not None:
                row = db.execute("SELECT reply FROM answers WHERE name = ?", (name,)).fetchone()
                return str(row[0]) if row else None
        return None

    def put(self, name: str, reply: str) -> None:
        """Keep an answer; it is on disk when this returns."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            if (db := self._open()) is not None:
                db.execute("INSERT OR REPLACE INTO answers VALUES (?, ?)", (name, reply))

    def forget(self, names: Sequence[str]) -> None:
        """Drop answers that turned out to be no good."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            if (db := self._open()) is not None:
                db.executemany("DELETE FROM answers WHERE name = ?", [(name,) for name in names])

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._db is not None and self._pid == os.getpid():
                self._db.close()
            self._db = None

    def _open(self) -> sqlite3.Connection | None:
        if self._path is None or (self._db is not None and self._pid == os.getpid()):
            return self._db
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
            self._path.chmod(0o600)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute("CREATE TABLE IF NOT EXISTS answers (name TEXT PRIMARY KEY, reply TEXT NOT NULL)")
            self._pid = os.getpid()
        except (OSError, sqlite3.Error):
            self._path, self._db = None, None
        return self._db
