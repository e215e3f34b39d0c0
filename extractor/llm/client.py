"""The client: one retry layer, one limit of calls in flight, one budget, one account of what was sent.

In order, for every question: is it allowed to leave; was it answered before; is there budget; is the endpoint known to
be down; a free slot; the call; what kind of answer came. Only what may mend itself is asked again.
"""

from __future__ import annotations

import os
import random
import threading
import time
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from extractor.llm import cache as kept
from extractor.llm.asking import Asking
from extractor.llm.backends import REPLAY, Backend, backend
from extractor.llm.breaker import Breaker
from extractor.llm.faults import REASKED, RETRIED, Fault, Kind
from extractor.llm.privacy import is_secret
from extractor.llm.profiles import Mode, choose, host, is_local
from extractor.llm.question import Answered, Question
from extractor.llm.usage import Budget, Ledger
from extractor.settings import ModelSettings, Settings

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion
    from pydantic import BaseModel
    from tenacity import RetryCallState

T = TypeVar("T", bound="BaseModel")
_LONGEST_WAIT = 8.0
_TOKENS_PER_CHARACTER = 0.65


@dataclass(slots=True)
class _Attempts:
    """One question on its way: its account, when to give up, and the last answer that was no good."""

    ledger: Ledger
    deadline: float
    cached: bool = False
    last: str | None = None
    again: str | None = None
    names: list[str] = field(default_factory=list)


class Client:
    """One endpoint. Threads may share it."""

    def __init__(self, settings: Settings, answering: Backend | None = None) -> None:
        self.settings: ModelSettings = settings.model
        self.offline = settings.offline
        self.profile = choose(self.settings.profile, self.settings.base_url)
        self.local = is_local(self.settings.base_url)
        self.endpoint = REPLAY if self.settings.base_url.startswith(REPLAY) else host(self.settings.base_url)
        self._backend = answering
        self._slots = threading.BoundedSemaphore(self.settings.concurrency)
        self._budget = Budget(self.settings.budget_tokens)
        self._breaker = Breaker()
        self._cache = kept.Cache(_cache_path(self.settings.cache))
        self._modes = list(self.profile.modes)
        self._asking: dict[Mode, Asking] = {}
        self._lock = threading.Lock()
        self._now = threading.local()

    @property
    def mode(self) -> Mode:
        """How answers are asked for at present."""
        return self._modes[0]

    def ledger(self) -> Ledger:
        """A new account for one document."""
        prices = (self.settings.price_in, self.settings.price_out)
        return Ledger(self.endpoint, self.settings.name, prices=prices)

    def admit(self, text: str) -> None:
        """Raise Fault when this text must not be sent."""
        if self.local:
            return
        if self.offline:
            raise Fault(Kind.OFFLINE)
        if is_secret(text):
            raise Fault(Kind.SECRET)

    def close(self) -> None:
        """Let go of connections and files; the client may still be used, and takes them up again."""
        with self._lock:
            if self._backend is not None:
                self._backend.close()
            self._backend = None
        self._cache.close()

    def models(self) -> dict[str, int | None]:
        """The models that the endpoint names, each with its context length if it tells. Raises Fault."""
        self.admit("")
        return self._answering().models()

    def try_mode(self, mode: Mode, question: Question[T], ledger: Ledger) -> T:
        """Ask once, in just this way. Raises Fault."""
        self.admit("")
        self._now.current = _Attempts(ledger, time.monotonic() + self.settings.timeout)
        try:
            return self._in(mode).ask(question, self.settings.name)
        finally:
            self._now.current = None

    def ask(self, question: Question[T], ledger: Ledger) -> Answered[T]:
        """Ask until there is an answer or no hope of one. Raises Fault."""
        from tenacity import Retrying, retry_if_exception

        for message in question.messages:
            self.admit(message["content"])
        current = _Attempts(ledger, time.monotonic() + self.settings.patience)
        retrying = Retrying(
            stop=lambda state: self._give_up(state, current),
            wait=_pause,
            retry=retry_if_exception(_may_mend),
            before_sleep=lambda state: ledger.used(retries=1),
            reraise=True,
        )
        try:
            value = retrying(self._once, question, current)
        except Fault as fault:
            if fault.kind in REASKED:  # another time it may answer better
                self._cache.forget(current.names)
            raise
        ledger.sent(question.task, question.messages, cached=current.cached)
        return Answered(value, current.cached)

    def _once(self, question: Question[T], current: _Attempts) -> T:
        self._now.current = current
        current.cached = False
        try:
            while True:
                mode = self.mode
                try:
                    return self._in(mode).ask(question, self.settings.name, current.again)
                except Fault as fault:
                    if fault.kind is not Kind.UNSUPPORTED or not self._next_mode(mode):
                        raise
        except Fault as fault:
            current.ledger.fault(fault)
            if fault.kind in REASKED:
                current.again, current.last = current.last, None
            raise
        finally:
            self._now.current = None

    def _send(self, body: dict[str, Any]) -> ChatCompletion:
        """Send one request, unless its answer is kept."""
        current: _Attempts = self._now.current
        name = kept.key(self.settings.base_url, body)
        current.names.append(name)
        if (text := self._cache.get(name)) is not None:
            from openai.types.chat import ChatCompletion

            current.cached = True
            current.ledger.used(cached_calls=1)
            completion = ChatCompletion.model_validate_json(text)
            current.last = _content(completion)
            return _judged(completion)
        sent = sum(len(str(message["content"])) for message in body["messages"])
        self._budget.check(int(sent * _TOKENS_PER_CHARACTER))
        completion = self._called(body, current)
        current.last = _content(completion)
        judged = _judged(completion, keep=lambda: self._cache.put(name, completion.model_dump_json()))
        self._cache.put(name, completion.model_dump_json())
        return judged

    def _called(self, body: dict[str, Any], current: _Attempts) -> ChatCompletion:
        with self._slots:
            self._breaker.check()
            started = time.monotonic()
            current.ledger.used(calls=1)
            try:
                left = max(0.1, min(self.settings.timeout, current.deadline - started))
                completion = self._answering().complete(body, left)
            except Fault as fault:
                self._breaker.saw(fault)
                raise
            finally:
                current.ledger.used(milliseconds=round((time.monotonic() - started) * 1000))
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

    def _give_up(self, state: RetryCallState, current: _Attempts) -> bool:
        fault = state.outcome.exception() if state.outcome else None
        if isinstance(fault, Fault) and fault.kind in REASKED:
            return state.attempt_number >= 2
        return state.attempt_number >= self.settings.attempts or time.monotonic() + _pause(state) >= current.deadline

    def _in(self, mode: Mode) -> Asking:
        with self._lock:
            if mode not in self._asking:
                self._asking[mode] = Asking(mode, self.profile, self._send)
            return self._asking[mode]

    def _next_mode(self, tried: Mode) -> bool:
        with self._lock:
            if self._modes[0] is tried and len(self._modes) > 1:
                self._modes.pop(0)
            return self._modes[0] is not tried

    def _answering(self) -> Backend:
        with self._lock:
            if self._backend is None:
                self._backend = backend(self.settings)
            return self._backend


