"""What a model is told about one problem and its measure: words and the names of slots, never a figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from extractor import numbers
from extractor.drafting.inputs import Inputs
from extractor.drafts import Entry, Pair, Sentence, Slot

SIDES = ("problem", "measure")
_KINDS = {
    "execution": "预算执行进度慢",
    "budgeting": "预算编制不细",
    "overspent": "支出超出预算",
    "carryover": "结转结余偏大",
    "three_public": "“三公”经费",
    "procurement": "政府采购",
    "assets": "资产管理",
    "staffing": "人员力量",
    "projects": "项目执行偏差",
    "target": "绩效目标没有完成",
    "findings.units": "上年自评报告的计量单位写错",
    "findings.sums": "上年自评报告的数据前后对不上",
    "findings.words": "上年自评报告的文字与内容不符",
    "findings.claims": "上年自评报告的结论没有数据支持",
}
_GIVEN = {"name": "名称", "result": "完成情况", "measure": "措施"}
_ANSWERS = (("cause", "原因"), ("status", "整改状态"), ("evidence", "整改情况"))
_FIGURE = re.compile(r"[0-9０-９]+(?:[.,．，][0-9０-９]+)*")


@dataclass(frozen=True)
class Brief:
    """One pair. `own`: the model also writes what the earlier report said in its own words (engine `model`)."""

    pair: Pair
    inputs: Inputs
    entries: Sequence[Entry]
    own: bool

    def open(self, side: str) -> tuple[int, ...]:
        """The places of the sentences that a model may write: those of the library, and the earlier report's."""
        told = self.sentences(side)
        ours = [i for i, s in enumerate(told) if re.match(r"(?:problem|measure)\.", s.phrase)]
        earlier = [i for i, s in enumerate(told) if not s.phrase] if self.own else []
        return tuple(sorted((*ours, *earlier)))

    def sentences(self, side: str) -> tuple[Sentence, ...]:
        """The sentences of one side as the phrase library has them."""
        block = self.pair.problem if side == "problem" else self.pair.measure
        return block.sentences

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """The sides that the model is to write."""
        return tuple(side for side in SIDES if self.open(side))

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Every slot of the open sentences, by the name that the model writes."""
        found: dict[str, Slot] = {}
        for side in SIDES:
            for place in self.open(side):
                for slot in self.sentences(side)[place].slots:
                    self._enter(found, slot)
        return found

    def _enter(self, found: dict[str, Slot], slot: Slot) -> None:
        name = self._name(slot)
        while found.get(name, slot) != slot:
            name += "（另）"
        found[name] = slot

    def _name(self, slot: Slot) -> str:
        if slot.kind == "year":
            return "年份" if slot.target == str(self.inputs.year) else "上一年份"
        if slot.kind in ("fact", "size"):
            path = slot.target.rpartition("@")[0]
            return self.inputs.names.get(path, path)
        if slot.kind == "given":
            return _GIVEN.get(slot.target, slot.target)
        if slot.kind == "gap":
            return re.sub(r"[（(].*", "", slot.target) or "数据"
        return "数据"

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The names that the problem must state, each once."""
        stated = {slot for place in self.open("problem") for slot in self.sentences("problem")[place].slots}
        return tuple(name for name, slot in self.slots.items() if slot in stated)

    @cached_property
    def text(self) -> str:
        """The material, as it goes into the prompt (before personal data are masked)."""
        lines = [f"类别：{_KINDS.get(self.pair.category, '其他')}", f"要写：{'、'.join(self.wanted)}", "数据项："]
        lines += [f"{{{name}}}{self._about(name, slot)}" for name, slot in self.slots.items()] or ["（没有）"]
        lines += [f"大小：{one}" for one in self._sizes()]
        for side in self.wanted:
            lines.append(f"现在的写法 {side}：{''.join(self._shown(self.sentences(side)[i]) for i in self.open(side))}")
        for entry in self.entries:
            lines.append(f"往年的{'措施' if entry.kind == 'measure' else '问题'}：{masked(entry.text)}")
        if self.pair.category.startswith("findings"):
            lines += [f"核对发现：{masked(basis.text)}" for basis in self.pair.bases[:4]]
        answers = self.pair.answers
        lines += [f"填报人写的{name}：{masked(answers[key])}" for key, name in _ANSWERS if answers.get(key)]
        return "\n".join(lines)

    def _about(self, name: str, slot: Slot) -> str:
        """Whether it must be stated, and what words it stands for (a figure is never shown)."""
        known = f" 即“{masked(slot.text)}”" if slot.kind == "given" and name == "名称" else ""
        return f"{' 必写' if name in self.required else ''}{known}"

    def _shown(self, sentence: Sentence) -> str:
        names = {slot: name for name, slot in self.slots.items()}
        return "".join(part if isinstance(part, str) else f"{{{names[part]}}}" for part in sentence.parts)

    def _sizes(self) -> list[str]:
        """Which of two neighbouring figures is the larger."""
        read = [(name, numbers.read(slot.text)) for name, slot in self.slots.items() if slot.kind in ("fact", "size")]
        told = []
        for (one, a), (other, b) in pairwise(read):
            if a is not None and b is not None and a.unit == b.unit:
                word = "等于" if a.value == b.value else "大于" if a.value > b.value else "小于"
                told.append(f"{one} {word} {other}")
        return told


def masked(text: str) -> str:
    """A text without its figures: a model has no use for them."""
    return re.sub(r"\s+", "", _FIGURE.sub("某数", text))
