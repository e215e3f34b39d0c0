"""Asks a model for the sentences of every problem and measure; each failing one is rewritten once, then given up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from extractor import prompts
from extractor.drafting.guards.context import Context
from extractor.drafting.inputs import Inputs
from extractor.drafting.pairing import Side
from extractor.drafting.writing.accept import MOST, accept, complete
from extractor.drafting.writing.answers import Again, Sides
from extractor.drafting.writing.brief import Brief
from extractor.drafts import Breach, Draft, Sentence
from extractor.llm import Client, Fault, Ledger, Question, Shield


@dataclass(frozen=True, slots=True)
class Written:
    """What a model wrote and no guard speaks against, by side; what was refused and left to the phrase library."""

    sides: Mapping[Side, tuple[Sentence, ...]] = field(default_factory=dict)
    refused: tuple[Breach, ...] = ()
    notes: tuple[str, ...] = ()
    receipt: Mapping[str, Any] = field(default_factory=dict)
    usage: Mapping[str, int] = field(default_factory=dict)


def write(draft: Draft, inputs: Inputs, client: Client, engine: str) -> Written:
    """Sentences for the pairs of a draft. In engine `hybrid` the earlier report's own words stay as they are.

    No failure of the model is an error: what it does not write, the phrase library has written already.
    """
    context = Context(draft, inputs)
    entries = {entry.id: entry for entry in draft.ledger}
    briefs = [Brief(pair, inputs, [entries[i] for i in pair.entries if i in entries], engine == "model")
              for pair in draft.pairs]  # fmt: skip
    briefs = [brief for brief in briefs if brief.wanted]
    ledger, shield = client.ledger(), Shield()
    try:
        client.admit("\n".join((*(prior.document.text for prior in inputs.priors), context.answers)))
    except Fault as fault:
        return Written(notes=(f"没有用上模型：{fault}。文字全部出自短语库。",))
    shown = [shield.mask(brief.text) for brief in briefs]
    with ThreadPoolExecutor(max(1, min(len(briefs), client.settings.concurrency))) as pool:
        asked = [pool.submit(_Asking(brief, context, client, ledger, text).run)
                 for brief, text in zip(briefs, shown, strict=True)]  # fmt: skip
        answers = [one.result() for one in asked]
    ledger.masked = shield.count
    faults = [answer for answer in answers if isinstance(answer, Fault)]
    good = [answer for answer in answers if not isinstance(answer, Fault)]
    notes = () if not faults else (f"有 {len(faults)} 条问题没有用上模型：{faults[0]}。",)
    return Written(
        {key: told for sides, _ in good for key, told in sides.items()},
        tuple(breach for _, refused in good for breach in refused),
        notes, _kept(ledger), ledger.usage,
    )  # fmt: skip


def _kept(ledger: Ledger) -> dict[str, Any]:
    """The receipt without what differs from run to run: the same answers, the same bytes."""
    receipt = ledger.receipt()
    requests = [{k: v for k, v in one.items() if k != "cached"} for one in receipt["requests"]]
    return {
        **{key: receipt[key] for key in ("endpoint", "model", "prompts", "masked", "refused")},
        "requests": requests,
    }


@dataclass(frozen=True)
class _Asking:
    """One pair on its way: ask, judge, ask once more for what failed, judge again."""

    brief: Brief
    context: Context
    client: Client
    ledger: Ledger
    shown: str

    def run(self) -> tuple[dict[Side, tuple[Sentence, ...]], list[Breach]] | Fault:
        try:
            answer = self._ask("sentences", Sides, material=self.shown)
        except Fault as fault:
            return fault
        texts = {side: list(getattr(answer, side))[: MOST + 1] for side in self.brief.wanted}
        failed = self._failed(texts)
        if failed:
            try:
                self._again(texts, failed)
            except Fault:
                self.ledger.refuse("rewrite")
        taken: dict[Side, tuple[Sentence, ...]] = {}
        refused: list[Breach] = []
        still = self._failed(texts)
        for side in self.brief.wanted:
            against = [breach for where, _, breach in still if where == side]
            refused += [Breach(b.code, f"{self.brief.pair.id}：{b.message}", b.sentence) for b in against]
            for breach in against:
                self.ledger.refuse(breach.code)
            if not against:
                told = [self._sentence(text, side) for text in texts[side]]
                taken[self.brief.pair.id, side] = self._placed(side, [one for one in told if isinstance(one, Sentence)])
        return taken, refused

    def _placed(self, side: str, told: Sequence[Sentence]) -> tuple[Sentence, ...]:
        """The side with the model's sentences where the first of those that they replace stood."""
        there, open_ = self.brief.sentences(side), self.brief.open(side)
        before = [one for place, one in enumerate(there) if place < open_[0]]
        after = [one for place, one in enumerate(there) if place > open_[0] and place not in open_]
        return (*before, *told, *after)

    def _sentence(self, text: str, side: str) -> Sentence | Breach:
        return accept(text, side, self.brief, self.context)

    def _failed(self, texts: Mapping[str, Sequence[str]]) -> list[tuple[str, int, Breach]]:
        """Every sentence that breaks something; a fault of a side as a whole is put to its last sentence."""
        found: list[tuple[str, int, Breach]] = []
        for side, lines in texts.items():
            told = [self._sentence(text, side) for text in lines]
            bad = [(side, place, one) for place, one in enumerate(told) if isinstance(one, Breach)]
            good = [one for one in told if isinstance(one, Sentence)]
            if not bad and (whole := complete(side, good, self.brief, self.context)):
                bad = [(side, len(lines) - 1, whole)]
            found += bad
        return found

    def _again(self, texts: Mapping[str, list[str]], failed: Sequence[tuple[str, int, Breach]]) -> None:
        """Have each failing sentence rewritten, once, with the reason."""
        lines = [(side, place, breach) for side, place, breach in failed if place >= 0]
        if not lines:
            return
        listed = "\n".join(
            f"- {side}：{texts[side][place][:200]}\n  原因：{breach.message}" for side, place, breach in lines
        )
        answer = self._ask("rewrite", Again, material=self.shown, sentences=listed)
        if len(answer.sentences) == len(lines):
            for (side, place, _), text in zip(lines, answer.sentences, strict=True):
                texts[side][place] = text

    def _ask(self, name: str, type_: Any, **values: str) -> Any:
        prompt = prompts.load(name)
        self.ledger.prompts[prompt.name] = prompt.digest
        return self.client.ask(Question(name, tuple(prompt.fill(**values)), type_, 1200), self.ledger).value
