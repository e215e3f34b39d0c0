"""Every way that asking a model can fail, and what to do about each.

A fault carries a Chinese sentence of our own and never a word of what the server or a library said: their messages
hold the prompt, and now and then the key.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What went wrong."""

    CONNECTION = "connection"
    TIMEOUT = "timeout"
    RATE = "rate"
    SERVER = "server"
    HTML = "html"
    EMPTY = "empty"
    JSON = "json"
    SCHEMA = "schema"
    TRUNCATED = "truncated"
    CONTEXT = "context"
    REFUSED = "refused"
    FILTERED = "filtered"
    QUOTA = "quota"
    AUTH = "auth"
    REQUEST = "request"
    UNSUPPORTED = "unsupported"
    """The server does not know this way of asking for JSON; the next one is tried."""
    BREAKER = "breaker"
    BUDGET = "budget"
    OFFLINE = "offline"
    SECRET = "secret"
    PICTURE = "picture"
    SETUP = "setup"
    DEFERRED = "deferred"
    """Written down to be asked with many others; the answer comes later."""
    UNANSWERED = "unanswered"
    """Asked with many others as often as allowed, and not answered."""


RETRIED = frozenset({Kind.CONNECTION, Kind.TIMEOUT, Kind.RATE, Kind.SERVER, Kind.HTML, Kind.EMPTY})
"""Asking again may help."""
REASKED = frozenset({Kind.JSON, Kind.SCHEMA})
"""Asking once more, with what was wrong, may help."""
DOWN = frozenset({Kind.CONNECTION, Kind.TIMEOUT, Kind.SERVER, Kind.HTML, Kind.AUTH, Kind.QUOTA})
"""The endpoint itself is at fault: after a few in a row nobody asks it for a while."""
NO_CALL = frozenset({Kind.DEFERRED, Kind.UNANSWERED, Kind.SETUP})
"""Known without asking anybody."""

_SAID = {
    Kind.CONNECTION: "连不上模型服务",
    Kind.TIMEOUT: "模型服务没有按时答复",
    Kind.RATE: "模型服务说请求太多",
    Kind.SERVER: "模型服务内部出错",
    Kind.HTML: "地址上答复的是网页，不是模型服务",
    Kind.EMPTY: "模型服务的答复是空的",
    Kind.JSON: "模型的回答不是 JSON",
    Kind.SCHEMA: "模型的回答不符合要求的格式",
    Kind.TRUNCATED: "模型的回答没有写完",
    Kind.CONTEXT: "一次发送的文字超出模型的上下文长度",
    Kind.REFUSED: "模型拒绝回答",
    Kind.FILTERED: "模型服务的内容过滤拦下了回答",
    Kind.QUOTA: "模型服务的额度用完了",
    Kind.AUTH: "模型服务不认这个密钥",
    Kind.REQUEST: "模型服务不接受这样的请求",
    Kind.UNSUPPORTED: "模型服务不支持这种结构化输出方式",
    Kind.BREAKER: "模型服务接连出错，暂时不再请求",
    Kind.BUDGET: "本次允许使用的 token 已经用完",
    Kind.OFFLINE: "已禁止联网（--offline），模型服务不在本机",
    Kind.SECRET: "报告标有密级，不能发送到本机以外",
    Kind.PICTURE: "页面图像无法遮盖个人信息，没有获准（pictures_leave）不能发送到本机以外",
    Kind.SETUP: "缺少调用模型所需的组件 openai 或 instructor",
    Kind.DEFERRED: "还没有收到批量请求的答复",
    Kind.UNANSWERED: "批量请求中的这一条没有得到答复",
}


class Fault(Exception):
    """One failure. `after` is how long the server asked to be left alone, in seconds."""

    def __init__(self, kind: Kind, status: int | None = None, after: float | None = None) -> None:
        super().__init__(f"{_SAID[kind]}（HTTP {status}）" if status else _SAID[kind])
        self.kind = kind
        self.status = status
        self.after = after
