"""Sums that no sentence announces: neighbouring amounts that add up to the last digit, or would but for one slip.

Only amounts printed to two decimals or finer are tried, since round figures add up by chance; and a sum counts only
where fewer than a twentieth of one such would be expected by chance in the whole report.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from extractor.checks.bonds import chance
from extractor.checks.context import Context
from extractor.checks.edits import Edit, coefficients, towards
from extractor.checks.figures import Figure
from extractor.checks.outcome import Outcome
from extractor.checks.prose.claim import Claim, Policy, equal, figures_of, total
from extractor.checks.prose.said import Said
from extractor.checks.registry import check
from extractor.checks.wording import decimals, formula, pages, printed, scale_of
from extractor.model import Comparator, Dimension, Finding, Repair, Severity, Span, Tested, Verdict

_WINDOW = 8
_TERMS = (2, 3, 4)
_PLACES = 2
_RARE = Decimal("0.05")
_GROUP = range(3, 6)
_UNITS = 2
"""How many other units an amount may have had."""
_NAME = "相邻金额之和"


@dataclass(frozen=True, slots=True)
class _Near:
    """Amounts that would add up but for one edit, the only one."""

    outcome: Outcome
    edit: Edit
    chance: Decimal


@check("DISCOVERED")
def discovered(context: Context) -> Iterator[Finding | Tested]:
    """没有“其中”“合计”等字样、位置相邻的几个金额，恰好一分不差地加成另一个的，记为提示，供核对者知道它们相符。

    只改一处单位或一位数字就恰好加得上、又不大可能是巧合的，提请核对。只看写到两位小数的金额，整数不看；从不作为错误。
    """
    known = _Known(context)
    tried: Counter[int] = Counter()
    hits: list[tuple[Said, tuple[Said, ...]]] = []
    for group in _sections(context):
        hits += _closing(group, tried)
    for whole, parts in sorted(hits, key=lambda hit: len(hit[1])):
        units = whole.quantity.value / whole.quantity.grain
        if tried[len(parts)] >= units * _RARE or not known.adds(whole, parts):
            continue
        outcome = _outcome(context, whole, parts)
        known.learn(outcome)
        yield from _noted(outcome)
    yield from _nearly(context, known)


class _Known:
    """The sums that hold already, by their places and by their amounts: what is said again is nothing new."""

    def __init__(self, context: Context) -> None:
        self.bound: set[Span] = set()
        self.sums: list[tuple[Decimal, Counter[Decimal]]] = []
        for bond in context.net.bonds:
            if bond.outcome.verdict is not Verdict.UNKNOWN:
                self.learn(bond.outcome)

    def learn(self, outcome: Outcome) -> None:
        """A sum that was tested."""
        self.bound.update(figure.quantity.number for figure in outcome.figures)
        if outcome.verdict is Verdict.HOLDS and len(outcome.figures) > 2 and _is_sum(outcome):
            values = sorted((figure.quantity.value for figure in outcome.figures), reverse=True)
            self.sums.append((values[0], Counter(values[1:])))

    def adds(self, whole: Said, parts: Sequence[Said]) -> bool:
        """Whether a sum says something new: it is no other in disguise, and one of its amounts stands in none."""
        values, target = Counter(one.quantity.value for one in parts), whole.quantity.value
        for other, terms in self.sums:
            if terms <= values or (other == target and not values - terms):
                return False
        return any(one.quantity.number not in self.bound for one in (whole, *parts))


def _is_sum(outcome: Outcome) -> bool:
    """Whether an outcome is a plain sum."""
    return outcome.equation is not None and coefficients(outcome.equation) is not None


def _sections(context: Context) -> Iterator[list[Said]]:
    """The amounts of each section's own text, by unit and decimals, in reading order; tables speak for themselves."""
    starts = sorted(section.heading.start for section in context.document.walk())
    groups: dict[tuple[int, str, int], list[Said]] = {}
    for one in _outside_tables(context):
        if _is_plain(one):
            key = bisect_right(starts, one.quantity.number.start), one.quantity.unit_text, decimals(one.quantity)
            groups.setdefault(key, []).append(one)
    yield from groups.values()


def _outside_tables(context: Context) -> Iterator[Said]:
    """The figures of the sentences."""
    tables = sorted(table.span for table in context.document.tables)
    for one in context.prose.said:
        before = bisect_right(tables, one.quantity.number.start, key=lambda span: span.start)
        if not before or one.quantity.number.start >= tables[before - 1].end:
            yield one


def _is_plain(one: Said) -> bool:
    quantity = one.quantity
    exact = quantity.comparator is Comparator.EXACT and quantity.dimension is Dimension.MONEY and quantity.mantissa > 0
    return exact and decimals(quantity) >= _PLACES


def _closing(group: Sequence[Said], tried: Counter[int]) -> Iterator[tuple[Said, tuple[Said, ...]]]:
    """The sums in a sliding window, each found once: with its last figure."""
    values = [int(one.quantity.value / one.quantity.grain) for one in group]
    for last in range(len(group)):
        window = range(max(0, last - _WINDOW + 1), last)
        for terms in _TERMS:
            for some in combinations(window, terms):
                tried[terms] += 1
                places = (*some, last)
                amounts = [values[place] for place in places]
                most = max(amounts)
                if 2 * most == sum(amounts):
                    top = places[amounts.index(most)]
                    yield group[top], tuple(group[place] for place in places if place != top)


