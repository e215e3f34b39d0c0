"""Ruled lines, drawn or found on a scan, become the frames of tables: where the columns and rows are, and which of
the places between them are one merged cell because no line parts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_MOST = 400
"""More lines than this in one direction are a picture, not a table."""
_COVERED = 0.6
"""A line that covers this share of a cell's side parts it from its neighbour."""
_BREAK = 6
"""A line goes on after a break of this many times the slack."""
_SHORTEST, _MOSTLY = 6, 0.5
"""A line that is cut back keeps at least so many times the slack, and this share of itself."""
_NARROWEST = 2.5
"""No row or column is narrower than this many times the slack: of two such lines the longer one counts."""
_RIM = 0.8
"""Share of a table's width that its top and its bottom line cover."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line at y=`at` from x=`start` to x=`end`, or a vertical one with x and y exchanged."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a frame: rows and columns, half-open."""

    r0: int
    r1: int
    c0: int
    c1: int


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the lines of one table stand, and its cells in reading order."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]

    def holds(self, x: float, y: float) -> bool:
        """True when the point lies in the table."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]


def frames(horizontal: Sequence[Rule], vertical: Sequence[Rule], slack: float) -> list[Frame]:
    """The tables that the lines draw, from top to bottom. Lines that stand within `slack` of each other are one; a
    table open at its left and right side counts, a box of one cell does not."""
    across, down = _merged(horizontal, slack), _merged(vertical, slack)
    if not 2 <= len(across) <= _MOST or not 1 <= len(down) <= _MOST:
        return []
    found = [f for group in _touching(across, down, slack) if (f := _frame(*group, slack)) is not None]
    found.sort(key=lambda f: (f.xs[0] - f.xs[-1]) * (f.ys[-1] - f.ys[0]))
    kept: list[Frame] = []
    for frame in found:
        middle = (frame.xs[0] + frame.xs[-1]) / 2, (frame.ys[0] + frame.ys[-1]) / 2
        if not any(other.holds(*middle) for other in kept):
            kept.append(frame)
    return sorted(kept, key=lambda f: (f.ys[0], f.xs[0]))


def _merged(rules: Sequence[Rule], slack: float) -> list[Rule]:
    """Pieces of one line put together."""
    lines: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if lines and rule.at - sum(r.at for r in lines[-1]) / len(lines[-1]) <= slack:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    found: list[Rule] = []
    for line in lines:
        weight = sum(r.end - r.start for r in line)
        at = sum(r.at * (r.end - r.start) for r in line) / weight if weight else line[0].at
        start, end = None, 0.0
        for rule in sorted(line, key=lambda r: r.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + slack:
                end = max(end, rule.end)
            else:
                found.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            found.append(Rule(at, start, end))
    return [rule for rule in found if rule.end - rule.start > 2 * slack]


def _touching(across: list[Rule], down: list[Rule], slack: float) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or meet, grouped."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, a in enumerate(across):
        for j, d in enumerate(down, len(across)):
            if a.start - slack <= d.at <= a.end + slack and d.start - slack <= a.at <= d.end + slack:
                parent[root(j)] = root(i)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*across, *down]):
        groups.setdefault(root(index), ([], []))[index >= len(across)].append(rule)
    return [group for group in groups.values() if len(group[0]) >= 2 and group[1]]


def _ending(rules: list[Rule], others: list[Rule], slack: float) -> list[Rule]:
    """The lines of a table end at a line of the other direction, or several together, or go on after a small break.

    What a line has beyond the last one that it meets is none of it: on a scan, words that stand level with it. Where
    that is most of it, and where it reaches no second line, it is no line at all: an underlined word, a stroke.
    """
    starts, stops = [r.start for r in rules], [r.end for r in rules]
    together = [at for ends in (starts, stops) for at in (min(ends), max(ends)) if _near(at, starts + stops, slack) > 1]

    def ends(rule: Rule, at: float) -> bool:
        if any(abs(end - at) <= 2 * slack for end in together):
            return True
        if any(abs(other.at - at) <= 2 * slack and _reaches(other, rule.at, 4 * slack) for other in others):
            return True
        rest = (r for r in rules if r is not rule and abs(r.at - rule.at) <= slack)
        return any(min(abs(r.start - at), abs(r.end - at)) <= _BREAK * slack for r in rest)

    found: list[Rule] = []
    for rule in rules:
        met = [o.at for o in others if _reaches(rule, o.at, 2 * slack) and _reaches(o, rule.at, slack)]
        start = rule.start if ends(rule, rule.start) else min(met, default=rule.end)
        end = rule.end if ends(rule, rule.end) else max(met, default=rule.start)
        least = max(_SHORTEST * slack, _MOSTLY * (rule.end - rule.start))
        if (start, end) == (rule.start, rule.end) or end - start > least:
            found.append(Rule(rule.at, start, end))
    return found


def _near(at: float, ends: list[float], slack: float) -> int:
    return sum(abs(end - at) <= 2 * slack for end in ends)


def _reaches(rule: Rule, at: float, slack: float) -> bool:
    return rule.start - slack <= at <= rule.end + slack


def _frame(across: list[Rule], down: list[Rule], slack: float) -> Frame | None:
    before: object = None
    while before != (down, across):  # what one round takes away, the next one does not take for a line to end at
        before = down, across
        down = _ending(down, across, slack) if across else []
        across = _ending(across, down, slack) if down else []
    if len(across) < 2 or not down:
        return None
    xs = _positions([d.at for d in down] + [a.start for a in across] + [a.end for a in across], down, slack)
    ys = _positions([a.at for a in across], across, slack)
    if len(ys) < 2 or len(xs) < 2:
        return None
    if xs[-1] - xs[0] < 4 * slack:
        return None
    rims = [y for y in ys if _share(across, y, xs[0], xs[-1], slack) >= _RIM]
    if len(rims) < 2:
        return None
    if (rims[0], rims[-1]) != (ys[0], ys[-1]):  # what reaches beyond is none of it: the strokes of a heading above
        kept = [a for a in across if rims[0] - slack <= a.at <= rims[-1] + slack]
        cut = [Rule(d.at, max(d.start, rims[0]), min(d.end, rims[-1])) for d in down]
        return _frame(kept, [d for d in cut if d.end - d.start > 2 * slack], slack)
    slots = _slots(xs, ys, across, down, slack)
    if len(slots) < 2:
        return None
    return _tight(xs, ys, slots)


def _positions(all_at: list[float], rules: list[Rule], slack: float) -> list[float]:
    """Where the lines stand, and the outermost of `all_at` where lines of the other direction reach beyond them."""
    weights: list[list[float]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if weights and rule.at - weights[-1][0] <= slack:
            weights[-1][1] += rule.end - rule.start
        else:
            weights.append([rule.at, rule.end - rule.start])
    found: list[float] = []
    for at, _ in sorted(weights, key=lambda w: -w[1]):
        if all(abs(at - other) > _NARROWEST * slack for other in found):
            found.append(at)
    found.sort()
    if found and min(all_at) < found[0] - 4 * slack:
        found.insert(0, min(all_at))
    if found and max(all_at) > found[-1] + 4 * slack:
        found.append(max(all_at))
    return found


def _share(rules: list[Rule], at: float, start: float, end: float, slack: float) -> float:
    """The share of start..end that lines at this position cover."""
    covered = sum(
        max(0.0, min(r.end + slack, end) - max(r.start - slack, start)) for r in rules if abs(r.at - at) <= slack
    )
    return covered / (end - start)


def _slots(xs: list[float], ys: list[float], across: list[Rule], down: list[Rule], slack: float) -> list[Slot]:
    """Cells from the top left: each reaches right, then down, as far as no line parts it."""
    rows, columns = len(ys) - 1, len(xs) - 1
    wall = [
        [j == columns - 1 or _share(down, xs[j + 1], ys[i], ys[i + 1], slack) >= _COVERED for j in range(columns)]
        for i in range(rows)
    ]
    floor = [
        [i == rows - 1 or _share(across, ys[i + 1], xs[j], xs[j + 1], slack) >= _COVERED for j in range(columns)]
        for i in range(rows)
    ]
    taken = [[False] * columns for _ in range(rows)]
    found: list[Slot] = []
    for i in range(rows):
        for j in range(columns):
            if taken[i][j]:
                continue
            right = j + 1
            while not wall[i][right - 1] and not taken[i][right]:
                right += 1
            low = i + 1
            while not any(floor[low - 1][j:right]) and not any(taken[low][j:right]):
                low += 1
            for row in taken[i:low]:
                row[j:right] = [True] * (right - j)
            found.append(Slot(i, low, j, right))
    return found


def _tight(xs: list[float], ys: list[float], slots: list[Slot]) -> Frame:
    """Without rows and columns at whose line no cell begins."""
    rows = sorted({s.r0 for s in slots})
    columns = sorted({s.c0 for s in slots})
    row = {old: new for new, old in enumerate([*rows, len(ys) - 1])}
    column = {old: new for new, old in enumerate([*columns, len(xs) - 1])}

    def of(index: dict[int, int], old: int) -> int:
        return index[min(key for key in index if key >= old)]

    return Frame(
        tuple(xs[c] for c in [*columns, len(xs) - 1]),
        tuple(ys[r] for r in [*rows, len(ys) - 1]),
        tuple(Slot(row[s.r0], of(row, s.r1), column[s.c0], of(column, s.c1)) for s in slots),
    )
