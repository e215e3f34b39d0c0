"""Problems and measures that a model points at by lines: what it may add to the items that the rules split.

The items of the rules are never changed. To them a model adds the category of a problem and which problem a measure
answers. Where the rules found no item at all, lines are taken that the model pointed at, quoted the beginning of when
asked again, and that read like what they are said to be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from extractor.extraction.answers import Lines, Pointer
from extractor.extraction.ground import Refused, ground
from extractor.extraction.items import trim
from extractor.extraction.numbered import Numbered
from extractor.model import Item, Span

CATEGORIES: Mapping[int, str] = {
    1: "预算执行进度",
    2: "预算编制",
    3: "超预算支出",
    4: "预算调剂与指标下达",
    5: "结转结余",
    6: "三公经费",
    7: "公用经费",
    8: "政府采购",
    9: "资产管理",
    10: "绩效指标设置",
    11: "绩效目标完成",
    12: "绩效管理",
    13: "人员力量",
    14: "项目管理与内控",
    15: "信息公开与档案",
}
_CUES = {
    "problems": re.compile(
        r"问题|不足|不够|不高|不强|不到位|不完善|不规范|不细|滞后|缺乏|有待|困难|偏[低高慢大]|欠|未能|未达|矛盾"
    ),
    "measures": re.compile(
        r"加强|强化|完善|提高|提升|进一步|优化|规范|细化|健全|推进|建立|加大|加快|建议|严格|做好|落实"
    ),
}
_SHORTEST = 8


def classified(numbered: Numbered, items: Sequence[Item], pointed: Sequence[Lines]) -> tuple[Item, ...]:
    """The problems with the category that the model gives to the lines they stand on."""
    return tuple(
        replace(item, category=CATEGORIES.get(one.label, "")) if (one := _on(numbered, item, pointed)) else item
        for item in items
    )


def paired(
    numbered: Numbered,
    items: Sequence[Item],
    pointed: Sequence[Lines],
    problems: Sequence[Item],
    pointed_problems: Sequence[Lines],
) -> tuple[Item, ...]:
    """The measures with the number of the problem that the model says they answer."""
    found = []
    for item in items:
        one = _on(numbered, item, pointed)
        place = one.label - 1 if one else -1
        span = numbered.span(*_range(pointed_problems[place])) if 0 <= place < len(pointed_problems) else None
        answers = next((n for n, problem in enumerate(problems, 1) if span and problem.evidence.span.overlaps(span)), 0)
        found.append(replace(item, answers=answers) if answers else item)
    return tuple(found)


def proposed(
    name: str, numbered: Numbered, pointed: Sequence[Lines], quoted: Sequence[Pointer], refuse: Callable[[str], None]
) -> tuple[Item, ...]:
    """Items that only a model found: each must be quoted from its own lines, and read like one. Others are refused."""
    found: dict[Span, Item] = {}
    for one in pointed:
        whole = numbered.span(one.first, one.last)
        span = trim(numbered.document.text, whole) if whole else None
        if whole is None or span is None or span.end - span.start < _SHORTEST:
            refuse("unknown_number" if whole is None else "not_a_value")
        elif not _CUES[name].search(numbered.document.text, span.start, span.end):
            refuse("no_label")
        elif numbered.is_instruction(span.start):
            refuse("instruction")
        elif not any(_stands(numbered, pointer, span) for pointer in quoted if one.first <= pointer.number <= one.last):
            refuse("unconfirmed")
        else:
            text = " ".join(numbered.document.text[span.start : span.end].split("\n"))
            category = CATEGORIES.get(one.label, "") if name == "problems" else ""
            found.setdefault(span, Item(text, numbered.document.cite(span), category))
    return tuple(found.values())


def elsewhere(numbered: Numbered, items: Sequence[Item], pointed: Sequence[Lines]) -> list[int]:
    """The lines that the model takes for items and that no item of the rules touches."""
    missed = []
    for one in pointed:
        span = numbered.span(*_range(one))
        if span is not None and not any(item.evidence.span.overlaps(span) for item in items):
            missed.append(one.first)
    return missed


def _on(numbered: Numbered, item: Item, pointed: Sequence[Lines]) -> Lines | None:
    """What the model pointed at where this item begins."""
    line = numbered.line_of(item.evidence.span.start)
    return next((one for one in pointed if one.first <= line <= one.last), None)


def _stands(numbered: Numbered, pointer: Pointer, span: Span) -> bool:
    try:
        place = ground(
            numbered.document, pointer.quote, numbered.span(pointer.number, pointer.number), shortest=_SHORTEST
        )
    except Refused:
        return False
    return place.overlaps(span)


def _range(one: Lines) -> tuple[int, int]:
    return one.first, one.last
