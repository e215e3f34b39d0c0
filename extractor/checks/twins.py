"""Two figures that are one slip of the pen apart: the same fact, written twice and once wrongly?"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.checks.context import Context
from extractor.checks.edits import slip
from extractor.checks.prose.said import Said
from extractor.checks.registry import check
from extractor.checks.wording import pages, printed
from extractor.model import Comparator, Dimension, Finding, Repair, Severity, Tested, Verdict

_LONG = 5
"""Digits: shorter figures are alike by chance."""
_SHORT = 3


@check("TWIN")
def twins(context: Context) -> Iterator[Finding | Tested]:
    """五位以上的金额，与另一处名称相近、已有关系印证的金额只差一处笔误（一位数字、两位颠倒、单位），提请核对是否同一事项。

    只看自己不在任何关系里的金额；数字和单位都相同的，是同一事项写了两次，算作相符。
    """
    money = [one for one in context.prose.said if one.quantity.dimension is Dimension.MONEY and _plain(one)]
    alike: dict[str, list[Said]] = {}
    for one in money:
        for key in _keys(one.quantity.digits):
            alike.setdefault(key, []).append(one)
    for one in money:
        if one.quantity.number in context.net.at:
            continue
        for other in _others(context, one, alike):
            yield from _compare(context, one, other)
            break


def _plain(one: Said) -> bool:
    return (
        one.quantity.comparator is Comparator.EXACT and len(one.quantity.digits) > _SHORT and one.quantity.mantissa != 0
    )


def _keys(digits: str) -> Iterator[str]:
    """The digits with one place open, and with two neighbours in either order."""
    yield digits
    for at, char in enumerate(digits):
        if char.isdigit():
            yield f"{digits[:at]}*{digits[at + 1 :]}"
        after = digits[at + 1 : at + 2]
        if after.isdigit() and after != char:
            yield f"{digits[:at]}<{min(char, after)}{max(char, after)}>{digits[at + 2 :]}"


def _others(context: Context, one: Said, alike: dict[str, list[Said]]) -> Iterator[Said]:
    for key in _keys(one.quantity.digits):
        for other in alike[key][:8]:
            same = other.quantity.digits == one.quantity.digits
            long = same or sum(char.isdigit() for char in one.quantity.digits) >= _LONG
            if other is not one and other.quantity.number in context.net.at and long and _same_name(one, other):
                yield other


def _same_name(one: Said, other: Said) -> bool:
    """Whether the two labels end alike, stages of the budget aside."""
    a, b = one.name.strip("数额总计"), other.name.strip("数额总计")
    return len(a) > 1 and len(b) > 1 and a[-2:] == b[-2:]


def _compare(context: Context, one: Said, other: Said) -> Iterator[Finding | Tested]:
    a, b = context.prose.figure(one), context.prose.figure(other)
    same = one.quantity.value == other.quantity.value
    expression = f"{a.name} {printed(a.quantity)} = {b.name} {printed(b.quantity)}"
    evidence, numbers = (a.evidence, b.evidence), (a.quantity.number,)
    verdict = Verdict.HOLDS if same else Verdict.FAILS
    if (
        not same
        and one.quantity.digits != other.quantity.digits
        and not slip(one.quantity.digits, other.quantity.digits)
    ):
        return
    yield Tested("TWIN", "同一事项两处一致", expression, verdict, evidence, numbers)
    if same:
        return
    quote = context.document.cite(a.quantity.span).quote
    repair = Repair(quote, printed(a.quantity), printed(b.quantity), "与另一处一致", 1, a.quantity.number)
    yield Finding(
        code="TWIN",
        severity=Severity.EXPLAIN,
        message=f"“{a.evidence.quote}”与“{b.evidence.quote}”只差一处，后者另有关系印证；如是同一事项，请改为一致{pages(evidence)}。",
        expression=expression,
        stated=printed(a.quantity),
        computed=printed(b.quantity),
        residual="",
        evidence=evidence,
        repairs=(repair,),
    )
