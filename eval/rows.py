"""Rows of tables, keyed by what they are called: a value in the wrong row is wrong, however like it looks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from eval.canon import Kinded, Leaf, leaf, plain
from eval.judge import Around, judge
from eval.leaves import Scored, judged, shown
from eval.sequences import error_rate
from eval.verdicts import Judgement, Verdict, wrong
from extractor.model import Dimension, Evidence
from extractor.numbers.units import UNITS
from extractor.reports.spec import Kind

KEY = ("level1", "level2", "level3", "name")
"""The 指标路径; a project has its name only."""
_TEXT = frozenset({*KEY, "reason"})
_DIMENSIONS = {
    "budget": Dimension.MONEY,
    "final": Dimension.MONEY,
    "full": Dimension.SCORE,
    "score": Dimension.SCORE,
}
_MONEY = ("budget", "final")
_VALUES = ("target", "actual")
_FIGURES = frozenset({*_DIMENSIONS, *_VALUES})
_NUMBER = re.compile(r"^(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）.、．]|[①-⑳])")
_BRACKET = re.compile(r"\((?:(?P<mark>\d{1,3}(?:\.\d+)?[分%]?)|(?P<unit>[^()\d]{1,4}))\)$")
"""What a name may carry behind it that is no part of it: its mark, its unit. Golds print it or leave it out."""
_LIKE = 0.34
_OWN_UNIT = "_unit"
_Key: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One row, of the gold or of the extraction: its cells as printed, the unit of its sums, its place.

    `units` are those of cells whose unit slipped; an extracted cell prints such a unit itself.
    """

    cells: Mapping[str, str]
    unit: str | None = None
    evidence: Evidence | None = None
    sign: str = ""
    """What a column of its own says of the target (`≥`)."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Of the cells that print a unit of their own."""

    @classmethod
    def of_gold(cls, entry: Mapping[str, Any]) -> Line:
        """Take a gold row: every entry but units and `quote` is a cell."""
        printed = {name: str(value) for name, value in entry.items() if value is not None}
        units = {name.removesuffix(_OWN_UNIT): printed[name] for name in printed if name.endswith(_OWN_UNIT)}
        cells = {
            name: printed[name]
            for name in printed
            if name not in ("unit", "quote", *(f"{n}{_OWN_UNIT}" for n in units))
        }
        return cls(cells, entry.get("unit"), units=units)

    def within(self, columns: Collection[str]) -> Line:
        """The row with those columns only."""
        kept = {name: value for name, value in self.cells.items() if name in columns}
        return replace(self, cells=kept, sign=self.cells.get("sign", ""))

    @property
    def key(self) -> _Key:
        """What the row is called."""
        return tuple(_called(self.cells[name]) for name in KEY if self.cells.get(name))

    def leaf(self, cell: str) -> Leaf:
        """Return a cell's canonical value."""
        return self._leaf(cell, self.cells[cell], self.unit_of(cell))

    def leaves(self, cell: str) -> Iterator[Leaf]:
        """Return every way to write a cell: a target may hold the sign or the unit that has a column of its own."""
        yield self.leaf(cell)
        if cell == "target" and self.sign:
            yield self._leaf(cell, self.sign + self.cells[cell], None)
        if cell in _VALUES and self.unit not in (None, "分"):
            yield self._leaf(cell, self.cells[cell], self.unit)

    def _leaf(self, cell: str, printed: str, unit: str | None) -> Leaf:
        kind = Kind.TEXT if cell in _TEXT else Kind.QUANTITY
        return leaf(printed, unit, Kinded(kind, _DIMENSIONS.get(cell, Dimension.NONE)))

    def unit_of(self, cell: str) -> str | None:
        """Return the unit that stands outside the cell: that of the row, for sums of money."""
        if cell not in _MONEY or self.cells[cell].endswith("元"):
            return None
        return self.units.get(cell, self.unit)


