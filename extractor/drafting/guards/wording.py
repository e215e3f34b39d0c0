"""What one sentence must keep, asked twice: of a sentence that a model proposes, and of the draft that has it.

Each function yields what a sentence breaks. A sentence of a model is held to more than one of the phrase library: it
may count nothing, compare only what figures bear out, name nobody, and speak of nothing as done.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from extractor import numbers
from extractor.drafting.alike import grams, likeness
from extractor.drafting.guards.compare import PLACE, direction, is_model
from extractor.drafting.guards.context import LONG, Context
from extractor.drafts import Breach, Mark, Sentence, Slot
from extractor.model import Dimension
from extractor.numbers import Kind as Reserved
from extractor.numbers.numerals import CHARS

Test = Callable[[Sentence, Context], Iterator[Breach]]

COPY = 0.85
FAMILIAR, FAMILIAR_TOGETHER = 0.12, 0.2
"""How much of the character pairs of a sentence, and of a whole side, must stand in the papers (random words: 0.01)."""
_RUN, _UNKNOWN = 10, 5
_DIGIT = re.compile(r"[0-9０-９\u2460-\u249b\u2160-\u217f\u3220-\u3229\u3280-\u3289]")
_VAGUE = re.compile(r"过半|近半|一半|半数|大半|几|倍|翻番|翻一番|若干|成以上")
_REGION = re.compile(r"[一-龥]{2,3}[县市区镇乡](?=[一-龥])")
_ANY_REGION = re.compile(
    r"[各全本我该外跨关县省城门超上]市|[各全本我该外跨关省市]县|[各全本我该外城社园地辖片灾景山库牧街市小校院新老开发]区"
    r"|[城乡各]镇|[城下返回入各]乡"
)
_THERE = r"[一-龥]{0,8}[〔\[（(]\s*[0-9０-９]{4}\s*[〕\]）)]\s*[0-9０-９]+\s*号"
_INVENTED = re.compile(
    rf"《[^《》]*》?|{_THERE}"
    r"|经[一-龥]{2,14}?(?:同意|批准|批复|审议通过|研究决定)"
    r"|[一-龥]{2,10}(?:科|股|处|大队|支队|委员会|领导小组)(?=牵头|负责|组织|会同)"
    r"|(?:年底|月底|季度末|[一二三四五六七八九十]+月(?:份|底|前)?)(?:之?前|完成|以前)"
)
_NAMED = re.compile(
    r"[一-龥]{2,12}?(?:管理局|委员会|办公室|领导小组|工作专班|[县市]委|[县市]政府|公司|协会|研究院|大学|大队|支队)"
    r"|[一-龥]{2,3}(?:科|股|室|处|局|中心|站)(?=牵头|负责|组织|会同|配合|审核|办理|承担|落实)"
    r"|[一-龥]{2,4}(?=同志|局长|副局长|主任|科长|股长|书记|县长|市长|处长)"
    r"|(?<![一-龥])由[一-龥]{2,4}(?=牵头|负责|承担)"
)
_DUE = re.compile(
    r"(?:年底|年末|年中|月底|月末|季末|季度末)(?:之?前|以前|完成|到位|实现)|限期|逾期"
    r"|(?:上半年|下半年|年内|本月|下月|近期|近日|下周|本周|明年|后年|次年|来年|春节|国庆|汛期)(?:之?前|以前|内|完成|到位|初)?"
)
_DONE = re.compile(
    r"已经|已(?!有|批|编|达|下达|发生|列|投|建成|购|纳入|明确)|业已|(?:完成|整改|解决|落实|建立|出台|制定|健全)了"
    r"|取得了?(?:明显|显著|较好|良好)|圆满|获得|荣获|获评|表彰"
)
_GENERAL = re.compile(
    r"业务|各|相关|本|下属|职能|主管|财政|财务|所属|有关|责任|上级|牵头|单位|归口|人事|审计|纪检|部门|我|用款|预算|绩效"
    r"|[城社园乡街地]|市场"
)
"""Who may be named without having been given: in general, or by a part that every bureau has."""
_LIBRARY = ("title", "cover", "skeleton", "generic", "projects", "gap")


def literals(sentence: Sentence) -> str:
    """The words of a sentence, a mark where a slot stands."""
    return "".join(part if isinstance(part, str) else PLACE for part in sentence.parts)


def words(sentence: Sentence) -> str:
    """The words of a sentence alone."""
    return literals(sentence).replace(PLACE, "")


def numerals(sentence: Sentence, context: Context) -> Iterator[Breach]:
    """G2: a model writes words with slots, never a figure: no digit, no Chinese numeral but in a set phrase."""
    if not is_model(sentence):
        return
    text = literals(sentence)
    plain = {
        place
        for one in numbers.reserved(text)
        if one.kind is Reserved.IDIOM
        for place in range(one.span.start, one.span.end)
    }
    found = [*_DIGIT.finditer(text), *_VAGUE.finditer(text)]
    counted = [text[max(0, q.span.start) : q.span.end] for q in numbers.find(text) if q.dimension is not Dimension.NONE]
    loose = [char for place, char in enumerate(text) if char in CHARS and place not in plain]
    for printed in (*(match[0] for match in found), *counted, *loose):
        yield Breach("G2", f"写了数字“{printed}”；数字只能用给出的数据项", sentence.text)
        return


def misplaced(sentence: Sentence, context: Context) -> Iterator[Breach]:
    """G1: a model's slot does not stand behind the name of another figure (决算总支出{年初预算支出})."""
    if not is_model(sentence):
        return
    for before, slot in pairwise(sentence.parts):
        if isinstance(before, str) and isinstance(slot, Slot) and slot.kind in ("fact", "size"):
            own = context.inputs.names.get(slot.target.rpartition("@")[0], "")
            named = max((name for name in context.inputs.names.values() if before.endswith(name)), key=len, default="")
            if named and named not in own and own not in named:
                yield Breach("G1", f"“{named}”的位置上是“{own}”", sentence.text)


