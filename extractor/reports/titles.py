"""How the titles of reports are worded: those of each type, and what is common to all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources

from extractor.reports.loader import declaration, names, parsed
from extractor.reports.spec import ReportType
from extractor.reports.wording import any_of

_PROJECT = "project"
_FIRST = "department"
"""The type that a title of no stated type is read as, and that wins where two types claim a title equally."""


@dataclass(frozen=True, slots=True)
class Titles:
    """Patterns over folded text. `types` is in order of preference; the rest is explained in `_titles.yaml`."""

    types: Mapping[str, re.Pattern[str]]
    ends: re.Pattern[str]
    generic: re.Pattern[str]
    notices: re.Pattern[str]
    hosts: re.Pattern[str]
    names: re.Pattern[str]
    own: re.Pattern[str] | None = None
    """The titles of a type that the user named."""

    @property
    def usual(self) -> str:
        """The type of a report that does not say what it is."""
        return next(iter(self.types))

    @property
    def named(self) -> str:
        """The type of a report that names its project and nothing else."""
        return _PROJECT


def titles(own: ReportType | None = None) -> Titles:
    """The titles of the built-in types, and first of all those of a type of one's own where it declares some."""
    common = _common()
    if own is None or not own.titles or own.name in common.types:
        return common
    mine = any_of(own.titles)
    return replace(common, types={own.name: mine, **common.types}, own=mine)


@lru_cache(maxsize=1)
def _common() -> Titles:
    text = resources.files("extractor.reports").joinpath("_titles.yaml").read_text("utf-8")
    words = {key: any_of(tuple(str(value).split())) for key, value in parsed(text).items()}
    words["ends"] = re.compile(rf"(?:{words['ends'].pattern})\Z")
    ordered = sorted(names(), key=lambda name: (name != _FIRST, name))
    types = {name: any_of(tuple(str(declaration(name).get("titles", "")).split())) for name in ordered}
    return Titles(types=types, **words)
