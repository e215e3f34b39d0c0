"""The page of a log, and the draft of a gold file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.cases import read_gold
from eval.process import main

Evaluate = Callable[..., dict[str, Any]]


def test_the_page_shows_each_wrong_field_beside_its_strip_of_the_page(evaluate: Evaluate, tmp_path: Path) -> None:
    log = evaluate("--form", "pdf")
    assert main(["show", str(tmp_path / "log.json")]) == 0
    page = (tmp_path / "log.html").read_text(encoding="utf-8")
    assert "staffing.on_duty" in page
    assert "2<mark>8</mark>人" in page
    assert "2<mark>7</mark>人" in page
    assert "data:image/jpeg;base64," in page
    assert 'class="gold"' in page or 'class="got"' in page
    assert log["cases"][0]["family"] in page


def test_the_page_asks_the_network_nothing_and_runs_nothing(evaluate: Evaluate, tmp_path: Path) -> None:
    evaluate()
    main(["show", str(tmp_path / "log.json"), "-o", str(tmp_path / "page.html")])
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert not re.search(r"https?://|<script|<link|url\(", page)
    assert "default-src 'none'" in page


def test_the_words_of_a_report_are_no_markup(evaluate: Evaluate, cases: Path, tmp_path: Path) -> None:
    path = cases / "water" / "gold.json"
    gold = json.loads(path.read_text(encoding="utf-8"))
    gold["problems"] = ["<img src=x onerror=alert(1)>"]
    path.write_text(json.dumps(gold), encoding="utf-8")
    evaluate()
    main(["show", str(tmp_path / "log.json"), "-o", str(tmp_path / "page.html")])
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_a_brief_log_has_a_page_too(evaluate: Evaluate, tmp_path: Path) -> None:
    evaluate()
    main(["keep", str(tmp_path / "log.json"), "-o", str(tmp_path / "brief.json")])
    assert main(["show", str(tmp_path / "brief.json"), "-o", str(tmp_path / "page.html")]) == 0


def test_a_draft_of_a_gold_file_scores_itself_perfect(cases: Path, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    report = folder / "某局.txt"
    report.write_bytes((cases / "flat.txt").read_bytes())
    assert main(["label", str(report)]) == 0
    gold = read_gold(folder / "某局.gold.json")
    assert f"{gold['fields']['final.expenditure_total']['value']}" == "1200.50"
    assert gold["fields"]["fiscal_year"]["value"] == 2023
    assert gold["problems"][0].startswith("预算编制不够细")
    out = tmp_path / "log.json"
    assert main(["run", "--cases", str(folder), "--out", str(out), "--jobs", "1", "--quiet"]) == 0
    log = json.loads(out.read_text(encoding="utf-8"))
    assert log["totals"]["perfect"][0] == 1.0
    assert log["totals"]["grounding"]["span"][0] == log["totals"]["grounding"]["span"][1] > 0


def test_a_corrected_gold_file_is_not_overwritten(
    cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = cases / "water" / "report.txt"
    assert main(["label", str(report)]) == 2
    assert "已经有了" in capsys.readouterr().err
    assert main(["label", str(report), "--force"]) == 0


def test_figures_as_markdown(evaluate: Evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evaluate("--form", "text", "--form", "pdf")
    capsys.readouterr()
    assert main(["table", str(tmp_path / "log.json")]) == 0
    head, rule, *rows = capsys.readouterr().out.splitlines()
    assert head.count("|") == rule.count("|")
    assert [row.split(" | ")[1] for row in rows] == ["文本", "PDF"]
    assert all(row.count("|") == head.count("|") for row in rows)
