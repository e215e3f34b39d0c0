"""What one leaf (a field, a cell, an item) of a report came to, and what each outcome counts as."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """Every outcome of comparing one leaf with the gold."""

    RIGHT = "right"
    RIGHT_ABSENT = "right_absent"
    """Not printed, and nothing was claimed."""
    MISREAD = "misread"
    """The right place, but a digit or a character differs."""
    SCALE_UNIT = "scale_unit"
    """The right digits under another unit or power of ten."""
    WRONG_BINDING = "wrong_binding"
    """What is printed for something else."""
    SIGN = "sign"
    """The opposite: a lost minus, 完成 for 未完成."""
    COMPARATOR = "comparator"
    """The right figure under another hedge: ≤ for ≥."""
    UNFOUND = "unfound"
    INVENTED = "invented"
    """Claimed, though the report does not print it."""
    INCOMPLETE = "incomplete"
    """A list of which some elements are missing."""
    FUSED = "fused"
    """Two leaves run into one, or one cut in two."""
    INVENTED_ROW = "invented_row"
    CONFLICT = "conflict"
    """Two readings were shown and none chosen: not found, and not wrong."""
    UNGROUNDED = "ungrounded"
    """A value whose words do not stand in the report, and said so: not found, and not wrong."""


WRONG = frozenset(
    {
        Verdict.MISREAD,
        Verdict.SCALE_UNIT,
        Verdict.WRONG_BINDING,
        Verdict.SIGN,
        Verdict.COMPARATOR,
        Verdict.INVENTED,
        Verdict.INCOMPLETE,
        Verdict.FUSED,
        Verdict.INVENTED_ROW,
    }
)
"""Shown to the user as found, and not what the report prints: an escape."""

CHINESE = {
    Verdict.RIGHT: "正确",
    Verdict.RIGHT_ABSENT: "正确（未印）",
    Verdict.MISREAD: "读错",
    Verdict.SCALE_UNIT: "单位或量级错",
    Verdict.WRONG_BINDING: "张冠李戴",
    Verdict.SIGN: "正负或意思相反",
    Verdict.COMPARATOR: "≥≤约等词错",
    Verdict.UNFOUND: "漏",
    Verdict.INVENTED: "无中生有",
    Verdict.INCOMPLETE: "列举不全",
    Verdict.FUSED: "两项并一项或一项拆两项",
    Verdict.INVENTED_ROW: "多出的行",
    Verdict.CONFLICT: "几处不一，未选",
    Verdict.UNGROUNDED: "无原文依据，未采信",
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, why, and how many corrections by hand it costs."""

    verdict: Verdict
    why: str = ""
    edits: int = 0

    @property
    def right(self) -> bool:
        """True when nobody needs to touch it."""
        return self.verdict in (Verdict.RIGHT, Verdict.RIGHT_ABSENT)


RIGHT = Judgement(Verdict.RIGHT)


def wrong(verdict: Verdict, why: str, edits: int = 1) -> Judgement:
    """Judge a leaf that a clerk has to correct."""
    return Judgement(verdict, why, edits)
