"""What there is to read as prose: paragraphs, label and value lines of lost grids, cells that hold sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractor.extraction.cells import CellUnits, is_label_cell, is_value_cell
from extractor.model import Dimension, Document, Quantity, Span

_SENTENCES = re.compile(r"[\u4e00-\u9fff][^|\n]{6,}[，；。：、]")
_COUNTED = re.compile(r"\d+[名人个家].*[（(：:、，]")
_NUMBERED = re.compile(r"\s*\d{1,2}(?:\.\d{1,2}){0,3}[ \u3000]+[\u4e00-\u9fff“《]")
_ROW = re.compile(r"\s*[\u4e00-\u9fff][\u4e00-\u9fff（）()“”、]{1,20}(?:[ \u3000]+-?\d[\d,.]*){2,}\s*")
_TERM = r"[(（]?\d[\d,.]*(?:[万亿]?元|分|%|人)?[)）]?"
_TERMS = re.compile(rf"{_TERM}(?:\s*[+＋×÷*/－−-]\s*{_TERM})+(?=\s*[=＝])|{_TERM}(?=\s*[×÷])")
_WORKED = re.compile("[=＝×÷]")
_TARGETS = re.compile(r"目标(?!.*(?:完成|实现|情况))|(?:预期|计划)指标")
_PAGE = re.compile(r"\d{1,3}")
_CHAPTER = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])")
_TOTAL = re.compile("总分|总得分|得分合计|合计得分")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the document's text that is read at once, with its figures; `label` stands for its heading."""

    start: int
    end: int
    quantities: Sequence[Quantity]
    label: Span | None = None


def stretches(document: Document, quantities: Sequence[Quantity], units: CellUnits) -> Iterator[Stretch]:
    """All stretches: paragraphs in reading order, then cells of tables.

    To be read one by one: a paragraph is shown to `units` when the next one is asked for, since the unit that it
    states is that of the figures below it.
    """
    starts = [quantity.span.start for quantity in quantities]

    def within(start: int, end: int) -> Sequence[Quantity]:
        return quantities[bisect_left(starts, start) : bisect_left(starts, end)]

    tabled = _tabled(document)
    label: int | None = None
    full: int | None = None
    for start, paragraph, following in _lines(document.text):
        if start in tabled:
            label = None
            continue
        end = start + len(paragraph)
        inside = within(start, end)
        if label is not None and _PAGE.fullmatch(paragraph.strip()) and _CHAPTER.match(document.text[label:start]):
            label = None
            continue  # a stray page number below the title of a chapter
        if label is not None and is_value_cell(paragraph) and is_value_cell(following):
            yield Stretch(start, end, inside)  # the first of several figures need not be the label's
            if _TOTAL.fullmatch(document.text[label:start].strip()):  # 总分 / 100 / 95.3
                label, full = None, label
                continue
        elif full is not None and is_value_cell(paragraph) and not is_value_cell(following):
            yield Stretch(full, end, inside)
        elif label is not None and is_value_cell(paragraph):
            yield Stretch(label, end, units.with_unit(inside, document.text[label:start]))
        elif not _ROW.fullmatch(paragraph):  # which column is which, nothing says
            yield Stretch(start, end, _without_terms(document.text, _without_mark(paragraph, inside)))
        label, full = start if is_label_cell(paragraph) and not inside else None, None
        units.see(paragraph)
    for cell, beside in _prose_cells(document):
        yield Stretch(cell.start, cell.end, within(cell.start, cell.end), beside)


def _without_mark(paragraph: str, inside: Sequence[Quantity]) -> Sequence[Quantity]:
    """`3 部门概况`, `4.1 总体情况`: the number of a heading is no figure."""
    numbered = inside and inside[0].dimension is Dimension.NONE and _NUMBERED.match(paragraph)
    return inside[1:] if numbered else inside


def _without_terms(text: str, inside: Sequence[Quantity]) -> Sequence[Quantity]:
    """`9.2+49+28+10=96.2（分）`, `20分×执行率`: the terms of a sum are not what it comes to."""
    begin, end = (inside[0].span.start, inside[-1].span.end + 1) if inside else (0, 0)
    if not _WORKED.search(text, begin, end):
        return inside
    sums = [match.span() for match in _TERMS.finditer(text, begin, end)]
    return [one for one in inside if not any(a <= one.number.start < b for a, b in sums)]


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Each line with where it starts and the line after it."""
    start = 0
    for line, following in pairwise([*text.split("\n"), ""]):
        yield start, line, following
        start += len(line) + 1


def _tabled(document: Document) -> frozenset[int]:
    """Where the rows of tables begin."""
    return frozenset(
        table.span.start + start
        for table in document.tables
        for start, _, _ in _lines(document.text[table.span.start : table.span.end])
    )


def _prose_cells(document: Document) -> Iterator[tuple[Span, Span | None]]:
    """The cells of tables that hold sentences, but for those of a row or column of targets, with the label of their
    row (`总编制 | 21名（行政9名，事业12名）`, `三公经费 | 年初预算5万元，…`)."""
    for table in document.tables:
        for cell in table.cells:
            if cell.span is None or cell.figure:
                continue
            counted = _COUNTED.match(document.text, cell.span.start, cell.span.end)
            if not counted and not _SENTENCES.search(document.text, cell.span.start, cell.span.end):
                continue
            row = [label.span for label in table.row_path(cell) if label.span]
            labels = [*row, *(label.span for label in table.header(cell) if label.span)]
            if not any(_TARGETS.search(document.text[label.start : label.end]) for label in labels):
                yield cell.span, row[-1] if row else None
