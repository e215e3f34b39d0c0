"""YAML that remembers its lines: every value with the line it stands on, for messages that a writer can act on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Value: TypeAlias = "str | bool | list[Marked] | dict[str, Marked] | None"


@dataclass(frozen=True, slots=True)
class Marked:
    """A value of a YAML file and its line, counted from 1. Numbers stay text: they are written by hand.

    `twice` are the keys of a mapping that it gives more than once, with the line of the later one.
    """

    value: Value
    line: int
    twice: tuple[tuple[str, int], ...] = ()

    @property
    def items(self) -> Mapping[str, Marked]:
        """The entries of a mapping; none where it is something else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def members(self) -> list[Marked]:
        """The members of a list; none where it is something else."""
        return self.value if isinstance(self.value, list) else []

    def plain(self) -> Any:
        """The value without its lines."""
        if isinstance(self.value, dict):
            return {key: one.plain() for key, one in self.value.items()}
        if isinstance(self.value, list):
            return [one.plain() for one in self.value]
        return self.value

    def walk(self) -> Iterator[Marked]:
        """This value, then all below it."""
        yield self
        for one in (*self.items.values(), *self.members):
            yield from one.walk()


def marked(text: str) -> Marked:
    """Read YAML. Raises `yaml.MarkedYAMLError`."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return Marked(None, 1) if node is None else _marked(node)


def _marked(node: Node) -> Marked:
    line = node.start_mark.line + 1
    if isinstance(node, MappingNode):
        found: dict[str, Marked] = {}
        twice = []
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                twice.append((name, key.start_mark.line + 1))
            one = _marked(value)
            found[name] = one if one.items or one.members else Marked(one.value, key.start_mark.line + 1)
        return Marked(found, line, tuple(twice))
    if isinstance(node, SequenceNode):
        return Marked([_marked(one) for one in node.value], line)
    assert isinstance(node, ScalarNode)
    return Marked(_scalar(node), line)


def _scalar(node: ScalarNode) -> str | bool | None:
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    return node.value.lower() in ("true", "yes", "on") if kind == "bool" else str(node.value)
