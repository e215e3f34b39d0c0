"""python -m eval drafts: reports of invented departments over three years; two years are read, the third is drafted.

The figures of the third year are those of its own faultless report. No judge: every metric is counted by code, from the
draft, its ledger and what is read back from the written file.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from extractor import authoring, numbers
from extractor.drafting import Given, Inputs, record
from extractor.drafts import Status
from extractor.model import Dimension
from extractor.output import word
from extractor.settings import Settings
from fixtures.cases import Case
from fixtures.generate.families import FAMILIES
from fixtures.generate.years import series

YEARS = (2021, 2022, 2023)
NOT_DEPARTMENTS = ("several-in-one", "project-expenditure")


@dataclass(frozen=True, slots=True)
class Measured:
    """The counts of one draft; a rate is `part` over `whole` of two of them."""

    name: str
    figures: int
    """Figures that the draft prints."""
    sourced: int
    wrong_slot: int
    required: int
    stated: int
    cited: int
    sentences: int
    prior: int
    covered: int
    unsolved: int
    taken_up: int
    unmet: int
    unmet_taken: int
    problems: int
    paired: int
    stale_years: int
    stale_figures: int
    round_trip: int
    returned: int
    extra: int
    errors: int
    breaches: int
    gaps: int
    told: tuple[str, ...] = ()


GATES = (
    ("数字有出处", "sourced", "figures"),
    ("应写数据写出", "stated", "required"),
    ("句子有依据", "cited", "sentences"),
    ("往年问题入台账", "covered", "prior"),
    ("未整改列入问题", "taken_up", "unsolved"),
    ("未完成目标列入", "unmet_taken", "unmet"),
    ("问题措施成对", "paired", "problems"),
    ("读回一致", "returned", "round_trip"),
)
ZEROS = (("填错位置", "wrong_slot"), ("旧年份", "stale_years"), ("旧数字", "stale_figures"), ("读回多出", "extra"),
         ("数字矛盾", "errors"), ("未过核对", "breaches"))  # fmt: skip


def departments(count: int) -> list[tuple[str, int]]:
    """Families in turn, each with a seed."""
    names = [name for name in FAMILIES if name not in NOT_DEPARTMENTS]
    return [(names[i % len(names)], 1 + i // len(names)) for i in range(count)]


def inputs_of(family: str, seed: int) -> Inputs:
    """Two earlier reports as read from their text, and the figures of the third year."""
    *before, now = series(family, seed, YEARS)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for case in before:
            path = Path(folder) / f"{case.name}.txt"
            path.write_text(case.text, encoding="utf-8")
            paths.append(str(path))
        read = authoring.inputs(authoring.Order(tuple(paths), None, YEARS[-1]), authoring.Plan(Settings()))
    return replace(read, given=given(now))


def given(case: Case) -> Given:
    """The figures of a report, as its gold file has them."""
    figures: dict[str, tuple[str, str]] = {}
    for path, fact in case.gold["fields"].items():
        value = fact["value"]
        if path in ("fiscal_year", "department.name", "evaluator", "report_date") or value is None:
            continue
        text = "、".join(value) if isinstance(value, list) else str(value)
        figures[path] = (text, fact["unit"] or "")
    return Given(YEARS[-1], figures, source="本年数据")


def measure(family: str, seed: int) -> tuple[Inputs, Measured]:
    """Draft one department and count."""
    made_from = inputs_of(family, seed)
    done = authoring.draft(made_from)
    return made_from, counted(f"{family}-{seed}", made_from, done)


def counted(name: str, made_from: Inputs, done: authoring.Drafted) -> Measured:
    """Every count of one draft."""
    draft = done.draft
    written, _ = authoring.reread(word.docx(draft, word.Copy.REVIEW, record.dump(draft)), name)
    differences, errors = authoring.read_back(written, made_from.facts, draft.required, draft.year)
    codes = Counter(breach.code for breach in done.breaches)
    known = [path for path in draft.required if f"{path}@{draft.year}" in made_from.facts
             and path in made_from.report_type.fields]  # fmt: skip
    lost = [one for one in differences if one.given]
    printed = sum(
        sum(q.dimension is not Dimension.NONE for q in numbers.find(sentence.text)) for sentence in draft.sentences()
    )
    items = [item for prior in made_from.priors for item in (*prior.report.problems, *prior.report.measures)]
    refs = {basis.ref for entry in draft.ledger for basis in entry.bases}
    covered = sum(
        f"{prior.document.id}:{item.evidence.span.start}-{item.evidence.span.end}" in refs
        for prior in made_from.priors
        for item in (*prior.report.problems, *prior.report.measures)
    )
    unsolved = [e for e in draft.ledger if e.kind != "measure" and e.status is not Status.FIXED]
    taken = {entry for pair in draft.pairs for entry in pair.entries}
    targets = [e for e in draft.ledger if e.kind == "target"]
    about = [s for pair in draft.pairs for s in (*pair.problem.sentences, *pair.measure.sentences)]
    return Measured(
        name=name,
        figures=printed,
        sourced=printed - codes["G1"] - codes["G2"] - codes["G3"],
        wrong_slot=sum(bool(one.given and one.read) for one in differences),
        required=len(draft.required),
        stated=len(draft.required) - codes["G4"],
        cited=sum(bool(sentence.bases) for sentence in about),
        sentences=len(about),
        prior=len(items),
        covered=covered,
        unsolved=len(unsolved),
        taken_up=sum(entry.id in taken for entry in unsolved),
        unmet=len(targets) + codes["G12"],
        unmet_taken=sum(entry.id in taken for entry in targets),
        problems=2 * len(draft.pairs),
        paired=2 * len(draft.pairs) - codes["G9"],
        stale_years=codes["G13"] + _stale_years(draft.text, draft.year),
        stale_figures=codes["G14"],
        round_trip=len(known),
        returned=len(known) - len(lost),
        extra=sum(not one.given for one in differences),
        errors=len(errors),
        breaches=len(done.breaches),
        gaps=len(draft.gaps),
        told=tuple(
            [f"{one.code} {one.message}：{one.sentence[:50]}" for one in done.breaches]
            + [f"{one.path} 给出 {one.given or '无'} 读到 {one.read or '无'}" for one in differences]
            + [f"{one.code} {one.message}" for one in errors]
        ),
    )


def _stale_years(text: str, year: int) -> int:
    return sum(text.count(str(old)) for old in range(year - 12, year - 1))


def total(rows: Sequence[Measured]) -> Mapping[str, int]:
    """The sum of every count."""
    names = [one.name for one in fields(Measured) if one.type == "int"]
    return {name: sum(getattr(row, name) for row in rows) for name in names}


def wilson(part: int, whole: int) -> str:
    """A share with its 95 % interval (Wilson)."""
    if not whole:
        return "0/0"
    z, p = 1.96, part / whole
    middle, width = p + z * z / (2 * whole), z * (p * (1 - p) / whole + z * z / (4 * whole * whole)) ** 0.5
    low, high = ((middle + side * width) / (1 + z * z / whole) for side in (-1, 1))
    return f"{part}/{whole}（95% 区间 {low:.3f}–{high:.3f}）"
