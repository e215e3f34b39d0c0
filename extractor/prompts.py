"""Loads `prompts/*.md`, fills their slots and hashes them.

A prompt is one Markdown file. Its first line carries its version (`<!-- version: 3 -->`); `## system` and `## user`
begin the two messages. Slots are those of `string.Template` (`$document`), so that braces of JSON need no escape; a
sentence that needs the sign itself writes `$$`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from string import Template

from extractor.errors import JixiaoError

_FOLDERS = (Path(__file__).parent / "_prompts", Path(__file__).parent.parent / "prompts")
"""Where the wheel keeps them, then the checkout."""
_VERSION = re.compile(r"<!--\s*version:\s*(\d+)\s*-->")
_PART = re.compile(r"^## (system|user)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One task's wording. `digest` changes with every character of the file."""

    name: str
    version: int
    digest: str
    system: str
    user: str

    @property
    def slots(self) -> frozenset[str]:
        """The names that must be filled."""
        return frozenset(_identifiers(self.system)) | frozenset(_identifiers(self.user))

    def fill(self, **values: str) -> list[dict[str, str]]:
        """The messages with every slot filled. Raises one error that names all slots and values that do not fit."""
        given = frozenset(values)
        if given != self.slots:
            missing, unknown = sorted(self.slots - given), sorted(given - self.slots)
            said = [f"缺少 {'、'.join(missing)}"] if missing else []
            said += [f"没有 {'、'.join(unknown)} 这个空位"] if unknown else []
            raise JixiaoError(f"提示词 {self.name} 填得不对：{'；'.join(said)}。")
        return [
            {"role": "system", "content": Template(self.system).substitute(values)},
            {"role": "user", "content": Template(self.user).substitute(values)},
        ]


@lru_cache(maxsize=32)
def load(name: str) -> Prompt:
    """A prompt by its name, which is its file's. Raises JixiaoError for one that is missing or malformed."""
    for folder in _FOLDERS:
        path = folder / f"{name}.md"
        if path.is_file():
            return parse(name, path.read_text("utf-8"))
    raise JixiaoError(f"缺少提示词文件 {name}.md。", "程序安装得不完整，请重新安装。")


def parse(name: str, text: str) -> Prompt:
    """A prompt from the text of its file."""
    version = _VERSION.match(text)
    parts: Mapping[str, str] = dict(zip(*[iter(_PART.split(text)[1:])] * 2, strict=True))
    if version is None or set(parts) != {"system", "user"}:
        raise JixiaoError(f"提示词 {name}.md 的写法不对：首行要有版本号，正文要有 ## system 和 ## user 两节。")
    digest = sha256(text.encode()).hexdigest()[:16]
    return Prompt(name, int(version[1]), digest, parts["system"].strip(), parts["user"].strip())


def _identifiers(text: str) -> list[str]:
    return Template(text).get_identifiers()
