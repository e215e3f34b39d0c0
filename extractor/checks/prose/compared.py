"""`甲、乙与预算持平；丙、丁 2 项均高于预算；戊低于预算`: what is said of the lines of the project list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.checks.prose.said import Prose
from extractor.model import Quantity, Report, Row, Span

_CLAUSE = re.compile(r"[^。;:\n，]+")
_WAY = re.compile(
    r"(?:的?(?:实际支出|支出|决算|执行|实际)数?)?(?:均|都|全部|略|基本|分别|也)*"
    r"(?:(?P<same>[与和](?:年初|全年)?预算数?(?:基本)?(?:持平|相等|一致|相同)|持平|刚好用完预算)"
    r"|(?P<more>高于|超过|突破|超出|大于)(?:了)?(?:年初|全年)?预算"
    r"|(?P<less>低于|少于|小于|未超过?|未突破)(?:了)?(?:年初|全年)?预算|(?P<left>略有结余|有结余|有所结余))"
)
_COUNT = re.compile(r"(?P<count>[0-9一二三四五六七八九十两]{1,3})[项个]$")
_SPLIT = re.compile(r"、|以及|及|和|与")


@dataclass(frozen=True, slots=True)
class Compared:
    """One statement: which lines, `way` (`=`, `>`, `<`), the printed count and its place in the folded text."""

    rows: tuple[Row, ...]
    way: str
    place: Span
    counted: tuple[int, int] | None


def compared(prose: Prose, report: Report) -> Iterator[Compared]:
    """Every statement whose names are all lines of the project list."""
    rows = [row for row in report.projects if {"budget", "final"} <= set(row.quantities) and row.cells.get("name")]
    if len(rows) < 2:
        return
    for match in _CLAUSE.finditer(prose.text):
        way = _WAY.search(match[0])
        if not way:
            continue
        names = match[0][: way.start()]
        count = _COUNT.search(names)
        found = _rows(names[: count.start()] if count else names, rows)
        if found:
            sign = "=" if way["same"] else ">" if way["more"] else "<"
            start = match.start()
            place = prose.span(start, start + way.end())
            counted = (start + count.start("count"), start + count.end()) if count else None
            yield Compared(tuple(found), sign, place, counted)


def _rows(names: str, rows: Sequence[Row]) -> list[Row]:
    """The lines that the names mean; nothing when one of them means none, or more than one."""
    found: list[Row] = []
    for token in _SPLIT.split(names):
        token = token.strip(' "()其中项目')
        if len(token) < 2:
            continue
        meant = [row for row in rows if token in row.cells["name"]] or [
            row for row in rows if row.cells["name"] in token
        ]
        if len(meant) != 1:
            return []
        if meant[0] not in found:
            found.append(meant[0])
    return found


def pair(row: Row) -> tuple[Quantity, Quantity]:
    """Budget and final of a line."""
    return row.quantities["budget"], row.quantities["final"]
