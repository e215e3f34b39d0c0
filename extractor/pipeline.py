"""The stages of one file, in order. Everything that this program does with a report is one of these verbs.

They are imported where they are used: a process that has another one do the work needs but the types.
"""

from __future__ import annotations

import os
import threading
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.errors import UsageError
from extractor.model import Checked, Document, Leftover, Report
from extractor.settings import Settings

if TYPE_CHECKING:
    from types import TracebackType

    from extractor.llm import Client
    from extractor.reading.guard import Guard
    from extractor.reports import ReportType

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
class Guards:
    """The child processes of a run: one reads files, one looks for fields and checks figures.

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


def run(path: str | os.PathLike[str], plan: Plan, guards: Guards | None = None) -> Result:
    """Read one file, extract its fields, check its figures: with guards in their child processes."""
    from extractor.reading import read

    with _READING:
        document = read(path, plan.settings) if guards is None else guards.reader.call(read, path, plan.settings)
    if guards is not None and guards.analyst is not None:
        return guards.analyst.call(analysed, document, plan)
    return analysed(document, plan)


def analysed(document: Document, plan: Plan) -> Result:
    """Extract the fields of a document and check its figures."""
    from extractor.extraction import extract_all
    from extractor.reading.budget import tick

    tick(plan.settings)
    reports = extract_all(document, plan.report_type, plan.engine, client(plan.settings, plan.engine))
    parts = tuple(_examined(document, report, plan) for report in reports)
    main = next((part for part in parts if part.report.report_type == "department"), parts[0])
    return replace(main, parts=parts) if len(parts) > 1 else main


def client(settings: Settings, engine: str) -> Client | None:
    """The client of the configured model, where the engine asks one. Raises UsageError where none is configured."""
    if engine not in ("model", "hybrid"):
        return None
    if not settings.model.configured:
        raise UsageError(f"引擎 {engine} 需要模型，但没有配置模型。", "可用 --engine rules（不用模型）。")
    from extractor.llm import connect

    return connect(settings)


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
