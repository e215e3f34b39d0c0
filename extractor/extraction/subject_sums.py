"""Sums of what was listed: of the whole that the parts are of, or of the one thing whose varieties they are."""

from __future__ import annotations

import re

from extractor.extraction.subject_sought import Sought

_SUM_OF_LIST = re.compile(r"[、和及与].*(?:[一总]?共计?|合计|总计)(?:为|有)?$")
_SUM = re.compile(r"(?:[一总]?共计?|合计|总计)(?:为|有)?$")


def sum_of_clause(sought: Sought) -> str | None:
    """`政法专项编制、工勤编制合计99名`: the sum of what the clause lists."""
    kin = sought.kin
    if kin is None or not _SUM_OF_LIST.search(sought.phrase.text[sought.phrase.clause : sought.phrase.number]):
        return None
    return _whole(sought, kin, sought.type.subjects[kin].stage or sought.type.subjects[kin].default)


def sum_of_figures(sought: Sought) -> str | None:
    """`政法专项编制46名，工勤编制5名，共51名`: the sum of varieties is the subject, that of parts their whole."""
    last, phrase = sought.state.last, sought.phrase
    part = (last.subject or last.kin) if last else None
    if last is None or part is None or last.quantity.dimension is not sought.mention.quantity.dimension:
        return None
    if not _SUM.match(phrase.text[phrase.clause : phrase.number]):
        return None
    if sought.type.subjects[part].family == "score":
        return sought.type.score_subject if sought.mention.quantity.value > last.quantity.value else None
    return _whole(sought, part, last.measure)


def _whole(sought: Sought, part: str, stage: str | None) -> str | None:
    """What this subject is a part of at this stage; itself where it is a part of nothing."""
    wholes = sought.type.subjects[part].within
    return next((w for w in wholes if sought.type.subjects[w].stage == stage), None if wholes else part)
