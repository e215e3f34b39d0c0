"""`extract` and `check`, from the shell to the exit code, on the sample reports."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor import load_type
from extractor.checks.registry import checks
from extractor.cli import chinese, process
from tests.cli.conftest import Run


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A report whose figures agree."""
    path = tmp_path / "clean.txt"
    path.write_text(
        "某县某局2023年度部门整体支出绩效自评报告\n一、部门基本情况\n核定编制人数 10 人，年末在职 8 人。\n", "utf-8"
    )
    return path


@pytest.mark.parametrize("verb", ["extract", "check"])
def test_missing_broken_good(jixiao: Run, good: Path, tmp_path: Path, verb: str) -> None:
    """The case of the issue: two error objects, one result, the exit code of the contract, no traceback."""
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of a PDF follows")
    done = jixiao(verb, "missing.pdf", "broken.pdf", good, "--json")
    missing, broken, result = json.loads(done.stdout)
    assert done.returncode == 3
    assert missing["error"]["code"] == "E_MISSING"
    assert broken["error"]["code"] == "E_CORRUPT"
    assert result["source"]["path"] == str(good)
    assert result["fields"]["three_public.final"]["value"] == "6.37"
    assert b"Traceback" not in done.stdout + done.stderr


def test_every_declared_field_is_in_the_json(jixiao: Run, good: Path) -> None:
    (got,) = json.loads(jixiao("extract", good, "--json", "--type", "department").stdout)
    assert list(got["fields"]) == list(load_type("department").fields)
    assert got["report_type"] == "department"
    assert got["engine"] == "rules"


def test_a_quote_stands_in_the_text(jixiao: Run, good: Path) -> None:
    (got,) = json.loads(jixiao("extract", good, "--json").stdout)
    (document,) = json.loads(jixiao("read", good, "--json").stdout)
    for field in got["fields"].values():
        if field["state"] == "found":
            start, end = field["evidence"]["span"]
            assert document["text"][start:end] == field["evidence"]["quote"]


@pytest.mark.parametrize(("flags", "code"), [([], 1), (["--fail-on", "explain"], 1), (["--fail-on", "never"], 0)])
def test_findings_give_exit_code_1(jixiao: Run, good: Path, flags: list[str], code: int) -> None:
    assert jixiao("check", good, "--json", *flags).returncode == code


def test_nothing_found_gives_0(jixiao: Run, clean: Path) -> None:
    done = jixiao("check", clean, "--fail-on", "explain")
    assert done.returncode == 0, done.stdout.decode()
    assert "没有发现问题" in done.stdout.decode()


def test_an_input_that_failed_outweighs_findings(jixiao: Run, good: Path) -> None:
    assert jixiao("check", good, "missing.pdf", "--json").returncode == 3


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_person_reads_fields_and_findings(jixiao: Run, good: Path, encoding: str) -> None:
    done = jixiao("check", good, "--fields", PYTHONIOENCODING=encoding)
    shown = done.stdout.decode(encoding)
    assert done.stderr == b""
    for words in ("“三公”经费决算", "6.37万元", "【存在问题】共 3 条", "[错误]", "可能应为", "核对了"):
        assert words in shown


def test_a_type_that_does_not_exist(jixiao: Run, good: Path) -> None:
    done = jixiao("check", good, "--type", "nothing")
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


def test_a_scan(jixiao: Run, good: Path) -> None:
    """What `make run` does."""
    done = jixiao("check", good.with_name("report.scan.pdf"), "--json", "--fail-on", "never", "--offline")
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    (got,) = json.loads(done.stdout)
    assert got["source"]["scanned_pages"] == got["source"]["pages"] > 0
    assert got["fields"]["three_public.final"]["value"] == "6.37"
    assert got["findings"]


def test_explain_says_what_a_code_stands_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert process.call(["check", "--explain", "unit_slip"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("UNIT_SLIP\n  金额单位")
    assert max(map(chinese.cells, shown.splitlines())) <= 80


def test_explain_without_a_code_lists_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert process.call(["check", "--explain"]) == 0
    shown = capsys.readouterr().out
    assert {rule.code for rule in checks()} <= {line.split(" ")[0] for line in shown.splitlines()}
    assert "\nRELATION.S01 " in shown
    assert max(map(chinese.cells, shown.splitlines())) <= 80


def test_explain_of_a_relation_and_of_one_of_an_own_type(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert process.call(["check", "--explain", "RELATION.A01"]) == 0
    assert "资产总额 = 负债总额 + 净资产" in capsys.readouterr().out
    own = root / "docs" / "own-type.yaml"
    code = f"RELATION.{load_type(str(own)).relations[-1].id}"
    assert process.call(["check", "--type", str(own), "--explain", code]) == 0
    assert capsys.readouterr().out.startswith(code)


def test_explain_of_an_unknown_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert process.call(["check", "--explain", "UNIT_SLIPS"]) == 2
    assert "没有 UNIT_SLIPS 这个代码（是不是 UNIT_SLIP" in capsys.readouterr().err


def test_numbers_lists_what_is_left(jixiao: Run, good: Path) -> None:
    short = jixiao("check", good).stdout.decode()
    full = jixiao("check", good, "--numbers").stdout.decode()
    (got,) = json.loads(jixiao("check", good, "--json").stdout)
    numbers = got["numbers"]
    assert f"{numbers['total']} 个数字中 {numbers['accounted']} 个已核对" in short
    assert numbers["total"] == numbers["accounted"] + len(numbers["alone"])
    assert "加 --numbers 全部列出" in short
    assert "加 --numbers 全部列出" not in full
    assert len(full.splitlines()) == len(short.splitlines()) + len(numbers["alone"]) - 8 - 1
