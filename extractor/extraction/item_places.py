"""Where problems and measures stand: chapters by their heading, stretches by a label, cells of forms and of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from extractor.extraction.item_cells import Place, places_in_lines, places_in_runs, places_in_tables
from extractor.extraction.item_heads import LONGEST, Heads, Side, Sides, bare
from extractor.extraction.item_marks import FIRST_ORDINAL, SUB, Mark, chapter_mark, opening_mark
from extractor.extraction.item_words import is_lead, is_tail, is_topic
from extractor.model import Document
from extractor.numbers import Folded

_TITLE_END = re.compile(r"[。:;】〕\]]|$")
_LABEL_ENDS = (":", "】", "]", "〕")
_STATES = re.compile(r"存在(?:问题|不足|困难|短板)$")
"""A sentence about problems, not the title of a list of them."""
_SPACED = re.compile(r"\s*([一二三四五六七八九十]{1,3})[ \u3000\t]+(?=[^\d\s])")
_BARE = 6
_DONE = re.compile("措施|举措|整改|改进|对策")
"""A chapter of a bare word (`问题`, `几点建议`); `主要措施` may be what was done."""
_LABEL = 24
"""A label is at most this long."""
_NAME = 16
"""A line of at most this many characters without any sign is the label of something else."""


_COLUMN = re.compile(r"\n(?:自评|实际|评价)?(?:得分|分值|权重|完成值)\n\Z")
"""The line before is the head of a column, so this one is too (`得分 / 偏差原因分析及改进措施`)."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph: its list number, the level that this has in the outline (None: it is no heading there), and
    whether it is a row of several cells."""

    start: int
    end: int
    mark: Mark | None
    level: int | None
    cells: bool


@dataclass(slots=True)
class _Open:
    """A place that is being read. `level` None: a label opened it. `last`: what its items have counted to, where they
    are numbered like its own heading (`2、存在的问题`, then `1.`)."""

    start: int
    sides: Sides
    level: int | None
    mark: Mark | None
    parts: list[tuple[int, int]] = field(default_factory=list)
    within: set[Side] = field(default_factory=set)
    """Sides for which a heading further in was found."""
    last: int = 0
    loose: bool = False
    """A label opened it, no numbered heading."""
    colon: bool = False


class Finder:
    """Finds the places of one document; all offsets are of its folded text."""

    def __init__(self, document: Document, folded: Folded, heads: Heads) -> None:
        self.document = document
        self.folded = folded
        self.text = folded.text
        self.heads = heads
        self._open: list[_Open] = []
        self._chapters: list[tuple[int, int]] = []
        self._read_to = 0
        self._problems: list[int] = []
        """The levels at which a chapter on problems has ended."""
        self._found: list[Place] = []
        self._listed = places_in_lines(self.text, heads)

    def places(self) -> list[Place]:
        """Every place, in reading order. For each side those under a numbered heading, if there are any; else those
        behind a label, in the cells of forms and tables, in runs of text."""
        for line in self._lines():
            self._read(line)
            self._read_to = line.end
        self._close(0)
        firm = {side for place in self._found if place.firm for side in place.sides}
        if firm != set(Side):
            self._found += [
                *places_in_tables(self.document, self.folded, self.heads),
                *(place for _, places in self._listed for place in places),
                *places_in_runs(self.text, self.heads),
            ]
        found: list[Place] = []
        for place in sorted(self._found, key=lambda one: (one.start, not one.labelled)):
            sides = place.sides if place.firm else tuple(side for side in place.sides if side not in firm)
            if sides and not any(place.start < one.end and one.start < place.end for one in found):
                found.append(replace(place, sides=sides))
        return found

    # -- chapters and labels

    def _lines(self) -> Iterator[_Line]:
        tables = [(self.folded.at(t.span.start), self.folded.at(t.span.end)) for t in self.document.tables]
        kinds: list[int] = []
        at = 0
        for line in self.text.split("\n"):
            start, at = at, at + len(line) + 1
            words = line.strip(" \t|")
            if not words:
                continue
            cells = "\t" in words and any(a <= start < b for a, b in tables)
            cells = cells or any(a <= start < b for (a, b), _ in self._listed)
            mark = None if cells else self._mark(start, start + len(line))
            level = None
            if mark is not None and mark.kind < FIRST_ORDINAL:
                level = kinds.index(mark.kind) if mark.kind in kinds else len(kinds)
                kinds = [*kinds[:level], mark.kind]
            yield _Line(start, start + len(line), mark, level, cells)

    def _mark(self, start: int, end: int) -> Mark | None:
        """The list number of a paragraph; that of a chapter may stand apart by a blank, which folding drops."""
        mark = opening_mark(self.text, start, end)
        spaced = _SPACED.match(self.document.text, self.folded.offsets[start]) if mark is None else None
        return chapter_mark(spaced.group(1), start) if spaced else mark

    def _read(self, line: _Line) -> None:
        if line.cells:
            self._close(next((i for i, one in enumerate(self._open) if one.loose), len(self._open)))
            return
        ended = next((i for i, one in enumerate(self._open) if self._ends(one, line)), len(self._open))
        self._problems += [
            one.level for one in self._open[ended:] if one.level is not None and Side.PROBLEM in one.sides
        ]
        self._close(ended)
        if line.level is not None:
            self._problems = [level for level in self._problems if level <= line.level]
        head = self._head(line, beside=line.level in self._problems)
        if head is not None:
            sides, at = head
            loose = line.level is None
            if loose:
                self._close(next((i for i, one in enumerate(self._open) if one.loose), len(self._open)))
            for one in self._open:
                one.within.update(sides)
                if one.parts and one.parts[-1][1] >= line.start - 1 and self._is_title(*one.parts[-1], sides):
                    one.parts.pop()
            colon = self.text[at - 1 : at] == ":"
            self._open.append(_Open(line.start, sides, line.level, line.mark, loose=loose, colon=colon))
            if self.text[at : line.end].strip(" 。:;"):
                self._open[-1].parts.append((at, line.end))
        elif self._open:
            self._open[-1].parts.append((line.start, line.end))

    def _ends(self, one: _Open, line: _Line) -> bool:
        """Whether a place ends before a line."""
        if line.mark is not None and line.level is not None:
            return self._ends_at_number(one, line.mark, line.level)
        words = self.text[line.start : line.end].strip()
        if is_tail(words) and (one.parts or one.loose):
            return True
        if not one.loose or not one.parts or line.mark or len(words) > _NAME or re.search(r"[。;，,:、]", words):
            return False
        start, end = one.parts[-1]
        return opening_mark(self.text, start, end) is not None or self.text[start:end].rstrip().endswith(
            ("。", ";", "无")
        )

    def _ends_at_number(self, one: _Open, mark: Mark, level: int) -> bool:
        said = self.text[one.parts[-1][0] : one.parts[-1][1]] if one.parts else ""
        if one.level is None:
            if mark.number != 1 or (said and not is_lead(said)):
                return True
            one.level = level - 1
            return False
        if level != one.level or one.mark is None or one.mark.kind != mark.kind:
            return level <= one.level
        if not one.last and not one.within and mark.number == 1 and (not said or is_lead(said)):
            one.last = 1
            return False
        if not one.last or (mark.number == one.mark.number + 1 and mark.number != one.last + 1):
            return True
        one.last = mark.number
        return False

    def _head(self, line: _Line, *, beside: bool) -> tuple[Sides, int] | None:
        """What the heading that a line is, or opens with, says, and where the words behind it begin. `beside`: a
        chapter of its level on problems went before."""
        start = line.mark.end if line.mark else line.start
        while start < line.end and self.text[start] in " \t|*#【〔[":
            start += 1
        stop = _TITLE_END.search(self.text, start, line.end)
        end = stop.start() if stop else line.end
        behind = min(end + 1, line.end)
        title, sign = self.text[start:end], self.text[end:behind]
        alone = not self.text[end : line.end].strip(" 。:;】*")
        if len(title) > 2 * LONGEST or (line.mark is None and _COLUMN.search(self.text, 0, line.start)):
            return None
        numbered = line.mark is not None and line.level is not None
        labelled = alone or sign in _LABEL_ENDS
        sides: Sides = ()
        if self._open:
            counts = opening_mark(self.text, behind, line.end) is not None
            if (labelled and (numbered or "，" not in title)) or (numbered and (counts or not _STATES.search(title))):
                sides = self.heads.of(title, weak=True, topic=labelled or counts)
        elif numbered and line.mark:
            sides = self.heads.of(title, weak=beside)
            if not sides and (labelled or line.mark.kind <= SUB):
                sides = self.heads.of_chapter(title)
            if not sides and alone and len(title) <= _BARE and not _DONE.search(title):
                sides = self.heads.of(title, weak=True, topic=False)
            if beside and len(sides) > 1 and self.heads.is_against(title):
                sides = (Side.MEASURE,)
        elif labelled and len(title) <= _LABEL:
            sides = self.heads.of(title)
        return (sides, behind) if sides else None

    def _is_title(self, start: int, end: int, sides: Sides) -> bool:
        """A line that only says what the label below it is about: no item stands between it and `问题：`."""
        words = bare(self.text[start:end])
        return len(words) <= LONGEST and not re.search("[。;:]", words) and (Side.PROBLEM in sides or is_topic(words))

    def _close(self, down_to: int) -> None:
        while len(self._open) > down_to:
            done = self._open.pop()
            if not done.loose:
                self._chapters.append((done.start, self._read_to))
            left = tuple(side for side in done.sides if side not in done.within)
            firm = not (*self._open, done)[0].loose
            if left:
                self._found += [Place(a, b, left, firm=firm, labelled=done.colon) for a, b in _runs(done.parts)]


def _runs(parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Neighbouring lines as one stretch."""
    found: list[tuple[int, int]] = []
    for start, end in parts:
        if found and start - found[-1][1] <= 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
