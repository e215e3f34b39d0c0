"""A declaration under inspection, together with what it takes over from the type that it extends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from extractor.reports.inherit import kept
from extractor.reports.lint.fault import Fault, perhaps
from extractor.reports.loader import declaration, names, whole
from extractor.reports.marked import Marked


class Scope:
    """The marked declaration; `base` is that of the type it extends (None: it extends none that there is)."""

    def __init__(self, root: Marked) -> None:
        self.root = root
        extends = root.items.get("extends")
        self.known = extends is not None and extends.plain() in names()
        base = whole(declaration(str(extends.plain())), "") if self.known and extends is not None else None
        self.base: Mapping[str, Any] | None = base

    def paths(self) -> set[str]:
        """Every field path of the whole declaration, as far as it can be put together."""
        own = {str(f.items["path"].plain()) for f in self.members("fields") if "path" in f.items}
        if self.base is None:
            return own
        keep = self.root.items.get("keep")
        patterns = [str(one.plain()) for one in keep.members] if keep else None
        return own | {field["path"] for field in kept(self.base, patterns)}

    def members(self, key: str) -> list[Marked]:
        """What stands in a list of the declaration."""
        found = self.root.items.get(key)
        return found.members if found else []

    def ids(self, value: Marked, table: str, what: str) -> Iterator[Fault]:
        """Ids that a value names and nothing declares."""
        own = self.root.items.get(table)
        removed = {id_ for id_, item in (own.items if own else {}).items() if item.value is None}
        known = (set(own.items if own else ()) | set((self.base or {}).get(table) or {})) - removed
        for one in value.members or [value]:
            if one.plain() not in known:
                yield Fault(one.line, f"{what}“{one.plain()}”没有在 {table} 里声明{perhaps(one.plain(), known)}")
