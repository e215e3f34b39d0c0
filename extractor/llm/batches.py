"""The Batch API of an OpenAI-compatible endpoint: a file of requests goes up, a file of answers comes down, later.

Lines are those of OpenAI, which others (DashScope, Zhipu) took over: `{"custom_id", "method", "url", "body"}` and
`{"custom_id", "response": {"status_code", "body"}, "error"}`. The name of a request is the key that its answer is kept
by (`cache.key`), so that an answer finds its question wherever and whenever it comes back.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from extractor.llm import cache
from extractor.llm.backends import fault_of, kind_of, opened
from extractor.llm.faults import Fault, Kind
from extractor.settings import ModelSettings

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

URL: Literal["/v1/chat/completions"] = "/v1/chat/completions"
_TAG = "jixiao"
_OVER = frozenset({"completed", "failed", "expired", "cancelled"})


class Deferred:
    """A backend that answers nothing now: it notes what it is asked. `failed`: what will not be answered, and why."""

    def __init__(self, settings: ModelSettings) -> None:
        self._endpoint = settings.base_url
        self._lock = threading.Lock()
        self.wanted: dict[str, dict[str, Any]] = {}
        self.failed: dict[str, Kind] = {}

    def complete(self, body: Mapping[str, Any], timeout: float) -> ChatCompletion:
        """Note the request. Raises Fault, always."""
        name = cache.key(self._endpoint, body)
        with self._lock:
            if name in self.failed:
                raise Fault(self.failed[name])
            self.wanted[name] = dict(body)
        raise Fault(Kind.DEFERRED)

    def models(self) -> dict[str, int | None]:
        """Know of none."""
        return {}

    def close(self) -> None:
        """Hold nothing, so close nothing."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back for one request: an answer, or what went wrong."""

    name: str
    answer: ChatCompletion | None = None
    fault: Kind | None = None


def line(name: str, body: Mapping[str, Any]) -> bytes:
    """One line of a file of requests."""
    entry = {"custom_id": name, "method": "POST", "url": URL, "body": body}
    return (json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8", "replace")


def replies(data: bytes) -> Iterator[Reply]:
    """What a file of answers holds; lines that mean nothing are left out."""
    for text in data.decode("utf-8", "replace").splitlines():
        with contextlib.suppress(ValueError, TypeError, AttributeError):
            entry = json.loads(text)
            if isinstance(entry.get("custom_id"), str):
                yield _reply(entry["custom_id"], entry.get("response") or {}, entry.get("error"))


def _reply(name: str, response: Mapping[str, Any], error: object) -> Reply:
    from openai.types.chat import ChatCompletion
    from pydantic import ValidationError

    status, body = response.get("status_code", 0), response.get("body")
    if status == 200 and not error:
        try:
            return Reply(name, ChatCompletion.model_validate(body))
        except ValidationError:
            return Reply(name, fault=Kind.EMPTY)
    return Reply(name, fault=kind_of(status, json.dumps([error, body], ensure_ascii=False)) if status else Kind.SERVER)


class BatchApi:
    """One endpoint's Batch API. Every method raises Fault."""

    def __init__(self, settings: ModelSettings) -> None:
        self._client = opened(settings)

    def submit(self, data: bytes, tag: str) -> str:
        """Send a file of requests and say under what name it is worked on. `tag` finds it again (`find`)."""
        with _faults():
            file = self._client.files.create(file=("requests.jsonl", data), purpose="batch")
            batch = self._client.batches.create(
                input_file_id=file.id, endpoint=URL, completion_window="24h", metadata={_TAG: tag}
            )
            return batch.id

    def find(self, tag: str) -> str | None:
        """The batch that was sent with this tag, if it arrived."""
        with _faults():
            for batch in self._client.batches.list(limit=100).data:
                if (batch.metadata or {}).get(_TAG) == tag:
                    return batch.id
        return None

    def collect(self, batch: str) -> list[Reply] | None:
        """What came back; None while it is worked on."""
        with _faults():
            state = self._client.batches.retrieve(batch)
            if state.status not in _OVER:
                return None
            found: list[Reply] = []
            files = [name for name in (state.output_file_id, state.error_file_id) if name]
            for name in files:
                found += replies(self._client.files.content(name).read())
        return found

    def drop(self, batch: str) -> None:
        """Delete the files of a batch at the endpoint, as far as it lets us: the text of reports is not left there."""
        import openai

        with contextlib.suppress(openai.OpenAIError):
            state = self._client.batches.retrieve(batch)
            for name in filter(None, (state.input_file_id, state.output_file_id, state.error_file_id)):
                self._client.files.delete(name)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    import openai

    try:
        yield
    except openai.APIError as error:
        raise fault_of(error) from None
    except (AttributeError, TypeError, ValueError):
        raise Fault(Kind.HTML) from None
