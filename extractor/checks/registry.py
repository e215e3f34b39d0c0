"""What a check is, and the list of them.

A check is one generator with a stable code and a docstring that states its rule; it yields findings, and one
`Tested` for each thing it tried. Writing it in a module of this package registers it; a code used twice raises.

    @check("SCORE_OVER_FULL")
    def score_over_full(context: Context) -> Iterator[Finding | Tested]:
        \"\"\"指标得分不能超过该指标的分值。\"\"\"
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TypeAlias

from extractor.checks.context import Context
from extractor.model import Finding, Tested

Run: TypeAlias = Callable[[Context], Iterator[Finding | Tested]]


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check: its code, its rule in words, and the generator."""

    code: str
    rule: str
    run: Run


_registered: dict[str, Check] = {}


def check(code: str) -> Callable[[Run], Run]:
    """Register a generator under a code that will never change its meaning."""

    def register(run: Run) -> Run:
        rule = inspect.getdoc(run)
        if not rule:
            raise ValueError(f"check {code} states no rule: give it a docstring")
        if code in _registered:
            raise ValueError(f"two checks are called {code}")
        _registered[code] = Check(code, rule, run)
        return run

    return register


def checks() -> tuple[Check, ...]:
    """Every check of this package, by code."""
    _import_all()
    return tuple(_registered[code] for code in sorted(_registered))


@cache
def _import_all() -> None:
    package = import_module(__package__)
    for module in pkgutil.walk_packages(package.__path__, f"{__package__}."):
        import_module(module.name)
