"""What each command shows: the JSON object of a file for a program, and its blocks for a person.

`console` is imported where it prints: rich takes longer to import than a short report to read, and JSON needs none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractor.cli.files import View
from extractor.model import Document
from extractor.output import json, words
from extractor.pipeline import described

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

    screen = console.console()
    for one in _each(path, result):
        names = {name: spec.name for name, spec in one.report_type.fields.items()}
        groups = {**words.GROUPS, **one.report_type.groups}
        console.show(screen, console.fields(one.report, names, groups))
        console.show(screen, console.lists(one.report))
        if one.leftovers is not None:
            console.show(screen, console.leftovers(one.leftovers))


def _each(path: str, result: Result) -> Iterator[Result]:
    """Every report of a file, each under its title; the file's own first where it holds but one."""
    from extractor.output import console

    parts = result.parts or (result,)
    for number, one in enumerate(parts, 1):
        place = f"{path}（第 {number} 份，共 {len(parts)} 份）" if len(parts) > 1 else path
        console.show(console.console(), console.title(place, one.document, one.report, one.report_type.title))
        yield one


def _print_findings(result: Result, numbers: bool) -> None:
    from extractor.output import console
    from extractor.output.numbers import numbers as blocks

    if result.checked is not None:
        screen = console.console()
        console.show(screen, console.findings(result.checked))
        console.show(screen, blocks(result.document, result.checked, everything=numbers))


text = View(json.read, _print_text)
outline = View(json.read, _print_outline)
report: View[Result] = View(described, _print_report)


def checked(*, fields: bool, numbers: bool) -> View[Result]:
    """What `check` shows: the fields too, and all numbers that nothing speaks of, where these are asked for."""

    def to_person(path: str, result: Result) -> None:
        if fields:
            _print_report(path, result)
        bare = fields and not result.parts
        for one in (result,) if bare else _each(path, result):
            _print_findings(one, numbers)

    return View(described, to_person)
