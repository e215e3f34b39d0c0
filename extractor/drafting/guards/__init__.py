"""What a draft must keep before anything is written; one function a guarantee, each yields what breaks it."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.drafting.guards import ledger, numbers, words
from extractor.drafting.guards.context import Context
from extractor.drafting.inputs import Inputs
from extractor.drafts import Breach, Draft

__all__ = ["GUARDS", "guard"]

GUARDS = (*numbers.GUARDS, *ledger.GUARDS, *words.GUARDS)
"""Every guard, in order: G1 to G17. The round trip (G18) is the pipeline's."""


def guard(draft: Draft, inputs: Inputs) -> tuple[Breach, ...]:
    """Everything that the draft does not keep."""
    return tuple(_all(Context(draft, inputs)))


def _all(context: Context) -> Iterator[Breach]:
    for one in GUARDS:
        yield from one(context)
