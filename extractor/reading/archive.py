"""Archives (.zip): the reports in one are files like all others, named `folder.zip/report.pdf`.

Nothing is ever written to disk: a file inside is unpacked in memory, alone, when it is read, within `file_mb`. So a
name such as `../../x` leads nowhere. An archive in an archive is looked into as well, a few deep.
"""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from extractor.errors import (
    CorruptFileError,
    EmptyFileError,
    EncryptedFileError,
    JixiaoError,
    LimitError,
    MissingFileError,
)
from extractor.reading.budget import tick
from extractor.settings import Settings

if TYPE_CHECKING:
    from extractor.reading.guard import Guard

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_MEGA = 1024 * 1024
_DEEPEST = 3
"""Archives within archives."""
_RATIO = 500
"""A member of more than a megabyte that was packed smaller than this share of itself is a bomb: text packs to a tenth,
and what is blank in a scan to a hundredth."""
_UTF8, _LOCKED = 0x800, 0x1
_NO_REPORTS = ("__MACOSX/", "~$", "._", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What systems put beside one's files; `~$` is the lock of an open Word file."""
_OFFICE = ("[Content_Types].xml", "mimetype", "OFD.xml")


def is_archive(data: bytes) -> bool:
    """True for a .zip of files: neither a Word file nor any other document that is packed as one."""
    if not data.startswith(MAGIC):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except Exception:  # zipfile raises whatever its parser trips over
        return False
    return not names & set(_OFFICE) and "word/document.xml" not in names


def looks_packed(path: str | os.PathLike[str]) -> bool:
    """True when a file begins as archives do. Waits for no pipe."""
    try:
        with opened(path) as file:
            return stat.S_ISREG(os.fstat(file.fileno()).st_mode) and file.read(4) in MAGIC
    except (OSError, ValueError):
        return False


def opened(path: str | os.PathLike[str]) -> io.BufferedReader:
    """The file, opened so that neither a pipe nor a device nor a log of the system is waited for."""
    return open(path, "rb", opener=lambda name, flags: os.open(name, flags | getattr(os, "O_NONBLOCK", 0)))


def unpacked(path: str, settings: Settings, guard: Guard | None = None) -> Sequence[str]:
    """The files in an archive as paths; the path alone where it is none, or where reading it will say what is wrong.

    With a guard it is looked into in its child process.
    """
    if not looks_packed(path):
        return (path,)
    try:
        found = guard.call(members, path, settings) if guard else members(path, settings)
    except JixiaoError:
        return (path,)
    return found or (path,)


def members(path: str, settings: Settings) -> tuple[str, ...]:
    """The files in an archive as paths, in the order of their names; empty for a file that is no archive.

    Raises an `InputError` for an archive that cannot be listed, or that holds too many files or none.
    """
    from extractor.reading.files import whole

    tick(settings)
    data = whole(path, settings)
    return tuple(f"{path}/{name}" for name in inside(path, data, settings)) if is_archive(data) else ()


def inside(name: str, data: bytes, settings: Settings, depth: int = 1) -> list[str]:
    """The names of the files in an archive and in those within it."""
    found: list[str] = []
    with _opened(name, data) as archive:
        infos = _files(archive)
        if len(infos) > settings.archive_files:
            raise LimitError(
                f"{name} 里有 {len(infos)} 个文件，超过上限 {settings.archive_files} 个（archive_files）。"
            )
        for inner, info in sorted(infos.items()):
            found.append(inner)
            if inner.lower().endswith(".zip") and not info.flag_bits & _LOCKED and depth < _DEEPEST:
                packed = _unpacked(archive, info, inner, settings)
                if is_archive(packed):
                    found[-1:] = [f"{inner}/{one}" for one in inside(inner, packed, settings, depth + 1)]
            if len(found) > settings.archive_files:
                raise LimitError(f"{name} 里的文件超过上限 {settings.archive_files} 个（archive_files）。")
    if not found:
        raise EmptyFileError(f"{name} 里没有文件。", "请检查压缩包，重新打包后再试。")
    return found


def split(path: str) -> tuple[str, str] | None:
    """The archive and the name in it, where a path leads into a file; None where it does not."""
    path = path.replace(os.sep, "/")
    for at, char in enumerate(path):
        if char == "/" and at and path[at + 1 :] and Path(path[:at]).is_file():
            return path[:at], path[at + 1 :]
    return None


def member(name: str, data: bytes, inner: str, settings: Settings) -> bytes:
    """The bytes of one file in an archive. Raises an `InputError`."""
    if not data.startswith(MAGIC):
        raise MissingFileError(f"{name} 不是压缩文件，里面没有 {inner}。")
    with _opened(name, data) as archive:
        infos = _files(archive)
        if inner in infos:
            return _unpacked(archive, infos[inner], inner, settings)
        for outer, info in infos.items():
            if inner.startswith(f"{outer}/"):
                packed = _unpacked(archive, info, outer, settings)
                if is_archive(packed):
                    return member(outer, packed, inner[len(outer) + 1 :], settings)
    raise MissingFileError(f"{name} 里没有 {inner}。")


def _opened(name: str, data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:
        raise CorruptFileError(f"{name} 已损坏，不是完整的压缩文件。") from error


def _files(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files by their names; two of the same name are told apart."""
    found: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        name = _named(info)
        if info.filename.endswith(("/", "\\")) or any(part.startswith(_NO_REPORTS) for part in _parts(name)):
            continue
        again = 2
        stem = PurePosixPath(name)
        while name in found:
            name = str(stem.with_name(f"{stem.stem}（{again}）{stem.suffix}"))
            again += 1
        found[name] = info
    return found


def _parts(name: str) -> Iterator[str]:
    first, *rest = name.split("/")
    yield f"{first}/" if rest else first
    yield from rest


def _named(info: zipfile.ZipInfo) -> str:
    """The name as it was given: Chinese systems write GBK where the format says nothing of it."""
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    return "/".join("__" if part == ".." else part for part in parts) or "_"


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, settings: Settings) -> bytes:
    limit = settings.file_mb * _MEGA
    if info.flag_bits & _LOCKED:
        raise EncryptedFileError(f"压缩包里的 {name} 设有密码。", "请先用解压软件输入密码解压，再读里面的文件。")
    if info.file_size > limit or info.file_size > max(_MEGA, info.compress_size * _RATIO):
        raise LimitError(f"压缩包里的 {name} 解压后有 {info.file_size // _MEGA} MB，过大（file_mb）。")
    try:
        with archive.open(info) as file:
            data = file.read(limit + 1)
    except Exception as error:  # zlib.error and lzma.LZMAError have no common base with the others
        raise CorruptFileError(f"压缩包里的 {name} 已损坏，或压缩方式不常见。", "请先解压，再读里面的文件。") from error
    if len(data) > limit:
        raise LimitError(f"压缩包里的 {name} 解压后过大（file_mb）。")
    return data
