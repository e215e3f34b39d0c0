"""A stretch of a document as a document of its own, and what was found in it moved back to where it stands.

Extraction and checks read a report as if it were alone in its file; every span they give is then one of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from extractor.model import Cell, Document, Report, Section, Span, Table

T = TypeVar("T")


def part(document: Document, span: Span) -> Document:
    """The stretch `span` of a document: its text, and what of pages, headings and tables belongs to it."""
    by = -span.start
    return replace(
        document,
        text=document.text[span.start : span.end],
        pages=tuple(replace(page, span=_clipped(page.span, span)) for page in document.pages),
        sections=tuple(_sections(document.sections, span)),
        places=document.places[span.start : span.end],
        certainty=document.certainty[span.start : span.end],
        tables=tuple(_table(table, by) for table in document.tables if table.span in span),
    )


def alone(document: Document, report: Report, span: Span) -> tuple[Document, Report]:
    """A document and its report that fills `span`, as if that report were alone in its file."""
    own = tuple(row for row in report.projects if row.evidence.span in span)
    return part(document, span), moved(replace(report, span=None, projects=own), -span.start)


def moved(found: T, by: int) -> T:
    """The same finding with every span in it `by` characters further on."""
    if isinstance(found, Span):
        return cast("T", Span(found.start + by, found.end + by))
    if isinstance(found, tuple):
        return cast("T", tuple(moved(one, by) for one in found))
    if isinstance(found, Mapping):
        return cast("T", {key: moved(one, by) for key, one in found.items()})
    if is_dataclass(found) and not isinstance(found, type):
        old = {field.name: getattr(found, field.name) for field in fields(found)}
        new = {name: moved(value, by) for name, value in old.items()}
        return cast("T", replace(found, **{name: value for name, value in new.items() if value is not old[name]}))
    return found


def _clipped(span: Span | None, to: Span) -> Span | None:
    """What of a span lies in the stretch, counted from its start."""
    if span is None or not span.overlaps(to):
        return None
    return Span(max(span.start, to.start) - to.start, min(span.end, to.end) - to.start)


def _sections(sections: Iterable[Section], to: Span) -> Iterator[Section]:
    """The sections whose heading stands in the stretch; those below one that does not come up to its level."""
    for section in sections:
        heading, span = _clipped(section.heading, to), _clipped(section.span, to)
        children = tuple(_sections(section.children, to))
        if section.heading in to and heading and span:
            yield replace(section, heading=heading, span=span, children=children)
        else:
            yield from children


def _table(table: Table, by: int) -> Table:
    cells: tuple[Cell, ...] = moved(table.cells, by)
    return replace(table, cells=cells, span=moved(table.span, by))
