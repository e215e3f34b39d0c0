"""What is to be said of a PDF as a whole before its pages are read: is it whole, does a second parser agree, does it
hold scripts or other files."""

from __future__ import annotations

import io
import re

import pymupdf

from extractor.errors import CorruptFileError, EncryptedFileError, LimitError, NoPagesError
from extractor.model import Flag
from extractor.reading.files import Source
from extractor.reading.line import Remarks
from extractor.settings import Settings

MENDED = "文件结构有损坏，已自动修复后读取，可能有缺漏，请与原件核对。"
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|GoToR|GoToE|SubmitForm|ImportData|RichMedia|XFA)\b")
_EMBEDDED = re.compile(rb"/(?:EmbeddedFiles?|Filespec)\b")
_PICTURE = re.compile(
    rb"/(?:DCT|JPX|CCITTFax|JBIG2|Flate|LZW)Decode\b[^\0]{0,400}?\bstream\r?\n.*?\bendstream\b", re.DOTALL
)
"""Packed data."""
DAMAGED = (RuntimeError, ValueError, AssertionError, pymupdf.mupdf.FzErrorBase)
"""How PyMuPDF says that a file is damaged: MuPDF's own errors are no RuntimeErrors."""
_EXTRACTION = 1 << 4
"""The permission bit of copying text."""
_DAMAGE = re.compile(
    r"zlib error|premature end|read error|syntax error|format error|content stream|data check|unknown filter"
    r"|cannot load object|not closed|corrupt",
    re.IGNORECASE,
)
"""Complaints of MuPDF that mean lost or changed bytes; what it says of odd but whole fonts and colours is not among
them. Packed data carry a checksum, so that nearly every changed bit in them is noticed."""


def open_pdf(source: Source, settings: Settings) -> tuple[pymupdf.Document, Remarks]:
    """The opened file and its remarks.

    Raises `CorruptFileError`, `EncryptedFileError`, `NoPagesError` or `LimitError`.
    """
    corrupt = CorruptFileError(f"{source.name} 已损坏，不是完整的 PDF。")
    pymupdf.TOOLS.reset_mupdf_warnings()
    try:
        pdf = pymupdf.open(stream=source.data, filetype="pdf")
    except DAMAGED as error:
        raise corrupt from error
    try:
        if not pdf.is_pdf:
            raise corrupt
        if pdf.needs_pass and not pdf.authenticate(""):
            raise EncryptedFileError(f"{source.name} 设有打开密码。")
        pages = pdf.page_count
        repaired = bool(pdf.is_repaired)
    except DAMAGED as error:
        raise corrupt from error
    second = _second_count(source.data) if repaired or pages < 1 or source.data.count(b"startxref") > 1 else pages
    if pages < 1 and second:
        pdf, repaired = _rewritten(source.data) or pdf, True
        pages = pdf.page_count
    if pages < 1:
        raise NoPagesError(f"{source.name} 里没有任何页面。") if not second and _says_none(pdf) else corrupt
    if pages > settings.pages:
        raise LimitError(f"{source.name} 有 {pages} 页，超过上限 {settings.pages} 页（pages）。")
    return pdf, _remarks(source, pdf, repaired, second)


def damaged() -> bool:
    """True when MuPDF met damaged data since it was last asked."""
    return bool(_DAMAGE.search(pymupdf.TOOLS.mupdf_warnings(reset=True)))


def _remarks(source: Source, pdf: pymupdf.Document, repaired: bool, second: int | None) -> Remarks:
    flags: list[Flag] = []
    notes: list[str] = []
    if repaired or second is None:
        flags.append(Flag.REPAIRED)
        notes.append(MENDED)
    if second is not None and second != pdf.page_count:
        flags.append(Flag.PARTIAL)
        notes.append(f"两种方法数出的页数不同（{pdf.page_count} 页、{second} 页），请与原件核对。")
    # A picture's bytes may spell anything.
    objects = _PICTURE.sub(b"", source.data)
    if _ACTIVE.search(objects):
        flags.append(Flag.ACTIVE)
        notes.append("文件里有脚本或外部链接，没有运行，也没有打开。")
    if _EMBEDDED.search(objects) or _attachments(pdf):
        flags.append(Flag.EMBEDDED)
        notes.append("文件里嵌有别的文件，没有打开。")
    if pdf.metadata and pdf.metadata.get("encryption") and not pdf.permissions & _EXTRACTION:
        flags.append(Flag.RESTRICTED)
        notes.append("文件的作者设置了不许复制文字。")
    return Remarks(tuple(flags), tuple(notes))


def _says_none(pdf: pymupdf.Document) -> bool:
    """True when the file itself says that it has no page; one whose pages were lost says another number, or nothing."""
    try:
        return bool(pdf.xref_get_key(pdf.pdf_catalog(), "Pages/Count") == ("int", "0"))
    except DAMAGED:
        return False


def _attachments(pdf: pymupdf.Document) -> int:
    try:
        return int(pdf.embfile_count())
    except DAMAGED:
        return 0


def _rewritten(data: bytes) -> pymupdf.Document | None:
    """The file as qpdf writes it anew, where only qpdf finds its pages."""
    import pikepdf

    fresh = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            pdf.save(fresh)
        return pymupdf.open(stream=fresh.getvalue(), filetype="pdf")
    except (pikepdf.PdfError, OverflowError, *DAMAGED):
        return None


def _second_count(data: bytes) -> int | None:
    """The number of pages that qpdf counts; None where it cannot open the file.

    Only asked where two parsers may differ: in a damaged file, and in one with several tables of contents.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
            return len(pdf.pages)
    except (pikepdf.PdfError, RuntimeError, ValueError, OverflowError):
        return None
