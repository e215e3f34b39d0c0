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
        case "bool_parsing" | "bool_type":
            return f"{name} 要填 true 或 false"
        case _:
            return f"{name} 的值不对（{kind}）"
