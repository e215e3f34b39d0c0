"""What the guards look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from extractor.drafting.alike import grams
from extractor.drafting.inputs import Inputs
from extractor.drafting.phrases import Filler, library
from extractor.drafting.words import Words
from extractor.drafts import Basis, Draft, Sentence, Slot
from extractor.model import Span

LONG = 20
"""Sentences shorter than this may be alike by chance."""


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
    def _words(self) -> Words:
        return Words.of(self.inputs)

    def retold(self, basis: Basis) -> tuple[str | Slot, ...] | None:
        """What a sentence of an earlier report comes to this year; None where its report is not there."""
        prior = next((one for one in self.inputs.priors if basis.ref.startswith(f"{one.document.id}:")), None)
        return (
            self._words.teller(prior).tell(Span(basis.start, basis.end)) if prior and basis.end > basis.start else None
        )

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

    @cached_property
    def told(self) -> tuple[str, ...]:
        """The sentences of the earlier reports, without blanks, that are long enough to be copied."""
        texts = (prior.document.text for prior in self.inputs.priors)
        lines = (re.sub(r"\s", "", line) for text in texts for line in re.split(r"[。！？\n]", text))
        return tuple(line for line in lines if len(line) >= LONG)

    @cached_property
    def ours(self) -> str:
        """The words of the phrase library."""
        return "".join(phrase.text for phrases in library().values() for phrase in phrases)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The character pairs of all that was handed in, and of the phrase library."""
        return frozenset(grams(self.sources) | grams(self.ours))

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters of the same."""
        return frozenset(self.sources + self.ours)

    def literals(self, sentence: Sentence) -> Iterator[str]:
        """The words of a sentence that no slot fills."""
        return (part for part in sentence.parts if isinstance(part, str))

    def facts(self, sentence: Sentence) -> Iterator[Slot]:
        """The slots that print a figure."""
        return (slot for slot in sentence.slots if slot.kind in ("fact", "size", "formula"))
