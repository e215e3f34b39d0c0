"""Which numbers of a report were checked, and the rest by name: silence is never to be taken for agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from extractor.model import Accounted, Checked, Document, Span, Standing
from extractor.output.console import one_line

_AROUND = 14
_SHOWN = 8
"""So many are listed unless all are asked for."""
_KINDS = {
    Standing.HOLDS: "成立",
    Standing.WITHIN_ROUNDING: "四舍五入内成立",
    Standing.FAILS: "不成立",
    Standing.RESERVED: "日期、代码、序号等不必核对",
}


def numbers(document: Document, checked: Checked, *, everything: bool) -> Iterator[RenderableType]:
    """Show how many numbers were checked, and those that no relation speaks of, each with the words around it."""
    if not checked.numbers:
        return
    alone = [item for item in checked.numbers if item.standing is Standing.ALONE]
    yield Text(_told(checked.numbers, len(alone)), style="bold")
    if not alone:
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="underline")
    table.add_column("页", no_wrap=True)
    table.add_column("数字", no_wrap=True)
    table.add_column("前后文", overflow="fold")
    for item in alone if everything else alone[:_SHOWN]:
        page = document.cite(item.span).page
        around = Text(one_line(_around(document.text, item.span)), style="dim")
        table.add_row(Text(str(page or "")), Text(one_line("".join(item.quote.split()))), around)
    yield table
    if not everything and len(alone) > _SHOWN:
        yield Text(f"另有 {len(alone) - _SHOWN} 个没有列出，加 --numbers 全部列出。", style="dim")


def _told(items: Sequence[Accounted], alone: int) -> str:
    counts = Counter(item.standing for item in items)
    kinds = "，".join(f"{name} {counts[standing]}" for standing, name in _KINDS.items() if counts[standing])
    whole = f"{len(items)} 个数字中 {len(items) - alone} 个已核对（{kinds}）" if kinds else f"{len(items)} 个数字"
    if not alone:
        return f"{whole}。"
    return f"{whole}，其余 {alone} 个列在下面，没有关系可以核对：" if kinds else f"{whole}都没有关系可以核对："


def _around(text: str, span: Span) -> str:
    """The words around a number, within its line."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
    stop = text.find("\n", span.end)
    end = min(len(text) if stop < 0 else stop, span.end + _AROUND)
    return " ".join(text[start:end].split())
