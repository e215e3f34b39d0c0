"""One frozen, typed settings object; every stage that needs a setting is handed this and nothing else.

Strength: arguments of the call, then environment (`JIXIAO_…`), then `jixiao.toml` in the working folder. A setting
that does not exist is an error, so that a slip of the pen in `jixiao.toml` is not silently ignored.
"""

from __future__ import annotations

import tomllib
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from extractor.errors import UsageError


class Settings(BaseSettings):
    """All that a user may set. Sizes in the unit their name ends in."""

    model_config = SettingsConfigDict(
        env_prefix="JIXIAO_", env_nested_delimiter="__", toml_file="jixiao.toml", frozen=True, extra="forbid"
    )

    offline: bool = Field(default=False, description="禁止一切网络访问")
    ocr_engine: str = Field(default="rapid", description="OCR 引擎（ocr 目录下的文件名）")
    ocr_dpi: int = Field(default=200, ge=72, le=400, description="扫描页没有内嵌整页图像时的渲染分辨率")
    ocr_threads: int = Field(default=0, ge=0, le=64, description="OCR 线程数，0 为全部核心")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments beat the environment, the environment beats the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @classmethod
    def load(cls, **arguments: Any) -> Settings:
        """Settings from all three places; an argument that is None was not given. Raises UsageError."""
        try:
            return cls(**{name: value for name, value in arguments.items() if value is not None})
        except ValidationError as error:
            raise UsageError(
                "设置不对：" + "；".join(_complaints(error)), "请检查 jixiao.toml 和 JIXIAO_ 开头的环境变量。"
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise UsageError(
                f"jixiao.toml 读不了：{error}", "请检查 jixiao.toml 的写法（TOML，UTF-8 编码）。"
            ) from error


def _complaints(error: ValidationError) -> list[str]:
    return [_complaint(".".join(map(str, e["loc"])), e["type"], e.get("ctx", {})) for e in error.errors()]


def _complaint(name: str, kind: str, limits: dict[str, Any]) -> str:
    match kind:
        case "extra_forbidden":
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
