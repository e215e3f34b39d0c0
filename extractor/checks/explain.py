"""The rules in words: what each code of a finding stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.checks.figures import Figures
from extractor.checks.registry import checks
from extractor.checks.wording import template
from extractor.reports.relation import Level, Relation
from extractor.reports.spec import ReportType

_DECLARED = "RELATION"
_LEVELS = {
    Level.BALANCE: "基本平衡：不成立是错误。",
    Level.LOGIC: "逻辑性：不成立是错误。",
    Level.VERIFY: "核实性：不成立只需说明。",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A code, its rule in one sentence, and all that there is to say of it, paragraph by paragraph."""

    code: str
    gist: str
    paragraphs: tuple[str, ...]


def rules(types: Iterable[ReportType]) -> tuple[Rule, ...]:
    """The rule of every check, then those of the relations that the report types declare; each once."""
    found = dict.fromkeys(_of_checks())
    for report_type in types:
        found.update(dict.fromkeys(_of_relations(report_type)))
    return tuple(found)


def _of_checks() -> Iterator[Rule]:
    for one in checks():
        paragraphs = tuple("".join(part.split("\n")) for part in one.rule.split("\n\n"))
        yield Rule(one.code, paragraphs[0], paragraphs)


def _of_relations(report_type: ReportType) -> Iterator[Rule]:
    names = {path: spec.name for path, spec in report_type.fields.items()}
    for relation in report_type.relations:
        yield Rule(f"{_DECLARED}.{relation.id}", relation.name, tuple(_relation(relation, names)))


def _relation(relation: Relation, names: dict[str, str]) -> Iterator[str]:
    yield f"{relation.name}：{template(relation, Figures({}, {}, {}, names))}"
    if len(relation.forms) > 1:
        yield f"有 {len(relation.forms)} 种口径，有一种成立即可。"
    yield _LEVELS[relation.level]
    if relation.ask:
        yield f"不成立时应说明：{relation.ask}。"
