"""A total that is larger than its printed parts: is there a further part in the sentence that has no field?

Where an expression leaves room (`optional`, `rest`) and the sentences of its figures print other figures of the
same kind, the difference may be one of them. If it is, the relation holds; if it cannot be told, a part is asked
for. Where the sentences print nothing else, the difference stands. A single part does not make a sum at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.checks.equation import leaves
from extractor.checks.figures import Figures
from extractor.checks.outcome import Outcome
from extractor.model import Quantity, Span, Verdict
from extractor.reports.relation import Comparison, Level

_SENTENCE_ENDS = "。；;\n"


def settle(outcome: Outcome, text: str, quantities: Sequence[Quantity], figures: Figures) -> Outcome:
    """Look for the missing part of a failed sum that leaves room for one."""
    equation = outcome.equation
    if equation is None or not equation.gaps or not _falls_short(outcome):
        return outcome
    if len(list(leaves(equation.right))) == 1:
        return replace(outcome, verdict=Verdict.UNKNOWN, why="只列出其中一项")
    if not any(part.quantity.value for part in leaves(equation.right)):
        return replace(outcome, verdict=Verdict.UNKNOWN, why="列出的各项都是 0", missing=equation.gaps)
    others = tuple(_others(outcome, text, quantities, figures))
    if _some_run_makes(outcome.residual, [quantity.value for quantity in others]):
        return replace(outcome, verdict=Verdict.HOLDS, why="差额为同句中的其他部分")
    if others or outcome.relation.level is Level.VERIFY:
        return replace(outcome, verdict=Verdict.UNKNOWN, why="有未列出的部分", missing=equation.gaps)
    return outcome


def _falls_short(outcome: Outcome) -> bool:
    equal = outcome.relation.comparison is Comparison.EQUAL
    return equal and outcome.verdict is Verdict.FAILS and outcome.residual > 0


def _others(outcome: Outcome, text: str, quantities: Sequence[Quantity], figures: Figures) -> Iterator[Quantity]:
    """Figures of the same dimension in the sentences of the relation, from its total on, that no field claims."""
    total, *_ = outcome.figures
    claimed = {figure.quantity.number for figure in figures}
    sentences = [_sentence(text, figure.quantity.number) for figure in outcome.figures]
    sentences[0] = Span(total.quantity.number.start, sentences[0].end)
    for quantity in quantities:
        same = quantity.dimension is total.quantity.dimension
        if same and quantity.number not in claimed and any(quantity.number in sentence for sentence in sentences):
            yield quantity


def _sentence(text: str, place: Span) -> Span:
    start = max(text.rfind(mark, 0, place.start) for mark in _SENTENCE_ENDS) + 1
    ends = [end for mark in _SENTENCE_ENDS if (end := text.find(mark, place.end)) >= 0]
    return Span(start, min(ends, default=len(text)))


def _some_run_makes(total: Decimal, values: Sequence[Decimal]) -> bool:
    """Whether some values that follow each other add up to the total."""
    for first in range(len(values)):
        for last in range(first + 1, len(values) + 1):
            if sum(values[first:last]) == total:
                return True
    return False
