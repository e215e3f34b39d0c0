"""Problems and measures: each problem with its basis, its cause and a measure that has an owner and a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from extractor.drafting import findings, targets
from extractor.drafting.alike import share
from extractor.drafting.inputs import Inputs, Prior
from extractor.drafting.phrases import Filler, gap, library
from extractor.drafting.triggers import Candidate, candidates
from extractor.drafting.words import Words
from extractor.drafts import Basis, Block, Entry, Mark, Pair, Sentence, Slot, Status
from extractor.model import Span

CATEGORIES = (
    (findings.SUMS, r"自评数据|数据质量|填报质量|材料质量"),
    ("three_public", r"三公|公务接待|公务用车"),
    ("procurement", r"政府采购|采购计划|采购预算"),
    ("assets", r"资产"),
    ("carryover", r"结转|结余|存量资金"),
    ("budgeting", r"预算编制|编制不|年初预算|预算测算"),
    ("execution", r"执行进度|执行率|支出进度|资金支付|预算执行|下达晚"),
    ("staffing", r"人员力量|人手|编制不足|缺编"),
)
Side = tuple[str, str]
"""The id of a pair, and `problem` or `measure`."""
_HEAD = re.compile(r"[^。；]{2,40}")


@dataclass(frozen=True)
class Pairing:
    """Makes the pairs of a draft from its ledger, this year's figures and the findings about the last report."""

    words: Words
    entries: Sequence[Entry]
    written: Mapping[Side, tuple[Sentence, ...]] = field(default_factory=dict)
    """Sentences of a model that take the place of a side's."""

    @property
    def inputs(self) -> Inputs:
        """What the draft is made from."""
        return self.words.inputs

    def pairs(self) -> Iterator[Pair]:
        """Every pair, with a model's words where there are any."""
        for pair in self._pairs():
            problem, measure = (self.written.get((pair.id, side)) for side in ("problem", "measure"))
            if problem:
                pair = replace(pair, problem=replace(pair.problem, sentences=problem))
            if measure:
                pair = replace(pair, measure=replace(pair.measure, sentences=measure))
            yield pair

    def _pairs(self) -> Iterator[Pair]:
        """Earlier problems that are not solved, missed targets, what the figures speak of, what the checker found."""
        fresh = {one.category: one for one in candidates(self.inputs)}
        for entry in self.entries:
            if entry.kind == "problem" and entry.status is not Status.FIXED:
                kind = category(entry.text)
                yield self._earlier(entry, kind, fresh.pop(kind, None))
        for entry in self.entries:
            if entry.kind == "target" and entry.status is not Status.FIXED:
                now = self._now(entry.text)
                yield self._new(Candidate(entry.id, "target", "problem.target.before", entry.bases, entry.text), entry,
                                {"result": now})  # fmt: skip
        for missed in targets.of_year(self.inputs, self.entries):
            if not missed.waived and not any(
                e.kind == "target" and share(e.text, missed.name) >= 0.8 for e in self.entries
            ):
                mark = f"N-{sha256(missed.name.encode()).hexdigest()[:6]}"
                one = Candidate(mark, "target", "problem.target.now", (missed.basis,), missed.name)
                yield self._new(one, None, {"result": self._now(missed.name)})
        for one in fresh.values():
            yield self._new(one)
        for kind, found in findings.of_last(self.inputs).items():
            bases = tuple(Basis("finding", f.id, f.message, f.evidence[0].page if f.evidence else None) for f in found)
            yield self._new(Candidate(findings.row(kind), kind, f"problem.{kind}", bases, findings.about(found)))

    def _now(self, name: str) -> str:
        """This year's result of an indicator, as given."""
        for row in self.inputs.given.indicators:
            if share(row.get("name", row.get("level3", "")), name) >= 0.8 and row.get("actual"):
                return row["actual"]
        return ""

    def _earlier(self, entry: Entry, kind: str, fresh: Candidate | None) -> Pair:
        """A problem that an earlier report named: its own words, without its figures."""
        answers = dict(entry.answers)
        if fresh is not None:  # the form has a line for what the figures say, too
            answers = {**self.inputs.given.answers.get(fresh.id, {}), **answers}
        filler = self._filler(entry.id, entry, answers)
        told = [replace(one, mark=Mark.UPDATED if one.slots else Mark.KEPT) for one in self._told(entry)]
        told = told or [Sentence((gap("问题表述"),), Mark.DRAFTED, "gap", entry.bases)]
        bases = entry.bases
        if fresh is not None:
            told.append(self._stated(fresh, filler))
            bases = (*bases, *fresh.bases)
        told.append(_first(filler, f"status.{entry.status.value}", entry.bases))
        told.append(self._cause(kind, filler, bases))
        measure = next((one for one in self.entries if one.id == entry.measure), None)
        return Pair(entry.id, kind, Block("item", tuple(told)), self._measure(kind, filler, measure, bases), bases,
                    (entry.id, *((measure.id,) if measure else ())), answers)  # fmt: skip

    def _new(self, one: Candidate, entry: Entry | None = None, more: Mapping[str, str] | None = None) -> Pair:
        """A problem that the figures, a target or the findings speak of."""
        answers = self.inputs.given.answers.get(one.id, {})
        filler = self._filler(one.id, entry, {"name": one.name, **(more or {})})
        told = [_first(filler, one.phrase, one.bases)]
        if entry is not None and entry.status is not Status.UNCONFIRMED:  # how the target came out says it
            told.append(_first(filler, f"status.{entry.status.value}", one.bases))
        told.append(self._cause(one.category, filler, one.bases))
        return Pair(one.id, one.category, Block("item", tuple(told)),
                    self._measure(one.category, filler, None, one.bases), one.bases,
                    (entry.id,) if entry else (), answers)  # fmt: skip

    def _stated(self, one: Candidate, filler: Filler) -> Sentence:
        """What the figures say, without the headline that the problem has already."""
        filler = replace(filler, given={**filler.given, "name": one.name})
        phrase = library()[one.phrase][0]
        tail = phrase.text.partition("。")[2] or phrase.text
        return replace(filler.fill(tail, Mark.DRAFTED, phrase.id, one.bases), note="tail")

    def _told(self, entry: Entry) -> Iterator[Sentence]:
        basis = entry.bases[-1]
        prior = self._prior(basis)
        if prior is None:
            return
        start = basis.start
        if mark := re.match(
            r"\s*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]+|[一二三四五六七八九]是)\s*", basis.text
        ):
            start += mark.end()
        for one in self.words.told(prior, Span(start, basis.end), set()):
            yield one if one.bases else replace(one, bases=entry.bases)

    def _prior(self, basis: Basis) -> Prior | None:
        document = basis.ref.split(":")[0]
        return next((prior for prior in self.inputs.priors if prior.document.id == document), None)

    def _cause(self, kind: str, filler: Filler, bases: tuple[Basis, ...]) -> Sentence:
        hints = library().get(f"cause.{kind}")
        text = library()["cause"][0].text
        if not filler.given.get("cause"):
            text = text.replace("{$cause}", "{?原因，常见的有" + hints[0].text + "}" if hints else "{?原因}")
        return filler.fill(text, Mark.DRAFTED, "cause/1", bases)

    def _measure(self, kind: str, filler: Filler, earlier: Entry | None, bases: tuple[Basis, ...]) -> Block:
        """The officer's words; else those of the earlier report; else the library's; always an owner and a time."""
        own = filler.given.get("measure", "")
        if own:
            told = [Sentence((Slot("given:measure", own.rstrip("。")), "。"), Mark.DRAFTED, "given", bases)]
        else:
            told = [] if earlier is None else list(self._told(earlier))
            told = told or [_first(filler, f"measure.{kind}", bases)]
        return Block("item", (*told, _first(filler, "owner", bases)))

    def _filler(self, key: str, entry: Entry | None, more: Mapping[str, str]) -> Filler:
        given = {**self.inputs.given.answers.get(key, {}), **{name: text for name, text in more.items() if text}}
        if entry is not None:
            head = _HEAD.match(entry.text)
            given["title"] = re.sub(r"[0-9.]+", "", head[0]) if head else ""
            count = len(entry.years) + 1
            given["years"] = f"连续{count}年" if len(entry.years) > 1 else "上年"
        return replace(self.words.filler, given={key: value for key, value in given.items() if value})

    def settled(self) -> Iterator[Sentence]:
        """What was solved: one sentence a problem, with its evidence."""
        for entry in self.entries:
            if entry.status is Status.FIXED and entry.kind in ("problem", "target"):
                yield _first(self._filler(entry.id, entry, {}), "status.已整改", entry.bases)
        for kind, found in findings.by_kind(self.inputs.last.checked.findings).items():
            if kind not in findings.of_last(self.inputs):
                filler = self._filler(
                    findings.row(kind), None, {"title": library()[f"problem.{kind}"][0].text.split("。")[0]}
                )
                yield _first(filler, "status.已整改", tuple(Basis("finding", f.id, f.message) for f in found))


def category(text: str) -> str:
    """The kind of problem that a text speaks of, by its first sentence, then by the rest."""
    for words in (text.split("。")[0], text):
        for name, pattern in CATEGORIES:
            if re.search(pattern, words):
                return name
    return "general"


def _first(filler: Filler, topic: str, bases: tuple[Basis, ...]) -> Sentence:
    phrase = library().get(topic, library()["measure.general"])[0]
    return filler.fill(phrase.text, Mark.DRAFTED, phrase.id, bases)
