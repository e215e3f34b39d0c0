"""Printed lines become paragraphs: what the layout broke is joined, also inside a word or a number.

A line goes on in the next one when the layout broke it there. The signs, strongest first: the next line opens with a
list number or a label (it does not go on); the page shows a first-line indent (it does not go on); the line is full;
the line ends without a closing mark. A page break is a line break like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.reading.grid import Block, Grid
from extractor.reading.heads import is_figure
from extractor.reading.line import Line

_COUNTED = (
    r"[万亿]?元|[万亿倍户家件起份场次辆台套亩米吨]|公里|平方|千米|小时"
    r"|成(?!本)|名(?!称)|所(?!属)|人(?!员)|个(?!性)|项(?!目)|分(?!析)"
)
"""After `2.1` at the start of a line these make a figure of it; other words make it the number of a sub-heading."""
HEADING = re.compile(
    rf"""\s*(?:
        第[一二三四五六七八九十百\d]{{1,4}}(?:部分|章|节)
      | [一二三四五六七八九十]{{1,3}}\s*[、.．，]
      | [一二三四五六七八九十]{{1,3}}[ \u3000\t]+(?=[^\d\s])
      | [(（〔]\s*[一二三四五六七八九十]{{1,3}}\s*[)）〕]、?
      | \d{{1,2}}(?:\.\d{{1,2}}){{1,2}}\s*(?=[\u4e00-\u9fff“"（(])(?!{_COUNTED})
      | \d{{1,2}}\s*[、．]
      | \d{{1,2}}\.(?:(?!\s*\d)|\s*(?=(?:19|20)\d\d\s*年))
      | \d{{1,2}}\.\s+(?=\d)
      | [(（]\s*\d{{1,2}}\s*[)）]、?
      | \d{{1,2}}[)）]
      | [①-⑳]
    )""",
    re.VERBOSE,
)
"""A list number at the start of a line, as reports print them; `12.5` and `1435.41` are not list numbers."""

_LABEL = re.compile(r"^[^，。；：:、\d]{2,16}[：:]")
_ORDINAL = re.compile(r"^[一二三四五六七八九十]{1,2}是")
_CLOSED = ("。", "！", "？", "；", "：", ":", ";", "”。")
_HEADING_TAIL = re.compile(
    r"(?:情况|分析|问题|措施|建议|说明|结论|构成|设置|职责|职能|概况|目标|工作|管理|指标|效益|报告|表|安排|原因|完成|评价|编制|经费|支出|预算|决算|执行|事项)(?:表)?$"
)
_LONG = 0.7
"""In text that was broken by layout, a line of this share of the full width was cut; a shorter one ended there."""
_CELLS = re.compile(r"[\t|]")
_LONGEST_CELL = 20
_ROW = re.compile(
    r"[^，。；：:\d.]*(?:\d[\d.]*[^，。；：:\d.]+)+\d[\d.]*[^，。；：:\d.]{0,4}"
    r"|[^，。；：:]*[≥≤≧≦＝=]\s?\d(?:[^，。；：:]*|[\d.]*[^，。；：:\d]{0,6}\d.*)"
)
"""A row of a table without separators: no sign of a sentence, two figures or more, one of them near its end; or a
target with its sign, perhaps with the outcome right behind it and a reason."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the document is set: the width of a full line (half ems), whether lines were broken by layout, and (for
    pages) the column's edges in points and the size of a character."""

    full: int
    wrapped: bool
    left: float | None = None
    right: float | None = None
    em: float = 0.0
    indented: bool = False


def paragraphs(blocks: Sequence[Block]) -> list[list[Line] | Grid]:
    """Group printed lines (of all pages, in order, blank lines included) into paragraphs, none of them empty. A table
    parts paragraphs."""
    shape = _shape([block for block in blocks if isinstance(block, Line)])
    groups: list[list[Line] | Grid] = []
    for block in blocks:
        if isinstance(block, Grid):
            groups.append(block)
            continue
        line = block.strip()
        if not line.text:
            continue
        last, before = (groups[-1], groups[-2:-1]) if groups else (None, [])
        if isinstance(last, list) and _is_cell(last, before, line, shape):
            groups.append([line])
        elif isinstance(last, list) and (_goes_on(last[-1], line, shape) or _is_cut(last, line)):
            last.append(line)
        else:
            groups.append([line])
    return groups


