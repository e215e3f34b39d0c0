"""`jixiao batch` and archives: each report in one is a result of its own, and none costs another."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from extractor.batch.found import Found
from extractor.cli.process import call
from fixtures import word
from fixtures.hostile import archives
from fixtures.hostile.kind import TEXT
from tests.batch.test_batch import table

HOSTILE = {kind.name: kind for kind in archives.KINDS}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with two reports, one bomb, one file of another kind; one with a password; one cut off."""
    made = tmp_path / "报告"
    made.mkdir()
    files: dict[str, bytes | str] = {
        "甲局/报告.docx": word.docx(TEXT),
        "乙局.txt": TEXT.replace("园艺", "水利"),
        "bomb.zip": HOSTILE["bomb.zip"].make(),
        "锁.zip": HOSTILE["locked.zip"].make(),
        "底表.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99),
    }
    (made / "上报材料.zip").write_bytes(archives.archive(files, gbk=True))
    (made / "加密.zip").write_bytes(HOSTILE["locked.zip"].make())
    (made / "半截.zip").write_bytes(HOSTILE["half.zip"].make())
    (made / "丙局.txt").write_text(TEXT, "utf-8")
    return made


def _states(out: Path) -> dict[str, str]:
    head, *rows = table(out)
    return {row[0]: f"{row[1]} {row[head.index('说明')].split(' ')[0]}".split("；")[0] for row in rows}


def _results(out: Path) -> dict[str, Any]:
    return {path.relative_to(out).as_posix(): json.loads(path.read_bytes()) for path in out.rglob("*.json")}


def test_each_report_in_an_archive_is_a_result_and_a_bad_one_costs_itself(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "结果"
    assert call(["batch", str(folder), "-o", str(out), "--jobs", "2"]) == 3  # that of the first that failed
    said = capsys.readouterr()
    assert "完成 3 份，没有读成 4 份" in said.out
    assert "按扩展名不是报告，没有读：上报材料.zip/底表.xls" in said.err
    states = {name: said.split(" ") for name, said in _states(out).items()}
    assert {name: code for name, (_, code) in states.items() if code.startswith("E_")} == {
        "上报材料.zip/bomb.zip/big.txt": "E_LIMIT",
        "上报材料.zip/锁.zip/a.txt": "E_ENCRYPTED",
        "加密.zip/a.txt": "E_ENCRYPTED",
        "半截.zip": "E_CORRUPT",
    }
    done = {name for name, (state, _) in states.items() if state == "完成"}
    assert done == {"丙局.txt", "上报材料.zip/甲局/报告.docx", "上报材料.zip/乙局.txt"}
    results = _results(out)
    assert set(results) == {f"{name}.json" for name in states}
    for name in done:
        assert results[f"{name}.json"]["source"]["path"] == str(folder / name)
        assert results[f"{name}.json"]["fields"]["three_public.final"]["value"] == "6.37"


def test_what_is_done_in_an_archive_is_not_done_again(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "结果"
    command = ["batch", str(folder), "-o", str(out)]
    assert call(command) == 3
    done = [out / f"{name}.json" for name in ("丙局.txt", "上报材料.zip/甲局/报告.docx", "上报材料.zip/乙局.txt")]
    before = [path.stat().st_mtime_ns for path in done]
    assert call(command) == 3
    assert [path.stat().st_mtime_ns for path in done] == before
    assert "完成 3 份（其中 3 份以前已经做完，没有重做）" in capsys.readouterr().out
    journal = out / "进度.jsonl"  # as if ended after the first report of the archive
    kept = [line for line in journal.read_text("utf-8").splitlines() if "甲局" not in json.loads(line)["name"]]
    journal.write_text("\n".join(kept) + "\n", "utf-8")
    assert call(command) == 3
    assert [path.stat().st_mtime_ns != at for path, at in zip(done, before, strict=True)] == [False, True, False]
    (folder / "上报材料.zip").write_bytes(archives.archive({"甲局/报告.docx": word.docx(TEXT), "丁局.txt": TEXT}))
    assert call(command) == 4  # the bomb is gone, and the first that fails is the one with a password
    assert set(_states(out)) >= {"上报材料.zip/丁局.txt", "上报材料.zip/甲局/报告.docx"}
    assert "上报材料.zip/乙局.txt" not in _states(out)
    assert "其中 1 份以前已经做完" in capsys.readouterr().out


def test_an_archive_may_be_given_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "材料.zip", tmp_path / "结果"
    path.write_bytes(archives.archive({"a.txt": TEXT, "../../b.txt": TEXT}))
    assert call(["batch", str(path), "-o", str(out)]) == 0
    assert set(_results(out)) == {"材料.zip/a.txt.json", "材料.zip/__/__/b.txt.json"}


def test_one_file_in_an_archive_may_be_given(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inner, missing = folder / "上报材料.zip" / "甲局" / "报告.docx", folder / "上报材料.zip" / "没有.docx"
    assert call(["batch", str(inner), "-o", str(tmp_path / "结果")]) == 0
    assert list(_results(tmp_path / "结果")) == ["报告.docx.json"]
    assert call(["batch", str(inner), str(missing), "-o", str(tmp_path / "结果")]) == 3
    assert "上报材料.zip 里没有 没有.docx" in capsys.readouterr().err
    assert call(["batch", str(folder / "没有.zip" / "报告.docx"), "-o", str(tmp_path / "结果")]) == 2


def test_names_that_no_file_can_have_end_no_run(tmp_path: Path) -> None:
    path, out = tmp_path / "怪.zip", tmp_path / "结果"
    names = [
        "长" * 200 + ".txt",
        "a\x1b[31m.txt",
        "a:b?.txt",
        "c.txt",
        "c.txt.json/d.txt",
        "/".join("深" * 600) + ".txt",
    ]
    path.write_bytes(archives.archive(dict.fromkeys(names, TEXT)))
    assert call(["batch", str(path), "-o", str(out)]) == 0
    results = _results(out)
    assert sorted(one["source"]["path"] for one in results.values()) == sorted(f"{path}/{name}" for name in names)
    assert "怪.zip/c.txt.json" in results
    assert not [name for name in results if not name.isprintable()]


def test_a_pipe_is_waited_for_by_nobody(tmp_path: Path) -> None:
    made, out = tmp_path / "报告", tmp_path / "结果"
    made.mkdir()
    (made / "a.txt").write_text(TEXT, "utf-8")
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes with a name")
    os.mkfifo(made / "管道.pdf")
    command = ["batch", str(made), "-o", str(out)]
    assert call(command) == call(command) == 3
    assert Found(made / "管道.pdf", "管道.pdf").digest() == ""
