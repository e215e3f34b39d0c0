"""From a path to bytes of a known kind. The bytes decide the kind, never the name."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from extractor.errors import EmptyFileError, FileTypeError, MissingFileError


class Kind(Enum):
    """What the bytes are."""

    PDF = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes with the kind they are; `name` is for messages, `sha256` is the document's id."""

    name: str
    data: bytes
    kind: Kind

    @property
    def sha256(self) -> str:
        """The digest of the bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()


_NOT_READ = {
    b"PK\x03\x04": "Word、Excel 或压缩文件",
    b"\xd0\xcf\x11\xe0": "旧版 Word 或 Excel 文件",
    b"\x89PNG": "PNG 图片",
    b"\xff\xd8\xff": "JPEG 图片",
    b"II*\x00": "TIFF 图片",
    b"MM\x00*": "TIFF 图片",
    b"Rar!": "RAR 压缩文件",
    b"7z\xbc\xaf": "7z 压缩文件",
}


def load(path: str | os.PathLike[str]) -> Source:
    """Read a file whole. Raises `MissingFileError`, `EmptyFileError` or `FileTypeError`."""
    place = Path(path)
    name = place.name
    if place.is_dir():
        raise MissingFileError(f"{name} 是一个文件夹，不是文件。", "请给出其中的文件，可一次给多个。")
    if place.exists() and not place.is_file():
        raise MissingFileError(f"{name} 不是普通文件，无法读取。")
    try:
        data = place.read_bytes()
    except FileNotFoundError:
        raise MissingFileError(f"找不到文件 {name}。") from None
    except OSError as error:
        raise MissingFileError(f"无法读取 {name}：{error.strerror or error}。") from error
    if not data.strip(b"\x00\t\n\r\f "):
        raise EmptyFileError(f"{name} 是空文件。")
    return Source(name, data, _kind(name, data))


def _kind(name: str, data: bytes) -> Kind:
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    for magic, what in _NOT_READ.items():
        if data.startswith(magic):
            raise FileTypeError(f"{name} 是{what}，目前还不能读取。", "请另存为 PDF 后再试。")
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileTypeError(f"{name} 不是 PDF，也不是文本文件。")
    return Kind.TEXT
