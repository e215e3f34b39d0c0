"""What each command shows: the JSON object of a file for a program, and its blocks for a person.

`console` is imported where it prints: rich takes longer to import than a short report to read, and JSON needs none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.cli.files import View
from extractor.model import Document
from extractor.output import json

if TYPE_CHECKING:
    from extractor.pipeline import Result


def _print_text(path: str, document: Document) -> None:
    from extractor.output import console

    print(console.text(document), end="")


def _print_outline(path: str, document: Document) -> None:
    from extractor.output import console

    console.show(console.console(), console.outline(document))


def _print_report(path: str, result: Result) -> None:
    from extractor.output import console

    names = {name: spec.name for name, spec in result.report_type.fields.items()}
    screen = console.console()
    console.show(screen, console.title(path, result.document, result.report, result.report_type.title))
    console.show(screen, console.fields(result.report, names))
    console.show(screen, console.lists(result.report))


def _print_checked(path: str, result: Result) -> None:
    from extractor.output import console

    screen = console.console()
    console.show(screen, console.title(path, result.document, result.report, result.report_type.title))
    _print_findings(path, result)


def _print_checked_with_fields(path: str, result: Result) -> None:
    _print_report(path, result)
    _print_findings(path, result)


def _print_findings(path: str, result: Result) -> None:
    from extractor.output import console

    if result.checked is not None:
        console.show(console.console(), console.findings(result.checked))


def _checked(path: str, result: Result) -> dict[str, object]:
    assert result.checked is not None
    return json.checked(path, result.document, result.report, result.checked)


text = View(json.read, _print_text)
outline = View(json.read, _print_outline)
report: View[Result] = View(lambda path, result: json.extracted(path, result.document, result.report), _print_report)
checked = View(_checked, _print_checked)
checked_with_fields = View(_checked, _print_checked_with_fields)
