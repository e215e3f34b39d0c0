"""From the leaves of a log to its headline."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.stats import interval, upper_bound
from eval.verdicts import WRONG, Verdict

_WRONG = frozenset(verdict.value for verdict in WRONG)
_RIGHT = Verdict.RIGHT.value


@dataclass(frozen=True, slots=True)
class Count:
    """How many leaves are printed, how many were claimed, how many of those are right or wrong."""

    printed: int = 0
    right: int = 0
    wrong: int = 0
    edits: int = 0

    @property
    def found(self) -> int:
        """What was shown with a confident face."""
        return self.right + self.wrong

    @property
    def recall(self) -> float | None:
        """Right among printed."""
        return self.right / self.printed if self.printed else None

    @property
    def precision(self) -> float | None:
        """Right among found."""
        return self.right / self.found if self.found else None

    @property
    def f1(self) -> float:
        """The harmonic mean; 1 where nothing is printed and nothing was claimed."""
        both = self.printed + self.found
        return 2 * self.right / both if both else 1.0


def count(leaves: Iterable[Mapping[str, Any]]) -> Count:
    """Count leaves by what they came to."""
    leaves = list(leaves)
    return Count(
        printed=sum(leaf["gold"] is not None for leaf in leaves),
        right=sum(leaf["verdict"] == _RIGHT for leaf in leaves),
        wrong=sum(leaf["verdict"] in _WRONG for leaf in leaves),
        edits=sum(leaf["edits"] for leaf in leaves),
    )


def values(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the leaves that hold values: fields and cells."""
    return [leaf for leaf in case["leaves"] if leaf["part"] != "item"]


def items(case: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the problems and measures."""
    return [leaf for leaf in case["leaves"] if leaf["part"] == "item"]


def value_f1(case: Mapping[str, Any]) -> float:
    """Return the value F1 of one document; one that could not be read is 0."""
    return 0.0 if case["error"] else count(values(case)).f1


def perfect(case: Mapping[str, Any]) -> bool:
    """Return whether nobody has to touch the result."""
    return not case["error"] and not any(leaf["edits"] for leaf in case["leaves"])


def headline(cases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the totals of a run, with 95 % intervals by documents: `[value, low, high]`."""
    documents = [Figures.of(case) for case in cases]
    clusters = _clusters(cases, documents)
    values_ = count(leaf for case in cases for leaf in values(case))
    right = [leaf for case in cases for leaf in values(case) if leaf["verdict"] == _RIGHT and "grounding" in leaf]
    return {
        "documents": len(cases),
        "failed": sum(bool(case["error"]) for case in cases),
        "value_f1": _with_interval(clusters, lambda some: _mean([one.f1 for one in some])),
        "recall": _with_interval(clusters, _recall),
        "escape": {
            "wrong": values_.wrong,
            "found": values_.found,
            "rate": _ratio(values_.wrong, values_.found),
            "upper95": upper_bound(values_.wrong, values_.found) if values_.found else None,
        },
        "items_f1": _with_interval(clusters, lambda some: _mean([one.items_f1 for one in some])),
        "edits": _with_interval(clusters, lambda some: _mean([one.edits for one in some])),
        "perfect": _with_interval(clusters, lambda some: _mean([one.perfect for one in some])),
        "grounding": {
            name: _share(leaf["grounding"][at] for leaf in right) for at, name in enumerate(("page", "box", "span"))
        },
        "verdicts": dict(Counter(leaf["verdict"] for case in cases for leaf in case["leaves"]).most_common()),
        "checker": checker(cases),
        "seconds": _mean([sum(case["seconds"].values()) for case in cases]),
        "tokens": sum(value for case in cases for name, value in case["usage"].items() if "token" in name),
    }


def checker(cases: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the checker found of each kind of planted error, and its false alarms."""
    checks = [case["checks"] for case in cases if case["checks"] is not None]
    kinds: dict[str, list[bool]] = defaultdict(list)
    for one in checks:
        for planted in one["planted"]:
            kinds[planted["kind"]].append(bool(planted["found_by"]))
    alarms = [alarm for one in checks for alarm in one["alarms"]]
    codes = {alarm["code"] for alarm in alarms}
    return {
        "kinds": {kind: [sum(hits), len(hits)] for kind, hits in sorted(kinds.items())},
        "codes": {
            code: [sum(a["true"] for a in alarms if a["code"] == code), sum(a["code"] == code for a in alarms)]
            for code in sorted(codes)
        },
        "false_errors": sum(not alarm["true"] for alarm in alarms),
        "clean": sum(not one["planted"] for one in checks),
        "clean_with_errors": sum(not one["planted"] and bool(one["alarms"]) for one in checks),
    }


@dataclass(frozen=True, slots=True)
class Figures:
    """What one case adds to the headline."""

    f1: float
    right: int
    printed: int
    items_f1: float
    edits: int
    perfect: bool

    @classmethod
    def of(cls, case: Mapping[str, Any]) -> Figures:
        """Count one case."""
        counted = count(values(case))
        whole = count(case["leaves"])
        return cls(value_f1(case), counted.right, counted.printed, count(items(case)).f1, whole.edits, perfect(case))


def _clusters(cases: Sequence[Mapping[str, Any]], figures: Sequence[Figures]) -> list[list[Figures]]:
    """Group the forms of one report: they are one document, damaged in several ways."""
    grouped: dict[str, list[Figures]] = defaultdict(list)
    for case, one in zip(cases, figures, strict=True):
        grouped[case["name"]].append(one)
    return list(grouped.values())


def _with_interval(
    clusters: Sequence[list[Figures]], statistic: Callable[[list[Figures]], float | None]
) -> list[float | None]:
    def of(drawn: Sequence[list[Figures]]) -> float | None:
        return statistic([one for cluster in drawn for one in cluster])

    return [
        None if value is None else round(value, 6)
        for value in (of(clusters), *(interval(clusters, of) or (None, None)))
    ]


def _recall(some: Sequence[Figures]) -> float | None:
    return _ratio(sum(one.right for one in some), sum(one.printed for one in some))


def _mean(numbers: Sequence[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _share(marks: Iterable[bool | None]) -> list[int]:
    known = [mark for mark in marks if mark is not None]
    return [sum(known), len(known)]
