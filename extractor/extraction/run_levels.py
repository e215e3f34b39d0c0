"""The levels (一级指标, 二级指标) that stand before the rows of a table without separators.

How a table writes them is seen from the whole of it: whether second levels end in 指标, all of them or those of 产出
alone, and whether first levels do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extractor.extraction.run_readings import Cell
from extractor.extraction.run_words import (
    BENEFIT,
    BENEFIT_MARKED,
    EXECUTION,
    LEVEL1,
    LEVEL1_ALONE,
    LEVEL1_BARE,
    LEVEL1_WHOLE,
    LEVEL2,
    LEVEL2_HALF,
    LEVEL2_MARKED,
    LEVELS,
    MARKED,
    PLAIN_OPENING,
    SUBTOTAL,
    Heads,
)

_OF_SERVED = re.compile("(?:社会公众(?:或|及))?服务对象满意(?:程度|度)(?=.)")
"""The second level that stands before an indicator of whom it asked."""


def caption(level: re.Pattern[str]) -> re.Pattern[str]:
    """A level that stands above rows: alone on its line, or by its noun."""
    return re.compile(rf"(?:{level.pattern})(?:(?<=指标)|(?=\n))")


def captioned(text: str, at: int, head: Heads) -> Heads:
    """The heads with a column, which nothing heads, for each level that rows are printed under (`产出指标` above
    them) and that has no column of its own."""
    found: list[Cell] = []
    top = next(kind for kind in head.kinds if kind in LEVELS)
    for kind, pattern in (("level1", LEVEL1), ("level2", LEVEL2)):
        match = caption(pattern).match(text, at) if LEVELS[kind] < LEVELS[top] else None
        if match is not None:
            found.append((kind, 0, 0))
            at = match.end() + text.startswith("\n", match.end())
    return replace(head, columns=(*found, *head.columns)) if found else head


class Levels:
    """Reads the levels of the table at `within` of a folded text. `kinds`: those that have a column; `following` says
    where what comes next begins; `captions`: they stand above the rows and have none."""

    def __init__(
        self, text: str, within: tuple[int, int], kinds: Sequence[str], following: Callable[[int], int], captions: bool
    ) -> None:
        self.text = text
        self.start, self.end = within
        self.kinds = kinds
        self.following = following
        self.marked = any(not LEVEL1_ALONE.fullmatch(found[0]) for found in MARKED.finditer(text, *within))
        self.half = self.marked and BENEFIT_MARKED.search(text, *within) is None
        self.level2 = LEVEL2_HALF if self.half else LEVEL2_MARKED if self.marked else LEVEL2
        self.level1 = LEVEL1
        if captions:
            self.level1, self.level2 = (caption(pattern) for pattern in (self.level1, self.level2))
        self.whole_first = LEVEL1_WHOLE.search(text, *within) is not None
        self.opened = re.compile(f"(?:{LEVEL1.pattern})(?:{self.level2.pattern})" if len(kinds) > 1 else "(?!)")
        alone = captions and kinds == ["level1"]
        group = self.level1.pattern if alone else f"(?:{LEVEL1.pattern})?(?:{self.level2.pattern})"
        self.group = re.compile(f"{group + '|' if kinds else ''}(?:{SUBTOTAL}|{EXECUTION.pattern}得分)(?=\\d)")

    def before(self, at: int) -> Iterator[tuple[tuple[Cell, ...], int, int]]:
        """The levels that may stand before the name, where the name begins, and the doubts of that."""
        patterns = {"level1": self.level1, "level2": self.level2}
        first = at == self.start and bool(self.kinds)
        if not first or EXECUTION.match(self.text, at, self.end):
            yield (), at, 2 * first
        for skipped in range(len(self.kinds)):
            place, cells = at, []
            for kind in self.kinds[skipped:]:
                match = patterns[kind].match(self.text, place, self.end)
                if match is None:
                    break
                cells.append((kind, place, match.end()))
                place = self.following(match.end())
            else:
                yield tuple(cells), place, self._doubts_of_levels(at, place, skipped)
            if first:
                return
        if len(self.kinds) > 1 and (alone := LEVEL1_ALONE.match(self.text, at, self.end)) is not None:
            begin = self.following(alone.end())
            yield (("level1", at, alone.end()),), begin, 3 * (self.level2.match(self.text, begin, self.end) is not None)

    def _doubts_of_levels(self, at: int, place: int, skipped: int) -> int:
        """A second level without its 指标; `产出数量指标`, which may be one level or two."""
        if skipped and LEVEL1_ALONE.fullmatch(self.text, at, place):
            return 1
        if not skipped:
            return int(self.whole_first and LEVEL1_BARE.match(self.text, at, place) is not None)
        half = self.half and BENEFIT.match(self.text, at, place) is not None
        doubts = int(self.marked and not half and not MARKED.search(self.text, at, place))
        return doubts + (not self.whole_first and LEVEL1_BARE.match(self.text, at, place) is not None)

    def opens(self, start: int, end: int) -> bool:
        """A name opens with a level that should have been read as one."""
        openings = (_OF_SERVED, PLAIN_OPENING) if self.kinds else ()
        opened = any(opening.match(self.text, start, end) for opening in openings)
        return opened or self.opened.match(self.text, start, end - 1) is not None

    def is_bare(self, start: int, end: int) -> bool:
        """A name opens with the words of a second level that this table prints without 指标."""
        return self.half and BENEFIT.match(self.text, start, end) is not None
