"""Page numbers and running heads are the paper's, not the report's: they are taken out before lines are joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from extractor.reading.grid import Block, Grid
from extractor.reading.line import Line, PageLines

_PAGE_NUMBER = re.compile(
    r"^[\s\-—–―_·.一]*(第\s*)?(\d{1,3}|[一二三四五六七八九十]{1,3})(\s*页)?([\s/,，]*共\s*\d{1,3}\s*页)?[\s\-—–―_·.一]*$"
)
"""OCR reads the dash beside a page number as 一."""
_LONE_NUMBER = re.compile(r"^\s*[-—–]?\s*\d{1,3}\s*[-—–]?\s*$")
_NUMBER = re.compile(r"(?<![\d.,，．])\d{1,3}(?=$|[页頁共/／|｜)）\]】\-—–―·])")
"""What can be the number of a page: no unit follows it."""
_AMOUNT = re.compile(r"\d\s*(?:[%％‰]|[万亿千百]*元)")
"""An amount is the report's, however often it is printed."""
_UNIT = re.compile(r"单位\s*[:：]")
_MARGIN = 0.1
"""The strip at the head and at the foot of a page where such lines stand, as a share of its height."""


def without_margins(pages: Sequence[PageLines]) -> list[list[Block]]:
    """The lines and tables of each page without page numbers and running heads."""
    if all(page.height == 0 for page in pages):
        return [_without_lone_numbers(page.lines) for page in pages]
    repeated, named = _running_heads(pages), set[str]()
    return [_without(page, repeated, named) for page in pages]


def _without(page: PageLines, repeated: frozenset[str], named: set[str]) -> list[Block]:
    """`named`: titles and units of tables that stand on pages before; a table that goes on repeats them."""
    kept: list[Block] = []
    for block, below in zip_longest(page.lines, page.lines[1:]):
        if not _is_margin(block, page, repeated):
            kept.append(block)
        elif isinstance(block, Line) and _names_table(block, below) and block.text not in named:
            named.add(block.text)
            kept.append(block)
    return kept


def _names_table(line: Line, below: Block | None) -> bool:
    """True for the unit of a table, and for what stands right above it or above the table: its title."""
    if _PAGE_NUMBER.match(line.text):
        return False
    above_table = isinstance(below, Grid) or (below is not None and bool(_UNIT.search(below.text)))
    return above_table or bool(_UNIT.search(line.text))


def _in_margin(line: Line, page: PageLines) -> bool:
    top = line.top()
    return top is not None and not _MARGIN * page.height < top < (1 - _MARGIN) * page.height


def _is_margin(line: Block, page: PageLines, repeated: frozenset[str]) -> bool:
    if isinstance(line, Grid) or not _in_margin(line, page):
        return False
    if _PAGE_NUMBER.match(line.text):
        return True
    return not _AMOUNT.search(line.text) and not repeated.isdisjoint(_keys(line, page))


def _keys(line: Line, page: PageLines) -> Iterator[str]:
    """What a running head has in common on all pages: its words, or its words and by how much a number in it differs
    from the page's. A sentence that differs in its figures is no running head."""
    words = "".join(line.text.split())
    yield words
    for number in _NUMBER.finditer(words):
        yield f"{words[: number.start()]}#{int(number.group()) - page.number}#{words[number.end() :]}"


def _running_heads(pages: Sequence[PageLines]) -> frozenset[str]:
    """Keys of lines in the margin of at least three pages and of half of them."""
    seen: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.lines if isinstance(line, Line) and _in_margin(line, page)]
        seen.update({key for line in lines for key in _keys(line, page)})
    return frozenset(key for key, times in seen.items() if times >= max(3, len(pages) / 2))


def _without_lone_numbers(lines: Sequence[Block]) -> list[Block]:
    """Plain text has no margins: a lone number between two lines of prose is a page number, between cells it is not."""
    filled = [(index, _words(line)) for index, line in enumerate(lines) if _words(line)]
    dropped: set[int] = set()
    for (_, before), (index, here), (_, after) in zip(filled, filled[1:], filled[2:], strict=False):
        if _LONE_NUMBER.match(here) and _is_prose(before) and _is_prose(after):
            dropped.add(index)
    return [line for index, line in enumerate(lines) if index not in dropped]


def _words(block: Block) -> str:
    """What stands there; a table is no prose."""
    return block.text.strip() if isinstance(block, Line) else "|"


def _is_prose(text: str) -> bool:
    text = text.strip()
    return "|" not in text and "\t" not in text and (len(text) >= 15 or text.endswith(("。", "；")))
