"""Rows of an indicator table that are shorter than their head, put where their marks stand below 分值 and 得分.

A cell that covers several rows was left out below its first row (`绩效指标` beside the head, `产出指标` above its
indicators), and so was a blank reason at the end. Which of the two is missing, the columns say: marks are figures, and
the name beside them is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.reading.heads import is_figure
from extractor.reading.line import Line

_MARK = re.compile(r"(?:分值|权重|满分|标准分|得分|评分|自评分)(?:[(（][^)）]*[)）])?$")
_NAME = re.compile(r"指标(?:名称|内容)?(?:[(（][^)）]*[)）])?$")
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
            row = _placed(row, head)
            head = head if 0 <= len(head) - len(row) <= _MOST_LOST else []
        found.append(row)
    return found


def _is_head(row: Sequence[Line]) -> bool:
    names = ["".join(cell.text.split()) for cell in row]
    if len(row) < _FEWEST or not any(_MARK.search(name) for name in names):
        return False
    return any(_NAME.search(name) for name in names) and any(_VALUE.search(name) for name in names)


def _placed(row: list[Line], head: Sequence[Line]) -> list[Line]:
    """The row as long as its head, where there is one way to lengthen it; else as it was."""
    lost = len(head) - len(row)
    if not 0 < lost <= _MOST_LOST or not any(cell.text for cell in row):
        return row
    marks = [i for i, cell in enumerate(head) if _MARK.search("".join(cell.text.split()))]
    name = max(i for i, cell in enumerate(head) if i < marks[-1] and _NAME.search("".join(cell.text.split())))
    ways = []
    for blanks in range(lost + 1):
        whole = [*[Line("")] * blanks, *row, *[Line("")] * (lost - blanks)]
        below = [whole[i].text for i in marks]
        named = whole[name].text and not is_figure(whole[name].text)
        if named and all(map(is_figure, below)) and marks[-1] < blanks + len(row):
            ways.append(whole)
    return ways[0] if len(ways) == 1 else row
