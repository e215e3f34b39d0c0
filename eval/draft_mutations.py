"""Defects planted in clean drafts, one at a time: does a guard (or the round trip) see each of them?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from eval import drafts
from extractor import authoring
from extractor.drafting import Inputs, guard, strangers
from extractor.drafts import Block, Draft, Mark, Pair, Sentence, Slot, Status

Mutation = Callable[[Draft, Inputs, Random], Draft | None]


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted defect, and what saw it."""

    name: str
    guard: str
    mutation: str
    caught: bool
    by: tuple[str, ...]


def _sentences(draft: Draft, wanted: Callable[[Sentence], bool]) -> list[tuple[int, int]]:
    return [(b, s) for b, block in enumerate(draft.blocks) for s, one in enumerate(block.sentences) if wanted(one)]


def _put(draft: Draft, place: tuple[int, int], sentence: Sentence | None) -> Draft:
    """The draft with another sentence at a place (None: without it); pairs keep what they had."""
    block = draft.blocks[place[0]]
    told = list(block.sentences)
    told[place[1] : place[1] + 1] = [] if sentence is None else [sentence]
    blocks = list(draft.blocks)
    blocks[place[0] : place[0] + 1] = [replace(block, sentences=tuple(told))] if told else []
    return replace(draft, blocks=tuple(blocks))


def _figures(sentence: Sentence) -> list[int]:
    return [i for i, p in enumerate(sentence.parts) if isinstance(p, Slot) and p.kind in ("fact", "size")]


def _edit(draft: Draft, chance: Random, change: Callable[[Slot], str | Slot | None]) -> Draft | None:
    """One figure of the draft changed."""
    places = _sentences(draft, lambda one: bool(_figures(one)))
    chance.shuffle(places)
    for place in places:
        sentence = draft.blocks[place[0]].sentences[place[1]]
        for number in _figures(sentence):
            part = sentence.parts[number]
            new = change(part) if isinstance(part, Slot) else None
            if new is not None and new != part:
                parts = (*sentence.parts[:number], new, *sentence.parts[number + 1 :])
                return _put(draft, place, replace(sentence, parts=parts))
    return None


def _digit(text: str, chance: Random) -> str:
    places = [m.start() for m in re.finditer(r"[0-9]", text)]
    at = chance.choice(places)
    return text[:at] + str((int(text[at]) + chance.randint(1, 9)) % 10) + text[at + 1 :]


