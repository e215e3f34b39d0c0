"""What a file is, by its first bytes and, for the two kinds of container, by the names of its parts."""

from __future__ import annotations

import io
import re
import zipfile
from enum import Enum, auto

from extractor.errors import CorruptFileError, EncryptedFileError, FileTypeError


class Kind(Enum):
    """What the bytes are."""

    PDF = auto()
    TEXT = auto()
    IMAGE = auto()
    DOCX = auto()
    OLD_WORD = auto()
    """.doc or .rtf, which LibreOffice turns into .docx."""


_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM")
_AS_PDF = "请另存为 PDF 后再试。"
_UNPACK = "请先解压，再把里面的报告一次交给本程序（可以写 *.pdf）。"
_NOT_READ: tuple[tuple[bytes, str, str], ...] = (
    (b"Rar!", "RAR 压缩文件", _UNPACK),
    (b"7z\xbc\xaf", "7z 压缩文件", _UNPACK),
    (b"\x1f\x8b", "gzip 压缩文件", _UNPACK),
    (b"GIF8", "GIF 图片", "请另存为 PNG 后再试。"),
    (b"%!PS", "PostScript 文件", _AS_PDF),
)
_HEIF = re.compile(rb"ftyp(?:hei|hev|mif|avif)")
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|\?xml|!--|table|meta|svg)", re.IGNORECASE)
_MAIL = re.compile(rb"(?:MIME-Version|Received|From|Return-Path):", re.IGNORECASE)
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("xl/", "Excel 文件", _AS_PDF),
    ("ppt/", "PowerPoint 文件", _AS_PDF),
    ("OFD.xml", "OFD 版式文件", "请用 OFD 阅读器另存（或打印）为 PDF 后再试。"),
    ("mimetype", "OpenDocument 文件", "请另存为 .docx 或 PDF 后再试。"),
)


def kind_of(name: str, data: bytes) -> Kind:
    """The kind of the bytes. Raises `FileTypeError` with the next step for what is not read here."""
    if b"%PDF-" in data[:1024] and not data.startswith((_ZIP, _OLE)):
        return Kind.PDF
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _zipped(name, data)
    if data.startswith(_OLE):
        return _compound(name, data)
    if data.startswith(b"{\\rtf"):
        return Kind.OLD_WORD
    if (data.startswith(_IMAGES) and b"\x00" in data[:64]) or _is_webp(data):
        return Kind.IMAGE
    for magic, what, step in _NOT_READ:
        if data.startswith(magic):
            raise FileTypeError(f"{name} 是{what}，不能直接读取。", step)
    if _HEIF.match(data[4:16]):
        raise FileTypeError(f"{name} 是 HEIC 图片，不能直接读取。", "请在手机或电脑上另存为 JPEG 后再试。")
    start = data[:512].removeprefix(b"\xef\xbb\xbf")
    if _MARKUP.match(start) or _MAIL.match(start):
        raise FileTypeError(f"{name} 是网页或邮件文件，不能直接读取。", "请用浏览器打开，打印成 PDF 后再试。")
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileTypeError(f"{name} 不是 PDF、Word、图片，也不是文本文件。")
    return Kind.TEXT


def _is_webp(data: bytes) -> bool:
    return data[:4] == b"RIFF" and data[8:12] == b"WEBP"


def _zipped(name: str, data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.namelist()
    except Exception as error:  # zipfile raises whatever its parser trips over
        raise CorruptFileError(f"{name} 已损坏，不是完整的 Word 或压缩文件。") from error
    if any(part in ("word/document.xml", "word\\document.xml") for part in parts):
        return Kind.DOCX
    for begin, what, step in _PARTS:
        if any(part.startswith(begin) for part in parts):
            raise FileTypeError(f"{name} 是 {what}，不能直接读取。", step)
    raise FileTypeError(f"{name} 是打包的文件，里面没有 Word 正文，不能直接读取。", _AS_PDF)


def _compound(name: str, data: bytes) -> Kind:
    """Old Office files name their streams in UTF-16 somewhere in the file."""
    if _named(data, "EncryptedPackage"):
        raise EncryptedFileError(f"{name} 设有打开密码。")
    if _named(data, "WordDocument"):
        return Kind.OLD_WORD
    what = "旧版 Excel 文件" if _named(data, "Workbook") or _named(data, "Book") else "旧版 Office 文件"
    raise FileTypeError(f"{name} 是{what}，不能直接读取。", _AS_PDF)


def _named(data: bytes, stream: str) -> bool:
    return stream.encode("utf-16-le") + b"\x00\x00" in data
