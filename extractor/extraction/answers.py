"""What a model answers with, and what its short forms mean (`path=15`, `path=3:原文`, `61-62#2`, `70@1`).

Only arrays of strings: every server that can bind an answer to a schema can bind it to this one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Pointed(BaseModel):
    """The answer of `prompts/fields.md`."""

    model_config = ConfigDict(extra="forbid")

    figures: list[str]
    words: list[str]
    problems: list[str]
    measures: list[str]


class Quoted(BaseModel):
    """The answer of `prompts/confirm.md`."""

    model_config = ConfigDict(extra="forbid")

    quotes: list[str]


class Probe(BaseModel):
    """What `jixiao models` asks a server to break."""

    model_config = ConfigDict(extra="forbid")

    answer: Literal["AAA", "BBB"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A field and the number it points at, with the words that are said to stand there."""

    path: str
    number: int
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one item, and its category or the problem it answers."""

    first: int
    last: int
    label: int


_POINTER = re.compile(r"\s*([a-z_.0-9]{2,60})\s*[=＝]\s*[L{行]?\s*(\d{1,6})\s*[}行]?\s*(?:[:：](.*))?", re.DOTALL)
_LINES = re.compile(r"\s*L?(\d{1,6})\s*(?:[-~—]\s*L?(\d{1,6})\s*)?(?:[#@]\s*(\d{1,3}))?\s*")
_NUMBER = re.compile(r"\{\d+\}")


def pointer(text: str) -> Pointer | None:
    """Read `path=15` or `path=3:原文`; None for anything else."""
    match = _POINTER.fullmatch(text)
    return Pointer(match[1], int(match[2]), _NUMBER.sub("", match[3] or "").strip()) if match else None


def lines(text: str) -> Lines | None:
    """Read `61`, `61-62`, `61-62#2` or `70@1`; None for anything else."""
    match = _LINES.fullmatch(text)
    if match is None:
        return None
    first = int(match[1])
    return Lines(first, int(match[2] or first), int(match[3] or 0))
