"""A small folder of reports with their gold, made for these tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.process import main

REPORT = """某县水文局2023年度部门整体支出绩效自评报告

一、部门概况
我局核定编制30人，年末在职28人。内设机构3个：办公室、财务股、监测股。

二、预算执行情况
决算总支出1200.50万元，其中基本支出800.30万元，项目支出400.20万元。

三、存在问题
（一）预算编制不够细。部分项目年中才立项。
（二）绩效指标偏软。缺少量化指标。

四、改进措施
（一）提前谋划项目。
（二）细化指标。
"""
GOLD: dict[str, Any] = {
    "family": "plain",
    "split": "tune",
    "fields": {
        "fiscal_year": {"value": 2023, "unit": "年", "quote": "2023年度部门整体支出"},
        "staffing.established": {"value": 30, "unit": "人", "quote": "核定编制30人"},
        "staffing.on_duty": {"value": 28, "unit": "人", "quote": "年末在职28人"},
        "final.expenditure_total": {"value": 1200.5, "unit": "万元", "quote": "决算总支出1200.50万元"},
        "final.basic_expenditure": {"value": 800.3, "unit": "万元", "quote": "基本支出800.30万元"},
        "final.project_expenditure": {"value": 400.2, "unit": "万元", "quote": "项目支出400.20万元"},
    },
    "problems": ["预算编制不够细。部分项目年中才立项。", "绩效指标偏软。缺少量化指标。"],
    "measures": ["提前谋划项目。", "细化指标。"],
    "unjudged": [
        "department.name",
        "organization.internal_units.count",
        "organization.internal_units.names",
    ],
    "planted": [],
}


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Two reports: one in a folder of its own, one flat."""
    folder = tmp_path / "reports"
    nested = folder / "water"
    nested.mkdir(parents=True)
    (nested / "report.txt").write_text(REPORT, encoding="utf-8")
    (nested / "gold.json").write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")
    (folder / "flat.txt").write_text(REPORT.replace("28人", "27人"), encoding="utf-8")
    (folder / "flat.gold.json").write_text(json.dumps(GOLD, ensure_ascii=False), encoding="utf-8")
    return folder


Evaluate = Callable[..., dict[str, Any]]


@pytest.fixture
def evaluate(cases: Path, tmp_path: Path) -> Evaluate:
    """Run the command on the folder and return the log."""

    def run(*arguments: str, out: str = "log.json") -> dict[str, Any]:
        path = tmp_path / out
        code = main(["run", "--cases", str(cases), "--out", str(path), "--jobs", "1", "--quiet", *arguments])
        assert code == 0
        log: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return log

    return run
