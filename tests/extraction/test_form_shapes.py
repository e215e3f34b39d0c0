"""Generated 自评表 that lost their grid, with sums of levels, reasons and columns of units: nothing read is wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from extractor.extraction import extract
from extractor.extraction.run_together import run_indicators
from extractor.model import State
from tests.extraction.documents import document

_TITLE = "2023年度云梦山市林草局部门整体支出绩效自评表\n"
_NAMES = {
    ("产出指标", "数量指标"): (
        "造林面积 亩 ≥",
        "巡护里程 公里 ≥",
        "培训班次 期 =",
        "12345热线办件 件 ≥",
        "新增绿地 万平方米 ≥",
    ),
    ("产出指标", "质量指标"): ("苗木成活率 % ≥", "验收合格率 % ="),
    ("产出指标", "时效指标"): ("补贴发放时限 工作日 ≤", "拨付及时率 % ="),
    ("效益指标", "社会效益指标"): ("通达村数 个 ≥", "林农增收 元 ≥"),
    ("效益指标", "生态效益指标"): ("森林覆盖率 % ≥", "森林火灾次数 起 ≤"),
    ("满意度指标", "服务对象满意度指标"): ("林农满意度 % ≥", "职工满意度 % ≥"),
}
_REASONS = ("雨季停工", "3个林班划归县城，今后核查", "用地未移交", "2个标段流标", "因汛期延误。")
_ORDER = ("level1", "level2", "level3", "target", "actual", "full", "score", "reason")


@dataclass(frozen=True)
class _Row:
    level1: str
    level2: str
    name: str
    unit: str
    sign: str
    target: float
    actual: float
    full: int
    rate: int
    reason: str

    @property
    def score(self) -> float:
        return round(self.full * self.rate / 100, 2)

    def printed(self, *kinds: str, whole: bool) -> str:
        """The cells of some kinds; `whole`: target and outcome carry sign and unit."""
        sign, unit = (self.sign, self.unit) if whole else ("", "")
        cells = (self.level1, self.level2, self.name, f"{sign}{self.target:g}{unit}", f"{self.actual:g}{unit}")
        every = dict(zip(_ORDER, (*cells, str(self.full), f"{self.score:g}", self.reason), strict=True))
        return " ".join(every[kind] for kind in kinds if every[kind])


def _rows(rand: random.Random, budget: int) -> list[_Row]:
    """The rows of a table whose full marks come to `budget`."""
    plan = [(*levels, *name.split()) for levels in _NAMES for name in rand.sample(_NAMES[levels], rand.randint(1, 2))]
    marks = [rand.choice((5, 5, 10)) for _ in plan]
    marks[-1] += budget - sum(marks)
    if marks[-1] <= 0:
        return _rows(rand, budget)
    found = []
    for (level1, level2, name, unit, sign), full in zip(plan, marks, strict=True):
        target = rand.choice((90, 95, 100) if unit == "%" else (rand.randint(2, 99), rand.randint(100, 900)))
        met = rand.random() < 0.7
        off = rand.choice((0, 1, 2)) if met else -rand.choice((1, 0.5))
        actual = target if met and sign == "=" else target - off if sign == "≤" else target + off
        reason = "" if met else rand.choice(_REASONS)
        rate = 100 if met else rand.choice((80, 90, 95))
        found.append(_Row(level1, level2, name, unit, sign, target, actual, full, rate, reason))
    return found


def _standard(rand: random.Random, *, cells: bool) -> tuple[list[list[str]], list[_Row], float]:
    """Lines of cells: levels with or without their marks, sums of levels or none, the mark for the budget or none."""
    shared, summed, budget = (rand.random() < 0.5 for _ in range(3))
    rows = _rows(rand, 90 if budget else 100)
    lines = [["一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值", "分值", "得分", "偏差原因"]]
    for first in dict.fromkeys(row.level1 for row in rows):
        below = [row for row in rows if row.level1 == first]
        full, above = sum(row.full for row in below), ""
        head = [first, f"（{full}分）"] if shared and cells else [f"{first}（{full}分）" if shared else first]
        for row in below:
            levels = [*(head if row is below[0] else []), *([row.level2] if row.level2 != above else [])]
            own = row.printed(*_ORDER[2:], whole=True).split()
            above = row.level2
            lines.append([*levels, *own])
        lines += [["小计", str(full), f"{sum(row.score for row in below):g}"]] if summed else []
    total = sum(row.score for row in rows) + (9.63 if budget else 0)
    executed = ["预算执行率", "（10分）", "100%", "96.3%"] if cells else ["预算执行率得分"]
    lines += [[*executed, "10", "9.63"]] if budget else []
    return [*lines, ["总分", "100", f"{total:g}"]], rows, round(total, 2)


def _captioned(rand: random.Random, *, coefficient: bool) -> tuple[str, list[_Row]]:
    """First levels above their rows, units and signs in columns of their own."""
    rows = _rows(rand, 100)
    values = "年初指标值调整指标值全年完成值" if coefficient else "指标值全年完成值分值得分偏差原因"
    heads = f"指标名称计量单位指标性质{'指标权重（分）' if coefficient else ''}{values}"
    lines, above = [heads + ("得分系数（%）指标得分（分）是否核心指标说明" if coefficient else "")], ""
    for row in rows:
        lines += [row.level1] if row.level1 != above else []
        above, start = row.level1, f"{row.name}{row.unit}{row.sign}"
        if coefficient:
            marks = f"{row.full}{row.target:g}{row.target:g}{row.actual:g}{row.rate}%{row.score:g}否"
        else:
            marks = f"{row.target:g}{row.actual:g}{row.full}{row.score:g}"
        lines.append(f"{start}{marks}{row.reason}")
    return "\n".join([*lines, "自评结论：较好\n"]), rows


def _found(text: str) -> list[dict[str, str]]:
    read = [dict(row.cells) for row in run_indicators(document(_TITLE + text))]
    return [
        {kind: words.partition("（")[0] if kind == "level1" else words for kind, words in row.items()} for row in read
    ]


def _judge(read: Sequence[dict[str, str]], printed: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """The rows that were read and are not printed; cells that were left out are not wrong."""
    words = [" ".join(row[kind] for kind in kinds if kind in row) for row in read]
    return [row for row in words if not any(set(row.split()) <= set(one.split()) for one in printed)]


_JOINS: dict[str, Callable[[list[list[str]]], str]] = {
    "cells": lambda lines: "\n".join(cell for line in lines for cell in line),
    "run": lambda lines: "\n".join("".join(line) for line in lines),
    "one line": lambda lines: "".join("".join(line) for line in lines),
}


@pytest.mark.parametrize(("shape", "least"), [("cells", 1.0), ("run", 0.94), ("one line", 0.9)])
def test_standard_columns(shape: str, least: float) -> None:
    read, printed = 0, 0
    for seed in range(40):
        lines, rows, total = _standard(random.Random(seed), cells=shape == "cells")
        text = _JOINS[shape](lines) + "\n"
        found = _found(text)
        assert _judge(found, [row.printed(*_ORDER, whole=True) for row in rows], _ORDER) == []
        score = extract(document(_TITLE + text)).fields["score.total"]
        assert score.state is State.ABSENT or score.value == f"{total:g}"
        read, printed = read + len(found), printed + len(rows)
    assert read >= least * printed


@pytest.mark.parametrize(("coefficient", "least"), [(False, 0.9), (True, 0.97)])
def test_levels_above_their_rows(coefficient: bool, least: float) -> None:
    kinds = tuple(kind for kind in _ORDER if kind != "level2")
    read, printed = 0, 0
    for seed in range(40):
        text, rows = _captioned(random.Random(seed), coefficient=coefficient)
        found = _found(text)
        assert _judge(found, [row.printed(*kinds, whole=False) for row in rows], kinds) == []
        read, printed = read + len(found), printed + len(rows)
    assert read >= least * printed
