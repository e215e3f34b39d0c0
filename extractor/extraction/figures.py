"""Quantity fields: each declared field picks its mentions; equal ones support each other, unequal ones conflict."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from extractor.extraction.mention import LEAD, OWN, PRINTED, Mention
from extractor.extraction.vocabulary import Cue
from extractor.model import Comparator, Dimension, Document, Field, Quantity, Span, State
from extractor.numbers import fold
from extractor.reports import Facet, FieldSpec, Kind, ReportType

Rank: TypeAlias = tuple[int, int, int, int, int, int]

_BOUNDS = (Comparator.AT_LEAST, Comparator.AT_MOST, Comparator.RANGE)
"""`90分以上`, `控制在5万元以内`: a bound or a target, never the fact itself."""
_MOST_OPTIONS = 24
_FEW = 2
_LIST = 3
"""So many sibling items with a value each are a list."""
_UNITLESS = {Dimension.COUNT, Dimension.PEOPLE, Dimension.SCORE}
"""Counts and scores are sometimes printed without a unit (`内设股室7`, a cell of a form)."""


def figures(document: Document, report_type: ReportType, found: Sequence[Mention]) -> Mapping[str, Field]:
    """Every quantity field that the mentions support. Absent fields are left out."""
    by_subject: dict[str | None, list[Mention]] = {}
    for mention in found:
        by_subject.setdefault(mention.subject, []).append(mention)
    settled = (
        _settle(document, spec, _candidates(spec, by_subject), report_type.default_subject)
        for spec in report_type.fields.values()
        if spec.kind is Kind.QUANTITY
    )
    found_ = {field.path: field for field in settled if field is not None}
    open_posts = any(m.subject is None and m.quantity.dimension is Dimension.PEOPLE and "编制" in m.name for m in found)
    if open_posts:
        return found_  # 机关核定编制14名（参公8名、事业6名）: 6 is not all of them
    for spec in report_type.fields.values():
        if spec.path not in found_ and len(sole := [path for path in spec.sole if path in found_]) == 1:
            part = found_[sole[0]]
            found_[spec.path] = replace(part, path=spec.path, reasons=(*part.reasons, "sole_variety"))
            if "label_inherited" in part.reasons:
                del found_[sole[0]]  # 事业编制68人，实际61人: no word says that these are a variety
    return found_


def _candidates(spec: FieldSpec, by_subject: Mapping[str | None, Sequence[Mention]]) -> list[tuple[Rank, Mention]]:
    """The mentions that may be this field, in reading order within each of its subjects, with how well they fit."""
    found = (mention for subject in spec.subjects for mention in by_subject.get(subject, ()))
    fitting = [(_rank(spec, mention), mention) for mention in found if _fits(spec, mention)]
    stated = [pair for pair in fitting if not pair[1].topic.aside] or fitting
    return _outside_lists(stated) or stated


def _outside_lists(candidates: Sequence[tuple[Rank, Mention]]) -> list[tuple[Rank, Mention]]:
    """Without those of a list whose items each print another value: they are of the items, not of the whole."""
    by_list: dict[tuple[str, ...], list[Mention]] = {}
    for _, mention in candidates:
        if mention.topic.titles:
            by_list.setdefault(mention.topic.titles[:-1], []).append(mention)
    lists = {
        above
        for above, items in by_list.items()
        if min(len({m.topic.titles[-1] for m in items}), len({m.quantity.value for m in items})) >= _LIST
    }
    return [pair for pair in candidates if not pair[1].topic.titles or pair[1].topic.titles[:-1] not in lists]


def _fits(spec: FieldSpec, mention: Mention) -> bool:
    dimension = mention.quantity.dimension
    if mention.prior or (mention.quantity.comparator in _BOUNDS and not _is_planned(spec, mention)):
        return False
    if dimension is not spec.dimension and not _stands_in(spec.dimension, mention.quantity):
        return False
    if spec.labels and mention.subject == spec.path and mention.facet is Facet.AMOUNT:
        return True  # a label that says all of it
    if mention.quantity.unit_text == "成":
        return False  # 占四成: said in passing, beside the figure itself
    grown = mention.facet is Facet.CHANGE_RATE and spec.facet is Facet.SHARE and bool(spec.labels)
    grown = grown and mention.measure in (*spec.measures, "adjusted")  # 全年预算A，比年初多了89.66%
    if mention.facet is not spec.facet and not grown:  # 预算调整净增A，增长41%: the share of the supplement
        return False
    if spec.against is not None and mention.against != spec.against:
        return False
    if spec.direction is not None and mention.direction != spec.direction:
        return False
    if spec.dimension is Dimension.SCORE:
        return mention.role == Cue.SCORE
    if mention.role in (Cue.EACH, Cue.TARGET, Cue.ACTUAL):
        return False
    return not spec.measures or mention.measure in spec.measures


def _is_planned(spec: FieldSpec, mention: Mention) -> bool:
    """`控制在年初预算6.50万元以内`: the bound is the budget itself."""
    planned = mention.quantity.comparator is Comparator.AT_MOST and mention.measured == PRINTED
    return planned and mention.measure == "initial" and mention.measure in spec.measures


def _stands_in(wanted: Dimension, quantity: Quantity) -> bool:
    printed = quantity.dimension
    if printed is Dimension.NONE:
        return wanted in _UNITLESS or (wanted is Dimension.MONEY and quantity.value == 0)
    return wanted is Dimension.PEOPLE and printed is Dimension.COUNT


def _rank(spec: FieldSpec, mention: Mention) -> Rank:
    """How well a mention fits: wording of the first subject, a subject of its own, a stage that is printed."""
    return (
        0 if mention.qualified else 1,
        -spec.subjects.index(mention.subject or ""),
        min(mention.near, LEAD) if mention.near < OWN else OWN,
        -spec.measures.index(mention.measure) if mention.measure in spec.measures else 0,
        1 if mention.measured >= 2 or not spec.measures else 0,
        0 if mention.common else 1,
    )


def options(document: Document, spec: FieldSpec, mentions: Sequence[Mention]) -> tuple[Field, ...]:
    """Every different figure that may be this field, as if it were the only one; the others stay among `mentions`.

    Of more than two dozen the first ones only: nobody chooses among so many.
    """
    fitting = [mention for mention in mentions if mention.subject in spec.subjects and _fits(spec, mention)]
    cited = tuple(document.cite(evidence_span(document, mention)) for mention in fitting)
    distinct: list[Mention] = []
    for mention in fitting:
        if not any(_agree(mention, other) for other in distinct):
            distinct.append(mention)
        if len(distinct) > _MOST_OPTIONS:
            break
    return tuple(replace(found(document, spec, mention, [mention]), mentions=cited) for mention in distinct)


def _settle(
    document: Document, spec: FieldSpec, candidates: list[tuple[Rank, Mention]], whole: str | None
) -> Field | None:
    """One field from its candidates: the best rank decides; two different values of that rank are a conflict."""
    if not candidates:
        return None
    best = max(rank for rank, _ in candidates)
    top = [
        mention
        for rank, mention in candidates
        if rank == best
        or (
            rank[3] == best[3]
            and (rank[1] == best[1] or mention.subject == whole)
            and rank[0] == best[0]
            and _is_plain(mention)
            and not (mention.common and best[5])
        )
    ]
    first = top[0]
    same = [mention for _, mention in candidates if _agree(mention, first)]
    if (total := _total(top)) is not None:
        return found(document, spec, total, [mention for _, mention in candidates if _agree(mention, total)])
    if not all(_agree(mention, first) for mention in top):
        cited = tuple(document.cite(evidence_span(document, mention)) for mention in top)
        return Field(spec.path, State.CONFLICT, mentions=cited, engines=("rules",), reasons=("mentions_differ",))
    return found(document, spec, first, same)


def _total(top: Sequence[Mention]) -> Mention | None:
    """`8个职能部门和4个教学系，共12个内设机构`: of different counts the one that is the sum of the others."""
    if top[0].quantity.dimension not in (Dimension.COUNT, Dimension.PEOPLE):
        return None
    distinct = list({mention.quantity.value: mention for mention in top}.values())
    most = max(distinct, key=lambda mention: mention.quantity.value)
    rest = sum(mention.quantity.value for mention in distinct if mention is not most)
    return most if len(distinct) > _FEW and rest == most.quantity.value else None


def found(document: Document, spec: FieldSpec, first: Mention, same: Sequence[Mention]) -> Field:
    """The field that a mention is, with those that say the same."""
    quantity = first.quantity
    if spec.against == "prior" and quantity.value < 0:
        quantity = replace(quantity, mantissa=-quantity.mantissa)  # 减支A（-18.18%）: the word says which way
    return Field(
        path=spec.path,
        state=State.FOUND,
        value=_signed(quantity.digits, spec, first),
        unit=quantity.unit_text or None,
        evidence=document.cite(evidence_span(document, first)),
        mentions=tuple(document.cite(evidence_span(document, mention)) for mention in same),
        engines=("rules",),
        reasons=tuple(_reasons(first, same)),
        quantity=quantity,
    )


def _is_plain(mention: Mention) -> bool:
    """The stage stands beside the figure, and so does the subject: a statement as good as any other of the fact.
    (Without any subject, `当年实际支出A` is of the whole.)"""
    return mention.measured == PRINTED and (mention.near == OWN or mention.topic.own == ())


def _agree(one: Mention, other: Mention) -> bool:
    """The same value in the same unit, as far as both print one (`人员编制 52` in a form, `编制52名` in a sentence)."""
    a, b = one.quantity, other.quantity
    units = a.unit == b.unit or Dimension.NONE in (a.dimension, b.dimension)
    return (a.value, one.direction, a.comparator) == (b.value, other.direction, b.comparator) and units


def _signed(digits: str, spec: FieldSpec, mention: Mention) -> str:
    """Year-on-year changes are signed by their verb; other values are as printed."""
    down = spec.against == "prior" and mention.direction == "down" and not digits.startswith("-")
    return f"-{digits}" if down else digits


def _reasons(first: Mention, same: Iterable[Mention]) -> list[str]:
    near = {2: "own_label", 1: "label_in_sentence", 0: "label_inherited"}[first.near]
    stage = {3: "own_stage", 2: "stage_from_list", 1: "stage_from_heading", 0: "stage_by_default"}[first.measured]
    repeated = len(list(same))
    return [
        near,
        stage,
        *(["form_closes"] if first.closes else []),
        *([f"stated_{repeated}_times"] if repeated > 1 else []),
    ]


def evidence_span(document: Document, mention: Mention) -> Span:
    """From the words that name the figure to its unit."""
    folded = fold(document.text)
    start = folded.offsets[mention.start] if mention.start < len(folded.text) else mention.quantity.span.start
    return Span(min(start, mention.quantity.span.start), mention.quantity.span.end)
