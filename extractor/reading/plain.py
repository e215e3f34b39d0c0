"""Plain text files: UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030."""

from __future__ import annotations

from extractor.errors import EmptyFileError, FileTypeError
from extractor.model import Origin
from extractor.reading.files import Source
from extractor.reading.line import Line, PageLines
from extractor.reading.separated import with_tables


def plain_pages(source: Source) -> list[PageLines]:
    """The lines of a text file; a form feed starts a new page. Blank lines are kept (they separate blocks)."""
    text = decode(source)
    if not text.strip():
        raise EmptyFileError(f"{source.name} 里没有文字。")
    pages = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    return [
        PageLines(number, 0, 0, Origin.PLAIN, with_tables([Line(line) for line in page.split("\n")]))
        for number, page in enumerate(pages, 1)
    ]


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
