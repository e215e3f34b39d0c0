"""`make bench` runs and prints ratios; how fast it is here and now proves nothing, so no figure is asserted."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from eval import bench_model
from eval.answer_forms import Forms
from extractor.reading import read
from extractor.reports import load
from extractor.settings import Settings


def test_bench_of_one_text_pdf(root: Path) -> None:
    report = root / "fixtures/reports/qinghe-county-hrss-2023/report.pdf"
    command = [sys.executable, "-m", "eval.bench", "--repeat", "1", str(report)]
    # Not the inherited environment: readline, which pytest loads, puts COLUMNS=80 into that of children only.
    done = subprocess.run(command, cwd=root, env=dict(os.environ), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if "report.pdf" in line]
    assert re.search(r" 6 +[\d.]+ ms +[\d.]+ ms +[\d.]+$", rows[0])
    assert re.search(r"[\d.]+ ms +[\d.]+ ms +[\d.]+ +\d+ MB +\d+ MB$", rows[1])


def test_bench_of_the_way_to_a_model(root: Path) -> None:
    """Both counts of one run: no answer is more than half as long as it would be written out in another way."""
    report = root / "fixtures/reports/qinghe-county-hrss-2023/report.txt"
    forms = Forms.of(read(report, Settings()), load("department"))
    assert all(2 * len(forms.ours()) <= len(other) for other in (forms.extractions(), forms.whole()))
    with bench_model.serving() as (address, count):
        table = bench_model.calls(address, count, 24)
        assert count()["seen"]["slots"] >= 49
    failed, refused = (next(iter(table.columns[at].cells)) for at in (7, 8))
    assert (failed, refused) == ("0", "0")
