"""Which rows a stretch holds: the one way to lay rows end to end that has the fewest doubts.

Every place that a row can end at is where the next begins, so rows are edges between places, and a table is a path
from the first place to the last. All paths with the fewest doubts are kept. Where they differ, the sums of the table
(Σ分值, Σ得分) may tell which are meant; where they still differ, what they agree on is read and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from heapq import heappop, heappush
from typing import TypeAlias

from extractor.extraction.run_readings import SKIPPED, Reading

Sums: TypeAlias = tuple[Decimal, Decimal | None]
"""What the full marks, and the scores (None: not known), come to."""

SLACK = 4
"""Paths with so many doubts more than the best are still looked at, for one of them may be the one that closes."""
_UNPROVEN = 2
"""A row with more doubts than this is read only where the sums of its table close."""
_FAR = 10**9
_MOST_SUMS = 3000
_MOST_PLACES = 400
_LEVELS = ("level1", "level2")


@dataclass(frozen=True, slots=True)
class Found:
    """A row that was read, or (`row` None) a stretch whose rows are left out: their cells cannot be told apart."""

    start: int
    end: int
    row: Reading | None
    levels: tuple[tuple[str, int, int], ...] | None = ()
    """The levels that stand there; None where that is not known either."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The rows of every path from `start` to `end` that has at most `SLACK` doubts more than the `least`."""

    start: int
    end: int
    least: int
    edges: tuple[Reading, ...]


def paths(start: int, end: int, readings: Callable[[int], Sequence[Reading]]) -> Paths | None:
    """The best paths of a stretch; None where none reaches its end."""
    doubts = {start: 0}
    edges: list[Reading] = []
    queue, done = [(0, start)], set[int]()
    while queue and len(done) < _MOST_PLACES:
        so_far, at = heappop(queue)
        if so_far > doubts.get(end, _FAR) + SLACK:
            break
        if at == end or at in done:
            continue
        done.add(at)
        for reading in dict.fromkeys(readings(at)):
            edges.append(reading)
            if so_far + reading.doubts < doubts.get(reading.end, _FAR):
                doubts[reading.end] = so_far + reading.doubts
                heappush(queue, (doubts[reading.end], reading.end))
    if end not in doubts:
        return None
    left = {end: 0}
    for edge in sorted(edges, key=lambda e: -e.start):
        if edge.end in left:
            left[edge.start] = min(left.get(edge.start, _FAR), left[edge.end] + edge.doubts)
    least = doubts[end]
    near = [e for e in edges if e.end in left and doubts[e.start] + e.doubts + left[e.end] <= least + SLACK]
    return Paths(start, end, least, tuple(near))


def closes(found: Paths, wanted: Sequence[Sums]) -> bool:
    """Whether the sums of one of the paths are wanted ones."""
    return any(_closing(found, sums)[1] for sums in wanted)


def settled(found: Paths, wanted: Sequence[Sums]) -> list[Found]:
    """The rows that the best paths agree on: of those whose sums close, if there are any, else of all, but then
    without rows that much speaks against: nothing proves these."""
    closing = [(sums[1] is None, *_closing(found, sums)) for sums in wanted]
    closing = [(weak, weak and least, edges) for weak, least, edges in closing if edges]
    if closing:
        edges = min(closing, key=lambda one: one[:2])[2]  # the first with a score; without one that of fewest doubts
        return [_group(group) for group in _groups(sorted(edges, key=lambda e: (e.start, e.end)))]
    edges = _closing(found, None)[1] or list(found.edges)
    every = [_group(group) for group in _groups(sorted(edges, key=lambda e: (e.start, e.end)))]
    return [replace(one, row=None) if one.row and one.row.doubts > _UNPROVEN else one for one in every]


def _closing(found: Paths, wanted: Sums | None) -> tuple[int, list[Reading]]:
    """The fewest doubts of the paths that come to the wanted sums (None: whatever they come to), and their edges."""
    if wanted is not None and not all(edge.whole for edge in found.edges):
        return 0, []
    ahead = _costs(found.start, sorted(found.edges, key=lambda e: e.start), wanted, forward=True)
    behind = _costs(found.end, sorted(found.edges, key=lambda e: -e.end), wanted, forward=False)
    aim = _kept(wanted, Decimal(0) if wanted is None else wanted[0], wanted[1] or Decimal(0) if wanted else Decimal(0))
    if ahead is None or behind is None or aim not in ahead.get(found.end, {}):
        return 0, []
    least = ahead[found.end][aim]
    kept = []
    for edge in found.edges:
        full, score = _kept(wanted, edge.full, edge.score)
        for (f, s), doubts in ahead.get(edge.start, {}).items():
            rest = behind.get(edge.end, {}).get((aim[0] - full - f, aim[1] - score - s))
            if rest is not None and doubts + edge.doubts + rest == least:
                kept.append(edge)
                break
    return least, kept


def _kept(wanted: Sums | None, full: Decimal, score: Decimal) -> tuple[Decimal, Decimal]:
    """The sums that are looked at."""
    nothing = Decimal(0)
    return (nothing, nothing) if wanted is None else (full, nothing if wanted[1] is None else score)


def _costs(
    start: int, edges: Iterable[Reading], wanted: Sums | None, *, forward: bool
) -> dict[int, dict[tuple[Decimal, Decimal], int]] | None:
    """For each place the sums that paths between it and `start` come to, with their fewest doubts; None where these
    are too many to look at."""
    costs = {start: {(Decimal(0), Decimal(0)): 0}}
    for edge in edges:
        here, there = (edge.start, edge.end) if forward else (edge.end, edge.start)
        full, score = _kept(wanted, edge.full, edge.score)
        reached = costs.setdefault(there, {})
        for (f, s), doubts in costs.get(here, {}).items():
            sums = (f + full, s + score)
            if wanted is None or sums[0] <= wanted[0]:
                reached[sums] = min(reached.get(sums, _FAR), doubts + edge.doubts)
        if len(reached) > _MOST_SUMS:
            return None
    return costs


def _groups(edges: Sequence[Reading]) -> list[list[Reading]]:
    """Edges that overlap belong together."""
    groups: list[list[Reading]] = []
    reach = -1
    for edge in edges:
        if edge.start >= reach:
            groups.append([])
        groups[-1].append(edge)
        reach = max(reach, edge.end)
    return groups


def _group(edges: Sequence[Reading]) -> Found:
    """One row where all readings of a stretch are of one row and agree on its name; what they differ in is left out."""
    start, end = edges[0].start, max(edge.end for edge in edges)
    levels = {tuple(cell for cell in edge.cells if cell[0] in _LEVELS) for edge in edges}
    one = len({(edge.start, edge.end) for edge in edges}) == 1
    passed = any(cell[0] == SKIPPED for edge in edges for cell in edge.cells)
    known = next(iter(levels)) if len(levels) == 1 and one and not passed else None
    if not one or known is None or not all(edge.whole for edge in edges):
        return Found(start, end, None, known)
    agreed = tuple(cell for cell in edges[0].cells if all(cell in edge.cells for edge in edges))
    return Found(start, end, replace(edges[0], cells=agreed), known)
