"""The JSON contract: one object a file, the same for `extract` and `check` (CHANGELOG line before any change here)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extractor.errors import JixiaoError
from extractor.model import (
    Checked,
    Document,
    Evidence,
    Field,
    Finding,
    Hidden,
    Item,
    Leftover,
    Origin,
    Report,
    Row,
    Section,
    Standing,
    Tested,
    Verdict,
)

SCHEMA = 1
_MOST_HIDDEN = 1000


def dumps(objects: Sequence[Mapping[str, Any]]) -> bytes:
    """Write the array that goes to stdout: always UTF-8, always valid, one object a file.

    A file name that is not valid text keeps its odd bytes as escapes of lone surrogates.
    """
    return _bytes(objects)


def dump(one: Mapping[str, Any]) -> bytes:
    """Write the object of one file, as it stands in the array."""
    return _bytes(one)


def _bytes(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="backslashreplace")


def failed(path: str, error: JixiaoError) -> dict[str, Any]:
    """Describe a file that could not be processed."""
    return {
        "source": {"path": path},
        "error": {"code": error.code, "message": error.message, "hint": error.hint},
    }


def read(path: str, document: Document) -> dict[str, Any]:
    """Describe what `read` gives: the text, its pages and its heading tree."""
    return {
        "schema": SCHEMA,
        "source": source(path, document),
        "text": document.text,
        "pages": [
            {
                "number": page.number,
                "width": page.width,
                "height": page.height,
                "origin": page.origin.value,
                "span": None if page.span is None else [page.span.start, page.span.end],
            }
            for page in document.pages
        ],
        "sections": [_section(section) for section in document.sections],
        "hidden": [_hidden(hidden) for hidden in document.hidden],
        "warnings": list(document.notes),
    }


def extracted(path: str, document: Document, report: Report) -> dict[str, Any]:
    """Describe what `extract` gives."""
    span = {} if report.span is None else {"span": [report.span.start, report.span.end]}
    return {
        "schema": SCHEMA,
        "source": source(path, document),
        **span,
        "report_type": report.report_type,
        "engine": report.engine,
        "fields": {name: _field(field) for name, field in report.fields.items()},
        "problems": [_item(item) for item in report.problems],
        "measures": [_item(item) for item in report.measures],
        "indicators": [_row(row) for row in report.indicators],
        "projects": [_row(row) for row in report.projects],
        "usage": dict(report.usage),
        **({"receipt": dict(report.receipt)} if report.receipt else {}),
        "warnings": list(dict.fromkeys((*document.notes, *report.warnings))),
    }


def checked(path: str, document: Document, report: Report, result: Checked) -> dict[str, Any]:
    """Describe what `check` gives: all of `extract`, and the findings and relations."""
    return {
        **extracted(path, document, report),
        "findings": [_finding(finding) for finding in result.findings],
        "relations": {
            **{verdict.value: count for verdict, count in tally(result.relations).items()},
            "items": [_tested(tested) for tested in result.relations],
        },
        "numbers": _numbers(document, result),
    }


def leftover(found: Sequence[Leftover]) -> list[dict[str, Any]]:
    """Describe the numbers that nothing took."""
    return [
        {
            "value": one.quantity.digits,
            "unit": one.quantity.unit_text or None,
            "around": one.around,
            "evidence": _evidence(one.evidence),
        }
        for one in found
    ]


def tally(relations: Iterable[Tested]) -> dict[Verdict, int]:
    """Count the relations by verdict."""
    counts = dict.fromkeys(Verdict, 0)
    for tested in relations:
        counts[tested.verdict] += 1
    return counts


def _numbers(document: Document, result: Checked) -> dict[str, Any]:
    alone = [item for item in result.numbers if item.standing is Standing.ALONE]
    return {
        "total": len(result.numbers),
        "accounted": len(result.numbers) - len(alone),
        "alone": [
            {
                "quote": item.quote,
                "page": document.cite(item.span).page,
                "span": [item.span.start, item.span.end],
            }
            for item in alone
        ],
    }


def source(path: str, document: Document) -> dict[str, Any]:
    """Say which file it was: the path as given, the digest of its bytes, how many pages and how many of them by OCR."""
    return {
        "path": path,
        "sha256": document.id,
        "pages": len(document.pages),
        "scanned_pages": sum(page.origin is Origin.OCR for page in document.pages),
        "flags": [flag.value for flag in document.flags],
    }


def _hidden(hidden: Hidden) -> dict[str, Any]:
    box = hidden.box
    return {
        "text": hidden.text[:_MOST_HIDDEN],
        "why": hidden.why,
        "page": hidden.page,
        "box": None if box is None else [box.page, box.x0, box.y0, box.x1, box.y1],
        "place": hidden.place,
    }


def _evidence(evidence: Evidence | None) -> dict[str, Any] | None:
    if evidence is None:
        return None
    return {
        **({} if evidence.place is None else {"place": evidence.place}),
        "page": evidence.page,
        "quote": evidence.quote,
        "span": [evidence.span.start, evidence.span.end],
        "boxes": [[box.page, box.x0, box.y0, box.x1, box.y1] for box in evidence.boxes],
    }


def _field(field: Field) -> dict[str, Any]:
    return {
        "state": field.state.value,
        "value": list(field.value) if isinstance(field.value, tuple) else field.value,
        "unit": field.unit,
        "evidence": _evidence(field.evidence),
        "mentions": len(field.mentions),
        "engines": list(field.engines),
        "reasons": list(field.reasons),
    }


def _item(item: Item) -> dict[str, Any]:
    told = {"category": item.category, "answers": item.answers}
    return {"text": item.text, "evidence": _evidence(item.evidence), **{k: v for k, v in told.items() if v}}


def _row(row: Row) -> dict[str, Any]:
    return {"cells": dict(row.cells), "unit": row.unit, "evidence": _evidence(row.evidence)}


def _section(section: Section) -> dict[str, Any]:
    return {
        "mark": section.mark,
        "title": section.title,
        "level": section.level,
        "span": [section.span.start, section.span.end],
        "children": [_section(child) for child in section.children],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "expression": finding.expression,
        "stated": finding.stated,
        "computed": finding.computed,
        "residual": finding.residual,
        "quotes": [evidence.quote for evidence in finding.evidence],
        "evidence": [_evidence(evidence) for evidence in finding.evidence],
        "repairs": [
            {
                "quote": repair.quote,
                "from": repair.before,
                "to": repair.after,
                "why": repair.why,
                "closes": repair.closes,
                "at": None if repair.at is None else [repair.at.start, repair.at.end],
            }
            for repair in finding.repairs
        ],
    }


def _tested(tested: Tested) -> dict[str, Any]:
    return {
        "code": tested.code,
        "name": tested.name,
        "expression": tested.expression,
        "verdict": tested.verdict.value,
        "evidence": [_evidence(evidence) for evidence in tested.evidence],
    }
