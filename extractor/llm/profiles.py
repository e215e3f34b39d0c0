"""What each kind of server can do, and how its requests differ. A new server is one row here, or a setting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from extractor.errors import UsageError

REPLAY = "replay:"
OPENAI = "https://api.openai.com/v1"


class Mode(StrEnum):
    """How a server is made to answer in JSON: bound to a schema, told to write JSON, or asked for a code block."""

    JSON_SCHEMA = "json_schema"
    JSON = "json"
    MD_JSON = "md_json"


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of server. `modes` are tried from the first; `limit` is the request's name for the longest answer."""

    name: str
    modes: tuple[Mode, ...] = tuple(Mode)
    strict: bool = False
    """The request says `strict`, and the schema is given the shape that asks for."""
    limit: str = "max_tokens"
    temperature: bool = True


_JSON_ONLY = (Mode.JSON, Mode.MD_JSON)
PROFILES = {
    profile.name: profile
    for profile in (
        Profile("generic"),
        Profile("openai", strict=True, limit="max_completion_tokens", temperature=False),
        Profile("deepseek", _JSON_ONLY),
        Profile("dashscope"),
        Profile("zhipu", _JSON_ONLY),
        Profile("vllm"),
        Profile("sglang"),
        Profile("ollama"),
        Profile("llamacpp"),
        Profile("xinference"),
    )
}
_HOSTS = {
    "api.openai.com": "openai",
    "api.deepseek.com": "deepseek",
    "dashscope.aliyuncs.com": "dashscope",
    "dashscope-intl.aliyuncs.com": "dashscope",
    "open.bigmodel.cn": "zhipu",
}


def choose(name: str, base_url: str) -> Profile:
    """The profile of that name; `auto`: the one of the address. Raises UsageError."""
    if name == "auto":
        name = _HOSTS.get(host(base_url), "generic")
    if name not in PROFILES:
        raise UsageError(f"没有名为“{name}”的模型服务类型。", f"profile 可填：auto、{'、'.join(PROFILES)}。")
    return PROFILES[name]


def host(base_url: str) -> str:
    """The machine that an address names, without user and password; none for recordings. Raises UsageError."""
    if base_url.startswith(REPLAY):
        return ""
    try:
        parts = urlsplit(base_url or OPENAI)
        name, _ = parts.hostname, parts.port
    except ValueError:
        name = None
    if not name or parts.scheme not in ("http", "https") or re.search(r"[\s\\]", base_url):
        said = "base_url 要写成 https://…/v1 或 http://127.0.0.1:8000/v1 的样子。"  # not as given: it may hold a key
        raise UsageError("模型服务的地址不是完整的网址。", said)
    return name


def is_local(base_url: str) -> bool:
    """True when what is sent there does not leave this machine."""
    if base_url.startswith(REPLAY):
        return True
    try:
        return ip_address(host(base_url)).is_loopback
    except ValueError:
        return host(base_url) == "localhost"
