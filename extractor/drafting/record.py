"""What a written draft remembers of itself, so that the officer's edited copy can be held against it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.drafting.tables import lines
from extractor.drafts import Draft, Fact
from extractor.errors import InputError

VERSION = 1


@dataclass(frozen=True, slots=True)
class Record:
    """The facts, what had to be stated, last year's figures, and the paragraphs as written."""

    year: int
    department: str
    facts: Mapping[str, Fact]
    required: tuple[str, ...]
    history: tuple[Fact, ...]
    blocks: tuple[str, ...]
    pairs: int


def dump(draft: Draft, blocks: Sequence[str] | None = None, required: Sequence[str] | None = None) -> bytes:
    """The record of a draft, as JSON; the same draft, the same bytes. `blocks` and `required`: what a file of another
    make-up prints of it (default: all)."""
    content = {
        "version": VERSION,
        "year": draft.year,
        "department": draft.department,
        "facts": [_fact(fact) for _, fact in sorted(draft.facts.items())],
        "required": list(draft.required if required is None else required),
        "history": [_fact(fact) for fact in draft.history],
        "blocks": list(_lines(draft) if blocks is None else blocks),
        "pairs": len(draft.pairs),
        **({"model": dict(draft.receipt), "replaced": [[b.code, b.message, b.sentence] for b in draft.replaced]}
           if draft.receipt else {}),
        "ledger": [
            {"id": e.id, "kind": e.kind, "text": e.text, "years": list(e.years), "status": e.status.value,
             "bases": [{"ref": b.ref, "page": b.page, "text": b.text} for b in e.bases]}
            for e in draft.ledger
        ],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _lines(draft: Draft) -> Iterator[str]:
    """What the written file says, line by line."""
    yield from (block.text for block in draft.blocks)
    for table in draft.tables:
        yield from lines(table)


def load(data: bytes, name: str) -> Record:
    """A record. Raises InputError."""
    try:
        content: dict[str, Any] = json.loads(data)
        return Record(
            int(content["year"]),
            str(content["department"]),
            {f"{row[0]}@{row[1]}": Fact(row[0], int(row[1]), *row[2:]) for row in content["facts"]},
            tuple(content["required"]),
            tuple(Fact(row[0], int(row[1]), *row[2:]) for row in content["history"]),
            tuple(content["blocks"]),
            int(content["pairs"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{name} 中的起草记录不完整。", "请用 jixiao draft 生成的文件。") from error


def _fact(fact: Fact) -> list[Any]:
    return [fact.path, fact.year, fact.value, fact.unit, fact.source]
