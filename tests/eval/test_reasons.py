"""Coverage at 99 % precision by groups of reasons: small numbers, worked out by hand."""

from __future__ import annotations

from typing import Any

from eval.process import main
from eval.reasons import coverage, groups
from tests.eval.conftest import Evaluate


def case(*leaves: tuple[str, str, int]) -> dict[str, Any]:
    """So many leaves of a verdict and its reasons."""
    return {
        "leaves": [
            {"part": "field", "verdict": verdict, "reasons": reasons.split()}
            for reasons, verdict, times in leaves
            for _ in range(times)
        ]
    }


def test_groups_are_taken_from_the_surest_on() -> None:
    found = groups([case(("own relation_closed:A", "right", 300), ("near", "right", 90), ("near", "misread", 10))])
    assert [(one.reasons, one.found, one.right) for one in found] == [
        (("own", "relation_closed"), 300, 300),
        (("near",), 100, 90),
    ]
    assert found[1].so_far == 390 / 400
    assert coverage(found) == 0.75
    assert coverage(found, 0.97) == 1.0


def test_few_right_ones_are_not_the_surest() -> None:
    found = groups([case(("rare", "right", 3), ("usual", "right", 500), ("usual", "misread", 1))])
    assert [one.reasons for one in found] == [("usual",), ("rare",)]


def test_what_only_one_value_has_makes_no_group() -> None:
    found = groups(
        [
            case(
                ("own stated_3_times relation_closed:A", "right", 1),
                ("own relation_closed:B stated_2_times", "right", 1),
            )
        ]
    )
    assert [one.reasons for one in found] == [("own", "relation_closed", "stated_more_than_once")]
    assert groups([case(("own", "unfound", 3))]) == ()
    assert coverage(()) is None


def test_a_run_prints_the_table_and_recognises_types(evaluate: Evaluate, cases: Any, capsys: Any) -> None:
    log = evaluate("--type", "auto")
    assert log["settings"]["report_type"] == "auto"
    reasons = [reason for one in log["cases"] for leaf in one["leaves"] for reason in leaf.get("reasons", ())]
    assert "relation_closed:J04" in reasons
    capsys.readouterr()
    assert main(["run", "--cases", str(cases), "--out", str(cases / "log.json"), "--jobs", "1"]) == 0
    assert "精确率 99% 时的覆盖" in capsys.readouterr().out
