"""Tables as an Excel form: text stays text (a report's words never become a formula), open cells are yellow."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from extractor.drafts import Table

_EPOCH = datetime(2000, 1, 1)
HEAD = 2
"""Rows above the head of every sheet: the year, and what to do."""


def workbook(tables: Sequence[Table]) -> bytes:
    """The form; the same tables, the same bytes."""
    import xlsxwriter

    raw = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(raw, options)
    book.set_properties({"created": _EPOCH, "author": "jixiao"})
    looks = _looks(book)
    for table in tables:
        _sheet(book, looks, table)
    book.close()
    return raw.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    base = {
        "font_name": "宋体",
        "font_size": 11,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "num_format": "@",
    }
    return {
        "title": book.add_format({"font_name": "黑体", "font_size": 14, "num_format": "@"}),
        "note": book.add_format({"font_name": "宋体", "font_size": 11, "font_color": "#7F3F00", "num_format": "@"}),
        "head": book.add_format({**base, "font_name": "黑体", "bg_color": "#DDE7F0", "align": "center"}),
        "shut": book.add_format({**base, "font_color": "#444444", "bg_color": "#F5F5F5", "locked": True}),
        "open": book.add_format({**base, "bg_color": "#FFFBE0", "locked": False}),
    }


def _sheet(book: Any, looks: dict[str, Any], table: Table) -> None:
    sheet = book.add_worksheet(table.name)
    year, _, note = table.note.partition("\n")
    sheet.write_string(0, 0, "年度" if year else table.name, looks["title"])
    if year:
        sheet.write_string(0, 1, year, looks["title"])
    sheet.write_string(1, 0, note, looks["note"])
    for column, title in enumerate(table.columns):
        sheet.set_column(column, column, table.widths[column])
        sheet.write_string(HEAD, column, title, looks["head"])
    for number, row in enumerate(table.rows, HEAD + 1):
        for column, text in enumerate(row):
            look = looks["open" if column in table.open else "shut"]
            if text:
                sheet.write_string(number, column, text, look)
            else:
                sheet.write_blank(number, column, None, look)
    last = HEAD + max(len(table.rows), 1) + 30
    for column, choices in table.choices.items():
        sheet.data_validation(HEAD + 1, column, last, column, {"validate": "list", "source": list(choices)})
    sheet.freeze_panes(HEAD + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD)
