"""One request out, one completion back: from what was kept, else over the wire, within the limits of the endpoint.

In order: was it answered before; is there budget; a free slot; is the endpoint known to be down; the call; its cost.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.llm import cache as kept
from extractor.llm.attempts import Attempts, judged, said
from extractor.llm.backends import Backend, backend
from extractor.llm.breaker import Breaker
from extractor.llm.faults import NO_CALL, Fault, Kind
from extractor.llm.usage import Budget, Ledger
from extractor.settings import ModelSettings

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

_TOKENS_PER_CHARACTER = 0.65
_TOKENS_PER_PICTURE = 1500


class Wire:
    """The way to one endpoint, which threads share: slots, budget, breaker, kept answers."""

    def __init__(self, settings: ModelSettings, answering: Backend | None = None) -> None:
        self._settings = settings
        self._backend = answering
        self._slots = threading.BoundedSemaphore(settings.concurrency)
        self._budget = Budget(settings.budget_tokens)
        self._breaker = Breaker()
        self._cache = kept.Cache(_cache_path(settings.cache))
        self._lock = threading.Lock()

    @property
    def backend(self) -> Backend:
        """Whoever answers; connections are made when they are first needed."""
        with self._lock:
            if self._backend is None:
                self._backend = backend(self._settings)
            return self._backend

    def send(self, body: dict[str, Any], current: Attempts) -> ChatCompletion:
        """The answer to one request. Raises Fault."""
        name = kept.key(self._settings.base_url, body)
        current.names.append(name)
        if (text := self._cache.get(name)) is not None:
            from openai.types.chat import ChatCompletion

            current.cached = True
            current.ledger.used(cached_calls=1)
            completion = ChatCompletion.model_validate_json(text)
            current.last = said(completion)
            return judged(completion)
        expected = _expected(body)
        self._budget.check(expected)
        try:
            completion = self._called(body, current)
        except Fault as fault:
            if fault.kind is Kind.DEFERRED:
                self._budget.spend(expected)
            raise
        current.last = said(completion)
        judged(completion, keep=lambda: self.keep(name, completion))
        self.keep(name, completion)
        return completion

    def keep(self, name: str, completion: ChatCompletion) -> None:
        """Keep an answer; it is on disk when this returns."""
        self._cache.put(name, completion.model_dump_json())

    def forget(self, names: list[str]) -> None:
        """Drop answers that turned out to be no good."""
        self._cache.forget(names)

    def close(self) -> None:
        """Let go of connections and files, which are taken up again when they are needed."""
        with self._lock:
            if self._backend is not None:
                self._backend.close()
            self._backend = None
        self._cache.close()

    def _called(self, body: dict[str, Any], current: Attempts) -> ChatCompletion:
        with self._slots:
            self._breaker.check()
            started = time.monotonic()
            called = 1
            try:
                left = max(0.1, min(self._settings.timeout, current.deadline - started))
                completion = self.backend.complete(body, left)
            except Fault as fault:
                self._breaker.saw(fault)
                called = int(fault.kind not in NO_CALL)
                raise
            finally:
                current.ledger.used(calls=called, milliseconds=round((time.monotonic() - started) * 1000))
        self._breaker.saw(None)
        self._account(completion, current.ledger)
        return completion

    def _account(self, completion: ChatCompletion, ledger: Ledger) -> None:
        usage = completion.usage
        if usage is None:
            return
        details = usage.prompt_tokens_details
        cached = (details.cached_tokens or 0) if details else 0
        asked, answered = usage.prompt_tokens or 0, usage.completion_tokens or 0
        ledger.used(input_tokens=asked, output_tokens=answered, cached_tokens=cached)
        self._budget.spend(asked + answered)


def _expected(body: Mapping[str, Any]) -> int:
    """About how many tokens a request holds."""
    characters = pictures = 0
    for message in body["messages"]:
        content = message["content"]
        for part in [{"type": "text", "text": content}] if isinstance(content, str) else content:
            characters += len(part.get("text", ""))
            pictures += part["type"] == "image_url"
    return int(characters * _TOKENS_PER_CHARACTER) + pictures * _TOKENS_PER_PICTURE


def _cache_path(setting: str) -> Path | None:
    if setting == "default":
        return kept.default()
    return Path(setting).expanduser() if setting else None
