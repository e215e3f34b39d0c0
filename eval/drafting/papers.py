"""Defects of the ledger and its pairs: G7 to G12."""

from __future__ import annotations

from dataclasses import replace

from eval.drafting.mutants import Clean
from extractor.drafts import Basis, Draft, Pair, Status


def groundless(clean: Clean) -> Draft | None:
    """G7: a problem without a basis."""
    return clean.pair(lambda pair: replace(pair, bases=()))


def unfounded(clean: Clean) -> Draft | None:
    """G7: a problem whose basis is not there."""
    kind, ref = clean.chance.choice(
        (("figure", "no.such.path@1999"), ("figure", "indicator:99"), ("finding", "0123456789ab"), ("quote", "0:0-9"))
    )
    return clean.pair(lambda pair: replace(pair, bases=(Basis(kind, ref, "依据"), *pair.bases[1:])))


def misquoted(clean: Clean) -> Draft | None:
    """G8: a quotation in the ledger that does not stand in its document, or not at its place."""
    entries = list(clean.draft.ledger)
    if not entries:
        return None
    number = clean.chance.randrange(len(entries))
    first, *rest = entries[number].bases
    at = clean.chance.randrange(len(first.text))
    forms = (
        replace(first, text=first.text[:at] + "没有" + first.text[at:]),
        replace(first, text=first.text[:at] + first.text[at + 1 :]),
        replace(first, start=first.start + 1, end=first.end + 1),
    )
    changed = clean.chance.choice(forms)
    entries[number] = replace(entries[number], bases=(changed, *rest))
    return replace(clean.draft, ledger=tuple(entries)) if changed.text else None


def misread(clean: Clean) -> Draft | None:
    """G8: a sentence that cites words its report does not have."""
    for place in clean.sentences(lambda one: any(basis.kind == "quote" and len(basis.text) > 3 for basis in one.bases)):
        sentence = clean.at(place)
        first, *rest = sentence.bases
        if first.kind == "quote":
            at = clean.chance.randrange(len(first.text) - 1)
            turned = first.text[:at] + first.text[at + 1] + first.text[at] + first.text[at + 2 :]
            if turned != first.text:
                return clean.put(place, replace(sentence, bases=(replace(first, text=turned), *rest)))
    return None


def unpaired(clean: Clean) -> Draft | None:
    """G9: a problem or a measure is not in the report."""
    if not clean.draft.pairs:
        return None
    pair = clean.chance.choice(clean.draft.pairs)
    words = clean.chance.choice((pair.problem, pair.measure)).sentences
    return replace(
        clean.draft, blocks=tuple(block for block in clean.draft.blocks if block.sentences[:-1] != words[:-1])
    )


def crossed(clean: Clean) -> Draft | None:
    """G9: two measures in each other's place."""
    heads = {pair.measure.sentences[:-1] for pair in clean.draft.pairs}
    places = [i for i, block in enumerate(clean.draft.blocks) if block.kind == "item" and block.sentences[:-1] in heads]
    if len(places) < 2:
        return None
    one, other = clean.chance.sample(places, 2)
    blocks = list(clean.draft.blocks)
    if blocks[one].sentences == blocks[other].sentences:
        return None
    blocks[one], blocks[other] = (
        replace(blocks[one], sentences=blocks[other].sentences),
        replace(blocks[other], sentences=blocks[one].sentences),
    )
    return replace(clean.draft, blocks=tuple(blocks))


def causeless(clean: Clean) -> Draft | None:
    """G9: a problem without a cause, or a measure that nobody is to take."""

    def bare(pair: Pair) -> Pair:
        side = clean.chance.choice(("problem", "measure"))
        block = pair.problem if side == "problem" else pair.measure
        kept = tuple(one for one in block.sentences if not one.phrase.startswith(("cause", "owner")))
        changed = replace(block, sentences=kept)
        return replace(pair, problem=changed) if side == "problem" else replace(pair, measure=changed)

    return clean.pair(bare)


def forgotten(clean: Clean) -> Draft | None:
    """G10: a problem or a measure of an earlier report is not in the ledger."""
    return _without(clean, ("problem", "measure"))


def unmet(clean: Clean) -> Draft | None:
    """G12: a missed target is dropped."""
    return _without(clean, ("target",))


def _without(clean: Clean, kinds: tuple[str, ...]) -> Draft | None:
    entries = [entry for entry in clean.draft.ledger if entry.kind in kinds]
    if not entries:
        return None
    gone = clean.chance.choice(entries)
    return replace(clean.draft, ledger=tuple(entry for entry in clean.draft.ledger if entry is not gone))


def unfinished(clean: Clean) -> Draft | None:
    """G10: an entry that has lost the place where its report says so."""
    entries = [entry for entry in clean.draft.ledger if entry.kind in ("problem", "measure")]
    if not entries:
        return None
    gone = clean.chance.choice(entries)
    cut = replace(gone, bases=gone.bases[1:])
    return replace(clean.draft, ledger=tuple(cut if entry is gone else entry for entry in clean.draft.ledger))


def declared(clean: Clean) -> Draft | None:
    """G11: solved, without all that shows it."""
    entries = list(clean.draft.ledger)
    if not entries:
        return None
    number = clean.chance.randrange(len(entries))
    given = {"evidence": "台账", "date": "六月", "office": "办公室"}
    del given[clean.chance.choice(list(given))]
    entries[number] = replace(entries[number], status=Status.FIXED, answers=given)
    return replace(clean.draft, ledger=tuple(entries))


def silenced(clean: Clean) -> Draft | None:
    """G11: a problem that is not solved is no problem of this year."""
    pairs = [pair for pair in clean.draft.pairs if pair.entries]
    if not pairs:
        return None
    gone = clean.chance.choice(pairs)
    return replace(clean.draft, pairs=tuple(pair for pair in clean.draft.pairs if pair is not gone))


def missed(clean: Clean) -> Draft | None:
    """G12: a target that was missed this year, or a finding about the last report, is no problem."""
    pairs = [
        p for p in clean.draft.pairs if p.id.startswith("N-") and (p.category == "target" or "findings" in p.category)
    ]
    if not pairs:
        return None
    gone = clean.chance.choice(pairs)
    return replace(clean.draft, pairs=tuple(pair for pair in clean.draft.pairs if pair is not gone))


MUTATIONS = (
    ("G7", groundless), ("G7", unfounded), ("G8", misquoted), ("G8", misread), ("G9", unpaired), ("G9", crossed),
    ("G9", causeless), ("G10", forgotten), ("G10", unfinished), ("G11", declared), ("G11", silenced), ("G12", unmet),
    ("G12", missed),
)  # fmt: skip
