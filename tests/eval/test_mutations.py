"""Planting errors one at a time: what is counted, and that a seed gives the same figures twice."""

from __future__ import annotations

from collections import Counter

import pytest

from eval import mutations
from eval.mutation_table import NAMES, Planted, lines
from eval.mutations import Bench, measure
from eval.process import main
from extractor.checks.mutate import KINDS, Mutation
from extractor.model import Span
from extractor.reports import load

TEXT = """白石县园林局2023年度部门整体支出绩效自评报告

一、收支情况

2023年总支出5000.00万元，其中：基本支出3250.20万元，项目支出1749.80万元。基本支出3250.20万元，包括人员经费2200.20万元、公用经费1050.00万元。

二、绩效情况

全年举办培训12场。重点做好3项工作：前期调研工作、方案论证工作、总结验收工作。
"""


def _plant(before: str, after: str, kind: str) -> Planted:
    bench = Bench(load("department"))
    try:
        base = bench.base("report", TEXT)
        text = base.document.text
        start = text.index(before)
        place = Span(start, start + len(before))
        return bench.plant(base, Mutation(kind, place, before, after, place))
    finally:
        bench.close()


def test_a_figure_of_two_sums_is_found_and_put_right() -> None:
    planted = _plant("3250.20", "3205.20", "swap")
    assert (planted.detected, planted.first, planted.elsewhere) == (True, True, 0)
    assert planted.relations > 1


def test_a_figure_of_no_relation_is_counted_as_such() -> None:
    planted = _plant("12", "72", "digit")
    assert (planted.relations, planted.bounded, planted.detected) == (0, False, False)


def test_the_table_is_the_same_for_the_same_seed() -> None:
    reports = [("one", TEXT), ("two", TEXT.replace("白石县", "青岩县"))]
    first, stands = measure(reports, 20, seed=5)
    second, _ = measure(reports, 20, seed=5)
    assert first == second
    assert len(first) == 20
    table = "\n".join(lines(first, stands))
    assert "| 合计 | 20 |" in table
    assert stands["errors in clean reports"] == 0
    assert list(lines([], Counter()))


def test_every_kind_has_a_chinese_name() -> None:
    assert set(KINDS) < set(NAMES)


def test_the_command_is_one_of_evals(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(mutations, "clean_reports", lambda generated: [("one", TEXT)])
    assert main(["mutations", "--count", "5", "--generated", "0"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("1 份没有错误的报告，植入 5 个错误")
    assert "| 合计 | 5 |" in shown.out
    assert shown.err == "one\n"
    assert main(["mutations", "--count", "0"]) == 2
