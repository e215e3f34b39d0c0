"""The door of extraction: `extract` reads the declared fields and lists out of a document, each with its evidence;
`extract_all` does so for every report of a file, `leftovers` lists the numbers that no field took."""

from extractor.extraction.extract import extract, extract_all
from extractor.extraction.leftovers import leftovers

__all__ = ["extract", "extract_all", "leftovers"]
