"""What a model answers with, and what its short forms mean (`ab15`, `ab3:原文`, `61-62#2`, `70@1`).

A field is named by a code of two letters (`Codes`) and a place by its number: what is written out is what an answer
costs, and most of its time. Only strings and arrays of strings: every server that can bind an answer to a schema can
bind it to these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice, product
from string import ascii_lowercase
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _one(given: object) -> object:
    """A list where one string is asked for, which servers that do not enforce the schema now and then give."""
    return " ".join(map(str, given)) if isinstance(given, list) else given


_Row = Annotated[str, BeforeValidator(_one)]


class Pointed(BaseModel):
    """The answer of `prompts/fields.md`; entries of a string are set apart by blanks."""

    model_config = ConfigDict(extra="forbid")

    figures: _Row
    words: list[str]
    problems: _Row
    measures: _Row


class Quoted(BaseModel):
    """The answer of `prompts/confirm.md`."""

    model_config = ConfigDict(extra="forbid")

    quotes: list[str]


class Copied(BaseModel):
    """The answer of `prompts/picture.md`."""

    model_config = ConfigDict(extra="forbid")

    lines: list[str]


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


_POINTER = re.compile(r"\s*([a-z_.]{2,60}?)\s*[=＝]?\s*[L{行]?\s*(\d{1,6})\s*[}行]?\s*(?:[:：](.*))?", re.DOTALL)
_LINES = re.compile(r"\s*L?(\d{1,6})\s*(?:[-~—]\s*L?(\d{1,6})\s*)?(?:[#@]\s*(\d{1,3}))?\s*")
_NUMBER = re.compile(r"\{\d+\}")
_BETWEEN = re.compile(r"[\s,，;；、]+")


class Codes:
    """The fields of one report type, each with the two letters that stand for it in a question and its answer."""

    def __init__(self, paths: Iterable[str]) -> None:
        listed = list(paths)
        letters = ("".join(pair) for pair in product(ascii_lowercase, repeat=2 if len(listed) <= 26 * 26 else 3))
        self._code: Mapping[str, str] = dict(zip(listed, islice(letters, len(listed)), strict=True))
        self._path = {code: path for path, code in self._code.items()}

    def of(self, path: str) -> str:
        """The code of a field; what has none stands for itself."""
        return self._code.get(path, path)

    def pointer(self, text: str) -> Pointer | None:
        """Read `ab15` or `ab3:原文`; None for anything else. A field may also be named by its path."""
        match = _POINTER.fullmatch(text)
        if match is None:
            return None
        return Pointer(self._path.get(match[1], match[1]), int(match[2]), _NUMBER.sub("", match[3] or "").strip())


def entries(row: str) -> list[str]:
    """The entries of one string."""
    return [entry for entry in _BETWEEN.split(row) if entry]


def lines(text: str) -> Lines | None:
    """Read `61`, `61-62`, `61-62#2` or `70@1`; None for anything else."""
    match = _LINES.fullmatch(text)
    if match is None:
        return None
    first = int(match[1])
    return Lines(first, int(match[2] or first), int(match[3] or 0))
