"""How far the reasons of a value tell whether it is right: coverage at 99 % precision, by groups of reasons.

A group is what its reasons have in common. Groups are taken from the surest on (by the lower bound of their precision,
so that three right out of three is not the surest); coverage is the share of all found values that lie in the groups
taken while what was taken is at least 99 % right. The order is that of these very reports: on others it may differ.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.stats import upper_bound
from eval.verdicts import WRONG, Verdict

PRECISION = 0.99
_WRONG = frozenset(verdict.value for verdict in WRONG)
_COUNTED = re.compile(r"stated_\d+_times")


@dataclass(frozen=True, slots=True)
class Group:
    """Values of the same reasons: how many were found and are right; then the same of this group and all surer ones."""

    reasons: tuple[str, ...]
    found: int
    right: int
    found_so_far: int = 0
    right_so_far: int = 0

    @property
    def precision(self) -> float:
        """Right among found."""
        return self.right / self.found

    @property
    def lowest(self) -> float:
        """The one-sided 95 % lower bound of the precision."""
        return 1 - upper_bound(self.found - self.right, self.found)

    @property
    def so_far(self) -> float:
        """The precision of this group and all surer ones together."""
        return self.right_so_far / self.found_so_far


def groups(cases: Iterable[Mapping[str, Any]]) -> tuple[Group, ...]:
    """The groups of the fields of all cases, the surest first."""
    tally: dict[tuple[str, ...], list[bool]] = defaultdict(list)
    for leaf in (leaf for case in cases for leaf in case["leaves"] if leaf["part"] == "field"):
        right = leaf["verdict"] == Verdict.RIGHT
        if right or leaf["verdict"] in _WRONG:
            tally[_alike(leaf.get("reasons", ()))].append(right)
    made = [Group(reasons, len(rights), sum(rights)) for reasons, rights in tally.items()]
    made.sort(key=lambda group: (-group.lowest, group.reasons))
    summed = []
    found = right = 0
    for group in made:
        found, right = found + group.found, right + group.right
        summed.append(Group(group.reasons, group.found, group.right, found, right))
    return tuple(summed)


def coverage(some: Sequence[Group], precision: float = PRECISION) -> float | None:
    """The share of all found values in the surest groups that together are right so often; None without values."""
    if not some:
        return None
    reached = [group.found_so_far for group in some if group.so_far >= precision]
    return max(reached, default=0) / some[-1].found_so_far


def _alike(reasons: Iterable[str]) -> tuple[str, ...]:
    """Reasons without what only one value has: the number of mentions, the name of the relation."""
    return tuple(sorted({_COUNTED.sub("stated_more_than_once", reason.partition(":")[0]) for reason in reasons}))
