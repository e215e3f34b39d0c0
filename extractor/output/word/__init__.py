"""Word files: review copy and clean copy in the format of GB/T 9704, a bureau's own template, and back to text."""

from extractor.output.word.read import note, text
from extractor.output.word.template import fill
from extractor.output.word.write import Copy, docx

__all__ = ["Copy", "docx", "fill", "note", "text"]
