"""What the sentences of an earlier report state that no field covers: asked for one by one, never carried over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

STRUCK = "删去此句"
"""What the officer chooses for a sentence that does not hold this year."""
_FIGURE = re.compile(r"(?:[0-9０-９]|[〇零一二两三四五六七八九十百千])[余多]?$")
_BEFORE, _AFTER = 40, 24


@dataclass(frozen=True, slots=True)
class Asked:
    """One figure, date or result in a sentence. `prior` is what stood there, `shown` the words around it; `unit` is
    empty where the place takes words (a date, a result, a figure together with its direction)."""

    id: str
    label: str
    prior: str
    unit: str
    shown: str
    year: int
    page: int | None = None


def identity(year: int, sentence: str, turn: int, place: int) -> str:
    """The same place of the same sentence, whatever file the report was read from. `turn` counts equal sentences."""
    bare = re.sub(r"\s", "", sentence)
    return "S" + sha256(f"{year}\n{bare}\n{turn}\n{place}".encode()).hexdigest()[:8]


def around(before: str, prior: str, after: str) -> str:
    """The place in its sentence, last year's words in brackets."""
    head = before if len(before) <= _BEFORE else f"…{before[-_BEFORE:]}"
    tail = after if len(after) <= _AFTER else f"{after[:_AFTER]}…"
    return f"{head}【{prior}】{tail}"


def answer(row: Mapping[str, str] | None) -> str | None:
    """What the officer wrote; with its unit when it ends in a figure (16, 近5, 五, 100余); None when nothing was."""
    value = (row or {}).get("value", "").strip().rstrip("。")
    if not value:
        return None
    return f"{value}{(row or {}).get('unit', '')}" if _FIGURE.search(value) else value
