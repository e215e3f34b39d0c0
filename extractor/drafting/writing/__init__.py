"""Problems and measures in a model's words. The door is `write`; no sentence passes it that breaks a guard."""

from extractor.drafting.writing.write import Written, write

__all__ = ["Written", "write"]
