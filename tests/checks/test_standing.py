"""Every number has a standing, every finding an id that stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.checks import check
from extractor.checks.mutate import KINDS, mutations
from extractor.model import Standing
from extractor.numbers import find, reserved
from extractor.reports import load
from tests.checks.conftest import read

if TYPE_CHECKING:
    from tests.checks.conftest import Result

TEXT = (
    "截至2023年12月31日，资产总额900.00万元。总支出500.00万元，其中：基本支出320.50万元，项目支出179.50万元。"
    "开展培训12场，合格率95.5%，文号〔2023〕7号。重点做好3项工作：调研、论证、实施。"
)


def test_every_number_has_one_standing(checked: Callable[[str], Result]) -> None:
    numbers = checked(TEXT).checked.numbers
    assert len(numbers) == len(find(TEXT)) + len(reserved(TEXT))
    assert [item.span for item in numbers] == sorted(item.span for item in numbers)
    standing = {item.quote: item.standing for item in numbers}
    assert standing["500.00万元"] is Standing.HOLDS
    assert standing["900.00万元"] is Standing.ALONE
    assert standing["12场"] is Standing.ALONE
    assert {item.because for item in numbers if item.standing is Standing.RESERVED} <= {
        ("date",), ("code",), ("idiom",), ("ordinal",), ("list_number",),
    }  # fmt: skip
    assert all(TEXT[item.span.start : item.span.end] == item.quote for item in numbers)


def test_ids_stay_where_the_words_move(checked: Callable[[str], Result]) -> None:
    broken = TEXT.replace("320.50", "302.50")
    (first,) = checked(broken).checked.findings
    (second,) = checked("前言。\n" + broken).checked.findings
    assert first.id
    assert first.id == second.id
    (third,) = checked(broken.replace("500.00", "600.00").replace("302.50", "402.50")).checked.findings
    assert third.id != first.id


def test_planted_errors_are_the_same_every_time() -> None:
    once, twice = (list(mutations(TEXT, 7, 40)) for _ in range(2))
    assert once == twice
    assert once != list(mutations(TEXT, 8, 40))
    assert {item.kind for item in once} <= set(KINDS)
    for item in once:
        changed = item.apply(TEXT)
        assert TEXT[item.place.start : item.place.end] == item.before
        assert changed != TEXT
        if item.after:
            assert changed[item.hit.start : item.hit.end] == item.after


def test_a_planted_error_is_found() -> None:
    for mutation in mutations(TEXT, 3, 60):
        if mutation.kind in ("digit", "unit") and "基本支出" in TEXT[mutation.place.start - 4 : mutation.place.start]:
            document, report = read(mutation.apply(TEXT))
            assert check(document, report, load("department")).findings
