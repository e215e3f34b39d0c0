"""One report's answer in three ways of asking: what a model would say that sees just what the rules see."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.extraction import extract
from extractor.extraction.answers import Codes
from extractor.extraction.numbered import Numbered, number
from extractor.model import Document, Report, State
from extractor.reports import ReportType


@dataclass(frozen=True)
class Forms:
    """A report with its numbered document and the codes of its fields."""

    report: Report
    numbered: Numbered
    codes: Codes

    @classmethod
    def of(cls, document: Document, report_type: ReportType) -> Forms:
        """Read a document by rules."""
        return cls(extract(document, report_type), number(document), Codes(report_type.fields))

    def ours(self) -> str:
        """Codes and numbers, as `prompts/fields.md` asks for them."""
        numbered, codes = self.numbered, self.codes

        def lines(items: Sequence[Any], mark: str) -> str:
            spans = [
                (numbered.line_of(i.evidence.span.start), numbered.line_of(i.evidence.span.end - 1)) for i in items
            ]
            return " ".join(f"{a if a == b else f'{a}-{b}'}{mark}{n}" for n, (a, b) in enumerate(spans, 1))

        answer = {
            "figures": " ".join(f"{codes.of(path)}{n}" for path, n, _ in self._figures()),
            "words": [f"{codes.of(path)}{numbered.line_of(at)}:{said}" for path, at, said in self._words()],
            "problems": lines(self.report.problems, "#"),
            "measures": lines(self.report.measures, "@"),
        }
        return _dense(answer)

    def confirm(self) -> tuple[str, int]:
        """The answer to the third question about every figure, and how many these are."""
        quotes = [f"{self.codes.of(path)}{n}:{quote}" for path, n, quote in self._figures()]
        return _dense({"quotes": quotes}), len(quotes)

    def extractions(self) -> str:
        """As langextract asks for it: a class, the text of the document, and attributes, one object each."""
        found: list[dict[str, Any]] = [
            {path: quote, f"{path}_attributes": {"value": value, "unit": unit}}
            for path, value, unit, quote in self._found()
        ]
        for name in ("problems", "measures"):
            for item in getattr(self.report, name):
                found.append({name: item.text, f"{name}_attributes": {"category": item.category}})
        return _dense({"extractions": found})

    def whole(self) -> str:
        """As one call for a whole schema answers: value, unit and quote of every field that is there."""
        whole: dict[str, Any] = {}
        for path, value, unit, quote in self._found():
            section, _, name = path.rpartition(".")
            whole.setdefault(section, {})[name] = {"value": value, "unit": unit, "quote": quote}
        for name in ("problems", "measures"):
            whole[name] = [{"text": item.text} for item in getattr(self.report, name)]
        return _dense(whole)

    def _figures(self) -> Iterator[tuple[str, int, str]]:
        """The figures that were found: path, number, and the words they stand with."""
        starts = {quantity.number.start: n for n, quantity in enumerate(self.numbered.figures, 1)}
        for path, field in self.report.fields.items():
            n = starts.get(field.quantity.number.start) if field.quantity else None
            if field.state is State.FOUND and field.evidence and n is not None:
                yield path, n, field.evidence.quote

    def _words(self) -> Iterator[tuple[str, int, str]]:
        for path, field in self.report.fields.items():
            if field.state is State.FOUND and field.quantity is None and field.value and field.evidence:
                names = field.value
                said = names if isinstance(names, str) else "…".join(dict.fromkeys((names[0], names[-1])))
                yield path, field.evidence.span.start, said

    def _found(self) -> Iterator[tuple[str, Any, str | None, str]]:
        for path, field in self.report.fields.items():
            if field.state is State.FOUND and field.evidence:
                yield path, field.value, field.unit, field.evidence.quote


def _dense(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
