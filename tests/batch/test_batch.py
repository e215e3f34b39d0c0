"""`jixiao batch`: bad files go on, what is done is not done again, and questions may be put off."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from extractor.cli.process import call
from tests.batch.server import BatchServer
from tests.llm.server import Act, _answer, hallucinating, pointed, serving

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("qinghe-county-hrss-2023", "jiangbei-district-education-2021", "lingtai-city-water-2022")
PERSON = "联系人：欧阳小明　手机：13912345678\n"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "报告"
    for name in NAMES:
        (folder / name).mkdir(parents=True)
        text = (ROOT / "fixtures/reports" / name / "report.txt").read_text("utf-8")
        (folder / name / "自评.txt").write_text(text + "\n" + PERSON, "utf-8")
    return folder


@pytest.fixture(scope="module")
def one_server() -> Iterator[BatchServer]:
    with serving(BatchServer()) as server:
        assert isinstance(server, BatchServer)
        yield server


@pytest.fixture
def server(one_server: BatchServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BatchServer:
    one_server.does(Act(text=reading))
    one_server.asks, one_server.refused = 0, ""
    for store in (one_server.fails, one_server.files, one_server.batches, one_server.lines):
        store.clear()
    monkeypatch.setenv("JIXIAO_ISOLATE", "false")  # text files; a child process for each run would only take time
    monkeypatch.setenv("JIXIAO_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", one_server.url)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    return one_server


def reading(body: Mapping[str, Any]) -> str:
    """A model that reads one thing right, where it stands, and quotes nothing."""
    asked = body["messages"][-1]["content"]
    if "quotes" in json.dumps(body.get("response_format", {})) or '"quotes"' in body["messages"][0]["content"]:
        return '{"quotes": []}'
    score = re.search(r"自评(?:总分|得分|为)?[^{}\n，]{0,12}?分\{(\d+)\}", asked)
    code = re.search(r"^(\w+) 绩效评价得分 ", asked, re.MULTILINE)
    return pointed([f"{code[1]}{score[1]}"] if score and code else [])


def results(out: Path) -> dict[str, Any]:
    found = {path.relative_to(out).as_posix(): json.loads(path.read_text("utf-8")) for path in out.rglob("*.txt.json")}
    return {name: {**one, "usage": None, "receipt": None} for name, one in found.items()}


def table(out: Path) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(out / "汇总.xlsx")).get_sheet_by_index(0).to_python()


def test_a_bad_file_goes_on_and_is_said(reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (reports / "坏的.pdf").write_bytes(b"%PDF-1.7 nothing")
    (reports / "~$锁.docx").write_bytes(b"x")
    (reports / "材料.rar").write_bytes(b"Rar!")
    out = tmp_path / "结果"
    assert call(["batch", str(reports), "-o", str(out), "--jobs", "2"]) == 3
    said = capsys.readouterr()
    assert "完成 3 份，没有读成 1 份" in said.out
    assert "没有读成：坏的.pdf（E_CORRUPT" in said.err
    assert "没有读：材料.rar" in said.err
    assert "锁" not in said.err
    head, *rows = table(out)
    assert [row[0] for row in rows] == [*sorted(f"{name}/自评.txt" for name in NAMES), "坏的.pdf"]
    assert [row[1] for row in rows] == ["完成", "完成", "完成", "没有读成"]
    assert rows[0][head.index("部门名称")] == "江陂区教育局"
    assert json.loads((out / "坏的.pdf.json").read_text("utf-8"))["error"]["code"]
    assert set(results(out)) == {f"{name}/自评.txt.json" for name in NAMES}


def test_what_is_done_is_not_done_again(reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "结果"
    assert call(["batch", str(reports), "-o", str(out)]) == 0
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.txt.json")}
    changed, lost = (f"{name}/自评.txt" for name in NAMES[:2])
    with (reports / changed).open("a", encoding="utf-8") as file:
        file.write("补充一行。\n")
    (out / f"{lost}.json").unlink()
    with (out / "进度.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"name": "cut off in the mid')
    assert call(["batch", str(reports), "-o", str(out)]) == 0
    again = {path for path in before if not path.exists() or path.stat().st_mtime_ns != before[path]}
    assert again == {out / f"{changed}.json", out / f"{lost}.json"}
    assert "完成 3 份（其中 1 份以前已经做完，没有重做）" in capsys.readouterr().out


def test_put_off_it_comes_to_the_same(reports: Path, server: BatchServer, tmp_path: Path) -> None:
    program = [sys.executable, "-c", "from extractor.cli import main; main()"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*program, "batch", str(reports), "-o", str(tmp_path / "a")], env=environment, check=True)
    calls = server.calls
    assert calls >= 6
    assert call(["batch", str(reports), "-o", str(tmp_path / "b"), "--via", "batch-api"]) == 0
    assert server.calls == calls  # all came out of what the first run kept: the same requests, word for word
    (tmp_path / "cache/jixiao/answers.sqlite").unlink()
    assert call(["batch", str(reports), "-o", str(tmp_path / "c"), "--via", "batch-api"]) == 0
    assert server.calls == calls
    assert results(tmp_path / "a") == results(tmp_path / "b") == results(tmp_path / "c")
    assert len({line["custom_id"] for line in server.lines}) == len(server.lines) == calls
    assert not server.files  # nothing is left at the endpoint, nor here
    assert not list((tmp_path / "c/.batch").glob("*.jsonl"))
    one = json.loads((tmp_path / "c" / NAMES[0] / "自评.txt.json").read_text("utf-8"))
    assert one["fields"]["score.total"]["engines"] == ["rules", "model"]
    assert one["receipt"]["via"] == "batch-api"
    sent = json.dumps(server.lines, ensure_ascii=False)
    assert "欧阳小明" not in sent
    assert "13912345678" not in sent
    assert call(["batch", str(reports), "-o", str(tmp_path / "c"), "--via", "batch-api"]) == 0
    assert len(server.lines) == calls


def test_left_alone_and_taken_up_again_nothing_is_paid_twice(
    reports: Path, server: BatchServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server.asks = 3
    command = ["batch", str(reports), "-o", str(tmp_path / "o"), "--via", "batch-api", "--wait", "0"]
    assert call(command) == 0
    assert "等待批量答复 3 份" in capsys.readouterr().out
    state = tmp_path / "o/.batch/state.json"
    cut = json.loads(state.read_text())
    for ticket in cut["files"].values():
        ticket.pop("batch")  # as if killed between sending and noting the name
    state.write_text(json.dumps(cut))
    for _ in range(12):
        assert call(command) == 0
    assert "完成 3 份。" in capsys.readouterr().out
    names = [line["custom_id"] for line in server.lines]
    assert len(names) == len(set(names))
    assert server.calls == 0


def test_carried_to_a_model_and_back(reports: Path, server: BatchServer, tmp_path: Path) -> None:
    exchange = tmp_path / "交换"
    command = ["batch", str(reports), "-o", str(tmp_path / "o"), "--via", "batch-api", "--exchange", str(exchange)]
    asked: list[str] = []
    for round_ in range(6):
        assert call(command) == 0
        lines = [json.loads(text) for path in exchange.glob("requests-*") for text in path.read_text().splitlines()]
        if not lines:
            break
        (exchange / "answers").mkdir(exist_ok=True)
        with (exchange / "answers" / f"{round_}.jsonl").open("w", encoding="utf-8") as file:
            file.write('{"custom_id": "nobody asked", "response": {"status_code": 200, "body": {}}}\nnot json\n')
            for line in lines:
                asked.append(line["custom_id"])
                body = json.loads(_answer(Act(text=reading), line["body"]))
                answer = {"custom_id": line["custom_id"], "response": {"status_code": 200, "body": body}, "error": None}
                file.write(json.dumps(answer) + "\n")
    assert (server.calls, server.lines) == (0, [])
    assert len(asked) == len(set(asked)) >= 6
    assert {one["engine"] for one in results(tmp_path / "o").values()} == {"hybrid"}


def test_what_fails_is_asked_again_and_then_left_to_the_rules(
    reports: Path, server: BatchServer, tmp_path: Path
) -> None:
    server.fails[1] = (500, {"error": {"message": "boom"}})
    assert call(["batch", str(reports), "-o", str(tmp_path / "a"), "--via", "batch-api"]) == 0
    assert {one["engine"] for one in results(tmp_path / "a").values()} == {"hybrid"}
    server.fails.update(dict.fromkeys(range(1, 9), (400, {"error": {"code": "data_inspection_failed"}})))
    (tmp_path / "cache/jixiao/answers.sqlite").unlink()
    server.lines.clear()
    assert call(["batch", str(reports), "-o", str(tmp_path / "b"), "--via", "batch-api"]) == 0
    assert {one["engine"] for one in results(tmp_path / "b").values()} == {"rules"}
    assert len(server.lines) == 3
    assert all("内容过滤" in "".join(one["warnings"]) for one in results(tmp_path / "b").values())


def test_a_mode_that_the_endpoint_does_not_know_is_followed_by_the_next(
    reports: Path, server: BatchServer, tmp_path: Path
) -> None:
    server.refused = "json_schema"
    assert call(["batch", str(reports), "-o", str(tmp_path / "o"), "--via", "batch-api"]) == 0
    assert {one["engine"] for one in results(tmp_path / "o").values()} == {"hybrid"}


def test_answers_that_are_no_good_change_nothing_and_are_paid_for_once(
    reports: Path, server: BatchServer, tmp_path: Path
) -> None:
    chance = random.Random(7)
    server.does(Act(text=lambda body: "不会" if chance.random() < 0.5 else hallucinating(3)(body)))
    assert call(["batch", str(reports), "-o", str(tmp_path / "o"), "--via", "batch-api"]) == 0
    names = [line["custom_id"] for line in server.lines]
    assert len(names) == len(set(names))
    assert call(["batch", str(reports), "-o", str(tmp_path / "r"), "--engine", "rules"]) == 0
    for name, one in results(tmp_path / "r").items():
        mine = results(tmp_path / "o")[name]["fields"]
        assert {p: f["value"] for p, f in mine.items()} == {p: f["value"] for p, f in one["fields"].items()}


@pytest.mark.parametrize("way", [[], ["--exchange", "交换"]])
def test_marked_files_and_offline_runs_send_nothing(
    way: list[str], reports: Path, server: BatchServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = reports / NAMES[0] / "自评.txt"
    secret.write_text("机密★10年\n" + secret.read_text("utf-8"), "utf-8")
    command = ["batch", str(reports), "-o", str(tmp_path / "o"), "--via", "batch-api", *way]
    if way:
        assert call(command) == 0
        lines = "".join(path.read_text() for path in Path("交换").glob("requests-*"))
        assert lines.count("custom_id") == 2
        assert "机密★" not in lines
        assert call([*command[:3], str(tmp_path / "p"), *command[4:], "--offline"]) == 6
    else:
        monkeypatch.setenv("OPENAI_BASE_URL", "https://model.example.invalid/v1")
        assert call([*command, "--offline"]) == 6
    assert (server.calls, server.lines) == (0, [])


def test_names_that_are_not_utf_8_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, out = tmp_path / "报告", tmp_path / "结果"
    made.mkdir()
    names = [os.fsdecode("报告.txt".encode("gbk")), os.fsdecode("空的.txt".encode("gbk"))]
    try:
        (made / names[0]).write_bytes((ROOT / "fixtures/reports" / NAMES[0] / "report.txt").read_bytes())
        (made / names[1]).write_bytes(b"")
    except OSError:
        pytest.skip("this system takes no such names")
    for said in ("完成 1 份，没有读成 1 份", "完成 1 份（其中 1 份以前已经做完，没有重做），没有读成 1 份"):
        assert call(["batch", str(made), "-o", str(out)]) == 3
        assert said in capsys.readouterr().out
    assert (out / f"{names[0]}.json").is_file()