def copied(sentence: Sentence, context: Context) -> Iterator[Breach]:
    """G15: a sentence that is an earlier one again is marked so; a model's is no copy at all."""
    ours = "/" in sentence.phrase or sentence.phrase in _LIBRARY
    if ours or sentence.mark is Mark.KEPT or sentence.before or len(sentence.text) < LONG:
        return
    if any(likeness(sentence.text, line) >= COPY for line in context.told):
        yield Breach("G15", "与上年报告的句子雷同，没有标为沿用", sentence.text)


def invented(sentence: Sentence, context: Context) -> Iterator[Breach]:
    """G16: no document, number, office, approval or deadline that nobody gave; of a model, no name at all."""
    for text in (part for part in sentence.parts if isinstance(part, str)):
        for match in _INVENTED.finditer(text):
            bare = re.sub(r"\s", "", match[0])
            if bare not in context.sources and bare not in context.ours:
                yield Breach("G16", f"“{match[0]}”没有出处", sentence.text)
        if is_model(sentence):
            yield from _model_invented(text, sentence, context)


def _model_invented(text: str, sentence: Sentence, context: Context) -> Iterator[Breach]:
    for match in _NAMED.finditer(text):
        if not _GENERAL.search(match[0]) and match[0].removeprefix("由") not in context.sources:
            yield Breach("G16", f"“{match[0]}”没有出处", sentence.text)
    for match in _REGION.finditer(text):
        tails = [match[0][at:] for at in range(len(match[0]) - 2)]
        if not _ANY_REGION.search(match[0][-2:]) and not any(tail in context.sources for tail in tails):
            yield Breach("G16", f"“{match[0]}”没有出处", sentence.text)
    for match in _DUE.finditer(text):
        if match[0] not in context.answers:
            yield Breach("G16", f"时间“{match[0]}”没有出处", sentence.text)
    for match in _DONE.finditer(text):
        yield Breach("G16", f"“{match[0]}”说事情已经办了，没有依据", sentence.text)


def foreign(sentence: Sentence, context: Context) -> Iterator[Breach]:
    """G16: the words of a model are those of the papers before it: nothing that has no bearing on them."""
    if not is_model(sentence):
        return
    text = words(sentence)
    strange = re.search(r"[^一-龥，。、；：“”（）《》·\s]", text)
    if strange:
        yield Breach("G16", f"不该有的字符“{strange[0]}”", sentence.text)
    if familiar(text, context) < FAMILIAR or _strange_run(text, context):
        yield Breach("G16", "与材料无关", sentence.text)


def _strange_run(text: str, context: Context) -> bool:
    """True for a stretch of words in which no pair of characters, and many a character, is not in the papers."""
    bare = re.sub(r"[^一-龥]", "", text)
    for at in range(len(bare) - _RUN + 1):
        run = bare[at : at + _RUN]
        unknown = sum(char not in context.characters for char in run)
        if unknown >= _UNKNOWN and not any(run[i : i + 2] in context.vocabulary for i in range(_RUN - 1)):
            return True
    return False


def familiar(text: str, context: Context) -> float:
    """How much of a text's character pairs stands in the papers, 0 to 1."""
    own = grams(text)
    return len(own & context.vocabulary) / len(own) if own else 1.0


TESTS: tuple[Test, ...] = (numerals, misplaced, direction, copied, invented, foreign)
