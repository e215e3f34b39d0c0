"""Word files. The door is `word_pages`: a .docx as its reader sees it, with tracked changes accepted."""

from extractor.reading.word.body import word_pages

__all__ = ["word_pages"]
