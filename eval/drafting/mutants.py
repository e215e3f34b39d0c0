"""What a planted defect is made with: a draft changed at one place, everything else as it was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from extractor.drafting import Inputs
from extractor.drafts import Block, Draft, Mark, Pair, Sentence, Slot

Place = tuple[int, int]


@dataclass(frozen=True)
class Clean:
    """A faultless draft, what it was made from, and the chance that picks the place of a defect."""

    draft: Draft
    inputs: Inputs
    chance: Random

    def sentences(self, wanted: Callable[[Sentence], bool]) -> Iterator[Place]:
        """The places of the sentences that are wanted, in an order of chance."""
        found = [
            (b, s) for b, block in enumerate(self.draft.blocks) for s, one in enumerate(block.sentences) if wanted(one)
        ]
        self.chance.shuffle(found)
        yield from found

    def at(self, place: Place) -> Sentence:
        """The sentence at a place."""
        return self.draft.blocks[place[0]].sentences[place[1]]

    def put(self, place: Place, sentence: Sentence | None) -> Draft:
        """The draft with another sentence at a place (None: without it)."""
        block = self.draft.blocks[place[0]]
        told = list(block.sentences)
        told[place[1] : place[1] + 1] = [] if sentence is None else [sentence]
        return self.block(place[0], replace(block, sentences=tuple(told)) if told else None)

    def block(self, number: int, block: Block | None) -> Draft:
        """The draft with another block (None: without it); its pairs say what they said."""
        blocks = list(self.draft.blocks)
        blocks[number : number + 1] = [] if block is None else [block]
        return replace(self.draft, blocks=tuple(blocks))

    def added(self, text: str, phrase: str = "model.measure", parts: tuple[str | Slot, ...] = ()) -> Draft:
        """The draft with a sentence more, as a model would have written it."""
        block = Block("paragraph", (Sentence(parts or (text,), Mark.DRAFTED, phrase),))
        return replace(self.draft, blocks=(*self.draft.blocks, block))

    def edited(
        self, change: Callable[[Slot], str | Slot | None], kinds: tuple[str, ...] = ("fact", "size")
    ) -> Draft | None:
        """The draft with one slot changed."""
        for place in self.sentences(lambda one: any(slot.kind in kinds for slot in one.slots)):
            sentence = self.at(place)
            numbers = [i for i, p in enumerate(sentence.parts) if isinstance(p, Slot) and p.kind in kinds]
            self.chance.shuffle(numbers)
            for number in numbers:
                part = sentence.parts[number]
                new = change(part) if isinstance(part, Slot) else None
                if new is not None and new != part:
                    parts = (*sentence.parts[:number], new, *sentence.parts[number + 1 :])
                    return self.put(place, replace(sentence, parts=parts))
        return None

    def pair(self, change: Callable[[Pair], Pair | None]) -> Draft | None:
        """The draft with one pair changed."""
        order = list(range(len(self.draft.pairs)))
        self.chance.shuffle(order)
        for number in order:
            changed = change(self.draft.pairs[number])
            if changed is not None and changed != self.draft.pairs[number]:
                pairs = list(self.draft.pairs)
                pairs[number] = changed
                return replace(self.draft, pairs=tuple(pairs))
        return None


def digit(text: str, chance: Random) -> str | None:
    """The text with one digit another; None where it has none."""
    places = [match.start() for match in re.finditer(r"[0-9]", text)]
    if not places:
        return None
    at = chance.choice(places)
    return text[:at] + str((int(text[at]) + chance.randint(1, 9)) % 10) + text[at + 1 :]
