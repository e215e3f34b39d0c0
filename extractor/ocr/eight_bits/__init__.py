"""A net that counts in eight bits: half the processor's work, where the processor can do it exactly.

What a layer is given is rounded to 256 levels between the least and the most that is usual on scans (`ranges.json`,
made by `python -m eval.ranges`), its weights to 255 levels a channel. Each runtime is told so in its own way:
a room each.
"""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

FILE = "ranges.json"
LEVELS, LEVELS_OF_WEIGHTS = 256, 255
MANY = 1000
"""Of the multiplications that see no picture, only one that makes so many numbers is rounded: the last, which weighs
the characters against each other. The others are quick as they are."""


class Ends(NamedTuple):
    """The least and the most of what goes from one layer to another."""

    least: float
    most: float

    def levels(self) -> tuple[float, int]:
        """The step from one level to the next, and how many levels are below zero.

        Zero is always in the range, and exactly on a level: what is padded is zero.
        """
        least, most = min(self.least, 0.0), max(self.most, 0.0)
        step = (most - least) / (LEVELS - 1)
        return step, round(-least / step)


class Usual(NamedTuple):
    """What is usual for a layer: what it is given, and what comes of it once its bias and its floor are seen to."""

    given: Ends
    made: Ends


Ranges: TypeAlias = "dict[str, Usual]"
"""By the name of the layer."""


def ranges(model: Path) -> Ranges | None:
    """What was measured for a model's file; None for a file that nothing was measured for."""
    measured = json.loads(files(__name__).joinpath(FILE).read_text("utf-8"))
    found = measured.get(hashlib.sha256(model.read_bytes()).hexdigest(), {})
    return {name: Usual(Ends(*ends[:2]), Ends(*ends[2:])) for name, ends in found.items()} or None
