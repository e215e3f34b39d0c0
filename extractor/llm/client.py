"""The client: whether a question may leave, how it is asked, and the one layer that asks again.

Only what may mend itself is asked again. What a request costs and where it goes is the business of `wire`.
"""

from __future__ import annotations

import os
import threading
import time
from typing import TYPE_CHECKING, Any, TypeVar

from extractor.llm.asking import Asking
from extractor.llm.attempts import Attempts, may_mend, pause
from extractor.llm.backends import REPLAY, Backend
from extractor.llm.faults import REASKED, Fault, Kind
from extractor.llm.privacy import is_secret
from extractor.llm.profiles import Mode, choose, host, is_local
from extractor.llm.question import Answered, Question
from extractor.llm.usage import Ledger
from extractor.llm.wire import Wire
from extractor.settings import ModelSettings, Settings

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion
    from pydantic import BaseModel

T = TypeVar("T", bound="BaseModel")
FOLDER = "folder"
"""Questions are written to a folder, which somebody may carry anywhere: that is no longer this machine."""


class Client:
    """One endpoint. Threads may share it. `via`: the way that questions go, where that is not one call each."""

    def __init__(self, settings: Settings, answering: Backend | None = None, via: str = "") -> None:
        self.settings: ModelSettings = settings.model
        self.via = via
        self.offline = settings.offline
        self.profile = choose(self.settings.profile, self.settings.base_url)
        self.local = is_local(self.settings.base_url) and via != FOLDER
        self.endpoint = REPLAY if self.settings.base_url.startswith(REPLAY) else host(self.settings.base_url)
        self.wire = Wire(self.settings, answering)
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
        return Ledger(self.endpoint, self.settings.name, via=self.via, prices=prices)

    def admit(self, text: str) -> None:
        """Raise Fault when this text must not be sent."""
        if self.local:
            return
        if self.offline:
            raise Fault(Kind.OFFLINE)
        if is_secret(text):
            raise Fault(Kind.SECRET)

    def admit_picture(self, text: str) -> None:
        """Raise Fault when pictures of a document with this text must not be sent: no datum in them can be masked."""
        self.admit(text)
        if not self.local and not self.settings.pictures_leave:
            raise Fault(Kind.PICTURE)

    def close(self) -> None:
        """Let go of connections and files; the client may still be used, and takes them up again."""
        self.wire.close()

    def models(self) -> dict[str, int | None]:
        """The models that the endpoint names, each with its context length if it tells. Raises Fault."""
        self.admit("")
        return self.wire.backend.models()

    def try_mode(self, mode: Mode, question: Question[T], ledger: Ledger) -> T:
        """Ask once, in just this way. Raises Fault."""
        self.admit("")
        self._now.current = Attempts(ledger, time.monotonic() + self.settings.timeout)
        try:
            return self._in(mode).ask(question, self.settings.name)
        finally:
            self._now.current = None

    def ask(self, question: Question[T], ledger: Ledger) -> Answered[T]:
        """Ask until there is an answer or no hope of one. Raises Fault."""
        from tenacity import Retrying, retry_if_exception

        for message in question.messages:
            self.admit(message["content"])
        if question.pictures:
            self.admit_picture("")
        current = Attempts(ledger, time.monotonic() + self.settings.patience)
        retrying = Retrying(
            stop=lambda state: current.give_up(state, self.settings.attempts),
            wait=pause,
            retry=retry_if_exception(may_mend),
            before_sleep=lambda state: ledger.used(retries=1),
            reraise=True,
        )
        try:
            value = retrying(self._once, question, current)
        except Fault as fault:
            if fault.kind in REASKED:  # another time it may answer better
                self.wire.forget(current.names)
            raise
        ledger.sent(question, cached=current.cached)
        return Answered(value, current.cached)

    def _once(self, question: Question[T], current: Attempts) -> T:
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
        return self.wire.send(body, self._now.current)

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


_connected: dict[tuple[Settings, int], Client] = {}
_connecting = threading.Lock()


def connect(settings: Settings) -> Client:
    """The client of these settings; one for the whole process, so that its limits hold for all its documents."""
    with _connecting:
        return _connected.setdefault((settings, os.getpid()), Client(settings))


def disconnect() -> None:
    """Close all clients of this process; they connect again when they are used again."""
    with _connecting:
        while _connected:
            _connected.popitem()[1].close()
