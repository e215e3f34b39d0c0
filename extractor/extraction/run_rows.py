"""The readings of one row of a table without separators, each with what speaks against it.

A row is levels (where a new group begins), the indicator's name and its cells, in the order of the heads. What must
hold is never weighed: the score is at most the full mark, the full mark at most 100, a name has no level inside. What
may be otherwise but rarely is counts as so many doubts; `run_search` takes a row only where no other reading of it
has as few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.extraction.indicators import is_sign
from extractor.extraction.run_cells import (
    COUNTER,
    MARK_IN_NAME,
    mark_ends,
    other_ends,
    reason_ends,
    value_ends,
    words_before_figure,
)
from extractor.extraction.run_levels import Levels
from extractor.extraction.run_names import VALUES, Names, twice_ends
from extractor.extraction.run_readings import SKIPPED, Cell, Manner, Reading
from extractor.extraction.run_sides import counted, side_cells
from extractor.extraction.run_values import agree, earned, falls_short, mark, repeated
from extractor.extraction.run_words import LEVELS, NO_REASON

_BLANK = r"\s*"
_PAGE = r"\n(?:[-—~]{0,2}\d{1,3}[-—~]{0,2}|第\d{1,3}页)"
"""The number of a page, on a line of its own."""
_SWALLOWED, _LONGEST = 20, 120
_OPAQUE_END = re.compile(r"(?<=\d)(?:分)?(?=[\u4e00-\u9fff\n]|$)")
_PADDED = re.compile(r"\.\d+0$")
"""No full mark is printed `9.610`."""
_HEAVY = 40
"""A single indicator rarely has a larger full mark."""
_LIMIT = 6
"""A row with more doubts than this is none."""
_MOST = 600
"""So many readings of one row at most are looked at."""


class RowGrammar:
    """Reads rows at any place of the stretch `start..end` of a folded text; `heads`: the words above the columns, which
    a new page may repeat."""

    def __init__(self, text: str, start: int, end: int, manner: Manner, heads: str = "") -> None:
        self.text = text
        self.start = start
        self.end = end
        self.blank = re.compile(rf"(?:\s*(?:{_PAGE})?\n{re.escape(heads)}(?=\s))?\s*" if heads else _BLANK)
        self.name = [kind for kind in manner.columns if kind in LEVELS][-1]
        self.columns = tuple(kind for kind in manner.columns if kind not in LEVELS)
        self.filled = manner.filled
        kinds = [kind for kind in manner.columns if kind in LEVELS][:-1]
        self.levels = Levels(text, (start, end), kinds, self._next, manner.captions)
        self.names = Names(text, end, self.columns, self.levels)

    def readings(self, at: int, *, opaque: bool = False) -> list[Reading]:
        """Every reading of the row at `at`; with `opaque` also those that only pass over it."""
        found: list[Reading] = [*self._side(at)]
        for levels, begin, doubts in self.levels.before(at):
            found += self._rows(at, begin, levels, doubts)
            if opaque:
                found += self._opaque(at, begin, levels)
        if opaque:
            stop = self.text.find("\n", at + 1, self.end)
            stop = self.end if stop < 0 else stop
            found.append(Reading(at, self._next(stop), 2 * _SWALLOWED + stop - at, ((SKIPPED, at, stop),), whole=False))
        return found

    def _side(self, at: int) -> Iterator[Reading]:
        """A line of marks alone."""
        if cells := side_cells(self.text, at, self.end, self.columns):
            yield Reading(at, self._next(cells[-1][2]), 0, cells, *counted(self.text, cells))

    def _rows(self, at: int, begin: int, levels: tuple[Cell, ...], so_far: int) -> list[Reading]:
        found: list[Reading] = []
        seen = 0
        for name in self.names.stops(begin):
            named = self._named(begin, name)
            doubts = so_far + self.names.doubts(begin, named[0][2])
            for cells in self._cells(0, self._next(name), named[1:]):
                seen += 1
                if seen > _MOST:
                    return []  # to choose among some of them would be a guess
                row = self._weighed(at, (*levels, named[0], *cells), doubts)
                if row is not None:
                    found.append(row)
        return found

    def _named(self, at: int, stop: int) -> tuple[Cell, ...]:
        """The name, and the full mark behind it in a table that has no column for that."""
        mark_behind = MARK_IN_NAME.search(self.text, at, stop) if "full" not in self.columns else None
        if mark_behind is None:
            return ((self.name, at, stop),)
        return (self.name, at, mark_behind.start()), ("full", *mark_behind.span(1))

    def _cells(self, column: int, at: int, before: tuple[Cell, ...]) -> Iterator[tuple[Cell, ...]]:
        """Every way to go on with the cells from a column."""
        if column == len(self.columns):
            yield before
            return
        kind = self.columns[column]
        for stop in self._ends(column, at, before):
            cell = (kind, at, stop)
            if not self._fits(before, cell):
                continue
            yield from self._cells(column + 1, self._next(stop) if stop > at else at, (*before, cell))

    def _ends(self, column: int, at: int, before: Sequence[Cell]) -> list[int]:
        text, end, kind = self.text, self.end, self.columns[column]
        if kind in ("full", "score"):
            return list(mark_ends(text, at, end))
        if kind == "reason":
            ends = [*reason_ends(text, at, end, self.levels.group, filled=self.filled)]
            ends += words_before_figure(text, at, end) if column + 1 < len(self.columns) else []
            return list(dict.fromkeys(ends))
        if kind == "measure" and (unit := self.names.unit_end(at)) is not None:
            return [unit]
        if kind not in VALUES:
            return list(dict.fromkeys(other_ends(kind, text, at, end)))
        found = [*value_ends(text, at, end), *twice_ends(text, at, end, self.columns[column:])]
        if kind == "actual":
            words = next((text[start:stop] for name, start, stop in before if name == "target"), "")
            found += repeated(words, text, at, end)
        return list(dict.fromkeys(found))

    def _fits(self, before: Sequence[Cell], cell: Cell) -> bool:
        """The cell can stand beside those before it: an outcome can be that of its target, marks fit each other."""
        kind, start, end = cell
        if kind in ("full", "score"):
            return self._marks(before, cell)
        beside = {"target": "plan", "actual": "target"}.get(kind)
        other = next((self.text[a:b] for name, a, b in before if name == beside), None)
        return other is None or agree(other, self.text[start:end]) is not None

    def _marks(self, before: Sequence[Cell], cell: Cell) -> bool:
        """The mark fits beside the other one: a full mark is not nothing, a score not above it."""
        value = mark(self.text[cell[1] : cell[2]])
        other = next((c for c in before if c[0] in ("full", "score")), None)
        if value is None or (cell[0] == "full" and not value):
            return False
        if other is None:
            return True
        beside = mark(self.text[other[1] : other[2]])
        if cell[0] == "full":
            return beside is not None and beside <= value
        coefficient = next((self.text[a:b] for kind, a, b in before if kind == "coefficient"), "")
        return beside is not None and beside >= value and earned(beside, coefficient, value)

    def _weighed(self, at: int, cells: tuple[Cell, ...], doubts: int) -> Reading | None:
        text = {kind: self.text[start:end] for kind, start, end in cells}
        full, score = (mark(text[kind]) if kind in text else None for kind in ("full", "score"))
        met = score is None or full is None or score == full
        if full is not None:
            doubts += bool(full * 4 % 1) + bool(full * 100 % 1) + (full > _HEAVY)
            doubts += _PADDED.search(text["full"]) is not None
        if score is not None and full is not None and score < full / 2:
            doubts += 1 if score else 3
        if score is not None and score * 100 % 1:
            doubts += 2
        if "measure" in self.columns:
            doubts += self.names.doubts_of_unit(cells)
        if "plan" in text and text["plan"] != text["target"]:
            doubts += 2
        if "target" in text and "actual" in text:
            against = agree(text["target"], text["actual"])
            if against is None:
                return None
            sign = text.get("sign", "")
            signed = (sign if is_sign(sign) else "") + text["target"]
            doubts += against
            doubts += 1 if met and falls_short(signed, text["actual"]) else 0
        last = max(end for _, _, end in cells)
        if reason := text.get("reason", ""):
            doubts += 0 if NO_REASON.fullmatch(reason) else 1 + 3 * met
        elif "reason" in text and self.filled and met and self.text[last : last + 1] not in ("\n", ""):
            doubts += 2
        if doubts > _LIMIT:
            return None
        counted_next = "reason" in text and not reason and COUNTER.match(self.text, last) is not None
        kept = tuple(cell for cell in cells if cell[2] > cell[1] and not (counted_next and cell[2] == last))
        return Reading(at, self._next(last), doubts, kept, full or Decimal(0), score or Decimal(0))

    def _opaque(self, at: int, begin: int, levels: tuple[Cell, ...]) -> Iterator[Reading]:
        """Pass over a row whose cells cannot be told apart: to the end of a run of digits."""
        line = self.text.find("\n", begin, self.end)
        close = self.end if line < 0 else line
        following = self.levels.group.search(self.text, begin, close)
        close = following.start() if following else close
        limit = min(begin + _LONGEST, close)
        stops = {match.end() for match in _OPAQUE_END.finditer(self.text, begin + 2, limit)} | {close}
        for stop in sorted(stop for stop in stops if begin < stop):
            yield Reading(at, self._next(stop), _SWALLOWED + stop - begin, levels, whole=False)

    def _next(self, at: int) -> int:
        match = self.blank.match(self.text, at, self.end)
        return match.end() if match else at
