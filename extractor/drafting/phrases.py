"""The phrase library `prompts/draft/*.md`: a heading names the topic, a list item is one phrase with slots.

    {PATH}  the figure of this year          {|PATH|}            the same without its sign
    {A/B/C:PATH}  A, B or C as the figure is above, below or at zero (C may be missing)
    {=NAME(A,B)}  a named formula            {year} {last}       this year, the year before
    {?NAME}       a gap for the officer      {$KEY}              what the officer gave, else a gap

A phrase may be used where all its figures are wanted and known. The code fills slots; nothing else ever prints a digit.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from extractor.drafting import formulas
from extractor.drafting.asked import Asked, answer
from extractor.drafts import GAP, Basis, Fact, Mark, Sentence, Slot

_SLOT = re.compile(r"\{([^{}]+)\}")
_HERE = Path(__file__).resolve()
_PLACES = (_HERE.parents[1] / "_prompts", _HERE.parents[2] / "prompts")
_DIRECTED = re.compile(r"[^:/]+(?:/[^:/]+)+:.+")

_KEYS = {
    "office": "责任单位",
    "deadline": "完成时限",
    "result": "本年完成情况",
    "evidence": "整改证据",
    "date": "完成日期",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: its id (`topic/3`) and its text with slots."""

    id: str
    text: str

    @property
    def slots(self) -> tuple[str, ...]:
        """What stands between the braces, in order."""
        return tuple(match[1] for match in _SLOT.finditer(self.text))

    @property
    def paths(self) -> frozenset[str]:
        """The figures of this year that the phrase states."""
        return frozenset(path for slot in self.slots if (path := stated(slot)))


def stated(slot: str) -> str | None:
    """The path that a slot prints; None for the others."""
    if slot[0] in "?$=" or slot in ("year", "last", "department") or _DIRECTED.fullmatch(slot):
        return None
    return slot.strip("|")


@cache
def library() -> Mapping[str, tuple[Phrase, ...]]:
    """Every phrase by its topic."""
    folder = next(place for place in _PLACES if (place / "draft").is_dir()) / "draft"
    topics: dict[str, list[Phrase]] = {}
    for path in sorted(folder.glob("*.md")):
        topic = ""
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("## "):
                topic = line[3:].split()[0]
            elif line.startswith("- ") and topic:
                phrases = topics.setdefault(topic, [])
                phrases.append(Phrase(f"{topic}/{len(phrases) + 1}", line[2:].strip()))
    return {topic: tuple(phrases) for topic, phrases in topics.items()}


def phrase(key: str) -> Phrase:
    """The phrase of an id. Raises KeyError."""
    topic, _, number = key.partition("/")
    return library()[topic][int(number) - 1]


@dataclass(frozen=True, slots=True)
class Filler:
    """What slots are filled from: facts of all years by `PATH@YEAR`, the names of the fields, what the officer gave."""

    year: int
    department: str
    facts: Mapping[str, Fact]
    names: Mapping[str, str]
    given: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What the officer wrote for the figures in sentences, by their keys."""

    def told(self, asked: Asked) -> Slot:
        """The answer to what a sentence asks for, else its gap."""
        text = answer(self.answers.get(asked.id))
        return Slot(f"told:{asked.id}", text) if text else gap(asked.label)

    def fill(self, text: str, mark: Mark, key: str = "", bases: tuple[Basis, ...] = ()) -> Sentence:
        """Make a sentence of a text with slots. A figure that is not known becomes a gap, never last year's."""
        parts: list[str | Slot] = []
        at = 0
        for match in _SLOT.finditer(text):
            if match.start() > at:
                parts.append(text[at : match.start()])
            slot = self.slot(match[1])
            if slot.kind != "gap" or not _DIRECTED.fullmatch(match[1]):  # the gap of the figure itself is enough
                parts.append(slot)
            at = match.end()
        if at < len(text):
            parts.append(text[at:])
        return Sentence(tuple(parts), mark, key, bases)

    def slot(self, name: str) -> Slot:
        """Fill one slot."""
        if name in ("year", "last"):
            year = self.year - (name == "last")
            return Slot(f"year:{year}", str(year))
        if name == "department":
            return Slot("given:department", self.department)
        if name[0] == "?":
            return gap(name[1:])
        if name[0] == "$":
            value = self.given.get(name[1:], "")
            return Slot(f"given:{name[1:]}", value) if value else gap(_KEYS.get(name[1:], name[1:]))
        ref = self.reference(name)
        return Slot(ref, text) if (text := self.render(ref)) is not None else gap(self.name(name))

    def reference(self, name: str) -> str:
        """The reference that a slot of a phrase stands for."""
        if name[0] == "=":
            return f"formula:{name[1:].replace('@Y', f'@{self.year}').replace('@L', f'@{self.year - 1}')}"
        if _DIRECTED.fullmatch(name):
            return f"choice:{name}@{self.year}"
        if name.startswith("|"):
            return f"size:{name.strip('|')}@{self.year}"
        return f"fact:{name}@{self.year}"

    def render(self, ref: str) -> str | None:
        """What a reference prints; None when it cannot be had. The guards ask the same question again."""
        kind, _, target = ref.partition(":")
        if kind == "year":
            return target
        if kind == "gap":
            return GAP.format(target)
        if kind == "told":
            return answer(self.answers.get(target))
        if kind == "given":
            return self.department if target == "department" else self.given.get(target)
        if kind == "formula":
            found = formulas.compute(target, self.facts)
            return "".join(found) if found else None
        words, _, key = target.rpartition(":")
        fact = self.facts.get(key)
        if fact is None:
            return None
        if kind == "choice":
            chosen = words.split("/")
            which = {1: 0, -1: 1, 0: 2}[formulas.sign(fact.value)]
            return chosen[which] if which < len(chosen) else chosen[0]
        return fact.text.lstrip("-") if kind == "size" else fact.text

    def name(self, slot: str) -> str:
        """The Chinese name of what a slot states, for a gap."""
        path = slot.strip("|").rpartition(":")[2]
        return self.names.get(path, path) if not slot.startswith("=") else "按公式计算"


def gap(name: str) -> Slot:
    """A place for the officer to fill."""
    return Slot(f"gap:{name}", GAP.format(name))
