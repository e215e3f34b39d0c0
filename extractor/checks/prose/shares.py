"""Percentages of two printed figures: 占…的 p%, …率 p%, 为计划的 p%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.checks.equation import Equation
from extractor.checks.prose.claim import Claim, Policy, equal, percent
from extractor.checks.prose.names import bare, named
from extractor.checks.prose.said import Prose, Said
from extractor.checks.prose.words import CHANGE, column
from extractor.model import Comparator, Dimension

_SHARE = re.compile(r"占(?:比|到|了|总数)?(?P<noun>[^，。;:占]{0,16}?)(?:的)?(?:比例|比重|比)?(?:约|达到?|为|:)*$")
_RATE = re.compile(r"(?P<stem>[^，。;:、()]{1,12}?)(?:率|比例|比重|占比|进度)(?:约|达到?|为|是|:|均|已)*$")
_OF = re.compile(r"(?:为|是|完成|达到?|占)(?P<noun>[^，。;:]{0,12}?(?:计划|目标|任务|预算|数))的$")
_STAGE = re.compile(r"(?:年初|全年|调整后?的?|本年|当年|年度)*预算[数额]?的?")
_NEAR = 4
_COUNTED = frozenset((Dimension.MONEY, Dimension.PEOPLE, Dimension.COUNT, Dimension.AREA, Dimension.OTHER))


def read(prose: Prose) -> Iterator[Claim]:
    """Every percentage whose two figures stand nearby or are named."""
    for group in prose.sentences:
        for place, one in enumerate(group):
            quantity = one.quantity
            if quantity.dimension is not Dimension.PERCENT or quantity.comparator is not Comparator.EXACT:
                continue
            if match := _SHARE.search(one.words):
                before, subject = _before(prose, group, place), _subject(one, match.start())
                sole = sum("占" in other.words for other in group) == 1
                if before and _speaks_of(subject, before[-1]):
                    yield from _share(prose, before, one, match["noun"], sole=sole)
            elif (match := _RATE.search(one.words)) and not CHANGE.search(one.words):
                yield from _rate(prose, _before(prose, group, place), one, match["stem"])
            elif match := _OF.search(one.words):
                yield from _share(prose, _before(prose, group, place), one, match["noun"], sole=True)


def _subject(one: Said, end: int) -> str:
    """The words before 占 in its clause: what it is that makes up a share."""
    clause = one.words[:end]
    return clause[max(clause.rfind(mark) for mark in "，。;:、,") + 1 :].strip('"() ')


def _speaks_of(subject: str, part: Said) -> bool:
    """Whether a subject is the figure before, in other words; no subject goes on from it."""
    return not subject or len(set(subject) & set(part.label)) >= min(2, len(subject))


def _before(prose: Prose, group: Sequence[Said], place: int) -> list[Said]:
    """The figures before a percentage in its sentence, or in the one before when the sentence begins with it."""
    before = list(group[:place])
    if not before and (index := group[0].index):
        last = prose.said[index - 1]
        if last.paragraph == group[0].paragraph and group[0].words.startswith("占"):
            before = [one for one in prose.said[max(0, index - 6) : index] if one.sentence == last.sentence]
    return [one for one in before if one.quantity.dimension in _COUNTED]


def _share(prose: Prose, before: Sequence[Said], one: Said, noun: str, *, sole: bool) -> Iterator[Claim]:
    """`sole`: no other share in the sentence, so that what stands before is a whole and not another part."""
    if not before:
        return
    part = before[-1]
    dimension = part.quantity.dimension
    bases = [base for base in named(prose, noun, dimension) if base is not part]
    heads = [other for other in before[:-1] if other.quantity.dimension is dimension][-_NEAR:]
    tried = list(dict.fromkeys([*bases, *heads[::-1]]))
    equations = [_of(prose, one, part, base) for base in tried if base.quantity.mantissa]
    if equations:
        named_one = len(bases) == 1 and len(bare(noun)) > 2 and not _is_elsewhere(one, bases[0], noun)
        whole = not noun and sole and len(heads) == 1 and heads[0].quantity.value >= part.quantity.value
        policy = Policy.CERTAIN if named_one else Policy.ASK if whole else Policy.NEAR
        yield Claim("SHARE", tuple(equations), policy)


def _is_elsewhere(one: Said, base: Said, noun: str) -> bool:
    """`年初预算` without a word of what: in another paragraph it may be that of something else."""
    return base.paragraph != one.paragraph and _STAGE.fullmatch(noun) is not None


def _rate(prose: Prose, before: Sequence[Said], one: Said, stem: str) -> Iterator[Claim]:
    """The last two figures of one kind; the words of the rate tell whether they are meant."""
    pairs = []
    for second in range(len(before) - 1, max(0, len(before) - _NEAR), -1):
        for first in range(second - 1, max(-1, second - _NEAR), -1):
            a, b = before[first], before[second]
            if a.quantity.dimension is b.quantity.dimension and a.quantity.mantissa and b.quantity.mantissa:
                pairs.append((a, b))
    equations: list[Equation] = []
    for a, b in pairs:
        equations += [_of(prose, one, b, a), _of(prose, one, a, b)]
    if not equations:
        return
    a, b = pairs[0]
    spent = stem[-2:] in ("执行", "完成") and {column(a.label), column(b.label)} == {"budget", "final"}
    meant = (spent or bool(set(stem[-2:]) & set(b.label))) and a.quantity.unit == b.quantity.unit
    if "." not in one.quantity.digits:
        if not meant:
            return
        equations = equations[:2]
    policy = Policy.NEVER if not meant else Policy.ASK if len(pairs) == 1 else Policy.NEAR
    yield Claim("RATE", tuple(equations), policy)


def _of(prose: Prose, rate: Said, part: Said, whole: Said) -> Equation:
    name = f"“{rate.name}”"
    return equal(name, prose.figure(rate), percent(prose.figure(part), prose.figure(whole)))
