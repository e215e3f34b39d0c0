"""Characters that print nothing: zero-width ones, marks that turn the direction of writing, and tags. They split a
number for a program and not for a reader, or carry words that only a program sees."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.model import Flag, Hidden, Place
from extractor.reading.grid import Block, Grid
from extractor.reading.line import Line, PageLines, Remarks

_NOTHING = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f\ufff9-\ufffb]")
_TURNED = re.compile("\u202e([^\u202a-\u202e\u2066-\u2069\n]*)[\u202c\u2069]?")
"""Between these marks writing runs from right to left: what a reader sees is the other way round."""
_TAGS = re.compile("[\U000e0020-\U000e007e]+")


def without_unseen(pages: Sequence[PageLines]) -> tuple[list[PageLines], Remarks]:
    """The pages without such characters, and what is to be said of them."""
    if not any(_NOTHING.search(line.text) for page in pages for line in _lines(page.lines)):
        return list(pages), Remarks()
    cleaned: list[PageLines] = []
    hidden: list[Hidden] = []
    count = 0
    for page in pages:
        for line in _lines(page.lines):
            count += len(_NOTHING.findall(line.text))
            hidden += [Hidden(_untagged(tags), "tag_characters", page.number) for tags in _TAGS.findall(line.text)]
        cleaned.append(replace(page, lines=[_clean(block) for block in page.lines]))
    notes = [f"文中有 {count} 个看不见的字符（零宽、换向或标签字符），已去掉。"]
    if hidden:
        notes.append("其中藏有看不见的文字，没有采用。")
    return cleaned, Remarks((Flag.HIDDEN,), tuple(notes), tuple(hidden))


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
