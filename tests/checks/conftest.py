"""A small notation for reports in tests: `采购{procurement.total:12.50万元}` is text, and a field that was read there.

`{projects[0].final:3万元}` and `{indicators[0].score:5分}` are cells of rows, `{….names:甲、乙}` is a list.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from extractor.checks import check
from extractor.model import Checked, Document, Evidence, Field, Finding, Quantity, Report, Row, Span, State
from extractor.numbers import find
from extractor.reports import load

_MARK = re.compile(r"\{([\w.\[\]]+):([^}]*)\}")
_CELL = re.compile(r"(\w+)\[(\d+)\]\.(\w+)")


def read(marked: str) -> tuple[Document, Report]:
    """The document without marks, and the report with every marked field."""
    text, marks = _unmark(marked)
    document = Document(id="0" * 64, text=text, pages=(), sections=())
    quantities = list(find(text))
    fields: dict[str, Field] = {path: Field(path, State.ABSENT) for path in load("department").fields}
    rows: dict[str, dict[int, dict[str, Span]]] = {}
    for path, span in marks:
        cell = _CELL.fullmatch(path)
        if cell:
            rows.setdefault(cell[1], {}).setdefault(int(cell[2]), {})[cell[3]] = span
        else:
            fields[path] = _field(path, document.cite(span), quantities)
    lists = {name: tuple(_row(document, cells, quantities) for cells in items.values()) for name, items in rows.items()}
    report = Report(
        "department", document.id, "rules", fields,
        projects=lists.get("projects", ()), indicators=lists.get("indicators", ()),
    )  # fmt: skip
    return document, report


@dataclass(frozen=True)
class Result:
    """What a check gave, asked by code."""

    checked: Checked

    def verdict(self, code: str) -> str:
        """The verdict of the one relation with this code."""
        (tested,) = (item for item in self.checked.relations if item.code in (code, f"RELATION.{code}"))
        return tested.verdict.value

    def verdicts(self) -> dict[str, int]:
        """How many relations came out how."""
        return dict(Counter(item.verdict.value for item in self.checked.relations))

    def codes(self, severity: str | None = None) -> list[str]:
        """The codes of the findings (of one severity), in their order."""
        return [finding.code for finding in self.checked.findings if severity in (None, finding.severity)]

    def one(self, code: str) -> Finding:
        """The one finding with this code."""
        (finding,) = (finding for finding in self.checked.findings if finding.code in (code, f"RELATION.{code}"))
        return finding


@pytest.fixture(scope="session")
def checked() -> Callable[[str], Result]:
    """Check a marked text."""
    return lambda marked: Result(check(*read(marked), load("department")))


def _unmark(marked: str) -> tuple[str, list[tuple[str, Span]]]:
    text, marks, last = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[last : mark.start()]
        marks.append((mark[1], Span(len(text), len(text) + len(mark[2]))))
        text += mark[2]
        last = mark.end()
    return text + marked[last:], marks


def _quantity(span: Span, quantities: list[Quantity]) -> Quantity | None:
    return next((quantity for quantity in quantities if quantity.number in span), None)


def _field(path: str, evidence: Evidence, quantities: list[Quantity]) -> Field:
    quantity = _quantity(evidence.span, quantities)
    if path.endswith(".names"):
        return Field(path, State.FOUND, tuple(evidence.quote.split("、")), None, evidence, (evidence,))
    if quantity is None:
        return Field(path, State.FOUND, evidence.quote, None, evidence, (evidence,))
    return Field(path, State.FOUND, quantity.digits, quantity.unit_text, evidence, (evidence,), quantity=quantity)


def _row(document: Document, cells: dict[str, Span], quantities: list[Quantity]) -> Row:
    spans = list(cells.values())
    evidence = document.cite(Span(min(span.start for span in spans), max(span.end for span in spans)))
    found = {key: quantity for key, span in cells.items() if (quantity := _quantity(span, quantities))}
    return Row({key: document.text[span.start : span.end] for key, span in cells.items()}, evidence, None, found)
