"""A plain table as an Excel file: words of a report never become a formula, counts can be sorted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

_EPOCH = datetime(2000, 1, 1)
_WIDEST = 60


def listing(name: str, columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> bytes:
    """One sheet with a filter on its head; the same rows, the same bytes."""
    import xlsxwriter

    raw = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(raw, options)
    book.set_properties({"created": _EPOCH, "author": "jixiao"})
    base = {"font_name": "宋体", "font_size": 11, "valign": "top", "text_wrap": True}
    head = book.add_format({**base, "bold": True, "bg_color": "#DDE7F0"})
    text, number = book.add_format({**base, "num_format": "@"}), book.add_format(base)
    sheet = book.add_worksheet(name)
    for column, title in enumerate(columns):
        sheet.write_string(0, column, title, head)
        longest = max((_width(row[column]) for row in rows), default=0)
        sheet.set_column(column, column, min(_WIDEST, max(_width(title), longest) + 2))
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(at, column, value, number)
            else:
                sheet.write_string(at, column, _plain(value), text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
    book.close()
    return raw.getvalue()


def _plain(value: str) -> str:
    """The text without what no cell can hold: control characters, lone surrogates, more than a cell's worth."""
    return "".join(c for c in value if c.isprintable() or c == "\n").encode("utf-8", "replace").decode()[:32_000]


def _width(value: str | int) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in str(value))
