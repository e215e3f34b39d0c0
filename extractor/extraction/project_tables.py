"""Tables of projects: a column of names, one of budgets, one of outlays, whatever stands between them.

The grid may be the document's own, one that was rebuilt, or lost altogether: a cell a line, first the heads, then row
after row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.extraction.cells import in_unit, stated_unit
from extractor.extraction.ground import quantities_in
from extractor.extraction.project_names import BUDGET, FINAL, is_account
from extractor.extraction.run_together import runs
from extractor.model import Dimension, Document, Head, Quantity, Span, Table
from extractor.numbers import fold
from extractor.reports import ReportType

_NAME = re.compile(
    r"(?:具体|主要|重点|支出|二级|明细|预算)?项目(?:支出)?(?:名称|内容)|(?:专项|子项目|专项资金)名称|(?:年度)?(?:主要|重点)?(?:任务|工作)(?:名称|内容)"
    r"|(?:重点|主要|具体|子|支出|专项)项目|项目"
)
_BUDGET = re.compile(r"预算|安排|批复|下达|指标数|计划(?:投入|资金)")
_FINAL = re.compile(r"执行|支出|决算|支付|使用|列支")
_OTHER = re.compile(r"率|进度|占比|比例|比重|差|结[余转]|增减|增长|上年|去年|完成情况|说明|得分|分值")
_HEAD = re.compile(
    r"序号|编号|名称|内容|情况|备注|说明|(?:项目)?(?:类别|类型|属性)|(?:实施|责任|承担|主管)(?:单位|部门|科室|股室)|金额|率|进度|比|差|绩效|目标|资金"
)
_UNIT = re.compile(r"[(（][^)）]*[)）]")
_SUM = re.compile(r"(?:[总合小]|金额合|资金合|支出合)计|总额")
_VALUE = re.compile(r"[-－]?[\d,，]+(?:[.．]\d+)?(?:[万亿]?元)?|[-—－/无]")
_NUMBER = re.compile(r"^(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）.、．]|[①-⑳])(?=[\u4e00-\u9fff“\"])")
_CELL = re.compile(r"[^\s|]+")
_LONGEST_HEAD = 16
_LONGEST_LINE = 60
_LONGEST_ROW = 160
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Found:
    """One row: where its name stands, its figures by column, and all of it."""

    name: Span
    figures: Mapping[str, Quantity]
    span: Span


def table_projects(document: Document, report_type: ReportType) -> list[Found]:
    """The rows of every table of projects, in reading order."""
    tables = [
        list(_grid(document, table, head))
        for table in (*document.tables, *runs(document.text).tables)
        for head in table.heads
    ]
    tables += [list(_lines(document)), list(_blanks(document))]
    found = {one.name: one for rows in tables if not _are_accounts(document, report_type, rows) for one in rows}
    return sorted(found.values(), key=lambda one: one.span.start)


def _are_accounts(document: Document, report_type: ReportType, rows: Sequence[Found]) -> bool:
    """`项目` may head the names of accounts (基本支出, 项目支出): more than one of them is no project."""
    names = [fold(document.text[row.name.start : row.name.end]).text for row in rows]
    return sum(is_account(report_type, name) for name in names) >= _FEWEST


def _kinds(heads: Sequence[str]) -> dict[str, int]:
    """Which column is the name, which the budget (that of the beginning of the year first), which the outlay."""
    kinds: dict[str, int] = {}
    for column, head in enumerate(heads):
        words = _UNIT.sub("", fold(head).text)
        if _NAME.fullmatch(words) and "name" not in kinds:
            kinds["name"] = column
        elif _OTHER.search(words) or len(words) > _LONGEST_HEAD:
            continue
        elif _FINAL.search(words) and not words.endswith("预算") and FINAL not in kinds:
            kinds[FINAL] = column
        elif _BUDGET.search(words) and BUDGET not in kinds:
            kinds[BUDGET] = column
    return kinds if "name" in kinds and BUDGET in kinds and FINAL in kinds else {}


def _grid(document: Document, table: Table, head: Head) -> Iterator[Found]:
    heads = [
        "".join(
            document.text[cell.span.start : cell.span.end]
            for cell in table.cells
            if cell.span and head.r0 <= cell.r0 < head.r1 and cell.c0 <= column < cell.c1
        )
        for column in range(table.columns)
    ]
    kinds = _kinds(heads)
    above = table.unit or stated_unit(fold(table.title or "").text) or _unit_near(document, table)
    for row in range(head.r1, head.end) if kinds else ():
        name = table.at(row, kinds["name"])
        if name is None or name.span is None or name.figure or name.r0 != row:
            continue
        cells = {kind: table.at(row, column) for kind, column in kinds.items() if kind != "name"}
        places = {kind: cell.span for kind, cell in cells.items() if cell is not None and cell.span is not None}
        units = {kind: stated_unit(fold(heads[kinds[kind]]).text) or above for kind in places}
        if found := _row(document, name.span, places, units):
            yield found


def _unit_near(document: Document, table: Table) -> str | None:
    """The unit that a short line right before or after a table states."""
    lines = (
        document.text[: table.span.start].rstrip().rpartition("\n")[2],
        document.text[table.span.end :].strip().partition("\n")[0],
    )
    return next((unit for line in lines if len(line) <= _LONGEST_LINE and (unit := stated_unit(fold(line).text))), None)


def _row(document: Document, name: Span, places: Mapping[str, Span], units: Mapping[str, str | None]) -> Found | None:
    words = "".join(document.text[name.start : name.end].split())
    if number := _NUMBER.match(words):
        name = Span(document.text.index(words[number.end()], name.start), name.end)
    if _SUM.fullmatch(words) or not re.search(r"[\u4e00-\u9fff]{2}", words):
        return None
    figures: dict[str, Quantity] = {}
    for kind, place in places.items():
        inside = quantities_in(document, place)
        if len(inside) != 1:
            continue
        unit = units[kind]
        quantity = in_unit(inside[0], unit) if unit else inside[0]
        if quantity.dimension is Dimension.MONEY:
            figures[kind] = quantity
    if not figures:
        return None
    return Found(
        name, figures, Span(min(name.start, *(p.start for p in places.values())), max(p.end for p in places.values()))
    )


def _lines(document: Document) -> Iterator[Found]:
    """The rows of tables that print a cell a line."""
    spans: list[Span] = []
    at = 0
    for line in document.text.split("\n"):
        if line.strip():
            spans.append(Span(at, at + len(line)))
        at += len(line) + 1
    texts = ["".join(document.text[span.start : span.end].split()) for span in spans]
    index = 0
    unit: str | None = None
    while index < len(texts):
        unit = stated_unit(fold(texts[index]).text) or unit
        if not _NAME.fullmatch(_UNIT.sub("", texts[index])):
            index += 1
            continue
        start = index - 1 if index and texts[index - 1] in ("序号", "编号") else index
        stop = index + 1
        while stop < len(texts) and _is_head(texts[stop]):
            stop += 1
        heads = texts[start:stop]
        kinds = _kinds(heads)
        index = stop
        while kinds and (row := spans[index : index + len(heads)]) and len(row) == len(heads):
            values = [texts[index + column] for kind, column in kinds.items() if kind != "name"]
            if _SUM.fullmatch(texts[index + kinds["name"]]) or not all(_VALUE.fullmatch(value) for value in values):
                break
            places = {kind: row[column] for kind, column in kinds.items() if kind != "name"}
            units = {kind: stated_unit(fold(heads[kinds[kind]]).text) or unit for kind in places}
            if found := _row(document, row[kinds["name"]], places, units):
                yield found
            index += len(heads)


def _blanks(document: Document) -> Iterator[Found]:
    """The rows of tables whose cells are set apart by single blanks, below a line of heads."""
    heads: list[str] = []
    unit: str | None = None
    at = 0
    for line in document.text.split("\n"):
        found_in = _CELL.finditer(line) if len(line) <= _LONGEST_ROW else ()
        cells = [Span(at + cell.start(), at + cell.end()) for cell in found_in]
        at += len(line) + 1
        texts = [document.text[cell.start : cell.end] for cell in cells]
        unit = stated_unit(fold(line).text) or unit if len(line) <= _LONGEST_LINE else unit
        kinds = _kinds(heads)
        if len(cells) != len(heads) or not kinds:
            heads = texts if len(texts) > _FEWEST and all(map(_may_head, texts)) else []
            continue
        places = {kind: cells[column] for kind, column in kinds.items() if kind != "name"}
        if not all(_VALUE.fullmatch(texts[column]) for kind, column in kinds.items() if kind != "name"):
            continue
        units = {kind: stated_unit(fold(heads[kinds[kind]]).text) or unit for kind in places}
        if found := _row(document, cells[kinds["name"]], places, units):
            yield found


def _may_head(text: str) -> bool:
    return _NAME.fullmatch(_UNIT.sub("", text)) is not None or _is_head(text)


def _is_head(text: str) -> bool:
    """A short line that may name a column."""
    if len(text) > _LONGEST_HEAD or _VALUE.fullmatch(text):
        return False
    return any(pattern.search(text) for pattern in (_BUDGET, _FINAL, _OTHER, _HEAD))
