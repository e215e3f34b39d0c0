"""Numbers as Chinese reports print them: `find` them, `read` one, see what is `reserved`, `fold` a text for matching."""

from extractor.numbers.fold import Folded, fold
from extractor.numbers.grammar import find, read, reserved
from extractor.numbers.reserve import Kind, Reserved

__all__ = ["Folded", "Kind", "Reserved", "find", "fold", "read", "reserved"]
