"""Report types on the command line: list them, check one's own, read with it; several reports in one file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.cli import process
from tests.cli.conftest import Run
from tests.extraction.test_recognise import DEPARTMENT, FENCES, NOTICE, SAPLINGS


def call(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = process.call([str(argument) for argument in arguments])
    return code, *capsys.readouterr()


def test_types_lists_them(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "types", "--fields")
    assert code == 0
    assert "department  部门整体支出绩效自评报告（" in out
    assert "project.name" in out
    assert "项目名称" in out
    listed = json.loads(call(capsys, "types", "--json")[1])
    assert [one["name"] for one in listed] == ["department", "project"]
    assert {"path": "execution_rate", "name": "预算执行率", "kind": "quantity", "unit": "percent"} in listed[1][
        "fields"
    ]


def test_types_check_says_line_and_exit_code(capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path) -> None:
    code, out, err = call(capsys, "types", "check", root / "docs/own-type.yaml")
    assert (code, err) == (0, "")
    assert "没有问题" in out
    code, out, _ = call(capsys, "types", "check", root / "docs/own-type.yaml", root / "docs/own-type.wrong.yaml")
    assert code == 2
    assert "第 7 行：" in out
    assert "有 7 处要改。" in out
    code, out, err = call(capsys, "types", "check", tmp_path / "none.yaml")
    assert (code, out) == (3, "")
    assert "找不到文件" in err


def test_a_type_that_is_wrong_stops_before_the_first_file(
    capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path
) -> None:
    code, out, err = call(capsys, "extract", tmp_path / "none.txt", "--type", root / "docs/own-type.wrong.yaml")
    assert (code, out) == (2, "")
    assert "第 5 行" in err


def test_a_bureaus_own_report_is_read_by_its_own_type(capsys: pytest.CaptureFixture[str], root: Path) -> None:
    files = root / "docs/own-type.txt", "--type", root / "docs/own-type.yaml"
    code, out, _ = call(capsys, "check", *files, "--json")
    (read,) = json.loads(out)
    values = {path: field["value"] for path, field in read["fields"].items()}
    assert code == 0
    assert read["report_type"] == "approval"
    assert values["approval.accepted"] == "12500"
    assert values["approval.completed"] == "12250"
    assert values["approval.rate"] == "98.00"
    assert values["approval.windows"] == "28"
    assert values["approval.leader"] == "方知远"
    assert values["approval.level"] == "一类"
    assert values["final.expenditure_total"] == "842.80"
    assert "relation_closed:X02" in read["fields"]["approval.rate"]["reasons"]
    assert {"RELATION.X01", "RELATION.X02"} <= {one["code"] for one in read["relations"]["items"]}


def test_an_own_relation_that_fails_is_a_finding(
    capsys: pytest.CaptureFixture[str], root: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "a.txt"
    wrong.write_text((root / "docs/own-type.txt").read_text("utf-8").replace("办结率98.00%", "办结率99.00%"), "utf-8")
    code, out, _ = call(capsys, "check", wrong, "--type", root / "docs/own-type.yaml", "--json")
    assert code == 1
    assert any("X02" in finding["code"] for finding in json.loads(out)[0]["findings"])


@pytest.fixture
def several(tmp_path: Path) -> Path:
    path = tmp_path / "several.txt"
    path.write_text(f"{DEPARTMENT}\n{SAPLINGS}\n{FENCES}", "utf-8")
    return path


def test_several_reports_in_one_file(capsys: pytest.CaptureFixture[str], several: Path) -> None:
    read, *others = json.loads(call(capsys, "extract", several, "--json")[1])
    assert others == []
    assert read["report_type"] == "department"
    assert [one["report_type"] for one in read["reports"]] == ["department", "project", "project"]
    assert {key: value for key, value in read.items() if key != "reports"} == read["reports"][0]
    assert [one["fields"]["score.total"]["value"] for one in read["reports"]] == ["95.5", "88", "86.5"]
    ends = [tuple(one["span"]) for one in read["reports"]]
    assert ends == sorted(ends)


def test_each_of_several_reports_is_checked(capsys: pytest.CaptureFixture[str], several: Path) -> None:
    several.write_text(several.read_text("utf-8").replace("得分86.5分", "得分186.5分"), "utf-8")
    code, out, _ = call(capsys, "check", several, "--json")
    (read,) = json.loads(out)
    assert code == 1
    assert read["findings"] == []
    assert [bool(one["findings"]) for one in read["reports"]] == [False, False, True]
    out = call(capsys, "check", several, "--fields")[1]
    assert "（第 3 份，共 3 份）  项目支出绩效自评报告" in out
    assert "核对了" in out


def test_leftovers_only_when_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DEPARTMENT.replace("二、预算", "全年植树12万株。\n\n二、预算"), "utf-8")
    assert "leftovers" not in json.loads(call(capsys, "extract", path, "--json")[1])[0]
    (left,) = json.loads(call(capsys, "extract", path, "--json", "--leftovers")[1])[0]["leftovers"]
    assert (left["value"], left["unit"], left["around"]) == ("12", "万株", "全年植树12万株。")
    assert left["evidence"]["quote"] == "12万株"
    assert "没有归入任何字段的数字】共 1 个" in call(capsys, "extract", path, "--leftovers")[1]


def test_a_file_without_a_report_is_warned_of(jixiao: Run, tmp_path: Path, root: Path) -> None:
    (tmp_path / "notice.txt").write_text(NOTICE, "utf-8")
    (tmp_path / "readme.txt").write_text((root / "README.en.md").read_text("utf-8"), "utf-8")
    for verb in ("extract", "check"):
        done = jixiao(verb, "notice.txt", "readme.txt", "--json")
        assert done.returncode == 0
        for read in json.loads(done.stdout):
            assert any(said.startswith("没有找到") for said in read["warnings"])
        assert "没有找到自评报告" in jixiao(verb, "notice.txt").stdout.decode()
