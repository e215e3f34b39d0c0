"""From earlier reports and this year's figures to a draft that was read back: the stages, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from extractor import drafting
from extractor.checks import check
from extractor.drafts import Breach, Draft, Fact
from extractor.errors import UsageError
from extractor.extraction import extract
from extractor.model import Finding, Severity
from extractor.pipeline import Guards, Plan, guards, run
from extractor.reading.document import assemble
from extractor.reading.files import Kind, Source
from extractor.reading.plain import plain_pages
from extractor.reports import load

__all__ = ["Drafted", "Order", "Plan", "draft", "inputs", "read_back"]


@dataclass(frozen=True, slots=True)
class Order:
    """What to draft: the earlier reports in any order, this year's figures, and the year (None: the next one)."""

    priors: tuple[str, ...]
    figures: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with everything that speaks against it: guards that it breaks, fields that are not read back, errors."""

    draft: Draft
    breaches: tuple[Breach, ...]
    differences: tuple[drafting.Difference, ...]
    findings: tuple[Finding, ...]


def inputs(order: Order, plan: Plan) -> drafting.Inputs:
    """Read the earlier reports and the figures."""
    type_ = plan.report_type or load("department")
    plan = replace(plan, report_type=type_, check=True)
    told = None
    with guards(plan) as children:
        priors = [_prior(path, plan, children) for path in dict.fromkeys(order.priors)]
        if order.figures is not None and not drafting.is_data(Path(order.figures)):
            told = _prior(order.figures, plan, children).report
    priors.sort(key=lambda prior: prior.year)
    years = [prior.year for prior in priors]
    if len(set(years)) < len(years):
        raise UsageError(f"有两份上年报告是同一年度的：{'、'.join(map(str, years))}。", "每个年度给一份报告。")
    if len({prior.report.fields["department.name"].value for prior in priors}) > 1:
        names = "、".join(str(prior.report.fields["department.name"].value) for prior in priors)
        raise UsageError(f"上年报告不是同一个部门的：{names}。")
    given = drafting.Given()
    if order.figures is not None:
        figures = Path(order.figures)
        given = drafting.load(figures) if told is None else drafting.of_report(told, figures.name)
    return drafting.Inputs(tuple(priors), given, type_, order.year)


def draft(made_from: drafting.Inputs) -> Drafted:
    """Compose, guard, and read back what was written; figures that other words lose are stated by the library."""
    made = drafting.compose(made_from)
    found = read_back(made.text, made_from.facts, made.required, made_from.year)
    for _ in range(2):
        lost = frozenset(one.path for one in found[0])
        if not lost - made_from.plain:
            break
        made_from = replace(made_from, plain=made_from.plain | lost)
        again = drafting.compose(made_from)
        found_again = read_back(again.text, made_from.facts, again.required, made_from.year)
        if len(found_again[0]) > len(found[0]):
            break
        made, found = again, found_again
    return Drafted(made, drafting.guard(made, made_from), *found)


def read_back(
    text: str, facts: Mapping[str, Fact], required: tuple[str, ...], year: int
) -> tuple[tuple[drafting.Difference, ...], tuple[Finding, ...]]:
    """Extract and check a written report: fields that are not what was put in, and the checker's errors."""
    source = Source("draft.txt", text.replace("\n", "\n\n").encode(), Kind.TEXT)
    document = assemble(source, plain_pages(source))
    type_ = load("department")
    report = extract(document, type_, "rules")
    errors = tuple(f for f in check(document, report, type_).findings if f.severity is Severity.ERROR)
    return drafting.differences(report, facts, year, required), errors


def _prior(path: str, plan: Plan, children: Guards | None) -> drafting.Prior:
    done = run(path, plan, children)
    assert done.checked is not None
    return drafting.Prior(Path(path).name, done.document, done.report, done.checked)
