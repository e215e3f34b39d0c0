"""jixiao: reads, checks and drafts Chinese government performance self-evaluation reports (部门整体支出绩效自评报告).

    from extractor import check, extract, load_type, read

    document = read("report.pdf")
    report = extract(document, load_type("department"))
    checked = check(document, report, load_type(report.report_type))

Names are imported when they are first used: `import extractor` alone costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.checks import check
    from extractor.errors import JixiaoError
    from extractor.extraction import extract
    from extractor.model import (
        Box,
        Checked,
        Document,
        Evidence,
        Field,
        Finding,
        Item,
        Quantity,
        Repair,
        Report,
        Row,
        Section,
        Severity,
        Span,
        State,
        Tested,
        Verdict,
    )
    from extractor.reading import read
    from extractor.reports import load as load_type
    from extractor.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Box",
    "Checked",
    "Document",
    "Evidence",
    "Field",
    "Finding",
    "Item",
    "JixiaoError",
    "Quantity",
    "Repair",
    "Report",
    "Row",
    "Section",
    "Settings",
    "Severity",
    "Span",
    "State",
    "Tested",
    "Verdict",
    "__version__",
    "check",
    "extract",
    "load_type",
    "read",
]

_HOMES = {
    "JixiaoError": ("extractor.errors", "JixiaoError"),
    "Settings": ("extractor.settings", "Settings"),
    "check": ("extractor.checks", "check"),
    "extract": ("extractor.extraction", "extract"),
    "load_type": ("extractor.reports", "load"),
    "read": ("extractor.reading", "read"),
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES.get(name, ("extractor.model", name))
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
