"""`jixiao doctor` says what works, and what to do about what does not."""

from __future__ import annotations

import json

from tests.cli.conftest import Run


def test_all_that_is_needed_works_here(jixiao: Run) -> None:
    done = jixiao("doctor", "--json")
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert done.returncode == 0
    assert {"程序", "PDF", "文字识别", "隔离", "LibreOffice", "中文字体", "内存", "模型"} == set(found)
    assert all(found[name]["works"] for name in ("PDF", "文字识别", "隔离"))


def test_what_is_missing_comes_with_the_next_step(jixiao: Run) -> None:
    done = jixiao("doctor", JIXIAO_OFFICE="no-such-program", JIXIAO_ISOLATE="false")
    lines = done.stdout.decode().splitlines()
    at = next(i for i, line in enumerate(lines) if "LibreOffice" in line)
    assert lines[at].startswith("[注意]")
    assert "另存为" in lines[at + 1]
    assert any("isolate" in line for line in lines)
    assert done.returncode == 0


def test_no_ocr_has_the_exit_code_of_no_ocr(jixiao: Run) -> None:
    done = jixiao("doctor", JIXIAO_OCR_ENGINE="nobody")
    assert done.returncode == 5
    assert "[不可用] 文字识别" in done.stdout.decode()
