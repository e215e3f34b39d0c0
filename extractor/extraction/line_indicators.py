"""Indicator tables of which every cell became a line: the heads one below the other, then row after row.

A level that covers several rows was printed once, a blank reason left no line. Each row still has its name, its
values and its marks in the order of the heads; a table is read when one way to cut its lines into rows stands out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import combinations

from extractor.extraction.line_cells import Line
from extractor.extraction.run_cells import MARK_IN_NAME, falls_short, figure, is_direction, is_value, mark
from extractor.extraction.run_table import Place
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
    head_kind,
)

_MARK = re.compile(r"\d{1,3}(?:\.\d{1,3})?分?")
_SUM = re.compile(r"(?:总分|合计|总计|总得分|得分合计|自评总分|综合得分)[:]?")
_END = re.compile(
    r"[一二三四五六七八九十]{1,2}[、.]|\([一二三四五六七八九十]\)|附件|填[表报]人|填[表报](?:单位|日期|时间)|联系人|联系电话|单位负责人|其他需要?说明|(?:自评|评价)(?:等级|等次|结论|结果)|等级|等次|存在(?:的)?(?:主要)?问题"
    r"|(?:改进|整改|下一步).*措施|备注:?|说明:?|年度总体目标"
)
_NOUN = "指标"
_CUT = re.compile(f"[一二三]级|{LEVEL1.pattern}|{LEVEL2.pattern}")
_VALUES = ("target", "actual")
_MARKS = ("full", "score")
_SIGNED = re.compile(SIGN)
_ALONE = re.compile(f"{LEVEL1_ALONE.pattern}|{EXECUTION.pattern}")
"""First levels that may have no second."""
_LESSER = ("reason", "measure", "sign")
"""Columns whose cells may be blank, which leaves no line."""
_LONGEST_UNIT = 6
_INCOMPLETE = 3
"""Doubts of a row that lacks a value."""
_FEWEST_HEADS = 4
_FEWEST_ROWS = 2
_MOST_ROWS = 120


@dataclass(frozen=True, slots=True)
class Listed:
    """A table: its heads, its rows with the levels they stand under, the sums below them, all as (kind, start, end) of
    the folded text; `end` is where it ends, `left_out` how many rows lack a cell and are levels alone."""

    heads: tuple[Place, ...]
    rows: tuple[tuple[Place, ...], ...]
    sums: tuple[Place, tuple[Place, ...]] | None
    end: int
    left_out: int = 0


def listed(lines: Sequence[Line]) -> Iterator[Listed]:
    """Every such table in consecutive lines of a text."""
    lines = _mended(lines)
    at = 0
    while at < len(lines):
        heads = _heads(lines, at)
        below = next((i + 1 for i, line in enumerate(lines[at:], at) if heads and line.end == heads[-1][2]), at + 1)
        if heads and (found := _Rows(lines, below, [kind for kind, _, _ in heads]).read(heads)):
            yield found
            at = next((i for i, line in enumerate(lines) if line.start >= found.end), len(lines))
        else:
            at = below


def _mended(lines: Sequence[Line]) -> list[Line]:
    """The lines, a narrow cell that became two of them (`一级`, `指标`) as one."""
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if last is not None and line.text == _NOUN and last.end + 1 == line.start and _CUT.fullmatch(last.text):
            found[-1] = Line(last.start, line.end, last.text + line.text, figure=False)
        else:
            found.append(line)
    return found


def _heads(lines: Sequence[Line], at: int) -> tuple[Place, ...]:
    """The heads from `at` on, where they are those of indicators with their marks."""
    found: list[Place] = []
    for line in lines[at:]:
        kind = head_kind(line.text)
        if kind == "level1" and [known for known, _, _ in found] == ["level3"]:
            found = []  # `绩效指标` stands above them all
        if kind is None or any(kind == known for known, _, _ in found):
            break
        found.append((kind, line.start, line.end))
    kinds = {kind for kind, _, _ in found}
    marked = kinds & set(LEVELS) and kinds & set(_VALUES) and kinds & set(_MARKS)
    levelled = len(kinds & set(LEVELS)) > 1 and (kinds.issuperset(_VALUES) or kinds.issuperset(_MARKS))
    return tuple(found) if len(found) >= _FEWEST_HEADS and (marked or levelled) else ()


class _Rows:
    """The rows below some heads; every way to cut the lines is tried, the one with the fewest doubts is taken."""

    def __init__(self, lines: Sequence[Line], start: int, kinds: Sequence[str]) -> None:
        self.lines = lines
        self.start = start
        self.levels = [kind for kind in kinds if kind in LEVELS][:-1]
        self.name = [kind for kind in kinds if kind in LEVELS][-1]
        self.cells = [kind for kind in kinds if kind not in LEVELS]
        self.marked = any(kind in _MARKS for kind in kinds)
        ahead = range(start, min(len(lines), start + _MOST_ROWS * (len(kinds) + 1)))
        ends = (i for i in ahead if _SUM.fullmatch(lines[i].text) or _END.match(lines[i].text))
        self.limit = next(ends, ahead.stop)
        self.best = lru_cache(maxsize=None)(self._best)

    def read(self, heads: tuple[Place, ...]) -> Listed | None:
        """The table, None where fewer than two rows are certain."""
        found = self.best(self.start)
        if found is None or found[1] != 1:
            return None
        rows: list[tuple[Place, ...]] = []
        left_out = 0
        levels: dict[str, Place] = {}
        at = self.start
        while at < self.limit and (chosen := self._chosen(at)) is not None:
            row, at = chosen
            above = [place for place in row if place[0] in self.levels]
            for place in above:
                levels = {k: v for k, v in levels.items() if LEVELS[k] < LEVELS[place[0]]} | {place[0]: place}
            own = [place for place in row if place[0] not in self.levels]
            left_out += not own
            rows.append((*levels.values(), *own))
        if len(rows) - left_out < _FEWEST_ROWS:
            return None
        sums = self._sums() if at == self.limit else None
        last = sums[1][-1][2] if sums else self.lines[at - 1].end
        return Listed(heads, tuple(rows), sums, last, left_out)

    def _best(self, at: int) -> tuple[int, int] | None:
        """The fewest doubts of the rows from `at` to the end, and how many ways have no more."""
        if at == self.limit:
            return 0, 1
        ways = [
            (doubts + rest[0], rest[1])
            for _, following, doubts in self._readings(at)
            if (rest := self.best(following)) is not None
        ]
        if not ways:
            return (self._left_over(at), 1) if at > self.start and self._is_over(at) else None
        least = min(doubts for doubts, _ in ways)
        return least, sum(count for doubts, count in ways if doubts == least)

    def _left_over(self, at: int) -> int:
        """What speaks against a table that ends here: lines between it and its sums, a reason without its row."""
        closed = self.limit < len(self.lines) and _SUM.fullmatch(self.lines[self.limit].text) is not None
        return int(closed or NO_REASON.fullmatch(self.lines[at].text) is not None)

    def _is_over(self, at: int) -> bool:
        """No row follows: among as many lines as a row has, no two marks stand side by side (of one column: none)."""
        marks = sum(kind in _MARKS for kind in self.cells)
        ahead = self.lines[at : min(self.limit, at + len(self.cells) + len(self.levels) + 2)]
        if not self.marked:
            return sum(is_value(line.text) for line in ahead) < len(_VALUES)
        is_mark = [_MARK.fullmatch(line.text) is not None for line in ahead]
        return not any(all(is_mark[i : i + marks]) for i in range(len(is_mark) - marks + 1))

    def _chosen(self, at: int) -> tuple[tuple[Place, ...], int] | None:
        """The row from `at` on, None where the table is over."""
        least = self.best(at)
        for row, following, doubts in self._readings(at):
            rest = self.best(following)
            if least is not None and rest is not None and doubts + rest[0] == least[0]:
                return row, following
        return None

    def _readings(self, at: int) -> Iterator[tuple[tuple[Place, ...], int, int]]:
        """The rows that may begin at `at`: their cells, where they end, and what speaks against them."""
        alone = [self.levels[:1]] if len(self.levels) > 1 and _ALONE.fullmatch(self.lines[at].text) else []
        for above in (*(self.levels[skipped:] for skipped in range(len(self.levels) + 1)), *alone):
            begin = at + len(above)
            for kinds, whole in self._manners():
                end = begin + 1 + len(kinds)
                if end > self.limit or self.lines[begin].figure:
                    continue
                cells = list(zip(kinds, self.lines[begin + 1 : end], strict=True))
                doubts = self._doubts(self.lines[at:begin], above, self.lines[begin], cells)
                if doubts is None:
                    continue
                row = [(k, line.start, line.end) for k, line in zip(above, self.lines[at:begin], strict=True)]
                if whole:
                    row += [*self._named(self.lines[begin]), *((kind, line.start, line.end) for kind, line in cells)]
                yield tuple(row), end, doubts + (0 if whole else _INCOMPLETE)

    def _manners(self) -> Iterator[tuple[list[str], bool]]:
        """The cells a row may print: all of them, all but the lesser ones; or, for a row that is passed over, one value
        less."""
        lesser = [kind for kind in self.cells if kind in _LESSER]
        for without in (set(some) for count in range(len(lesser) + 1) for some in combinations(lesser, count)):
            kinds = [kind for kind in self.cells if kind not in without]
            yield kinds, True
            for missed in [kind for kind in _VALUES if kind in kinds][-1:]:
                yield [kind for kind in kinds if kind != missed], False

    def _doubts(
        self, over: Sequence[Line], kinds: Sequence[str], name: Line, cells: Sequence[tuple[str, Line]]
    ) -> int | None:
        """What speaks against a row; None where it cannot be one."""
        words = {kind: line.text for kind, line in cells}
        marks = {kind: mark(words[kind]) if _MARK.fullmatch(words[kind]) else None for kind in _MARKS if kind in words}
        if any(value is None for value in marks.values()):
            return None
        full, score = marks.get("full"), marks.get("score")
        if full is not None and (not full or (score is not None and score > full)):
            return None
        doubts = int(_SIGNED.match(words.get("actual", "")) is not None)
        against = self._against(name.text, words)
        if against is None:
            return None
        doubts += against
        for line, kind in zip(over, kinds, strict=True):
            if line.figure:
                return None
            known = (LEVEL1 if kind == "level1" else LEVEL2).fullmatch(line.text) is not None
            if not known and not self.marked:
                return None
            if not known:
                doubts += 2 if kind == "level1" else 1
            elif kinds == self.levels[1:2] and _ALONE.fullmatch(line.text):
                doubts += 1
        if self.levels and MARKED.search(name.text) and LEVEL2.fullmatch(name.text):
            return None
        is_level = any(pattern.fullmatch(name.text) for pattern in (LEVEL1, LEVEL2))
        doubts += 2 * (is_level and bool(self.levels)) + (
            MARK_IN_NAME.search(name.text) is not None and "full" in words
        )
        if "reason" in words:
            if words["reason"][:1].isdigit() or LEVEL2.fullmatch(words["reason"]) or LEVEL1.fullmatch(words["reason"]):
                return None
            doubts += 0 if _is_lost(words, full, score) or NO_REASON.fullmatch(words["reason"]) else 1
        return doubts

    def _against(self, name: str, words: Mapping[str, str]) -> int | None:
        """What the lesser cells say against a row, or lack; in a table without marks also the values, which alone
        prove it there."""
        doubts = sum(kind not in words for kind in self.cells if kind in ("measure", "sign"))
        if "sign" in words and not is_direction(words["sign"]):
            return None
        if "measure" in words and (words["measure"][:1].isdigit() or len(words["measure"]) > _LONGEST_UNIT):
            return None
        doubts += "measure" in words and UNIT.fullmatch(words["measure"]) is None
        if self.marked:
            return doubts
        values = [words[kind] for kind in _VALUES if kind in words]
        if is_value(name) or any(LEVEL1.fullmatch(value) or LEVEL2.fullmatch(value) for value in values):
            return None
        return doubts + 2 * sum(not is_value(value) for value in values)

    def _named(self, line: Line) -> tuple[Place, ...]:
        """The name, and the full mark behind it in a table without a column for that."""
        behind = MARK_IN_NAME.search(line.text) if "full" not in self.cells else None
        if behind is None:
            return ((self.name, line.start, line.end),)
        full = ("full", line.start + behind.start(1), line.start + behind.end(1))
        return (self.name, line.start, line.start + behind.start()), full

    def _sums(self) -> tuple[Place, tuple[Place, ...]] | None:
        """The line of sums below the rows: full mark and score, or the one of them that the table has."""
        if self.limit >= len(self.lines) or not _SUM.fullmatch(self.lines[self.limit].text):
            return None
        label = self.lines[self.limit]
        order = [kind for kind in self.cells if kind in _MARKS]
        figures = []
        for line in self.lines[self.limit + 1 : self.limit + 1 + len(order)]:
            if not _MARK.fullmatch(line.text) or mark(line.text) is None:
                break
            figures.append(line)
        if len(figures) != len(order):
            return None
        places = tuple((kind, line.start, line.end) for kind, line in zip(order, figures, strict=True))
        return ("label", label.start, label.end), places


def _is_lost(words: Mapping[str, str], full: Decimal | None, score: Decimal | None) -> bool:
    """A mark was lost; without both marks, the target was missed or its words are not those of the outcome."""
    if full is not None and score is not None:
        return score < full
    target, actual = words.get("target", ""), words.get("actual", "")
    if figure(target) is not None and figure(actual) is not None:
        return falls_short(target, actual)
    return bool(target and actual) and target != actual
