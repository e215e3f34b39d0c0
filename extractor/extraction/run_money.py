"""The money of a 自评表 without separators: `年度资金总额1200.001350.001296.0096%`.

Heads (`年初预算数全年预算数全年执行数执行率`), then rows of a label and figures. A row is cut where its figures
close: the rate is outlay by budget, the score is full mark times rate, the sums are printed to one number of decimals.
It is read when one way to cut it has fewer doubts than every other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.extraction.run_money_rows import MONEY, NONE, money_row, money_value
from extractor.extraction.run_table import Place, TableBuilder
from extractor.model import Quantity, Span, Table
from extractor.numbers import Folded

_ASIDE = r"(?:\([^()\n]{1,10}\)){0,2}"
_HEADS = {
    "initial": "(?:年初|当年|本年)(?:批复|安排)?预算(?:数|金额|资金|安排)?|年初(?:批复|安排)(?:数|预算数)?",
    "adjusted": r"(?:全年|年度)?(?:\(调整后?\)|调整后?的?|最终)预算(?:数|金额|资金|安排)?"
    "|(?:全年|年度)预算(?:调整)?(?:数|金额|资金|安排)?|预算调整后?(?:数|金额)?",
    "executed": "(?:全年|年度|预算|实际|资金)*(?:执行|支出|使用|完成)(?:数|金额)|决算(?:数|金额)|全年支出",
    "rate": "(?:预算|资金|支出)*(?:执行率|完成率)",
    "full": "(?:指标)?(?:分值|权重|满分)",
    "score": "(?:自评|实际)*(?:得分|评分)",
    "budget": "预算(?:数|金额|资金|安排)",
}
_HEAD = re.compile("|".join(f"(?P<{kind}>(?:{words}){_ASIDE})" for kind, words in _HEADS.items()))
_MARKS_OF_RATE = re.compile("|".join(f"(?P<{kind}>(?:{_HEADS[kind]}){_ASIDE})" for kind in ("full", "score")))
_OPENING = re.compile("年初|全年|年度预算|当年预算|本年预算|调整|预算[数金调]|执行数")
_LABEL = re.compile(r"\s*([\u4e00-\u9fff():、,，\"\s]{2,24}?)\s*(?=[\d—\-/])")
_NO_LABEL = re.compile("指标|目标|执行率|执行数|得分|分值")
_STATED = re.compile(r"(?:\((?:单位:)?|单位:)([万亿]?元)")
_PART = re.compile(r"((?:基本|项目)支出(?:总额|合计|数)?)[:：]?\s*(\d[\d,]*(?:\.\d+)?)((?:[万亿]?元)?)")
"""A part of the year's money that is printed before the heads: `基本支出总额1624.05`."""
_FULL = re.compile(r"\((\d{1,2})分")
_PARTS_BEFORE = 160
_BEFORE = 40
"""The unit of the sums stands so near before their heads."""
_LABELLED = "label"


@dataclass(frozen=True, slots=True)
class Money:
    """One block of money: its table, figures and place; `marks` are the full mark and score of its first row."""

    table: Table
    quantities: Mapping[int, Quantity]
    taken: Span
    marks: tuple[Decimal, Decimal | None] | None


def money_tables(folded: Folded, original: str) -> list[Money]:
    """Every block of money in a run of text."""
    found: list[Money] = []
    done = 0
    for opening in _OPENING.finditer(folded.text):
        if opening.start() < done:
            continue
        heads = _heads(folded.text, opening.start())
        kinds = {kind for kind, _, _ in heads}
        if not ({"executed"} <= kinds and kinds & {"initial", "adjusted", "budget"} and len(heads) >= 3):
            continue
        done = heads[-1][2]
        if (block := _block(folded, original, heads)) is not None:
            found.append(block)
            done = folded.at(block.taken.end)
    return found


