"""From earlier reports and this year's figures to a draft that was read back: the stages, in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from extractor import drafting
from extractor.authoring.proof import document_of, read_back
from extractor.drafts import Breach, Draft
from extractor.errors import UsageError
from extractor.model import Finding
from extractor.pipeline import Guards, Plan, client, guards, run
from extractor.reports import ReportType, load

_SHOWN = 8


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
    usage: Mapping[str, int] = field(default_factory=dict)
    """The calls and tokens of a model, where one was asked."""


def inputs(order: Order, plan: Plan) -> drafting.Inputs:
    """Read the earlier reports and the figures."""
    type_ = plan.report_type or load("department")
    reading = "hybrid" if plan.engine == "model" else plan.engine  # a model that fails must not cost the report
    plan = replace(plan, report_type=type_, check=True, engine=reading)
    this = None
    with guards(plan) as children:
        priors = [_prior(path, plan, children) for path in dict.fromkeys(order.priors)]
        if order.figures is not None and not drafting.is_data(Path(order.figures)):
            this = _prior(order.figures, plan, children)
    priors.sort(key=lambda prior: prior.year)
    years = [prior.year for prior in priors]
    if len(set(years)) < len(years):
        raise UsageError(f"有两份上年报告是同一年度的：{'、'.join(map(str, years))}。", "每个年度给一份报告。")
    read = [prior.report.fields["department.name"].value for prior in priors]
    if len(set(filter(None, read))) > 1:
        names = "、".join(dict.fromkeys(map(str, filter(None, read))))
        raise UsageError(
            f"上年报告不是同一个部门的：{names}。",
            "一次起草一个部门：只给这个部门的往年报告；改过名的，只给改名以后的。",
        )
    given = drafting.Given()
    if order.figures is not None:
        given = _given(Path(order.figures), type_) if this is None else _of_report(this, priors)
    return drafting.Inputs(tuple(priors), given, type_, order.year)


def draft(made_from: drafting.Inputs, plan: Plan | None = None) -> Drafted:
    """Compose, guard, and read back what was written; with a model's words where the plan's engine asks for them.

    A side that the guards or the reading back speak against goes back to the phrase library, and is listed.
    """
    done, made_from = _plain(made_from)
    asked = client(plan.settings, plan.engine) if plan is not None else None
    if plan is None or asked is None:
        return done
    written = drafting.write(done.draft, made_from, asked, plan.engine)
    notes, refused, sides = (*done.draft.notes, *written.notes), list(written.refused), dict(written.sides)
    while sides:
        made = drafting.compose(made_from, sides)
        breaches = drafting.guard(made, made_from)
        found = read_back(document_of(made.text), made_from.facts, made.required, made_from.year)
        if not breaches and len(found[0]) <= len(done.differences) and len(found[1]) <= len(done.findings):
            done = Drafted(made, breaches, *found)
            break
        said = {breach.sentence for breach in breaches}
        against = [key for key, told in sides.items() if any(one.text in text for one in told for text in said)]
        for key in against or list(sides):
            told = "".join(one.text for one in sides.pop(key))
            refused.append(Breach("G18", f"{key[0]}：写进全文后没有通过核对", told))
    made = replace(done.draft, notes=notes, replaced=tuple(refused), receipt=written.receipt)
    return replace(done, draft=made, usage=written.usage)


def _plain(made_from: drafting.Inputs) -> tuple[Drafted, drafting.Inputs]:
    """The draft without a model; figures that other words lose are stated by the library."""
    made = drafting.compose(made_from)
    found = read_back(document_of(made.text), made_from.facts, made.required, made_from.year)
    for _ in range(2):
        lost = frozenset(one.path for one in found[0])
        if not lost - made_from.plain:
            break
        made_from = replace(made_from, plain=made_from.plain | lost)
        again = drafting.compose(made_from)
        found_again = read_back(document_of(again.text), made_from.facts, again.required, made_from.year)
        if len(found_again[0]) > len(found[0]):
            break
        made, found = again, found_again
    return Drafted(made, drafting.guard(made, made_from), *found), made_from


def _given(path: Path, type_: ReportType) -> drafting.Given:
    """The figures of a form, YAML or JSON. Raises UsageError that names everything in it that is no figure."""
    given = drafting.measured(drafting.load(path), type_)
    if unfit := drafting.unfit(given, type_):
        more = f"；……另有 {len(unfit) - _SHOWN} 处" if len(unfit) > _SHOWN else ""
        said = f"{given.source} 有 {len(unfit)} 处不能用：{'；'.join(unfit[:_SHOWN])}{more}。"
        raise UsageError(said, "请改好后再起草。")
    return given


def _of_report(this: drafting.Prior, priors: Sequence[drafting.Prior]) -> drafting.Given:
    """The figures of this year's own report. Raises UsageError for one of another department."""
    named = {one.report.fields["department.name"].value for one in (*priors, this)} - {None}
    if len(named) > 1:
        raise UsageError(f"{this.name} 与上年报告不是同一个部门的：{'、'.join(sorted(map(str, named)))}。")
    return drafting.of_report(this.report, this.name)


def _prior(path: str, plan: Plan, children: Guards | None) -> drafting.Prior:
    done = run(path, plan, children)
    assert done.checked is not None
    if not any(one.quantity for one in done.report.fields.values()) and not done.report.problems:
        raise UsageError(f"{Path(path).name} 不像绩效自评报告：没有读出任何数据，也没有存在的问题。")
    return drafting.Prior(Path(path).name, done.document, done.report, done.checked)
