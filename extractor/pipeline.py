"""The stages of one file, in order. Everything that this program does with a report is one of these verbs."""

from __future__ import annotations

import os
from dataclasses import dataclass

from extractor.checks import check
from extractor.extraction import extract
from extractor.model import Checked, Document, Report
from extractor.reading import read
from extractor.reports import ReportType, load
from extractor.settings import Settings


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with every file of a run. `report_type` None: recognise it."""

    settings: Settings
    report_type: ReportType | None = None
    engine: str = "rules"
    check: bool = True


@dataclass(frozen=True, slots=True)
class Result:
    """All that is known of one file; `checked` is None where the plan asks for no check."""

    document: Document
    report_type: ReportType
    report: Report
    checked: Checked | None


def run(path: str | os.PathLike[str], plan: Plan) -> Result:
    """Read one file, extract its fields, check its figures."""
    document = read(path, plan.settings)
    report = extract(document, plan.report_type, plan.engine)
    report_type = plan.report_type or load(report.report_type)
    checked = check(document, report, report_type) if plan.check else None
    return Result(document, report_type, report, checked)
