"""Changes on last year that arithmetic assigns: `比上年的A减少B` is of the figure that A less B makes.

The words before such a clause often name something else last (a part of a list, a trip abroad that was not made). The
figure of last year is printed with the change, so the sum says of which of this year's figures it speaks. Where it is
not, the change over its rate is last year's figure (`比上年减少B，下降C%`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.extraction.figures import found
from extractor.extraction.mention import TAKEN, Mention
from extractor.model import Dimension, Document, Field, Quantity, State
from extractor.numbers import fold
from extractor.numbers.agree import Interval, interval
from extractor.reports import Facet, FieldSpec, Kind, ReportType

_NEAR = 3
"""A change stands at most so many figures from the figure of last year that it is measured from."""
_APART = 60
"""… and at most so many characters."""
_LOOSE = Decimal("0.25")
"""Years printed more coarsely than to this share of their difference agree with too many figures."""
_HUNDRED = Interval.of(Decimal(100))
_EACH = re.compile("[均各]")
_TELLS = "增减升降多少涨跌高低超节压落滑差"
"""Characters of the words that tell a change from a part."""


@dataclass(frozen=True, slots=True)
class _Step:
    """Last year's figure and what became of it: the mentions of the change and of its rate, and this year's figure."""

    change: Mention | None
    rate: Mention | None
    now: Quantity


def compared(
    document: Document, report_type: ReportType, fields: Mapping[str, Field], mentions: Sequence[Mention]
) -> dict[str, Field]:
    """The open fields of change on last year that the figures of both years decide, `reasons` naming this year's.

    Where two of this year's figures are equal, or two changes fit, the field stays open.
    """
    decided: dict[str, Field] = {}
    changes = _changes(report_type)
    printed = {path: field.quantity for path in changes if (field := fields.get(path)) and field.quantity}
    for path, now in printed.items():
        open_ = [
            spec for spec in changes[path] if spec.path not in fields or fields[spec.path].state is not State.FOUND
        ]
        steps = [*_steps(document, mentions, now), *_proportions(mentions, now)] if open_ else []
        rivals = [rival for rival in printed if not set(changes[rival]) & set(changes[path])]
        shared = any(printed[rival].value == now.value for rival in rivals)
        for spec in open_:
            others = {s for rival in rivals for one in changes[rival] for s in one.subjects}
            taken = [step.rate if spec.facet is Facet.CHANGE_RATE else step.change for step in steps]
            said = [m for m in taken if m is not None and _may_be_of(m, spec, others)]
            if shared:  # 收入 and 支出 are the same: only its own words can say of which, or 均 of both
                said = [m for m in said if m.subject in spec.subjects or _of_each(document, m)]
            if len({mention.quantity.value for mention in said}) == 1:
                field = found(document, spec, said[0], said)
                decided[spec.path] = replace(field, reasons=(*field.reasons, f"leads_to_{path}"))
    return decided


def _of_each(document: Document, mention: Mention) -> bool:
    folded = fold(document.text)
    return _EACH.search(folded.text, mention.start, folded.at(mention.quantity.number.start)) is not None


def _may_be_of(mention: Mention, spec: FieldSpec, others: Collection[str]) -> bool:
    """The words of a change do not say that it is of something else (`主要是项目支出增加50万元，增长14.29%`)."""
    if mention.subject is None:
        return not mention.name and (mention.kin is None or mention.kin in spec.subjects)
    if mention.subject in spec.subjects:
        return True
    return mention.near == TAKEN and mention.subject not in others


def _changes(report_type: ReportType) -> dict[str, list[FieldSpec]]:
    """The declared changes on last year, by the path of the figure that changed."""
    quantities = [spec for spec in report_type.fields.values() if spec.kind is Kind.QUANTITY]
    changes: dict[str, list[FieldSpec]] = {}
    for spec in quantities:
        if spec.against != "prior" or not spec.subjects:
            continue
        of = (s for s in quantities if s.facet is Facet.AMOUNT and s.measures[:1] == spec.measures[:1])
        for changed in (s for s in of if s.subjects and s.subjects[0] in spec.subjects):
            changes.setdefault(changed.path, []).append(spec)
    return changes


def _steps(document: Document, mentions: Sequence[Mention], now: Quantity) -> Iterator[_Step]:
    """Where a figure of last year stands with a change that makes this year's figure of it."""
    for index, base in enumerate(mentions):
        quantity = base.quantity
        if not base.prior or quantity.dimension is not now.dimension or quantity.number == now.number:
            continue
        around = range(max(index - _NEAR, 0), min(index + 1 + _NEAR, len(mentions)))
        beside = [i for i in around if i != index and _is_near(quantity, mentions[i].quantity)]
        at = next((i for i in beside if _is_change(document, mentions[i], quantity, now)), None)
        change = mentions[at] if at is not None else None
        rate = next((mentions[i] for i in beside if _is_rate(mentions[i], quantity, now)), None)
        rate = rate or (_joined(at, mentions) if at is not None else None)
        if change is None and (rate is None or _is_round(rate.quantity)):
            continue
        up = quantity.value < now.value
        yield _Step(_directed(change, Facet.CHANGE, up=up), _directed(rate, Facet.CHANGE_RATE, up=up), now)


