"""Runs cases side by side, and goes on where an interrupted run stopped."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path

from eval import log
from eval.cases import Case
from eval.score import failed
from eval.totals import headline
from eval.work import How, work


def run(cases: Sequence[Case], how: How, jobs: int, out: Path, done: Callable[[log.Log], None]) -> log.Log:
    """Measure the cases and write the log; `done` is told of each one. What an earlier run finished is not redone."""
    started = time.perf_counter()
    head = log.header(settings(how))
    partial = Partial(out, head)
    finished = partial.finished()
    left = []
    for case in cases:
        known = finished.get(case.id)
        if known and known["digest"] == log.digest([case.path, case.gold_path]):
            done(known)
        else:
            left.append(case)
    for case, result in _results(left, how, jobs):
        finished[case.id] = result
        partial.add(case.id, result)
        done(result)
    results = [finished[case.id] for case in cases]
    whole = {
        **head,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - started, 2),
        "totals": headline(results),
        "cases": results,
    }
    log.save(whole, out)
    partial.remove()
    return whole


def settings(how: How) -> dict[str, object]:
    """Return the settings for the log; a report type of one's own by its file's name and digest."""
    path = Path(how.report_type)
    own = f"{path.name}@{log.digest([path])}" if path.is_file() else how.report_type
    return {**asdict(how), "report_type": own}


def _results(cases: Sequence[Case], how: How, jobs: int) -> Iterator[tuple[Case, log.Log]]:
    if jobs == 1 or len(cases) < 2:
        for case in cases:
            yield case, work(case, how)
        return
    orphans: list[Case] = []
    with _workers(min(jobs, len(cases)), how.engine) as pool:
        waiting: dict[Future[log.Log], Case] = {pool.submit(work, case, how): case for case in cases}
        try:
            while waiting:
                ended, _ = wait(waiting, return_when=FIRST_COMPLETED)
                for future in ended:
                    case = waiting.pop(future)
                    if isinstance(future.exception(), BrokenProcessPool):
                        orphans.append(case)
                    else:
                        yield case, future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    for case in orphans:
        yield case, _alone(case, how)


def _alone(case: Case, how: How) -> log.Log:
    """Work on a case in a process of its own: one that dies takes its pool along, and only one case is to blame."""
    with _pool(1) as pool:
        try:
            return pool.submit(work, case, how).result()
        except BrokenProcessPool:
            return log.case(case, failed(case.gold), None, {}, {}, "E_DIED 读这份报告的进程死了")


def _workers(size: int, engine: str) -> Executor:
    """Processes where the work is ours; threads where it is a model's, whose limit of calls is that of one process."""
    return _pool(size) if engine == "rules" else ThreadPoolExecutor(size)


def _pool(size: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(size, mp_context=get_context("spawn"))


class Partial:
    """What is already done of a run: one line a case, good only for the same code and settings."""

    def __init__(self, out: Path, head: log.Log) -> None:
        self.head = {name: head[name] for name in ("schema", "revision", "code", "model", "prompts", "settings")}
        key = sha256(json.dumps(self.head, sort_keys=True).encode()).hexdigest()[:12]
        self.path = out.with_name(f".{key}.partial")

    def finished(self) -> dict[str, log.Log]:
        """Return the results of an interrupted run, and forget those of other code."""
        try:
            first, *lines = self.path.read_text(encoding="utf-8").splitlines()
            if json.loads(first) == self.head:
                return dict(json.loads(line) for line in lines if line.endswith("]"))
        except (OSError, ValueError):
            pass
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.head) + "\n", encoding="utf-8")
        return {}

    def add(self, case: str, result: log.Log) -> None:
        """Keep one result."""
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([case, result], ensure_ascii=False) + "\n")

    def remove(self) -> None:
        """Forget what was kept: the log is written."""
        self.path.unlink(missing_ok=True)
