"""One declaration on top of another, so that a vocabulary is declared once.

`extends: department` takes over everything of that type; what the own declaration says comes on top:

* `keep` names the fields that are taken over (`budget.*` for a group); without it, all are;
* a subject, measure or field of the same name changes only the keys it gives; `also` adds wordings to its labels;
  `null` takes a subject or measure away; what is new comes after what is taken over;
* a relation of the same id replaces the other; one that names a field not taken over goes with that field;
* every other key (heads, defaults) replaces the other's; `titles` are never taken over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from extractor.reports.expression import parse_relations

Declaration = Mapping[str, Any]
TABLES = ("subjects", "measures")
_OWN = frozenset({"name", "title", "titles", "extends", "keep", "fields", "relations", *TABLES})


def inherited(base: Declaration, own: Declaration) -> dict[str, Any]:
    """The declaration that `own`, on top of `base`, comes to."""
    merged: dict[str, Any] = {key: value for key, value in base.items() if key not in _OWN}
    merged |= {key: value for key, value in own.items() if key not in ("extends", "keep")}
    for table in TABLES:
        merged[table] = _table(base.get(table) or {}, own.get(table) or {})
    merged["fields"] = _fields(kept(base, own.get("keep")), own.get("fields") or [])
    merged["relations"] = _relations(base.get("relations") or [], own.get("relations") or [], merged["fields"])
    return merged


def kept(base: Declaration, keep: Iterable[str] | None) -> list[Mapping[str, Any]]:
    """The fields of a declaration that another takes over."""
    patterns = None if keep is None else [str(pattern) for pattern in keep]
    return [
        field
        for field in base["fields"]
        if patterns is None or any(fnmatchcase(field["path"], pattern) for pattern in patterns)
    ]


def _table(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    table = dict(base)
    for id_, item in own.items():
        if item is None:
            table.pop(id_, None)
        else:
            table[id_] = _changed(table.get(id_) or {}, item)
    return table


def _fields(base: Iterable[Mapping[str, Any]], own: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    fields = {field["path"]: field for field in base}
    new: list[Mapping[str, Any]] = []
    for item in own:
        path = item.get("path")
        if path in fields:
            fields[path] = _changed(fields[path], item)
        else:
            new.append(item)
    return [*fields.values(), *new]


def _changed(item: Mapping[str, Any], by: Mapping[str, Any]) -> dict[str, Any]:
    changed = {**item, **{key: value for key, value in by.items() if key != "also"}}
    if by.get("also"):
        changed["labels"] = f"{changed.get('labels', '')} {by['also']}".strip()
    return changed


def _relations(
    base: Iterable[Mapping[str, Any]], own: Iterable[Mapping[str, Any]], fields: Iterable[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    paths = {field.get("path") for field in fields}
    replaced = {item.get("id") for item in own}
    taken = [item for item in base if item.get("id") not in replaced]
    whole = {relation.id for relation in parse_relations(taken) if relation.paths <= paths}
    return [*(item for item in taken if item["id"] in whole), *own]
