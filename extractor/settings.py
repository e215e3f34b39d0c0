"""One frozen, typed settings object; every stage that needs a setting is handed this and nothing else.

Strength: arguments of the call, then environment (`JIXIAO_…`), then `jixiao.toml` in the working folder. `Settings()`
alone is the defaults. A setting that does not exist is an error: a slip in `jixiao.toml` is not silently ignored.

pydantic checks what somebody has set, and is imported only then: start-up is a large part of reading a short report.
(pydantic-settings would read the sources, but takes 0.2 s to import.)
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from annotated_types import Interval

from extractor.errors import UsageError

if TYPE_CHECKING:
    from pydantic import ValidationError

FILE = "jixiao.toml"
PREFIX = "JIXIAO_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that a user may set. Sizes in the unit their name ends in."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    offline: bool = False
    """Forbid every use of the network."""
    ocr_engine: str = "rapid"
    """The OCR engine: a file of `ocr/`."""
    ocr_dpi: Annotated[int, Interval(ge=72, le=400)] = 200
    """Resolution at which a scanned page is drawn that does not consist of one image."""
    ocr_threads: Annotated[int, Interval(ge=0, le=64)] = 0
    """Threads that OCR may use; 0: all cores."""
    isolate: bool = True
    """The command line reads every file in a child process with the limits below; `read()` itself never does."""
    file_mb: Annotated[int, Interval(ge=1, le=4096)] = 200
    """The largest file; also the most that the parts of a Word file may unpack to."""
    pages: Annotated[int, Interval(ge=1, le=100_000)] = 500
    """The most pages of a file."""
    characters: Annotated[int, Interval(ge=1000, le=100_000_000)] = 1_000_000
    """The most characters of a file."""
    megapixels: Annotated[int, Interval(ge=1, le=1000)] = 60
    """The largest picture: a photo, a scanned page, or a page that is drawn to be read."""
    page_seconds: Annotated[int, Interval(ge=1, le=3600)] = 60
    """The longest that one page may take, and what follows the last one (only in the child process)."""
    file_seconds: Annotated[int, Interval(ge=1, le=86_400)] = 1800
    """The longest that one file may take (only in the child process)."""
    memory_mb: Annotated[int, Interval(ge=512, le=1_048_576)] = 3072
    """The most address space of the child process (where the system can limit it)."""
    office: str = "soffice"
    """The program that turns old Word files (.doc, .rtf) into new ones: LibreOffice."""
    office_seconds: Annotated[int, Interval(ge=1, le=3600)] = 50
    """The longest that LibreOffice may take for one file; keep it below page_seconds."""

    @classmethod
    def load(cls, **arguments: Any) -> Settings:
        """Settings from all three places; an argument that is None was not given. Raises UsageError."""
        given = {name: value for name, value in arguments.items() if value is not None}
        chosen = {**_file(), **_environment(), **given}
        return _validated(chosen) if chosen else cls()


def _validated(chosen: dict[str, Any]) -> Settings:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Settings).validate_python(chosen)
    except ValidationError as error:
        what = "；".join(_complaints(error))
        raise UsageError(f"设置不对：{what}。", f"请检查 {FILE} 和 {PREFIX} 开头的环境变量。") from error


def _file() -> dict[str, Any]:
    try:
        return tomllib.loads(Path(FILE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, OSError) as error:
        raise UsageError(f"{FILE} 读不了：{error}", "请检查它的写法（TOML，UTF-8 编码）。") from error


def _environment() -> dict[str, str]:
    names = {field.name: f"{PREFIX}{field.name.upper()}" for field in fields(Settings)}
    return {name: os.environ[variable] for name, variable in names.items() if os.environ.get(variable)}


def _complaints(error: ValidationError) -> list[str]:
    return [_complaint(".".join(map(str, e["loc"])), e["type"], e.get("ctx", {})) for e in error.errors()]


def _complaint(name: str, kind: str, limits: dict[str, Any]) -> str:
    match kind:
        case "extra_forbidden" | "unexpected_keyword_argument":
            return f"没有 {name} 这项设置"
        case "greater_than_equal":
            return f"{name} 不能小于 {limits['ge']}"
        case "less_than_equal":
            return f"{name} 不能大于 {limits['le']}"
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{name} 要填整数"
        case "string_type":
            return f"{name} 要填文字"
        case "bool_parsing" | "bool_type":
            return f"{name} 要填 true 或 false"
        case _:
            return f"{name} 的值不对（{kind}）"
