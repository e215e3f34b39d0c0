"""Reader M: a model is shown the whole document, numbered, and says by number where each field stands.

Two questions are asked. `point` shows everything and wants numbers, which is cheap. `confirm` shows only the chapters
in doubt and wants the words too. An answer that was cut off is asked for in halves; a text too long for the model is
shown in halves. What is answered is only ever a pointer: `candidates.py` reads the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from extractor import prompts
from extractor.extraction.answers import Codes, Lines, Pointed, Pointer, Quoted, entries, lines
from extractor.extraction.numbered import Numbered, parts
from extractor.llm import Client, Fault, Kind, Ledger, Question, Shield
from extractor.model import Dimension
from extractor.reports import FieldSpec, ReportType
from extractor.reports import Kind as FieldKind

A = TypeVar("A", Pointed, Quoted)
_KINDS = {
    FieldKind.TEXT: "文字",
    FieldKind.DATE: "日期",
    FieldKind.YEAR: "年份",
    FieldKind.CODE: "编码",
    FieldKind.LIST: "名单",
    FieldKind.NAME: "名称",
    FieldKind.PROJECT: "名称",
}
_UNITS = {
    Dimension.MONEY: "金额",
    Dimension.PEOPLE: "人数",
    Dimension.COUNT: "个数",
    Dimension.SCORE: "得分",
    Dimension.PERCENT: "百分比",
}
_LISTS = {"problems": "problems 存在的问题 每条一行", "measures": "measures 改进措施 每条一行"}


@dataclass(slots=True)
class Pointing:
    """What a model pointed at, before any check. `malformed` counts entries that mean nothing."""

    figures: list[Pointer] = field(default_factory=list)
    words: list[Pointer] = field(default_factory=list)
    problems: list[Lines] = field(default_factory=list)
    measures: list[Lines] = field(default_factory=list)
    malformed: int = 0
    faults: list[Fault] = field(default_factory=list)


class Reader:
    """One document, one model, one account."""

    def __init__(self, client: Client, numbered: Numbered, report_type: ReportType) -> None:
        self.client = client
        self.numbered = numbered
        self.type = report_type
        self.codes = Codes(report_type.fields)
        self.shield = Shield()
        self.ledger: Ledger = client.ledger()

    def point(self) -> Pointing:
        """Ask where every declared field stands. Raises Fault when not one part of the document was answered."""
        found = Pointing()
        stretches = parts(self.numbered, self.client.settings.context)
        specs = tuple(self.type.fields.values())
        with ThreadPoolExecutor(max(1, min(len(stretches), self.client.settings.concurrency))) as pool:
            answers = list(pool.map(lambda shown: self._point(shown, specs), stretches))
        for answer in answers:
            found.faults += answer.faults
            found.malformed += answer.malformed
            for name in ("figures", "words", "problems", "measures"):
                getattr(found, name).extend(getattr(answer, name))
        failed = [answer for answer in answers if answer.faults and not answer.figures and not answer.words]
        if len(failed) == len(answers):
            raise failed[0].faults[0]
        self.ledger.masked = self.shield.count
        return found

    def confirm(self, paths: Iterable[str], shown: Sequence[int]) -> list[Pointer]:
        """Ask for the words with which these fields stand on these lines. Raises Fault."""
        wanted = [_LISTS.get(path) or self._line(self.type.fields[path]) for path in paths]
        return self._confirm(list(shown), wanted)

    def _point(self, shown: list[int], specs: Sequence[FieldSpec]) -> Pointing:
        fields = "\n".join(map(self._line, specs))
        try:
            answer = self._ask("fields", Pointed, shown, fields, 400 + 12 * len(specs))
        except Fault as fault:
            halves = _halves(fault, shown, specs)
            if not halves:
                return Pointing(faults=[fault])
            return _joined([self._point(*half) for half in halves])
        found = Pointing()
        for name, given in (("figures", entries(answer.figures)), ("words", answer.words)):
            pointers = [self.codes.pointer(self.shield.restore(text)) for text in given]
            getattr(found, name).extend(one for one in pointers if one is not None)
            found.malformed += pointers.count(None)
        for name, row in (("problems", answer.problems), ("measures", answer.measures)):
            items = [lines(text) for text in entries(row)]
            getattr(found, name).extend(one for one in items if one is not None)
            found.malformed += items.count(None)
        return found

    def _confirm(self, shown: list[int], wanted: Sequence[str]) -> list[Pointer]:
        try:
            answer = self._ask("confirm", Quoted, shown, "\n".join(wanted), 200 + 60 * len(wanted))
        except Fault as fault:
            if fault.kind is Kind.TRUNCATED and len(wanted) > 1:
                middle = len(wanted) // 2
                return [*self._confirm(shown, wanted[:middle]), *self._confirm(shown, wanted[middle:])]
            if fault.kind is Kind.CONTEXT and len(shown) > 1:
                middle = len(shown) // 2
                return [*self._confirm(shown[:middle], wanted), *self._confirm(shown[middle:], wanted)]
            raise
        found = [self.codes.pointer(self.shield.restore(text)) for text in answer.quotes]
        for _ in range(found.count(None)):
            self.ledger.refuse("malformed")
        return [one for one in found if one is not None]

    def _ask(self, name: str, type_: type[A], shown: list[int], fields: str, longest: int) -> A:
        prompt = prompts.load(name)
        self.ledger.prompts[prompt.name] = prompt.digest
        messages = prompt.fill(document=self.numbered.show(shown, self.shield), fields=fields)
        return self.client.ask(Question(name, tuple(messages), type_, longest), self.ledger).value

    def _line(self, spec: FieldSpec) -> str:
        kind = _UNITS.get(spec.dimension) or _KINDS.get(spec.kind) or "／".join(spec.choices)
        return f"{self.codes.of(spec.path)} {spec.name} {kind}"


def _halves(fault: Fault, shown: list[int], specs: Sequence[FieldSpec]) -> list[tuple[list[int], Sequence[FieldSpec]]]:
    """How to ask for less: half of the fields where the answer was cut off, half of the text where that is too long."""
    if fault.kind is Kind.TRUNCATED and len(specs) > 4:
        middle = len(specs) // 2
        return [(shown, specs[:middle]), (shown, specs[middle:])]
    if fault.kind is Kind.CONTEXT and len(shown) > 4:
        middle = len(shown) // 2
        return [(shown[:middle], specs), (shown[middle:], specs)]
    return []


def _joined(parts_: Sequence[Pointing]) -> Pointing:
    whole = Pointing()
    for part in parts_:
        whole.malformed += part.malformed
        whole.faults += part.faults
        for name in ("figures", "words", "problems", "measures"):
            mine = getattr(whole, name)
            mine.extend(one for one in getattr(part, name) if one not in mine)
    return whole
