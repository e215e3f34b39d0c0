"""What was added to the budget and what it came to, where the figures themselves say so.

`年内下达疫情防控等指标B，全年可执行指标合计C`: no list of words holds all names of an adjustment. Two figures that
follow the initial budget A in its paragraph with A + B = C are the addition and the adjusted budget, whatever they are
called, unless their words are of something else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.extraction.figures import found
from extractor.extraction.mention import TAKEN, Mention
from extractor.model import Dimension, Document, Field, Quantity, State
from extractor.numbers.agree import interval
from extractor.reports import Facet, FieldSpec, ReportType

_ADDED, _CAME_TO = "budget.supplement", "budget.adjusted_total"
_FROM = ("budget.initial_total", "budget.initial_expenditure", "budget.initial_revenue")
_AHEAD = 8
"""So many figures may stand between the initial budget and what was added (its parts, its sources)."""
_PARAGRAPHS = 2
_FEWEST_DIGITS = 4
"""An addition of fewer digits than this may add up by chance."""


def adjusted(
    document: Document, report_type: ReportType, fields: Mapping[str, Field], mentions: Sequence[Mention]
) -> dict[str, Field]:
    """The open ones of these two fields; `reasons` names the relation that closes. None or two ways leave them open."""
    specs = {path: report_type.fields.get(path) for path in (_ADDED, _CAME_TO)}
    open_ = [spec for path, spec in specs.items() if spec and not _is_read(fields.get(path))]
    if not open_:
        return {}
    ways = {
        came_to.quantity.value: (added, came_to)
        for path in _FROM
        if (initial := fields.get(path)) and initial.quantity and initial.state is State.FOUND
        for added, came_to in _following(document, initial.quantity, mentions)
        if (added is None or _agrees(fields.get(_ADDED), added)) and _agrees(fields.get(_CAME_TO), came_to)
    }
    if len(ways) != 1:
        return {}
    ((added, came_to),) = ways.values()
    said = ((spec, added if spec.path == _ADDED else came_to) for spec in open_)
    return {spec.path: _field(document, spec, mention) for spec, mention in said if mention is not None}


def _following(
    document: Document, initial: Quantity, mentions: Sequence[Mention]
) -> Iterator[tuple[Mention | None, Mention]]:
    """Neighbouring figures after the initial budget, in its paragraph or the next, that lead on from it: what was
    added (None: it was cut) and what that came to."""
    end = initial.span.end
    for _ in range(_PARAGRAPHS):
        end = document.text.find("\n", end + 1)
        if end < 0:
            end = len(document.text)
            break
    after = [m for m in mentions if initial.span.end <= m.quantity.span.start < end and _is_amount(m)]
    for added, came_to in pairwise(after[: _AHEAD + 2]):
        digits = len(added.quantity.digits.replace(",", "").replace(".", "").lstrip("0"))
        if digits < _FEWEST_DIGITS or not (_is_free(added) and _is_free(came_to)):
            continue
        if (interval(initial) + interval(added.quantity)).overlaps(interval(came_to.quantity)):
            yield added, came_to
        cut = added.facet is Facet.CHANGE and added.direction == "down" and came_to.measure == "adjusted"
        if cut and (interval(initial) - interval(added.quantity)).overlaps(interval(came_to.quantity)):
            yield None, came_to


def _is_amount(mention: Mention) -> bool:
    return mention.quantity.dimension is Dimension.MONEY and not mention.prior and mention.facet is not Facet.SHARE


def _is_free(mention: Mention) -> bool:
    """Its words do not say that it is of a part of the budget."""
    return mention.subject is None or mention.near == TAKEN or mention.measure in ("supplement", "adjusted")


def _is_read(field: Field | None) -> bool:
    return field is not None and field.state is State.FOUND


def _agrees(field: Field | None, mention: Mention) -> bool:
    """What is read of it already is the same figure."""
    if field is None or field.quantity is None or field.state is not State.FOUND:
        return True
    return field.quantity.value == mention.quantity.value


def _field(document: Document, spec: FieldSpec, mention: Mention) -> Field:
    field = found(document, spec, replace(mention, subject=spec.subjects[0], measure=spec.measures[0]), [mention])
    return replace(field, reasons=(*field.reasons, "closes_J09"))


__all__ = ["adjusted"]
