"""What is wrong with a declaration: `faults(text)`."""

from extractor.reports.lint.fault import Fault
from extractor.reports.lint.run import faults

__all__ = ["Fault", "faults"]
