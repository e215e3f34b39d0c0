"""One machine: some files at a time, each in a child process that it may take down with it."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from extractor.batch import rows
from extractor.batch.found import Found
from extractor.batch.journal import DONE, FAILED, WAITING, Journal
from extractor.errors import JixiaoError, OutputError, reason
from extractor.llm import Client, Fault, Kind
from extractor.output import json
from extractor.output.files import replace_file
from extractor.pipeline import Outcome, Plan, Result, attempt, described, run
from extractor.reading.guard import Guard
from extractor.reading.progress import listening

TABLE = "汇总.xlsx"
Told = Callable[[str, str], None]
"""Told of every file that is through: its name, and what became of it."""
Paged = Callable[[str, int, int], None]
"""Told of the page that a scan has come to, in several threads: the file's name, the page, how many there are."""


@dataclass
class Run:
    """The files of a run and where their results go. `model` answers instead of the one in the settings."""

    files: Sequence[Found]
    plan: Plan
    out: Path
    jobs: int = 1
    model: Client | None = None
    paged: Paged | None = None
    codes: dict[str, int] = field(default_factory=dict)
    """The exit code of each file that was not read."""

    def __post_init__(self) -> None:
        try:
            self.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"建不了结果文件夹 {self.out}：{reason(error)}") from error
        self.journal = Journal(self.out, self.plan)

    def left(self, *, waiting: bool = True) -> list[Found]:
        """The files that are not through; `waiting`: and those that wait for answers. Failed ones are tried again."""
        through = {DONE} if waiting else {DONE, WAITING}
        return [one for one in self.files if not self._is_through(one, through)]

    def go(self, files: Sequence[Found], told: Told) -> None:
        """Read these files. Raises OutputError when results cannot be written."""
        guards: queue.SimpleQueue[Guard | None] = queue.SimpleQueue()
        with ExitStack() as stack:
            for _ in range(max(1, min(self.jobs, len(files)))):
                isolate = self.plan.settings.isolate
                guards.put(stack.enter_context(Guard(self.plan.settings)) if isolate else None)
            with ThreadPoolExecutor(guards.qsize()) as pool:
                for one in self._in_turn(pool, files, guards):
                    told(one.name, self._kept(one.name)["state"])

    def table(self) -> Path:
        """Write the table of all files and say where it is. Raises OutputError."""
        target = self.out / TABLE
        self._write(target, rows.workbook([self._kept(one.name)["row"] for one in self.files if self._kept(one.name)]))
        return target

    def count(self) -> dict[str, int]:
        """How many files are done, failed and waiting."""
        states = [line["state"] for one in self.files if (line := self._kept(one.name))]
        return {state: states.count(state) for state in (DONE, FAILED, WAITING)}

    def note(self, name: str) -> str:
        """What the table says of a file."""
        return str(self._kept(name)["row"].get("note", ""))

    def _in_turn(
        self, pool: ThreadPoolExecutor, files: Sequence[Found], guards: queue.SimpleQueue[Guard | None]
    ) -> Iterator[Found]:
        """Each file when it is through; only a few are begun ahead, so that an interrupt ends the run soon."""
        ahead = iter(files)
        running: dict[Future[None], Found] = {}
        try:
            while True:
                while len(running) < 2 * self.jobs and (one := next(ahead, None)) is not None:
                    running[pool.submit(self._one, one, guards)] = one
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    one = running.pop(future)
                    future.result()
                    yield one
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _one(self, one: Found, guards: queue.SimpleQueue[Guard | None]) -> None:
        guard = guards.get()
        try:
            with listening(partial(self.paged, one.name) if self.paged else None):
                outcome = attempt(str(one.path), lambda path: run(path, self.plan, guard, self.model))
        finally:
            guards.put(guard)
        waiting = is_waiting(outcome)
        state = WAITING if waiting else FAILED if outcome.error else DONE
        if waiting and outcome.result is None:
            row: dict[str, Any] = {"file": one.name, "state": "等待批量答复"}
        else:
            row = rows.row(one.name, outcome, waiting=waiting)
            self._write(self.out / one.result, json.dump(_object(outcome)))
        if outcome.error is not None and not waiting:
            self.codes[one.name] = outcome.error.exit_code
        sha256 = outcome.result.document.id if outcome.result and not one.packed else one.digest()
        self.journal.add(one.name, sha256, state, row)

    def _is_through(self, one: Found, through: set[str]) -> bool:
        line = self.journal.known(one)
        return line is not None and line["state"] in through and (self.out / one.result).is_file()

    def _kept(self, name: str) -> Any:
        return self.journal.line(name)

    def _write(self, target: Path, data: bytes) -> None:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            replace_file(target, data)
        except OSError as error:
            raise OutputError(f"写不了 {target}：{reason(error)}") from error


def is_waiting(outcome: Outcome[Result]) -> bool:
    """True when a question of this file was put off until its answer comes."""
    if outcome.error is not None:
        cause = outcome.error.__cause__
        return isinstance(cause, Fault) and cause.kind is Kind.DEFERRED
    parts = outcome.result.parts or (outcome.result,) if outcome.result else ()
    faults = [part.report.receipt.get("faults") for part in parts]
    return any(isinstance(found, dict) and found.get(Kind.DEFERRED.value) for found in faults)


def _object(outcome: Outcome[Result]) -> Any:
    if outcome.error is not None:
        return json.failed(outcome.path, outcome.error)
    if outcome.result is None:
        raise JixiaoError("没有结果。")
    return described(outcome.path, outcome.result)
