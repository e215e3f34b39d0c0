"""One question on its way: what its attempts share, what kind of answer came, and whether asking again may help."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.llm.faults import REASKED, RETRIED, Fault, Kind
from extractor.llm.usage import Ledger

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion
    from tenacity import RetryCallState

_LONGEST_WAIT = 8.0


@dataclass(slots=True)
class Attempts:
    """One question: its account, its deadline, the last answer that was no good, and what its answers are kept by."""

    ledger: Ledger
    deadline: float
    cached: bool = False
    last: str | None = None
    again: str | None = None
    names: list[str] = field(default_factory=list)

    def give_up(self, state: RetryCallState, most: int) -> bool:
        """True when it is to be asked no more: too often, or the next wait would end past the deadline."""
        fault = state.outcome.exception() if state.outcome else None
        if isinstance(fault, Fault) and fault.kind in REASKED:
            return state.attempt_number >= 2
        return state.attempt_number >= most or time.monotonic() + pause(state) >= self.deadline


def may_mend(error: BaseException) -> bool:
    """True for what may be better the next time."""
    return isinstance(error, Fault) and (error.kind in RETRIED or error.kind in REASKED)


def pause(state: RetryCallState) -> float:
    """How long to wait: what the server asks for, else longer each time, never just together with all others."""
    fault = state.outcome.exception() if state.outcome else None
    if isinstance(fault, Fault):
        if fault.kind in REASKED:
            return 0.0
        if fault.after is not None:
            return fault.after
    return min(0.5 * 2.0 ** (state.attempt_number - 1), _LONGEST_WAIT) * random.uniform(0.75, 1)


def said(completion: ChatCompletion) -> str | None:
    """The text of an answer, good or bad."""
    return completion.choices[0].message.content if completion.choices else None


def judged(completion: ChatCompletion, keep: Callable[[], None] | None = None) -> ChatCompletion:
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
