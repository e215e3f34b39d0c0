"""Random ledgers that are consistent raise no error; a unit written wrong in any of their figures is found."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.checks.conftest import Result

Checked = Callable[[str], "Result"]

CENTS = st.one_of(
    st.just(Decimal(0)), st.integers(min_value=5, max_value=999_99).map(lambda cents: Decimal(cents) / 100)
)
LARGE = st.integers(min_value=3000_00, max_value=99999_99).map(lambda cents: Decimal(cents) / 100)

SUMS = (
    (
        "three_public.budget",
        ("three_public.abroad_budget", "three_public.vehicle_budget", "three_public.reception_budget"),
    ),
    ("three_public.final", ("three_public.abroad_final", "three_public.vehicle_final", "three_public.reception_final")),
    ("procurement.total", ("procurement.goods", "procurement.works", "procurement.services")),
    ("assets.total", ("assets.liabilities", "assets.net")),
    ("final.expenditure_total", ("final.basic_expenditure", "final.project_expenditure")),
    ("final.basic_expenditure", ("final.personnel", "final.public")),
    ("budget.initial_total", ("budget.initial_basic", "budget.initial_project")),
)


@st.composite
def ledgers(draw: st.DrawFn) -> dict[str, Decimal]:
    figures: dict[str, Decimal] = {}
    for total, parts in reversed(SUMS):
        for part in parts:
            if part not in figures:
                figures[part] = draw(LARGE if part.startswith(("final.", "assets.", "budget.")) else CENTS)
        figures[total] = sum((figures[part] for part in parts), Decimal(0))
    return figures


def _marked(figures: dict[str, Decimal], units: dict[str, str]) -> str:
    lines = []
    for total, parts in SUMS:
        items = [
            f"{path.replace('.', '之')}为{{{path}:{figures[path]:.2f}{units.get(path, '万元')}}}"
            for path in (total, *parts)
        ]
        lines.append("，".join(items) + "。")
    share = (100 * figures["final.basic_expenditure"] / figures["final.expenditure_total"]).quantize(
        Decimal("0.01"), ROUND_HALF_UP
    )
    return "\n".join([*lines, f"基本支出占{{final.basic_share:{share}%}}。"]).replace("_", "")


def _restore(marked: str) -> str:
    for total, parts in SUMS:
        for path in (total, *parts):
            marked = marked.replace(f"{{{path.replace('_', '')}:", f"{{{path}:")
    return marked.replace("{final.basicshare:", "{final.basic_share:")


@settings(max_examples=60, deadline=None)
@given(ledgers())
def test_a_consistent_ledger_raises_no_error(checked: Checked, figures: dict[str, Decimal]) -> None:
    result = checked(_restore(_marked(figures, {})))
    assert result.codes("error") == []
    assert result.verdicts().get("holds", 0) >= 8


@settings(max_examples=100, deadline=None)
@given(ledgers(), st.data())
def test_a_planted_unit_is_found_and_its_mend_stands_first(
    checked: Checked, figures: dict[str, Decimal], data: st.DataObject
) -> None:
    once = {path for total, parts in SUMS for path in (total, *parts)} - {"final.basic_expenditure"}
    path = data.draw(st.sampled_from(sorted(path for path in once if figures[path])))
    wrong = data.draw(st.sampled_from(["元", "亿元"]))
    result = checked(_restore(_marked(figures, {path: wrong})))
    finding = result.one("UNIT_SLIP")
    assert result.codes("error") == ["UNIT_SLIP"]
    assert finding.repairs[0].before == f"{figures[path]:.2f}{wrong}"
    assert finding.repairs[0].after == f"{figures[path]:.2f}万元"
