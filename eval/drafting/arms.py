"""The same departments drafted in several ways, and every text measured alike: by what it says, not how it was made.

The phrase library; the library with a model's sentences (`hybrid`, `model`); and a bare model, which is given the
earlier reports and the figures and asked for the whole report in one go.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from eval.drafting.measure import inputs_of
from extractor import authoring, numbers
from extractor.drafting import Inputs
from extractor.drafting.alike import likeness, share
from extractor.drafting.ledger import same
from extractor.drafting.sentences import sentences
from extractor.llm import Fault, Question, connect
from extractor.model import Dimension, Quantity, Span
from extractor.pipeline import Plan
from extractor.settings import Settings

LIBRARY, BARE = "短语库", "整篇由模型写"
_BARE = (
    "你是单位的绩效自评报告撰写人。请根据往年报告和本年数据，写出本年度的部门整体支出绩效自评报告全文，"
    '包括存在的问题和改进措施。只输出一个 JSON 对象 {"text": "报告全文"}，段落之间用换行。'
)
_COPY, _TOLD, _LONG = 0.85, 0.6, 20


class Whole(BaseModel):
    """What a bare model answers with."""

    model_config = ConfigDict(extra="forbid")

    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """The counts of one text (of several, added up)."""

    arm: str
    figures: int = 0
    sourced: int = 0
    """Figures that were given."""
    required: int = 0
    stated: int = 0
    """Fields that were given and are read back as given."""
    stale: int = 0
    """Figures and years that only an earlier report has."""
    prior: int = 0
    covered: int = 0
    """Problems of the last report that the text speaks of."""
    errors: int = 0
    sentences: int = 0
    copied: int = 0
    calls: int = 0
    tokens: int = 0
    failed: int = 0

    def plus(self, other: Said) -> Said:
        """Both together."""
        return Said(self.arm, *(getattr(self, name) + getattr(other, name) for name in self.__slots__[1:]))


def compare(chosen: Sequence[tuple[str, int]], settings: Settings) -> Iterator[Said]:
    """Every arm over the same departments; those with a model only where one is configured."""
    made = [inputs_of(*one) for one in chosen]
    arms = [LIBRARY, *(("hybrid", "model", BARE) if settings.model.configured else ())]
    for arm in arms:
        total = Said(arm)
        for inputs in made:
            total = total.plus(_one(arm, inputs, settings))
        yield total


def _one(arm: str, inputs: Inputs, settings: Settings) -> Said:
    if arm == BARE:
        return _bare(inputs, settings)
    plan = None if arm == LIBRARY else Plan(settings, engine=arm)
    done = authoring.draft(inputs, plan)
    tokens = sum(done.usage.get(name, 0) for name in ("input_tokens", "output_tokens"))
    return said(arm, done.draft.text, inputs).plus(Said(arm, calls=done.usage.get("calls", 0), tokens=tokens))


def _bare(inputs: Inputs, settings: Settings) -> Said:
    figures = {inputs.names.get(f.path, f.path): f.text for f in inputs.facts.values() if f.year == inputs.year}
    reports = "\n\n".join(f"【{prior.year}年度报告】\n{prior.document.text}" for prior in inputs.priors)
    asked = f"{reports}\n\n【{inputs.year}年度数据】\n{json.dumps(figures, ensure_ascii=False, indent=0)}"
    messages = ({"role": "system", "content": _BARE}, {"role": "user", "content": asked})
    client = connect(settings)
    ledger = client.ledger()
    try:
        text = client.ask(Question("bare", messages, Whole, 8000), ledger).value.text
    except Fault:
        return Said(BARE, failed=1)
    usage = ledger.usage
    cost = Said(BARE, calls=usage["calls"], tokens=usage["input_tokens"] + usage["output_tokens"])
    return said(BARE, text, inputs).plus(cost)


def said(arm: str, text: str, inputs: Inputs) -> Said:
    """Measure one text against what was given."""
    year = inputs.year
    now = {f.text for f in inputs.facts.values() if f.year == year}
    known = {_key(q) for fact in now for q in numbers.find(fact)}
    before = {_key(q) for fact in inputs.history for q in numbers.find(fact.text)} - known
    found = [q for q in numbers.find(text) if q.dimension is not Dimension.NONE]
    wanted = tuple(path for path in inputs.report_type.fields if f"{path}@{year}" in inputs.facts)
    differences, errors = authoring.read_back(authoring.document_of(text), inputs.facts, wanted, year)
    told = [text[span.start : span.end] for span in sentences(text, Span(0, len(text)))] if text else []
    old = [line for prior in inputs.priors for line in _lines(prior.document.text)]
    problems = [item.text for item in inputs.last.report.problems]
    return Said(
        arm,
        figures=len(found),
        sourced=sum(_key(q) in known for q in found),
        required=len(wanted),
        stated=len(wanted) - sum(bool(one.given) for one in differences),
        stale=sum(_key(q) in before for q in found) + sum(text.count(str(past)) for past in range(year - 12, year - 1)),
        prior=len(problems),
        covered=sum(any(same(one, line) or share(one, line) >= _TOLD for line in text.split("\n")) for one in problems),
        errors=len(errors),
        sentences=len(told),
        copied=sum(len(one) >= _LONG and any(likeness(one, line) >= _COPY for line in old) for one in told),
    )


def _lines(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text, Span(0, len(text)))]


def _key(quantity: Quantity) -> tuple[str, str]:
    return quantity.digits.lstrip("-"), quantity.unit_text


def lines(rows: Sequence[Said]) -> Iterator[str]:
    """One line an arm."""
    for row in rows:
        yield (
            f"{row.arm}：数字有出处 {row.sourced}/{row.figures}，数据读回 {row.stated}/{row.required}，"
            f"旧数字旧年份 {row.stale}，往年问题写到 {row.covered}/{row.prior}，数字矛盾 {row.errors}，"
            f"雷同句 {row.copied}/{row.sentences}"
            + (f"，调用 {row.calls} 次、token {row.tokens}" if row.calls else "")
            + (f"，没有写成 {row.failed} 篇" if row.failed else "")
        )
