"""Pages of printed lines become one Document: the canonical text with its way back to the paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from extractor.errors import CorruptFileError, EmptyFileError
from extractor.model import Document, Flag, Page, Place, Span, Table
from extractor.reading.files import Source
from extractor.reading.grid import Grid
from extractor.reading.line import Line, PageLines, Remarks
from extractor.reading.margins import without_margins
from extractor.reading.outline import outline
from extractor.reading.paragraphs import joined, paragraphs
from extractor.reading.tables import going_on, placed
from extractor.reading.unseen import without_unseen

_T = TypeVar("_T")


def assemble(source: Source, pages: Iterable[PageLines]) -> Document:
    """Drop what belongs to the paper and what nobody sees, join what the layout broke, and build the outline.

    Raises `EmptyFileError` when not one character was read, `CorruptFileError` when that is for damage.
    """
    read, remarks = without_unseen(list(pages))
    remarks = sum((page.remarks for page in read), Remarks()) + remarks
    read = [page for page in read if page.number]
    blocks: list[Line] = []
    tables: list[Table] = []
    keyed: dict[int, Table] = {}
    at = 0
    for group in paragraphs(list(going_on(without_margins(read)))):
        if isinstance(group, Grid):
            outer = keyed.get(group.within[0]) if group.within else None
            table = placed(group, at, [block.text for block in blocks[-2:]], outer)
            if table:
                tables.append(table)
                keyed[group.key] = table
            added = [line for line, _ in group.lines()]
        else:
            added = [joined(group)]
        blocks += added
        at += sum(len(line.text) + 1 for line in added)
    if not blocks and {Flag.REPAIRED, Flag.PARTIAL} & set(remarks.flags):
        raise CorruptFileError(f"{source.name} 已损坏，没有读出任何文字。")
    if not blocks:
        raise EmptyFileError(f"{source.name} 里没有读出任何文字。", "如果是扫描件，请检查页面是否空白或过于模糊。")
    text = "\n".join(block.text for block in blocks)
    places = _on_paper(_parallel(blocks, [block.places for block in blocks], None), read)
    certainty = _parallel(blocks, [block.certainty for block in blocks], 1.0)
    return Document(
        id=source.sha256,
        text=text,
        pages=tuple(_pages(read, places)),
        sections=outline(text, [table.span for table in tables]),
        places=places,
        certainty=certainty,
        notes=remarks.notes,
        tables=tuple(tables),
        flags=remarks.flags,
        hidden=remarks.hidden,
    )


def _parallel(blocks: list[Line], columns: list[tuple[_T, ...]], gap: _T) -> tuple[_T, ...]:
    """One column parallel to the text: blocks set apart by `gap`; empty when no block has the column."""
    if not any(columns):
        return ()
    found: list[_T] = []
    for index, (block, column) in enumerate(zip(blocks, columns, strict=True)):
        if index:
            found.append(gap)
        found.extend(column or (gap,) * len(block.text))
    return tuple(found)


def _on_paper(places: tuple[Place | None, ...], pages: list[PageLines]) -> tuple[Place | None, ...]:
    """The places on the pages as they came: until here, those of a picture were on it as it was laid to be read."""
    papers = {page.number: page.paper for page in pages if page.paper}
    if not papers:
        return places
    return tuple(paper.home(at) if at and (paper := papers.get(at[0])) else at for at in places)


def _pages(pages: list[PageLines], places: tuple[Place | None, ...]) -> Iterator[Page]:
    """Each page with the span of canonical text that stands on it (None for plain text and for empty pages)."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for index, place in enumerate(places):
        if place:
            first.setdefault(place[0], index)
            last[place[0]] = index
    for page in pages:
        span = Span(first[page.number], last[page.number] + 1) if page.number in first else None
        size = page.paper or page
        yield Page(page.number, size.width, size.height, page.origin, span)
