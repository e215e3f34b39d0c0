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
from extractor.reports.relation import Relation

_MOST = 6
"""More figures than these for one field are no question that a sum can answer."""


def decided(
    document: Document,
    report_type: ReportType,
    fields: Mapping[str, Field],
    strict: Sequence[Mention],
    loose: Sequence[Mention],
) -> dict[str, Field]:
    """The open quantity fields that a relation decides. `strict` and `loose` are the mentions of both readings; what
    they leave open is tried once more with the figures of which no words say what they are."""
    labelled = _decided(report_type, fields, _labelled(document, report_type, fields, strict, loose))
    known = {**fields, **labelled}
    return labelled | _decided(report_type, known, _unlabelled(document, report_type, known, (*strict, *loose)))


_Options = dict[str, tuple[Field, ...]]


def _decided(report_type: ReportType, fields: Mapping[str, Field], open_: _Options) -> dict[str, Field]:
    """Of these options, those that alone close an identity."""
    sole = {path: found[0] for path, found in open_.items() if len(found) == 1}
    decided_: dict[str, Field] = {}
    for path, found in open_.items():
        relations = [relation for relation in report_type.relations if path in relation.paths]
        closing = [
            replace(option, reasons=(*option.reasons, f"closes_{relation.id}"))
            for option in found
            if (relation := _closing({**fields, path: option}, path, relations, sole))
        ]
        if len(closing) == 1:
            decided_[path] = closing[0]
    return decided_


def _closing(
    fields: Mapping[str, Field], path: str, relations: Sequence[Relation], sole: Mapping[str, Field]
) -> Relation | None:
    """The first identity that closes: on what is read, with one other figure that is open, or with all of these."""
    others = {other for relation in relations for other in relation.paths if other in sole and other != path}
    with_others = [{}, *({other: sole[other]} for other in sorted(others)), {other: sole[other] for other in others}]
    return next((found for more in with_others if (found := closes(path, {**fields, **more}, relations))), None)


def _open(report_type: ReportType, fields: Mapping[str, Field]) -> Iterator[tuple[FieldSpec, Field | None]]:
    """Each quantity field that is not found, with the conflict that it is in; scores aside, since full marks add up as
    scores do."""
    for spec in report_type.fields.values():
        read = fields.get(spec.path)
        if spec.kind is not Kind.QUANTITY or spec.dimension is Dimension.SCORE:
            continue
        if read is None or read.state is not State.FOUND:
            yield spec, read


def _few(found: Iterator[tuple[str, tuple[Field, ...]]]) -> _Options:
    return {path: options_ for path, options_ in found if 0 < len(options_) <= _MOST}


def _labelled(
    document: Document,
    report_type: ReportType,
    fields: Mapping[str, Field],
    strict: Sequence[Mention],
    loose: Sequence[Mention],
) -> _Options:
    """The figures of a conflict, or those beside the label of an absent field that strict reading does not trust."""
    return _few(
        (spec.path, options(document, spec, loose if read is None else strict))
        for spec, read in _open(report_type, fields)
    )


def _unlabelled(
    document: Document, report_type: ReportType, fields: Mapping[str, Field], mentions: Sequence[Mention]
) -> _Options:
    """For each absent field the figures of nothing that is declared and that no other field took."""
    taken = {field.quantity.number for field in fields.values() if field.quantity is not None}
    free = [mention for mention in mentions if mention.quantity.number not in taken]
    return _few(
        (spec.path, options(document, spec, _unnamed(report_type, spec, free)))
        for spec, read in _open(report_type, fields)
        if read is None
    )


def _unnamed(report_type: ReportType, spec: FieldSpec, mentions: Sequence[Mention]) -> list[Mention]:
    """Figures of nothing that is declared, each as if it were this field: of the whole, those whose words print its
    stage (`年度中间追加某项资金A`); of percentages, those with decimals, since a round one fits by chance."""
    of_whole = report_type.default_subject in spec.subjects and spec.facet is Facet.AMOUNT
    if spec.against == "prior":
        return []  # `compared` looks for what they lead to
    if spec.dimension is Dimension.PERCENT:
        fitting = [m for m in mentions if m.quantity.value != m.quantity.value.to_integral_value()]
        fitting = [m for m in fitting if m.against == spec.against or (m.against == "budget" and spec.against is None)]
    elif spec.facet is Facet.CHANGE:
        fitting = [m for m in mentions if m.facet is Facet.CHANGE and m.against == spec.against]
    elif of_whole or (
        spec.facet is Facet.AMOUNT and spec.dimension is Dimension.MONEY and _has_parts(report_type, spec)
    ):
        fitting = [m for m in mentions if m.measured == PRINTED and m.measure in spec.measures]
        fitting = fitting if of_whole else [m for m in fitting if m.subject is None and not m.name]
    else:
        return []
    measure = spec.measures[0] if spec.measures else None
    return [
        replace(mention, subject=spec.subjects[0], near=TAKEN, facet=spec.facet, measure=measure, against=spec.against)
        for mention in fitting
        if mention.quantity.dimension is spec.dimension
        and not (of_whole and mention.name)  # 某工程年初预算A: of that
        and (mention.subject is None or mention.near == TAKEN)
    ]


def _has_parts(report_type: ReportType, spec: FieldSpec) -> bool:
    """Other subjects are parts of what the field is of (“三公”经费, 政府采购): the parts that follow tell the whole."""
    return any(subject in one.within for one in report_type.subjects.values() for subject in spec.subjects)


def same(report_type: ReportType, fields: Mapping[str, Field]) -> dict[str, Field]:
    """The open fields that another figure is too, as a declared relation proves: where the rate of completion is that
    of all expenditure, this is what was executed."""
    proved: dict[str, Field] = {}
    for spec in report_type.fields.values():
        if not spec.same or (spec.path in fields and fields[spec.path].state is not State.ABSENT):
            continue
        other, id_ = spec.same
        relations = [one for one in report_type.relations if one.id == id_]
        if other in fields and fields[other].state is State.FOUND and closes(other, fields, relations):
            proved[spec.path] = replace(
                fields[other], path=spec.path, reasons=(*fields[other].reasons, f"closes_{id_}")
            )
    return proved


__all__ = ["decided", "same"]
