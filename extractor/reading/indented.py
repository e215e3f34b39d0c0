"""Rows of an indicator table that are shorter than their head, put where their marks stand below 分值 and 得分.

A cell that covers several rows was left out below its first row (`绩效指标` beside the head, `产出指标` above its
indicators), and so was a blank reason at the end. Which of the two is missing, the columns say: marks are figures, and
the name beside them is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractor.reading.heads import is_figure
from extractor.reading.line import Line

_MARK = re.compile(r"(?:分值|权重|满分|标准分|得分|评分|自评分)(?:[(（][^)）]*[)）])?$")
_NAME = re.compile(r"指标(?:名称|内容)?(?:[(（][^)）]*[)）])?$")
_FULL, _SCORE = re.compile("分值|权重|满分|标准分"), re.compile("得分|评分|自评分")
_SUM = re.compile(r"(?:总分|合计|总计|总得分|得分合计|(?:自评|评价)总分|综合得分)(?:[(（].*[)）])?[:：]?")
_POINTS = re.compile(r"\d{1,3}(?:\.\d+)?分?")
_LEVEL_HEAD = re.compile("[一二]级指标")
_LEVEL = re.compile(
    "产出|效益|效果|满意|投入|过程|成本|管理|决策|履职|运行|数量|质量|时效|经济|社会|生态|环境|可持续|服务对象|受益|预算|资金|项目|部门"
)
"""How the names of levels begin."""
_IS_LEVEL = re.compile(f"(?:(?:{_LEVEL.pattern})(?:效益|影响|满意度|度)?)+(?:指标)?")
_VALUE = re.compile(r"值$|目标|完成|实际|[计度]量单位|性质")
_FEWEST = 5
_MOST_LOST = 4


def below_marks(rows: Sequence[list[Line]]) -> list[list[Line]]:
    """The rows, the short ones below the head of an indicator table with the blank cells they lost at their start."""
    found: list[list[Line]] = []
    head: list[Line] = []
    for row in rows:
        if _is_head(row):
            head = row
        elif head:
            row = _summed(row, head) or _placed(row, head)
            head = head if 0 <= len(head) - len(row) <= _MOST_LOST else []
        found.append(row)
    return found


def _is_head(row: Sequence[Line]) -> bool:
    names = _words(row)
    proven = any(_MARK.search(name) for name in names) or sum(bool(_LEVEL_HEAD.match(name)) for name in names) > 1
    return (
        len(row) >= _FEWEST
        and proven
        and any(_NAME.search(name) for name in names)
        and any(_VALUE.search(name) for name in names)
    )


def _summed(row: Sequence[Line], head: Sequence[Line]) -> list[Line] | None:
    """The line of sums, as long as its head: its figures are those of the marks."""
    filled = [cell for cell in row if cell.text]
    marks = [i for i, name in enumerate(_words(head)) if _MARK.search(name)]
    words = _words(filled)
    if len(row) >= len(head) or not words or not _SUM.fullmatch(words[0]) or len(filled) != len(marks) + 1:
        return None
    if not all(_POINTS.fullmatch(cell) for cell in words[1:]):
        return None
    whole = [Line("")] * len(head)
    whole[0] = filled[0]
    for place, cell in zip(marks, filled[1:], strict=True):
        whole[place] = cell
    return whole


def _placed(row: list[Line], head: Sequence[Line]) -> list[Line]:
    """The row as long as its head, where there is one way to lengthen it; else as it was."""
    lost = len(head) - len(row)
    if not 0 < lost <= _MOST_LOST or not any(cell.text for cell in row):
        return row
    names = _words(head)
    every = [[*[Line("")] * blanks, *row, *[Line("")] * (lost - blanks)] for blanks in range(lost + 1)]
    ways = [way for way in every if _fits(_words(way), names)]
    ways = [way for way in ways if _is_levelled(_words(way), names)] or ways
    return ways[0] if len(ways) == 1 else row


def _words(cells: Sequence[Line]) -> list[str]:
    return ["".join(cell.text.split()) for cell in cells]


def _is_levelled(cells: Sequence[str], names: Sequence[str]) -> bool:
    """What stands below 一级指标 and 二级指标 is called as levels are."""
    levels = [cell for cell, name in zip(cells, names, strict=True) if _LEVEL_HEAD.match(name)]
    return all(not level or _LEVEL.match(level) for level in levels)


def _fits(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Marks stand below the heads of marks, and a name beside them."""
    marks = [i for i, name in enumerate(names) if _MARK.search(name)]
    if not marks and not _is_levelled(cells, names):
        return False
    last = max((i for i, name in enumerate(names) if i < max(marks, default=i + 1) and _NAME.search(name)), default=-1)
    if last < 0 or not cells[last] or is_figure(cells[last]) or _IS_LEVEL.fullmatch(cells[last]):
        return False
    if not all(_POINTS.fullmatch(cells[i]) for i in marks):
        return False
    full, score = (next((i for i in marks if kind.search(names[i])), None) for kind in (_FULL, _SCORE))
    return full is None or score is None or _points(cells[score]) <= _points(cells[full])


def _points(cell: str) -> Decimal:
    return Decimal(cell.rstrip("分"))
