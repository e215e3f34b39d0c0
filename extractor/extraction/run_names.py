"""The names of indicators in a table without separators: where one may end, and what speaks against it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.extraction.run_cells import is_name, name_limit, other_ends, twice, word_ends
from extractor.extraction.run_levels import Levels
from extractor.extraction.run_readings import Cell
from extractor.extraction.run_words import NO_REASON, OUTCOME_END, SIGN, UNIT

VALUES = ("plan", "target", "actual")
_SIGN = re.compile(SIGN)
_FIGURED = re.compile(rf"(?:{SIGN})?\d")
_INNER_DIGITS = re.compile(r"\d[\d.,]*")
_YEAR_OR_CODE = re.compile(r"(?:19|20)\d\d年|[A-Za-z]\d+|\d+[A-Za-z]|^\d{1,2}[.、]|^指标\d+|12345|“[^”]*”|\"[^\"]*\"")
_EXCUSE = re.compile("因|受|由于|未|不足|滞后|延迟|影响")
_NO = re.compile("无(?!障碍|公害|害化|纸化|线|烟|偿|人)")
_LONGER = range(1, 4)


def twice_ends(text: str, at: int, end: int, columns: Sequence[str]) -> list[int]:
    """Where a target ends that the outcome next to it repeats, where these are the first of the columns."""
    beside = tuple(columns[:2]) == ("target", "actual")
    return list(twice(text, at, end)) if beside and text[at : at + 1] > "9" else []


class Names:
    """Reads names in a folded text up to `end`, in front of cells of the `columns`."""

    def __init__(self, text: str, end: int, columns: Sequence[str], levels: Levels) -> None:
        self.text = text
        self.end = end
        self.columns = columns
        self.levels = levels

    def stops(self, at: int) -> list[int]:
        """Where the name may end: where the next column can begin; before a known unit, only there."""
        stops = list(self._ends(at))
        units = {stop: end for stop in reversed(stops) if (end := self.unit_end(stop))}
        longest = {end: stop for stop, end in units.items()}
        return sorted(longest.values()) or stops

    def unit_end(self, at: int) -> int | None:
        """Where the unit ends that stands at a place in front of a figure, in a table whose names a unit follows."""
        match = UNIT.match(self.text, at, self.end) if self.columns[0] == "measure" else None
        return match.end() if match and _FIGURED.match(self.text, match.end(), self.end) else None

    def _ends(self, at: int) -> Iterator[int]:
        limit = name_limit(self.text, at, self.end)
        for stop in range(at + 2, limit + 1):
            previous, here = self.text[stop - 1], self.text[stop : stop + 1]
            if previous.isdigit() or not (here.isdigit() or here in ("\n", " ") or self._begins(stop)):
                continue
            if is_name(self.text[at:stop]):
                yield stop

    def _begins(self, at: int) -> bool:
        kind = self.columns[0]
        if kind in ("full", "score"):
            return False
        if kind in VALUES:
            if _SIGN.match(self.text, at, self.end):
                return True
            worded = next(word_ends(self.text, at, self.end), None) is not None
            return worded or bool(twice_ends(self.text, at, self.end, self.columns))
        return next(other_ends(kind, self.text, at, self.end), None) is not None

    def doubts_of_unit(self, cells: Sequence[Cell]) -> int:
        """A unit that is none, or only the end of one (`面积万` and `平方米`)."""
        _, start, end = next(cell for cell in cells if cell[0] == "measure")
        if UNIT.fullmatch(self.text, start, end) is None:
            return 1 if start == end else 0 if NO_REASON.fullmatch(self.text, start, end) else 3
        return int(any(UNIT.fullmatch(self.text, start - more, end) for more in _LONGER))

    def doubts(self, start: int, end: int) -> int:
        """Figures inside a name, an excuse or a level at its head, an outcome at its end."""
        name = self.text[start:end]
        doubts = 2 * len(_INNER_DIGITS.findall(_YEAR_OR_CODE.sub("", name)))
        doubts += 2 * (self.levels.opens(start, end) or OUTCOME_END.search(name) is not None)
        doubts += 2 * self.levels.is_bare(start, end)
        if "reason" in self.columns:
            doubts += 2 if _EXCUSE.match(name) or _NO.match(name) else 0
        return doubts
