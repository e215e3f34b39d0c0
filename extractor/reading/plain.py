"""Plain text files: UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030; Markdown without its marks."""

from __future__ import annotations

import re

from extractor.errors import EmptyFileError, FileTypeError, LimitError
from extractor.model import Origin
from extractor.reading.files import Source
from extractor.reading.line import Line, PageLines
from extractor.reading.separated import with_tables
from extractor.settings import Settings

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?=\S)", re.MULTILINE)
_MARKS = (
    (re.compile(r"<!--.*?-->", re.DOTALL), ""),
    (re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.MULTILINE), r"\1"),
    (re.compile(r"^ {0,3}(?:```.*|[-*_](?:[ \t]*[-*_]){2,}[ \t]*)$", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:> ?)+", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*[-*+][ \t]+", re.MULTILINE), ""),
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),
    (re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![*\w])\*(?=\S)([^*\n]+)(?<=\S)\*(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
)


def plain_pages(source: Source, settings: Settings | None = None) -> list[PageLines]:
    """The lines of a text file; a form feed starts a new page. Blank lines are kept (they separate blocks)."""
    text = decode(source)
    if sum(map(str.isalnum, text[:64])) < 2 and sum(map(str.isalnum, text)) < 2:
        raise EmptyFileError(f"{source.name} 里没有文字。")
    limit = (settings or Settings()).characters
    if len(text) > limit:
        raise LimitError(f"{source.name} 有 {len(text)} 个字，超过上限 {limit}（characters）。")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_markdown(text):
        text = unmarked(text)
    return [
        PageLines(number, 0, 0, Origin.PLAIN, with_tables([Line(line) for line in page.split("\n")]))
        for number, page in enumerate(text.split("\f"), 1)
    ]


def is_markdown(text: str) -> bool:
    """True when the text has a heading of Markdown; no report in plain text begins a line with `# `."""
    return _HEADING.search(text) is not None


def unmarked(text: str) -> str:
    """Markdown as a reader sees it: without the marks of headings, lists, emphasis, links and comments."""
    for pattern, kept in _MARKS:
        text = pattern.sub(kept, text)
    return text


def decode(source: Source) -> str:
    """The text of the bytes; raises `FileTypeError` when no known encoding fits."""
    encodings = ["utf-8-sig", "gb18030"]
    if source.data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings.insert(0, "utf-16")
    for encoding in encodings:
        try:
            return source.data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileTypeError(f"{source.name} 的文字编码无法识别。", "请用记事本另存为 UTF-8 编码后再试。")
