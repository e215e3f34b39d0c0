"""The types that flow between the stages: Document -> Report -> Checked (and, later, Draft).

All are frozen and compared by value. Numbers are `Decimal`; a float never holds a printed number (floats are
used for page geometry and OCR certainty only). Offsets are half-open and index `Document.text`, which is the one
canonical text of a file: every later stage speaks of places by `Span`, never by a copy of the text.
"""

from extractor.model.document import (
    Cell,
    Document,
    Evidence,
    Flag,
    Head,
    Hidden,
    Origin,
    Page,
    Section,
    Table,
)
from extractor.model.results import (
    Accounted,
    Checked,
    Field,
    Finding,
    Item,
    Leftover,
    Repair,
    Report,
    Row,
    Severity,
    Standing,
    State,
    Tested,
    Verdict,
)
from extractor.model.values import (
    Box,
    Comparator,
    Dimension,
    Place,
    Quantity,
    Span,
)

__all__ = [
    "Accounted",
    "Box",
    "Cell",
    "Checked",
    "Comparator",
    "Dimension",
    "Document",
    "Evidence",
    "Field",
    "Finding",
    "Flag",
    "Head",
    "Hidden",
    "Item",
    "Leftover",
    "Origin",
    "Page",
    "Place",
    "Quantity",
    "Repair",
    "Report",
    "Row",
    "Section",
    "Severity",
    "Span",
    "Standing",
    "State",
    "Table",
    "Tested",
    "Verdict",
]
