"""Targets that were missed: indicators that lost marks, results below their target, sentences that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from extractor.drafting.inputs import Inputs, Prior
from extractor.drafting.sentences import sentences
from extractor.drafts import Basis, Entry, Status
from extractor.model import Span

MISSED = re.compile(
    r"未(?:能|曾|全部|完全|全|按期|按时|如期)*(?:达到|达成|达标|完成|实现)|没有(?:全部|完全|按期|按时)?(?:达到|达成|完成|实现)"
    r"|低于(?:年初|目标|预期|计划)|未及时|未达"
)
_STEP = re.compile(r"[，；,;。]")
_LIST = re.compile(r"^(?:其中|但|而|除)?[：:，,]?|[：:，,、]$")
_UPPER = ("预算执行", "产出及效益", "产出指标", "产出", "效益指标", "效益", "投入", "过程", "效果", "成本指标")


@dataclass(frozen=True, slots=True)
class Missed:
    """One missed target: what it is, where it says so, and why it need not be a problem (empty: it must)."""

    name: str
    basis: Basis
    waived: str = ""


def of_report(prior: Prior) -> Iterator[Missed]:
    """The missed targets of an earlier report."""
    said = list(_said(prior))
    yield from said
    text = prior.document.text
    rows = [row for row in prior.report.indicators if short(row.cells)]
    leaves = [row for row in rows if _name(row.cells) not in _UPPER]
    for row in rows:
        name = _name(row.cells)
        if not name or any(name in one.name or one.name in name for one in said):
            continue
        span = row.evidence.span
        basis = Basis("quote", f"{prior.document.id}:{span.start}-{span.end}", text[span.start : span.end],
                      row.evidence.page, span.start, span.end)  # fmt: skip
        yield Missed(name, basis, _waived(name, bool(leaves or said)))


def of_year(inputs: Inputs, entries: Sequence[Entry]) -> Iterator[Missed]:
    """The missed targets of this year, as given; `entries` are the ledger."""
    missed = [(n, row) for n, row in enumerate(inputs.given.indicators, 1) if short(row) or worse(row)]
    below = any(_name(row) not in _UPPER for _, row in missed)
    below = below or any(entry.kind == "target" and entry.status is not Status.FIXED for entry in entries)
    rated = [f"{path}@{inputs.year}" in inputs.facts for path in ("execution_rate", "funds.executed", "funds.annual")]
    for number, row in missed:
        shown = "，".join(f"{key}={row[key]}" for key in ("target", "actual", "full", "score") if row.get(key))
        name = _name(row)
        judged = name != "预算执行" or rated[0] or all(rated[1:])
        why = _waived(name, below) if judged and not worse(row) else ""
        yield Missed(name, Basis("figure", f"indicator:{number}", f"{inputs.given.source}：{name} {shown}"), why)


def _waived(name: str, below: bool) -> str:
    """Why an indicator of an upper level that lost marks is no problem of its own. `below`: others are listed."""
    if name == "预算执行":
        return "按本年预算执行率判断"
    return "其下指标已列入" if name in _UPPER and below else ""


def short(row: Mapping[str, str]) -> bool:
    """True when the score is below its full mark."""
    score, full = _number(row.get("score")), _number(row.get("full"))
    return score is not None and full is not None and score < full


def worse(row: Mapping[str, str]) -> bool:
    """True when the result is worse than the target, where both are figures of one unit."""
    target, actual = row.get("target", ""), row.get("actual", "")
    want, got = _number(target), _number(actual)
    if want is None or got is None or re.sub(r"[^一-龥%]", "", target)[-1:] != re.sub(r"[^一-龥%]", "", actual)[-1:]:
        return False
    return got > want if re.search(r"[≤<]|不超过|以内|以下|低于", target + row.get("sign", "")) else got < want


def _said(prior: Prior) -> Iterator[Missed]:
    text = prior.document.text
    taken = [item.evidence.span for item in (*prior.report.problems, *prior.report.measures)]
    for span in sentences(text, Span(0, len(text))):
        if any(span.overlaps(other) for other in taken):
            continue
        at, words = span.start, text[span.start : span.end]
        for match in MISSED.finditer(words):
            steps = [0, *(step.end() for step in _STEP.finditer(words, 0, match.start()))]
            name = _subject(words[steps[-1] : match.start()])
            if not name and len(steps) > 1:
                name = _subject(words[steps[-2] : steps[-1] - 1])
            stop = _STEP.search(words, match.end())
            end = stop.start() if stop else len(words)
            start = steps[-1] if len(words[steps[-1] : match.start()].strip()) > 1 or len(steps) == 1 else steps[-2]
            if name:
                low, high = at + start, at + end
                place = prior.document.cite(Span(low, high))
                ref = f"{prior.document.id}:{low}-{high}"
                yield Missed(name, Basis("quote", ref, text[low:high], place.page, low, high))


def _subject(clause: str) -> str:
    """The name of the target in a clause: behind the last colon, and the last of a list that goes on in 其中."""
    name = re.split(r"[：:]", clause)[-1]
    name = name.split("其中")[-1] if "其中" in name else name
    name = re.sub(r"^(?:年初)?设定目标为|^年初目标为|\s", "", name)
    name = re.sub(r"[0-9０-９.．%％]+", "", name)
    return _LIST.sub("", name)[:40]


def _name(row: Mapping[str, str]) -> str:
    return (row.get("level3") or row.get("name") or row.get("level2") or "").strip()


def _number(text: str | None) -> Decimal | None:
    found = re.search(r"-?[0-9]+(?:\.[0-9]+)?", text or "")
    try:
        return Decimal(found[0]) if found else None
    except InvalidOperation:
        return None
