"""The ledger: every problem, measure and missed target of the earlier reports, over the years, with its status."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from extractor.drafting import targets
from extractor.drafting.alike import likeness, share
from extractor.drafting.findings import EVIDENCE
from extractor.drafting.inputs import Inputs, Prior
from extractor.drafts import Basis, Entry, Status
from extractor.model import Item

SAME, CONTAINED = 0.5, 0.8


def ledger(inputs: Inputs) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    """Every entry with its status, and what the officer should know about it."""
    entries: list[Entry] = []
    notes: list[str] = []
    for prior in inputs.priors:
        problems = [_enter(entries, "problem", item.text, _basis(prior, item), prior) for item in prior.report.problems]
        measures = [_enter(entries, "measure", item.text, _basis(prior, item), prior) for item in prior.report.measures]
        for problem, measure in _paired(entries, problems, measures):
            entries[problem] = replace(entries[problem], measure=entries[measure].id)
        for missed in targets.of_report(prior):
            if missed.waived:
                notes.append(f"{prior.year}年“{missed.name}”没有得满分，未单列问题：{missed.waived}。")
            else:
                _enter(entries, "target", missed.name, missed.basis, prior)
    settled = [_answered(entry, inputs.given.answers.get(entry.id, {}), notes) for entry in entries]
    return tuple(settled), tuple(dict.fromkeys(notes))


def _enter(entries: list[Entry], kind: str, text: str, basis: Basis, prior: Prior) -> int:
    """Add a line, or a year to the line that says the same; the newest words stay. Returns its place."""
    for place, entry in enumerate(entries):
        if entry.kind == kind and entry.years[-1] != prior.year and same(entry.text, text):
            entries[place] = replace(entry, text=text, years=(*entry.years, prior.year), bases=(*entry.bases, basis))
            return place
    mark = {"problem": "W", "measure": "C", "target": "Z"}[kind]
    number = sha256(f"{kind}\n{''.join(text.split())}".encode()).hexdigest()[:6]
    entries.append(Entry(f"{mark}{number}", kind, text, (prior.year,), (basis,)))
    return len(entries) - 1


def same(a: str, b: str) -> bool:
    """True when two texts speak of one problem."""
    head, other = a.split("。")[0], b.split("。")[0]
    return likeness(a, b) >= SAME or (len(head) >= 6 and share(head, other) >= CONTAINED)


def _paired(entries: Sequence[Entry], problems: list[int], measures: list[int]) -> Iterator[tuple[int, int]]:
    """Problems and measures of one report: by order where they are as many, else by their words."""
    if len(problems) == len(measures):
        yield from zip(problems, measures, strict=True)
        return
    for problem in problems:
        best = max(measures, key=lambda m: share(entries[problem].text, entries[m].text), default=None)
        if best is not None and share(entries[problem].text, entries[best].text) > 0.15:
            yield problem, best


def _basis(prior: Prior, item: Item) -> Basis:
    span = item.evidence.span
    ref = f"{prior.document.id}:{span.start}-{span.end}"
    return Basis("quote", ref, item.evidence.quote, item.evidence.page, span.start, span.end)


def _answered(entry: Entry, answers: Mapping[str, str], notes: list[str]) -> Entry:
    printed = answers.get("status", "")
    status = next((one for one in Status if one.value == printed), Status.UNCONFIRMED)
    if status is Status.FIXED and not all(answers.get(key) for key in EVIDENCE):
        notes.append(f"{entry.id} 选了“已整改”，但证据、完成日期、责任单位没有填全，按“待确认”处理。")
        status = Status.UNCONFIRMED
    return replace(entry, status=status, answers=dict(answers))
