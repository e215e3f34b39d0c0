"""Word files: review copy and clean copy in the format of GB/T 9704, a bureau's own template; and the clean
copy of an edited one."""

from extractor.output.word.accept import accepted
from extractor.output.word.read import note
from extractor.output.word.template import fill
from extractor.output.word.write import Copy, docx, keep

__all__ = ["Copy", "accepted", "docx", "fill", "keep", "note"]
