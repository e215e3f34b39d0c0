"""The program as a shell sees it: exit codes, streams, bad files, GBK consoles, pipes that close."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extractor.cli import commands, files, process
from extractor.cli.files import Job, View, each
from extractor.errors import EncryptedFileError, JixiaoError, MissingFileError, NoOcrError
from tests.cli.conftest import Run

PROGRAM = str(Path(sys.executable).with_name("jixiao"))


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7\nnothing of a PDF follows")
    return path


def test_missing_broken_good(jixiao: Run, broken: Path, good: Path) -> None:
    """The case of the issue: two error objects, one result, the exit code of the contract, no traceback."""
    done = jixiao("read", "missing.pdf", broken, good, "--json")
    missing, damaged, result = json.loads(done.stdout)
    assert done.returncode == 3
    assert missing["source"] == {"path": "missing.pdf"}
    assert missing["error"]["code"] == "E_MISSING"
    assert damaged["error"]["code"] == "E_CORRUPT"
    assert all(error["error"]["message"] and error["error"]["hint"] for error in (missing, damaged))
    assert result["source"]["path"] == str(good)
    assert "error" not in result
    assert b"Traceback" not in done.stdout + done.stderr


def test_a_person_reads_errors_on_stderr_and_text_on_stdout(jixiao: Run, good: Path) -> None:
    done = jixiao("read", "missing.pdf", good)
    assert done.returncode == 3
    assert "missing.pdf" in done.stderr.decode()
    assert "青禾县" in done.stdout.decode()
    assert "missing" not in done.stdout.decode()


def test_the_same_file_twice(jixiao: Run, good: Path) -> None:
    first, second = json.loads(jixiao("read", good, good, "--json").stdout)
    assert first == second


def test_version_imports_nothing_heavy() -> None:
    code = (
        "import sys\nfrom extractor.cli.process import call\nassert call(['--version']) == 0\n"
        "assert call(['check', '--help']) == 0\n"
        "heavy = {'numpy', 'onnxruntime', 'cv2', 'pymupdf', 'pydantic', 'rapidocr', 'yaml', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_any_console(jixiao: Run, good: Path, encoding: str) -> None:
    done = jixiao("read", good, "--outline", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert ("部门基本情况" in done.stdout.decode(encoding)) == (encoding != "ascii")


def test_json_is_utf8_on_a_gbk_console(jixiao: Run, good: Path) -> None:
    (got,) = json.loads(jixiao("read", good, "--json", PYTHONIOENCODING="gbk").stdout.decode("utf-8"))
    assert "青禾县" in got["text"]


def test_a_pattern_that_the_shell_left_alone(jixiao: Run, tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text("一、部门基本情况\n", "utf-8")
    (tmp_path / "[1].txt").write_text("一、部门基本情况\n", "utf-8")
    got = json.loads(jixiao("read", "?.txt", "[1].txt", "*.none", "--json").stdout)
    assert [one["source"]["path"] for one in got] == ["a.txt", "b.txt", "[1].txt", "*.none"]


def test_output_file(jixiao: Run, good: Path, tmp_path: Path) -> None:
    target = tmp_path / "结果.json"
    target.write_text("old")
    done = jixiao("read", good, "-o", target)
    assert (done.returncode, done.stdout) == (0, b"")
    assert json.loads(target.read_text("utf-8"))[0]["schema"] == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["结果.json"]


def test_output_that_cannot_be_written(jixiao: Run, good: Path, tmp_path: Path) -> None:
    done = jixiao("read", good, "-o", tmp_path / "no" / "such" / "folder.json")
    assert done.returncode == 7
    assert b"Traceback" not in done.stderr


def test_output_never_replaces_a_report(jixiao: Run, tmp_path: Path) -> None:
    source = tmp_path / "report.txt"
    source.write_text("一、部门基本情况\n", "utf-8")
    assert jixiao("read", source, "-o", source).returncode == 2
    assert source.read_text("utf-8") == "一、部门基本情况\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("flags", [[], ["--json"]])
def test_full_disk(good: Path, flags: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([PROGRAM, "read", good, *flags], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 7, done.stderr
    assert b"Traceback" not in done.stderr


def test_reader_that_leaves(good: Path) -> None:
    with subprocess.Popen([PROGRAM, "read", *[good] * 3], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""
    assert running.returncode == process.READER_LEFT


def test_interrupt() -> None:
    code = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a job in the background starts with it ignored
        "os.environ['JIXIAO_ISOLATE'] = '0'\nimport extractor.reading\nfrom extractor.cli import main\n"
        "extractor.reading.read = lambda path, settings: (print('started', flush=True), time.sleep(60))\n"
        "main(['read', 'x.txt', '--json'])"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stderr is not None
        assert running.stdout is not None
        assert running.stderr.readline() == b"started\n"
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=20) == 130
        assert running.stdout.read() == b""
        assert "已中断" in running.stderr.read().decode()


def test_a_model_needs_to_be_configured(jixiao: Run, good: Path) -> None:
    for engine in ("model", "hybrid"):
        done = jixiao("extract", good, "--engine", engine)
        assert done.returncode == 2
        assert "没有配置模型" in done.stderr.decode()


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("ocr_dpi = 9999", "ocr_dpi 不能大于 400"),
        ("ocr_dpi = 'x'", "ocr_dpi 要填整数"),
        ("ofline = true", "没有 ofline 这项设置"),
        ("offline = 7", "offline 要填 true 或 false"),
        ("ocr_threads = -1", "ocr_threads 不能小于 0"),
        ("ocr_engine = 1", "ocr_engine 要填文字"),
        ("= 3", "jixiao.toml 读不了"),
    ],
)
def test_wrong_settings(jixiao: Run, good: Path, tmp_path: Path, toml: str, message: str) -> None:
    (tmp_path / "jixiao.toml").write_text(toml, "utf-8")
    done = jixiao("read", good)
    assert done.returncode == 2, done.stderr
    assert message in done.stderr.decode()


def raises(error: BaseException) -> Any:
    def work(path: str) -> str:
        if path == "bad":
            raise error
        return path

    return work


def test_a_bug_in_one_file_stops_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    bad, fine = each(["bad", "fine"], raises(ZeroDivisionError("x")))
    assert fine.result == "fine"
    assert bad.error is not None
    assert (bad.error.code, bad.error.exit_code) == ("E_BUG", 70)
    assert "ZeroDivisionError" in bad.error.message
    assert "Traceback" not in capsys.readouterr().err


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("JIXIAO_DEBUG", "1")
    list(each(["bad"], raises(ZeroDivisionError("x"))))
    assert "Traceback" in capsys.readouterr().err


def test_what_a_library_prints_stays_off_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    list(each(["x"], lambda path: print("noise")))
    assert capsys.readouterr() == ("", "noise\n")


def test_the_first_failing_file_gives_the_exit_code() -> None:
    errors = {"locked": EncryptedFileError("x"), "scan": NoOcrError("x"), "gone": MissingFileError("x")}

    def work(path: str) -> str:
        if path in errors:
            raise errors[path]
        return path

    view: View[str] = View(lambda path, result: {}, lambda path, result: None)
    for order in (("ok", "scan", "locked"), ("locked", "scan"), ("gone", "ok")):
        job = Job(order, as_json=False, target=None)
        first = next(errors[path].exit_code for path in order if path in errors)
        assert job.exit_code(job.run(work, view)) == first


def test_endings_in_the_help_are_those_of_the_errors() -> None:
    def tree(kind: type[JixiaoError]) -> set[int]:
        return {kind.exit_code}.union(*(tree(sub) for sub in kind.__subclasses__()))

    listed = {int(line.split()[0]) for line in commands.ENDINGS.splitlines() if line.split()[0].isdigit()}
    assert tree(JixiaoError) | {0, commands.FINDINGS, process.INTERRUPTED} == listed


def test_progress_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert [outcome.result for outcome in files.each(["a\x1b.pdf", "b.pdf"], lambda path: path)] == [
        "a\x1b.pdf",
        "b.pdf",
    ]
    assert capsys.readouterr().out == ""