def _heads(text: str, at: int) -> list[Place]:
    found: list[Place] = []
    while match := _HEAD.match(text, at):
        kind = match.lastgroup or ""
        if kind == "rate" and any(kind == known for known, _, _ in found):  # 执行率执行率权重执行率得分
            match = _MARKS_OF_RATE.match(text, match.end()) or match
            kind = match.lastgroup or ""
        if kind in ("initial", "adjusted") and [known for known, _, _ in found] == ["budget"]:
            found = []  # 部门支出预算数（万元）stands above them all
        if any(kind == known for known, _, _ in found):
            break
        found.append((kind, match.start(), match.end()))
        at = match.end()
    return found


def _block(folded: Folded, original: str, heads: Sequence[Place]) -> Money | None:
    kinds = [kind for kind, _, _ in heads]
    builder = TableBuilder(folded, original, [(_LABELLED, 0, 0), *heads], labels=1)
    at, rows = heads[-1][2], 0
    marks: tuple[Decimal, Decimal | None] | None = None
    parts: list[tuple[Place, Place]] = []
    while (label := _LABEL.match(folded.text, at)) and not _NO_LABEL.search(label[1]):
        cells = money_row(folded.text, label.end(), kinds, first=rows == 0)
        if cells is None:
            break
        builder.row([(_LABELLED, label.start(1), label.end(1)), *(c for c in cells if not _is_none(folded.text, c))])
        at, rows = cells[-1][2], rows + 1
        if rows == 1:
            marks = _marks(folded.text, cells) or _marks_of_head(folded.text, heads, cells)
            parts = _parts(folded.text, heads[0][1], cells)
    if not rows:
        return None
    for label_of, figure in parts:
        builder.row([label_of, figure])
    table, quantities = builder.done()
    stated = [unit for unit in _STATED.findall(folded.text[max(0, heads[0][1] - _BEFORE) : heads[-1][2]]) if unit]
    table = replace(table, unit=stated[-1] if stated else None)
    start = min([heads[0][1], *(label_of[1] for label_of, _ in parts)])
    return Money(table, quantities, folded.span(start, builder.end), marks)


def _parts(text: str, end: int, whole: Sequence[Place]) -> list[tuple[Place, Place]]:
    """Basic and project outlay printed just before the heads, in the column whose sum of the year they make up; none
    where they make up none."""
    found = list(_PART.finditer(text, max(0, end - _PARTS_BEFORE), end))
    if len(found) != len(("基本", "项目")) or found[0][1][:2] == found[1][1][:2]:
        return []
    total = sum(money_value(part[2]) for part in found)
    columns = [kind for kind, a, b in whole if kind in MONEY and not _is_none(text, (kind, a, b))]
    values = {kind: money_value(text[a:b]) for kind, a, b in whole if kind in columns}
    fitting = [kind for kind in columns if values[kind] == total]
    if "executed" in fitting:
        fitting = ["executed"]
    if len(fitting) != 1:
        return []
    return [((_LABELLED, *part.span(1)), (fitting[0], part.start(2), part.end(3))) for part in found]


def _marks_of_head(text: str, heads: Sequence[Place], cells: Sequence[Place]) -> tuple[Decimal, Decimal] | None:
    """The full mark that the heads (`得分（20分*执行率）`) or the words before them in their line print, and the
    score."""
    line = max(text.rfind("\n", 0, heads[0][1]), heads[0][1] - _BEFORE)
    above = list(_FULL.finditer(text, max(line, 0), heads[0][1]))
    full = _FULL.search(text, heads[-1][1], heads[-1][2]) if heads[-1][0] == "score" else None
    full = full or (above[-1] if above else None)
    score = next((money_value(text[a:b]) for kind, a, b in cells if kind == "score"), None)
    return (Decimal(full[1]), score) if full is not None and score is not None else None


def _is_none(text: str, cell: Place) -> bool:
    return NONE.fullmatch(text, cell[1], cell[2]) is not None


def _marks(text: str, cells: Sequence[Place]) -> tuple[Decimal, Decimal | None] | None:
    marks = {kind: money_value(text[start:end]) for kind, start, end in cells if kind in ("full", "score")}
    return (marks["full"], marks.get("score")) if "full" in marks else None
