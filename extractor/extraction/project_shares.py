"""Names first, figures after: `甲、乙、丙三个项目年初预算分别为1、2、3万元，实际支出分别为…`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.extraction.mention import Mention
from extractor.extraction.project_names import Names
from extractor.numbers import Folded

_EACH = re.compile(r"分别(?:为|是)?")
_LIST = re.compile(
    r"(?P<names>[^，,。；;:]+[、和及与][^，,。；;:]+?)(?:等)?[\d一二三四五六七八九十两]{1,2}[个项](?:重点|主要)?(?:项目|任务|专项)(?P<stage>[^。；;:、]{0,14})$"
)
_AND = re.compile(r"[、和及与]")
_ALONG = re.compile(r"[、，,和及与]+")
_SHORT = 10

Share = tuple[str, int, list[tuple[str, Mention]]]
"""A name, where it begins, and its figures with the columns that their words set."""


def shares(folded: Folded, start: int, end: int, sums: Sequence[Mention], names: Names) -> list[Share]:
    """The projects of a paragraph whose figures follow in the order of their names; empty without such a list."""
    text = folded.text
    called: list[tuple[str, int]] = []
    figures: list[list[tuple[str, Mention]]] = []
    for each in _EACH.finditer(text, start, end):
        run = _run(folded, each.end(), sums)
        begin = max(start, text.rfind("。", start, each.start()) + 1, text.rfind(";", start, each.start()) + 1)
        listed = _LIST.search(text[begin : each.start()])
        if listed and (found := _named(listed["names"], begin + listed.start("names"), names)):
            called, figures = found, [[] for _ in found]
        if len(run) < 2 or len(run) != len(called):
            continue
        column = names.column(text[begin : folded.at(run[0].quantity.number.start)])
        for one, mention in zip(figures, run, strict=True):
            one.append((column, mention))
    return [(name, at, one) for (name, at), one in zip(called, figures, strict=True) if one]


def _run(folded: Folded, at: int, sums: Sequence[Mention]) -> list[Mention]:
    """The sums that follow a place, one right after the other."""
    run: list[Mention] = []
    for mention in sums:
        number = folded.at(mention.quantity.number.start)
        if number < at:
            continue
        near = number - at <= _SHORT if not run else _ALONG.fullmatch(folded.text, at, number)
        if not near:
            break
        run.append(mention)
        at = folded.at(mention.quantity.span.end)
    return run


def _named(words: str, at: int, names: Names) -> list[tuple[str, int]]:
    """The names of a list and where they begin; empty where one of them names no project."""
    found: list[tuple[str, int]] = []
    for piece in _AND.split(words):
        start, stop = names.trimmed(at, at + len(piece))
        found.append((names.text[start:stop], start))
        at += len(piece) + 1
    return found if all(names.is_project(name) for name, _ in found) else []
