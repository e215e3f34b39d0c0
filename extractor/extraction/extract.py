"""The stages of extraction in order."""

from __future__ import annotations

from extractor.errors import UsageError
from extractor.extraction.figures import figures
from extractor.extraction.items import measures, problems
from extractor.extraction.mentions import mentions
from extractor.extraction.names import unit_names
from extractor.extraction.rows import indicators, projects
from extractor.extraction.texts import texts
from extractor.model import Document, Field, Report, State
from extractor.reports import ReportType, load

ENGINE = "rules"


def extract(document: Document, report_type: ReportType | None = None, engine: str = ENGINE) -> Report:
    """Read a report by rules. Every declared path is in `fields`, absent ones as `State.ABSENT`.

    `report_type` None: recognised (at present: the department type). Raises `UsageError` for an unknown engine.
    """
    if engine != ENGINE:
        raise UsageError(f"没有名为“{engine}”的抽取引擎。", "可用的引擎：rules。")
    report_type = report_type or load("department")
    found = mentions(document, report_type)
    fields = {
        **figures(document, report_type, found),
        **texts(document, report_type),
        **unit_names(document, report_type, found),
    }
    return Report(
        report_type=report_type.name,
        document_id=document.id,
        engine=engine,
        fields={path: fields.get(path, Field(path, State.ABSENT)) for path in report_type.fields},
        problems=problems(document, report_type),
        measures=measures(document, report_type),
        indicators=indicators(document, report_type, found),
        projects=projects(document, report_type, found),
        warnings=document.notes,
    )
