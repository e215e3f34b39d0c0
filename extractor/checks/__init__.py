"""Checking the numbers of a report. Deterministic: no network, clock, randomness or model can be reached from here.

`check` finds what a clerk should look at; it changes nothing. A check is added by writing one decorated generator
in a module of this package (see `registry`).
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Context as Arithmetic
from decimal import localcontext
from hashlib import sha256

from extractor.checks.context import Context
from extractor.checks.registry import checks
from extractor.checks.standing import standings
from extractor.model import Checked, Document, Finding, Report, Severity, Tested
from extractor.reports.spec import ReportType
from extractor.reports.stretch import alone, moved

__all__ = ["check"]

_WEIGHT = tuple(Severity)


def check(document: Document, report: Report, report_type: ReportType) -> Checked:
    """Run every check: findings by weight, then by place; every relation that was tried, with its verdict.

    Of a file that holds several reports, only the stretch that this one fills is checked.
    """
    if report.span is not None:
        return moved(check(*alone(document, report, report.span), report_type), report.span.start)
    findings: dict[tuple[str, str], Finding] = {}
    tested: list[Tested] = []
    context = Context(document, report, report_type)
    with localcontext(Arithmetic(prec=60)):
        for one in checks():
            for result in one.run(context):
                if isinstance(result, Tested):
                    tested.append(result)
                else:
                    findings.setdefault((result.code, result.message), result)
        numbers = standings(context, tested)
    told = tuple(replace(finding, id=_id(finding)) for finding in sorted(findings.values(), key=_order))
    return Checked(told, tuple(tested), numbers)


def _id(finding: Finding) -> str:
    """The same in two runs, wherever the words stand: code and quotes, blanks aside."""
    quotes = ("".join(evidence.quote.split()) for evidence in finding.evidence)
    return sha256("\n".join((finding.code, *quotes)).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _order(finding: Finding) -> tuple[int, int, str]:
    place = finding.evidence[0].span.start if finding.evidence else 0
    return _WEIGHT.index(finding.severity), place, finding.code
