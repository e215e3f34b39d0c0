"""The heading tree. Numbers are often wrong in real reports (`1.` `3.`, `4.` twice, `1、` beside `2.`), so the kind of
mark decides the level and the printed number decides nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model import Section, Span
from extractor.reading.paragraphs import HEADING

_KINDS = (
    re.compile(r"第.{1,4}(?:部分|章|节)"),
    re.compile(r"[一二三四五六七八九十]"),
    re.compile(r"[(（〔]\s*[一二三四五六七八九十]"),
    re.compile(r"\d{1,2}\.\d"),
    re.compile(r"\d{1,2}\s*[、．.]"),
    re.compile(r"[(（]\s*\d"),
    re.compile(r"\d{1,2}[)）]"),
    re.compile(r"[①-⑳]"),
)
_LEADER = " \t\u3000\xa0.…·－—-"
_NUMBER = re.compile(r"\d{1,3}$")


def _entry(line: str) -> int | None:
    """Where the title of a line of a table of contents ends: before its dot leader or blanks and its page number."""
    number = _NUMBER.search(line.rstrip()[-4:])
    if number is None:
        return None
    words = line.rstrip()[: -len(number.group())]
    title = words.rstrip(_LEADER)
    leader = words[len(title) :]
    return len(title) if len(leader) > 1 or leader.isspace() else None


_TITLE_END = re.compile(r"[。：:；]|$")


@dataclass(slots=True)
class _Open:
    kind: int
    mark: str
    title: str
    heading: Span
    children: list[Section]


def outline(text: str, tables: Sequence[Span] = ()) -> tuple[Section, ...]:
    """The sections of a canonical text, nested. A paragraph that opens with a list number is a section; its title
    is its first sentence. A row of a table is one only where a single cell of it has words."""
    roots: list[Section] = []
    stack: list[_Open] = []

    def close(down_to: int, end: int) -> None:
        while len(stack) > down_to:
            done = stack.pop()
            section = Section(
                done.mark, done.title, len(stack) + 1, done.heading, Span(done.heading.start, end), tuple(done.children)
            )
            (stack[-1].children if stack else roots).append(section)

    start = 0
    contents = _contents(text)
    for index, paragraph in enumerate(text.split("\n")):
        in_table = any(table.start <= start < table.end for table in tables)
        match = None if in_table and "\t" in paragraph.strip("\t") else HEADING.match(paragraph)
        if match and match.end() < len(paragraph) and index not in contents:
            mark = match.group().strip()
            kind = next(index for index, pattern in enumerate(_KINDS) if pattern.match(mark))
            level = next((depth for depth, opened in enumerate(stack) if opened.kind == kind), len(stack))
            close(level, max(start - 1, 1))
            stop = _TITLE_END.search(paragraph, match.end())
            title_end = stop.start() if stop else len(paragraph)
            title = paragraph[match.end() : title_end].strip()
            offset = len(paragraph) - len(paragraph.lstrip())
            heading = Span(start + offset, start + max(title_end, match.end()))
            stack.append(_Open(kind, mark, title, heading, []))
        start += len(paragraph) + 1
    close(0, len(text))
    return tuple(roots)


def _contents(text: str) -> frozenset[int]:
    """The paragraphs that are lines of a table of contents: a page number behind a heading that comes again below."""
    paragraphs = ["".join(one.split()) for one in text.split("\n")]
    lines = text.split("\n")
    entries = {index: end for index, one in enumerate(lines) if (end := _entry(one)) is not None}
    found = set()
    for index, end in entries.items():
        title = "".join(lines[index][:end].split())
        if HEADING.match(title) and any(
            one.startswith(title) for at, one in enumerate(paragraphs[index + 1 :], index + 1) if at not in entries
        ):
            found.add(index)
    return frozenset(found)
