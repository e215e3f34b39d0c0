"""Problems and measures in the cells of forms and tables, and in runs of text that lost their lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.extraction.item_heads import FIRST, GLUED, Heads, Side, Sides
from extractor.extraction.item_marks import marks
from extractor.model import Cell, Document, Table
from extractor.numbers import Folded

_LABEL = 24
"""The label of a cell is at most this long."""
_SCORES = re.compile("得分|分值|权重|指标值|完成值|[一二三]级指标")
_NUMBERS_HEAD = re.compile(r"^序号$", re.MULTILINE)
_ROW_NUMBER = re.compile(r"\d{1,2}")
_RUN_START = "\n\t|。;!?)%0123456789分优良秀格"
_GOES_ON = re.compile(r"[的及和与或等之方较仍不未得越、，。;)\s]|$")
"""What follows a word that is no label: `存在问题的项目`, `改进措施不力`."""
_FAR = 800
_FORM = re.compile(
    r"(?:填[报表]人|联系人|联系电话|(?:部门|单位|项目)?负责人|填[报表](?:日期|时间|单位)|审核人|备注|其他需要?说明的?(?:问题|情况|事项))[:(]"
)
"""The words below a form that no sign sets apart."""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch `start..end` of the folded text that speaks of some sides. `firm`: under a numbered heading;
    `labelled`: behind a label of its own (`问题：`)."""

    start: int
    end: int
    sides: Sides
    firm: bool = False
    labelled: bool = False


def places_in_tables(document: Document, folded: Folded, heads: Heads) -> Iterator[Place]:
    """The cells beside a label, and those below a head row that names problems and their measures."""
    for table in document.tables:
        yield from _Form(table, folded, heads).places()


@dataclass(frozen=True, slots=True)
class _Form:
    table: Table
    folded: Folded
    heads: Heads

    def places(self) -> list[Place]:
        return self._columns() or list(self._labels())

    def _labels(self) -> Iterator[Place]:
        for cell in self.table.cells:
            label = self._words(cell)
            if not label or len(label) > _LABEL or (self._is_scored(cell) and not self._is_pair(cell)):
                continue
            sides = self.heads.of(label, weak=not self._is_scored(cell))
            content = self.table.at(cell.r0, cell.c1) if sides else None
            if content is not None and content.span is not None:
                yield self._place(content, sides)

    def _is_scored(self, cell: Cell) -> bool:
        """The cell stands among indicators and their scores."""
        return _SCORES.search("".join(self._words(head) for head in self.table.header(cell))) is not None

    def _is_pair(self, cell: Cell) -> bool:
        """Its row holds a label and one more cell."""
        return sum(1 for one in self.table.row(cell.r0) if one.span) == 2

    def _columns(self) -> list[Place]:
        for row in range(min(2, self.table.rows)):
            top = [cell for cell in self.table.cells if cell.r0 == row and cell.span]
            words = [self._words(cell) for cell in top]
            said = {cell.c0: self.heads.of(label, weak=True) for cell, label in zip(top, words, strict=True)}
            named = [sides for sides in said.values() if sides]
            if len(top) < 2 or not named or _SCORES.search("".join(words)) or max(map(len, words)) > _LABEL:
                continue
            of_problems = any(Side.PROBLEM in sides for sides in named)
            if (of_problems and (len(named) > 1 or "序号" in words)) or ("序号" in words and self._above() in named):
                return [
                    self._place(cell, said[cell.c0])
                    for cell in self.table.cells
                    if cell.r0 > row and cell.span and said.get(cell.c0)
                ]
        return []

    def _above(self) -> Sides:
        """What the heading right above the table says."""
        before = self.folded.text[: self.folded.at(self.table.span.start)].rstrip()
        return self.heads.of(before[before.rfind("\n") + 1 :])

    def _words(self, cell: Cell) -> str:
        if cell.span is None:
            return ""
        return self.folded.text[self.folded.at(cell.span.start) : self.folded.at(cell.span.end)].strip()

    def _place(self, cell: Cell, sides: Sides) -> Place:
        start, end = (cell.span.start, cell.span.end) if cell.span else (0, 0)
        return Place(self.folded.at(start), self.folded.at(end), sides)


