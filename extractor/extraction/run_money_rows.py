"""The rows of money of a table without separators, cut where their figures close."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from extractor.extraction.run_cells import mark_ends, number_ends
from extractor.extraction.run_table import Place

NONE = re.compile(r"—{1,2}|-{1,2}|/")
_RUN = re.compile(r"[\d.,%万亿元分—/ -]+")
_PERCENT = re.compile("%")
_DASHES = frozenset(("—", "——", "-", "--", "/"))
_MONEY_UNIT = re.compile(r"[万亿]?元")
MONEY = ("initial", "adjusted", "budget", "executed")
_MOST = 5000
_LIMIT = 3
"""A row with more doubts than this is not read even when every other way to cut it has more still."""
_PLACES = 2
_UNSURE = 2
"""With so many doubts every other way must have two more."""
_HUNDRED, _HALF, _MOST_RATE = Decimal(100), Decimal("0.5"), Decimal(1000)
_HEAVIEST, _FAR, _LOW = Decimal(30), Decimal(20), Decimal(10)


def money_row(text: str, at: int, kinds: Sequence[str], *, first: bool) -> tuple[Place, ...] | None:
    """The cells of the row at `at`, if one way to cut it stands out; parts of a whole may print sums alone."""
    run = _RUN.match(text, at)
    if run is None:
        return None
    end = run.start() + len(run[0].rstrip())
    sums = [kind for kind in kinds if kind in MONEY]
    readings: dict[tuple[Place, ...], int] = {}
    unmarked = [kind for kind in kinds if kind not in ("full", "score")]
    manners = [(list(kinds), 0)] if first else [(list(kinds), 0), (unmarked, 1), (sums, 1)]
    for columns, doubts in manners:
        for seen, cells in enumerate(_cuts(text, at, end, columns, ())):
            if seen > _MOST:
                return None
            readings[cells] = min(readings.get(cells, _MOST), doubts + _doubts(text, cells))
    if not readings:
        return None
    least = min(readings.values())
    near = least + (least >= _UNSURE)
    best = [cells for cells, doubts in readings.items() if doubts <= near]
    return best[0] if len(best) == 1 and least <= _LIMIT else None


def _cuts(text: str, at: int, end: int, kinds: Sequence[str], before: tuple[Place, ...]) -> Iterator[tuple[Place, ...]]:
    """Every way to cut `at..end` into cells of these kinds."""
    at += text[at : at + 1] == " "
    for stop in _ends(text, at, end, kinds[0]):
        cells = (*before, (kinds[0], at, stop))
        if not _possible(text, cells):
            continue
        if len(kinds) == 1 and stop == end:
            yield cells
        elif len(kinds) > 1 and stop < end:
            yield from _cuts(text, stop, end, kinds[1:], cells)


def _possible(text: str, cells: Sequence[Place]) -> bool:
    """The last of some cells can stand beside those before it: budgets are of one size, outlay is near a budget."""
    kind, at, stop = cells[-1]
    if text[at:stop] in _DASHES:
        return True
    value = money_value(text[at:stop])
    if kind == "full":
        return value <= _HEAVIEST and not value % 1
    if kind == "rate":
        return value <= _MOST_RATE and len(text[at:stop].rstrip("%").partition(".")[2]) <= _PLACES
    money = [money_value(text[a:b]) for k, a, b in cells[:-1] if k in MONEY and text[a:b] not in _DASHES]
    if kind not in MONEY or not money or not money[-1] or not value:
        return True
    return value <= _FAR * money[-1] and (kind == "executed" or money[-1] <= _FAR * value)


def _ends(text: str, at: int, end: int, kind: str) -> Iterator[int]:
    if (none := NONE.match(text, at, end)) is not None:
        yield none.end()
    elif kind in ("full", "score"):
        yield from mark_ends(text, at, end)
    else:
        unit = _PERCENT if kind == "rate" else _MONEY_UNIT
        for stop in number_ends(text, at, end):
            found = unit.match(text, stop, end)
            yield found.end() if found else stop


def _doubts(text: str, cells: Sequence[Place]) -> int:
    """What speaks against a way to cut a row."""
    words = {kind: text[start:end] for kind, start, end in cells if not NONE.fullmatch(text, start, end)}
    values = {kind: money_value(word) for kind, word in words.items()}
    sums = [words[kind] for kind in MONEY if kind in words]
    places = {len(_MONEY_UNIT.sub("", word).partition(".")[2]) for word in sums}
    doubts = (len(places) > 1) + (max(places, default=0) > _PLACES)
    budgets = [values[kind] for kind in ("adjusted", "budget", "initial") if kind in values]
    executed, rate = values.get("executed"), values.get("rate")
    if executed is not None and budgets:
        doubts += 1 if executed > budgets[0] else 0
        doubts += 2 if any(not budgets[0] / 5 <= b <= budgets[0] * 5 for b in budgets[1:] if b) else 0
        doubts += 1 if not budgets[0] else 0
        doubts += 2 if rate is not None and rate < _LOW else 0
        if rate is not None:
            closing = next((i for i, b in enumerate(budgets) if _closes(rate, words["rate"], executed, b)), None)
            doubts += 3 if closing is None else min(closing, 1)
    if (full := values.get("full")) is not None:
        doubts += 0 if full in (5, 10, 15, 20) else 2
        if (score := values.get("score")) is not None:
            doubts += (
                3
                if score > full
                else 0
                if rate is None or abs(full * min(rate, _HUNDRED) / 100 - score) <= _HALF
                else 1
            )
    return doubts


def _closes(rate: Decimal, printed: str, executed: Decimal, budget: Decimal) -> bool:
    """The rate is outlay by budget, rounded or cut off where it is printed."""
    if not budget or rate > _MOST_RATE:
        return False
    grain = Decimal(1).scaleb(-len(printed.rstrip("%").partition(".")[2]))
    return abs(executed / budget * 100 - rate) < grain


@lru_cache(maxsize=4096)
def money_value(words: str) -> Decimal:
    """The figure that a cell prints, whatever its unit."""
    return Decimal(re.sub(r"[^\d.]", "", words))
