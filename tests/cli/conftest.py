"""A report built by hand: what the command line prints is tested without reading a file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from extractor.model import (
    Accounted,
    Checked,
    Document,
    Field,
    Finding,
    Item,
    Origin,
    Page,
    Place,
    Repair,
    Report,
    Row,
    Section,
    Severity,
    Span,
    Standing,
    State,
    Tested,
    Verdict,
)

TEXT = "一、三公经费\n三公经费决算5.07元。\n问题一：预算编得粗。\n措施一：编得细。\n资产清理项目 120.50 万元"

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def document() -> Document:
    places: list[Place | None] = [
        None if c == "\n" else (2, 10.0 * i, 20.0, 10.0 * i + 9, 32.0) for i, c in enumerate(TEXT)
    ]
    pages = (
        Page(1, 595.0, 842.0, Origin.TEXT_LAYER, None),
        Page(2, 595.0, 842.0, Origin.OCR, Span(0, len(TEXT))),
    )
    sections = (Section("一、", "三公经费", 1, span("一、三公经费"), Span(0, len(TEXT))),)
    return Document("ab" * 32, TEXT, pages, sections, tuple(places), notes=("第 2 页是扫描件。",))


@pytest.fixture
def report(document: Document) -> Report:
    final = document.cite(span("三公经费决算5.07元"))
    fields = {
        "department.name": Field("department.name", State.ABSENT, reasons=("no_label",)),
        "three_public.final": Field(
            "three_public.final", State.FOUND, "5.07", "元", final, (final, final), ("rules",), ("label",)
        ),
        "three_public.budget": Field("three_public.budget", State.CONFLICT, "6", "万元", final, (final,)),
        "organization.internal_units.names": Field(
            "organization.internal_units.names", State.FOUND, ("办公室", "计财股"), None, final, (final,)
        ),
    }
    row = Row({"name": "资产清理项目", "budget": "120.50"}, document.cite(span("资产清理项目 120.50 万元")), "万元")
    return Report(
        "department",
        document.id,
        "rules",
        fields,
        problems=(Item("预算编得粗。", document.cite(span("预算编得粗。"))),),
        measures=(Item("编得细。", document.cite(span("编得细。"))),),
        projects=(row,),
        warnings=("有一处没有读懂。",),
        usage={"calls": 0},
    )


@pytest.fixture
def checked(document: Document) -> Checked:
    place = document.cite(span("5.07元"))
    repair = Repair("5.07元", "5.07元", "5.07万元", "其余金额都以万元计", 2, span("5.07"))
    finding = Finding(
        "unit-slip",
        Severity.ERROR,
        "疑似把万元写成了元",
        "合计 = 各项之和",
        "5.07元",
        "5.07万元",
        "5.069493万元",
        (place,),
        (repair,),
        "0123456789ab",
    )
    note = Finding("note", Severity.EXPLAIN, "与上年相差较大", "", "", "", "", ())
    relations = (
        Tested("a", "甲", "1 = 1", Verdict.HOLDS, (place,)),
        Tested("b", "乙", "1 = 2", Verdict.FAILS),
        Tested("c", "丙", "", Verdict.UNKNOWN),
    )
    numbers = (
        Accounted(span("一、"), "一、", Standing.RESERVED, ("list_number",)),
        Accounted(span("5.07元"), "5.07元", Standing.FAILS, ("b",)),
        Accounted(span("120.50 万元"), "120.50 万元", Standing.ALONE),
    )
    return Checked((finding, note), relations, numbers)


@pytest.fixture
def names() -> Mapping[str, str]:
    return {
        "department.name": "部门名称",
        "three_public.final": "三公经费决算数",
        "three_public.budget": "三公经费预算数",
        "organization.internal_units.names": "内设机构名称",
    }


@pytest.fixture
def jixiao(root: Path, tmp_path: Path) -> Run:
    """Run the real program in a folder of its own, as a user's shell would."""

    def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
        env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
        command = [str(Path(sys.executable).with_name("jixiao")), *map(str, arguments)]
        return subprocess.run(command, capture_output=True, cwd=tmp_path, env=env, timeout=300, check=False)

    return run


@pytest.fixture
def good(root: Path) -> Path:
    """A report that can be read."""
    return root / "fixtures/reports/qinghe-county-hrss-2023/report.pdf"
