"""Checks are found by their files, state their rule, and have one code each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from extractor.checks.explain import rules
from extractor.checks.registry import check, checks
from extractor.reports import load, names

if TYPE_CHECKING:
    from extractor.checks.context import Context
    from extractor.model import Finding, Tested


def test_every_check_states_its_rule() -> None:
    found = checks()
    assert [item.code for item in found] == sorted(item.code for item in found)
    assert {"COUNT_LIST", "GRADE_BAND", "RELATION", "RESTATED", "SCORE_OVER_FULL", "UNIT_SLIP"} <= {
        item.code for item in found
    }
    assert all(len(item.rule) > 10 for item in found)


def test_every_rule_is_chinese_and_every_relation_has_one() -> None:
    found = rules([load(name) for name in names()])
    codes = {rule.code for rule in found}
    assert {item.code for item in checks()} <= codes
    assert {f"RELATION.{relation.id}" for relation in load("department").relations} <= codes
    for rule in found:
        assert rule.gist in rule.paragraphs or rule.code.startswith("RELATION.")
        for text in (rule.gist, *rule.paragraphs):
            assert len(re.findall("[一-鿿]", text)) > max(1, len(text) // 3), rule.code


def test_a_code_is_used_once() -> None:
    def again(context: Context) -> Iterator[Finding | Tested]:
        """同一代码的另一规则。"""
        yield from ()

    with pytest.raises(ValueError, match="UNIT_SLIP"):
        check("UNIT_SLIP")(again)


def test_a_check_without_a_rule_is_refused() -> None:
    def silent(context: Context) -> Iterator[Finding | Tested]:
        yield from ()

    with pytest.raises(ValueError, match="SILENT"):
        check("SILENT")(silent)
