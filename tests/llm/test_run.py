"""Whole runs: prompts and their example, resume after kill -9, many calls at once, the command line, recorded answers."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import BaseModel

from extractor import prompts
from extractor.cli.process import call
from extractor.errors import JixiaoError
from extractor.extraction import extract
from extractor.extraction.answers import Codes, Pointed, entries, lines
from extractor.extraction.candidates import Checker
from extractor.extraction.mentions import mentions
from extractor.extraction.numbered import number, parts
from extractor.llm import Question, Shield, disconnect
from extractor.llm.backends import Recorded
from extractor.model import Document
from extractor.reading import read
from extractor.reports import load
from extractor.settings import Settings
from tests.llm.conftest import Connect
from tests.llm.server import Act, Server, pointed

ROOT = Path(__file__).resolve().parents[2]
DEPARTMENT = load("department")
REPORT = ROOT / "fixtures/reports/qinghe-county-hrss-2023/report.txt"
EMPTY = pointed()


class Answer(BaseModel):
    answer: list[str]


def test_prompts_say_what_is_missing() -> None:
    with pytest.raises(JixiaoError, match=r"缺少 document、fields.*没有 text"):
        prompts.load("fields").fill(text="x")
    with pytest.raises(JixiaoError, match=r"没有的\.md"):
        prompts.load("没有的")
    for text in ("## system\na\n## user\nb", "<!-- version: 1 -->\n## system\nonly"):
        with pytest.raises(JixiaoError, match="写法不对"):
            prompts.parse("x", text)
    first = prompts.parse("x", "<!-- version: 1 -->\n## system\na $$\n## user\n{$b}")
    assert first.fill(b="{1}")[1]["content"] == "{{1}}"
    assert first.digest != prompts.parse("x", "<!-- version: 1 -->\n## system\na\n## user\n{$b}").digest


@pytest.mark.parametrize("name", ["fields", "confirm"])
def test_the_document_comes_first_and_the_fields_last(name: str) -> None:
    user = prompts.load(name).user
    assert user.index("$document") < user.index("$fields") == len(user) - len("$fields")
    assert "$" not in prompts.load(name).system


def test_the_example_of_the_prompt_is_grounded() -> None:
    """Its text is numbered as the program numbers it, and every pointer of its answer is accepted."""
    system = prompts.load("fields").system
    shown, fields, answer = re.split(r"\n(?:清单|回答)：\n", system.split("正文：\n", 1)[1])
    text = "\n".join(re.sub(r"\{\d+\}", "", line.split("|", 1)[1]) for line in shown.splitlines())
    document = Document("example", text, (), ())
    numbered = number(document)
    assert numbered.show(range(1, len(numbered.lines) + 1), Shield()) == shown
    checker = Checker(numbered, DEPARTMENT, mentions(document, DEPARTMENT))
    codes = Codes(DEPARTMENT.fields)
    given = Pointed.model_validate_json(answer)
    for entry in entries(given.figures):
        one = codes.pointer(entry)
        assert one is not None
        checker.figure(one.path, one.number)
    for entry in given.words:
        one = codes.pointer(entry)
        assert one is not None
        checker.words(one.path, one.number, one.quote)
    for entry in (*entries(given.problems), *entries(given.measures)):
        place = lines(entry)
        assert place is not None
        assert numbered.span(place.first, place.last) is not None
    for line in fields.splitlines():
        code, name, _ = line.split(" ")
        assert code in {codes.of(path) for path, spec in DEPARTMENT.fields.items() if spec.name == name}


def test_a_long_report_is_asked_in_parts(server: Server, connect: Connect) -> None:
    document = read(REPORT, Settings())
    numbered = number(document)
    shown = parts(numbered, 1000)
    assert [line for part in shown for line in part] == list(range(1, len(numbered.lines) + 1))
    server.does(Act(text=EMPTY))
    extract(document, DEPARTMENT, "hybrid", connect(context=1000, cache=""))
    asked = [b for b in server.bodies if "正文" in json.loads(b)["messages"][1]["content"]]
    assert len([b for b in asked if "quotes" not in b.decode()]) == len(shown) > 2


def test_an_answer_cut_off_is_asked_for_in_halves(server: Server, connect: Connect) -> None:
    cut = Act(text='{"figures": ["', finish="length")
    server.does(cut, Act(text=EMPTY))
    extract(read(REPORT, Settings()), DEPARTMENT, "hybrid", connect(cache=""))
    first, half = (json.loads(body)["messages"][1]["content"] for body in server.bodies[:2])
    assert half.split("清单：")[0] == first.split("清单：")[0]
    assert len(half.split("清单：")[1]) < 0.7 * len(first.split("清单：")[1])


def test_400_calls_for_8_slots(server: Server, connect: Connect) -> None:
    """No needless 429, nothing fails, and the time is that of the slots."""
    server.does(Act(text='{"answer": []}', delay=0.05))
    server.slots = 8
    client = connect(concurrency=8, cache="")
    ledger = client.ledger()

    def ask(n: int) -> list[str]:
        return client.ask(Question("t", ({"role": "user", "content": str(n)},), Answer, 50), ledger).value.answer

    ask(-1)
    started, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(40) as pool:
        answers = list(pool.map(ask, range(400)))
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    assert answers == [[]] * 400
    assert set(server.statuses) == {200}
    assert server.most == 8
    print(f"{seconds:.2f} s (ideal 2.5), {cpu / 400 * 1000:.1f} ms CPU a call, the server's included")


def test_killed_and_resumed_nothing_is_paid_twice(server: Server, tmp_path: Path) -> None:
    server.does(Act(text='{"answer": []}', delay=0.02))
    command = [sys.executable, "-m", "tests.llm.child", server.url, str(tmp_path / "c.sqlite")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=tmp_path) as child:
        assert child.stdout is not None
        for _ in range(8):
            child.stdout.readline()
        os.kill(child.pid, signal.SIGKILL)
    done = subprocess.run(command, capture_output=True, env=environment, cwd=tmp_path, check=True, timeout=120)
    assert len(done.stdout.split()) == 20
    asked = [json.loads(body)["messages"][0]["content"] for body in server.bodies]
    assert len(asked) <= 21  # the one in flight when it was killed may be asked again
    assert sorted(set(asked), key=int) == [str(n) for n in range(20)]


def run(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("jixiao"))
    env = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cwd), **environment}
    return subprocess.run(
        [program, *arguments], capture_output=True, text=True, cwd=cwd, env=env, timeout=120, check=False
    )


def here(*arguments: str) -> int:
    """Run a command in this process: most of a child's time is that of starting it."""
    try:
        return call(arguments)
    finally:
        disconnect()


