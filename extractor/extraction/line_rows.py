"""One row of an indicator table of which every cell became a line: all that may begin at a line, and what speaks
against each.

A level that covers several rows was printed once, a blank cell left no line, a narrow one may have left two or three.
What must hold is never weighed: marks are marks, a score is at most its full mark, no level stands for a value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from extractor.extraction.line_cells import Line
from extractor.extraction.run_cells import MARK_IN_NAME
from extractor.extraction.run_sides import MARK, side_lines
from extractor.extraction.run_table import Place
from extractor.extraction.run_values import falls_short, figure, is_direction, is_value, mark
from extractor.extraction.run_words import (
    EXECUTION,
    LEVEL1,
    LEVEL1_ALONE,
    LEVEL2,
    LEVELS,
    MARKED,
    NO_REASON,
    SIGN,
    UNIT,
)

VALUES, MARKS = ("target", "actual"), ("full", "score")
_RATE = re.compile(r"\d[\d.]*%?|[-—/]{1,2}")
_SIGNED = re.compile(SIGN)
_ALONE = re.compile(f"{LEVEL1_ALONE.pattern}|{EXECUTION.pattern}")
"""First levels that may have no second."""
_LESSER = ("reason", "measure", "sign", "rate", "coefficient", "core", "note")
"""Columns whose cells may be blank."""
_NO_LEVEL = re.compile(r"[，。；:]|^\d(?![.、])")
_LONGEST_UNIT = 6
_NARROWEST = 4
"""A cell that became two lines is at least so wide."""
_SHORT = 3
_SAYS = re.compile("[，。因受由于未超已增减多少提前后]")
"""What stands beside a mark that was not lost and says something of it."""
_INCOMPLETE, _PARTED = 3, 2
"""Doubts of a row that lacks a value, of a name in two lines."""
_STRANGE, _FEW_LEVELS = 3, 4
"""Doubts of a level that goes by no known name, in a table in which at least so many do."""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A row of the lines `start` to `end` (the next row's first): its cells, and how much speaks against it. One that
    is not `whole` holds its levels alone: its cells cannot be told apart."""

    start: int
    end: int
    doubts: int
    cells: tuple[Place, ...]
    whole: bool


