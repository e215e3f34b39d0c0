"""The stages of extraction in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.errors import UsageError
from extractor.extraction.adjustments import adjusted
from extractor.extraction.certainty import with_certainty
from extractor.extraction.changes import compared
from extractor.extraction.closing import decided, same
from extractor.extraction.figures import figures
from extractor.extraction.items import problems_and_measures
from extractor.extraction.leftovers import glued
from extractor.extraction.mention import Mention
from extractor.extraction.mentions import mentions
from extractor.extraction.names import unit_names
from extractor.extraction.other_bodies import of_department
from extractor.extraction.project_rows import projects
from extractor.extraction.projects import project_names
from extractor.extraction.recognise import Recognised, Shape, Stretch, narrowed, recognise
from extractor.extraction.reported import with_reported
from extractor.extraction.rows import indicators
from extractor.extraction.run_together import runs
from extractor.extraction.texts import texts
from extractor.model import Document, Field, Quantity, Report, State
from extractor.reports import ReportType, load
from extractor.reports.stretch import moved, part

if TYPE_CHECKING:
    from extractor.llm import Client

ENGINE = "rules"
ENGINES = (ENGINE, "model", "hybrid")
_FEW, _FEW_OF_NOTICE = 4, 8
"""A file without a title in which fewer figures than this are found holds no report."""


@dataclass(frozen=True, slots=True)
class _How:
    """How a file is read: by which engine, with whose model, and the whole text, on which leave to send it depends."""

    engine: str
    client: Client | None
    text: str

    @classmethod
    def of(cls, document: Document, engine: str, client: Client | None) -> _How:
        """Raises UsageError for an engine that there is not, or that lacks its model."""
        if engine not in ENGINES:
            raise UsageError(f"没有名为“{engine}”的抽取引擎。", f"可用的引擎：{'、'.join(ENGINES)}。")
        if engine != ENGINE and client is None:
            raise UsageError(f"引擎 {engine} 需要模型，但没有配置模型。", "可用引擎 rules（不用模型）。")
        return cls(engine, None if engine == ENGINE else client, document.text)


def extract(
    document: Document, report_type: ReportType | None = None, engine: str = ENGINE, client: Client | None = None
) -> Report:
    """Read a report by rules, by a model or by both. Every declared path is in `fields`, absent ones as `ABSENT`.

    `report_type` None: recognised. Of a file that holds several reports, the one that speaks for it: the department's,
    else the first; its spans are those of the whole document. Engines `model` and `hybrid` need the model's
    `client`. Raises `UsageError` for an unknown engine, `ModelError` where engine `model` fails.
    """
    how = _How.of(document, engine, client)
    found = recognise(document, report_type)
    chosen = _chosen(found, report_type)
    return _with_attached(document, found, _extract(document, found, chosen.main(), report_type, how), how)


def extract_all(
    document: Document, report_type: ReportType | None = None, engine: str = ENGINE, client: Client | None = None
) -> tuple[Report, ...]:
    """Every report of a file, in reading order; with a type, those of that type. `extract` gives one of them."""
    how = _How.of(document, engine, client)
    found = recognise(document, report_type)
    chosen = _chosen(found, report_type)
    reports = [_extract(document, found, stretch, report_type, how) for stretch in chosen.stretches]
    at = chosen.stretches.index(chosen.main())
    reports[at] = _with_attached(document, found, reports[at], how, reports)
    return tuple(reports)


def _chosen(found: Recognised, report_type: ReportType | None) -> Recognised:
    return found if report_type is None else narrowed(found, report_type.name)


def _with_attached(
    document: Document, found: Recognised, report: Report, how: _How, known: Sequence[Report] = ()
) -> Report:
    """The department's report with the projects that the other reports of the file are about."""
    if report.span is None or report.report_type != "department":
        return report
    read = {one.span: one for one in known}
    attached = [one for one in found.stretches if one.type == "project"]
    return with_reported(report, [read.get(one.span) or _extract(document, found, one, None, how) for one in attached])


def _extract(document: Document, found: Recognised, stretch: Stretch, given: ReportType | None, how: _How) -> Report:
    report_type = given or load(stretch.type)
    if stretch.span is None:
        report = _read(document, report_type, how)
    else:
        alone = _read(part(document, stretch.span), report_type, how)
        report = replace(moved(alone, stretch.span.start), span=stretch.span)
    return _doubted(report, found, stretch, sure=given is not None)


def _read(document: Document, report_type: ReportType, how: _How) -> Report:
    """The report that fills a document."""
    found: Sequence[Mention] = mentions(document, report_type)
    names = unit_names(document, report_type, found)
    found = of_department(document, names, found)
    read_ = dict(figures(document, report_type, found))
    read_ |= decided(document, report_type, read_, found, mentions(document, report_type, loose=True))
    read_ |= adjusted(document, report_type, read_, found)
    read_ |= same(report_type, read_)
    fields = {
        **names,
        **read_,
        **compared(document, report_type, read_, found),
        **texts(document, report_type),
        **project_names(document, report_type),
    }
    problems, measures = problems_and_measures(document, report_type)
    runs_ = runs(document.text)
    read = (fields.get(path, Field(path, State.ABSENT)) for path in report_type.fields)
    report = Report(
        report_type=report_type.name,
        document_id=document.id,
        engine=how.engine,
        fields={field.path: with_certainty(document, field) for field in read},
        problems=problems,
        measures=measures,
        indicators=indicators(document, report_type, found),
        projects=projects(document, report_type, found),
        warnings=(*document.notes, *runs_.notes, *glued(document, (table.span for table in runs_.tables))),
    )
    if how.client is None:
        return report
    from extractor.extraction.hybrid import read_with_model

    return read_with_model(document, report_type, found, report, how.client, how.text)


def _doubted(report: Report, found: Recognised, stretch: Stretch, *, sure: bool) -> Report:
    """The report with a warning where the file may hold none; without its fields where it is a notice."""
    if stretch.shape is Shape.EMBEDDED:
        said = "这份文件是部门决算（预算）公开，绩效自评只是其中一部分；字段从全文读取。"
        return replace(report, warnings=(*report.warnings, said))
    if stretch.shape is not Shape.UNTITLED:
        return report
    figures_ = sum(isinstance(field.quantity, Quantity) for field in report.fields.values())
    if figures_ >= (_FEW_OF_NOTICE if found.notice else _FEW):
        said = "没有找到“……绩效自评报告”一类的标题，按“{}”读取，请核对这是不是一份自评报告。"
        name = load(report.report_type).title if not sure else report.report_type
        return report if sure else replace(report, warnings=(*report.warnings, said.format(name)))
    what = "这像是一份通知，报告可能在它的附件里" if found.notice else "没有报告的标题，也几乎没有可读的数字"
    warned = replace(report, warnings=(*report.warnings, f"没有找到自评报告：{what}。"))
    if sure or not found.notice:
        return warned
    absent = {path: Field(path, State.ABSENT) for path in report.fields}
    return replace(warned, fields=absent, problems=(), measures=(), indicators=(), projects=())
