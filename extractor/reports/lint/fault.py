"""One thing to put right in a declaration, and the slips that any part of it may hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from extractor.reports.marked import Marked
from extractor.reports.wording import fault


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to put right, and the line it stands on."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"第 {self.line} 行：{self.message}"


def unknown(item: Marked, known: Iterable[str], where: str) -> Iterator[Fault]:
    """Keys that a declaration has no place for."""
    known = tuple(known)
    for key, value in item.items.items():
        if key not in known:
            yield Fault(value.line, f"{where}没有“{key}”这一项{perhaps(key, known)}")


def wordings(value: Marked) -> Iterator[Fault]:
    """Wordings that are not one string, or whose brackets do not match."""
    if value.value is not None and not isinstance(value.value, str):
        yield Fault(value.line, "写法之间用空格隔开，写成一个字符串，不要写成列表")
        return
    for wording in str(value.value or "").split():
        if said := fault(wording):
            yield Fault(value.line, said)


def perhaps(word: object, known: Iterable[str]) -> str:
    """What a word that nobody declared may have been meant for; empty where nothing is near."""
    near = get_close_matches(str(word), sorted(known), 1)
    return f"（是不是 {near[0]}？）" if near else ""
