"""The product of scoring: one `Scored` for each leaf, complete enough to be shown without the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.canon import Leaf, Words
from eval.places import UNKNOWN, Grounding
from eval.verdicts import Judgement, Verdict
from extractor.model import Box, Evidence


@dataclass(frozen=True, slots=True)
class Scored:
    """One leaf: what is printed, what was read, and what that came to.

    `part` is `field`, `row` (a cell of a table) or `item` (a problem or measure). `edits` is what it costs a clerk to
    put right: a substitution, addition or deletion each, a list by its elements.
    """

    path: str
    part: str
    verdict: Verdict
    edits: int = 0
    gold: str | None = None
    got: str | None = None
    why: str = ""
    quote: str | None = None
    evidence: Evidence | None = None
    reasons: tuple[str, ...] = ()
    grounding: Grounding = UNKNOWN
    cer: float | None = None
    gold_boxes: tuple[Box, ...] = ()


def absent(path: str, part: str = "field") -> Scored:
    """Record that nothing is printed and nothing was claimed."""
    return Scored(path, part, Verdict.RIGHT_ABSENT)


def judged(path: str, part: str, judgement: Judgement, gold: str | None, got: str | None) -> Scored:
    """Record a judgement."""
    return Scored(path, part, judgement.verdict, judgement.edits, gold, got, judgement.why)


def shown(value: object, unit: str | None = None) -> str:
    """Write a value as a person reads it."""
    text = "、".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    return f"{text}{unit or ''}"


def words(leaves: Sequence[Leaf]) -> list[str]:
    """Return the texts among some leaves."""
    return [leaf.text for leaf in leaves if isinstance(leaf, Words)]
