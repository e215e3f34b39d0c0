"""New problems that this year's figures speak of: one row a trigger, after the taxonomy of problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.drafting.formulas import Facts, ratio, sign
from extractor.drafting.inputs import Inputs
from extractor.drafts import Basis

Test = Callable[[Decimal], bool]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A rate of two figures that speaks of a problem; `phrase` is the entry of the phrase library that states it."""

    category: str
    above: str
    below: str
    speaks: Test
    phrase: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A problem that figures, a missed target or findings speak of."""

    id: str
    category: str
    phrase: str
    bases: tuple[Basis, ...]
    name: str = ""


TRIGGERS = (
    Trigger("execution", "funds.executed", "funds.annual", lambda r: r < 95, "execution.funds"),
    Trigger("execution", "final.expenditure_total", "budget.adjusted_total", lambda r: r < 95, "execution.adjusted"),
    Trigger("budgeting", "budget.supplement", "budget.initial_total", lambda r: r > 10, "budgeting.supplement"),
    Trigger("budgeting", "final.expenditure_total", "budget.initial_expenditure", lambda r: r > 120,
            "budgeting.expenditure"),
    Trigger("overspent", "final.expenditure_total", "funds.annual", lambda r: r > 100, "overspent.funds"),
    Trigger("overspent", "final.expenditure_total", "budget.adjusted_total", lambda r: r > 100, "overspent.adjusted"),
    Trigger("overspent", "final.basic_expenditure", "budget.initial_basic", lambda r: r > 120, "overspent.basic"),
    Trigger("carryover", "final.carryover", "final.expenditure_total", lambda r: r >= 10, "carryover"),
    Trigger("three_public", "three_public.final", "three_public.budget", lambda r: r > 100, "three_public.over"),
    Trigger("three_public", "three_public.final", "three_public.budget", lambda r: r < 50, "three_public.wide"),
    Trigger("procurement", "procurement.total", "procurement.budget", lambda r: not 95 <= r <= 105, "procurement"),
    Trigger("assets", "assets.in_use", "assets.fixed_original", lambda r: r < 100, "assets"),
    Trigger("staffing", "staffing.on_duty", "staffing.established", lambda r: r < 90, "staffing.short"),
    Trigger("staffing", "staffing.on_duty", "staffing.established", lambda r: r > 100, "staffing.over"),
)  # fmt: skip


def candidates(inputs: Inputs) -> Iterator[Candidate]:
    """One problem a category, from the first trigger that speaks; then the projects that went far off."""
    year, facts = inputs.year, inputs.facts
    seen: set[str] = set()
    for trigger in TRIGGERS:
        above, below = f"{trigger.above}@{year}", f"{trigger.below}@{year}"
        rate = ratio(facts, above, below)
        if rate is not None and trigger.speaks(rate) and trigger.category not in seen:
            seen.add(trigger.category)
            both = (_figure(facts, above), _figure(facts, below))
            yield Candidate(f"N-{trigger.category}", trigger.category, f"problem.{trigger.phrase}", both)
    rate_fact = facts.get(f"execution_rate@{year}")
    if rate_fact and "execution" not in seen and _below(rate_fact.value, 95):
        bases = (_figure(facts, f"execution_rate@{year}"),)
        yield Candidate("N-execution", "execution", "problem.execution.rate", bases)
    yield from _projects(inputs)


def _projects(inputs: Inputs) -> Iterator[Candidate]:
    """Projects whose outlay is more than a fifth off their budget, or that had none."""
    off: list[tuple[str, Basis, Basis]] = []
    for number, (name, _) in enumerate(inputs.projects):
        budget, final = (f"projects.{number}.{key}@{inputs.year}" for key in ("budget", "final"))
        if budget not in inputs.facts or final not in inputs.facts:
            continue
        rate = ratio(inputs.facts, final, budget)
        unplanned = rate is None and sign(inputs.facts[final].value) > 0
        if unplanned or (rate is not None and not 80 <= rate <= 120):
            off.append((name, _figure(inputs.facts, budget), _figure(inputs.facts, final)))
    if off:
        bases = tuple(basis for _, *both in off for basis in both)
        yield Candidate("N-projects", "projects", "problem.projects", bases, "、".join(name for name, *_ in off))


def _figure(facts: Facts, key: str) -> Basis:
    return Basis("figure", key, f"{facts[key].text}（{facts[key].source}）")


def _below(value: str, limit: int) -> bool:
    try:
        return Decimal(value) < limit
    except ArithmeticError:
        return False
