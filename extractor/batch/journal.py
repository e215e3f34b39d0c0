"""What a run has done already: one line a file, appended when its result is on disk, so that a run may end anywhere."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from extractor import __version__
from extractor.batch.found import Found
from extractor.errors import OutputError, reason
from extractor.pipeline import Plan

NAME = "进度.jsonl"
DONE, FAILED, WAITING = "done", "failed", "waiting"
"""Read; not read, for a reason that is in its result; waiting for answers that come later."""


_ODD = "surrogateescape"
"""Names that are not UTF-8 (what a Chinese Windows packed, unpacked elsewhere) are kept byte for byte."""


class Journal:
    """The lines of one folder of results. Several threads may write; `key` tells runs apart that read differently."""

    def __init__(self, out: Path, plan: Plan) -> None:
        self._path = out / NAME
        self._key = _key(plan)
        self._lock = threading.Lock()
        self._lines = self._read()

    def known(self, one: Found) -> Mapping[str, Any] | None:
        """What became of a file, if it was read in this way and has not changed since."""
        line = self._lines.get(one.name)
        if line is None or line["key"] != self._key or line["sha256"] != one.digest():
            return None
        return line

    def add(self, name: str, sha256: str, state: str, row: Mapping[str, Any]) -> None:
        """Note what became of a file; on disk when this returns. Raises OutputError."""
        line = {"name": name, "key": self._key, "sha256": sha256, "state": state, "row": dict(row)}
        with self._lock:
            self._lines[name] = line
            try:
                with self._path.open("a", encoding="utf-8", errors=_ODD) as file:
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                    file.flush()
                    os.fsync(file.fileno())
            except OSError as error:
                raise OutputError(f"写不了 {self._path}：{reason(error)}") from error

    def line(self, name: str) -> Mapping[str, Any] | None:
        """The last that is known of a file."""
        return self._lines.get(name)

    def _read(self) -> dict[str, dict[str, Any]]:
        found = {}
        try:
            lines = self._path.read_text("utf-8", _ODD).splitlines()
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise OutputError(f"读不了 {self._path}：{error}", "请换一个结果文件夹。") from error
        for text in lines:
            try:
                line = json.loads(text)
                found[line["name"]] = line
            except (ValueError, KeyError, TypeError):
                continue  # cut off when the run was ended: that file is read again
        return found


def _key(plan: Plan) -> str:
    """All that the result of a file depends on, other than the file."""
    settings = asdict(plan.settings)
    model = settings.pop("model")
    chosen = {name: model[name] for name in ("name", "base_url", "context", "vision")} if plan.engine != "rules" else {}
    for name in (
        "offline",
        "isolate",
        "file_seconds",
        "page_seconds",
        "memory_mb",
        "ocr_threads",
        "ocr_workers",
        "ocr_memory_mb",
    ):
        settings.pop(name)
    kind = "" if plan.report_type is None else repr(plan.report_type)
    text = json.dumps([__version__, plan.engine, plan.check, plan.leftovers, kind, settings, chosen], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
