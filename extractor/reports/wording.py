"""Declared wordings as patterns: `编制[人员]人数` (may be left out), `存在[的|主要]*问题` (may be left out or repeat),
`二级{单位|机构}` (one of them)."""

from __future__ import annotations

import re
from functools import lru_cache

from extractor.errors import UsageError
from extractor.numbers import fold

_PART = re.compile(r"\[([^\]]*)\](\*?)|\{([^}]*)\}|([^\[\]{}]+)|(.)")
_MOST = 3
"""How often a starred part may repeat."""


def pattern_of(text: str) -> tuple[str, frozenset[str], bool]:
    """A regular expression for a wording, the characters it may begin with, and whether it may match nothing."""
    source: list[str] = []
    first: set[str] = set()
    open_start = True
    for part in _PART.finditer(fold(text).text):
        choices, star, one, literal, stray = part.groups()
        if stray:
            raise UsageError(f"写法“{text}”的方括号不成对。")
        if literal is not None:
            source.append(re.escape(literal))
            if open_start:
                first.add(literal[0])
            open_start = False
            continue
        options = sorted(filter(None, (one or choices).split("|")), key=len, reverse=True)
        times = "" if one else f"{{0,{_MOST}}}" if star else "?"
        source.append(f"(?:{'|'.join(map(re.escape, options))}){times}")
        if open_start:
            first.update(option[0] for option in options)
            open_start = one is None
    return "".join(source), frozenset(first), open_start


@lru_cache(maxsize=256)
def any_of(wordings: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that matches any of the wordings, longer ones first."""
    return re.compile("|".join(sorted((pattern_of(text)[0] for text in wordings), key=len, reverse=True)) or r"(?!)")


def fault(text: str) -> str | None:
    """What is wrong with the brackets of a wording, in Chinese; None when it is well written."""
    depth = ""
    for char in text:
        if char in "[{":
            if depth:
                return f"写法“{text}”在括号里又套了括号"
            depth = char
        elif char in "]}":
            if depth != {"]": "[", "}": "{"}[char]:
                return f"写法“{text}”的“{char}”没有与它成对的左括号"
            depth = ""
        elif char == "|" and not depth:
            return f"写法“{text}”的“|”要写在 [ ] 或 {{ }} 里面"
    if depth:
        return f"写法“{text}”的“{depth}”没有收尾"
    if re.search(r"(?<!\])\*", text):
        return f"写法“{text}”的“*”只能跟在 ] 后面"
    if re.search(r"\{\s*\}|\[\s*\]", text):
        return f"写法“{text}”的括号里是空的"
    if pattern_of(text)[2]:
        return f"写法“{text}”没有必须出现的字（[ ] 里的都可以不出现）"
    return None