def connect(settings: Settings) -> Client:
    """The client of these settings; one for the whole process, so that its limits hold for all its documents."""
    return _connected(settings, os.getpid())


@lru_cache(maxsize=8)
def _connected(settings: Settings, process: int) -> Client:
    return Client(settings)


def _cache_path(setting: str) -> Path | None:
    if setting == "default":
        return kept.default()
    return Path(setting).expanduser() if setting else None


def _content(completion: ChatCompletion) -> str | None:
    return completion.choices[0].message.content if completion.choices else None


def _judged(completion: ChatCompletion, keep: Any = None) -> ChatCompletion:
    """The completion, if it is an answer; a fault that would be the same next time is kept like an answer."""
    if not completion.choices or completion.choices[0].message is None:
        raise Fault(Kind.EMPTY)
    choice = completion.choices[0]
    if choice.finish_reason == "length":
        if keep is not None:
            keep()
        raise Fault(Kind.TRUNCATED)
    if choice.message.refusal:
        raise Fault(Kind.REFUSED)
    if choice.finish_reason == "content_filter":
        raise Fault(Kind.FILTERED)
    if not (choice.message.content or "").strip():
        raise Fault(Kind.EMPTY)
    return completion


def _may_mend(error: BaseException) -> bool:
    return isinstance(error, Fault) and (error.kind in RETRIED or error.kind in REASKED)


def _pause(state: RetryCallState) -> float:
    """How long to wait: what the server asks for, else longer each time, never just together with all others."""
    fault = state.outcome.exception() if state.outcome else None
    if isinstance(fault, Fault):
        if fault.kind in REASKED:
            return 0.0
        if fault.after is not None:
            return fault.after
    return min(0.5 * 2.0 ** (state.attempt_number - 1), _LONGEST_WAIT) * random.uniform(0.75, 1)
