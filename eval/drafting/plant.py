"""Plants defects in clean drafts, one at a time: does a guard, or the reading back, see each of them?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from eval.drafting import figures, measure, papers, wordings
from eval.drafting.mutants import Clean
from extractor import authoring
from extractor.drafting import Inputs, guard, strangers
from extractor.drafting.form import asked
from extractor.drafts import Draft

Mutation = Callable[[Clean], Draft | None]
MUTATIONS: tuple[tuple[str, Mutation], ...] = (*figures.MUTATIONS, *papers.MUTATIONS, *wordings.MUTATIONS)


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted defect, and what saw it; `own` when the guard that is there for it did."""

    name: str
    guard: str
    mutation: str
    by: tuple[str, ...]

    @property
    def caught(self) -> bool:
        """True when anything saw it."""
        return bool(self.by)

    @property
    def own(self) -> bool:
        """True when its own guard did."""
        return self.guard in self.by


def variants(family: str, seed: int) -> Iterator[tuple[str, Inputs]]:
    """One department with figures alone, with everything answered, and with no figure at all."""
    plain = measure.inputs_of(family, seed)
    yield "plain", plain
    ledger = authoring.draft(plain).draft.ledger
    states = ("持续整改", "未整改", "已整改", "待确认")
    answers = {
        entry.id: {"status": states[n % 4], "evidence": "台账", "date": "六月", "office": "办公室", "cause": "经办不细"}
        for n, entry in enumerate(ledger)
    }
    rows = (
        {"name": "培训合格率", "target": "≥90%", "actual": "85%", "full": "10", "score": "8"},
        {"name": "按期办结率", "target": "95%", "actual": "99%", "full": "10", "score": "10"},
        {"name": "资料归档率", "target": "100%", "actual": "96%", "full": "5", "score": "4"},
    )
    told = {one.id: {"value": f"{n + 2}", "unit": one.unit} if one.unit else {"value": "按期完成"}
            for n, one in enumerate(asked(plain))}  # fmt: skip
    yield "answered", replace(plain, given=replace(plain.given, answers=answers, indicators=rows, told=told))
    yield "empty", replace(plain, given=replace(plain.given, figures={}))


def plant(family: str, seed: int, each: int = 1) -> Iterator[Planted]:
    """Every mutation in the clean drafts of one department, so many times, no mutant twice; G0: the clean ones."""
    for variant, made_from in variants(family, seed):
        done = authoring.draft(made_from)
        name = f"{family}-{seed}-{variant}"
        yield Planted(name, "G0", "clean", tuple(breach.code for breach in done.breaches))
        if variant == "empty":
            continue
        for code, mutation in MUTATIONS:
            yield from _mutants(name, code, mutation, done.draft, made_from, each)
        seen: set[str] = set()
        for turn in range(each):
            text = wordings.rewritten(Clean(done.draft, made_from, Random(f"{name}/G18/{turn}")))
            if text is not None and text != done.draft.text and text not in seen:
                seen.add(text)
                yield Planted(name, "G18", "rewritten", _read(text, done.draft, made_from))


def _mutants(name: str, code: str, mutation: Mutation, draft: Draft, made_from: Inputs, each: int) -> Iterator[Planted]:
    seen: list[Draft] = [draft]
    for turn in range(each):
        spoiled = mutation(Clean(draft, made_from, Random(f"{name}/{mutation.__name__}/{turn}")))
        if spoiled is None or spoiled in seen:
            continue
        seen.append(spoiled)
        by = tuple(dict.fromkeys(breach.code for breach in guard(spoiled, made_from)))
        if not by and spoiled.text != draft.text:
            by = _read(spoiled.text, draft, made_from)
        yield Planted(name, code, mutation.__name__, by)


def _read(text: str, draft: Draft, made_from: Inputs) -> tuple[str, ...]:
    differences, errors = authoring.read_back(authoring.document_of(text), made_from.facts, draft.required, draft.year)
    unknown = strangers(text, made_from.facts.values(), (block.text for block in draft.blocks))
    return ("G18",) if differences or errors or unknown else ()


def rates(planted: Sequence[Planted]) -> dict[str, tuple[int, int, int]]:
    """Seen by its own guard, seen at all, and planted, by guard."""
    found: dict[str, tuple[int, int, int]] = {}
    for one in planted:
        own, caught, whole = found.get(one.guard, (0, 0, 0))
        found[one.guard] = (own + one.own, caught + one.caught, whole + 1)
    return found
