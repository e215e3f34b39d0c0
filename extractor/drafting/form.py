"""The Excel form as values: last year's figures beside this year's empty cells, the ledger, indicators, projects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from extractor.drafting import findings, sheets
from extractor.drafting.asked import Asked
from extractor.drafting.draft import compose
from extractor.drafting.inputs import CARRIED, NOT_STATED, Inputs
from extractor.drafting.ledger import ledger
from extractor.drafting.triggers import candidates
from extractor.drafting.words import Words
from extractor.drafts import Table
from extractor.model import Span
from extractor.reports.spec import Kind


def form(inputs: Inputs) -> tuple[Table, ...]:
    """The sheets. What was given already stays in them."""
    return (
        _table(sheets.FIGURES, _figures(inputs), f"{inputs.year}"),
        _table(sheets.SENTENCES, _sentences(inputs), ""),
        _table(sheets.PROBLEMS, _problems(inputs), ""),
        _table(sheets.INDICATORS, _indicators(inputs), ""),
        _table(sheets.PROJECTS, _projects(inputs), ""),
    )


def _figures(inputs: Inputs) -> Iterator[Mapping[str, str]]:
    before = {fact.path: fact for fact in inputs.history if fact.year == inputs.last.year}
    for path, spec in inputs.report_type.fields.items():
        if path in NOT_STATED[:1] or path == "evaluator" or spec.kind is Kind.NAME:
            continue
        old = before.get(path)
        field = inputs.last.report.fields.get(path)
        doubt = "上年报告中这个数经核对有疑问" if field is not None and inputs.last.doubted(field) else ""
        carried = "不填则沿用上年" if spec.kind in CARRIED and old else ""
        value, unit = inputs.given.figures.get(path, ("", ""))
        yield {
            "name": spec.name,
            "prior": old.value if old else "",
            "prior_unit": old.unit if old else "",
            "current": value,
            "unit": unit or inputs.unit(path),
            "remark": doubt or carried or (old.source if old else "上年没有写"),
            "path": path,
        }


def asked(inputs: Inputs) -> Iterator[Asked]:
    """What the sentences of the earlier reports leave open, in the order of the draft."""
    bare = replace(inputs, given=replace(inputs.given, told={}))
    words, places = Words.of(bare), set[Span]()
    for sentence in compose(bare).sentences():
        if sentence.phrase or len(sentence.bases) != 1 or sentence.bases[0].kind != "quote":
            continue
        basis, place = sentence.bases[0], Span(sentence.bases[0].start, sentence.bases[0].end)
        prior = next(one for one in inputs.priors if basis.ref.startswith(f"{one.document.id}:"))
        if place not in places:
            places.add(place)
            yield from words.teller(prior).asked(place)


def _sentences(inputs: Inputs) -> Iterator[Mapping[str, str]]:
    for one in asked(inputs):
        given = inputs.given.told.get(one.id, {})
        yield {
            "id": one.id,
            "shown": one.shown,
            "label": one.label,
            "prior": one.prior,
            "value": given.get("value", ""),
            "unit": given.get("unit", one.unit),
            "action": given.get("action", ""),
            "page": f"{one.year}年报告" + (f"第 {one.page} 页" if one.page else ""),
        }


def _problems(inputs: Inputs) -> Iterator[Mapping[str, str]]:
    kinds = {"problem": "存在问题", "measure": "改进措施", "target": "未完成目标"}
    for entry in ledger(inputs)[0]:
        page = entry.bases[-1].page
        yield {
            **inputs.given.answers.get(entry.id, {}),
            "id": entry.id,
            "kind": kinds[entry.kind],
            "text": entry.text,
            "page": f"{entry.years[-1]}年报告" + (f"第 {page} 页" if page else ""),
            "years": "、".join(map(str, entry.years)),
        }
    for one in candidates(inputs):
        yield {
            **inputs.given.answers.get(one.id, {}),
            "id": one.id,
            "kind": "本年数据引出",
            "text": "；".join(basis.text for basis in one.bases),
            "years": str(inputs.year),
        }
    for kind, found in findings.by_kind(inputs.last.checked.findings).items():
        key = findings.row(kind)
        yield {
            **inputs.given.answers.get(key, {}),
            "id": key,
            "kind": "核对结果引出",
            "text": "；".join(finding.message.rstrip("。") for finding in found),
            "page": f"{inputs.last.year}年报告",
            "years": str(inputs.last.year),
        }


def _indicators(inputs: Inputs) -> Iterator[Mapping[str, str]]:
    given = {row.get("name", row.get("level3", "")): row for row in inputs.given.indicators}
    names: dict[str, Mapping[str, str]] = {}
    for row in inputs.last.report.indicators:
        names.setdefault(row.cells.get("level3") or row.cells.get("name", ""), row.cells)
    for name in dict.fromkeys((*names, *given)):
        if name:
            old = names.get(name, {})
            yield {**given.get(name, {}), "name": name, "prior_full": old.get("full", ""),
                   "prior_score": old.get("score", "")}  # fmt: skip


def _projects(inputs: Inputs) -> Iterator[Mapping[str, str]]:
    before = {row.cells.get("name", ""): row for row in inputs.last.report.projects}
    for name, given in inputs.projects:
        old = before.get(name)
        cells = old.cells if old else {}
        yield {"unit": (old.unit if old else "") or "万元", **given, "name": name,
               "prior_budget": cells.get("budget", ""), "prior_final": cells.get("final", "")}  # fmt: skip


def _table(sheet: sheets.Sheet, rows: Iterator[Mapping[str, str]], note: str) -> Table:
    columns: Sequence[sheets.Column] = sheet.columns
    return Table(
        sheet.name,
        tuple(column.title for column in columns),
        tuple(tuple(row.get(column.key, "") for column in columns) for row in rows),
        tuple(column.width for column in columns),
        f"{note}\n{sheet.note}",
        {place: column.choices for place, column in enumerate(columns) if column.choices},
        tuple(place for place, column in enumerate(columns) if column.open),
    )
