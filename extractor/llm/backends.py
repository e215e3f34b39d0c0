"""Where questions go: an endpoint over HTTP, or a folder of recorded answers. Each turns its failures into faults."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from extractor.errors import UsageError
from extractor.llm.faults import Fault, Kind
from extractor.llm.profiles import OPENAI, is_local
from extractor.settings import ModelSettings

if TYPE_CHECKING:
    import openai
    from openai.types.chat import ChatCompletion

REPLAY = "replay:"
_CONTEXT = re.compile(
    r"context.{0,30}(?:length|window|size)|maximum context|too many tokens|exceed_context|上下文", re.I
)
_UNSUPPORTED = re.compile(r"response_format|json_schema|json_object|grammar|structured.?output|guided", re.I)
_FILTERED = re.compile(r"content_filter|content_policy|data_inspection|sensitive|内容安全|敏感", re.I)
_QUOTA = re.compile(r"insufficient_quota|insufficient balance|arrearage|欠费|余额不足", re.I)


class Backend(Protocol):
    """Anything that answers chat completions."""

    def complete(self, body: Mapping[str, Any], timeout: float) -> ChatCompletion:
        """Answer one request. Raises Fault."""
        ...

    def models(self) -> dict[str, int | None]:
        """Return the models it has, each with its context length where the server tells it. Raises Fault."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


def backend(settings: ModelSettings) -> Backend:
    """The backend of the settings: `base_url = "replay:文件夹"` answers from recordings."""
    if settings.base_url.startswith(REPLAY):
        return Recorded(Path(settings.base_url.removeprefix(REPLAY)))
    return Endpoint(settings)


def secret_key(settings: ModelSettings) -> str:
    """The key, read now and held by nobody else. Raises UsageError."""
    if not settings.key_file:
        return os.environ.get("OPENAI_API_KEY") or "none"
    try:
        return Path(settings.key_file).expanduser().read_text("utf-8").strip() or "none"
    except (OSError, UnicodeDecodeError):
        raise UsageError("读不了 key_file 指定的密钥文件。", "请检查 jixiao.toml 里 [model] 的 key_file。") from None


def opened(settings: ModelSettings) -> openai.OpenAI:
    """Connections to the endpoint. Raises Fault(SETUP) without the library, UsageError without the key file."""
    try:
        import openai
    except ImportError:
        raise Fault(Kind.SETUP) from None
    for name in ("openai", "instructor", "httpx2", "httpcore2"):  # at their debug level they log whole requests
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    # No redirects: a document goes to the host that was configured, and to no other.
    http = openai.DefaultHttpx2Client(follow_redirects=False, trust_env=not is_local(settings.base_url))
    return openai.OpenAI(
        api_key=secret_key(settings),
        base_url=settings.base_url or OPENAI,
        max_retries=0,
        timeout=settings.timeout,
        http_client=http,
    )


class Endpoint:
    """An OpenAI-compatible endpoint."""

    def __init__(self, settings: ModelSettings) -> None:
        self._client = opened(settings)

    def complete(self, body: Mapping[str, Any], timeout: float) -> ChatCompletion:
        """Ask the endpoint once."""
        import openai
        from openai.types.chat import ChatCompletion

        try:
            # Not `chat.completions.create`: it goes through the whole body to rename keys that need no renaming, and
            # takes longer than the call itself.
            found: Any = self._client.post(
                "/chat/completions", cast_to=ChatCompletion, body=dict(body), options={"timeout": timeout}
            )
        except openai.APIError as error:
            raise fault_of(error) from None
        except ValueError:  # the body is cut off, or no JSON at all
            raise Fault(Kind.SERVER) from None
        if not isinstance(found, ChatCompletion):
            raise Fault(Kind.HTML)
        return found

    def models(self) -> dict[str, int | None]:
        """Ask the endpoint what models it has."""
        import openai

        try:
            return {model.id: _context(model.model_extra or {}) for model in self._client.models.list(timeout=20).data}
        except openai.APIError as error:
            raise fault_of(error) from None
        except (AttributeError, TypeError, ValueError):
            raise Fault(Kind.HTML) from None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


class Recorded:
    """Answers from a folder: one JSON file each, named after the digest of the messages."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @staticmethod
    def name(messages: Sequence[Mapping[str, str]]) -> str:
        """The file name for these messages."""
        text = "\x1e".join(f"{message['role']}\x1f{message['content']}" for message in messages)
        return sha256(text.encode()).hexdigest()[:16] + ".json"

    def complete(self, body: Mapping[str, Any], timeout: float) -> ChatCompletion:
        """Answer as recorded; what was not recorded is a request that is not accepted."""
        from openai.types.chat import ChatCompletion

        try:
            found = json.loads((self._folder / self.name(body["messages"])).read_text("utf-8"))
        except (OSError, ValueError):
            raise Fault(Kind.REQUEST) from None
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": found["content"]}}
        whole = {"id": "recorded", "object": "chat.completion", "created": 0, "model": str(body.get("model"))}
        return ChatCompletion.model_validate({**whole, "choices": [choice], "usage": found.get("usage")})

    def models(self) -> dict[str, int | None]:
        """Name the one model there is."""
        return {"recorded": None}

    def close(self) -> None:
        """Hold nothing, so close nothing."""


def _context(told: Mapping[str, Any]) -> int | None:
    """The context length, under the names that vLLM, SGLang, Xinference and llama.cpp use."""
    meta = told.get("meta")
    for table in (told, meta if isinstance(meta, Mapping) else {}):
        for name in ("max_model_len", "context_length", "n_ctx", "n_ctx_train"):
            if isinstance(table.get(name), int):
                return int(table[name])
    return None


def fault_of(error: openai.APIError) -> Fault:
    """Classify an error of the client library, by its class and, where it must be, by its words; none is kept."""
    import openai

    said = str(error)
    match error:
        case openai.APITimeoutError():
            return Fault(Kind.TIMEOUT)
        case openai.APIConnectionError():
            return Fault(Kind.CONNECTION)
        case openai.APIStatusError(status_code=status):
            return Fault(kind_of(status, said), status, _after(error))
    return Fault(Kind.SERVER)


def kind_of(status: int, said: str) -> Kind:
    """What an answer with this HTTP status and these words means."""
    if status == 413 or (status in (400, 422, 500) and _CONTEXT.search(said)):
        return Kind.CONTEXT
    if status in (400, 403, 422, 500, 501) and _FILTERED.search(said):
        return Kind.FILTERED
    if status in (400, 415, 422, 500, 501) and _UNSUPPORTED.search(said):
        return Kind.UNSUPPORTED
    if status in (402, 429) and (status == 402 or _QUOTA.search(said)):
        return Kind.QUOTA
    if status in (401, 403):
        return Kind.AUTH
    if status == 429:
        return Kind.RATE
    return Kind.SERVER if status >= 500 or status in (408, 409) else Kind.REQUEST


def _after(error: openai.APIStatusError) -> float | None:
    """How many seconds the server asks to be left alone."""
    headers = error.response.headers
    for name, unit in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            return max(0.0, float(headers[name]) / unit)
        except (KeyError, ValueError):
            continue
    return None
