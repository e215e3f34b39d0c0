"""What a draft is made from: the earlier reports as read, and this year's figures. Values, not verbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from extractor.drafting import formulas
from extractor.drafting.given import Given
from extractor.drafting.phrases import Filler
from extractor.drafts import Fact
from extractor.errors import UsageError
from extractor.model import Checked, Dimension, Document, Field, Report, Severity, State
from extractor.reports import ReportType
from extractor.reports.spec import Kind

CARRIED = (Kind.NAME, Kind.CODE, Kind.LIST)
"""Who the department is: carried over unless something else is given. Figures, dates and grades never are."""
NOT_STATED = ("fiscal_year", "report_date", "evaluator")
UNITS = {Dimension.MONEY: "万元", Dimension.PEOPLE: "人", Dimension.COUNT: "个", Dimension.PERCENT: "%",
          Dimension.SCORE: "分"}  # fmt: skip


@dataclass(frozen=True)
class Prior:
    """One earlier report: the document, what was read of it, and what the checker found."""

    name: str
    document: Document
    report: Report
    checked: Checked

    @cached_property
    def year(self) -> int:
        """The year that the report is about. Raises UsageError when it does not say."""
        found = self.report.fields.get("fiscal_year")
        if found is None or not isinstance(found.value, str) or not found.value.isdigit():
            raise UsageError(f"{self.name} 没有读出评价年度，不能作为上年报告。")
        return int(found.value)

    def found(self) -> Iterator[Field]:
        """The fields that the report states."""
        return (field for field in self.report.fields.values() if field.state is State.FOUND)

    def doubted(self, one: Field) -> bool:
        """True when the checker calls the printed figure wrong."""
        return one.evidence is not None and any(
            finding.severity is Severity.ERROR
            and finding.evidence
            and finding.evidence[0].span.overlaps(one.evidence.span)
            for finding in self.checked.findings
        )


@dataclass(frozen=True)
class Inputs:
    """Everything that `draft` is handed. `priors` are in the order of their years."""

    priors: tuple[Prior, ...]
    given: Given
    report_type: ReportType
    asked: int | None = None
    plain: frozenset[str] = field(default_factory=frozenset)
    """Paths that only the phrase library may state: the round trip did not read them back from other words."""

    @cached_property
    def last(self) -> Prior:
        """The newest earlier report: its skeleton is carried over."""
        return self.priors[-1]

    @cached_property
    def year(self) -> int:
        """The year of the draft."""
        if self.asked and self.given.year and self.asked != self.given.year:
            raise UsageError(
                f"{self.given.source} 是{self.given.year}年的数据，不能用来起草{self.asked}年度。", "请去掉 --year。"
            )
        year = self.asked or self.given.year or self.last.year + 1
        if year <= self.last.year:
            source = self.given.source if not self.asked and self.given.source else ""
            told = f"{source} 是{year}年度的数据：请换成本年的数据文件，或" if source else "请"
            raise UsageError(
                f"起草的年度 {year} 不晚于上年报告的年度 {self.last.year}。", f"{told}用 --year 指定年度。"
            )
        return year

    @cached_property
    def department(self) -> str:
        """The department's name, from the newest report that gives it."""
        for prior in reversed(self.priors):
            found = prior.report.fields.get("department.name")
            if found is not None and found.state is State.FOUND and isinstance(found.value, str):
                return found.value
        return ""

    @cached_property
    def filler(self) -> Filler:
        """Fills slots from the facts of this year and what was given."""
        return Filler(self.year, self.department, self.facts, self.names, answers=self.given.told)

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The Chinese name of every path."""
        names = {path: spec.name for path, spec in self.report_type.fields.items()}
        for number, (name, _) in enumerate(self.projects):
            names |= {f"projects.{number}.budget": f"{name}预算", f"projects.{number}.final": f"{name}支出"}
        return names

    @cached_property
    def projects(self) -> tuple[tuple[str, Mapping[str, str]], ...]:
        """Every project of the last report and of the form: its name and what was given for this year."""
        given = {row["name"]: row for row in self.given.projects if row.get("name")}
        before = [row.cells["name"] for row in self.last.report.projects if row.cells.get("name")]
        order = dict.fromkeys((*before, *given))
        return tuple((name, given.get(name, {})) for name in order)

    @cached_property
    def history(self) -> tuple[Fact, ...]:
        """What the earlier reports state: the prior column."""
        return tuple(
            Fact(one.path, prior.year, _text(one.value), one.unit or "", f"{prior.name}" + _page(one))
            for prior in self.priors
            for one in prior.found()
            if one.path not in NOT_STATED
        )

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Facts of this year by `PATH@YEAR`, and those of the year before that the checker does not doubt."""
        year, found = self.year, {}
        sound = [prior for prior in self.priors if prior.year == year - 1]
        for prior in sound:
            for one in prior.found():
                if one.quantity is not None and not prior.doubted(one):
                    found[f"{one.path}@{prior.year}"] = Fact(
                        one.path, prior.year, _text(one.value), one.unit or "", f"{prior.name}{_page(one)}"
                    )
        for path, (value, unit) in self.given.figures.items():
            found[f"{path}@{year}"] = Fact(path, year, value, unit or self.unit(path), self.given.source)
        for number, (_, row) in enumerate(self.projects):
            for key in ("budget", "final"):
                if row.get(key):
                    path = f"projects.{number}.{key}"
                    unit = row.get("unit") or "万元"
                    found[f"{path}@{year}"] = Fact(path, year, row[key], unit, self.given.source)
        for path in self.required:
            if f"{path}@{year}" not in found and (fact := self._other(path, found)) is not None:
                found[f"{path}@{year}"] = fact
        return found

    def _other(self, path: str, facts: Mapping[str, Fact]) -> Fact | None:
        spec = self.report_type.fields.get(path)
        before = self.last.report.fields.get(path)
        if spec is not None and spec.kind in CARRIED and before is not None and before.state is State.FOUND:
            count = path.replace(".names", ".count")
            now, then = facts.get(f"{count}@{self.year}"), self.last.report.fields.get(count)
            if spec.kind is Kind.LIST and (now is None or then is None or now.value != then.value):
                return None
            return Fact(path, self.year, _text(before.value), "", f"沿用 {self.last.name}{_page(before)}")
        return formulas.derive(path, self.year, facts)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """What the draft must state: all that the last report states, and all that is given."""
        before = [one.path for one in self.last.found() if one.path not in NOT_STATED]
        numbers = [f"projects.{i}.{key}" for i in range(len(self.projects)) for key in ("budget", "final")]
        given = [path for path in self.given.figures if path not in NOT_STATED]
        return tuple(dict.fromkeys((*before, *given, *numbers)))

    def unit(self, path: str) -> str:
        """The unit of a figure that was given without one."""
        spec = self.report_type.fields.get(path)
        return UNITS.get(spec.dimension, "") if spec is not None and spec.kind is Kind.QUANTITY else ""


def _text(value: str | tuple[str, ...] | None) -> str:
    return "、".join(value) if isinstance(value, tuple) else value or ""


def _page(one: Field) -> str:
    return f" 第 {one.evidence.page} 页" if one.evidence and one.evidence.page else ""