def _shape(lines: Sequence[Line]) -> _Shape:
    filled = [stripped for line in lines if (stripped := line.strip()).text]
    widths = sorted(line.width for line in filled if not _CELLS.search(line.text))
    if not widths:
        return _Shape(0, wrapped=False)
    full = widths[min(len(widths) - 1, int(len(widths) * 0.95))]
    near = sum(full - 7 <= w <= full + 3 for w in widths)
    long = sum(w >= full // 2 for w in widths)
    wrapped = full >= 30 and near >= 4 and near * 5 >= long * 2
    lefts = sorted(x for line in filled if (x := line.left()) is not None)
    if not lefts:
        return _Shape(full, wrapped and full <= 120)
    rights = sorted(x for line in filled if (x := line.right()) is not None)
    ems = sorted(
        p[3] - p[1] for line in filled for c, p in zip(line.text, line.places, strict=False) if p and c > "\u2e80"
    )
    em = ems[len(ems) // 2] if ems else 10.0
    left = lefts[int(len(lefts) * 0.1)]
    indented = sum(1.2 * em <= x - left <= 3.2 * em for x in lefts) >= 0.08 * len(lefts)
    return _Shape(full, wrapped=True, left=left, right=rights[int(len(rights) * 0.95)], em=em, indented=indented)


def _is_cell(group: Sequence[Line], before: Sequence[list[Line] | Grid], after: Line, shape: _Shape) -> bool:
    """In text that no layout broke, a long line between a line of one figure and a short one is a cell of a form whose
    cells became lines (the reason below a score)."""
    above = before[0] if before else None
    if shape.wrapped or not isinstance(above, list) or len(group) > 1 or len(above) > 1:
        return False
    return is_figure(above[0].text) and len(after.text) <= _LONGEST_CELL and not re.search("[，。；]", after.text)


def _goes_on(line: Line, after: Line, shape: _Shape) -> bool:
    """True when `after` is the rest of the sentence or paragraph that `line` began."""
    if _CELLS.search(line.text) or _CELLS.search(after.text):
        return False
    if HEADING.match(after.text) or _ORDINAL.match(after.text):
        return False
    full = _is_full(line, shape)
    if (_is_heading_line(line.text) and not full) or _is_centred(line, after, shape):
        return False
    if line.text.endswith(_CLOSED):
        return full and shape.wrapped and shape.right is not None and shape.indented and not _is_indented(after, shape)
    if _LABEL.match(after.text) and not (shape.wrapped and line.width >= _LONG * shape.full):
        return False
    if shape.indented and _is_indented(after, shape) and not _is_indented(line, shape):
        return False
    if full and shape.wrapped:
        return True
    if shape.wrapped:
        return (line.width >= _LONG * shape.full and not _is_indented(after, shape)) or _ends_inside(line.text)
    if _ROW.fullmatch(after.text):
        return False
    return line.width >= 40 and not _HEADING_TAIL.search(line.text) and not _is_heading_line(line.text)


def _is_cut(group: Sequence[Line], after: Line) -> bool:
    """A long sentence without an end, and what follows reads on: a page break or a stray return cut it."""
    text = "".join(line.text for line in group)
    if not re.search(r"[，。]", text) or sum(line.width for line in group) < 60:
        return False
    if text.endswith(_CLOSED) or _CELLS.search(text) or _CELLS.search(after.text) or HEADING.match(after.text):
        return False
    return bool(re.search(r"[，。；]", after.text)) and not _LABEL.match(after.text)


def _is_full(line: Line, shape: _Shape) -> bool:
    right = line.right()
    if right is not None and shape.right is not None:
        return right >= shape.right - 1.6 * shape.em
    return line.width >= shape.full - 3


def _is_centred(line: Line, after: Line, shape: _Shape) -> bool:
    """The line begins further right of the next one than a first-line indent would have it: a title."""
    here, there = line.left(), after.left()
    return here is not None and there is not None and here - there > 3.2 * shape.em


def _is_indented(line: Line, shape: _Shape) -> bool:
    left = line.left()
    return left is not None and shape.left is not None and left - shape.left >= 1.2 * shape.em


def _is_heading_line(text: str) -> bool:
    """A numbered line that reads as a heading: no sentence in it, and a noun that headings end with."""
    bare = text.rstrip("。:： ")
    if not HEADING.match(bare) or re.search(r"[，。；：:]", bare):
        return False
    return bool(_HEADING_TAIL.search(bare)) or len(bare) <= 16


def _ends_inside(text: str) -> bool:
    """The line ends where no line of a form or heading ends: after a comma, or inside brackets or quotation marks."""
    opened = text.count("（") + text.count("(") - text.count("）") - text.count(")")
    return (
        text.endswith(("，", "、", ","))
        or opened > 0
        or text.count("“") > text.count("”")
        or text.count("《") > text.count("》")
    )


def joined(group: Sequence[Line]) -> Line:
    """One paragraph as one line: pieces are joined with nothing between, but for a blank between two Latin words."""
    text, places, certainty = "", [], []  # type: ignore[var-annotated]
    graded = any(line.certainty for line in group)
    for line in group:
        if text and text[-1].isascii() and text[-1].isalpha() and line.text[0].isascii() and line.text[0].isalpha():
            text, places, certainty = text + " ", [*places, None], [*certainty, 1.0]
        text += line.text
        places.extend(line.places)
        if graded:
            certainty.extend(line.certainty or (1.0,) * len(line.text))
    return Line(text, tuple(places), tuple(certainty) if graded else ())
