"""Ordered lists of texts (problems, measures, names of units): matched by exact folded text, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import LCSseq, Levenshtein

from eval.canon import plain
from eval.leaves import Scored
from eval.verdicts import RIGHT, Judgement, Verdict, wrong

_LIKE = 0.5
"""A misread item is the gold item that differs in less than this part of its characters; it earns nothing by it."""


def matches(gold: Sequence[str], got: Sequence[str]) -> list[tuple[int, int]]:
    """Pair the elements that are the same text, keeping the order, as many as possible."""
    steps = LCSseq.opcodes([_said(text) for text in gold], [_said(text) for text in got])
    equal = [step for step in steps if step.tag == "equal"]
    return [
        pair
        for step in equal
        for pair in zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)
    ]


def _said(text: str) -> str:
    """What an element says: neither the `要` of `一要` nor the `；` that parts it from the next is its own; golds by
    different hands print them or leave them out."""
    return plain(text).removeprefix("要").rstrip(";；")


def edit_cost(gold: Sequence[str], got: Sequence[str]) -> int:
    """Count the substitutions, additions and deletions of whole elements that mend a list."""
    return Levenshtein.distance([plain(text) for text in gold], [plain(text) for text in got])


def judge_list(gold: Sequence[str], got: Sequence[str]) -> Judgement:
    """Judge a list that is one field: right only when every element is, in order."""
    if [plain(text) for text in gold] == [plain(text) for text in got]:
        return RIGHT
    pairs = matches(gold, got)
    missing = [text for i, text in enumerate(gold) if i not in {i for i, _ in pairs}]
    extra = [text for j, text in enumerate(got) if j not in {j for _, j in pairs}]
    cost = edit_cost(gold, got)
    fused = next((text for text in extra if is_fused(text, missing) or is_split(text, missing)), None)
    if fused:
        return wrong(Verdict.FUSED, f"“{fused}”并了两项或只是一项的一部分", cost)
    if not extra:
        return wrong(Verdict.INCOMPLETE, f"少了：{'、'.join(missing)}", cost)
    if not missing:
        return wrong(Verdict.INVENTED_ROW, f"多了：{'、'.join(extra)}", cost)
    return wrong(Verdict.MISREAD, f"应为：{'、'.join(missing)}；读成：{'、'.join(extra)}", cost)


def score_items(path: str, gold: Sequence[str], got: Sequence[str]) -> Iterator[Scored]:
    """Score the problems or measures of a report, item by item."""
    pairs = dict(matches(gold, got))
    spare = [j for j in range(len(got)) if j not in pairs.values()]
    left = [text for i, text in enumerate(gold) if i not in pairs]
    for i, text in enumerate(gold):
        if i in pairs:
            yield Scored(f"{path}[{i}]", "item", Verdict.RIGHT, 0, text, got[pairs[i]], cer=0.0)
            continue
        near = min(spare, key=lambda j: error_rate(text, got[j]), default=None)
        if near is None or error_rate(text, got[near]) >= _LIKE:
            yield Scored(f"{path}[{i}]", "item", Verdict.UNFOUND, 1, text)
            continue
        spare.remove(near)
        rate = error_rate(text, got[near])
        fused = is_fused(got[near], left) or is_split(got[near], left)
        verdict = Verdict.FUSED if fused else Verdict.MISREAD
        yield Scored(f"{path}[{i}]", "item", verdict, 1, text, got[near], _differences(text, got[near]), cer=rate)
    for j in spare:
        fused = is_fused(got[j], left) or is_split(got[j], left)
        verdict = Verdict.FUSED if fused else Verdict.INVENTED_ROW
        yield Scored(f"{path}[+{j}]", "item", verdict, 1, None, got[j])


def is_fused(got: str, gold: Sequence[str]) -> bool:
    """Return whether a text holds two of the gold's elements."""
    return sum(1 for text in gold if len(plain(text)) > 1 and plain(text) in plain(got)) > 1


def is_split(got: str, gold: Sequence[str]) -> bool:
    """Return whether a text is a piece of one of the gold's elements: its beginning or its end."""
    folded = plain(got)
    return len(folded) > 1 and any(
        folded != plain(text) and (plain(text).startswith(folded) or plain(text).endswith(folded)) for text in gold
    )


def error_rate(gold: str, got: str) -> float:
    """Return the edits per character of the gold, after folding."""
    return Levenshtein.distance(plain(gold), plain(got)) / max(1, len(plain(gold)))


def _differences(gold: str, got: str) -> str:
    one, other = plain(gold), plain(got)
    steps = [step for step in Levenshtein.opcodes(one, other) if step.tag != "equal"]
    changes = [
        f"“{one[step.src_start : step.src_end]}”→“{other[step.dest_start : step.dest_end]}”" for step in steps[:3]
    ]
    return "，".join(changes) + ("……" if len(steps) > 3 else "")
