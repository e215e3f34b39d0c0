"""G7 to G12: problems with a basis, their measures, and what became of those of earlier years."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.drafting import findings, targets
from extractor.drafting.alike import share
from extractor.drafting.guards.context import Context
from extractor.drafting.ledger import same
from extractor.drafts import Basis, Breach, Sentence, Status

_EVIDENCE = ("evidence", "date", "office")


def g7(context: Context) -> Iterator[Breach]:
    """Every problem has a basis: a sentence of an earlier report, a figure, or a finding."""
    findings = {finding.id for prior in context.inputs.priors for finding in prior.checked.findings}
    for pair in context.draft.pairs:
        if not pair.bases:
            yield Breach("G7", f"{pair.id} 没有依据", pair.problem.text)
        for basis in pair.bases:
            if not _stands(context, basis, findings):
                yield Breach("G7", f"{pair.id} 的依据“{basis.ref}”找不到", pair.problem.text)


def _stands(context: Context, basis: Basis, findings: set[str]) -> bool:
    if basis.kind == "quote":
        return any(basis.ref.startswith(f"{prior.document.id}:") for prior in context.inputs.priors)
    if basis.kind == "finding":
        return basis.ref in findings
    if basis.ref.startswith("indicator:"):
        number = basis.ref.partition(":")[2]
        return number.isdigit() and 0 < int(number) <= len(context.inputs.given.indicators)
    return basis.kind == "figure" and basis.ref in context.inputs.facts


def g8(context: Context) -> Iterator[Breach]:
    """A quotation stands in its document, at its place, word for word."""
    texts = {prior.document.id: prior.document.text for prior in context.inputs.priors}
    quotes = [b for pair in context.draft.pairs for b in pair.bases]
    quotes += [b for entry in context.draft.ledger for b in entry.bases]
    quotes += [b for sentence in context.sentences for b in sentence.bases]
    for basis in dict.fromkeys(quotes):
        text = texts.get(basis.ref.split(":")[0], "")
        if basis.kind == "quote" and text[basis.start : basis.end] != basis.text:
            yield Breach("G8", f"引文与原文不符：“{basis.text[:40]}”")


def g9(context: Context) -> Iterator[Breach]:
    """Problems and measures belong together, both ways and in one order; each has a cause, an owner and a time."""
    printed = [block.sentences for block in context.draft.blocks]
    places = []
    for side in ("problem", "measure"):
        order = [_find(printed, getattr(pair, side).sentences) for pair in context.draft.pairs]
        for pair, place in zip(context.draft.pairs, order, strict=True):
            if place is None:
                yield Breach("G9", f"{pair.id} 的{'问题' if side == 'problem' else '措施'}没有写进报告")
        found = [place for place in order if place is not None]
        places += found
        if found != sorted(found):
            yield Breach("G9", "问题与措施的次序不一致")
    if len(set(places)) != len(places):
        yield Breach("G9", "两个问题用了同一段文字")
    bounds = sorted(places)
    for place in range(bounds[0], bounds[-1]) if bounds else ():
        block = context.draft.blocks[place]
        if block.kind == "item" and place not in places:
            yield Breach("G9", "有一条问题或措施没有对应的另一方", block.text)
    for pair in context.draft.pairs:
        if not any(sentence.phrase.startswith("cause") for sentence in pair.problem.sentences):
            yield Breach("G9", f"{pair.id} 没有原因", pair.problem.text)
        if not any(sentence.phrase.startswith("owner") for sentence in pair.measure.sentences):
            yield Breach("G9", f"{pair.id} 的措施没有责任单位和完成时限", pair.measure.text)


def _find(printed: list[tuple[Sentence, ...]], wanted: tuple[Sentence, ...]) -> int | None:
    """Where the sentences stand; the last one may have been given its full stop."""
    for place, told in enumerate(printed):
        if told == wanted or (len(told) == len(wanted) > 1 and told[:-1] == wanted[:-1]):
            return place
    return None


def g10(context: Context) -> Iterator[Breach]:
    """Every problem and measure of the earlier reports is in the ledger."""
    refs = {basis.ref for entry in context.draft.ledger for basis in entry.bases}
    for prior in context.inputs.priors:
        for item in (*prior.report.problems, *prior.report.measures):
            span = item.evidence.span
            if f"{prior.document.id}:{span.start}-{span.end}" not in refs:
                yield Breach("G10", f"{prior.year}年的“{item.text[:30]}”不在台账中")


def g11(context: Context) -> Iterator[Breach]:
    """Solved needs evidence; not solved needs a place among this year's problems, with how many years it has stood."""
    taken = {entry: pair for pair in context.draft.pairs for entry in pair.entries}
    for entry in context.draft.ledger:
        if entry.status is Status.FIXED:
            if not all(entry.answers.get(key) for key in _EVIDENCE):
                yield Breach("G11", f"{entry.id} 写为已整改，但没有证据、日期和责任单位", entry.text)
            continue
        if entry.kind == "measure":
            continue
        pair = taken.get(entry.id)
        if pair is None:
            yield Breach("G11", f"{entry.id} 尚未整改，却没有列入本年问题", entry.text)
        elif (
            entry.status in (Status.ONGOING, Status.OPEN)
            and len(entry.years) > 1
            and f"连续{len(entry.years) + 1}年" not in pair.problem.text
        ):
            yield Breach("G11", f"{entry.id} 没有写明连续几年", pair.problem.text)


def g12(context: Context) -> Iterator[Breach]:
    """Every missed target and every finding about the last report is a problem, or somebody said why not."""
    entries = [entry for entry in context.draft.ledger if entry.kind == "target"]
    for prior in context.inputs.priors:
        for missed in targets.of_report(prior):
            if missed.waived:
                continue
            if not any(same(entry.text, missed.name) or entry.text == missed.name for entry in entries):
                yield Breach("G12", f"{prior.year}年没有完成的“{missed.name}”不在台账中")
    told = {basis.ref for pair in context.draft.pairs for basis in pair.bases if basis.kind == "finding"}
    for found in findings.of_last(context.inputs).values():
        for finding in found:
            if finding.id not in told:
                yield Breach("G12", f"核对发现的“{finding.message[:40]}”没有列入问题")
    names = [entry.text for entry in entries]
    names += [s.text for pair in context.draft.pairs for one in pair.problem.sentences for s in one.slots]
    for missed in targets.of_year(context.inputs, context.draft.ledger):
        if not missed.waived and not any(missed.name in name or share(name, missed.name) >= 0.8 for name in names):
            yield Breach("G12", f"本年没有完成的“{missed.name}”没有列入问题")


GUARDS = (g7, g8, g9, g10, g11, g12)
