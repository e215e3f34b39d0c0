"""How sure the OCR engine was of the digits of each value: said in the reasons of the field."""

from __future__ import annotations

from dataclasses import replace

from extractor.model import Document, Field, Span

UNSURE = "ocr_unsure"
THRESHOLD = 0.9
"""Below this certainty at any one character of a value, a person should look at the picture."""


def with_certainty(document: Document, field: Field) -> Field:
    """The field, with a reason to doubt it where OCR was unsure of a character of its value."""
    place = field.quantity.number if field.quantity else field.evidence.span if field.evidence else None
    if place is None or certainty(document, place) >= THRESHOLD or UNSURE in field.reasons:
        return field
    return replace(field, reasons=(*field.reasons, UNSURE))


def certainty(document: Document, place: Span) -> float:
    """The least certainty of the characters at a place; 1 where OCR read none of them."""
    return min(document.certainty[place.start : place.end], default=1.0)
