"""Next year's report from earlier reports and this year's figures. Only `write` asks a model; no clock anywhere."""

from extractor.drafting.compare import Difference, differences, strangers
from extractor.drafting.draft import compose
from extractor.drafting.form import form
from extractor.drafting.given import Given, is_data, load, of_report
from extractor.drafting.guards import guard
from extractor.drafting.inputs import Inputs, Prior
from extractor.drafting.measured import measured
from extractor.drafting.record import Record
from extractor.drafting.unfit import unfit
from extractor.drafting.writing import Written, write

__all__ = [
    "Difference",
    "Given",
    "Inputs",
    "Prior",
    "Record",
    "Written",
    "compose",
    "differences",
    "form",
    "guard",
    "is_data",
    "load",
    "measured",
    "of_report",
    "strangers",
    "unfit",
    "write",
]
