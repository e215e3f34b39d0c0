"""One case from file to verdicts, in whatever process it runs."""

from __future__ import annotations

import threading
import time
import traceback
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from eval import log
from eval.cases import Case
from eval.places import Places
from eval.planted import score_checks
from eval.score import failed, score
from extractor.checks import check
from extractor.checks.closed import confirmed
from extractor.errors import JixiaoError, UsageError
from extractor.extraction import extract
from extractor.pipeline import client
from extractor.reading import read
from extractor.reports import ReportType, load
from extractor.settings import Settings

RECOGNISED = "auto"
"""Not one report type for all: each report's own."""
_STAGES = ("read", "extract", "check")
_READING = threading.Lock()
"""The PDF library is not for several threads, and cases that wait for a model share a process."""


@dataclass(frozen=True, slots=True)
class How:
    """How every case of a run is read."""

    engine: str = "rules"
    report_type: str = "department"
    ocr_threads: int = 1


def work(case: Case, how: How) -> dict[str, Any]:
    """Read, extract, check and score one case; a failure is a result too, and a crash must not end the run."""
    gold = case.gold
    started = time.perf_counter()
    try:
        return _worked(case, how, gold)
    except UsageError:
        raise
    except JixiaoError as error:
        said = f"{error.code} {error.message}"
    except Exception as error:
        said = f"{JixiaoError.code} {''.join(traceback.format_exception_only(error)).strip()}"
    return log.case(case, failed(gold), None, {"read": time.perf_counter() - started}, {}, said)


def _worked(case: Case, how: How, gold: dict[str, Any]) -> dict[str, Any]:
    marks = [time.perf_counter()]
    given = None if how.report_type == RECOGNISED else load(how.report_type)
    settings = Settings.load(ocr_threads=how.ocr_threads)
    model = client(settings, how.engine)
    with _READING:
        document = read(case.path, settings)
    marks.append(time.perf_counter())
    report = extract(document, given, how.engine, model)
    report_type = given or load(report.report_type)
    report = confirmed(document, report, report_type)
    marks.append(time.perf_counter())
    checked = check(document, report, report_type)
    marks.append(time.perf_counter())
    seconds = {stage: end - start for stage, (start, end) in zip(_STAGES, pairwise(marks), strict=True)}
    places = Places(document)
    checks = score_checks(places, checked, gold)
    gold = {**gold, "unjudged": [*gold.get("unjudged", ()), *_unasked(report_type, gold)]}
    return log.case(case, score(places, report, report_type, gold), checks, seconds, dict(report.usage))


def _unasked(report_type: ReportType, gold: dict[str, Any]) -> list[str]:
    """The paths of another type than the usual that a gold written in the paths of the usual one knows nothing of."""
    usual = load(How().report_type).fields
    return [] if set(gold["fields"]) - set(usual) else [path for path in report_type.fields if path not in usual]
