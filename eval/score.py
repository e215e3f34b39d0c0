"""One report against its gold: every field, cell and item gets a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from eval.canon import Kinded, Leaf, Words, of_field, of_gold
from eval.judge import Around, judge
from eval.leaves import Scored, absent, judged, shown
from eval.places import Places, ground
from eval.rows import Line, score_rows
from eval.sequences import error_rate, judge_list, score_items
from eval.verdicts import Judgement, Verdict, wrong
from extractor.model import Field, Report, Span, State
from extractor.reports.spec import ReportType

_UNCHOSEN = {State.CONFLICT: Verdict.CONFLICT, State.UNGROUNDED: Verdict.UNGROUNDED}
_ABSENT = Field("", State.ABSENT)


def score(places: Places, report: Report, report_type: ReportType, gold: Mapping[str, Any]) -> list[Scored]:
    """Judge all that was extracted. Paths under `unjudged` are left out; a table that the gold does not list, too."""
    unjudged = set(gold.get("unjudged", ()))
    fields = Fields(places, report, report_type, gold.get("fields", {}))
    scored = [fields.score(path) for path in fields.paths if path not in unjudged]
    for name in ("problems", "measures"):
        if name in gold and name not in unjudged:
            scored.extend(score_items(name, gold[name], [item.text for item in getattr(report, name)]))
    for name, entries in gold.get("tables", {}).items():
        if name in ("projects", "indicators") and name not in unjudged:
            got = [Line(row.cells, row.unit, row.evidence) for row in getattr(report, name)]
            scored.extend(score_rows(name, [Line.of_gold(entry) for entry in entries], got, places.text))
    return scored


def failed(gold: Mapping[str, Any]) -> list[Scored]:
    """Judge a report that could not be read at all: everything that it prints is unfound."""
    unjudged = set(gold.get("unjudged", ()))
    scored = [
        Scored(path, "field", Verdict.UNFOUND, 1, shown(entry["value"], entry.get("unit")), quote=_quote(entry))
        for path, entry in gold.get("fields", {}).items()
        if path not in unjudged
    ]
    for name in ("problems", "measures"):
        scored.extend(score_items(name, gold.get(name, ()), ()))
    for name, entries in gold.get("tables", {}).items():
        scored.extend(score_rows(name, [Line.of_gold(entry) for entry in entries], ()))
    return scored


@dataclass
class Fields:
    """The fields of one report beside those of its gold."""

    places: Places
    report: Report
    report_type: ReportType
    gold: Mapping[str, Mapping[str, Any]]

    def __post_init__(self) -> None:
        """Read the gold once: every verdict may need the other fields."""
        self.leaves: dict[str, Leaf] = {
            path: of_gold(dict(entry), self._kinded(path))
            for path, entry in self.gold.items()
            if not isinstance(entry["value"], list)
        }
        self.figures = [figure for figure, _ in self.places.figures]

    @property
    def paths(self) -> list[str]:
        """Every path that is declared, printed or claimed, in the order of the declaration."""
        return list(dict.fromkeys((*self.report_type.fields, *self.gold, *self.report.fields)))

    def score(self, path: str) -> Scored:
        """Judge one field."""
        field = self.report.fields.get(path, _ABSENT)
        entry = self.gold.get(path)
        if entry is None:
            return self._unprinted(path, field)
        printed = shown(entry["value"], entry.get("unit"))
        spots = self.places.gold(_quotes(entry), self.leaves.get(path) or entry["value"])
        if field.state is State.FOUND:
            scored = judged(path, "field", self._judge(path, field, entry, spots), printed, _got(field))
        elif field.state is State.ABSENT:
            scored = judged(path, "field", wrong(Verdict.UNFOUND, ""), printed, None)
        else:
            seen = "；".join(mention.quote for mention in field.mentions)
            scored = judged(path, "field", wrong(_UNCHOSEN[field.state], seen), printed, None)
        document = self.places.document
        return replace(
            scored,
            quote=_quote(entry),
            evidence=field.evidence,
            reasons=field.reasons,
            grounding=ground(document, field.evidence, spots) if scored.verdict is Verdict.RIGHT else scored.grounding,
            cer=self._cer(path, scored),
            gold_boxes=tuple(box for spot in spots[:1] for box in document.boxes(spot)),
        )

    def _unprinted(self, path: str, field: Field) -> Scored:
        if field.state is State.ABSENT:
            return absent(path)
        if field.state is State.FOUND:
            why = "gold 里没有这一项"
            scored = judged(path, "field", wrong(Verdict.INVENTED, why), None, _got(field))
        else:
            scored = judged(path, "field", Judgement(_UNCHOSEN[field.state]), None, None)
        return replace(scored, evidence=field.evidence, reasons=field.reasons)

    def _judge(self, path: str, field: Field, entry: Mapping[str, Any], spots: Sequence[Span]) -> Judgement:
        if isinstance(entry["value"], list):
            got = field.value if isinstance(field.value, tuple) else (str(field.value),)
            return judge_list(entry["value"], got)
        others = [leaf for other, leaf in self.leaves.items() if other != path]
        around = Around(others, self.figures, self.places.text, _at(field, spots))
        return judge(self.leaves[path], of_field(field, self._kinded(path)), around)

    def _cer(self, path: str, scored: Scored) -> float | None:
        """Return the character error rate of a text: shown beside the verdict, never credited."""
        if scored.got is None or scored.gold is None or not isinstance(self.leaves.get(path), Words):
            return None
        return error_rate(scored.gold, scored.got)

    def _kinded(self, path: str) -> Kinded:
        return Kinded.of(self.report_type.fields.get(path))


def _at(field: Field, spots: Sequence[Span]) -> bool | None:
    """Return whether a value was read where the gold stands, by its digits if it has any."""
    place = field.quantity.number if field.quantity else field.evidence.span if field.evidence else None
    if not spots or place is None:
        return None
    return any(spot.overlaps(place) for spot in spots)


def _got(field: Field) -> str:
    return shown(field.value, field.unit)


def _quotes(entry: Mapping[str, Any]) -> list[str]:
    quotes = entry.get("quote") or []
    return [quotes] if isinstance(quotes, str) else list(quotes)


def _quote(entry: Mapping[str, Any]) -> str | None:
    return next(iter(_quotes(entry)), None)
