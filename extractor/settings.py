"""One frozen, typed settings object; every stage that needs a setting is handed this and nothing else.

Strength: arguments of the call, then environment (`JIXIAO_…`), then `jixiao.toml` in the working folder.
"""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)


class Settings(BaseSettings):
    """All that a user may set. Sizes in the unit their name ends in."""

    model_config = SettingsConfigDict(
        env_prefix="JIXIAO_", env_nested_delimiter="__", toml_file="jixiao.toml", frozen=True, extra="ignore"
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