def fabricated(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G1: a figure that no slot holds."""
    return _edit(draft, chance, lambda slot: _digit(slot.text, chance) if re.search(r"\d", slot.text) else None)


def retyped(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G1: a slot that prints another figure than its reference gives."""
    return _edit(
        draft, chance, lambda slot: Slot(slot.ref, _digit(slot.text, chance)) if re.search(r"\d", slot.text) else None
    )


def swapped(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G1, G18: two figures of one sentence in each other's place."""
    places = _sentences(draft, lambda one: len({one.parts[i] for i in _figures(one)}) > 1)
    chance.shuffle(places)
    for place in places:
        sentence = draft.blocks[place[0]].sentences[place[1]]
        first, second = _figures(sentence)[:2]
        parts = list(sentence.parts)
        one, other = parts[first], parts[second]
        if isinstance(one, Slot) and isinstance(other, Slot) and one.text != other.text:
            parts[first], parts[second] = other, one
            return _put(draft, place, replace(sentence, parts=tuple(parts)))
    return None


def model_digit(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G2: a model that writes a figure in Chinese."""
    words = chance.choice(("全年完成培训三千六百人次。", "节约资金二十五万元。", "办结案件12件。"))
    block = Block("paragraph", (Sentence((words,), Mark.DRAFTED, "model"),))
    return replace(draft, blocks=(*draft.blocks, block))


def formula(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G3: a formula that is not registered."""
    sentence = Sentence(("占比", Slot("formula:product(funds.annual,funds.executed)", "35%"), "。"), Mark.DRAFTED)
    return replace(draft, blocks=(*draft.blocks, Block("paragraph", (sentence,))))


def lost(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G4: a figure that must be stated is gone."""
    counts: dict[str, int] = {}
    for one in draft.sentences():
        for number in _figures(one):
            part = one.parts[number]
            if isinstance(part, Slot):
                counts[part.target] = counts.get(part.target, 0) + 1
    return _edit(draft, chance, lambda slot: "" if counts[slot.target] == 1 else None)


def rendering(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G5: one fact in two units."""
    return _edit(
        draft, chance, lambda slot: Slot(slot.ref, slot.text[:-2] + "元") if slot.text.endswith("万元") else None
    )


def direction(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G6: 增加 for 减少."""
    flips = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "节约": "超出", "超出": "节约"}
    places = _sentences(draft, lambda one: any(slot.kind == "choice" for slot in one.slots))
    chance.shuffle(places)
    for place in places:
        sentence = draft.blocks[place[0]].sentences[place[1]]
        for number, part in enumerate(sentence.parts):
            if isinstance(part, Slot) and part.kind == "choice":
                word = next((word for word in flips if word in part.text), None)
                if word:
                    parts = (
                        *sentence.parts[:number],
                        part.text.replace(word, flips[word]),
                        *sentence.parts[number + 1 :],
                    )
                    return _put(draft, place, replace(sentence, parts=parts, phrase=""))
    return None


def groundless(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G7: a problem without a basis."""
    return _pair(draft, chance, lambda pair: replace(pair, bases=()))


def _pair(draft: Draft, chance: Random, change: Callable[[Pair], Pair]) -> Draft | None:
    if not draft.pairs:
        return None
    number = chance.randrange(len(draft.pairs))
    pairs = list(draft.pairs)
    pairs[number] = change(pairs[number])
    return replace(draft, pairs=tuple(pairs))


def misquoted(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G8: a quotation that does not stand in its document."""
    entries = list(draft.ledger)
    if not entries:
        return None
    number = chance.randrange(len(entries))
    first, *rest = entries[number].bases
    cut = replace(first, text=first.text[:3] + "没有" + first.text[3:])
    entries[number] = replace(entries[number], bases=(cut, *rest))
    return replace(draft, ledger=tuple(entries))


def unpaired(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G9: a measure is missing."""
    if not draft.pairs:
        return None
    words = chance.choice(draft.pairs).measure.sentences
    return replace(draft, blocks=tuple(block for block in draft.blocks if block.sentences != words))


def forgotten(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G10: a problem of last year is not in the ledger."""
    entries = [entry for entry in draft.ledger if entry.kind != "target"]
    gone = chance.choice(entries) if entries else None
    if gone is None:
        return None
    return replace(draft, ledger=tuple(entry for entry in draft.ledger if entry is not gone))


def declared(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G11: solved, without evidence."""
    entries = list(draft.ledger)
    if not entries:
        return None
    number = chance.randrange(len(entries))
    entries[number] = replace(entries[number], status=Status.FIXED)
    return replace(draft, ledger=tuple(entries))


def unmet(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G12: a missed target is dropped."""
    targets = [entry for entry in draft.ledger if entry.kind == "target"]
    gone = chance.choice(targets) if targets else None
    if gone is None:
        return None
    return replace(draft, ledger=tuple(entry for entry in draft.ledger if entry is not gone))


def stale_year(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G13: last year's number in this year's sentence."""
    old = str(draft.year - 1)
    places = _sentences(draft, lambda one: any(slot.kind == "year" for slot in one.slots))
    if not places:
        return None
    place = chance.choice(places)
    sentence = draft.blocks[place[0]].sentences[place[1]]
    new = chance.choice((Slot(f"year:{draft.year - 2}", str(draft.year - 2)), old))
    parts = tuple(new if isinstance(p, Slot) and p.kind == "year" else p for p in sentence.parts)
    return _put(draft, place, replace(sentence, parts=parts))


def stale_figure(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G14: last year's figure in its own place."""
    last = {fact.path: fact for fact in draft.history}

    def old(slot: Slot) -> Slot | None:
        before = last.get(slot.target.rpartition("@")[0])
        return Slot(slot.ref, before.text) if before is not None and before.text != slot.text else None

    return _edit(draft, chance, old)


def pasted(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G15: a sentence of last year passed off as new."""
    lines = re.split(r"[。\n]", inputs.last.document.text)
    lines = [re.sub(r"\s", "", x) for x in lines if len(x) >= 30 and not re.search(r"[0-9《]", x)]
    if not lines:
        return None
    block = Block("paragraph", (Sentence((chance.choice(lines) + "。",), Mark.DRAFTED, "model"),))
    return replace(draft, blocks=(*draft.blocks, block))


def invented(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G16: a document, an approval, an office or a deadline that nobody gave."""
    words = chance.choice(
        (
            "按照《专项资金绩效追踪暂行规程》执行。",
            "经县政府常务会议同意后实施。",
            "由绩效督导科牵头落实。",
            "整改工作年底前完成。",
        )
    )
    block = Block("paragraph", (Sentence((words,), Mark.DRAFTED, "model"),))
    return replace(draft, blocks=(*draft.blocks, block))


def misnumbered(draft: Draft, inputs: Inputs, chance: Random) -> Draft | None:
    """G17: a heading out of order, or a paragraph without an end."""
    places = [i for i, block in enumerate(draft.blocks) if block.level]
    if not places:
        return None
    place = chance.choice(places)
    blocks = list(draft.blocks)
    blocks[place] = replace(blocks[place], number="九十九、")
    return replace(draft, blocks=tuple(blocks))


MUTATIONS: tuple[tuple[str, Mutation], ...] = (
    ("G1", fabricated), ("G1", retyped), ("G1", swapped), ("G2", model_digit), ("G3", formula), ("G4", lost),
    ("G5", rendering), ("G6", direction), ("G7", groundless), ("G8", misquoted), ("G9", unpaired), ("G10", forgotten),
    ("G11", declared), ("G12", unmet), ("G13", stale_year), ("G14", stale_figure), ("G15", pasted), ("G16", invented),
    ("G17", misnumbered),
)  # fmt: skip


def plant(family: str, seed: int, each: int = 1) -> Iterator[Planted]:
    """Every mutation in one clean draft, so many times; and G18: a digit changed in the written text."""
    made_from = drafts.inputs_of(family, seed)
    draft = authoring.draft(made_from).draft
    name = f"{family}-{seed}"
    for code, mutation in MUTATIONS:
        for turn in range(each):
            spoiled = mutation(draft, made_from, Random(f"{name}/{mutation.__name__}/{turn}"))
            if spoiled is None:
                continue
            by = tuple(dict.fromkeys(breach.code for breach in guard(spoiled, made_from)))
            if not by and spoiled.text != draft.text:
                by = _read(spoiled.text, draft, made_from)
            yield Planted(name, code, mutation.__name__, bool(by), by)
    for turn in range(each):
        edited = fabricated(draft, made_from, Random(f"{name}/G18/{turn}"))
        if edited is not None and edited.text != draft.text:
            by = _read(edited.text, draft, made_from)
            yield Planted(name, "G18", "edited", bool(by), by)


def _read(text: str, draft: Draft, made_from: Inputs) -> tuple[str, ...]:
    differences, errors = authoring.read_back(authoring.document_of(text), made_from.facts, draft.required, draft.year)
    unknown = strangers(text, made_from.facts.values(), (block.text for block in draft.blocks))
    return ("G18",) if differences or errors or unknown else ()


def rates(planted: Sequence[Planted]) -> dict[str, tuple[int, int]]:
    """Caught and planted, by guard."""
    found: dict[str, tuple[int, int]] = {}
    for one in planted:
        caught, whole = found.get(one.guard, (0, 0))
        found[one.guard] = (caught + one.caught, whole + 1)
    return found
