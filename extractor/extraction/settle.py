"""Two readers, one field: what the rules read and what a model points at, settled without trusting either alone.

| rules | model | third question | the field |
|---|---|---|---|
| found | the same | not asked | found, by both |
| found | other, or silent | as the rules | found, by both |
| found | other | as the model | conflict, both kept |
| found | any | anything else | as the rules read it |
| absent | one value | the same, and it holds | found, by the model |
| absent | any | anything else | absent |
| conflict | one of its places | the same, and it holds | found, by both, the other places kept |
| conflict | any | anything else | conflict |

What a model saw *holds* when the words quoted with it name the field and its stage, or when, put into the field, it
closes a relation of the report with figures that were found without it. So a model that is wrong can at worst raise a
doubt, and only by quoting words that stand in the document around a figure that its own label, unit and stage do not
rule out; what an identity of the report proves, not even that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extractor.extraction.answers import Pointer
from extractor.extraction.candidates import Candidate, Checker
from extractor.extraction.ground import Refused
from extractor.extraction.numbered import Numbered
from extractor.extraction.proof import closing
from extractor.model import Field, Quantity, State
from extractor.reports import Kind

BOTH = ("rules", "model")


@dataclass(slots=True)
class Settling:
    """The fields of one report on their way; `refuse` is told why a proposal is not taken."""

    numbered: Numbered
    checker: Checker
    fields: dict[str, Field]
    refuse: Callable[[str], None]
    proven: frozenset[str] = frozenset()
    """What an identity of the report proves, of the figures that were found before any model was asked."""
    pointed: dict[str, list[Candidate]] = field(default_factory=dict)

    def point(self, figures: Iterable[Pointer], words: Iterable[Pointer]) -> None:
        """Check what the model pointed at, and note agreement."""
        for pointer in figures:
            self._propose(pointer, lambda p: self.checker.figure(p.path, p.number))
        for pointer in words:
            self._propose(pointer, lambda p: self.checker.words(p.path, p.number, p.quote))
        for path, candidates in self.pointed.items():
            read = self.fields[path]
            if read.state is State.FOUND and any(candidate.same(read) for candidate in candidates):
                self.fields[path] = replace(read, engines=BOTH, reasons=(*read.reasons, "model_agrees"))

    def open(self) -> dict[str, list[int]]:
        """The fields that the third question is about, each with the lines on which it may stand."""
        found: dict[str, list[int]] = {}
        for path, read in self.fields.items():
            candidates = self.pointed.get(path, [])
            if len(read.engines) > 1 or (read.state is not State.FOUND and not candidates):
                continue
            if read.state is State.CONFLICT and not self._decides(read, candidates):
                continue
            offsets = [read.evidence.span.start] if read.evidence else []
            offsets += [candidate.span.start for candidate in candidates]
            found[path] = sorted({self.numbered.line_of(offset) for offset in offsets})
        return found

    def confirm(self, pointers: Sequence[Pointer], asked: Iterable[str]) -> None:
        """Settle the open fields by what the third question brought."""
        quoted: dict[str, list[Candidate]] = {}
        for pointer in pointers:
            try:
                candidate = self._quoted(pointer)
            except Refused as refused:
                self.refuse(refused.why)
            else:
                quoted.setdefault(candidate.path, []).append(candidate)
        bare: dict[str, Candidate] = {}
        for path in asked:
            read, pointed = self.fields[path], self.pointed.get(path, [])
            if read.state is State.FOUND:
                self.fields[path] = self._doubted(read, pointed, quoted.get(path, []))
            elif (one := self._agreed(pointed, quoted.get(path, []))) is None:
                continue
            elif one.contested or not self.checker.shares_label(one, taken=self._is_taken(one)):
                bare[path] = one
            else:
                self.fields[path] = self._taken(one, "model_confirmed")
        for path in self._closed(bare):
            self.fields[path] = self._taken(bare.pop(path), "closes_relation")
        for one in bare.values():
            self.refuse(one.contested or "no_label")

    def _propose(self, pointer: Pointer, check: Callable[[Pointer], Candidate]) -> None:
        try:
            candidate = check(pointer)
        except Refused as refused:
            self.refuse(refused.why)
            return
        if candidate.contested and self.fields[pointer.path].state is State.FOUND:
            self.refuse(candidate.contested)
            return
        known = self.pointed.setdefault(pointer.path, [])
        if all((candidate.value, candidate.unit) != (other.value, other.unit) for other in known):
            known.append(candidate)

    def _quoted(self, pointer: Pointer) -> Candidate:
        spec = self.checker.type.fields.get(pointer.path)
        if spec is not None and spec.kind is Kind.QUANTITY:
            return self.checker.figure(pointer.path, pointer.number, pointer.quote)
        return self.checker.words(pointer.path, pointer.number, pointer.quote)

    def _decides(self, read: Field, pointed: Sequence[Candidate]) -> bool:
        """True when the model points at just one of the places between which the rules could not decide."""
        return len(pointed) == 1 and any(mention.span.overlaps(pointed[0].span) for mention in read.mentions)

    def _is_taken(self, one: Candidate) -> bool:
        """True when another field was read from the same figure."""
        number = one.quantity.number if one.quantity else None
        others = (read for path, read in self.fields.items() if path != one.path and read.state is State.FOUND)
        return any(read.quantity is not None and read.quantity.number == number for read in others)

    def _agreed(self, pointed: Sequence[Candidate], quoted: Sequence[Candidate]) -> Candidate | None:
        """The one value that the model both pointed at and quoted."""
        agreed = [one for one in quoted if any(_equal(one, other) for other in pointed)]
        if len(agreed) == 1 == len(quoted):
            return agreed[0]
        against = next((one.contested for one in pointed if one.contested), "unconfirmed")
        self.refuse("several_values" if len(quoted) > 1 else against)
        return None

    def _taken(self, one: Candidate, why: str) -> Field:
        """The field with a value that only a model saw, or that it chose among those of the rules."""
        read = self.fields[one.path]
        if read.state is not State.CONFLICT:
            return one.field(self.numbered, (why,))
        found = one.field(self.numbered, (*read.reasons, "model_decides", why))
        return replace(found, mentions=read.mentions, engines=BOTH)

    def _closed(self, bare: Mapping[str, Candidate]) -> list[str]:
        """Of candidates that no words speak for, those that close a relation with figures that were found without them;
        and then those that close one with these. A figure that may be two fields is neither.
        """
        printed: dict[str, Quantity] = {
            path: read.quantity
            for path, read in self.fields.items()
            if read.state is State.FOUND and read.quantity is not None
        }
        found = set(printed)
        proposed = {path: one.quantity for path, one in bare.items() if one.quantity is not None}
        places = Counter(quantity.number for quantity in (*printed.values(), *proposed.values()))
        printed |= {path: quantity for path, quantity in proposed.items() if places[quantity.number] == 1}
        relations = list(closing(printed, self.checker.type))
        closed: list[str] = []
        while new := dict.fromkeys(path for used in relations if used & found for path in sorted(used - found)):
            found.update(new)
            closed += new
        return closed

    def _doubted(self, read: Field, pointed: Sequence[Candidate], quoted: Sequence[Candidate]) -> Field:
        if any(one.same(read) for one in quoted):
            return replace(read, engines=BOTH, reasons=(*read.reasons, "model_confirms"))
        against = [one for one in quoted if any(_equal(one, other) for other in pointed)]
        if not against:
            if pointed:
                self.refuse("unconfirmed")
            return read
        if read.path in self.proven:
            self.refuse("arithmetic")
            return read
        if not self.checker.shares_label(against[0]):
            self.refuse("no_label")
            return read
        other = self.numbered.document.cite(against[0].span)
        mentions = (*read.mentions, other)
        return Field(read.path, State.CONFLICT, mentions=mentions, engines=BOTH, reasons=("readers_differ",))


def _equal(one: Candidate, other: Candidate) -> bool:
    return (one.value, one.unit) == (other.value, other.unit)


def stretches(
    numbered: Numbered, wanted: Mapping[str, Sequence[int]], characters: int
) -> list[tuple[list[str], list[int]]]:
    """The open fields in groups, each with the chapters in which they may stand: lines to show, within the limit."""
    groups: list[tuple[list[str], list[int]]] = []
    for path, lines in wanted.items():
        needed = sorted({line for at in lines for line in _around(numbered, at)})
        for paths, shown in groups:
            union = sorted({*shown, *needed})
            if _size(numbered, union) <= characters:
                paths.append(path)
                shown[:] = union
                break
        else:
            groups.append(([path], needed))
    return groups


_NEAR = 600


def _around(numbered: Numbered, line: int) -> list[int]:
    """The lines of the innermost chapter that a line stands in; of a long one, only those near it."""
    offset = numbered.lines[line - 1].start
    inside = [s for s in numbered.document.walk() if s.span.start <= offset < s.span.end]
    if not inside:
        return [n for n in (line - 1, line, line + 1) if 1 <= n <= len(numbered.lines)]
    span = next((s.span for s in reversed(inside) if s.span.end - s.span.start > 60), inside[-1].span)
    start, end = max(span.start, offset - _NEAR), min(span.end, offset + _NEAR)
    first, last = numbered.line_of(start), numbered.line_of(end - 1)
    return list(range(first, last + 1))


def _size(numbered: Numbered, lines: Iterable[int]) -> int:
    return sum(numbered.lines[n - 1].end - numbered.lines[n - 1].start + 4 for n in lines)