def _outcome(context: Context, whole: Said, parts: Sequence[Said]) -> Outcome:
    figures = figures_of(context.prose, parts)
    claim = equal(_NAME, context.prose.figure(whole), total(figures))
    return Claim("DISCOVERED", (claim,), Policy.NEVER).test(context.lens)


def _noted(outcome: Outcome) -> Iterator[Finding | Tested]:
    assert outcome.equation is not None
    evidence = tuple(dict.fromkeys(figure.evidence for figure in outcome.figures))
    numbers = tuple(figure.quantity.number for figure in outcome.figures)
    written = formula(outcome.equation)
    yield Tested("DISCOVERED", _NAME, written, outcome.verdict, evidence, numbers)
    yield Finding(
        code="DISCOVERED",
        severity=Severity.NOTE,
        message=f"文中没有写明，但 {written}，一分不差{pages(evidence)}。",
        expression=written,
        stated=printed(outcome.figures[0].quantity),
        computed=scale_of(outcome).show(outcome.right),
        residual="",
        evidence=evidence,
    )


def _nearly(context: Context, known: _Known) -> Iterator[Finding | Tested]:
    """Whole sentences and paragraphs of a few amounts that stand in nothing, one edit away from a sum."""
    tuples, found = 0, list[_Near]()
    for group in _groups(context, known):
        for whole, parts in ((group[0], group[1:]), (group[-1], group[:-1])):
            tuples += 1
            outcome = _outcome(context, whole, parts)
            near = _one_edit(outcome)
            if near is not None:
                found.append(near)
    for near in found:
        if near.chance * tuples < _RARE:
            yield from _asked(context, near)


def _groups(context: Context, known: _Known) -> Iterator[list[Said]]:
    groups: dict[tuple[str, int], list[Said]] = {}
    for one in _outside_tables(context):
        exact = one.quantity.comparator is Comparator.EXACT and one.quantity.dimension is Dimension.MONEY
        if exact:
            groups.setdefault(("sentence", one.sentence), []).append(one)
            groups.setdefault(("paragraph", one.paragraph), []).append(one)
    seen: set[tuple[int, ...]] = set()
    for group in groups.values():
        key = tuple(one.index for one in group)
        plain = all(_is_plain(one) and one.quantity.number not in known.bound for one in group)
        if len(group) in _GROUP and plain and key not in seen:
            seen.add(key)
            yield group


def _one_edit(outcome: Outcome) -> _Near | None:
    """The one change of a unit or a digit that closes a sum; None when there is none, or a choice."""
    equation = outcome.equation
    linear = coefficients(equation) if equation else None
    if outcome.verdict is not Verdict.FAILS or linear is None:
        return None
    edits: list[Edit] = []
    for figure, times in linear.items():
        edit = towards(figure, figure.quantity.value - outcome.residual / times) if times else None
        if edit and edit.kind in ("unit", "digit", "swap"):
            edits.append(edit)
    if len(edits) != 1 or not _is_like(outcome, edits[0]):
        return None
    likely = chance(outcome)
    if edits[0].kind == "unit":
        everything = sum(11 * len(figure.quantity.digits) + 10 for figure in outcome.figures)
        likely = likely * _UNITS * len(outcome.figures) / everything
    return _Near(outcome, edits[0], likely)


def _is_like(outcome: Outcome, edit: Edit) -> bool:
    """Whether all would be printed alike after the edit: in one unit, to the same decimals."""

    def style(figure: Figure) -> tuple[str, int]:
        quantity = edit.quantity if figure == edit.figure else figure.quantity
        return quantity.unit_text, decimals(quantity)

    return len({style(figure) for figure in outcome.figures}) == 1


def _asked(context: Context, near: _Near) -> Iterator[Finding | Tested]:
    outcome, before, after = near.outcome, near.edit.figure.quantity, near.edit.quantity
    assert outcome.equation is not None
    evidence = tuple(dict.fromkeys(figure.evidence for figure in outcome.figures))
    numbers = tuple(figure.quantity.number for figure in outcome.figures)
    kind = "单位误写" if near.edit.kind == "unit" else "数字误写"
    quote = context.document.cite(before.span).quote
    yield Tested("DISCOVERED", _NAME, formula(outcome.equation), Verdict.FAILS, evidence, numbers)
    yield Finding(
        code="DISCOVERED",
        severity=Severity.EXPLAIN,
        message=f"相邻的几个金额，若将 {printed(before)} 改为 {printed(after)}（{kind}）就一分不差地相加得上："
        f"{formula(outcome.equation)}，请核对{pages(evidence)}。",
        expression=formula(outcome.equation),
        stated=printed(outcome.figures[0].quantity),
        computed=scale_of(outcome).show(outcome.right),
        residual=scale_of(outcome).show(outcome.residual, signed=True),
        evidence=evidence,
        repairs=(Repair(quote, printed(before), printed(after), f"{kind}：改后{_NAME}成立", 1, before.number),),
    )
