"""One frozen, typed settings object; every stage that needs a setting is handed this and nothing else.

Strength: arguments of the call, then environment (`JIXIAO_…`), then `jixiao.toml` in the working folder. `Settings()`
alone is the defaults. A setting that does not exist is an error: a slip in `jixiao.toml` is not silently ignored.
The model has a table of its own (`[model]`); its name, address and key may also come from `JIXIAO_MODEL`,
`OPENAI_BASE_URL` and `OPENAI_API_KEY`. A key is never a setting: it is read from that variable or from `key_file` when
a call is made, so that no settings object, log or result can hold it.

pydantic checks what somebody has set, and is imported only then: start-up is a large part of reading a short report.
(pydantic-settings would read the sources, but takes 0.2 s to import, and annotated-types as long as all else here.)
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from extractor.errors import UsageError

if TYPE_CHECKING:
    from pydantic import ValidationError

FILE = "jixiao.toml"
PREFIX = "JIXIAO_"


class Interval:
    """The bounds of a number, for pydantic."""

    def __init__(self, **bounds: float) -> None:
        self.bounds = bounds

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        return {**handler(source), **self.bounds}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """The model endpoint, and how much of it may be used. Times in seconds."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    name: str = ""
    """The model's name at the endpoint; empty: no model, and no call is ever made."""
    base_url: str = ""
    """The endpoint, `https://…/v1`; empty: OpenAI's."""
    key_file: str = ""
    """A file that holds the key; else `OPENAI_API_KEY` is read."""
    profile: str = "auto"
    """What the server can do (`llm/profiles.py`); `auto`: told from its address, and tried where that says nothing."""
    concurrency: Annotated[int, Interval(ge=1, le=256)] = 8
    """Calls in flight at once."""
    timeout: Annotated[float, Interval(gt=0, le=3600)] = 120
    """How long one answer may take."""
    patience: Annotated[float, Interval(gt=0, le=86400)] = 300
    """How long one question may take, all its attempts and waits together."""
    attempts: Annotated[int, Interval(ge=1, le=20)] = 4
    """How often one question is asked at most."""
    budget_tokens: Annotated[int, Interval(ge=0)] = 0
    """Tokens, in and out, that one run may use; 0: no limit."""
    context: Annotated[int, Interval(ge=512)] = 12000
    """Characters of a document that one question may hold; a longer one is asked part by part."""
    cache: str = "default"
    """The file that answers are kept in; empty: none are kept."""
    vision: str = ""
    """A model at the endpoint that reads pictures, asked about the figures of scanned pages; empty: none is."""
    pictures_leave: bool = False
    """Page images may be sent to a host other than this one, although nothing in a picture can be masked."""
    price_in: Annotated[float, Interval(ge=0)] = 0
    """Price of a million tokens in, in 元."""
    price_out: Annotated[float, Interval(ge=0)] = 0
    """Price of a million tokens out, in 元."""

    @property
    def configured(self) -> bool:
        """True when there is a model to ask."""
        return bool(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that a user may set. Sizes in the unit their name ends in."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    offline: bool = False
    """Forbid every use of the network."""
    ocr: Literal["fast", "best"] = "fast"
    """`best`: every figure of a scan is looked at twice, and is unsure where the two looks differ."""
    ocr_engine: str = "rapid"
    """The OCR engine: a file of `ocr/`."""
    ocr_dpi: Annotated[int, Interval(ge=72, le=400)] = 200
    """Resolution at which a scanned page is drawn that does not consist of one image."""
    ocr_threads: Annotated[int, Interval(ge=0, le=64)] = 0
    """Threads that OCR may use; 0: all cores."""
    ocr_workers: Annotated[int, Interval(ge=0, le=64)] = 0
    """Pages that OCR reads at once; 0: as many as it has threads."""
    ocr_memory_mb: Annotated[int, Interval(ge=64, le=1_048_576)] = 1024
    """What the pages that are read at once may take together, besides the models; a larger page is read alone."""
    text_layer: Literal["trust", "look", "ocr"] = "look"
    """How far a PDF's text layer is believed: as it is; if its digits look like what it says (a page where they do not
    goes to OCR); if OCR of every page reads the same figures."""
    isolate: bool = True
    """The command line reads every file in a child process with the limits below; `read()` itself never does."""
    file_mb: Annotated[int, Interval(ge=1, le=4096)] = 200
    """The largest file; also the most that the parts of a Word file may unpack to."""
    archive_files: Annotated[int, Interval(ge=1, le=100_000)] = 500
    """The most files of an archive (.zip)."""
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
    model: ModelSettings = field(default_factory=ModelSettings)
    """The model, if there is one."""

    @classmethod
    def load(cls, **arguments: Any) -> Settings:
        """Settings from all three places; an argument that is None was not given. Raises UsageError."""
        given = {name: value for name, value in arguments.items() if value is not None}
        from_file = _file()
        table = from_file.pop("model", {})
        if not isinstance(table, dict):
            raise UsageError("设置不对：model 要写成一节 [model]。", f"请检查 {FILE}。")
        model = {**table, **_model_environment(table), **given.pop("model", {})}
        chosen = {**from_file, **_environment(), **given, **({"model": model} if model else {})}
        return _validated(chosen) if chosen else cls()


def _validated(chosen: dict[str, Any]) -> Settings:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Settings).validate_python(chosen)
    except ValidationError as error:
        what = "；".join(_complaints(error))
        raise UsageError(f"设置不对：{what}。", f"请检查 {FILE} 和 {PREFIX} 开头的环境变量。") from error


def _file() -> dict[str, Any]:
    if not Path(FILE).exists():
        return {}
    import tomllib

    try:
        found = tomllib.loads(Path(FILE).read_text("utf-8"))
    except (ValueError, OSError) as error:
        raise UsageError(f"{FILE} 读不了：{error}", "请检查它的写法（TOML，UTF-8 编码）。") from error
    if set(str(found.get("office", ""))) & {"/", "\\"}:
        # The file comes with the folder, and the folder may come from anybody: it must not name what is run.
        raise UsageError(f"{FILE} 里的 office 只能是程序名，不能是路径。", f"路径请写在环境变量 {PREFIX}OFFICE 里。")
    return found


def _environment() -> dict[str, str]:
    names = {one.name: f"{PREFIX}{one.name.upper()}" for one in fields(Settings) if one.name != "model"}
    return {name: os.environ[variable] for name, variable in names.items() if os.environ.get(variable)}


def _model_environment(table: dict[str, Any]) -> dict[str, str]:
    """The model's settings from the environment; an address alone (other programs use it too) configures no model."""
    names = {one.name: f"{PREFIX}MODEL_{one.name.upper()}" for one in fields(ModelSettings)}
    names["name"] = f"{PREFIX}MODEL"
    found = {name: os.environ[variable] for name, variable in names.items() if os.environ.get(variable)}
    if (address := os.environ.get("OPENAI_BASE_URL")) and (found or table) and "base_url" not in found:
        found["base_url"] = address
    return found


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
        case "greater_than":
            return f"{name} 必须大于 {limits['gt']}"
        case "float_parsing" | "float_type":
            return f"{name} 要填数字"
        case "int_parsing" | "int_type" | "int_from_float":
            return f"{name} 要填整数"
        case "string_type":
            return f"{name} 要填文字"
        case "literal_error":
            return f"{name} 只能是 {limits['expected'].replace(' or ', ' 或 ')}"
        case "bool_parsing" | "bool_type":
            return f"{name} 要填 true 或 false"
        case _:
            return f"{name} 的值不对（{kind}）"
