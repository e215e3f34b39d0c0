"""What a person sees: tables and findings for a terminal, a GBK console or a pipe.

A file's text is never trusted: control characters (a terminal would obey them) are replaced, and nothing of it is read
as markup.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TextIO

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from extractor.errors import JixiaoError
from extractor.model import (
    Checked,
    Document,
    Evidence,
    Field,
    Finding,
    Item,
    Leftover,
    Origin,
    Report,
    Row,
    Section,
    State,
)
from extractor.output import words

_PIPE_WIDTH = 10_000
_HIDDEN = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd")
_VISIBLE = {**_HIDDEN, ord("\n"): "\n", ord("\t"): " "}
_ONE_LINE = {**_HIDDEN, ord("\n"): " ", ord("\t"): " "}


def console(stream: TextIO | None = None) -> Console:
    """Make a console: as wide as the terminal; in a pipe as wide as it takes, so that no value is broken."""
    stream = stream or sys.stdout
    wide = not stream.isatty() and "COLUMNS" not in os.environ
    return Console(file=stream, width=_PIPE_WIDTH if wide else None, highlight=False, markup=False, emoji=False)


def show(to: Console, blocks: Iterable[RenderableType]) -> None:
    """Print blocks; in a pipe without the blanks that pad a table."""
    for block in blocks:
        if to.is_terminal:
            to.print(block)
            continue
        with to.capture() as captured:
            to.print(block)
        to.file.write("".join(f"{line.rstrip(' ')}\n" for line in captured.get().splitlines()))


def text(document: Document) -> str:
    """Return the text of a document, safe to print."""
    return document.text.translate(_VISIBLE).rstrip("\n") + "\n"


def outline(document: Document) -> Iterator[RenderableType]:
    """Show the heading tree, with the page each heading stands on."""
    for section in document.walk():
        yield _heading(document, section)


def failure(path: str, error: JixiaoError) -> Iterator[RenderableType]:
    """Show a file that could not be processed, and the next step."""
    yield Text.assemble(
        (f"{one_line(path)}：", "bold"), (one_line(error.message), "red"), f" {one_line(error.hint)}（{error.code}）"
    )


def title(path: str, document: Document, report: Report, type_name: str) -> Iterator[RenderableType]:
    """Show which file it is, and how it was read."""
    engine = words.ENGINES.get(report.engine, report.engine)
    yield Text.assemble((one_line(path), "bold underline"), f"  {one_line(type_name)} | {_length(document)} | {engine}")
    for warning in dict.fromkeys((*document.notes, *report.warnings)):
        yield Text(f"注意：{one_line(warning)}", style="yellow")


def fields(
    report: Report, names: Mapping[str, str], groups: Mapping[str, str] = words.GROUPS
) -> Iterator[RenderableType]:
    """Show every field that the report prints, group by group, and by name those that it does not print."""
    shown = [field for field in report.fields.values() if field.state is not State.ABSENT]
    absent = [names.get(field.path, field.path) for field in report.fields.values() if field.state is State.ABSENT]
    table = _table("字段", "值", "单位", "页", "原文", "状态")
    for group, members in groupby(shown, key=lambda field: _group(field, groups)):
        for number, field in enumerate(members):
            if number == 0:
                table.add_row(Text(f"【{group}】", style="cyan"))
            table.add_row(*_field(field, names))
    yield table
    if absent:
        yield Text(f"\n未写明（{len(absent)}项）：{'、'.join(absent)}", style="dim")


def lists(report: Report) -> Iterator[RenderableType]:
    """Show problems, measures, indicators and projects."""
    yield from _items("存在问题", report.problems)
    yield from _items("改进措施", report.measures)
    yield from _rows("绩效指标", report.indicators)
    yield from _rows("项目支出", report.projects)


def leftovers(found: Sequence[Leftover]) -> Iterator[RenderableType]:
    """Show the numbers that nothing took, with the words around them."""
    yield Text(f"\n【没有归入任何字段的数字】共 {len(found)} 个", style="cyan")
    if not found:
        return
    table = _table("页", "数字", "前后文")
    for one in found:
        number = f"{one.quantity.digits}{one.quantity.unit_text}"
        table.add_row(
            Text(str(one.evidence.page or "")), Text(one_line(number)), Text(one_line(one.around), style="dim")
        )
    yield table


def findings(checked: Checked) -> Iterator[RenderableType]:
    """Show what a clerk should look at, most serious first, and how many relations were tested."""
    for number, finding in enumerate(checked.findings, 1):
        yield _finding(number, finding)
    yield Text(words.summary(checked), style="bold")


def _finding(number: int, finding: Finding) -> RenderableType:
    label, style = words.SEVERITIES[finding.severity]
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(f"{number}. {label}", style=style), Text(one_line(finding.message), style="bold"))
    for evidence in finding.evidence:
        grid.add_row("   原文", Text(f"{one_line(evidence.quote)}{_page(evidence)}"))
    figures = (("报告值", finding.stated), ("计算值", finding.computed), ("差额", finding.residual))
    if any(value for _, value in figures):
        grid.add_row("   核对", Text("，".join(f"{name} {one_line(value)}" for name, value in figures if value)))
    if finding.expression:
        grid.add_row("   关系", Text(f"{one_line(finding.expression)}（{finding.code}）"))
    for repair in finding.repairs:
        closes = f"，改后可使 {repair.closes} 项关系成立" if repair.closes else ""
        change = f"“{one_line(repair.before)}”可能应为“{one_line(repair.after)}”"
        grid.add_row("   建议", Text(f"{change}：{one_line(repair.why).rstrip('。')}{closes}。", style="green"))
    grid.add_row("")
    return grid


def _group(field: Field, groups: Mapping[str, str]) -> str:
    head = field.path.split(".")[0]
    return groups.get(head, head)


def _field(field: Field, names: Mapping[str, str]) -> tuple[RenderableType, ...]:
    value = "、".join(field.value) if isinstance(field.value, tuple) else field.value or ""
    label, style = words.STATES[field.state]
    places = (field.evidence,) if field.evidence else field.mentions  # a conflict may have no value, only its mentions
    return (
        Text(names.get(field.path, field.path)),
        Text(one_line(value), style="bold" if field.state is State.FOUND else style),
        Text(one_line(field.unit or "")),
        Text("、".join(dict.fromkeys(str(place.page) for place in places if place.page))),
        Text(" / ".join(dict.fromkeys(one_line(place.quote) for place in places)), style="dim"),
        Text(label, style=style),
    )


def _items(name: str, items: tuple[Item, ...]) -> Iterator[RenderableType]:
    if not items:
        return
    yield Text(f"\n【{name}】共 {len(items)} 条", style="cyan")
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for number, item in enumerate(items, 1):
        grid.add_row(f"{number}.", Text(f"{one_line(item.text)}{_page(item.evidence)}"))
    yield grid


def _rows(name: str, rows: tuple[Row, ...]) -> Iterator[RenderableType]:
    if not rows:
        return
    keys = tuple(dict.fromkeys(key for row in rows for key in row.cells))
    yield Text(f"\n【{name}】共 {len(rows)} 行", style="cyan")
    table = _table(*(words.CELLS.get(key, key) for key in keys), "单位", "页")
    for row in rows:
        cells = [Text(one_line(row.cells.get(key, ""))) for key in keys]
        table.add_row(*cells, Text(one_line(row.unit or "")), Text(str(row.evidence.page or "")))
    yield table


def _heading(document: Document, section: Section) -> Text:
    place = _page(document.cite(section.heading))
    return Text(f"{'  ' * (section.level - 1)}{one_line(section.mark)}{one_line(section.title)}{place}")


def _table(*names: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="underline")
    for name in names:
        table.add_column(name, overflow="fold", no_wrap=name in ("单位", "页", "状态"))
    return table


def _length(document: Document) -> str:
    if all(page.origin is Origin.PLAIN for page in document.pages):
        return f"{len(document.text)} 字"
    scanned = sum(page.origin is Origin.OCR for page in document.pages)
    return f"{len(document.pages)} 页" + (f"（其中扫描 {scanned} 页）" if scanned else "")


def _page(evidence: Evidence) -> str:
    return f"（第 {evidence.page} 页）" if evidence.page else ""


def one_line(printed: str) -> str:
    """What a file printed, on one line and without what a terminal would obey, or could not print."""
    return printed.translate(_ONE_LINE).strip().encode("utf-8", "replace").decode()
