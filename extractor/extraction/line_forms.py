"""Forms of which every cell became a line: heads above their figures, and names that several pairs belong to.

    机构名称 / 收入合计 / 其中： / 上年结转 / … / 某局 / 1386.52 / 42.30 / …      heads, then one row or more
    人员编制情况 / 核定编制数 / 其中：行政编制 / … / 34 / 8 / …                   heads, then figures alone
    基本支出 / 年初预算 / 418.20 / 决算 / 437.16 / 其中：人员经费 / 392.08        a name, its stages, their parts

What is read becomes tables with spans into the document's text. Blank cells leave no line: a row with fewer figures
than columns is read as far as its sums or its rate leave one way to place them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from extractor.extraction.cells import stated_unit
from extractor.extraction.line_cells import Line, blocks
from extractor.extraction.line_heads import Column, columns
from extractor.extraction.run_table import shifted
from extractor.model import Cell, Head, Quantity, Span, Table
from extractor.numbers import Folded, read

_CORNER = re.compile(
    r"(?:[一二三]级|评价|考核|绩效)?指标(?:名称)?|(?:机构|单位|部门|项目|资金|支出|科目)?(?:名称|来源|类别|科目|性质|类型)"
    r"|(?:预算|支出)?项目|机构|单位|内容"
)
_BODY = re.compile(r"(?:机构|单位|部门)(?:名称)?")
_ALL = re.compile(r".*(?:合计|总计|汇总)")
_STAGE = re.compile(
    r"(?:本年|当年|全年|上年|年初|年末|调整后?(?:的)?|批复)?(?:预算|决算|执行|支出|完成|实际支出)(?:数|金额|额)?|上年数?"
)
_STAGED = re.compile(r"(?:^|[(（])(?P<stage>[^(（]*(?:预算|决算|执行|支出)(?:数|金额|额)?)[)）]?$")
_PARTS = re.compile(r"(?:其中:?|[(（]?\d[)）])(?=[\u4e00-\u9fff])")
_RATE, _PRIOR = re.compile(r"率(?:\(%\))?$|\(%\)$"), re.compile("上年|去年")
_FULL, _SCORE = re.compile("分值|权重|满分"), re.compile("得分|评分")
_EXECUTED, _BUDGET = re.compile("执行数?|支出|决算|完成"), re.compile("预算|安排|下达|到位")
_YEARLY = re.compile(r"^(?:19|20)\d\d年.*(?:预算|决算|执行)")
_HUNDRED, _MOST_RATE = Decimal(100), Decimal(1000)
_MOST_BLANK = 4
_FEWEST = 2
_LONGEST_RUN = 60
"""No head has more names, no row more figures."""


@dataclass(frozen=True, slots=True)
class Form:
    """One table, its figures by where they start, and the stretch it takes up. `closing`: where the figures start that
    stand in a head which sums decided."""

    table: Table
    quantities: dict[int, Quantity]
    taken: Span
    closing: frozenset[int] = frozenset()


def line_forms(folded: Folded, original: str, taken: Sequence[tuple[int, int]] = ()) -> list[Form]:
    """Every such form of a text outside what is taken (folded offsets), in order."""
    found: list[Form] = []
    unit: str | None = None
    read_to = 0
    for block in blocks(folded.text, taken):
        between = folded.text[read_to : block[0].start].split("\n")  # headings (`二、收支情况（单位：万元）`) and prose
        unit = next((u for line in reversed(between) if len(line) <= _LONGEST_RUN and (u := stated_unit(line))), unit)
        read_to = block[-1].end
        at = 0
        while at < len(block):
            unit = stated_unit(block[at].text) or unit
            form, following = (
                _headed(folded, original, block, at, unit)
                or _staged(folded, original, block, at, unit)
                or (None, at + 1)
            )
            if form is not None:
                found.append(form)
                unit = form.table.unit or unit
            at = following
    return found


def _headed(folded: Folded, original: str, block: Sequence[Line], at: int, unit: str | None) -> tuple[Form, int] | None:
    """A form of names and then figures, whose names begin at `at`."""
    if block[at].figure:
        return None
    first = _next(block, at, figure=True)
    if first - at < _FEWEST or first == len(block) or _run(block, first) < _FEWEST:
        return None
    corner = _CORNER.fullmatch(block[at].text) is not None
    opened = corner or not at or block[at - 1].is_caption or (block[at - 1].figure and _has_parts(block[at:first]))
    if not opened:
        return None
    if any(line.is_caption for line in block[at + 1 : first]):
        return None
    values = block[first : first + _run(block, first)]
    labelled = corner or _names_whole(block[at:first], values)
    names = block[at + corner : first - labelled]
    placed = columns([line.text for line in names], [line.value for line in values]) if len(names) > 1 else ()
    if not placed:
        return None
    rows: list[tuple[Line | None, list[tuple[int, Line]]]] = [
        (block[first - 1] if labelled else None, [(c, values[column.figure]) for c, column in enumerate(placed)])
    ]
    following = first + len(values)
    while labelled and (row := _row(block, following, [names[column.names[-1]].text for column in placed])) is not None:
        label, cells, following = row
        if cells:
            rows.append((label, cells))
    if corner and _BODY.fullmatch(block[at].text):
        rows = _of_the_whole(rows)
    title = block[at - 1] if at and block[at - 1].is_caption else None
    stated = next((u for line in (*names, title) if line and (u := stated_unit(line.text))), unit)
    builder = _Builder(folded, original, title, stated)
    form = builder.headed(names, placed, rows)
    whole = folded.span(min(block[at].end, names[0].start), block[following - 1].end)
    closing = frozenset(form.quantities) if any(column.closes for column in placed) else frozenset()
    taken = Span(min(form.taken.start, whole.start), whole.end)
    return replace(form, taken=taken, closing=closing), following


def _of_the_whole(
    rows: Sequence[tuple[Line | None, list[tuple[int, Line]]]],
) -> list[tuple[Line | None, list[tuple[int, Line]]]]:
    """Of rows that are named after bodies, that of the one body the report is about, or of all of them: by its name, or
    because the others add up to the first. Rows of stages (`某馆（年初预算）`) are all of the whole."""
    if len(rows) > 1 and all(row[0] is not None and _STAGED.search(row[0].text) for row in rows):
        return [(_stage_of(label), cells) for label, cells in rows if label is not None]
    whole = rows if len(rows) == 1 else [row for row in rows if row[0] is not None and _ALL.fullmatch(row[0].text)]
    if not whole and rows[0][1] and _added(rows[:1]) == _added(rows[1:]):
        whole = [rows[0]]
    return [(None, whole[0][1])] if len(whole) == 1 else [(row[0], []) for row in rows]


def _stage_of(label: Line) -> Line:
    """Of `某馆（年初预算）` the stage alone."""
    stage = _STAGED.search(label.text)
    if stage is None:
        return label
    return replace(
        label, start=label.start + stage.start("stage"), end=label.start + stage.end("stage"), text=stage["stage"]
    )


def _added(rows: Sequence[tuple[Line | None, list[tuple[int, Line]]]]) -> dict[int, Decimal]:
    """The sums of the rows, column by column."""
    sums: dict[int, Decimal] = {}
    for _, cells in rows:
        for column, line in cells:
            sums[column] = sums.get(column, Decimal(0)) + (line.value or 0)
    return sums


def _names_whole(names: Sequence[Line], values: Sequence[Line]) -> bool:
    """The last of the names is that of the first row: the figures close under the others, or these are of years."""
    heads = [line.text for line in names[:-1]]
    if len(heads) != len(values) or len(heads) < _FEWEST:
        return False
    closes = _closes(dict(enumerate(line.value for line in values)), heads)
    return closes or all(_YEARLY.search(head) for head in heads)


def _row(block: Sequence[Line], at: int, heads: Sequence[str]) -> tuple[Line, list[tuple[int, Line]], int] | None:
    """A further row: one name and its figures, with the columns that are certain."""
    if at + 1 >= len(block) or block[at].figure or block[at].is_caption:
        return None
    length = _run(block, at + 1)
    values = block[at + 1 : at + 1 + length]
    if length < _FEWEST or length > len(heads):
        return None
    if length == len(heads):
        return block[at], list(enumerate(values)), at + 1 + length
    return block[at], _placed(heads, values), at + 1 + length


def _placed(heads: Sequence[str], values: Sequence[Line]) -> list[tuple[int, Line]]:
    """The figures of a row with blank cells, where the rate that closes leaves one way to place them."""
    if len(heads) - len(values) > _MOST_BLANK:
        return []
    found = [
        chosen
        for chosen in combinations(range(len(heads)), len(values))
        if _closes({column: value.value for column, value in zip(chosen, values, strict=True)}, heads)
    ]
    if not found:
        return []
    sure = [(column, i) for i, column in enumerate(found[0]) if all(other[i] == column for other in found)]
    return [(column, values[i]) for column, i in sure]


def _closes(placed: dict[int, Decimal | None], heads: Sequence[str]) -> bool:
    """The rate is outlay by a budget, and the marks are marks."""
    kinds = {column: _kind(heads[column]) for column in placed}
    by_kind = {kind: placed[column] for column, kind in kinds.items()}
    rate, executed, full, score = (by_kind.get(kind) for kind in ("rate", "executed", "full", "score"))
    if ("full" in by_kind) != ("score" in by_kind) or (full is not None and score is not None and score > full):
        return False
    if rate is None or executed is None or rate > _MOST_RATE:
        return False
    grain = Decimal(1).scaleb(int(rate.as_tuple().exponent))
    budgets = [placed[column] for column, kind in kinds.items() if kind == "budget"]
    last = next((b for b in reversed(budgets) if b), None)
    return last is not None and abs(executed / last * _HUNDRED - rate) < grain


def _kind(head: str) -> str:
    if _PRIOR.search(head):
        return "prior"
    for kind, pattern in (("score", _SCORE), ("full", _FULL), ("rate", _RATE), ("budget", _BUDGET)):
        if pattern.search(head):
            return kind
    return "executed" if _EXECUTED.search(head) else "other"


def _staged(folded: Folded, original: str, block: Sequence[Line], at: int, unit: str | None) -> tuple[Form, int] | None:
    """A name at `at` without a figure, then its stages with one each, and the parts of these."""
    if block[at].figure or _STAGE.fullmatch(block[at].text) or at + 2 >= len(block):
        return None
    rows: list[tuple[tuple[Line, ...], Line]] = []
    stage: Line | None = None
    following = at + 1
    while following + 1 < len(block) and not block[following].figure and block[following + 1].figure:
        label, value = block[following], block[following + 1]
        if _STAGE.fullmatch(label.text):
            stage = label
            rows.append(((block[at], label), value))
        elif stage is not None and _PARTS.match(label.text):
            rows.append(((block[at], stage, label), value))
        else:
            break
        following += 2
        if following < len(block) and block[following].figure:
            return None  # two figures side by side: not a list of pairs
    if len(rows) < _FEWEST:
        return None
    stated = stated_unit(block[at].text) or unit
    return _Builder(folded, original, None, stated).staged(rows), following


def _has_parts(names: Sequence[Line]) -> bool:
    return any(_PARTS.match(line.text) or line.text.rstrip(":") == "其中" for line in names)


def _next(block: Sequence[Line], at: int, *, figure: bool) -> int:
    end = min(len(block), at + _LONGEST_RUN)
    return next((i for i in range(at, end) if block[i].figure is figure), end)


def _run(block: Sequence[Line], at: int) -> int:
    return _next(block, at, figure=False) - at


class _Builder:
    """Makes tables of lines."""

    def __init__(self, folded: Folded, original: str, title: Line | None, unit: str | None) -> None:
        self._folded = folded
        self._original = original
        self._title = title.text if title else None
        self._unit = unit
        self._cells: list[Cell] = []
        self._quantities: dict[int, Quantity] = {}

    def headed(
        self,
        names: Sequence[Line],
        placed: Sequence[Column],
        rows: Sequence[tuple[Line | None, Sequence[tuple[int, Line]]]],
    ) -> Form:
        """A table below a head of one row or more."""
        labels = int(rows[0][0] is not None)
        depth = max(len(column.names) for column in placed)
        if labels:
            self._cells.append(Cell(0, depth, 0, 1, None))
        for c, column in enumerate(placed, labels):
            for r, name in enumerate(column.names):
                end = depth if r == len(column.names) - 1 else r + 1
                self._cells.append(Cell(r, end, c, c + 1, self._span(names[name])))
        for r, (label, cells) in enumerate(rows, depth):
            if label is not None:
                self._cells.append(Cell(r, r + 1, 0, 1, self._span(label)))
            by_column = dict(cells)
            for c in range(len(placed)):
                self._add(r, c + labels, by_column.get(c))
        return self._done(depth + len(rows), labels + len(placed), (Head(0, depth, depth + len(rows), labels),))

    def staged(self, rows: Sequence[tuple[tuple[Line, ...], Line]]) -> Form:
        """Rows of names and one figure each."""
        width = max(len(path) for path, _ in rows)
        for r, (path, value) in enumerate(rows):
            for c in range(width):
                span = self._span(path[c]) if c < len(path) else None
                self._cells.append(Cell(r, r + 1, c, c + 1, span))
            self._add(r, width, value)
        return self._done(len(rows), width + 1, ())

    def _span(self, line: Line) -> Span:
        return self._folded.span(line.start, line.end)

    def _add(self, row: int, column: int, line: Line | None) -> None:
        span = self._span(line) if line is not None else None
        quantity = read(self._original[span.start : span.end]) if span is not None else None
        if span is not None and quantity is not None:
            self._quantities[span.start] = shifted(quantity, span.start)
        self._cells.append(Cell(row, row + 1, column, column + 1, span, quantity is not None))

    def _done(self, rows: int, width: int, heads: tuple[Head, ...]) -> Form:
        spans = [cell.span for cell in self._cells if cell.span]
        span = Span(min(s.start for s in spans), max(s.end for s in spans))
        cells = tuple(sorted(self._cells, key=lambda c: (c.r0, c.c0)))
        table = Table(cells, rows, width, span, self._title, self._unit, heads)
        return Form(table, self._quantities, span)


__all__ = ["Form", "line_forms"]
