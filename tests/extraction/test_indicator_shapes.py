"""One indicator table in every shape that pasted text gives it: what is read is what it prints, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import pytest

from extractor.extraction.indicators import table_indicators
from extractor.extraction.run_together import run_indicators
from tests.extraction.documents import document

_HEADS = {
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "measure": "计量单位",
    "note": "评分标准",
    "target": "年度指标值",
    "actual": "实际完成值",
    "rate": "完成率",
    "full": "分值",
    "score": "得分",
    "reason": "偏差原因分析及改进措施",
}
_FIGURES = """
产出指标 数量指标 公交线路新开通条数 条 ≥4条 5条 10 10
产出指标 数量指标 老旧车辆更新台数 台 ≥60台 52台 10 8.5 两批车辆招标流标，推迟到次年交付
产出指标 质量指标 线路准点率 % ≥95% 96.3% 10 10
产出指标 时效指标 站台改造完工时间 — 2022年10月底前 2022年9月20日 10 10
产出指标 成本指标 单车年均维护费 万元 ≤3.2万元 2.98万元 10 10
效益指标 社会效益指标 日均客运量 万人次 ≥12万人次 10.6万人次 15 13 出行受疫情影响减少
效益指标 生态效益指标 新能源车占比 % ≥70% 78% 15 15
满意度指标 服务对象满意度指标 乘客满意度 % ≥90% 91.4% 10 10
"""
_WORDS = """
产出指标 数量指标 举办讲座场次 场 12场 12场 10 10
产出指标 质量指标 资料归档规范性 — 规范 规范 10 10
产出指标 质量指标 课程完成情况 — 全部完成 全部完成 10 10
产出指标 时效指标 经费拨付及时性 — 及时 基本及时 10 9 第三季度票据传递慢
产出指标 成本指标 人均培训成本 元/人 ≤450元/人 420元/人 10 10
效益指标 社会效益指标 学员能力提升 — 明显提升 有所提升 15 12 脱产时间短，实践课偏少
效益指标 可持续影响指标 培训长效机制 — 健全 健全 15 15
满意度指标 服务对象满意度指标 学员满意度 % ≥95% 97.2% 10 10
"""
_TABLES = {"figures": _FIGURES, "words": _WORDS}
_ASIDE = {"note": "按完成比例计分", "rate": "100%"}
_PRINTED = tuple(kind for kind in _HEADS if kind not in _ASIDE)
_UNREAD = ("measure", *_ASIDE)
_COLUMNS = {
    "all": tuple(kind for kind in _PRINTED if kind != "measure"),
    "with units": _PRINTED,
    "with how marks are given": tuple(_HEADS),
    "scores alone": ("level1", "level2", "level3", "target", "actual", "score"),
    "full mark first": ("level1", "level2", "level3", "full", "target", "actual", "score", "reason"),
    "no first level": ("level2", "level3", "target", "actual", "full", "score"),
    "names and marks": ("level1", "level2", "level3", "full", "score"),
    "no marks": ("level1", "level2", "level3", "target", "actual", "reason"),
}
_CASES = list(product(_TABLES, _COLUMNS, (True, False)))
_Row = dict[str, str]


def _rows(table: str) -> list[_Row]:
    lines = (line.split() for line in _TABLES[table].strip().split("\n"))
    return [dict(zip(_PRINTED, line, strict=False)) | _ASIDE for line in lines]


def _printed(rows: Sequence[_Row], columns: Sequence[str], *, once: bool) -> list[list[str]]:
    """The cells of each row, a level below itself blank where it is printed `once`."""
    found: list[list[str]] = []
    for above, row in zip([_Row(), *rows], rows, strict=False):
        same = [kind for kind in ("level1", "level2") if once and row["level1"] == above.get("level1")]
        if row["level2"] != above.get("level2"):
            same = same[:1]
        found.append(["" if kind in same else row.get(kind, "") for kind in columns])
    return found


def _sums(rows: Sequence[_Row], columns: Sequence[str]) -> list[str]:
    sums = {kind: f"{sum(float(row[kind]) for row in rows):g}" for kind in ("full", "score") if kind in columns}
    return ["总分", *sums.values()] if sums else []


def _cells(heads: list[str], rows: list[list[str]], sums: list[str]) -> str:
    return "\n".join([*heads, *(cell for row in rows for cell in row if cell), *sums])


def _narrow(heads: list[str], rows: list[list[str]], sums: list[str]) -> str:
    return (
        _cells(heads, rows, sums)
        .replace("指标值", "\n指标值")
        .replace("产出指标", "产出\n指标")
        .replace("次年", "次\n年")
    )


def _paged(heads: list[str], rows: list[list[str]], sums: list[str]) -> str:
    return "\n".join([_cells(heads, rows[:3], []), "— 4 —", _cells(heads, rows[3:], sums)])


def _bars(heads: list[str], rows: list[list[str]], sums: list[str]) -> str:
    return "\n".join(" | ".join(row) for row in (heads, *rows, sums) if row)


def _cut_bars(heads: list[str], rows: list[list[str]], sums: list[str]) -> str:
    """Blank cells at the rims are gone, and a name stands over all of the heads."""
    rows = [[*row] for row in rows]
    for row in rows:
        while not row[0]:
            row.pop(0)
        while not row[-1]:
            row.pop()
    return _bars(["绩效指标", *heads], rows, sums)


def _tabs(heads: list[str], rows: list[list[str]], sums: list[str]) -> str:
    return "\n".join("\t".join(row) for row in (heads, *rows, sums) if row)


def _run(heads: list[str], rows: list[list[str]], sums: list[str]) -> str:
    return "\n".join("".join(row) for row in (heads, *rows, sums) if row)


def _run_on(heads: list[str], rows: list[list[str]], sums: list[str]) -> str:
    return _run(heads, rows, sums).replace("\n", "")


_WHOLE = {"cells": _cells, "narrow cells": _narrow, "two pages": _paged, "bars": _bars, "tabs": _tabs}
_PARTLY = {"cut bars": _cut_bars, "run together": _run, "in one line": _run_on}
"""In these shapes some columns cannot be told apart: those rows must be left out."""
_Shape = Callable[[list[str], list[list[str]], list[str]], str]


def _read(table: str, columns: Sequence[str], shape: _Shape, *, once: bool) -> tuple[list[_Row], list[_Row]]:
    """What is printed and what was read of it."""
    rows = _rows(table)
    text = shape([_HEADS[kind] for kind in columns], _printed(rows, columns, once=once), _sums(rows, columns))
    report = document(
        f"某县公交中心2022年度部门整体支出绩效自评报告\n一、绩效指标完成情况\n{text}\n二、存在的问题\n无。\n"
    )
    read = [dict(row.cells) for row in (*table_indicators(report), *run_indicators(report))]
    shown = [kind for kind in columns if kind not in _UNREAD]
    wanted = [{kind: row[kind] for kind in shown if row.get(kind)} for row in rows]
    return wanted, [{kind: "".join(words.split()) for kind, words in row.items()} for row in read]


@pytest.mark.parametrize(("table", "columns", "once"), _CASES)
@pytest.mark.parametrize("shape", _WHOLE)
def test_every_cell_is_read(table: str, columns: str, shape: str, once: bool) -> None:
    wanted, read = _read(table, _COLUMNS[columns], _WHOLE[shape], once=once)
    assert read == wanted


@pytest.mark.parametrize(("table", "columns", "once"), _CASES)
@pytest.mark.parametrize("shape", _PARTLY)
def test_what_is_read_is_printed(table: str, columns: str, shape: str, once: bool) -> None:
    wanted, read = _read(table, _COLUMNS[columns], _PARTLY[shape], once=once)
    assert [row for row in read if not any(row.items() <= one.items() for one in wanted)] == []


@pytest.mark.parametrize("table", _TABLES)
@pytest.mark.parametrize("shape", _PARTLY)
def test_sums_prove_rows_without_separators(table: str, shape: str) -> None:
    wanted, read = _read(table, _COLUMNS["all"], _PARTLY[shape], once=False)
    assert read == wanted
