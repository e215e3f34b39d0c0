"""Numbers as Chinese reports print them: `find` them all, `read` one, see what is `reserved`, `fold` for matching."""

from extractor.numbers.fold import Folded, fold
from extractor.numbers.grammar import find, read, reserved
from extractor.numbers.kinds import Kind
from extractor.numbers.reserve import Reserved

__all__ = ["Folded", "Kind", "Reserved", "find", "fold", "read", "reserved"]
