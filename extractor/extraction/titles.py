"""The lines of a document that are titles: of a report, of a notice, of the accounts that a report is a part of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from extractor.model import Document
from extractor.numbers import fold
from extractor.reports.titles import Titles

_LONGEST = 70
_SENTENCE = re.compile(r"[。;；！!？?，《》\t|]|,(?!\d{3})")
_BEFORE = re.compile(
    r"^(?:#{1,6}|附[件表录]?\d{0,2}[一二三四五六七八九十]?[:：.、]?|[(（]附件\d{0,2}[)）]|表\d{0,2}[:：.、]?)+"
)
_AFTER = re.compile(r"(?:[(（][^()（）]{0,24}[)）]|[-_—.…·\s]+)+$")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}(?:[、.．]|(?=部门|单位|整体|绩效|项目支出|预算|自评))|[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.、．)）]|第[一二三四五六七八九十\d]{1,3}[部章节篇])"
)
_ABOUT = re.compile(r"(?:[\u4e00-\u9fff]{2,20}?[局厅委办部])?(?:关于|转发|印发)[^。;；！!？?:]{4,60}")
_TOP = 400
"""A notice says so within this many characters."""
_JOINED = 44
"""A title set on two lines is no longer than this in all."""


class Use(Enum):
    """What a title is the title of."""

    REPORT = auto()
    CHAPTER = auto()
    """A numbered heading: the report is a part of something larger."""
    NOTICE = auto()
    HOST = auto()


@dataclass(frozen=True, slots=True)
class Title:
    """A title line: its type of report (None: it names none), its folded words, and where its line begins and ends."""

    use: Use
    type: str | None
    words: str
    start: int
    end: int

    @property
    def is_table(self) -> bool:
        """The title of a form (自评表)."""
        return re.search(r"表(?:[(（].*)?$", self.words) is not None


def title_lines(document: Document, titles: Titles) -> Iterator[Title]:
    """The titles of a document, in reading order; one that is set on two lines is one title."""
    lines = _lines(document.text)
    skip = False
    for index, (start, line) in enumerate(lines):
        if skip or not 2 <= len(line) <= _LONGEST * 2:
            skip = False
            continue
        found = _title(line, start, start + len(line), titles)
        if found is None and index + 1 < len(lines):
            after, rest = lines[index + 1]
            whole = f"{line.strip()}{rest.strip()}"
            if rest and len(whole) <= _JOINED and not _title(rest, after, after + len(rest), titles):
                found = _title(whole, start, after + len(rest), titles)
                skip = found is not None
        if found is not None:
            yield found


def _lines(text: str) -> list[tuple[int, str]]:
    """Every line with words, and where it begins."""
    lines = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((at, line))
        at += len(line) + 1
    return lines


def _title(line: str, start: int, end: int, titles: Titles) -> Title | None:
    if "绩" not in line and "评" not in line and "决算" not in line and not _own(line, titles):
        return None
    words = _AFTER.sub("", _BEFORE.sub("", fold(line.strip()).text))
    if start < _TOP and (head := _ABOUT.match(words)) and titles.generic.search(head.group()):
        notice = next((one for one in titles.notices.finditer(words, 0, head.end())), None)
        if notice is not None:  # the addressees may stand on its line
            return Title(Use.NOTICE, _type(words[: notice.end()], titles), words[: notice.end()], start, end)
    if not 4 <= len(words) <= _LONGEST or _SENTENCE.search(words):
        return None
    type_ = _type(words, titles)
    generic = titles.generic.search(words)
    if type_ is None and generic is None:
        host = titles.hosts.search(words)
        return Title(Use.HOST, None, words, start, end) if host and _ends(host, words) else None
    if any(_ends(found, words) for found in titles.notices.finditer(words)):
        return Title(Use.NOTICE, type_, words, start, end)
    ends = (*titles.ends.finditer(words), *(titles.own.finditer(words) if titles.own else ()))
    if not any(_ends(found, words) for found in ends):
        return None
    return Title(Use.CHAPTER if _NUMBERED.match(words) else Use.REPORT, type_, words, start, end)


def _own(line: str, titles: Titles) -> bool:
    return titles.own is not None and titles.own.search(fold(line).text) is not None


def _ends(found: re.Match[str], words: str) -> bool:
    return found.end() == len(words)


def _type(words: str, titles: Titles) -> str | None:
    """The type whose wording takes up most of the title; of equals the first."""
    lengths = {
        name: max((len(found.group()) for found in pattern.finditer(words)), default=0)
        for name, pattern in titles.types.items()
    }
    best = max(lengths, key=lambda name: lengths[name])
    return best if lengths[best] else None
