"""What the guards look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from extractor.drafting.inputs import Inputs
from extractor.drafting.phrases import Filler
from extractor.drafts import Draft, Sentence, Slot

OWN = ("given:",)


@dataclass(frozen=True)
class Context:
    """A draft beside what it was made from."""

    draft: Draft
    inputs: Inputs

    @cached_property
    def filler(self) -> Filler:
        """Renders references again, from the facts alone."""
        return self.inputs.filler

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence."""
        return tuple(self.draft.sentences())

    @cached_property
    def sources(self) -> str:
        """All that was handed in as words: the earlier reports, and what the officer wrote."""
        return "\n".join((*(re.sub(r"\s", "", p.document.text) for p in self.inputs.priors), self.answers))

    @cached_property
    def answers(self) -> str:
        """What the officer wrote."""
        rows = [*self.inputs.given.answers.values(), *self.inputs.given.indicators, *self.inputs.given.projects]
        figures = [value for value, _ in self.inputs.given.figures.values()]
        told = [row.get("value", "") for row in self.inputs.given.told.values()]
        return "\n".join([*(text for row in rows for text in row.values()), *figures, *told])

    def literals(self, sentence: Sentence) -> Iterator[str]:
        """The words of a sentence that no slot fills."""
        return (part for part in sentence.parts if isinstance(part, str))

    def facts(self, sentence: Sentence) -> Iterator[Slot]:
        """The slots that print a figure."""
        return (slot for slot in sentence.slots if slot.kind in ("fact", "size", "formula"))
