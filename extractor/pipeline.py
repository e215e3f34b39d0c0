"""The stages of one file, in order. Everything that this program does with a report is one of these verbs.

They are imported where they are used: a process that has another one do the work needs but the types.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.model import Checked, Document, Leftover, Report
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.reading.guard import Guard
    from extractor.reports import ReportType


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with every file of a run. `report_type` None: recognise it."""

    settings: Settings
    report_type: ReportType | None = None
    engine: str = "rules"
    check: bool = True
    leftovers: bool = False
    """List the numbers that nothing took."""


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


def run(path: str | os.PathLike[str], plan: Plan, guard: Guard | None = None) -> Result:
    """Read one file, extract its fields, check its figures.

    With a guard all of it is done in its child process; with a model only the reading, for the child has no network.
    """
    if guard is not None and plan.engine == "rules":
        return guard.call(run, path, plan)
    from extractor.extraction import extract_all
    from extractor.reading import read

    document = read(path, plan.settings) if guard is None else guard.call(read, path, plan.settings)
    parts = tuple(_examined(document, report, plan) for report in extract_all(document, plan.report_type, plan.engine))
    main = next((part for part in parts if part.report.report_type == "department"), parts[0])
    return replace(main, parts=parts) if len(parts) > 1 else main


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
