"""Next year's report from earlier reports and this year's figures. No network, no model, no clock."""

from extractor.drafting.compare import Difference, differences, strangers
from extractor.drafting.draft import compose
from extractor.drafting.form import form
from extractor.drafting.given import Given, is_data, load, of_report
from extractor.drafting.guards import guard
from extractor.drafting.inputs import Inputs, Prior
from extractor.drafting.record import Record

__all__ = [
    "Difference",
    "Given",
    "Inputs",
    "Prior",
    "Record",
    "compose",
    "differences",
    "form",
    "guard",
    "is_data",
    "load",
    "of_report",
    "strangers",
]
