"""A question for a model, and its answer."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

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
    pictures: tuple[bytes, ...] = ()
    """PNG files that go with the last message."""
    model: str = ""
    """The model that is asked; empty: that of the settings."""

    @property
    def content(self) -> list[dict[str, Any]]:
        """The messages as they are sent."""
        sent: list[dict[str, Any]] = [dict(message) for message in self.messages]
        if self.pictures:
            images = [f"data:image/png;base64,{b64encode(picture).decode()}" for picture in self.pictures]
            parts = [{"type": "image_url", "image_url": {"url": image}} for image in images]
            sent[-1]["content"] = [{"type": "text", "text": sent[-1]["content"]}, *parts]
        return sent

    @property
    def characters(self) -> int:
        """How much text is sent."""
        return sum(len(message["content"]) for message in self.messages)


@dataclass(frozen=True, slots=True)
class Answered(Generic[T]):
    """An answer; `cached` when it cost no call."""

    value: T
    cached: bool = False
