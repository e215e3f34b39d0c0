"""Problems and measures come out whole, in order, and nothing else (fictional bureaus)."""

from __future__ import annotations

import pytest

from extractor.extraction import extract
from tests.extraction.documents import document

_HEAD = "云梦山市林草局\n2023年度部门整体支出绩效自评报告\n一、部门概况\n编制46人。\n"

_NUMBERED = """五、存在的主要问题及原因分析
1、项目前期慢。两个造林标段招标晚，当年只完成一半。
2. 台账不细，苗木调拨没有逐笔登记。
六、下一步改进措施
针对以上不足，拟采取以下措施：
（一）提前招标。十月底前完成下一年度标段划分。
（二）苗木调拨一单一记，按月核对。
云梦山市林草局
2024年3月20日
"""
_INLINE = """五、存在的问题
一是项目前期慢，标段招标晚；二是台账不细，调拨没有登记。
六、改进措施和有关建议
一是提前招标；二是按月核对台账。
"""
_PARAGRAPHS = """五、存在问题
项目前期慢，标段招标晚。
台账不细，调拨没有登记。
六、整改措施
提前招标。
按月核对台账。
"""
_MIXED = """五、主要问题及下一步打算
1、项目前期慢，标段招标晚。下一步打算：提前招标。
2、台账不细，调拨没有登记。下一步打算：按月核对台账。
"""
_SIDES = """五、存在的问题和下一步改进措施
主要问题：一是项目前期慢，标段招标晚。二是台账不细，调拨没有登记。
改进措施：一是提前招标。二是按月核对台账。
"""
_NONE = """五、存在的问题
无。
六、改进措施
暂无。
七、其他需要说明的情况
无
"""
_CELLS = """| 一级指标 | 二级指标 | 三级指标 | 分值 | 得分 |
| 产出指标 | 数量指标 | 造林面积 | 20 | 20 |
| 产出指标 | 质量指标 | 成活率 | 20 | 19 |

| 存在问题 | 1.项目前期慢，标段招标晚。2.台账不细，调拨没有登记。 |
| 改进措施 | 1.提前招标。2.按月核对台账。 |
"""


@pytest.mark.parametrize(
    ("text", "problems", "measures"),
    [
        (
            _NUMBERED,
            ["项目前期慢。两个造林标段招标晚，当年只完成一半。", "台账不细，苗木调拨没有逐笔登记。"],
            ["提前招标。十月底前完成下一年度标段划分。", "苗木调拨一单一记，按月核对。"],
        ),
        (
            _INLINE,
            ["项目前期慢，标段招标晚；", "台账不细，调拨没有登记。"],
            ["提前招标；", "按月核对台账。"],
        ),
        (_PARAGRAPHS, ["项目前期慢，标段招标晚。", "台账不细，调拨没有登记。"], ["提前招标。", "按月核对台账。"]),
        (_MIXED, ["项目前期慢，标段招标晚。", "台账不细，调拨没有登记。"], ["提前招标。", "按月核对台账。"]),
        (_SIDES, ["项目前期慢，标段招标晚。", "台账不细，调拨没有登记。"], ["提前招标。", "按月核对台账。"]),
        (_CELLS, ["项目前期慢，标段招标晚。", "台账不细，调拨没有登记。"], ["提前招标。", "按月核对台账。"]),
        (_NONE, [], []),
    ],
    ids=["numbered", "inline", "paragraphs", "mixed", "sides", "cells", "none"],
)
def test_items(text: str, problems: list[str], measures: list[str]) -> None:
    report = extract(document(_HEAD + text))
    assert [item.text for item in report.problems] == problems
    assert [item.text for item in report.measures] == measures


def test_evidence_is_the_item() -> None:
    read = document(_HEAD + _NUMBERED)
    for item in (*extract(read).problems, *extract(read).measures):
        assert read.text[item.evidence.span.start : item.evidence.span.end] == item.text
