"""Characters that print nothing: zero-width ones, marks that turn the direction of writing, and tags. They split a
number for a program and not for a reader, or carry words that only a program sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractor.model import Box, Flag, Hidden, Place
from extractor.reading.grid import Block, Grid
from extractor.reading.line import Line, PageLines, Remarks

_NOTHING = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f\ufff9-\ufffb]")
_TURNED = re.compile("\u202e([^\u202a-\u202e\u2066-\u2069\n]*)[\u202c\u2069]?")
"""Between these marks writing runs from right to left: what a reader sees is the other way round."""
_TURNS = frozenset("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200f")
_AROUND, _LONGEST, _MOST = 8, 200, 500
_TAGS = re.compile("[\U000e0020-\U000e007e]+")


def without_unseen(pages: Sequence[PageLines]) -> tuple[list[PageLines], Remarks]:
    """The pages without such characters, and what is to be said of them."""
    if not any(_NOTHING.search(line.text) for page in pages for line in _lines(page.lines)):
        return list(pages), Remarks()
    cleaned: list[PageLines] = []
    hidden: list[Hidden] = []
    count = tagged = 0
    for page in pages:
        for number, line in enumerate(_lines(page.lines), 1):
            if found := _NOTHING.findall(line.text):
                count += len(found)
                tagged += bool(_TAGS.search(line.text))
                hidden += _listed(line, page, number)
        cleaned.append(replace(page, lines=[_clean(block) for block in page.lines]))
    notes = [f"文中有 {count} 个看不见的字符（零宽、换向或标签字符），已去掉。"]
    if tagged:
        notes.append("其中藏有看不见的文字，没有采用。")
    return cleaned, Remarks((Flag.HIDDEN,), tuple(notes), tuple(hidden[:_MOST]))


def _listed(line: Line, page: PageLines, number: int) -> Iterator[Hidden]:
    """The characters of one line with the words around them, each written as its number (`6<U+200B>.37`), and what the
    tags among them spell."""
    first, last = (found := [match.start() for match in _NOTHING.finditer(line.text)])[0], found[-1]
    around = line.text[max(0, first - _AROUND) : min(last, first + _LONGEST) + 1 + _AROUND]
    shown = _NOTHING.sub(lambda char: "" if _TAGS.match(char[0]) else f"<U+{ord(char[0]):04X}>", around)
    box = _box([place for place in line.places[first : last + 1] if place])
    where = (page.number if page.width else None, box, None if page.width else f"第 {number} 行")
    turned = any(char in _TURNS for char in line.text)
    if "<U+" in shown:
        yield Hidden(shown, "turned" if turned else "zero_width", *where)
    for tags in _TAGS.findall(line.text):
        yield Hidden(_untagged(tags), "tag_characters", *where)


def _box(places: Sequence[Place]) -> Box | None:
    if not places:
        return None
    page, left, top, right, bottom = zip(*places, strict=True)
    return Box(page[0], *(round(edge, 2) for edge in (min(left), min(top), max(right), max(bottom))))


def _lines(blocks: Iterable[Block]) -> Iterable[Line]:
    for block in blocks:
        if isinstance(block, Grid):
            yield from (cell.line for cell in block.cells if cell.line)
        else:
            yield block


def _clean(block: Block) -> Block:
    if isinstance(block, Grid):
        cells = tuple(replace(cell, line=_seen(cell.line) if cell.line else None) for cell in block.cells)
        return replace(block, cells=cells)
    return _seen(block) or Line("")


def _seen(line: Line) -> Line | None:
    """The line as it is shown; None when nothing of it is."""
    if not _NOTHING.search(line.text):
        return line
    text, places, certainty = line.text, list(line.places), list(line.certainty)
    if not places:  # on a page every character stands where it stands, whatever its direction
        text = _TURNED.sub(lambda found: found[1][::-1], text)
    kept = [index for index, char in enumerate(text) if not _NOTHING.match(char)]
    if not kept:
        return None

    def of(column: Sequence[Place | None]) -> tuple[Place | None, ...]:
        return tuple(column[index] for index in kept) if column else ()

    sure = tuple(certainty[index] for index in kept) if certainty else ()
    return Line("".join(text[index] for index in kept), of(places), sure)


def _untagged(tags: str) -> str:
    return "".join(chr(ord(char) - 0xE0000) for char in tags)
