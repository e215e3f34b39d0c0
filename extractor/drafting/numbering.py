"""The list marks of an official paper: 一、 （一） 1. （1）."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractor.drafts import Block

_CN = "一二三四五六七八九十"


def numbered(blocks: Iterator[Block]) -> Iterator[Block]:
    """The list marks anew: 一、 （一） 1. （1）, whatever slips the last report had."""
    counts: list[int] = []
    before: Block | None = None
    for block in blocks:
        empty = before is not None and before.kind == "heading" and before.level == block.level
        if empty and block.kind == "item":  # the text of a heading that was numbered as if it stood beside it
            block = replace(block, kind="paragraph", level=0)
        before = block
        if not block.level:
            yield block
            continue
        level = min(block.level, len(counts) + 1)
        counts = [*counts[:level], 0][:level] if len(counts) >= level else [*counts, 0]
        counts[level - 1] += 1
        yield replace(block, level=level, number=mark(level, counts[level - 1]))


def mark(level: int, number: int) -> str:
    """The list mark of a level."""
    cn = chinese(number)
    return {1: f"{cn}、", 2: f"（{cn}）", 3: f"{number}.", 4: f"（{number}）"}.get(level, f"{number}）")


def chinese(number: int) -> str:
    """A number up to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_CN[tens - 1]}十"
    return head + (_CN[ones - 1] if ones else "")
