"""Two logs: a rule that was made worse is caught, and what got better is no regression."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from eval.compare import compare
from eval.process import main

Evaluate = Callable[..., dict[str, Any]]


def run(out: Path, *arguments: str) -> dict[str, Any]:
    arguments = ("run", "--split", "tune", "--form", "text", "--jobs", "1", "--quiet", "--out", str(out), *arguments)
    assert main(arguments) == 0
    log: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return log


def test_a_worsened_rule_is_caught_on_the_small_split(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    declared = resources.files("extractor.reports").joinpath("department.yaml").read_text("utf-8")
    worsened = declared.replace("净值 净额 账面净值", "净额")
    assert worsened != declared
    own = tmp_path / "own.yaml"
    own.write_text(worsened, encoding="utf-8")
    run(tmp_path / "before.json")
    log = run(tmp_path / "after.json", "--type", str(own))
    assert log["settings"]["report_type"].startswith("own.yaml@")
    capsys.readouterr()

    assert main(["compare", str(tmp_path / "before.json"), str(tmp_path / "after.json")]) == 1
    told = capsys.readouterr().out
    assert "assets.fixed_net" in told
    assert "退步" in told
    assert main(["compare", str(tmp_path / "after.json"), str(tmp_path / "before.json")]) == 0
    assert main(["compare", str(tmp_path / "before.json"), str(tmp_path / "before.json")]) == 0


def test_a_brief_log_compares_like_the_whole(evaluate: Evaluate, tmp_path: Path) -> None:
    log = evaluate()
    brief = tmp_path / "baseline.json"
    assert main(["keep", str(tmp_path / "log.json"), "-o", str(brief)]) == 0
    kept = json.loads(brief.read_text(encoding="utf-8"))
    assert not any("evidence" in leaf or "gold_boxes" in leaf for case in kept["cases"] for leaf in case["leaves"])
    assert not compare(kept, log).changes
    assert str(tmp_path) not in brief.read_text(encoding="utf-8")


def change(log: dict[str, Any], path: str, verdict: str, got: str | None) -> dict[str, Any]:
    changed = deepcopy(log)
    leaf = next(leaf for leaf in changed["cases"][0]["leaves"] if leaf["path"] == path)
    leaf.update(verdict=verdict, got=got, edits=int(verdict != "right"))
    return changed


def test_one_lost_for_one_gained_is_no_regression_unless_strict(evaluate: Evaluate) -> None:
    log = evaluate()
    before = change(log, "staffing.established", "unfound", None)
    after = change(log, "final.basic_expenditure", "unfound", None)
    found = compare(before, after)
    assert {item.path: item.worth for item in found.changes} == {
        "staffing.established": 1,
        "final.basic_expenditure": -1,
    }
    assert not found.worse
    assert compare(before, after, strict=True).worse


def test_one_wrong_more_is_worse_though_nothing_right_was_lost(evaluate: Evaluate) -> None:
    log = evaluate()
    before = change(log, "staffing.established", "unfound", None)
    after = change(log, "staffing.established", "misread", "31人")
    assert compare(before, after).why == "读错的多了 1 处"


def test_an_engine_with_chance_is_held_to_the_paired_test(evaluate: Evaluate) -> None:
    log = evaluate()
    log["settings"]["engine"] = "model"
    after = change(log, "staffing.established", "misread", "31人")
    found = compare(log, after)
    assert found.p_worse == 0.5
    assert not found.worse


def test_logs_without_a_common_report(evaluate: Evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = evaluate()
    for case in log["cases"]:
        case["name"] += "-other"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(log), encoding="utf-8")
    assert main(["compare", str(tmp_path / "log.json"), str(other)]) == 2
    assert "没有相同的报告" in capsys.readouterr().err


def test_the_checker_is_compared_too(evaluate: Evaluate) -> None:
    log = evaluate()
    before, after = deepcopy(log), deepcopy(log)
    planted = {"quote": "项目支出400.20万元", "kind": "digit"}
    before["cases"][0]["checks"] = {"planted": [{**planted, "found_by": ["SUM"]}], "alarms": []}
    after["cases"][0]["checks"] = {"planted": [{**planted, "found_by": []}], "alarms": []}
    assert compare(before, after).why == "读对的少了 1 处"
    alarm = {"code": "SUM", "message": "合计不对", "true": False}
    after["cases"][0]["checks"] = {"planted": before["cases"][0]["checks"]["planted"], "alarms": [alarm]}
    assert compare(before, after).why == "读错的多了 1 处"
    assert not compare(after, before).worse
