"""Runs: any folder of reports, side by side, resumed, and every kind of end a case can come to."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.cases import Case, collect
from eval.log import header
from eval.process import main
from eval.run import Partial, run, settings
from eval.work import How, work

Evaluate = Callable[..., dict[str, Any]]


def leaves(log: dict[str, Any], name: str) -> dict[str, dict[str, Any]]:
    case = next(case for case in log["cases"] if case["name"] == name)
    return {leaf["path"]: leaf for leaf in case["leaves"]}


def test_both_layouts_are_read_and_judged(evaluate: Evaluate) -> None:
    log = evaluate()
    water, flat = leaves(log, "water"), leaves(log, "flat")
    assert {leaf["verdict"] for leaf in water.values()} == {"right"}
    assert flat["staffing.on_duty"]["verdict"] == "misread"
    assert flat["staffing.on_duty"]["got"] == "27人"
    assert log["totals"]["perfect"][0] == 0.5
    assert log["totals"]["escape"]["wrong"] == 1


def test_a_log_says_what_was_measured(evaluate: Evaluate) -> None:
    log = evaluate()
    assert log["schema"] == 1
    assert log["settings"]["engine"] == "rules"
    assert len(log["code"]) == 16
    case = log["cases"][0]
    assert set(case["seconds"]) == {"read", "extract", "check"}
    leaf = leaves(log, "water")["final.expenditure_total"]
    assert leaf["gold"] == "1200.5万元"
    assert leaf["grounding"] == [None, None, True]
    assert "1200.50万元" in leaf["evidence"]["quote"]


def test_pages_ground_the_values(evaluate: Evaluate) -> None:
    log = evaluate("--form", "pdf")
    assert {case["form"] for case in log["cases"]} == {"pdf"}
    hit, known = log["totals"]["grounding"]["box"]
    assert hit == known > 0


def test_a_claim_that_the_gold_does_not_have_is_invented(evaluate: Evaluate, cases: Path) -> None:
    path = cases / "water" / "gold.json"
    gold = json.loads(path.read_text(encoding="utf-8"))
    del gold["fields"]["staffing.established"]
    path.write_text(json.dumps(gold), encoding="utf-8")
    assert leaves(evaluate(), "water")["staffing.established"]["verdict"] == "invented"
    gold["unjudged"].append("staffing.established")
    path.write_text(json.dumps(gold), encoding="utf-8")
    assert "staffing.established" not in leaves(evaluate(), "water")


def test_a_report_that_cannot_be_read_is_zero_and_the_others_go_on(evaluate: Evaluate, cases: Path) -> None:
    (cases / "flat.txt").write_bytes(b"")
    log = evaluate()
    flat = next(case for case in log["cases"] if case["name"] == "flat")
    assert flat["error"].startswith("E_EMPTY")
    assert {leaf["verdict"] for leaf in flat["leaves"]} == {"unfound"}
    assert log["totals"]["value_f1"][0] == pytest.approx(0.5)
    assert log["totals"]["failed"] == 1


def test_a_crash_is_a_result_too(evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr("eval.work.extract", crash)
    assert {case["error"] for case in evaluate()["cases"]} == {"E_BUG ZeroDivisionError: boom"}


def test_processes_give_the_same_log(evaluate: Evaluate) -> None:
    one, two = evaluate(out="one.json"), evaluate("--jobs", "2", out="two.json")
    for log in (one, two):
        for case in log["cases"]:
            case["seconds"] = {}
    assert one["cases"] == two["cases"]


def _die() -> None:
    os._exit(3)


class Deadly(Case):
    """A case that kills the process that is handed it."""

    def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
        return _die, ()


def test_a_process_that_dies_costs_one_report(cases: Path, tmp_path: Path) -> None:
    good = collect([cases])
    deadly = Deadly("deadly", "text", good[0].path, good[0].gold_path, "plain", "tune")
    log = run([good[0], deadly, good[1]], How(), 2, tmp_path / "log.json", lambda _: None)
    assert [(case["name"], bool(case["error"])) for case in log["cases"]] == [
        (good[0].name, False),
        ("deadly", True),
        (good[1].name, False),
    ]
    assert log["cases"][1]["error"].startswith("E_DIED")


def test_an_interrupted_run_goes_on_where_it_stopped(
    cases: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "log.json"
    worked: list[str] = []

    def interrupted(case: Case, how: How) -> dict[str, Any]:
        if len(worked) == 1:
            raise KeyboardInterrupt
        return resumed(case, how)

    def resumed(case: Case, how: How) -> dict[str, Any]:
        worked.append(case.name)
        return work(case, how)

    monkeypatch.setattr("eval.run.work", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(collect([cases]), How(), 1, out, lambda _: None)
    assert not out.exists()
    assert len(list(tmp_path.glob(".*.partial"))) == 1

    monkeypatch.setattr("eval.run.work", resumed)
    log = run(collect([cases]), How(), 1, out, lambda _: None)
    assert sorted(worked) == ["flat", "water"]
    assert len(log["cases"]) == 2
    assert not list(tmp_path.glob(".*.partial"))


def test_other_settings_and_changed_gold_are_measured_anew(cases: Path, tmp_path: Path) -> None:
    head = header(settings(How()))
    partial = Partial(tmp_path / "log.json", head)
    assert partial.finished() == {}
    partial.add("water · text", {"digest": "x"})
    assert Partial(tmp_path / "log.json", head).finished() == {"water · text": {"digest": "x"}}
    other = header(settings(How(ocr_threads=2)))
    assert Partial(tmp_path / "log.json", other).finished() == {}
    with partial.path.open("a", encoding="utf-8") as file:
        file.write('["flat · text", {"digest"')  # the machine stopped inside a line
    assert set(Partial(tmp_path / "log.json", head).finished()) == {"water · text"}


def test_families_are_split() -> None:
    tune, held = collect(split="tune"), collect(split="held")
    assert tune
    assert held
    assert not {case.family for case in tune} & {case.family for case in held}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "--cases", "nowhere"], "没有 nowhere 这个文件夹"),
        (["run", "--split", "tune", "--form", "fax"], "没有“fax”这种形式"),
        (["compare", "a.json", "b.json"], "读不了"),
        (["frobnicate"], "没有“frobnicate”这个命令"),
        (["run", "--engine", "magic", "--split", "tune"], "没有名为“magic”的抽取引擎"),
    ],
)
def test_mistakes_are_explained(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    if arguments[0] == "run":
        arguments += ["--out", str(tmp_path / "log.json"), "--jobs", "1"]
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [[], ["list"], ["run"], ["compare"], ["show"], ["label"], ["table"], ["keep"], ["mutations"]]
)
def test_help_is_chinese_and_has_examples(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command, "--help"]) == 0
    text = capsys.readouterr().out
    assert "用法：" in text
    assert "示例：" in text
    assert "python -m eval" in text


@pytest.mark.real
def test_the_real_reports_are_measured(real_reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "log.json"
    assert main(["run", "--cases", str(real_reports), "--out", str(out), "--quiet", "--jobs", "1"]) == 0
    log = json.loads(out.read_text(encoding="utf-8"))
    assert {case["name"] for case in log["cases"]} == {"hengyang-city-hrss-2019", "hengyang-county-hrss-2023"}
    assert all(case["checks"] is None for case in log["cases"])
