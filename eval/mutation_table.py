"""The errors that were planted and what became of them, as a Markdown table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.stats import interval
from extractor.model import Standing

_FIGURES = "all but lost"
"""A lost term changes no figure, and a list after 其中 need not be full: it has a row of its own."""
NAMES: Mapping[str, str] = {
    "digit": "一位数字",
    "unit": "单位",
    "swap": "两位颠倒",
    "percent": "百分数",
    "count": "个数",
    "year": "年份",
    "lost": "漏项",
    _FIGURES: "漏项以外合计",
    "all": "合计",
}
_STANDINGS: Mapping[Standing, str] = {
    Standing.HOLDS: "成立",
    Standing.WITHIN_ROUNDING: "四舍五入内成立",
    Standing.FAILS: "不成立",
    Standing.ALONE: "不在任何关系里",
    Standing.RESERVED: "日期、代码、序号等",
}


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted error and what became of it. `relations`: in how many equations its figure stood before."""

    report: str
    kind: str
    relations: int
    bounded: bool
    detected: bool
    first: bool
    elsewhere: int


def lines(planted: Sequence[Planted], stands: Counter[str]) -> Iterator[str]:
    """The table, as Markdown."""
    places = "，".join(f"{name} {stands[f'figures: {standing.value}']}" for standing, name in _STANDINGS.items())
    yield f"{stands['clean reports']} 份没有错误的报告，植入 {len(planted)} 个错误。"
    yield f"报告本身误报错误 {stands['errors in clean reports']} 个；其中的数字：{places}。"
    yield ""
    yield "| 植入 | 个数 | 在等式里 | 检出 | 在两个以上等式里的，真正写错的数唯一排第一 | 别处没有新的错误 |"
    yield "|---|---|---|---|---|---|"
    for kind, name in NAMES.items():
        some = [item for item in planted if kind in (item.kind, "all") or (kind == _FIGURES and item.kind != "lost")]
        if not some:
            continue
        bonded = [item for item in some if item.relations or item.kind in ("year",)]
        several = [item for item in some if item.relations > 1]
        yield (
            f"| {name} | {len(some)} | {len(bonded)} | {_rate(bonded, lambda item: item.detected)} "
            f"| {_rate(several, lambda item: item.first)} | {_rate(some, lambda item: not item.elsewhere)} |"
        )
    yield ""
    alone = sum(not item.relations and not item.bounded for item in planted)
    bounds = sum(not item.relations and item.bounded for item in planted)
    yield f"另有 {alone} 个植入在不参与任何关系的数字上，{bounds} 个植入在只有上下限（或只被发现恰好相加）的数字上。"


def _rate(items: Sequence[Planted], good: Callable[[Planted], bool]) -> str:
    """`95.0 % (93.1–96.8)，共 400`, the interval by reports."""
    if not items:
        return "–"
    groups: dict[str, list[Planted]] = {}
    for item in items:
        groups.setdefault(item.report, []).append(item)

    def share(drawn: Sequence[list[Planted]]) -> float | None:
        flat = [item for group in drawn for item in group]
        return sum(map(good, flat)) / len(flat) if flat else None

    found = interval(list(groups.values()), share)
    rate = 100 * sum(map(good, items)) / len(items)
    return f"{rate:.1f} %" + (f" ({100 * found[0]:.1f}–{100 * found[1]:.1f})" if found else "") + f"，共 {len(items)}"
