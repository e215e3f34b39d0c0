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
from dataclasses import replace

from extractor.extraction.cells import stated_unit
from extractor.extraction.line_cells import Line, blocks
from extractor.extraction.line_closing import added, closes, placed_figures, placed_parts
from extractor.extraction.line_heads import columns
from extractor.extraction.line_tables import Form, FormBuilder
from extractor.model import Span
from extractor.numbers import Folded

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
_YEARLY = re.compile(r"^(?:19|20)\d\d年.*(?:预算|决算|执行)")
_FEWEST = 2
_AROUND = 2
"""Names in a head that have no column: the corner, and the name of the first row after it."""
_LONGEST_RUN = 60
"""No head has more names, no row more figures."""


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
    regular = _is_regular(block, at, first)
    corner = _CORNER.fullmatch(block[at].text) is not None or (regular and first - at == _run(block, first) + _AROUND)
    opened = (
        corner
        or regular
        or not at
        or block[at - 1].is_caption
        or (block[at - 1].figure and _has_parts(block[at:first]))
    )
    if not opened:
        return None
    if any(line.is_caption for line in block[at + 1 : first]):
        return None
    values = block[first : first + _run(block, first)]
    labelled = corner or regular or _names_whole(block[at:first], values)
    names = block[at + corner : first - labelled]
    placed = columns([line.text for line in names], [line.value for line in values]) if len(names) > 1 else ()
    if not placed:
        return None
    rows: list[tuple[Line | None, list[tuple[int, Line]]]] = [
        (block[first - 1] if labelled else None, [(c, values[column.figure]) for c, column in enumerate(placed)])
    ]
    following = first + len(values)
    if labelled or (following < len(block) and _PARTS.match(block[following].text)):
        more, following = _rows(block, following, [names[column.names[-1]].text for column in placed], rows[0])
        rows += more
    if corner and _BODY.fullmatch(block[at].text):
        rows = _of_the_whole(rows)
    title = _title(block, at)
    stated = next((u for line in (*names, title) if line and (u := stated_unit(line.text))), unit)
    builder = FormBuilder(folded, original, title, stated)
    form = builder.headed(names, placed, rows)
    whole = folded.span(min(block[at].end, names[0].start), block[following - 1].end)
    closing = frozenset(form.quantities) if any(column.closes for column in placed) else frozenset()
    taken = Span(min(form.taken.start, whole.start), whole.end)
    return replace(form, taken=taken, closing=closing), following


def _title(block: Sequence[Line], at: int) -> Line | None:
    """The caption above the names that begin at `at`; above its unit (`（万元）`) stands what it says."""
    if not at or not block[at - 1].is_caption:
        return None
    unit = block[at - 1]
    if at > 1 and unit.text.startswith("(") and not block[at - 2].figure:
        return Line(block[at - 2].start, unit.end, block[at - 2].text + unit.text, figure=False)
    return unit


def _is_regular(block: Sequence[Line], at: int, first: int) -> bool:
    """As many names as figures, the row's own, perhaps the corner; and a second row of one name and as many figures."""
    length = _run(block, first)
    following = first + length
    if first - at - length not in (1, _AROUND) or following + 1 >= len(block) or block[following].is_caption:
        return False
    return _run(block, following + 1) == length


def _of_the_whole(
    rows: Sequence[tuple[Line | None, list[tuple[int, Line]]]],
) -> list[tuple[Line | None, list[tuple[int, Line]]]]:
    """Of rows that are named after bodies, that of the one body the report is about, or of all of them: by its name, or
    because the others add up to the first. Rows of stages (`某馆（年初预算）`) are all of the whole."""
    if len(rows) > 1 and all(row[0] is not None and _STAGED.search(row[0].text) for row in rows):
        return [(_stage_of(label), cells) for label, cells in rows if label is not None]
    whole = rows if len(rows) == 1 else [row for row in rows if row[0] is not None and _ALL.fullmatch(row[0].text)]
    if not whole and rows[0][1] and added(rows[:1]) == added(rows[1:]):
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


def _names_whole(names: Sequence[Line], values: Sequence[Line]) -> bool:
    """The last of the names is that of the first row: the figures close under the others, or these are of years."""
    heads = [line.text for line in names[:-1]]
    if len(heads) != len(values) or len(heads) < _FEWEST:
        return False
    closed = closes(dict(enumerate(line.value for line in values)), heads)
    return closed or all(_YEARLY.search(head) for head in heads)


def _rows(
    block: Sequence[Line], at: int, heads: Sequence[str], whole: tuple[Line | None, list[tuple[int, Line]]]
) -> tuple[list[tuple[Line | None, list[tuple[int, Line]]]], int]:
    """The further rows from `at` on, and where they end; parts with blank cells are placed by what they make up."""
    found: list[tuple[Line | None, list[tuple[int, Line]]]] = []
    open_rows: list[tuple[Line, Sequence[Line]]] = []
    while (row := _row(block, at, heads)) is not None:
        label, cells, following = row
        opens = _PARTS.match(label.text) is not None
        if cells or opens or (open_rows and len(open_rows[0][1]) != following - at - 1):
            found += _placed(whole, open_rows)
            open_rows = []
        if cells:
            whole = (label, cells)
            found.append(whole)
        elif opens or open_rows:
            open_rows.append((label, block[at + 1 : following]))
        at = following
    return [*found, *_placed(whole, open_rows)], at


def _placed(
    whole: tuple[Line | None, list[tuple[int, Line]]], rows: Sequence[tuple[Line, Sequence[Line]]]
) -> list[tuple[Line | None, list[tuple[int, Line]]]]:
    cells = placed_parts(whole[1], [values for _, values in rows]) if len(rows) > 1 else []
    return [(label, row) for (label, _), row in zip(rows, cells, strict=False)]


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
    return block[at], placed_figures(heads, values), at + 1 + length


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
    return FormBuilder(folded, original, None, stated).staged(rows), following


def _has_parts(names: Sequence[Line]) -> bool:
    return any(_PARTS.match(line.text) or line.text.rstrip(":") == "其中" for line in names)


def _next(block: Sequence[Line], at: int, *, figure: bool) -> int:
    end = min(len(block), at + _LONGEST_RUN)
    return next((i for i in range(at, end) if block[i].figure is figure), end)


def _run(block: Sequence[Line], at: int) -> int:
    return _next(block, at, figure=False) - at


__all__ = ["Form", "line_forms"]
