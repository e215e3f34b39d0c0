"""The full marks of the parts of a total score: do they make up the whole, or is a part missing from the sum?"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.checks.equation import Step, leaves
from extractor.checks.figures import Figure
from extractor.checks.outcome import Outcome
from extractor.model import Dimension, Quantity

if TYPE_CHECKING:
    from extractor.checks.context import Context

_WHOLE = Decimal(100)
_BEFORE = re.compile(r"[)）]?[，,、:：]*(?:[自实][评际得]*|评价)*得?分?[为:：]?")
"""Between a full mark and its score: `15分，得14分`, `15分）自评得14分`."""
_AFTER = re.compile(r"[（(，,]?(?:满分|总分|分值|权重|共|/)[值为]?")
"""Between a score and its full mark: `14分（满分15分）`."""

_GOT = re.compile(r"(?:得分?|评分|自评|实得)[为:是]*$")


def lacks_parts(context: Context, outcome: Outcome) -> bool:
    """Whether the parts of a total score print full marks that do not come to that of the whole; or the scores that
    the report lists after the total come to it, others among them."""
    equation = outcome.equation
    if equation is None or not isinstance(equation.left, Figure) or not isinstance(equation.right, Step):
        return False
    total = equation.left.quantity
    if total.dimension is not Dimension.SCORE:
        return False
    if _closes_on_list(context, total):
        return True
    marks = [mark_of(context, part.quantity) for part in leaves(equation.right)]
    known = [mark for mark in marks if mark is not None]
    return len(known) == len(marks) and sum(known) != (mark_of(context, total) or _WHOLE)


def mark_of(context: Context, score: Quantity) -> Decimal | None:
    """The full mark that is printed right before or after a score."""
    said = context.prose.at(score.number)
    if said is None:
        return None
    text = context.document.text
    for index, between in ((said.index - 1, _BEFORE), (said.index + 1, _AFTER)):
        if not 0 <= index < len(context.quantities):
            continue
        other = context.quantities[index]
        first, second = sorted((score, other), key=lambda one: one.span.start)
        near = between.fullmatch("".join(text[first.span.end : second.number.start].split()))
        if near and other.dimension is Dimension.SCORE and other.value >= score.value:
            return other.value
    return None


def _closes_on_list(context: Context, total: Quantity) -> bool:
    """The next scores after the total, up to one of them, add up to it."""
    said = context.prose.at(total.number)
    summed = Decimal(0)
    for one in context.prose.said[said.index + 1 :] if said is not None else ():
        if one.quantity.dimension is not Dimension.SCORE or not _GOT.search(one.words):
            continue
        summed += one.quantity.value
        if summed >= total.value:
            break
    return summed == total.value
