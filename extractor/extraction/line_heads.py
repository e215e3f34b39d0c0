"""The head of a form whose cells were printed one a line: which of its names have a column, and in what order.

The head is printed row after row, so the parts of `支出合计 其中：基本支出 项目支出` come after all names of the row
above, or name after name, so that they come right after their sum. `其中：` opens as many names of the next row as its
sum needs, a bare `结余` 当年结余 and 累计结余. All ways to read it are tried with the figures below: parts that are
more than their sum rule a way out, sums that close speak for it. What the best ways do not agree on is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations, islice, pairwise

_PART = re.compile(r"其中:?")
_OF_IT = re.compile(r"其中:?(?=.)")
_REST = re.compile(r"其[他它]")
_MOST = 4000
_DEEPEST = 3
_SEVERAL = 2
_RARE = 2
"""Names printed one after the other are the rarer way: where both close as well, the other one is meant."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the names above its figures from the top down, and the figure itself, by their places in the lists of
    names and figures."""

    names: tuple[int, ...]
    figure: int
    closes: bool = False
    """Sums that close decided between several ways to read the head."""


@dataclass(frozen=True, slots=True)
class _Tree:
    """One way to read the head: the columns in order, each under its names, the sums with their parts, and what speaks
    against it (names taken for the head of others, names beside `其中：`)."""

    leaves: tuple[int, ...]
    above: Mapping[int, tuple[int, ...]]
    sums: tuple[tuple[int, tuple[int, ...]], ...]
    doubts: tuple[int, int]


def columns(names: Sequence[str], values: Sequence[Decimal | None]) -> tuple[Column, ...]:
    """The columns that are certain; empty where the head cannot be read or its sums leave it open."""
    openings = sum(_PART.fullmatch(name) is not None for name in names)
    if not openings:
        return _plain(names) if len(names) == len(values) > 1 else ()
    ranked: dict[tuple[int, ...], list[tuple[_Tree, dict[int, int]]]] = {}
    for tree in islice(chain(_nested(names), _trees(names)), _MOST):
        blanks = len(tree.leaves) - len(values)
        if not 0 <= blanks <= 2:
            continue
        for kept in combinations(range(len(tree.leaves)), len(values)):
            placed = {tree.leaves[leaf]: figure for figure, leaf in enumerate(kept)}
            closed = _closed(tree, {leaf: values[figure] for leaf, figure in placed.items()})
            if closed is not None and (closed or not blanks):
                ranked.setdefault((-closed, blanks, *tree.doubts), []).append((tree, placed))
    if not ranked:
        return ()
    best = ranked[min(ranked)]
    if min(ranked)[0] == 0 and (len(best) > 1 or openings > 1):
        return ()  # nothing closes: only a head of two plain rows is beyond doubt
    tree, placed = best[0]
    sure = [leaf for leaf in tree.leaves if leaf in placed and all(p.get(leaf) == placed[leaf] for _, p in best)]
    return tuple(Column((*tree.above[leaf], leaf), placed[leaf], min(ranked)[0] < 0) for leaf in sure)


def _plain(names: Sequence[str]) -> tuple[Column, ...]:
    """A head of one row; `其中：行政编制` stands under the last name before it that is no part."""
    wholes = [max((w for w in range(i) if not _OF_IT.match(names[w])), default=i) for i in range(len(names))]
    return tuple(Column((wholes[i], i) if _OF_IT.match(n) and wholes[i] < i else (i,), i) for i, n in enumerate(names))


def _closed(tree: _Tree, values: Mapping[int, Decimal | None]) -> int | None:
    """How many sums close; None where parts are more than their sum."""
    closed = 0
    for whole, parts in tree.sums:
        total = values.get(whole)
        found = [value for part in parts if (value := values.get(part)) is not None]
        if total is None:
            if found:
                return None  # a part without its sum: the figures stand elsewhere
            continue
        if sum(found) > total:
            return None
        closed += bool(total) and sum(found) == total
    return closed


def _trees(names: Sequence[str]) -> Iterator[_Tree]:
    """Every way to cut the names into rows and to put those of a row under the openings of the row above."""
    everything = tuple(range(len(names)))
    for first in range(1, len(names) + 1):
        for opened, sums, doubts in _expanded(names, everything[:first], everything[first:], 1):
            leaves = [(leaf, above) for name in everything[:first] for leaf, above in opened[name]]
            yield _Tree(tuple(leaf for leaf, _ in leaves), dict(leaves), tuple(sums), doubts)


_Node = tuple[int, tuple[tuple[int, tuple[int, ...]], ...], "_Sums", int]
"""Of a name and all that stands below it: where the next one begins, the columns, the sums, the doubts."""


def _nested(names: Sequence[str]) -> Iterator[_Tree]:
    """Every way to read names that were printed one after the other, parts right after their sum: `支出合计 其中：
    基本支出 其中： 人员支出 公用支出 项目支出 当年结余`. The second `其中：` is often left out."""
    for end, leaves, sums, doubts in _group(names, 0, 0):
        if end == len(names):
            yield _Tree(tuple(leaf for leaf, _ in leaves), dict(leaves), tuple(sums), (_RARE, doubts))


def _group(names: Sequence[str], at: int, depth: int) -> Iterator[_Node]:
    """One name or more, each with its parts, from `at` on."""
    for end, leaves, sums, doubts in _node(names, at, depth):
        yield end, leaves, sums, doubts
        for rest_end, rest, more, further in _group(names, end, depth):
            beside = len(leaves) > 1 and not _NO_PART.search(names[end])  # it may be one more part of what is before
            yield rest_end, (*leaves, *rest), [*sums, *more], doubts + further + beside


def _node(names: Sequence[str], at: int, depth: int) -> Iterator[_Node]:
    """The name at `at`, alone or with the parts that follow it."""
    if at >= len(names) or _PART.fullmatch(names[at]) or depth > _DEEPEST:
        return
    marked = at + 1 < len(names) and _PART.fullmatch(names[at + 1]) is not None
    if not marked:
        yield at + 1, ((at, ()),), [], 0
    for end, leaves, sums, doubts in _group(names, at + 1 + marked, depth + 1):
        parts = tuple(leaf for leaf, above in leaves if not above)
        if not marked and (len(parts) < _SEVERAL or not all(names[p][-2:] == names[at][-2:] for p in parts)):
            continue
        below = tuple((leaf, (at, *above)) for leaf, above in leaves)
        plain = tuple(part for part in parts if not _NO_PART.search(names[part]))
        yield end, ((at, ()), *below), [(at, plain), *sums], doubts + (not marked)


_Opened = dict[int, list[tuple[int, tuple[int, ...]]]]
_Sums = list[tuple[int, tuple[int, ...]]]


def _expanded(
    names: Sequence[str], row: Sequence[int], rest: Sequence[int], depth: int
) -> Iterator[tuple[_Opened, _Sums, tuple[int, int]]]:
    """For one row: the columns below each of its names (with the names above them), the sums, the doubts."""
    marks = [i for i in row if _PART.fullmatch(names[i])]
    if (row and row[0] in marks) or depth > _DEEPEST:
        return
    if not rest:
        if not marks:
            yield {i: [(i, ())] for i in row}, [], (0, 0)
        return
    heads = [i for i in row if i not in marks and any(_is_kind(names[c], names[i]) for c in rest)]
    for count in range(min(len(heads), 1) + 1):
        for bare in combinations(heads, count):
            groups = sorted((*marks, *bare))
            if not groups:
                continue
            beside = sum(i not in groups and i > marks[0] for i in row) if marks else 0
            for length in range(len(groups), len(rest) + 1):
                below = rest[:length]
                for parts in _dealt(below, len(groups)):
                    if not _is_possible(names, groups, parts, marks):
                        continue
                    for inner, sums, doubts in _expanded(names, below, rest[length:], depth + 1):
                        opened: _Opened = {i: [(i, ())] for i in row}
                        own: _Sums = []
                        for group, members in zip(groups, parts, strict=True):
                            over = row[row.index(group) - 1] if group in marks else group
                            opened[group] = [(leaf, (over, *above)) for m in members for leaf, above in inner[m]]
                            if group in marks:
                                plain = tuple(m for m in members if not _NO_PART.search(names[m]))
                                own.append((over, plain))
                        yield opened, [*own, *sums], (count + doubts[0], beside + doubts[1])


_NO_PART = re.compile(rf"^(?:{_PART.pattern})$|(?<!上年)(?<!年初)结[余转]")
"""What is left is no part of what was spent, though its column stands beside the parts."""


def _is_kind(name: str, head: str) -> bool:
    """`当年结余` is a kind of 结余."""
    return name != head and name.endswith(head)


def _is_possible(
    names: Sequence[str], groups: Sequence[int], parts: Sequence[Sequence[int]], marks: Sequence[int]
) -> bool:
    """What a bare name opens are its kinds; 其他 comes last of its like."""
    for group, members in zip(groups, parts, strict=True):
        if group not in marks and not all(_is_kind(names[m], names[group]) for m in members):
            return False
        if any(_REST.match(names[m]) for m in members[:-1]):
            return False
    return True


def _dealt(items: Sequence[int], shares: int) -> Iterator[list[Sequence[int]]]:
    """The items dealt in order to so many shares, none of them empty."""
    for cuts in combinations(range(1, len(items)), shares - 1):
        edges = (0, *cuts, len(items))
        yield [items[a:b] for a, b in pairwise(edges)]
