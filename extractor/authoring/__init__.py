"""From earlier reports and this year's figures to a draft that was read back; and an edited copy, proofread."""

from extractor.authoring.making import Drafted, Order, draft, inputs
from extractor.authoring.proof import Proof, document_of, proofread, read_back, reread
from extractor.pipeline import Plan

__all__ = [
    "Drafted",
    "Order",
    "Plan",
    "Proof",
    "document_of",
    "draft",
    "inputs",
    "proofread",
    "read_back",
    "reread",
]
