"""A first gold file from what is extracted now, to be corrected by a person against the paper."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.errors import OutputError, UsageError
from extractor.extraction import extract
from extractor.model import Document, Field, Report, Row, State
from extractor.reading import read
from extractor.reports import ReportType, load
from extractor.reports.spec import Kind
from extractor.settings import Settings

NOTE = (
    "草稿：由程序读出，须对照原文逐项改正。值和单位照印（写错的也照抄）；quote 去掉空白后要能在原文中找到；"
    "报告没有印的字段删去；可填可不填的字段移到 unjudged；埋下或发现的错误写进 planted（没有则留空）。"
)


def label(path: Path, output: Path | None, type_name: str = "department", force: bool = False) -> Path:
    """Write the draft; raises UsageError rather than overwrite a corrected one."""
    stem = path.name.split(".")[0] if path.name.startswith("report.") else path.stem
    output = output or path.with_name("gold.json" if stem == "report" else f"{stem}.gold.json")
    if output.exists() and not force:
        raise UsageError(f"{output.name} 已经有了，没有覆盖。", "确要重来请加 --force，或用 -o 另存。")
    report_type = load(type_name)
    document = read(path, Settings.load())
    gold = draft(document, extract(document, report_type), report_type, path.name)
    try:
        output.write_text(dumps(gold), encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{output.name} 写不进去：{error.strerror}") from error
    return output


def draft(document: Document, report: Report, report_type: ReportType, source: str) -> dict[str, Any]:
    """Turn a report into the shape of a gold file. What was not chosen is listed under `unjudged`, to be decided."""
    fields = {
        path: _entry(field, report_type.fields[path].kind)
        for path, field in report.fields.items()
        if field.state is State.FOUND
    }
    open_ = [path for path, field in report.fields.items() if field.state in (State.CONFLICT, State.UNGROUNDED)]
    gold: dict[str, Any] = {
        "source": source,
        "note": NOTE,
        "fields": fields,
        "problems": [item.text for item in report.problems],
        "measures": [item.text for item in report.measures],
        "unjudged": open_,
    }
    tables = {name: [_row(row) for row in getattr(report, name)] for name in ("projects", "indicators")}
    if any(tables.values()):
        gold["tables"] = {name: rows for name, rows in tables.items() if rows}
    return gold


def dumps(gold: dict[str, Any]) -> str:
    """Write a gold file: numbers with the zeros they are printed with."""
    marked = json.dumps(gold, ensure_ascii=False, indent=1, default=lambda number: f"\0{number}\0")
    return marked.replace('"\\u0000', "").replace('\\u0000"', "") + "\n"


def _entry(field: Field, kind: Kind) -> dict[str, Any]:
    value: object = list(field.value) if isinstance(field.value, tuple) else field.value
    if field.quantity is not None or kind is Kind.YEAR:
        value = _number(str(field.value))
    return {"value": value, "unit": field.unit, "quote": field.evidence.quote if field.evidence else ""}


def _row(row: Row) -> dict[str, Any]:
    cells: dict[str, Any] = {
        name: _number(text) if name in row.quantities else text for name, text in row.cells.items()
    }
    return {**cells, "unit": row.unit}


def _number(text: str) -> object:
    try:
        return Decimal(text)
    except ArithmeticError:
        return text
