"""PDF: the text layer with a box for every character; a page without a usable one goes to OCR."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pymupdf

from extractor.errors import CorruptFileError, JixiaoError, LimitError, NoOcrError
from extractor.model import Flag, Hidden, Origin, Place
from extractor.reading.ahead import Later, in_order
from extractor.reading.columns import with_columns
from extractor.reading.facts import MENDED, damaged, open_pdf
from extractor.reading.files import Source
from extractor.reading.glyphs import Digits
from extractor.reading.hidden import Sight, look, words
from extractor.reading.line import Line, PageLines, Remarks
from extractor.reading.ruled import drawn_frames, with_tables
from extractor.reading.unprinted import layers, unprinted
from extractor.settings import Settings

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

_FLAGS = (
    pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_MEDIABOX_CLIP
    | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
    | pymupdf.TEXT_COLLECT_VECTORS
    | pymupdf.TEXT_IGNORE_ACTUALTEXT
)
"""What a page's marks say it reads (ActualText) is not what is printed on it."""
_DRAWN = 3
"""The type of a block that is a drawn line or rectangle; they come with the text at no cost."""
_ENOUGH_DRAWN, _MOST_DRAWN = 2, 20_000
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_ACCENTED = re.compile("[\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
"""Chinese read in the wrong encoding (ÎÒÃÇ); a report's own text has next to none of these (· × ÷ are left out)."""
_SPARSE = 8
"""A page with an image and fewer readable characters than this has no usable text layer (a stamp, a page number)."""
_MOST_ON_A_PAGE = 100_000
_TOO_MUCH = re.compile(r"alloc\b.*failed|bad_alloc|out of memory|compression bomb", re.IGNORECASE)
"""How MuPDF says that a page swells beyond all measure."""
_SHOWN_PAGES = 10


def pdf_pages(source: Source, settings: Settings) -> Iterator[PageLines]:
    """The printed lines of each page, what is to be said of the file on the last one.

    Raises an `InputError`; a single page that cannot be read is left out, and the file is flagged as partial.
    """
    pdf, remarks = open_pdf(source, settings)
    with pdf:
        lost: list[int] = []
        hurt: list[int] = []
        left = settings.characters
        off = layers(source, pdf)
        digits = Digits()
        size, sizes = (0.0, 0.0), dict[int, tuple[float, float]]()

        def begin(index: int) -> PageLines | Later:
            try:
                page = pdf[index]
                sizes[index] = (page.rect.width, page.rect.height)
                return _page(page, index + 1, settings, digits, off)
            finally:  # asked here, where the PDF library is used: pages are begun ahead of those that are handed on
                if damaged():
                    hurt.append(index + 1)

        for index, got in enumerate(in_order(begin, pdf.page_count, settings)):
            size = sizes.pop(index, size)
            try:
                lines = got()
            except MemoryError:
                raise LimitError(f"{source.name} 第 {index + 1} 页用尽了内存（memory_mb）。") from None
            except JixiaoError:
                raise
            except Exception as error:  # MuPDF has an error class of its own for every kind of damage
                if _TOO_MUCH.search(str(error)):
                    raise LimitError(f"{source.name} 第 {index + 1} 页解压后过大，没有读完。") from error
                lost.append(index + 1)
                lines = PageLines(index + 1, *size, Origin.TEXT_LAYER)
            left -= sum(len(block.text) for block in lines.lines if isinstance(block, Line))
            if left < 0:
                raise LimitError(f"{source.name} 的文字超过上限 {settings.characters} 个（characters）。")
            yield lines
        if len(lost) == pdf.page_count:
            raise CorruptFileError(f"{source.name} 已损坏，没有一页能读出来。")
        if lost:
            remarks += Remarks((Flag.PARTIAL,), (f"第 {_listed(lost)} 页已损坏，没有读出，其余各页照常读取。",))
        if hurt := [number for number in hurt if number not in lost]:
            note = f"第 {_listed(hurt)} 页的数据有损坏，可能有缺漏或读错的字，请与原件核对。"
            remarks += Remarks((Flag.REPAIRED,), (note,))
        if pdf.is_repaired and Flag.REPAIRED not in remarks.flags:  # found out only when a page was read
            remarks += Remarks((Flag.REPAIRED,), (MENDED,))
        yield PageLines(0, 0, 0, Origin.TEXT_LAYER, remarks=remarks)


def _listed(pages: list[int]) -> str:
    return "、".join(map(str, pages[:_SHOWN_PAGES])) + (" 等" if len(pages) > _SHOWN_PAGES else "")


def _page(
    page: pymupdf.Page, number: int, settings: Settings, digits: Digits, off: pymupdf.Document | None
) -> PageLines | Later:
    text = page.get_textpage(flags=_FLAGS)
    blocks = _blocks(text, number)
    sight = look(page, blocks)
    turn = page.rotation_matrix if page.rotation else None
    pieces = [
        piece
        for block in blocks
        for raw in block.get("lines", ())
        if (piece := _piece(raw, number, turn, sight)) is not None
    ]
    hidden = (*sight.report(number, turn), *_spoken(page, number, pieces, sight))
    scanned = _needs_ocr(page, pieces, bool(hidden))
    hidden += tuple(unprinted(page, text, number, off))
    remarks = Remarks()
    if hidden:
        remarks = Remarks((Flag.HIDDEN,), (f"第 {number} 页有看不见的文字，没有采用。",), hidden)
    layer = "".join(map(words, sight.layer))
    if scanned or sum(map(str.isalnum, layer)) >= _SPARSE:
        return _scanned(page, number, pieces, layer, settings, remarks)
    drawn = sum(block["type"] == _DRAWN for block in blocks)
    frames = drawn_frames(page) if _ENOUGH_DRAWN <= drawn <= _MOST_DRAWN else []
    rect = page.rect
    found = with_columns(with_tables(pieces, frames))
    lines = PageLines(number, rect.width, rect.height, Origin.TEXT_LAYER, found, remarks)
    if settings.text_layer == "ocr" or (settings.text_layer == "look" and digits.doubtful(page)):
        return _checked(page, lines, settings)
    return lines


def _blocks(text: pymupdf.TextPage, number: int) -> Sequence[dict[str, Any]]:
    if len(text.extractText()) > _MOST_ON_A_PAGE:
        raise LimitError(f"第 {number} 页的文字超过 {_MOST_ON_A_PAGE} 个。", "请用原软件重新导出后再试。")
    blocks: Sequence[dict[str, Any]] = text.extractRAWDICT()["blocks"]
    return blocks


def _scanned(
    page: pymupdf.Page, number: int, pieces: list[Line], layer: str, settings: Settings, remarks: Remarks
) -> Later:
    """The page as OCR will read it, with a word on a text layer that says something else."""
    from extractor.reading.scan import drawn, read_picture

    size = (page.rect.width, page.rect.height)
    image, box = drawn(page, settings)

    def work() -> PageLines:
        try:
            lines = read_picture(image, (box.x0, box.y0, box.x1, box.y1), number, size, settings)
        except NoOcrError:
            if not layer:
                raise
            note = f"第 {number} 页是扫描件，没有可用的 OCR，用了它自带的文字层，请与页面核对。"
            said = remarks + Remarks((Flag.MISMATCH,), (note,))
            return PageLines(number, *size, Origin.TEXT_LAYER, pieces, said)
        return replace(lines, remarks=remarks + _compared(lines, pieces, layer) + lines.remarks)

    return Later(image.shape[0] * image.shape[1], work)


def _checked(page: pymupdf.Page, lines: PageLines, settings: Settings) -> Later:
    """The page as its text layer says, if OCR reads the same figures in its drawing; else as OCR reads it."""
    from extractor.reading.scan import drawn, read_picture

    image, box = drawn(page, settings)
    size = (lines.width, lines.height)

    def work() -> PageLines:
        try:
            seen = read_picture(image, (box.x0, box.y0, box.x1, box.y1), lines.number, size, settings)
        except NoOcrError:
            note = f"第 {lines.number} 页画出来的数字像是与文字层不同，没有可用的 OCR 来核对，请与页面核对。"
            return replace(lines, remarks=lines.remarks + Remarks((Flag.MISMATCH,), (note,)))
        layer = _text(lines)
        # OCR may overlook a lone figure; one that it sees and that the layer does not have is what was looked for.
        if not _numbers(_text(seen)) - _numbers(layer):
            return lines
        return replace(seen, remarks=lines.remarks + _differs(lines.number, layer) + seen.remarks)

    return Later(image.shape[0] * image.shape[1], work)


def _differs(number: int, layer: str) -> Remarks:
    note = f"第 {number} 页的文字层与页面显示的不一致，已改用文字识别。"
    return Remarks((Flag.MISMATCH,), (note,), (Hidden(layer[:2000], "layer_differs", number),))


def _compared(lines: PageLines, pieces: list[Line], layer: str) -> Remarks:
    """What is to be said of a text layer that is not what OCR reads."""
    number = lines.number
    written = "".join(piece.text for piece in pieces)
    if _broken(written):
        return Remarks((Flag.MISMATCH,), (f"第 {number} 页的文字层是乱码，已改用文字识别。",))
    if layer and not _agree(layer, _text(lines)):
        return _differs(number, layer)
    return Remarks()


def _text(page: PageLines) -> str:
    parts: list[str] = []
    for block in page.lines:
        parts += [block.text] if isinstance(block, Line) else [line.text for line, _ in block.lines()]
    return "\n".join(parts)


def _agree(layer: str, shown: str) -> bool:
    """True when a text layer has the numbers that the page shows and no others, in whatever order."""
    return _numbers(layer) == _numbers(shown)


def _numbers(text: str) -> Counter[str]:
    return Counter(re.findall(r"\d+", unicodedata.normalize("NFKC", text)))


def _needs_ocr(page: pymupdf.Page, pieces: list[Line], hidden: bool) -> bool:
    """True when the page shows a picture and its text layer says nothing, or says it in broken characters."""
    text = "".join(piece.text for piece in pieces)
    readable = sum(map(str.isalnum, text))
    broken = _broken(text)
    if readable - broken >= _SPARSE and broken * 4 < readable:
        return False
    return bool(page.get_images() or broken or (not hidden and page.get_drawings()))


def _broken(text: str) -> int:
    """How many characters of a text layer say nothing."""
    accented = len(_ACCENTED.findall(text))
    return len(_BROKEN.findall(text)) + (accented if accented * 4 > len(text) else 0)


def _piece(raw: dict[str, Any], number: int, turn: pymupdf.Matrix | None, sight: Sight) -> Line | None:
    chars: list[str] = []
    places: list[Place | None] = []
    for span in raw["spans"]:
        if id(span) in sight.hidden:
            continue
        for char in span["chars"]:
            chars.append(char["c"])
            places.append((number, *(char["bbox"] if turn is None else pymupdf.Rect(char["bbox"]) * turn)))
    return Line("".join(chars), tuple(places)).strip() if chars and not "".join(chars).isspace() else None


def _spoken(page: pymupdf.Page, number: int, pieces: list[Line], sight: Sight) -> tuple[Hidden, ...]:
    """Words that the page's marks put in place of printed ones (ActualText), which a screen reader would read out."""
    if b"/ActualText" not in page.read_contents():
        return ()
    spoken = page.get_text("text", flags=_FLAGS & ~pymupdf.TEXT_IGNORE_ACTUALTEXT)
    printed = "".join(piece.text for piece in pieces) + "".join(words(span) for span, _ in sight.hidden.values())
    if sorted(filter(str.isalnum, spoken)) == sorted(filter(str.isalnum, printed)):
        return ()
    seen = set(re.findall(r"\w+", printed))
    other = " ".join(word for word in re.findall(r"\w+", spoken) if word not in seen)
    return (Hidden(other or spoken[:200], "actual_text", number),)
