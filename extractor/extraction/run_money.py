"""The money of a 自评表 without separators: `年度资金总额1200.001350.001296.0096%`.

Heads (`年初预算数全年预算数全年执行数执行率`), then rows of a label and figures. A row is cut where its figures
close: the rate is outlay by budget, the score is full mark times rate, the sums are printed to one number of decimals.
It is read when one way to cut it has fewer doubts than every other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from extractor.extraction.run_cells import mark_ends, number_ends
from extractor.extraction.run_table import Place, TableBuilder
from extractor.model import Quantity, Span, Table
from extractor.numbers import Folded

_ASIDE = r"(?:\([^()\n]{1,10}\)){0,2}"
_HEADS = {
    "initial": "(?:年初|当年|本年)(?:批复|安排)?预算(?:数|金额|资金|安排)?|年初(?:批复|安排)(?:数|预算数)?",
    "adjusted": "(?:全年|年度|调整后?的?|最终)预算(?:调整)?(?:数|金额|资金|安排)?|预算调整后?(?:数|金额)?",
    "executed": "(?:全年|年度|预算|实际|资金)*(?:执行|支出|使用|完成)(?:数|金额)|决算(?:数|金额)|全年支出",
    "rate": "(?:预算|资金|支出)*(?:执行率|完成率)",
    "full": "(?:指标)?(?:分值|权重|满分)",
    "score": "(?:自评|实际)*(?:得分|评分)",
    "budget": "预算(?:数|金额|资金|安排)",
}
_HEAD = re.compile("|".join(f"(?P<{kind}>(?:{words}){_ASIDE})" for kind, words in _HEADS.items()))
_OPENING = re.compile("年初|全年|年度预算|当年预算|本年预算|调整|预算[数金调]|执行数")
_LABEL = re.compile(r"\s*([\u4e00-\u9fff():、,，\"\s]{2,24}?)\s*(?=[\d—\-/])")
_NO_LABEL = re.compile("指标|目标|执行率|执行数|得分|分值")
_NONE = re.compile(r"—{1,2}|-{1,2}|/")
_RUN = re.compile(r"[\d.,%万亿元分—/ -]+")
_PERCENT = re.compile("%")
_DASHES = frozenset(("—", "——", "-", "--", "/"))
_MONEY_UNIT = re.compile(r"[万亿]?元")
_MONEY = ("initial", "adjusted", "budget", "executed")
_STATED = re.compile(r"(?:\((?:单位:)?|单位:)([万亿]?元)")
_PART = re.compile(r"((?:基本|项目)支出(?:总额|合计|数)?)[:：]?\s*(\d[\d,]*(?:\.\d+)?)((?:[万亿]?元)?)")
"""A part of the year's money that is printed before the heads: `基本支出总额1624.05`."""
_FULL = re.compile(r"\((\d{1,2})分")
_PARTS_BEFORE = 160
_BEFORE = 40
"""The unit of the sums stands so near before their heads."""
_MOST = 5000
_LABELLED = "label"
_LIMIT = 3
"""A row with more doubts than this is not read even when every other way to cut it has more still."""
_PLACES = 2
_UNSURE = 2
"""With so many doubts every other way must have two more."""
_HUNDRED, _HALF, _MOST_RATE = Decimal(100), Decimal("0.5"), Decimal(1000)
_HEAVIEST, _FAR, _LOW = Decimal(30), Decimal(20), Decimal(10)


@dataclass(frozen=True, slots=True)
class Money:
    """One block of money: its table, figures and place; `marks` are the full mark and score of its first row."""

    table: Table
    quantities: Mapping[int, Quantity]
    taken: Span
    marks: tuple[Decimal, Decimal | None] | None


def money_tables(folded: Folded, original: str) -> list[Money]:
    """Every block of money in a run of text."""
    found: list[Money] = []
    done = 0
    for opening in _OPENING.finditer(folded.text):
        if opening.start() < done:
            continue
        heads = _heads(folded.text, opening.start())
        kinds = {kind for kind, _, _ in heads}
        if not ({"executed"} <= kinds and kinds & {"initial", "adjusted", "budget"} and len(heads) >= 3):
            continue
        done = heads[-1][2]
        if (block := _block(folded, original, heads)) is not None:
            found.append(block)
            done = folded.at(block.taken.end)
    return found


def _heads(text: str, at: int) -> list[Place]:
    found: list[Place] = []
    while match := _HEAD.match(text, at):
        kind = match.lastgroup or ""
        if any(kind == known for known, _, _ in found):
            break
        found.append((kind, match.start(), match.end()))
        at = match.end()
    return found