def score_rows(path: str, gold: Sequence[Line], got: Sequence[Line], text: str = "") -> Iterator[Scored]:
    """Score a table cell by cell. A column of words that no row of the gold has is not judged, nor part of a name."""
    columns = {name for one in gold for name in one.cells} | _FIGURES
    got = [line.within(columns) for line in got] if gold else got
    pairs = _pairs(gold, got)
    others = [line.leaf(cell) for line in gold for cell in line.cells]
    for i, line in enumerate(gold):
        name = f"{path}[{'/'.join(line.key)}]"
        if i not in pairs:
            for cell in line.cells:
                yield Scored(f"{name}.{cell}", "row", Verdict.UNFOUND, 1, _shown(line, cell))
            continue
        yield from _cells(name, line, got[pairs[i]], others, text)
    keys = [line.key for line in gold]
    for j, line in enumerate(got):
        if j not in pairs.values():
            verdict, why = _unmatched(line.key, keys)
            for cell in line.cells:
                judgement = wrong(verdict, why)
                one = judged(f"{path}[+{'/'.join(line.key)}].{cell}", "row", judgement, None, _shown(line, cell))
                yield _placed(one, line)


def _cells(name: str, gold: Line, got: Line, others: Sequence[Leaf], text: str) -> Iterator[Scored]:
    for cell in dict.fromkeys((*gold.cells, *got.cells)):
        path = f"{name}.{cell}"
        if cell not in got.cells:
            yield Scored(path, "row", Verdict.UNFOUND, 1, _shown(gold, cell))
        elif cell not in gold.cells:
            one = judged(path, "row", wrong(Verdict.INVENTED, "这一格没有印"), None, _shown(got, cell))
            yield _placed(one, got)
        else:
            around = Around([other for other in others if other != gold.leaf(cell)], text=text)
            judgement = _judge(gold, got, cell, around)
            yield _placed(judged(path, "row", judgement, _shown(gold, cell), _shown(got, cell)), got)


def _judge(gold: Line, got: Line, cell: str, around: Around) -> Judgement:
    if cell in KEY and gold.key == got.key:
        return Judgement(Verdict.RIGHT)
    first, *others = (judge(one, other, around) for one in gold.leaves(cell) for other in got.leaves(cell))
    return next((one for one in others if one.verdict is Verdict.RIGHT), first)


def _called(name: str) -> str:
    """A name without its number, its mark and its unit."""
    bare = _NUMBER.sub("", plain(name))
    behind = _BRACKET.search(bare)
    if behind is None or (behind["unit"] and behind["unit"] not in UNITS):
        return bare
    return bare[: behind.start()]


def _placed(scored: Scored, line: Line) -> Scored:
    return Scored(
        scored.path, scored.part, scored.verdict, scored.edits, scored.gold, scored.got, scored.why, None, line.evidence
    )


def _shown(line: Line, cell: str) -> str:
    return shown(line.cells[cell], line.unit_of(cell))


def _pairs(gold: Sequence[Line], got: Sequence[Line]) -> dict[int, int]:
    """Pair rows of the same name in order; then what is left by the likest name, if it is like enough."""
    free = list(range(len(got)))
    pairs: dict[int, int] = {}
    for i, line in enumerate(gold):
        same = next((j for j in free if got[j].key == line.key), None)
        if same is not None:
            pairs[i] = same
            free.remove(same)
    likeness = sorted(
        (rate, i, j)
        for i, line in enumerate(gold)
        if i not in pairs
        for j in free
        if line.key[:-1] == got[j].key[:-1] and (rate := error_rate(_name(line), _name(got[j]))) <= _LIKE
    )
    for _, i, j in likeness:
        if i not in pairs and j in free:
            pairs[i] = j
            free.remove(j)
    return pairs


def _name(line: Line) -> str:
    return line.key[-1] if line.key else ""


def _unmatched(key: _Key, keys: Sequence[_Key]) -> tuple[Verdict, str]:
    """Say what a row is that the gold does not have: two run together, a piece of one, or nothing."""
    name = key[-1] if key else ""
    names = [other[-1] for other in keys if other]
    if sum(1 for other in names if other in name) > 1:
        return Verdict.FUSED, "两行并成了一行"
    if len(name) > 1 and any(other != name and (other.startswith(name) or other.endswith(name)) for other in names):
        return Verdict.FUSED, "一行拆成了两行"
    return Verdict.INVENTED_ROW, "报告里没有这一行"
