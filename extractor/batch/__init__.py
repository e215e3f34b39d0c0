"""Many files: a folder in, one JSON object each and a table out. The door is `Run`; what is done is not done twice."""

from extractor.batch.run import Run

__all__ = ["Run"]