def _block(folded: Folded, original: str, heads: Sequence[Place]) -> Money | None:
    kinds = [kind for kind, _, _ in heads]
    builder = TableBuilder(folded, original, [(_LABELLED, 0, 0), *heads], labels=1)
    at, rows = heads[-1][2], 0
    marks: tuple[Decimal, Decimal | None] | None = None
    parts: list[tuple[Place, Place]] = []
    while (label := _LABEL.match(folded.text, at)) and not _NO_LABEL.search(label[1]):
        cells = _row(folded.text, label.end(), kinds, first=rows == 0)
        if cells is None:
            break
        builder.row([(_LABELLED, label.start(1), label.end(1)), *(c for c in cells if not _is_none(folded.text, c))])
        at, rows = cells[-1][2], rows + 1
        if rows == 1:
            marks = _marks(folded.text, cells) or _marks_of_head(folded.text, heads, cells)
            parts = _parts(folded.text, heads[0][1], cells)
    if not rows:
        return None
    for label_of, figure in parts:
        builder.row([label_of, figure])
    table, quantities = builder.done()
    stated = [unit for unit in _STATED.findall(folded.text[max(0, heads[0][1] - _BEFORE) : heads[-1][2]]) if unit]
    table = replace(table, unit=stated[-1] if stated else None)
    start = min([heads[0][1], *(label_of[1] for label_of, _ in parts)])
    return Money(table, quantities, folded.span(start, builder.end), marks)


def _parts(text: str, end: int, whole: Sequence[Place]) -> list[tuple[Place, Place]]:
    """Basic and project outlay printed just before the heads, in the column whose sum of the year they make up; none
    where they make up none."""
    found = list(_PART.finditer(text, max(0, end - _PARTS_BEFORE), end))
    if len(found) != len(("基本", "项目")) or found[0][1][:2] == found[1][1][:2]:
        return []
    total = sum(_value(part[2]) for part in found)
    columns = [kind for kind, a, b in whole if kind in _MONEY and not _is_none(text, (kind, a, b))]
    values = {kind: _value(text[a:b]) for kind, a, b in whole if kind in columns}
    fitting = [kind for kind in columns if values[kind] == total]
    if "executed" in fitting:
        fitting = ["executed"]
    if len(fitting) != 1:
        return []
    return [((_LABELLED, *part.span(1)), (fitting[0], part.start(2), part.end(3))) for part in found]


def _marks_of_head(text: str, heads: Sequence[Place], cells: Sequence[Place]) -> tuple[Decimal, Decimal] | None:
    """The full mark that the heads print (`得分（20分*执行率）`), and the score."""
    full = _FULL.search(text, heads[-1][1], heads[-1][2]) if heads[-1][0] == "score" else None
    score = next((_value(text[a:b]) for kind, a, b in cells if kind == "score"), None)
    return (Decimal(full[1]), score) if full is not None and score is not None else None


def _is_none(text: str, cell: Place) -> bool:
    return _NONE.fullmatch(text, cell[1], cell[2]) is not None


def _marks(text: str, cells: Sequence[Place]) -> tuple[Decimal, Decimal | None] | None:
    marks = {kind: _value(text[start:end]) for kind, start, end in cells if kind in ("full", "score")}
    return (marks["full"], marks.get("score")) if "full" in marks else None


def _row(text: str, at: int, kinds: Sequence[str], *, first: bool) -> tuple[Place, ...] | None:
    """The cells of the row at `at`, if one way to cut it stands out; parts of a whole may print sums alone."""
    run = _RUN.match(text, at)
    if run is None:
        return None
    end = run.start() + len(run[0].rstrip())
    sums = [kind for kind in kinds if kind in _MONEY]
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
    value = _value(text[at:stop])
    if kind == "full":
        return value <= _HEAVIEST and not value % 1
    if kind == "rate":
        return value <= _MOST_RATE and len(text[at:stop].rstrip("%").partition(".")[2]) <= _PLACES
    money = [_value(text[a:b]) for k, a, b in cells[:-1] if k in _MONEY and text[a:b] not in _DASHES]
    if kind not in _MONEY or not money or not money[-1] or not value:
        return True
    return value <= _FAR * money[-1] and (kind == "executed" or money[-1] <= _FAR * value)


def _ends(text: str, at: int, end: int, kind: str) -> Iterator[int]:
    if (none := _NONE.match(text, at, end)) is not None:
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
    words = {kind: text[start:end] for kind, start, end in cells if not _NONE.fullmatch(text, start, end)}
    values = {kind: _value(word) for kind, word in words.items()}
    sums = [words[kind] for kind in _MONEY if kind in words]
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
def _value(words: str) -> Decimal:
    return Decimal(re.sub(r"[^\d.]", "", words))
