"""python -m eval mutations: errors planted one by one in faultless reports; what the checker finds, and what it cries
wolf about. Seeded: the same seed measures the same errors.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from eval.mutation_table import Planted, lines
from extractor.checks import check
from extractor.checks.mutate import Mutation, mutations
from extractor.cli import chinese
from extractor.extraction import extract
from extractor.model import Checked, Document, Finding, Severity, Span, Tested, Verdict
from extractor.numbers import fold
from extractor.reading import read
from extractor.reports import ReportType, load

_BOUNDS = frozenset(("PART", "DIRECTION", "COMPARED", "SCORE_OVER_FULL", "GRADE_BAND", "DISCOVERED"))
"""What only bounds a figure; a sum that no words assert binds it no more than that."""
_GOOD = (Verdict.HOLDS, Verdict.WITHIN_ROUNDING)


@dataclass(frozen=True, slots=True)
class _Base:
    """A report as it is: the equations of every figure, the figures in bounds, and what is found anyway."""

    name: str
    document: Document
    checked: Checked
    equations: dict[Span, int]
    bounded: frozenset[Span]


class Bench:
    """Reads and checks texts."""

    def __init__(self, report_type: ReportType) -> None:
        self._type = report_type
        self._folder = tempfile.TemporaryDirectory()

    def close(self) -> None:
        """Remove what was written."""
        self._folder.cleanup()

    def look(self, text: str) -> tuple[Document, Checked]:
        """Read, extract and check one text."""
        path = Path(self._folder.name) / "report.txt"
        path.write_text(text, encoding="utf-8")
        document = read(path)
        return document, check(document, extract(document, self._type), self._type)

    def base(self, name: str, text: str) -> _Base:
        """A report without planted errors. Its text is what the reader made of it, so that places agree."""
        document, _ = self.look(text)
        document, checked = self.look(document.text)
        equations: dict[Span, set[frozenset[Span]]] = {}
        bounded: set[Span] = set()
        for tested in checked.relations:
            if tested.verdict not in _GOOD:
                continue
            for number in tested.numbers:
                if _is_bound(tested):
                    bounded.add(number)
                else:
                    equations.setdefault(number, set()).add(frozenset(tested.numbers))
        counts = {number: len(found) for number, found in equations.items()}
        return _Base(name, document, checked, counts, frozenset(bounded))

    def plant(self, base: _Base, mutation: Mutation) -> Planted:
        """Plant one error and look again."""
        _document, checked = self.look(mutation.apply(base.document.text))
        hit = mutation.hit
        old = _touching(base.checked, mutation.number)
        codes = {finding.code for finding in old if finding.severity is not Severity.NOTE}
        found = [finding for finding in _touching(checked, hit) if finding.severity is not Severity.NOTE]
        new = [finding for finding in found if finding.code not in codes]
        known = {(finding.code, finding.expression) for finding in base.checked.findings}
        touching = {id(finding) for finding in found}
        elsewhere = [
            finding
            for finding in checked.findings
            if finding.severity is Severity.ERROR
            and id(finding) not in touching
            and (finding.code, finding.expression) not in known
        ]
        return Planted(
            report=base.name,
            kind=mutation.kind,
            relations=base.equations.get(mutation.number, 0),
            bounded=mutation.number in base.bounded,
            detected=bool(new),
            first=_is_first(new, mutation, base.document.text),
            elsewhere=len(elsewhere),
        )


def _is_bound(tested: Tested) -> bool:
    return tested.code in _BOUNDS or "≤" in tested.expression


def _touching(checked: Checked, place: Span) -> list[Finding]:
    return [item for item in checked.findings if any(one.span.overlaps(place) for one in item.evidence)]


def _is_first(found: Sequence[Finding], mutation: Mutation, text: str) -> bool:
    """Whether the findings that say most propose one edit, and it is the true one."""
    able = [finding for finding in found if finding.repairs]
    if not able:
        return False
    most = max(finding.repairs[0].closes for finding in able)
    best = [finding for finding in able if finding.repairs[0].closes == most]
    proposed = {(repair.at, repair.after) for finding in best for repair in finding.repairs}
    if len(proposed) != 1:
        return False
    at, after = proposed.pop()
    start = mutation.number.start
    if at is None or at.start != start:
        return False
    true = fold(text[mutation.number.start :][: len(after) + 8]).text
    return _digits(true) == _digits(after) and (mutation.kind != "unit" or mutation.before in after)


def _digits(text: str) -> str:
    kept = []
    for char in text:
        if char in "0123456789.":
            kept.append(char)
        elif char not in " ,，\n":
            break
    return "".join(kept)


def measure(
    reports: Sequence[tuple[str, str]], count: int, seed: int, done: Callable[[str], None] = lambda _: None
) -> tuple[list[Planted], Counter[str]]:
    """Plant `count` errors in all, spread over the reports; also where the figures of the clean reports stand."""
    bench = Bench(load("department"))
    planted: list[Planted] = []
    stands: Counter[str] = Counter()
    try:
        for number, (name, text) in enumerate(reports):
            base = bench.base(name, text)
            stands["clean reports"] += 1
            stands["errors in clean reports"] += sum(
                finding.severity is Severity.ERROR for finding in base.checked.findings
            )
            stands.update(f"figures: {item.standing.value}" for item in base.checked.numbers)
            share = -(-(count - len(planted)) // (len(reports) - number))
            for mutation in mutations(base.document.text, seed, share):
                planted.append(bench.plant(base, mutation))
            done(name)
    finally:
        bench.close()
    return planted, stands


def clean_reports(generated: int) -> list[tuple[str, str]]:
    """The committed reports without planted errors, and some generated ones."""
    from fixtures import generate
    from fixtures.cases import cases

    found = [(case.name, case.text) for case in cases() if not case.gold["planted"]]
    families = list(generate.FAMILIES)
    for number in range(generated):
        family = families[number % len(families)]
        seed = 101 + number // len(families)
        found.append((f"{family}-{seed}", generate.make(family, seed=seed, planted=0).text))
    return found


@click.command(
    "mutations",
    cls=chinese.ChineseCommand,
    short_help="在没有错误的报告里逐个植入错误，量检出率和误报。",
    help="在没有错误的报告里植入已知的错误（单位、数字、颠倒、漏项、个数、年份、百分数），每次一个，"
    "量检出了多少、真正写错的数是否唯一排在第一、别处有没有新的误报，并给出区间。同一种子结果相同。",
    epilog="示例：\n  python -m eval mutations\n  python -m eval mutations --count 300 --seed 2",
)
@click.option("--count", type=click.IntRange(1), default=2000, metavar="个数", help="植入多少个错误，默认 2000。")
@click.option("--seed", type=int, default=1, metavar="种子", help="默认 1。")
@click.option("--generated", type=click.IntRange(0), default=16, metavar="份数", help="另生成多少份报告，默认 16。")
def command(count: int, seed: int, generated: int) -> int:
    """Measure and print."""
    planted, stands = measure(clean_reports(generated), count, seed, lambda name: click.echo(name, err=True))
    for line in lines(planted, stands):
        click.echo(line)
    return 0