class LineGrammar:
    """Reads rows at any of the lines up to `limit`; `kinds` are what the columns hold, in order."""

    def __init__(self, lines: Sequence[Line], limit: int, kinds: Sequence[str]) -> None:
        self.lines = lines
        self.limit = limit
        self.levels = [kind for kind in kinds if kind in LEVELS][:-1]
        self.name = [kind for kind in kinds if kind in LEVELS][-1]
        self.cells = [kind for kind in kinds if kind not in LEVELS]
        self.marked = any(kind in MARKS for kind in kinds)
        self.levelled = sum(_is_level(line.text) for line in lines[:limit]) >= _FEW_LEVELS
        self.manners = list(self._manners())

    def readings(self, at: int) -> Iterator[LineRow]:
        """The rows that may begin at a line."""
        for side in side_lines(self.lines, at, self.limit, self.cells):
            yield LineRow(at, at + len(side), 0, side, whole=True)
        alone = [self.levels[:1]] if len(self.levels) > 1 and _ALONE.fullmatch(self.lines[at].text) else []
        for above in (*(self.levels[skipped:] for skipped in range(len(self.levels) + 1)), *alone):
            begin = at + len(above)
            if begin >= self.limit or any(line.figure for line in self.lines[at : begin + 1]):
                continue
            over = self._doubts_of_levels(self.lines[at:begin], above)
            if over is not None:
                yield from self._named(at, begin, [(k, self.lines[at + i]) for i, k in enumerate(above)], over)

    def _manners(self) -> Iterator[tuple[list[str], bool]]:
        """The cells a row may print: all of them, all but the lesser ones; or, for a row that is passed over, one value
        less."""
        lesser = [kind for kind in self.cells if kind in _LESSER]
        for without in (set(some) for count in range(len(lesser) + 1) for some in combinations(lesser, count)):
            kinds = [kind for kind in self.cells if kind not in without]
            yield kinds, True
            for missed in [kind for kind in VALUES if kind in kinds][-1:]:
                yield [kind for kind in kinds if kind != missed], False

    def _named(self, at: int, begin: int, above: Sequence[tuple[str, Line]], doubts: int) -> Iterator[LineRow]:
        """The rows whose name begins at a line, in one line or in two."""
        for parts in (1, 2):
            behind = begin + parts
            if behind > self.limit or any(line.figure for line in self.lines[begin:behind]):
                return
            name = _one(self.lines[begin:behind])
            if parts > 1 and (not self.marked or not self._is_parted(self.lines[begin:behind], name)):
                return
            against = self._doubts_of_name(name.text)
            if against is None:
                continue
            for kinds, whole in self.manners:
                for end, cells in self._cells(behind, kinds):
                    more = self._doubts(name.text, dict(cells))
                    if more is None:
                        continue
                    row = [(kind, line.start, line.end) for kind, line in above]
                    if whole:
                        row += [*self._places(name), *((kind, line.start, line.end) for kind, line in cells)]
                    more += doubts + against + _PARTED * (parts - 1) + end - behind - len(kinds)
                    yield LineRow(at, end, more + (0 if whole else _INCOMPLETE), tuple(row), whole)

    def _cells(self, at: int, kinds: Sequence[str]) -> Iterator[tuple[int, list[tuple[str, Line]]]]:
        """The cells from a line on, and where they end; a reason behind all others may be of up to three lines."""
        end = at + len(kinds)
        if end > self.limit:
            return
        single = list(zip(kinds, self.lines[at:end], strict=True))
        if any(kind in MARKS and not MARK.fullmatch(line.text) for kind, line in single):
            return
        yield end, single
        last = self.lines[end - 1]
        if not kinds or kinds[-1] != "reason" or last.figure or NO_REASON.fullmatch(last.text):
            return
        for further in (1, 2):
            parts = self.lines[end - 1 : end + further]
            if end + further > self.limit or not self._is_parted(parts[-2:], _one(parts)):
                return
            yield end + further, [*single[:-1], ("reason", _one(parts))]

    @staticmethod
    def _is_parted(parts: Sequence[Line], whole: Line) -> bool:
        """Two lines may be one narrow cell: the first is full, none is a figure or a level."""
        first, second = parts
        apart = second.figure or first.end + 1 != second.start or _is_level(second.text) or _is_level(first.text)
        return not apart and len(first.text) >= max(_NARROWEST, len(second.text)) and not is_value(second.text)

    def _doubts_of_levels(self, over: Sequence[Line], kinds: Sequence[str]) -> int | None:
        doubts = 0
        for line, kind in zip(over, kinds, strict=True):
            known = (LEVEL1 if kind == "level1" else LEVEL2).fullmatch(line.text) is not None
            if not known and (not self.marked or _NO_LEVEL.search(line.text)):
                return None
            if not known:
                doubts += _STRANGE if self.levelled else 2 if kind == "level1" else 1
            elif kinds == self.levels[1:2] and _ALONE.fullmatch(line.text):
                doubts += 1
        return doubts

    def _doubts_of_name(self, name: str) -> int | None:
        if self.levels and MARKED.search(name) and LEVEL2.fullmatch(name):
            return None
        if not self.marked and is_value(name):
            return None
        behind = "full" in self.cells and MARK_IN_NAME.search(name) is not None
        return 2 * (_is_level(name) and bool(self.levels)) + behind + (len(name) < _SHORT)

    def _doubts(self, name: str, words: Mapping[str, Line]) -> int | None:
        """What speaks against the cells of a row; None where they cannot be those of one."""
        texts = {kind: line.text for kind, line in words.items()}
        marks = {kind: mark(texts[kind]) for kind in MARKS if kind in texts}
        if any(value is None for value in marks.values()):
            return None
        full, score = marks.get("full"), marks.get("score")
        if full is not None and (not full or (score is not None and score > full)):
            return None
        against = self._against(texts)
        if against is None:
            return None
        doubts = against + (_SIGNED.match(texts.get("actual", "")) is not None)
        if "reason" in texts:
            if is_value(texts["reason"]) or _is_level(texts["reason"]):
                return None
            needed = _is_lost(texts, full, score) or NO_REASON.fullmatch(texts["reason"])
            doubts += 0 if needed else 1 if _SAYS.search(texts["reason"]) else 2
        return doubts

    def _against(self, words: Mapping[str, str]) -> int | None:
        """What the lesser cells say against a row, or lack; in a table without marks also the values, which alone
        prove it there."""
        doubts = sum(kind not in words for kind in self.cells if kind in _LESSER and kind != "reason")
        if "rate" in words and not _RATE.fullmatch(words["rate"]):
            return None
        if "note" in words and (is_value(words["note"]) or _is_level(words["note"])):
            return None
        if "sign" in words and not is_direction(words["sign"]):
            return None
        if "measure" in words and (words["measure"][:1].isdigit() or len(words["measure"]) > _LONGEST_UNIT):
            return None
        doubts += "measure" in words and UNIT.fullmatch(words["measure"]) is None
        if self.marked:
            return doubts
        values = [words[kind] for kind in VALUES if kind in words]
        return None if any(map(_is_level, values)) else doubts + 2 * sum(not is_value(value) for value in values)

    def _places(self, name: Line) -> tuple[Place, ...]:
        """The name, and the full mark behind it in a table without a column for that."""
        behind = MARK_IN_NAME.search(name.text) if "full" not in self.cells else None
        if behind is None or name.end - name.start != len(name.text):
            return ((self.name, name.start, name.end),)
        full = ("full", name.start + behind.start(1), name.start + behind.end(1))
        return (self.name, name.start, name.start + behind.start()), full


def _one(lines: Sequence[Line]) -> Line:
    """A cell of several lines."""
    if len(lines) == 1:
        return lines[0]
    return Line(lines[0].start, lines[-1].end, "".join(line.text for line in lines), figure=False)


def _is_level(words: str) -> bool:
    return LEVEL1.fullmatch(words) is not None or LEVEL2.fullmatch(words) is not None


def _is_lost(words: Mapping[str, str], full: Decimal | None, score: Decimal | None) -> bool:
    """A mark was lost; without both marks, the target was missed or its words are not those of the outcome."""
    if full is not None and score is not None:
        return score < full
    target, actual = words.get("target", ""), words.get("actual", "")
    if figure(target) is not None and figure(actual) is not None:
        return falls_short(target, actual)
    return bool(target and actual) and target != actual