def _proportions(mentions: Sequence[Mention], now: Quantity) -> Iterator[_Step]:
    """Where a change and its rate on last year, which is not printed, lead to this year's figure."""
    for at, change in enumerate(mentions):
        if change.facet is not Facet.CHANGE or change.against != "prior" or not change.quantity.value:
            continue
        rate, quantity = _joined(at, mentions), change.quantity
        if (
            rate is None
            or not rate.quantity.value
            or _is_round(rate.quantity)
            or quantity.number.start < now.number.end
        ):
            continue
        base = interval(quantity) / interval(rate.quantity) * _HUNDRED
        after = base + interval(quantity) if change.direction == "up" else base - interval(quantity)
        told = after.high - after.low <= _LOOSE * now.value
        if told and after.overlaps(interval(now)):
            yield _Step(change, rate, now)


def _joined(at: int, mentions: Sequence[Mention]) -> Mention | None:
    """`减少A，下降B%`: the rate that the words join to the change at `at`, also where it is worked out wrongly."""
    change, following = mentions[at], mentions[at + 1] if at + 1 < len(mentions) else None
    if following is None or following.facet is not Facet.CHANGE_RATE or following.prior != change.prior:
        return None
    return following if _is_near(change.quantity, following.quantity) else None


def _directed(mention: Mention | None, facet: Facet, *, up: bool) -> Mention | None:
    if mention is None:
        return None
    return replace(mention, facet=facet, against="prior", direction="up" if up else "down", prior=False)


def _is_near(base: Quantity, other: Quantity) -> bool:
    return max(other.number.start - base.number.end, base.number.start - other.number.end) <= _APART


def _is_change(document: Document, mention: Mention, base: Quantity, now: Quantity) -> bool:
    """A figure that the words call a change and that is the difference of the years, but for rounding."""
    quantity = mention.quantity
    if quantity.dimension is not Dimension.MONEY or not quantity.value or quantity.number == now.number:
        return False
    folded = fold(document.text)
    words = folded.text[mention.start : folded.at(quantity.number.start)]
    if mention.facet is not Facet.CHANGE and not set(words) & set(_TELLS):
        return False
    difference = interval(now) - interval(base) if now.value > base.value else interval(base) - interval(now)
    telling = difference.high - difference.low <= _LOOSE * quantity.value
    return telling and difference.overlaps(interval(quantity))


def _is_rate(mention: Mention, base: Quantity, now: Quantity) -> bool:
    """A percentage that is the change of the years over last year's figure."""
    quantity = mention.quantity
    if quantity.dimension is not Dimension.PERCENT or mention.facet is not Facet.CHANGE_RATE or not base.value:
        return False
    grown, shrunk = interval(now) - interval(base), interval(base) - interval(now)
    change = grown if now.value > base.value else shrunk
    return (change / interval(base) * _HUNDRED).overlaps(interval(quantity))


def _is_round(quantity: Quantity) -> bool:
    """A rate printed without decimals agrees too easily to prove by itself of what it is."""
    return quantity.value == quantity.value.to_integral_value()
