"""A figure and the parts that the sentence names: 其中, 包括, 分别为, brackets; and totals behind their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.prose.claim import Claim, Policy, at_most, equal, figures_of, total
from extractor.checks.prose.names import named
from extractor.checks.prose.said import Prose, Said
from extractor.checks.prose.words import APART, EXACTLY, FULL, OF_ALL, OUTSIDE, PARTS, SCORE, TOGETHER, column
from extractor.model import Comparator, Dimension

_SUMMED = frozenset((Dimension.MONEY, Dimension.PEOPLE, Dimension.COUNT, Dimension.SCORE, Dimension.AREA))
_MOST = 40
_DEEP = 3
_SIBLINGS = 3


@dataclass(frozen=True, slots=True)
class _Part:
    said: Said
    ends: bool
    """A semicolon stands before it: what came before may have been the whole list."""
    nested: bool
    """Words such as 其中 follow it: the next figures may be parts of it."""


def read(prose: Prose) -> Iterator[Claim]:
    """Every list of parts that the sentences announce, and every total that closes one."""
    said = prose.said
    for index, one in enumerate(said[:-1]):
        follows = said[index + 1]
        cue = PARTS.search(follows.words)
        exactly = EXACTLY.search(follows.words) is not None
        if cue and follows.paragraph == one.paragraph and _attached(one, follows, cue.start()):
            yield from _list(prose, index, exactly)
        elif of_all := OF_ALL.match(follows.words):
            yield from _of_all(prose, index, of_all["noun"], exactly)
    for group in prose.sentences:
        yield from _totals(prose, group)


def _attached(head: Said, follows: Said, cue: int) -> bool:
    """Whether the words that announce parts speak of the figure right before them."""
    between = follows.words[:cue].strip('，,;、:) "')
    if follows.sentence != head.sentence:
        return follows.sentence == head.sentence + 1 and not between
    return len(between) <= 4


def _of_all(prose: Prose, index: int, noun: str, exactly: bool) -> Iterator[Claim]:
    """`总支出中，…`: the whole was named before."""
    dimension = prose.said[index + 1].quantity.dimension
    parts = _parts(prose, index, dimension)
    heads = [one for one in named(prose, noun, dimension) if one.index <= index]
    if len({column(part.said.label) for part in parts} - {""}) > 1 or len(parts) < 2:
        return
    for head in heads:
        if found := _closing(head.quantity.value, parts):
            yield from _holding(prose, head, found)
            return
    if heads:
        yield from _claims(prose, heads[-1], parts, exactly=exactly, sure=len(heads) == 1)


def _list(prose: Prose, index: int, exactly: bool) -> Iterator[Claim]:
    first = index
    while APART.search(_own(prose.said[index])) or prose.said[index].quantity.dimension not in _SUMMED:
        one, index = prose.said[index], index - 1
        if index < 0 or prose.said[index].sentence != one.sentence:
            return
    head = prose.said[index]
    if head.quantity.comparator is not Comparator.EXACT:
        return
    parts = _parts(prose, first, head.quantity.dimension)
    kinds = {column(part.said.label) for part in parts}
    heads = _heads(prose, index)
    if len(kinds & {"budget", "final"}) == 2 or len(kinds & {"full", "score"}) == 2:
        if found := _closing(head.quantity.value, parts):
            yield from _holding(prose, head, found)
            return
        for kind, one in heads.items():
            same = [part for part in parts if column(part.said.label) == kind]
            if kind and len(same) > 1:
                yield from _claims(prose, one, same, exactly=False, sure=False)
        return
    unlike = FULL if column(head.label) == "score" else SCORE if column(head.label) == "full" else None
    parts = [part for part in parts if unlike is None or not unlike.search(part.said.label)]
    yield from _claims(prose, head, parts, exactly=exactly, sure=len(heads) < 2)


def _heads(prose: Prose, index: int) -> dict[str, Said]:
    """The figure before the list by its column; two when the sentence gives budget and outcome side by side."""
    head = prose.said[index]
    found = {column(head.label): head}
    if index and (other := prose.said[index - 1]).sentence == head.sentence:
        alike = other.quantity.dimension is head.quantity.dimension and not APART.search(head.words)
        if alike and column(other.label) not in found:
            found[column(other.label)] = other
    return found


def _parts(prose: Prose, index: int, dimension: Dimension) -> list[_Part]:
    """The figures behind one that may be parts, to the end of the sentence; not those compared or shared out."""
    head, parts = prose.said[index], list[_Part]()
    bracket = prose.text[head.end : head.end + 1] == "("
    stop = prose.text.find(")", head.end) if bracket else -1
    sentence = prose.said[index + 1].sentence
    for place in range(index + 1, min(index + 1 + _MOST, len(prose.said))):
        one = prose.said[place]
        if one.paragraph != head.paragraph or (stop >= 0 and one.at > stop):
            break
        if one.sentence != sentence:
            if not prose.text[one.start : one.at].startswith("占"):
                break
            sentence = one.sentence
        if OUTSIDE.search(one.words):
            break
        if one.quantity.dimension is not dimension or APART.search(_own(one)):
            continue
        if one.quantity.comparator is not Comparator.EXACT or not one.label:
            continue
        after = prose.said[place + 1].words if place + 1 < len(prose.said) else ""
        nested = bool(PARTS.search(after[:10])) or after.startswith("(")
        parts.append(_Part(one, ";" in one.words and bool(parts), nested))
    return parts


def _own(one: Said) -> str:
    """The words that speak of a figure itself: its label, and the clause before when the label is no name."""
    return one.label if len(one.label) > 1 else one.words


def _claims(prose: Prose, head: Said, parts: Sequence[_Part], *, exactly: bool, sure: bool) -> Iterator[Claim]:
    if not parts:
        return
    listed = len(parts) > 2 and all(part.ends for part in parts[1:])
    runs = [] if listed else [list(parts[:end]) for end in range(1, len(parts)) if parts[end].ends]
    runs.append(list(parts))
    target = head.quantity.value
    name = f"“{head.name}”等于所列各项之和"
    whole = prose.figure(head)
    for run in runs:
        if found := _closing(target, run):
            yield from _holding(prose, head, found)
            return
    tops = [_top(run) for run in runs]
    flat = [[part.said for part in run] for run in tops if not any(part.nested for part in run[:-1])]
    several = [run for run in flat if len(run) > 1]
    strict = len({one.quantity.unit for run in flat for one in run} | {head.quantity.unit}) == 1
    if several and strict:
        equations = tuple(equal(name, whole, total(figures_of(prose, run))) for run in several)
        over = all(sum((one.quantity.value for one in run), Decimal(0)) > target for run in several)
        plain = sure and len(runs) == 1
        policy = Policy.NEAR if not plain else Policy.WITNESS if over or exactly else Policy.SLIP
        yield Claim("SUM", equations, policy)
    one, least = runs[0][0].said, max(0, head.index - _SIBLINGS)
    wholes = [head, *(other for other in prose.said[least : head.index] if other.sentence == head.sentence)]
    bounds = [
        at_most(f"“{one.name}”不超过“{other.name}”", prose.figure(one), prose.figure(other))
        for other in wholes
        if other.quantity.unit == one.quantity.unit
    ]
    if strict and sure and bounds and one.quantity.dimension is not Dimension.COUNT:
        yield Claim("PART", tuple(bounds), Policy.ASK)


def _holding(prose: Prose, head: Said, parts: Sequence[Said]) -> Iterator[Claim]:
    if len(parts) > 1:
        name = f"“{head.name}”等于所列各项之和"
        claim = equal(name, prose.figure(head), total(figures_of(prose, parts)))
        yield Claim("SUM", (claim,), Policy.WITNESS)


def _top(parts: Sequence[_Part]) -> list[_Part]:
    """The parts without those that a part before them is made of."""
    found: list[_Part] = []
    at = 0
    while at < len(parts):
        part, inner = parts[at], Decimal(0)
        end = at + 1
        for place in range(at + 1, len(parts)):
            inner += parts[place].said.quantity.value
            if inner == part.said.quantity.value and place > at + 1:
                end, part = place + 1, _Part(part.said, part.ends, nested=False)
                break
        found.append(part)
        at = end
    return found


def _closing(target: Decimal, parts: Sequence[_Part], depth: int = _DEEP) -> list[Said]:
    """The parts, top level only, that add up to the total to the last digit; empty when none do."""
    if not parts:
        return []
    if sum((part.said.quantity.value for part in parts), Decimal(0)) == target:
        return [part.said for part in parts]
    if not depth:
        return []
    for at, part in enumerate(parts[:-1]):
        skipped = Decimal(0)
        for end in range(at + 1, len(parts)):
            skipped += parts[end].said.quantity.value
            inner = skipped == part.said.quantity.value and end > at + 1
            if not (part.nested or inner) or not skipped <= part.said.quantity.value:
                continue
            rest = [*parts[: at + 1], *parts[end + 1 :]]
            if sum((one.said.quantity.value for one in rest), Decimal(0)) == target:
                return [one.said for one in rest]
            if inner and (found := _closing(target, rest, depth - 1)):
                return found
    return []


def _totals(prose: Prose, group: Sequence[Said]) -> Iterator[Claim]:
    """`A 3 万元、B 5 万元，合计 8 万元`: the total behind its parts."""
    for index, one in enumerate(group):
        if index < 2 or not TOGETHER.search(one.label) or one.quantity.dimension not in _SUMMED:
            continue
        before = [
            other
            for other in group[:index]
            if other.quantity.dimension is one.quantity.dimension and not APART.search(_own(other))
        ]
        for first in range(len(before) - 1):
            run = before[first:]
            if sum((other.quantity.value for other in run), Decimal(0)) == one.quantity.value:
                break
        else:
            run = before
        if len(run) > 1:
            name = f"“{one.name}”等于所列各项之和"
            claim = equal(name, prose.figure(one), total(figures_of(prose, run)))
            yield Claim("SUM", (claim,), Policy.NEAR)
