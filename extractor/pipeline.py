"""The stages of one file, in order. Everything that this program does with a report is one of these verbs.

They are imported where they are used: a process that has another one do the work needs but the types.
"""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from extractor.errors import JixiaoError, UsageError
from extractor.model import Checked, Document, Leftover, Report
from extractor.settings import Settings

if TYPE_CHECKING:
    from types import TracebackType

    from extractor.llm import Client
    from extractor.reading.guard import Guard
    from extractor.reports import ReportType

T = TypeVar("T")
_READING = threading.Lock()
"""The PDF library is not for several threads: many documents may wait for a model, but only one at a time is read."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with every file of a run. `report_type` None: recognise it."""

    settings: Settings
    report_type: ReportType | None = None
    engine: str = "rules"
    check: bool = True
    leftovers: bool = False
    """List the numbers that nothing took."""

    @property
    def ahead(self) -> int:
        """How many files are worth working on at once in one process: those that wait for a model."""
        return 1 if self.engine == "rules" else self.settings.model.concurrency


@dataclass(frozen=True, slots=True)
class Result:
    """All that is known of one report; `checked` and `leftovers` are None where the plan does not ask for them.

    `parts`: where a file holds several reports, all of them in reading order; this is the one that speaks for the file.
    """

    document: Document
    report_type: ReportType
    report: Report
    checked: Checked | None
    leftovers: tuple[Leftover, ...] | None = None
    parts: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What became of one file: a result, or the error that took its place."""

    path: str
    result: T | None = None
    error: JixiaoError | None = None


def attempt(path: str, work: Callable[[str], T]) -> Outcome[T]:
    """Do the work for one file; a failure, expected or not, is an outcome too, so that the other files go on."""
    try:
        return Outcome(path, result=work(path))
    except JixiaoError as error:
        return Outcome(path, error=error)
    except Exception as error:
        if os.environ.get("JIXIAO_DEBUG"):
            traceback.print_exc()
        return Outcome(path, error=JixiaoError(f"程序内部出错：{type(error).__name__}：{error}"))


@dataclass(frozen=True, slots=True)
class Guards:
    """Two child processes for one run: one reads files, one looks for fields and checks figures.

    They are two so that each gets ready while the other does, and a start is short. Where a model is asked there is no
    `analyst`: the children have no network.
    """

    reader: Guard
    analyst: Guard | None

    def __enter__(self) -> Guards:
        """Start them."""
        self.reader.__enter__()
        if self.analyst is not None:
            self.analyst.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for guard in (self.analyst, self.reader):
            if guard is not None:
                guard.__exit__(kind, error, trace)


def guards(plan: Plan) -> AbstractContextManager[Guards | None]:
    """The child processes that this plan needs; None where the settings want no isolation."""
    if not plan.settings.isolate:
        return nullcontext()
    from extractor import reading
    from extractor.reading.guard import Guard

    analyst = Guard(plan.settings, ready) if plan.engine == "rules" else None
    return Guards(Guard(plan.settings, reading.ready), analyst)


def ready() -> None:
    """Import all that `analysed` needs."""
    from extractor import checks, extraction, reports
    from extractor.checks import closed

    del checks, closed, extraction
    for name in reports.names():
        reports.load(name)


def run(
    path: str | os.PathLike[str], plan: Plan, guard: Guard | Guards | None = None, model: Client | None = None
) -> Result:
    """Read one file, extract its fields, check its figures.

    With a guard all of it is done in its child process, with two in both; with a model only the reading, for a child
    has no network. `model`: the client to ask; else that of the settings.
    """
    pair = guard if isinstance(guard, Guards) else None
    if isinstance(guard, Guards):
        guard = guard.reader
    elif guard is not None and plan.engine == "rules":
        return guard.call(run, path, plan)
    from extractor.reading import read

    with _READING:
        document = read(path, plan.settings) if guard is None else guard.call(read, path, plan.settings)
    if pair is not None and pair.analyst is not None:
        return pair.analyst.call(analysed, document, plan)
    from extractor.extraction import extract_all

    model = model or client(plan.settings, plan.engine)
    reports = extract_all(document, plan.report_type, plan.engine, model)
    if model is not None and plan.settings.model.vision:
        reports = tuple(_looked_at(path, document, report, plan, guard, model) for report in reports)
    return _result(document, reports, plan)


def analysed(document: Document, plan: Plan) -> Result:
    """Extract the fields of a document by rule and check its figures, within the time that a page may take."""
    from extractor.extraction import extract_all
    from extractor.reading.budget import tick

    tick(plan.settings)
    return _result(document, extract_all(document, plan.report_type, "rules", None), plan)


def _result(document: Document, reports: Sequence[Report], plan: Plan) -> Result:
    parts = tuple(_examined(document, report, plan) for report in reports)
    main = next((part for part in parts if part.report.report_type == "department"), parts[0])
    return replace(main, parts=parts) if len(parts) > 1 else main


def described(path: str, result: Result) -> dict[str, object]:
    """The JSON object of a file: that of its report; where it holds several, with the objects of all."""
    from extractor.output import json

    found = (
        json.extracted(path, result.document, result.report)
        if result.checked is None
        else json.checked(path, result.document, result.report, result.checked)
    )
    if result.leftovers is not None:
        found["leftovers"] = json.leftover(result.leftovers)
    if result.parts:
        found["reports"] = [described(path, part) for part in result.parts]
    return found


def client(settings: Settings, engine: str) -> Client | None:
    """The client of the configured model, where the engine asks one. Raises UsageError where none is configured."""
    if engine not in ("model", "hybrid"):
        return None
    if not settings.model.configured:
        raise UsageError(f"引擎 {engine} 需要模型，但没有配置模型。", "可用 --engine rules（不用模型）。")
    from extractor.llm import connect

    return connect(settings)


def _looked_at(
    path: str | os.PathLike[str], document: Document, report: Report, plan: Plan, guard: Guard | None, model: Client
) -> Report:
    """The report with a second opinion on what OCR read."""
    from extractor.extraction.second_look import look_again
    from extractor.reading.picture import page_picture
    from extractor.reports import load

    def picture(page: int) -> bytes:
        with _READING:
            if guard is None:
                return page_picture(path, page, plan.settings)
            return guard.call(page_picture, path, page, plan.settings)

    return look_again(document, report, plan.report_type or load(report.report_type), model, picture)


def _examined(document: Document, report: Report, plan: Plan) -> Result:
    from extractor.checks import check
    from extractor.checks.closed import confirmed
    from extractor.extraction import leftovers
    from extractor.reports import load

    report_type = plan.report_type or load(report.report_type)
    report = confirmed(document, report, report_type)
    checked = check(document, report, report_type) if plan.check else None
    left = leftovers(document, report) if plan.leftovers else None
    return Result(document, report_type, report, checked, left)
