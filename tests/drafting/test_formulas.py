"""Named formulas, and the phrase library that every slot of is known."""

from __future__ import annotations

import pytest

from extractor.drafting import formulas
from extractor.drafting.phrases import Filler, library, stated
from extractor.drafts import Fact, Mark
from extractor.reports import load

FACTS = {
    f"{path}@{year}": Fact(path, year, value, unit)
    for path, year, value, unit in (
        ("funds.annual", 2024, "2,000.00".replace(",", ""), "万元"),
        ("funds.executed", 2024, "1900", "万元"),
        ("final.revenue_total", 2024, "90.5", "万元"),
        ("final.revenue_total", 2023, "100.00", "万元"),
        ("staffing.on_duty", 2024, "82", "人"),
    )
}


@pytest.mark.parametrize(
    ("call", "result"),
    [
        ("rate(funds.executed@2024,funds.annual@2024)", ("95.00", "%")),
        ("rest(funds.executed@2024,funds.annual@2024)", ("5.00", "%")),
        ("growth(final.revenue_total@2024,final.revenue_total@2023)", ("-9.50", "%")),
        ("diff(final.revenue_total@2024,final.revenue_total@2023)", ("-9.50", "万元")),
        ("sum(funds.executed@2024,funds.annual@2024)", ("3900.00", "万元")),
        ("rate(funds.executed@2024,staffing.on_duty@2024)", None),
        ("product(funds.executed@2024,funds.annual@2024)", None),
        ("rate(funds.executed@2024,funds.annual@2023)", None),
        ("rate(funds.executed@2024", None),
    ],
)
def test_formulas(call: str, result: tuple[str, str] | None) -> None:
    assert formulas.compute(call, FACTS) == result


def test_direction_words_follow_the_sign() -> None:
    facts = {"yoy.revenue_total@2024": Fact("yoy.revenue_total", 2024, "-9.50", "万元")}
    filler = Filler(2024, "某局", facts, {})
    text = "收入较上年{增加/减少/持平:yoy.revenue_total}{|yoy.revenue_total|}。"
    assert filler.fill(text, Mark.UPDATED).text == "收入较上年减少9.50万元。"


def test_every_slot_of_the_library_is_a_field_or_a_known_name() -> None:
    fields = load("department").fields
    for phrases in library().values():
        for phrase in phrases:
            for slot in phrase.slots:
                assert (path := stated(slot)) is None or path in fields


def test_the_library_has_no_digits() -> None:
    import re

    for phrases in library().values():
        for phrase in phrases:
            assert not re.search(r"[0-9]", re.sub(r"\{[^}]*\}", "", phrase.text))
