"""One file after the other: a bad file becomes an error in its place, and the others go on."""

from __future__ import annotations

import contextlib
import glob
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from extractor.errors import JixiaoError, OutputError, UsageError, reason
from extractor.output import json
from extractor.output.files import replace_file
from extractor.pipeline import Outcome, attempt

T = TypeVar("T")


def each(paths: Sequence[str], work: Callable[[str], T], ahead: int = 1) -> Iterator[Outcome[T]]:
    """Do the work for every file, in the order of the arguments, with progress on stderr.

    `ahead` files are worked on at once: those that wait for a model need not wait for each other.
    """
    if min(ahead, len(paths)) > 1:
        with ThreadPoolExecutor(min(ahead, len(paths))) as pool, contextlib.redirect_stdout(sys.stderr):
            outcomes = list(pool.map(lambda path: attempt(path, work), paths))
        yield from outcomes
        return
    with _progress(len(paths)) as begin:
        for number, path in enumerate(paths, 1):
            with begin(number, path), contextlib.redirect_stdout(sys.stderr):
                outcome = attempt(path, work)
            yield outcome


def _failed(path: str, error: JixiaoError) -> None:
    from extractor.output import console

    screen = console.console(sys.stderr)
    console.show(screen, console.failure(path, error))


@dataclass(frozen=True, slots=True)
class View(Generic[T]):
    """How a result looks: to a program, and to a person (whose stdout the function prints to)."""

    to_object: Callable[[str, T], Mapping[str, Any]]
    to_person: Callable[[str, T], None]


@dataclass(frozen=True, slots=True)
class Job:
    """The files of a run and where its result goes: JSON to `target` or stdout, or tables for a person."""

    paths: tuple[str, ...]
    as_json: bool
    target: Path | None

    @classmethod
    def of(cls, common: Mapping[str, Any], unpacked: Callable[[str], Sequence[str]]) -> Job:
        """Make a job of what every command takes; `unpacked` names the files in an archive, any other file itself.

        Raises UsageError when it would overwrite a report, and OutputError when it cannot write where it should.
        """
        given = [path for one in common["files"] for path in _expanded(one)]
        target = common["output"]
        if target is not None and target.exists() and any(_exists(p) and target.samefile(p) for p in given):
            raise UsageError(f"输出文件 {target} 就是要读的报告。", "请换一个输出文件名。")
        if target is not None and (target.is_dir() or not target.parent.is_dir()):  # not after minutes of reading
            why = "它是一个文件夹" if target.is_dir() else f"没有文件夹 {target.parent}"
            raise OutputError(f"写不了 {target}：{why}。", "请用 -o 写出文件名，并先建好它的文件夹。")
        paths = tuple(path for one in given for path in unpacked(one))
        return cls(paths, common["as_json"] or target is not None, target)

    def run(self, work: Callable[[str], T], view: View[T], ahead: int = 1) -> list[Outcome[T]]:
        """Do the work for every file (`ahead` of them at once) and print what came of it. Raises OutputError."""
        outcomes = []
        for outcome in each(self.paths, work, ahead):
            outcomes.append(outcome)
            if outcome.error is not None:
                _failed(outcome.path, outcome.error)
            elif outcome.result is not None and not self.as_json:
                view.to_person(outcome.path, outcome.result)
        if self.as_json:
            self._write(json.dumps([_object(outcome, view) for outcome in outcomes]))
        return outcomes

    def exit_code(self, outcomes: Iterable[Outcome[T]]) -> int:
        """Return the code of the first file that failed, else 0."""
        return next((outcome.error.exit_code for outcome in outcomes if outcome.error), 0)

    def _write(self, data: bytes) -> None:
        if self.target is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
            return
        try:
            replace_file(self.target, data)
        except OSError as error:
            raise OutputError(f"写不了 {self.target}：{reason(error)}") from error


def _expanded(given: str) -> list[str]:
    """Find the files that `*.pdf` means, where the shell (that of Windows) has not done it."""
    return [given] if _exists(given) else sorted(glob.glob(given)) or [given]  # noqa: PTH207  (may be absolute)


def _exists(path: str) -> bool:
    return os.path.exists(path)  # noqa: PTH110  (Path.exists fails on a name that is too long)


def _object(outcome: Outcome[T], view: View[T]) -> Mapping[str, Any]:
    if outcome.error is not None:
        return json.failed(outcome.path, outcome.error)
    assert outcome.result is not None
    return view.to_object(outcome.path, outcome.result)


@contextlib.contextmanager
def _progress(total: int) -> Iterator[Callable[[int, str], contextlib.AbstractContextManager[None]]]:
    """Give a function that shows which file is being worked on, and which page of a scan; it shows nothing where nobody
    watches."""
    if not sys.stderr.isatty():
        yield lambda number, path: contextlib.nullcontext()
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from extractor.reading.progress import listening

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=total)

    @contextlib.contextmanager
    def begin(number: int, path: str) -> Iterator[None]:
        name = "".join(c if c.isprintable() else "?" for c in Path(path).name)
        what = f"正在处理 {number}/{total}"

        def paged(page: int, pages: int) -> None:
            if pages > 1:
                bar.update(task, description=f"{what} 第 {page}/{pages} 页 {name}", refresh=True)

        bar.update(task, description=f"{what} {name}", completed=number - 1)
        bar.start()
        try:
            with listening(paged):
                yield
        finally:
            bar.stop()

    yield begin
