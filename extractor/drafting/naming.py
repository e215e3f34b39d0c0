"""What a gap in a sentence of an earlier report is called: by the words around it, never by what stood there."""

from __future__ import annotations

import re

from extractor.model import Document, Span

_LONGEST = 18


def label(before: str, unit: str) -> str:
    """The name of a gap: the words before it and the unit; never the figure or the count that stood there."""
    words = re.split(r"[，。；、：:,;（）()“”《》]", before)[-1][-_LONGEST:]
    words = re.sub(r"[0-9０-９]", "", words).strip() or "数据"
    return f"{words}（{unit}）" if unit else words


def above(document: Document, span: Span) -> str:
    """The line above, where it is a label: a form has its values on lines of their own."""
    text = document.text
    line = text[: span.start].rstrip("\n").rpartition("\n")[2].strip()
    alone = span.start == 0 or text[span.start - 1] == "\n"
    return line if alone and len(line) <= _LONGEST and not re.search(r"[0-9。]", line) else ""


def head(document: Document, span: Span) -> str:
    """The words that name a cell of a table: its row, then its column."""
    for table in document.tables:
        cell = next((c for c in table.cells if c.span is not None and c.span == span), None)
        if cell is not None:
            named = (*table.row_path(cell)[-1:], *table.header(cell)[-1:])
            words = (document.text[one.span.start : one.span.end] for one in named if one.span and not one.figure)
            return re.sub(r"[0-9０-９\s]", "", "／".join(words))[: 2 * _LONGEST]
    return ""