@pytest.fixture
def configured(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    usual = {"JIXIAO_MODEL": "m", "OPENAI_BASE_URL": server.url, "XDG_CACHE_HOME": str(tmp_path)}
    for name, value in {**usual, "JIXIAO_ISOLATE": "false"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    return monkeypatch


def test_the_command_line(server: Server, tmp_path: Path) -> None:
    server.does(Act(text=EMPTY), Act(text='{"quotes": []}'))
    model = {"JIXIAO_MODEL": "m", "OPENAI_BASE_URL": server.url}
    done = run("extract", str(REPORT), "--json", cwd=tmp_path, **model)
    (found,) = json.loads(done.stdout)
    assert (done.returncode, found["engine"]) == (0, "hybrid")
    assert found["usage"]["calls"] == server.calls == 2
    assert found["receipt"]["endpoint"] == "127.0.0.1"


def test_the_command_line_with_the_model_down(
    configured: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    configured.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    configured.setenv("JIXIAO_MODEL_ATTEMPTS", "1")
    assert here("extract", str(REPORT), "--json", "--engine", "hybrid") == 0
    (found,) = json.loads(capsysbinary.readouterr().out)
    assert found["engine"] == "rules"
    assert any("没有用上模型" in warning for warning in found["warnings"])
    assert here("extract", str(REPORT), "--engine", "model") == 6
    assert "连不上模型服务" in capsysbinary.readouterr().err.decode()


def test_models_says_what_the_server_does(
    server: Server, configured: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server.does(Act(text='{"answer": "CCC"}'), Act(text='{"answer": "AAA"}'), Act(text="CCC"), Act(text=EMPTY))
    assert here("models") == 0
    said = capsys.readouterr().out
    for words in (
        "服务器上有这个模型",
        "4096 token",
        "接受，但不强制",
        "强制执行",
        "样文 8 个字段读对 0 个，读错 0 个",
    ):
        assert words in said
    configured.delenv("JIXIAO_MODEL")
    assert here("models") == 2


def test_recorded_answers_are_a_backend_like_any_other(connect: Connect, tmp_path: Path) -> None:
    folder = tmp_path / "recorded"
    folder.mkdir()
    messages = ({"role": "user", "content": "几个？"},)
    (folder / Recorded.name(messages)).write_text(json.dumps({"content": '{"answer": ["三"]}'}), "utf-8")
    client = connect(base_url=f"replay:{folder}", cache="")
    assert client.ask(Question("t", messages, Answer, 50), client.ledger()).value.answer == ["三"]
    assert client.local
