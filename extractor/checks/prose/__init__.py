"""What the report's own sentences assert of their figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractor.checks.prose import changes, shares, sums
from extractor.checks.prose.claim import Claim
from extractor.checks.prose.said import Prose

__all__ = ["claims"]

_READERS: tuple[Callable[[Prose], Iterator[Claim]], ...] = (sums.read, shares.read, changes.read)


def claims(prose: Prose) -> Iterator[Claim]:
    """Every claim of the text, reader by reader."""
    for read in _READERS:
        yield from read(prose)
