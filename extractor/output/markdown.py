"""A draft as Markdown."""

from __future__ import annotations

import base64
import re

from extractor.drafts import Draft

_NOTE = re.compile(r"<!-- jixiao:([A-Za-z0-9+/=]+) -->")
_MARKS = re.compile(r"([\\`*_<>#])")


def markdown(draft: Draft, note: bytes, label: str = "") -> str:
    """Title, headings, paragraphs and tables; the note that `--verify` needs stands in a comment at the end."""
    lines = [f"> {label}\n"] if label else []
    for block in draft.blocks:
        text = _MARKS.sub(r"\\\1", block.text)
        head = "# " if block.kind == "title" else f"{'#' * min(block.level + 1, 6)} " if block.kind == "heading" else ""
        lines.append(f"{head}{text}\n")
    for table in draft.tables:
        lines.append(f"## {table.name}\n")
        rows = (table.columns, tuple("---" for _ in table.columns), *table.rows)
        lines += ["".join(f"| {cell.replace('|', '｜')} " for cell in row) + "|" for row in rows]
        lines.append("")
    lines.append(f"<!-- jixiao:{base64.b64encode(note).decode()} -->")
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """The report of such a file without its marks, a blank line between paragraphs."""
    text = _NOTE.sub("", text)
    lines = [re.sub(r"\\([\\`*_<>#])", r"\1", re.sub(r"^#{1,6} ", "", line)) for line in text.splitlines()]
    return "\n".join(line for line in lines if not line.startswith(">"))


def note(text: str) -> bytes | None:
    """The note of such a file; None when it is not there."""
    found = _NOTE.search(text)
    try:
        return base64.b64decode(found[1], validate=True) if found else None
    except ValueError:
        return b""  # a note that was damaged: `record` says so
