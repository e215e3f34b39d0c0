"""Which files of a folder are taken for reports."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from extractor.errors import UsageError
from extractor.reading.archive import opened, split

_WRITTEN = (".pdf", ".docx", ".doc", ".wps", ".rtf", ".txt", ".md")
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
SUFFIXES = frozenset((*_WRITTEN, *_PICTURES, ".zip"))
"""What is taken up from a folder; the bytes decide what a file is once it is opened."""
_NO_FILE_NAME = re.compile(r'[\x00-\x1f\x7f<>:"|?*]|\.json/')
"""What a name in an archive may hold and that of a result may not, on one system or another; and a folder that would be
where a result is."""
_LONGEST, _LONGEST_PATH = 200, 1000
"""Bytes of a name and characters of a path: what systems take (255 and 4096), less what is put around it."""
_KEPT = 30


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read; `name` is its path below the folder it was found in.

    `path` may lead into an archive, whose digest is then `packed`: it stands for the files in it, which nobody unpacks
    to see whether they have changed.
    """

    path: Path
    name: str
    packed: str = ""

    @property
    def result(self) -> str:
        """The path of its result in the folder of results: its name, unless no file could be called that."""
        name = f"{self.name}.json"
        longest = max(len(os.fsencode(part)) for part in name.split("/"))
        if longest <= _LONGEST and len(name) <= _LONGEST_PATH and not _NO_FILE_NAME.search(name):
            return name
        last = PurePosixPath(self.name)
        told = hashlib.sha256(os.fsencode(self.name)).hexdigest()[:16]
        return f"{_NO_FILE_NAME.sub('_', last.stem)[:_KEPT]}~{told}{_NO_FILE_NAME.sub('_', last.suffix)[:8]}.json"

    def digest(self) -> str:
        """What tells whether the file has changed; empty where it cannot be read."""
        return self.packed or digest(self.path)


def digest(path: Path) -> str:
    """The digest of a file's bytes; empty where it cannot be read. Waits for no pipe."""
    try:
        with opened(path) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return ""
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def reports(
    given: Iterable[Path], out: Path, unpacked: Callable[[str], Sequence[str]]
) -> tuple[list[Found], list[Path]]:
    """The files of these folders and files (in an archive, too) that were given themselves, in order; and those of
    another suffix, which are not read. `unpacked` names the files in an archive (any other file: itself), which is a
    folder like all others. Raises UsageError.

    Hidden files, the locks of office programs (`~$…`) and whatever lies in the folder of results are left out. Of two
    files whose results would have one name, the second is told apart by its folder's.
    """
    found: dict[str, Found] = {}
    others: list[Path] = []
    seen: set[Path] = set()
    for start in given:
        if not start.exists():
            leads = split(str(start))
            if leads is None:
                raise UsageError(f"没有“{start}”这个文件夹或文件。", "请检查路径是否正确。")
            _add(found, Found(start, start.name, digest(Path(leads[0]))), start.parent)
            continue
        for path in sorted(_below(start, out.resolve())) if start.is_dir() else [start]:
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            name = path.relative_to(start).as_posix() if start.is_dir() else path.name
            if start.is_dir() and path.suffix.lower() not in SUFFIXES:
                others.append(Path(name))
                continue
            for one in _opened(path, name, unpacked):
                if one.packed and one.path.suffix.lower() not in SUFFIXES:
                    others.append(Path(one.name))
                    continue
                _add(found, one, start)
    if not found:
        raise UsageError("文件夹里没有可读的报告。", f"按扩展名寻找：{'、'.join(sorted(SUFFIXES))}。")
    return list(found.values()), others


def _opened(path: Path, name: str, unpacked: Callable[[str], Sequence[str]]) -> Iterator[Found]:
    """The files in an archive; any other file as it is."""
    held = unpacked(str(path))
    if list(held) == [str(path)]:
        yield Found(path, name)
        return
    # Taken before its files are read: should it change in between, they are read again the next time.
    packed = digest(path)
    for inner in held:
        yield Found(Path(inner), f"{name}/{inner[len(str(path)) + 1 :]}", packed)


def _add(found: dict[str, Found], one: Found, start: Path) -> None:
    if one.name in found:
        one = Found(one.path, f"{start.resolve().name}/{one.name}", one.packed)
    if one.name in found:
        raise UsageError(f"有两份文件都叫 {one.name}。", "请分开运行，或给其中一份改名。")
    found[one.name] = one


def _below(start: Path, out: Path) -> Iterable[Path]:
    for folder, folders, names in os.walk(start):
        here = Path(folder)
        folders[:] = [name for name in folders if not name.startswith(".") and (here / name).resolve() != out]
        for name in names:
            if not name.startswith((".", "~$")):
                yield here / name
