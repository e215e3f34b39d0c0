"""Old Word files (.doc, .rtf) become new ones in LibreOffice, where it is installed: with a profile of its own that is
thrown away, macros and links off, no network where the system can do that, and an end to its time."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from extractor.errors import CorruptFileError, FileTypeError, SlowFileError
from extractor.reading.files import Kind, Source
from extractor.settings import Settings

_STEP = "请用 Word 或 WPS 另存为 .docx 或 PDF 后再试；也可以安装 LibreOffice，由本程序自动转换。"
_QUIET = ("--headless", "--norestore", "--nologo", "--nolockcheck", "--nodefault", "--nofirststartwizard")
_ITEM = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_PROFILE = "".join(
    (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">',
        _ITEM.format(path=_SECURITY, name="MacroSecurityLevel", value="3"),
        _ITEM.format(path=_SECURITY, name="DisableMacrosExecution", value="true"),
        _ITEM.format(path=_SECURITY, name="BlockUntrustedRefererLinks", value="true"),
        _ITEM.format(path="/org.openoffice.Office.Writer/Content/Update", name="Link", value="2"),
        "</oor:items>\n",
    )
)


def modern(source: Source, settings: Settings) -> Source:
    """The file as a .docx. Raises `FileTypeError` without LibreOffice, `SlowFileError` or `CorruptFileError`."""
    program = shutil.which(settings.office)
    if program is None:
        raise FileTypeError(f"{source.name} 是旧版 Word 文件，本机没有 LibreOffice，无法转换。", _STEP)
    with tempfile.TemporaryDirectory(prefix="jixiao-", ignore_cleanup_errors=True) as folder:
        data = _converted(program, source, Path(folder), settings.office_seconds)
    return Source(source.name, data, Kind.DOCX, source.sha256)


def _converted(program: str, source: Source, folder: Path, seconds: int) -> bytes:
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    given = folder / ("report.rtf" if source.data.startswith(b"{\\rtf") else "report.doc")
    given.write_bytes(source.data)
    made = folder / "made"
    command = [
        *(program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", *_QUIET),
        *("--convert-to", "docx", "--outdir", str(made), str(given)),
    ]
    if not _ended(command, folder, seconds):
        raise SlowFileError(f"{source.name} 用 LibreOffice 转换超过 {seconds} 秒（office_seconds），已停止。", _STEP)
    try:
        return (made / "report.docx").read_bytes()
    except OSError as error:
        raise CorruptFileError(f"{source.name} 已损坏，LibreOffice 打不开它。", _STEP) from error


def _ended(command: list[str], folder: Path, seconds: int) -> bool:
    """Run a command to its end; False when it took too long, and it and all that it started was ended."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, cwd=folder, env=_environment(folder), start_new_session=True
    ) as running:
        _unlimited(running.pid)
        try:
            running.wait(seconds)
            return True
        except subprocess.TimeoutExpired:
            return False
        finally:
            # LibreOffice is a small program that starts a large one: end both, also after a normal end.
            with contextlib.suppress(OSError):
                if hasattr(os, "killpg"):
                    os.killpg(running.pid, signal.SIGKILL)
                else:
                    running.kill()


def _environment(folder: Path) -> Mapping[str, str]:
    needed = ("LC_", "SYSTEM", "PROGRAM", "WINDIR")
    kept = {name: value for name, value in os.environ.items() if name.startswith(needed)}
    return {**kept, "PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"}


def _unlimited(pid: int) -> None:
    """LibreOffice maps more memory than a reading process may; its own limit is the time."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError, ValueError):
            _, hard = resource.prlimit(pid, resource.RLIMIT_AS)
            resource.prlimit(pid, resource.RLIMIT_AS, (hard, hard))
