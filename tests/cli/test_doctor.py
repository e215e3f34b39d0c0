"""`jixiao doctor` says what works, and what to do about what does not."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_all_that_is_needed_works_here(jixiao: Run) -> None:
    done = jixiao("doctor", "--json")
    found = {one["name"]: one for one in json.loads(done.stdout)}
    assert done.returncode == 0
    assert {"程序", "设置", "PDF", "文字识别", "隔离", "LibreOffice", "中文字体", "内存", "模型"} == set(found)
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


def test_the_last_line_says_it_all(jixiao: Run) -> None:
    assert (
        jixiao("doctor", JIXIAO_OCR_ENGINE="nobody")
        .stdout.decode()
        .splitlines()[-1]
        .startswith("有必需的不可用：文字识别")
    )
    assert jixiao("doctor", JIXIAO_ISOLATE="false").stdout.decode().splitlines()[-1].startswith("可以使用；")


def test_a_model_of_the_settings_file_is_named(jixiao: Run, tmp_path: Path) -> None:
    (tmp_path / "jixiao.toml").write_text(
        'pages = 30\n[model]\nname = "qwen"\nbase_url = "http://me:secret@127.0.0.1:9/v1"\n'
    )
    lines = {line.split("：")[0]: line for line in jixiao("doctor").stdout.decode().splitlines()}
    assert "qwen（127.0.0.1:9）" in lines["[正常] 模型"]
    assert "pages、model" in lines["[正常] 设置"]
    assert "不联网，内存有上限，一页限 60 秒，一份最多 30 页" in lines["[正常] 隔离"]


def test_too_little_memory_for_scans(jixiao: Run) -> None:
    lines = jixiao("doctor", JIXIAO_MEMORY_MB="600").stdout.decode().splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("[注意] 内存"))
    assert "memory_mb" in lines[at + 1]
