"""How far a recognised text is from the true one, in characters."""

from __future__ import annotations

import unicodedata


def character_errors(truth: str, got: str) -> float:
    """Return the character error rate: edits that turn `got` into `truth`, per character of `truth`.

    Blanks do not count, and a full-width character equals its half-width twin.
    """
    want, have = _folded(truth), _folded(got)
    return edits(want, have) / max(1, len(want))


def edits(one: str, other: str) -> int:
    """Count the insertions, deletions and substitutions between two texts (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        diagonal, row[0] = row[0], i
        for j, candidate in enumerate(other, 1):
            cost = diagonal if char == candidate else 1 + min(diagonal, row[j], row[j - 1])
            diagonal, row[j] = row[j], cost
    return row[-1]


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
