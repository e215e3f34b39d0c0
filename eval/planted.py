"""The checker against the errors that were planted, and its false alarms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.places import Places
from extractor.model import Checked, Finding, Severity, Span


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted error, and the codes of the findings that point at it."""

    quote: str
    kind: str
    found_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alarm:
    """One finding that calls something an error, and whether an error was planted there."""

    code: str
    message: str
    true: bool


@dataclass(frozen=True, slots=True)
class Checks:
    """What the checker did on one report; None where the gold says nothing of planted errors."""

    planted: tuple[Planted, ...]
    alarms: tuple[Alarm, ...]


def score_checks(places: Places, checked: Checked, gold: Mapping[str, Any]) -> Checks | None:
    """Hold the findings against the planted errors.

    A finding hits when one of its places overlaps the planted quote, and it asks for a look (a note does not). Only an
    ERROR can be a false alarm: what is merely to be explained claims nothing.
    """
    if "planted" not in gold:
        return None
    findings = [finding for finding in checked.findings if finding.severity is not Severity.NOTE]
    spots = [(entry, places.quote(entry["quote"])) for entry in gold["planted"]]
    planted = tuple(
        Planted(entry["quote"], entry["kind"], tuple(sorted({f.code for f in findings if _touches(f, spans)})))
        for entry, spans in spots
    )
    alarms = tuple(
        Alarm(finding.code, finding.message, any(_touches(finding, spans) for _, spans in spots))
        for finding in findings
        if finding.severity is Severity.ERROR
    )
    return Checks(planted, alarms)


def _touches(finding: Finding, spans: list[Span]) -> bool:
    return any(evidence.span.overlaps(span) for evidence in finding.evidence for span in spans)
