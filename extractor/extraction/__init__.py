"""The door of extraction: `extract` reads the declared fields and lists out of a document, each with its evidence."""

from extractor.extraction.extract import extract

__all__ = ["extract"]
