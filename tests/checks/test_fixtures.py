"""The project's own reports, by their gold: every planted error is found, and no other."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from extractor.checks import check
from extractor.model import Checked, Dimension, Document, Field, Quantity, Report, Row, Severity, Span, State
from extractor.numbers import find
from extractor.reading import read
from extractor.reports import load
from fixtures.cases import Case, cases

CASES = cases()


def _find(text: str, quote: str) -> Span:
    # The reader turns the bars of a piped table into tabs
    pattern = r"[\s|]*".join(re.escape(char) for char in "".join(quote.replace("|", " ").split()))
    found = re.search(pattern, text)
    assert found is not None, quote
    return Span(*found.span())


def _field(document: Document, path: str, gold: dict[str, Any], quantities: list[Quantity]) -> Field:
    span, value = _find(document.text, gold["quote"]), gold["value"]
    evidence = document.cite(span)
    if isinstance(value, list):
        return Field(path, State.FOUND, tuple(value), None, evidence, (evidence,))
    quantity = None
    if load("department").fields[path].dimension is not Dimension.NONE:
        wanted = abs(Decimal(str(value)))
        quantity = next((item for item in quantities if item.number in span and abs(item.mantissa) == wanted), None)
    return Field(path, State.FOUND, str(value), gold["unit"], evidence, (evidence,), quantity=quantity)


def _row(document: Document, gold: dict[str, Any], quantities: list[Quantity]) -> Row:
    name, found = _find(document.text, gold["name"]), {}
    for key in ("budget", "final"):
        after = (item for item in quantities if item.number.start >= name.end and item.mantissa == gold.get(key))
        if (quantity := next(after, None)) is not None:
            found[key] = quantity
    end = max(quantity.span.end for quantity in found.values())
    return Row({"name": gold["name"]}, document.cite(Span(name.start, end)), gold["unit"], found)


def _check(case: Case) -> tuple[Document, Checked]:
    document = read(case.folder / "report.txt")
    department = load("department")
    quantities = list(find(document.text))
    fields = {path: Field(path, State.ABSENT) for path in department.fields}
    for path, gold in case.gold["fields"].items():
        if path in fields:
            fields[path] = _field(document, path, gold, quantities)
    projects = case.gold.get("tables", {}).get("projects", [])
    rows = tuple(_row(document, project, quantities) for project in projects)
    return document, check(document, Report("department", document.id, "gold", fields, projects=rows), department)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_error_was_planted(case: Case) -> None:
    document, result = _check(case)
    planted = [_find(document.text, error["quote"]) for error in case.gold["planted"]]
    for finding in result.findings:
        if finding.severity is Severity.ERROR:
            places = [evidence.span for evidence in finding.evidence]
            assert any(place.overlaps(error) for place in places for error in planted), finding.message


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_planted_error_is_found(case: Case) -> None:
    document, result = _check(case)
    places = [
        evidence.span
        for finding in result.findings
        if finding.severity is not Severity.NOTE
        for evidence in finding.evidence
    ]
    for error in case.gold["planted"]:
        assert any(place.overlaps(_find(document.text, error["quote"])) for place in places), error["why"]
