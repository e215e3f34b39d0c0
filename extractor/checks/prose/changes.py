"""Changes: 较…增加 d，增长 p%; 由 a 降至 b."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.checks.equation import Equation, Step, Term
from extractor.checks.prose.claim import Claim, Policy, at_most, equal, percent
from extractor.checks.prose.names import bare, named
from extractor.checks.prose.said import Prose, Said
from extractor.checks.prose.words import BUDGET, CHANGE, DOWN, FROM_TO, PRIOR, TO, UP
from extractor.model import Comparator, Dimension

_ACTUAL = re.compile(r"实际|支出|决算|执行")
_EARLIER = re.compile(rf"{PRIOR.pattern}|(?:19|20)\d\d年")
_BACK = 6
_RATES = (Dimension.PERCENT, Dimension.POINTS)


@dataclass(frozen=True, slots=True)
class _Change:
    up: bool
    than: str
    """The words that name what is compared with; empty when the words only go on from the figure before."""


def read(prose: Prose) -> Iterator[Claim]:
    """Every change that the sentences state, by amount, by rate or by both."""
    for sentence in prose.sentences:
        group, skip = _with_subject(prose, sentence)
        for place, one in enumerate(group):
            if place < skip:
                continue
            change = _change(group, place)
            if change and one.quantity.comparator is Comparator.EXACT:
                yield from _stated(prose, group, place, change)
            yield from _moved(prose, group, place)


def _with_subject(prose: Prose, group: Sequence[Said]) -> tuple[Sequence[Said], int]:
    """A sentence that begins with a comparison goes on from the one before."""
    first = group[0]
    if first.index and re.match("较|比|同比|与", first.words):
        last = prose.said[first.index - 1]
        before = [one for one in prose.said[max(0, first.index - _BACK) : first.index] if one.sentence == last.sentence]
        if last.paragraph == first.paragraph:
            return (*before, *group), len(before)
    return group, 0


def _change(group: Sequence[Said], place: int) -> _Change | None:
    one = group[place]
    clause = one.words[max(one.words.rfind(mark) for mark in "。;") + 1 :]
    match = CHANGE.search(clause)
    if not match or "幅度" in match[0]:
        return None
    return _Change(match["way"] in UP, match["than"] or "")


def _stated(prose: Prose, group: Sequence[Said], place: int, change: _Change) -> Iterator[Claim]:
    one = group[place]
    if one.quantity.dimension in _RATES:
        yield from _rate(prose, group, place, change)
        return
    now, bases = _terms(prose, group, place, change)
    amount = prose.figure(one)
    equations = tuple(
        _difference(prose, change, amount, prose.figure(other), base)
        for base in bases
        for other in now
        if other != base
    )
    if equations:
        beside = len(equations) == 1 and bases[0].sentence == one.sentence and not _skips(now, bases[0])
        yield Claim("CHANGE", equations, Policy.CERTAIN if beside else Policy.NEAR)


def _skips(now: Sequence[Said], base: Said) -> bool:
    """`预算20万元，实际支出控制在预算以内，较上年的20万元减少`: what changed is not the budget, and is not printed."""
    return any(BUDGET.search(one.label) for one in now[:1]) and _ACTUAL.search(base.words) is not None


def _difference(prose: Prose, change: _Change, amount: Term, now: Term, base: Said) -> Equation:
    then = prose.figure(base)
    name = f"较“{then.name.lstrip('较比与')}”的{'增加' if change.up else '减少'}额"
    return equal(name, amount, Step("-", now, then) if change.up else Step("-", then, now))


def _terms(prose: Prose, group: Sequence[Said], place: int, change: _Change) -> tuple[list[Said], list[Said]]:
    """The figures that may have changed, the nearest first, and those that they may have changed from."""
    one, before = group[place], group[:place]
    alike = [other for other in before if other.quantity.dimension is one.quantity.dimension]
    alike = [other for other in alike if not _is_change(group, other)][-_BACK:]
    if not alike:
        return [], []
    last = alike[-1]
    if _EARLIER.search(change.than) and BUDGET.search(last.label) and not _EARLIER.search(last.label):
        return alike[-2::-1], []  # 比年初预算A少B，比2022年减少C: what it was then is not printed
    if _compared(last) or (not change.than and PRIOR.search(last.label)):
        return alike[-2::-1], [last]
    words = change.than.lstrip("较比与同环相")
    if PRIOR.search(change.than) or not bare(words):
        return alike[::-1], []
    found = [other for other in named(prose, words, one.quantity.dimension) if other is not last]
    if not found and len(alike) > 1 and words[-2:] in alike[-2].label:
        found = [alike[-2]]
    return alike[::-1], found


def _is_change(group: Sequence[Said], one: Said) -> bool:
    return _change(group, group.index(one)) is not None and not _compared(one)


def _compared(one: Said) -> bool:
    """`较上年决算数 1902.55万元`: what is compared with, itself printed."""
    clause = one.words.replace(",", "，").rsplit("，", 1)[-1]
    return any(clause.startswith(mark) for mark in ("较", "比", "与", "同比", "相比")) and not CHANGE.search(clause)


def _rate(prose: Prose, group: Sequence[Said], place: int, change: _Change) -> Iterator[Claim]:
    one = group[place]
    if one.quantity.dimension is not Dimension.PERCENT or not place:
        return
    rate, last = prose.figure(one), group[place - 1]
    goes_on = _change(group, place - 1)
    name = f"{'增长' if change.up else '下降'}率"
    if goes_on and last.quantity.dimension not in _RATES and last.quantity.comparator is Comparator.EXACT:
        yield from _from_amount(prose, group, place, goes_on)
    elif _compared(last) and place > 1 and last.quantity.dimension is group[place - 2].quantity.dimension:
        then, candidates = prose.figure(last), _terms(prose, group, place - 1, change)[0] or [group[place - 2]]
        equations = []
        for one_ in candidates:
            now = prose.figure(one_)
            difference = Step("-", now, then) if change.up else Step("-", then, now)
            equations.append(equal(name, rate, percent(difference, then)))
        yield Claim("CHANGE_RATE", tuple(equations), Policy.CERTAIN if len(equations) == 1 else Policy.WITNESS)


def _from_amount(prose: Prose, group: Sequence[Said], place: int, change: _Change) -> Iterator[Claim]:
    """`增加 66.18万元，增长 3.48%`: the rate follows from the amount and what it was before."""
    one, last = group[place], group[place - 1]
    rate, amount = prose.figure(one), prose.figure(last)
    now, bases = _terms(prose, group, place - 1, change)
    name = f"{'增长' if change.up else '下降'}率"
    equations = [equal(name, rate, percent(amount, prose.figure(base))) for base in bases]
    beside = len(bases) == 1 and bases[0].sentence == one.sentence
    if not beside:
        sign = "-" if change.up else "+"
        equations += [equal(name, rate, percent(amount, Step(sign, prose.figure(other), amount))) for other in now]
    if equations:
        adjacent = bool(PRIOR.search(change.than)) and now[:1] == list(group[place - 2 : place - 1])
        policy = Policy.CERTAIN if beside else Policy.ASK if len(equations) == 1 or adjacent else Policy.NEAR
        yield Claim("CHANGE_RATE", tuple(equations), policy)


def _moved(prose: Prose, group: Sequence[Said], place: int) -> Iterator[Claim]:
    """`由 19% 降至 16%`."""
    if not place:
        return
    one, before = group[place], group[place - 1]
    match = TO.match(one.words)
    same = one.quantity.unit == before.quantity.unit and one.quantity.unit
    if not match or not same or not FROM_TO.search(before.words) or len(one.words) > match.end() + 2:
        return
    down = match["way"] in DOWN
    high, low = (before, one) if down else (one, before)
    name = f"由“{prose.figure(before).quantity.digits}”{match['way']}至“{one.quantity.digits}”"
    yield Claim("DIRECTION", (at_most(name, prose.figure(low), prose.figure(high)),), Policy.CERTAIN)
