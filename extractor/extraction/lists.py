"""Lists of parts whose sum says of which figure they are the parts.

`支出2.18万元，预算为4.00万元，其中用车1.92万元、接待0.26万元`: the list stands after the budget but adds up to the
outlay. Where the parts do not add up to the figure that heads them, but do to another one of the same subject beside
it that has no list of its own, they are parts of that one and share its stage.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate

from extractor.extraction.mention import LISTED, PRINTED, Mention
from extractor.model import Comparator, Dimension
from extractor.numbers.agree import interval
from extractor.reports import Facet, ReportType

_FEWEST = 2
_BESIDE = 4
"""The other figure stands at most so many figures from the head of the list."""


def restaged(found: Sequence[Mention]) -> list[Mention]:
    """The mentions of a reader in order, lists that add up to another figure than their head moved to its stage."""
    told = list(found)
    lists: dict[int, list[int]] = {}
    for index, mention in enumerate(found):
        if mention.head is not None and _is_part(mention):
            lists.setdefault(mention.head, []).append(index)
    for head, parts in lists.items():
        if (whole := _other_whole(found, head, parts)) is not None and whole not in lists:
            for index in (*parts, *_below(lists, parts)):
                told[index] = replace(told[index], measure=found[whole].measure, closes=True)
    return told


def summed(type_: ReportType, found: Sequence[Mention]) -> list[Mention]:
    """The mentions of a reader in order, two parts in a row that no word stages and no list heads at the stage of the
    whole before them that they add up to (`年初部门预算A，均为财政拨款，基本支出列B，项目支出列C`)."""
    told = list(found)
    for at in range(1, len(told) - 1):
        pair = told[at], told[at + 1]
        if not all(_is_unstaged(type_, one) for one in pair) or pair[0].subject == pair[1].subject:
            continue
        total = interval(pair[0].quantity) + interval(pair[1].quantity)
        before = (one for one in told[max(at - _BESIDE, 0) : at] if _is_whole(type_, one))
        stages = {one.measure for one in before if total.overlaps(interval(one.quantity))}
        if len(stages) == 1 and (stage := stages.pop()) is not None and stage != pair[0].measure:
            told[at], told[at + 1] = (replace(one, measure=stage, closes=True) for one in pair)
    return told


def headcounts(type_: ReportType, found: Sequence[Mention]) -> list[Mention]:
    """`实有人数78人，其中在职45人，退休33人`: a head of which those who left are a part is not of those who work."""
    told = list(found)
    lists: dict[int, list[int]] = {}
    for index, mention in enumerate(found):
        if mention.head is not None and mention.quantity.dimension is Dimension.PEOPLE:
            lists.setdefault(mention.head, []).append(index)
    for head, parts in lists.items():
        whole = found[head].subject
        named = [found[part].subject for part in parts]
        others = [one for one in named if one and type_.subjects[one].family == "staff"]
        beyond = any(one != whole and whole not in type_.subjects[one].within for one in others)
        again = [part for part in parts if found[part].subject is None and found[part].kin == whole]
        again = [part for part in again if not found[part].name]
        adds_up = sum(found[part].quantity.value for part in parts) == found[head].quantity.value
        if whole is None or not beyond or not again or not adds_up:
            continue
        told[head] = replace(found[head], subject=None)
        told[again[0]] = replace(found[again[0]], subject=whole)
    return told


def _is_unstaged(type_: ReportType, mention: Mention) -> bool:
    amount = mention.quantity.dimension is Dimension.MONEY and mention.facet is Facet.AMOUNT and not mention.prior
    spec = type_.subjects.get(mention.subject or "")
    part = spec is not None and not spec.qualifier and not spec.within and not spec.stage
    return amount and part and mention.measured < PRINTED and mention.head is None and mention.quantity.value > 0


def _is_whole(type_: ReportType, mention: Mention) -> bool:
    spec = type_.subjects.get(mention.subject or "")
    amount = mention.quantity.dimension is Dimension.MONEY and mention.facet is Facet.AMOUNT and not mention.prior
    return amount and spec is not None and spec.qualifier and mention.measured == PRINTED


def _is_part(mention: Mention) -> bool:
    amount = mention.quantity.dimension is Dimension.MONEY and mention.facet is Facet.AMOUNT
    return amount and mention.measured == LISTED and not mention.prior


def _other_whole(found: Sequence[Mention], head: int, parts: Sequence[int]) -> int | None:
    """The one figure beside the head of a list, of the same subject, that the parts add up to while the head is not."""
    named = sum(found[part].subject is not None for part in parts)
    sums = list(accumulate(interval(found[part].quantity) for part in parts))
    exact = found[head].quantity.comparator is Comparator.EXACT  # 控制在A以内 is no sum
    own = interval(found[head].quantity)
    if len(parts) < _FEWEST or not named or (exact and any(total.overlaps(own) for total in sums)):
        return None  # what follows the last part may be a remark: 项目支出B；尚有C结转
    total = sums[-1]
    beside = range(max(head - _BESIDE, 0), parts[0])
    fitting = [i for i in beside if i != head and _is_of_same(found[i], found[head])]
    closing = [i for i in fitting if total.overlaps(interval(found[i].quantity))]
    return closing[0] if len({found[i].measure for i in closing}) == 1 else None


def _is_of_same(one: Mention, head: Mention) -> bool:
    amount = one.quantity.dimension is head.quantity.dimension and one.facet is Facet.AMOUNT and not one.prior
    amount = amount and one.quantity.comparator is Comparator.EXACT
    other = one.measure is not None and (head.prior or one.measure != head.measure)
    return amount and one.subject == head.subject is not None and other


def _below(lists: Mapping[int, Sequence[int]], parts: Sequence[int]) -> Iterator[int]:
    """The parts of the parts, all the way down; without recursion, since a text may nest them without end."""
    open_ = list(parts)
    while open_:
        inner = lists.get(open_.pop(), ())
        yield from inner
        open_ += inner


__all__ = ["headcounts", "restaged", "summed"]
