"""Every number of a document gets a standing, so that silence is never taken for agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.checks.context import Context
from extractor.model import Accounted, Span, Standing, Tested, Verdict
from extractor.numbers import reserved

_STANDINGS = {
    Verdict.FAILS: Standing.FAILS,
    Verdict.WITHIN_ROUNDING: Standing.WITHIN_ROUNDING,
    Verdict.HOLDS: Standing.HOLDS,
}
_WORST_FIRST = tuple(Standing)


def standings(context: Context, tested: Iterable[Tested]) -> tuple[Accounted, ...]:
    """Every number, reserved ones included, in reading order."""
    standing: dict[Span, Standing] = {}
    codes: dict[Span, dict[str, None]] = {}
    for item in tested:
        if item.verdict is Verdict.UNKNOWN:
            continue
        now = _STANDINGS[item.verdict]
        for number in item.numbers:
            before = standing.get(number, now)
            standing[number] = min(before, now, key=_WORST_FIRST.index)
            codes.setdefault(number, {})[item.code] = None
    return tuple(sorted(_all(context, standing, codes), key=lambda item: item.span))


def _all(context: Context, standing: dict[Span, Standing], codes: dict[Span, dict[str, None]]) -> Iterator[Accounted]:
    text = context.document.text
    for quantity in context.quantities:
        span, number = quantity.span, quantity.number
        now = standing.get(number, Standing.ALONE)
        yield Accounted(span, text[span.start : span.end], now, tuple(codes.get(number, ())))
    for item in reserved(text):
        yield Accounted(item.span, text[item.span.start : item.span.end], Standing.RESERVED, (item.kind.value,))
