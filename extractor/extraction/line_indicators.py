"""Indicator tables of which every cell became a line: the heads one below the other, then row after row.

Every way to cut the lines below the heads into rows (`line_rows`) is weighed; rows on which the best ways agree are
read, the others are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from extractor.extraction.line_cells import Line
from extractor.extraction.line_cells import lines as cells
from extractor.extraction.line_rows import MARKS, VALUES, LineGrammar, LineRow
from extractor.extraction.run_readings import SIDELINE
from extractor.extraction.run_sides import MARK
from extractor.extraction.run_table import Place
from extractor.extraction.run_under import Standing
from extractor.extraction.run_values import is_value, mark
from extractor.extraction.run_words import EXECUTION, LEVEL1, LEVEL2, LEVELS, NO_REASON, head_kind, planned

_WHOSE = "(?:绩效|部门|整体|支出)*(?:自评|评价)"
_SUM = re.compile(
    rf"(?:总分|合计|总计|总得分|得分合计|自评总分|综合得分|{_WHOSE}综合得分|{_WHOSE}(?:总?得分|总分))[:]?"
)
_END = re.compile(
    r"[一二三四五六七八九十]{1,2}[、.]|\([一二三四五六七八九十]\)|附件|填[表报]人|填[表报](?:单位|日期|时间)|联系人|联系电话|单位负责人|其他需要?说明|(?:自评|评价)(?:等级|等次|结论|结果)|等级|等次|存在(?:的)?(?:主要)?问题"
    r"|(?:改进|整改|下一步).*措施|备注:?|说明:?|年度总体目标"
)
_NOUN = "指标"
_CUT = re.compile(f"{LEVEL1.pattern}|{LEVEL2.pattern}")
_PAGE = re.compile(r"[-—~]+\d{1,3}[-—~]+|第\d{1,3}页")
_SHARE = re.compile(r"\(\d{1,3}(?:\.\d+)?分?\)")
_CAPTION = re.compile(f"(?:{LEVEL1.pattern})(?<=指标)")
_FEWEST_HEADS, _MOST_PARTS = 4, 3
_FEWEST_ROWS = 2
_MOST_ROWS = 120


@dataclass(frozen=True, slots=True)
class Listed:
    """A table: its heads, its rows with the levels they stand under, the sums below them, all as (kind, start, end) of
    the folded text; `end` is where it ends, `left_out` how many stretches were left out, `sides` the lines of
    marks alone (`run_sides`)."""

    heads: tuple[Place, ...]
    rows: tuple[tuple[Place, ...], ...]
    sums: tuple[Place, tuple[Place, ...]] | None
    end: int
    left_out: int = 0
    sides: tuple[tuple[Place, ...], ...] = ()

    @property
    def start(self) -> int:
        """Where the first head stands."""
        return next(start for _, start, end in self.heads if end)


def listed(text: str) -> Iterator[Listed]:
    """Every such table of a folded text."""
    lines, at = list(cells(text)), 0
    while at < len(lines):
        heads, below = _heads(lines, at)
        if heads and below < len(lines) and _CAPTION.fullmatch(lines[below].text) and not _levels(heads):
            heads = (("level1", 0, 0), *heads)  # it stands above the rows that are of it
        kinds = [kind for kind, _, _ in heads]
        if heads and (found := _Rows(text, _below(lines, at, below, kinds), kinds).read(heads)):
            yield found
            at = next((i for i, line in enumerate(lines) if line.start >= found.end), len(lines))
        else:
            at = max(below, at + 1) if heads else at + 1


def _levels(heads: Sequence[Place]) -> list[str]:
    """The levels above the names that have a column."""
    return [kind for kind, _, _ in heads if kind in LEVELS][:-1]


def _heads(lines: Sequence[Line], at: int) -> tuple[tuple[Place, ...], int]:
    """The heads from `at` on, where they are those of indicators with their marks, and the first line below them."""
    found: list[Place] = []
    while (head := _head(lines, at)) is not None:
        kind, end = head
        if kind == "level1" and [known for known, _, _ in found] == ["level3"]:
            found = []  # `绩效指标` stands above them all
        if kind == "target" and found and found[-1][0] == "target" and head_kind(lines[at].text) == kind:
            found = planned(found)
        if found and kind == found[-1][0]:
            found[-1] = (kind, found[-1][1], lines[end - 1].end)  # the rest of it (`未完成原因`, `分析`)
        elif any(kind == known for known, _, _ in found):
            break
        else:
            found.append((kind, lines[at].start, lines[end - 1].end))
        at = end
    kinds = {kind for kind, _, _ in found}
    marked = kinds & set(LEVELS) and kinds & set(VALUES) and kinds & set(MARKS)
    levelled = len(kinds & set(LEVELS)) > 1 and (kinds.issuperset(VALUES) or kinds.issuperset(MARKS))
    return (tuple(found), at) if len(found) >= _FEWEST_HEADS and (marked or levelled) else ((), at)


def _head(lines: Sequence[Line], at: int) -> tuple[str, int] | None:
    """What a head says, and the line behind it; in a narrow column it became two lines or three."""
    if at >= len(lines) or lines[at].figure:
        return None
    own = head_kind(lines[at].text)
    for parts in range(_MOST_PARTS, 1, -1):
        cut = lines[at : at + parts]
        kind = head_kind("".join(line.text for line in cut))
        whole = own is not None and any(head_kind(line.text) for line in cut[1:])
        if kind is not None and len(cut) == parts and not whole:
            return kind, at + parts
    return (own, at + 1) if own is not None else None


def _below(lines: Sequence[Line], at: int, below: int, kinds: Sequence[str]) -> list[Line]:
    """The lines below the heads, without these where a new page repeats them, and without its number; a level that
    became two lines (`产出`, `指标`) as one."""
    heads = [line.text for line in lines[at:below]]
    found: list[Line] = []
    index = below
    while index < len(lines):
        line, last = lines[index], found[-1] if found else None
        if [one.text for one in lines[index : index + len(heads)]] == heads:
            if last is not None and last.figure and _trailing(found) > sum(kind in MARKS for kind in kinds):
                found.pop()  # the number of the page
            index += len(heads)
            continue
        if _PAGE.fullmatch(line.text):
            pass
        elif last is not None and line.text == _NOUN and last.end + 1 == line.start and _CUT.fullmatch(last.text):
            found[-1] = Line(last.start, line.end, last.text + line.text, figure=False)
        elif last is not None and _SHARE.fullmatch(line.text) and EXECUTION.fullmatch(last.text):
            found[-1] = replace(last, text=last.text + line.text)
        elif last is not None and _SHARE.fullmatch(line.text) and _CUT.fullmatch(last.text):
            pass  # the mark of a level, in a line of its own
        else:
            found.append(line)
        index += 1
    return found


def _trailing(lines: Sequence[Line]) -> int:
    """How many of the last lines are plain numbers."""
    return next((i for i, line in enumerate(reversed(lines)) if not MARK.fullmatch(line.text)), len(lines))


class _Rows:
    """The rows of some lines; every way to cut them is tried, those with the fewest doubts count."""

    def __init__(self, text: str, lines: Sequence[Line], kinds: Sequence[str]) -> None:
        self.text = text
        self.lines = lines
        ahead = range(min(len(lines), _MOST_ROWS * (len(kinds) + 1)))
        ends = (i for i in ahead if _SUM.fullmatch(lines[i].text) or _END.match(lines[i].text))
        self.limit = next(ends, ahead.stop)
        self.grammar = LineGrammar(lines, self.limit, kinds)
        self.readings = lru_cache(maxsize=None)(lambda at: tuple(self.grammar.readings(at)))
        self.best = lru_cache(maxsize=None)(self._best)

    def read(self, heads: tuple[Place, ...]) -> Listed | None:
        """The table, None where fewer than two rows are certain, or less is certain than not."""
        for at in range(self.limit, -1, -1):  # from the end, so that none waits for another
            self.best(at)
        if not self.limit or self.best(0) is None:
            return None
        agreed, reached = self._agreed()
        standing, at = Standing(self.text, self.grammar.levels), 0
        for row in agreed:
            if row.start != at:
                standing.lost()
                standing.left_out += 1
                standing.row(())
            at = row.end
            if row.cells and row.cells[0][0] == SIDELINE:
                standing.side(self.lines[row.start].text, row.cells)
                continue
            standing.under(row.cells)
            standing.left_out += not (row.whole and standing.known)
            standing.row(row.cells if standing.known else ())
        left_out = standing.left_out + (at != reached)
        if sum(len(row) > len(self.grammar.levels) for row in standing.rows) < max(_FEWEST_ROWS, left_out):
            return None
        sums = self._sums() if reached == self.limit else None
        end = sums[1][-1][2] if sums else self.lines[at - 1].end
        return Listed(heads, tuple(standing.rows), sums, end, left_out, tuple(standing.sides))

    def _best(self, at: int) -> tuple[int, int] | None:
        """The fewest doubts of the rows from `at` to the end, and how many ways have no more."""
        if at == self.limit:
            return 0, 1
        ways = [
            (row.doubts + rest[0], rest[1]) for row in self.readings(at) if (rest := self.best(row.end)) is not None
        ]
        if not ways:
            return (self._left_over(at), 1) if at and self._is_over(at) else None
        least = min(doubts for doubts, _ in ways)
        return least, sum(count for doubts, count in ways if doubts == least)

    def _agreed(self) -> tuple[list[LineRow], int]:
        """The rows that all best ways hold, in order, and the furthest line that one of them reaches."""
        every = self.best(0)
        before, found, furthest = {0: 1}, list[LineRow](), 0
        for at in range(self.limit):
            least = self.best(at) if at in before else None
            for row in self.readings(at) if least is not None else ():
                rest = self.best(row.end)
                if least is None or rest is None or row.doubts + rest[0] != least[0]:
                    continue
                before[row.end] = before.get(row.end, 0) + before[at]
                furthest = max(furthest, row.end)
                if every is not None and before[at] * rest[1] == every[1]:
                    found.append(row)
        return found, furthest

    def _left_over(self, at: int) -> int:
        """What speaks against a table that ends here: lines between it and its sums, a reason without its row."""
        closed = self.limit < len(self.lines) and _SUM.fullmatch(self.lines[self.limit].text) is not None
        return int(closed or NO_REASON.fullmatch(self.lines[at].text) is not None)

    def _is_over(self, at: int) -> bool:
        """No row follows: among as many lines as a row has, no marks stand side by side as they do in a row."""
        together = ("full", "score") in set(pairwise(self.grammar.cells))
        marks = 2 if together else 1
        length = len(self.grammar.cells) + len(self.grammar.levels) + 2
        ahead = self.lines[at : min(self.limit, at + length)]
        if not self.grammar.marked:
            return sum(is_value(line.text) for line in ahead) < len(VALUES)
        is_mark = [MARK.fullmatch(line.text) is not None for line in ahead]
        return not any(all(is_mark[i : i + marks]) for i in range(len(is_mark) - marks + 1))

    def _sums(self) -> tuple[Place, tuple[Place, ...]] | None:
        """The line of sums below the rows: full mark and score, or the one of them that the table has."""
        if self.limit >= len(self.lines) or not _SUM.fullmatch(self.lines[self.limit].text):
            return None
        label = self.lines[self.limit]
        order = [kind for kind in self.grammar.cells if kind in MARKS]
        figures = self.lines[self.limit + 1 : self.limit + 1 + len(order)]
        if len(figures) != len(order) or not order:
            return None
        if any(not MARK.fullmatch(line.text) or mark(line.text) is None for line in figures):
            return None
        places = tuple((kind, line.start, line.end) for kind, line in zip(order, figures, strict=True))
        return ("label", label.start, label.end), places
