"""G15 to G17: copies, inventions, and the form of an official paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.drafting.guards import wording
from extractor.drafting.guards.context import Context
from extractor.drafting.numbering import mark
from extractor.drafts import Breach


def g15(context: Context) -> Iterator[Breach]:
    """A sentence that is an earlier one again is marked so."""
    for one in context.sentences:
        yield from wording.copied(one, context)


def g16(context: Context) -> Iterator[Breach]:
    """No document, number, office, approval or deadline that nobody gave."""
    for one in context.sentences:
        yield from wording.invented(one, context)
        yield from wording.foreign(one, context)


def g17(context: Context) -> Iterator[Breach]:
    """Numbering 一、（一）1.（1） without a gap or a jump, a full stop at the end of every paragraph."""
    counts: list[int] = []
    for block in context.draft.blocks:
        if block.level:
            if block.level > len(counts) + 1:
                yield Breach("G17", "标题层级跳级", block.text)
            counts = [*counts[: block.level], *([0] * (block.level - len(counts)))]
            counts[block.level - 1] += 1
            if block.number != mark(block.level, counts[block.level - 1]):
                yield Breach(
                    "G17", f"序号“{block.number}”应为“{mark(block.level, counts[block.level - 1])}”", block.text
                )
        if not block.text.strip():
            yield Breach("G17", "有空段落")
        elif (
            block.kind in ("paragraph", "item")
            and not re.search(r"[。！？：】]$", block.text)
            and not _cover(block.text)
        ):
            yield Breach("G17", "段末没有标点", block.text)
        if re.search(r"[，。；、]{2,}|[。，；]、|：。", block.text):
            yield Breach("G17", "标点重复", block.text)


def _cover(text: str) -> bool:
    return bool(re.match(r"部门（单位）名称：|预算编码：|报告日期：", text))


GUARDS = (g15, g16, g17)
