"""Figures that a relation of the report decides: where wording alone leaves a field open, the sum that closes speaks.

A field stays open when its mentions differ, or when nothing but unknown words stood beside its label. Each figure that
may be meant is tried in the declared identities, together with what the rules did read. Exactly one that closes an
identity of three figures or more is the value, and the identity is named in `reasons`; none or two leave it open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.extraction.figures import options
from extractor.extraction.mention import PRINTED, TAKEN, Mention
from extractor.extraction.proof import closes
from extractor.model import Dimension, Document, Field, State
from extractor.reports import Facet, FieldSpec, Kind, ReportType

_MOST = 6
"""More figures than these for one field are no question that a sum can answer."""


def decided(
    document: Document,
    report_type: ReportType,
    fields: Mapping[str, Field],
    strict: Sequence[Mention],
    loose: Sequence[Mention],
) -> dict[str, Field]:
    """The open quantity fields that a relation decides. `strict` and `loose` are the mentions of both readings."""
    open_ = dict(_open(document, report_type, fields, strict, loose))
    sole = {path: found[0] for path, found in open_.items() if len(found) == 1}
    decided_: dict[str, Field] = {}
    for path, found in open_.items():
        relations = [relation for relation in report_type.relations if path in relation.paths]
        closing = [
            replace(option, reasons=(*option.reasons, f"closes_{relation.id}"))
            for option in found
            if (relation := closes(path, {**fields, **sole, path: option}, relations))
        ]
        if len(closing) == 1:
            decided_[path] = closing[0]
    return decided_


def _open(
    document: Document,
    report_type: ReportType,
    fields: Mapping[str, Field],
    strict: Sequence[Mention],
    loose: Sequence[Mention],
) -> Iterator[tuple[str, tuple[Field, ...]]]:
    """Each open quantity field with the figures that may be meant."""
    for spec in report_type.fields.values():
        read = fields.get(spec.path)
        if spec.kind is not Kind.QUANTITY or (read is not None and read.state is State.FOUND):
            continue
        if spec.dimension is Dimension.SCORE:
            continue  # full marks add up as scores do
        found = options(document, spec, loose if read is None else strict)
        if not found:
            found = options(document, spec, _unnamed(report_type, spec, (*strict, *loose)))
        if 0 < len(found) <= _MOST:
            yield spec.path, found


def _unnamed(report_type: ReportType, spec: FieldSpec, mentions: Sequence[Mention]) -> list[Mention]:
    """Figures of nothing that is declared, each as if it were this field: of the whole, those whose words print its
    stage (`年度中间追加某项资金A`); of percentages, those with decimals, since a round one fits by chance."""
    of_whole = report_type.default_subject in spec.subjects and spec.facet is Facet.AMOUNT
    if spec.dimension is Dimension.PERCENT:
        fitting = [m for m in mentions if m.quantity.value != m.quantity.value.to_integral_value()]
    elif of_whole:
        fitting = [m for m in mentions if m.measured == PRINTED and m.measure in spec.measures]
    else:
        return []
    measure = spec.measures[0] if spec.measures else None
    return [
        replace(mention, subject=spec.subjects[0], near=TAKEN, facet=spec.facet, measure=measure)
        for mention in fitting
        if mention.subject is None and mention.quantity.dimension is spec.dimension and mention.against == spec.against
    ]


__all__ = ["decided"]
