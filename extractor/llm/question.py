"""A question for a model, and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from pydantic import BaseModel

T = TypeVar("T", bound="BaseModel")


@dataclass(frozen=True, slots=True)
class Question(Generic[T]):
    """What is asked: the messages (already shielded), the type of the answer, and how long that may be."""

    task: str
    messages: tuple[dict[str, str], ...]
    answer: type[T]
    longest: int = 2000

    @property
    def characters(self) -> int:
        """How much text is sent."""
        return sum(len(message["content"]) for message in self.messages)


@dataclass(frozen=True, slots=True)
class Answered(Generic[T]):
    """An answer; `cached` when it cost no call."""

    value: T
    cached: bool = False
