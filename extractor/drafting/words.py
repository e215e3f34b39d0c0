"""Sentences for this year: told again from the earlier report, or from the phrase library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from extractor.drafting.asked import STRUCK
from extractor.drafting.inputs import Inputs, Prior
from extractor.drafting.phrases import Filler, Phrase, gap, library
from extractor.drafting.retell import Teller, tidy
from extractor.drafting.sentences import sentences
from extractor.drafts import Basis, Mark, Sentence, Slot
from extractor.model import Span

TOPICS = (
    "staffing",
    "organization",
    "budget",
    "final",
    "three_public",
    "procurement",
    "assets",
    "funds",
    "score",
    "yoy",
)
_WITH = {
    "staffing.on_duty_administrative": "staffing.on_duty",
    "staffing.on_duty_institutional": "staffing.on_duty",
    "staffing.established_administrative": "staffing.established",
    "staffing.established_institutional": "staffing.established",
}
"""What must be named again for a part to be understood."""
_HOME = {"execution_rate": "funds"}


def topic(path: str) -> str:
    """The part of the report that a path belongs to."""
    return _HOME.get(path, path.split(".")[0])


@dataclass(frozen=True)
class Words:
    """Writes sentences; `filler` fills their slots."""

    inputs: Inputs
    filler: Filler

    @classmethod
    def of(cls, inputs: Inputs) -> Words:
        """With nothing given by the officer but the figures."""
        return cls(inputs, inputs.filler)

    @cached_property
    def _tellers(self) -> dict[str, Teller]:
        return {p.document.id: Teller(p, self.filler, self.inputs.report_type) for p in self.inputs.priors}

    def teller(self, prior: Prior) -> Teller:
        """Who tells the sentences of one report again."""
        return self._tellers[prior.document.id]

    def told(self, prior: Prior, span: Span, spent: set[str]) -> Iterator[Sentence]:
        """The sentences of a part of an earlier report, for this year. `spent` is what the draft has stated so far."""
        teller = self.teller(prior)
        text = prior.document.text
        for place in map(teller.unmarked, sentences(text, span)):
            if any(place.overlaps(table.span) for table in prior.document.tables):
                continue
            paths, lists = teller.paths(place), teller.names(place)
            names = [*self._changed(lists), *(path for path in lists if path in self.inputs.plain)]
            if (
                names
                or any(p in self.inputs.plain for p in paths)
                or (paths and (teller.turns(place) or teller.headless(place)))
            ):
                all_projects = [p for p in self.inputs.required if p.startswith("projects.")]
                more = all_projects if any(p.startswith("projects.") for p in paths) else []
                wanted = [path for path in dict.fromkeys((*paths, *names, *more)) if path not in spent]
                opened = any(path.startswith("projects.") for path in spent)
                spent.update(wanted)
                before = tidy(text[place.start : place.end])
                for number, one in enumerate(self.library(wanted, opened)):
                    yield Sentence(one.parts, one.mark, one.phrase, one.bases, before if number == 0 else "")
                continue
            spent.update((*paths, *lists))
            if paths or not self._struck(teller, place):
                yield self._again(prior, teller, place)

    def _struck(self, teller: Teller, place: Span) -> bool:
        """True when the officer wants the sentence out; one that states fields stays, whatever is wanted."""
        given = self.inputs.given.told
        return any(given.get(one.id, {}).get("action") == STRUCK for one in teller.asked(place))

    def _again(self, prior: Prior, teller: Teller, place: Span) -> Sentence:
        parts = teller.tell(place)
        before = tidy(prior.document.text[place.start : place.end])
        page = prior.document.cite(place).page
        ref = f"{prior.document.id}:{place.start}-{place.end}"
        basis = Basis("quote", ref, prior.document.text[place.start : place.end], page, place.start, place.end)
        kept = "".join(p if isinstance(p, str) else p.text for p in parts) == before
        return Sentence(parts, Mark.KEPT if kept else Mark.UPDATED, "", (basis,), before, _doubt(prior, place))

    def _changed(self, names: Iterable[str]) -> list[str]:
        """The carried lists that are not what they were: given anew, or no longer known."""
        last = {fact.path: fact.text for fact in self.inputs.history}
        year = self.inputs.year
        return [
            path
            for path in names
            if path != "department.name"
            and ((fact := self.inputs.facts.get(f"{path}@{year}")) is None or fact.text != last.get(path))
        ]

    def library(self, wanted: Iterable[str], opened: bool = False) -> Iterator[Sentence]:
        """Phrases that state these paths, each once: the richest that fits first. `opened`: the list of projects is."""
        paths = [path for path in wanted if not path.startswith("department.")]
        known = [whole for path in paths if (whole := _WITH.get(path)) and whole in self.inputs.required]
        rest = dict.fromkeys((*known, *paths))
        for name in TOPICS:
            for phrase in library().get(name, ()):
                if phrase.paths and phrase.paths <= rest.keys():
                    for path in phrase.paths:
                        del rest[path]
                    yield self._phrase(phrase)
        if projects := sorted({path.split(".")[1] for path in rest if path.startswith("projects.")}, key=int):
            yield self.projects(projects, opened)
        for path in rest:
            if not path.startswith("projects."):
                yield self._phrase(Phrase("generic", f"{self.inputs.names.get(path, path)}{{{path}}}。"))

    def projects(self, numbers: Iterable[str], opened: bool = False) -> Sentence:
        """What the projects had and spent, one after the other."""
        parts: list[str | Slot] = ["此外，" if opened else "项目支出主要包括："]
        for place, number in enumerate(numbers):
            name = self.inputs.projects[int(number)][0]
            words = f"{{projects.{number}.budget}}，实际支出{{projects.{number}.final}}"
            filled = self.filler.fill(f"年初预算{words}", Mark.UPDATED)
            parts += ["；" if place else "", Slot(f"carried:{name}", name), *filled.parts]
        return Sentence((*filter(lambda p: p != "", parts), "。"), Mark.UPDATED, "projects")

    def _phrase(self, phrase: Phrase) -> Sentence:
        sentence = self.filler.fill(phrase.text, Mark.UPDATED, phrase.id)
        bases = tuple(
            Basis("figure", slot.target.rpartition(":")[2], self.filler.facts[slot.target].source)
            for slot in sentence.slots
            if slot.kind in ("fact", "size") and slot.target in self.filler.facts
        )
        return Sentence(sentence.parts, sentence.mark, sentence.phrase, bases)


def _doubt(prior: Prior, place: Span) -> str:
    """What the checker said about a claim of the sentence: whoever repeats it should know."""
    claims = (f for f in prior.checked.findings if f.code.startswith("CLAIM_") and f.evidence)
    return next((f.message for f in claims if f.evidence[0].span in place), "")


def missing(name: str) -> Sentence:
    """A sentence that the officer has to write."""
    return Sentence((gap(name),), Mark.DRAFTED, "gap")
