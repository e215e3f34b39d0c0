"""Report types: what fields a kind of report has, how they are worded, and which sums bind them. Declared as YAML."""

from extractor.reports.loader import load, names
from extractor.reports.spec import Facet, FieldSpec, Kind, Measure, ReportType, Subject

__all__ = ["Facet", "FieldSpec", "Kind", "Measure", "ReportType", "Subject", "load", "names"]