def places_in_lines(text: str, heads: Heads) -> list[tuple[tuple[int, int], list[Place]]]:
    """Tables of problems and measures of which every cell became a line (`序号`, `存在问题`, `改进措施`, `1`, …): the
    stretch of each, and its places. Each row begins with its number and has a line for every head."""
    found: list[tuple[tuple[int, int], list[Place]]] = []
    for opening in _NUMBERS_HEAD.finditer(text):
        lines = _lines(text, opening.start(), opening.start() + _FAR * 4)
        first = next((i for i, (a, b) in enumerate(lines) if _ROW_NUMBER.fullmatch(text, a, b)), 0)
        sides = [heads.of(text[a:b], weak=True) if b - a <= _LABEL else () for a, b in lines[1:first]]
        if first < 3 or any(b - a > _LABEL for a, b in lines[:first]) or not any(Side.PROBLEM in s for s in sides):
            continue
        places: list[Place] = []
        at, number = first, 1
        while at + first <= len(lines) and text[slice(*lines[at])] == str(number):
            if any(_ROW_NUMBER.fullmatch(text, *line) for line in lines[at + 1 : at + first]):
                break
            rows = zip(sides, lines[at + 1 : at + first], strict=True)
            places += [Place(a, b, side) for side, (a, b) in rows if side]
            at, number = at + first, number + 1
        if number > 1:
            found.append(((lines[0][0], lines[at - 1][1]), places))
    return found


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for line in text[start:end].split("\n"):
        if line.strip():
            found.append((start, start + len(line)))
        start += len(line) + 1
    return found


def places_in_runs(text: str, heads: Heads) -> list[Place]:
    """Stretches of folded text behind a label amid a run (`总分98存在问题1.…改进措施1.…填报人：`), and the lists that a
    lead-in announces inside a paragraph (`仍存在以下问题：一是…`)."""
    return [*_behind_labels(text, heads), *_behind_leads(text, heads)]


def _behind_labels(text: str, heads: Heads) -> Iterator[Place]:
    """A list or a colon makes a label; words alone do where a label of the other side stands near."""
    found: list[tuple[int, int, Sides, bool]] = []
    for match in GLUED.finditer(text):
        listed = FIRST.match(text, match.end()) is not None
        sides = heads.of(match.group())
        before = text[match.start() - 1] if match.start() else "\n"
        if sides and before in _RUN_START and (listed or not _GOES_ON.match(text, match.end())):
            found.append((match.start(), match.end(), sides, listed))
    for at, begin, sides, listed in found:
        near = [one for one in found if one[2] != sides and abs(one[0] - at) < _FAR]
        if listed or near:
            line = text.find("\n", begin)
            form = _FORM.search(text, begin)
            stops = [line if line >= 0 else len(text), *(one[0] for one in near if one[0] > at)]
            yield Place(
                begin + (text[begin] == ":"), min(stops + ([form.start()] if form else [])), sides, labelled=True
            )


def _behind_leads(text: str, heads: Heads) -> Iterator[Place]:
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        announced = _lead(text, start, start + len(line), heads) if line.endswith((":", "。")) else ()
        if announced and (listed := _list_below(text, at)):
            yield Place(at, listed, announced)
        for mark in marks(text, start, start + len(line)):
            if mark.number == 1 and not mark.opens and (sides := _lead(text, start, mark.start, heads)):
                yield Place(mark.start, start + len(line), sides)
                break


def _lead(text: str, start: int, end: int, heads: Heads) -> Sides:
    """What the sentence, or its last clause, that ends at `end` announces."""
    found = re.search(r"(?P<all>(?:[^。;:!?\n]*，)?(?P<last>[^。;:!?\n，]{4,40}))[:。，]?$", text[start:end])
    return (heads.of_lead(found["all"]) or heads.of_lead(found["last"])) if found else ()


def _list_below(text: str, at: int) -> int:
    """Where the numbered paragraphs that begin at `at` end; 0 where there are none."""
    end, kind, number = 0, -1, 0
    for line in text[at:].split("\n"):
        mark = next(iter(marks(text, at, at + len(line))), None)
        if (
            mark is None
            or not mark.opens
            or (kind >= 0 and mark.kind < kind)
            or (mark.kind != kind and kind < 0 and mark.number != 1)
        ):
            break
        if mark.kind == kind or kind < 0:
            if mark.number not in (number, number + 1):
                break
            kind, number = mark.kind, mark.number
        end = at + len(line)
        at = end + 1
    return end
