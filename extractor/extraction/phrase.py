"""The words around one figure: its own clause, the clauses since the figure before it, and what follows."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter

from extractor.extraction.residue import residue
from extractor.extraction.vocabulary import Cue
from extractor.extraction.wording import Token, TokenKind
from extractor.model import Quantity

_SENTENCE = re.compile(r"[。！？\t|]")
_WITH = re.compile(r"[与和同跟]|对[比照]|相较于?")
_FROM = re.compile(r"[^，,；;。]{0,20}?[由从]")
_MEASURED = re.compile(
    r"(?:万?元)?的?[)]?[，,]?(?:相比|比较|相较|对比|比(?![上去年同预]|20)|净?增|净?减|多|少|下降|降低|上升|提高|提升|增长|超|高|低|节|压|下滑|回落|进步)"
)
_TO = re.compile(r"[，,]?[\u4e00-\u9fff]{0,6}?[到至为]")
_COMPOSED = re.compile(r"[,，]?由(?=[^。;；]{2,80}(?:组成|构成))")
_ANNOUNCED = 8
"""A colon this near after a subject announces its parts."""
_BASE_CUES = (Cue.SHARE, Cue.COMPARE, Cue.UP, Cue.DOWN, Cue.LEFT)


_start = attrgetter("start")


@dataclass(frozen=True)
class Phrase:
    """One figure in its paragraph; all offsets are of the folded text.

    `before` is the end of the figure before it (or the paragraph's start), `clause` where its own clause begins,
    `number` and `stop` where its digits begin and its unit ends, `following` where the next figure begins.
    """

    text: str
    quantity: Quantity
    start: int
    before: int
    clause: int
    number: int
    stop: int
    following: int
    tokens: tuple[Token, ...]
    is_last: bool = False
    behind: Token | None = None
    """The subject that stands right behind the figure (`由498万元基本支出和405万元项目支出组成`)."""
    lent: tuple[Token, ...] | None = None
    """In `A、B分别为1和2`: what the list lends to this figure in place of its own clause."""

    def _between(self, start: int, end: int) -> tuple[Token, ...]:
        """The tokens that stand wholly in a stretch; they are in order, so only these are looked at."""
        first = bisect_left(self.tokens, start, key=_start)
        last = bisect_left(self.tokens, end, first, key=_start)
        return tuple(t for t in self.tokens[first:last] if t.end <= end)

    @cached_property
    def printed(self) -> tuple[Token, ...]:
        """The tokens that stand in the figure's own clause."""
        return self._between(self.clause, self.number)

    @cached_property
    def own(self) -> tuple[Token, ...]:
        """The tokens that speak of the figure: those of its own clause, or its share of a list of names."""
        return self.printed if self.lent is None else self.lent

    @cached_property
    def lead(self) -> tuple[Token, ...]:
        """The tokens of the clauses between the figure before and this clause."""
        return self._between(self.before, self.clause)

    @cached_property
    def cues(self) -> tuple[Token, ...]:
        """The words of relation of its own clause."""
        return tuple(t for t in self.own if t.kind is TokenKind.CUE)

    def has(self, cue: Cue, *, lead: bool = False) -> bool:
        """True when its own clause (or also the lead) holds a word of this relation."""
        return any(t.id == cue for t in self.cues) or (lead and any(t.id == cue for t in self.lead))

    def base(self) -> int:
        """Where the base of a share or a change begins (占 …, 比 …): what stands before it is the figure's own."""
        return next((t.start for t in self.own if t.id in _BASE_CUES), self.number)

    @cached_property
    def has_stage(self) -> bool:
        """True when its own clause names a stage of the budget."""
        return any(t.kind is TokenKind.MEASURE for t in self.own)

    def residue(self, start: int, end: int, *, bodies: bool = True) -> str:
        """The words of a stretch of its own clause that nothing declares; names of bodies (某局) aside, if `bodies`."""
        return residue(self.text, start, end, self.printed, bodies=bodies) if start >= self.clause else ""

    @property
    def announced(self) -> str | None:
        """The subject whose items are announced since the figure before: by a colon (`项目支出明细为：…`) or a word
        (`项目支出共四项，分别为…`)."""
        said = (*self.lead, *self.printed)
        opens = next((t.start for t in reversed(said) if t.id == Cue.LIST), -1)
        colon = self.text.rfind(":", self.before, self.number)
        for token in reversed(said):
            if token.kind is not TokenKind.SUBJECT or token.weak:
                continue
            if token.end <= colon <= token.end + _ANNOUNCED or token.end <= opens <= token.end + _ANNOUNCED:
                return token.id
        return None

    @cached_property
    def is_aside(self) -> bool:
        """True for a figure in brackets: it remarks on the one before and heads nothing."""
        start = max(self.start, self.text.rfind("。", self.start, self.number))
        return self.text.count("(", start, self.number) > self.text.count(")", start, self.number)

    @cached_property
    def is_base(self) -> bool:
        """True when something else is measured from this figure (`比上年的A减少B`, `与上年A相比`, `由A降至B`)."""
        if self.text.startswith("完成", self.clause) and self.text[self.stop : self.stop + 1] == "的":
            return True  # 完成预算A的96%
        if _FROM.match(self.text, self.clause, self.number) and _TO.match(self.text, self.stop):
            return True
        compared = self.has(Cue.COMPARE) or _WITH.match(self.text, self.clause, self.number) is not None
        return compared and _MEASURED.match(self.text, self.stop) is not None

    @cached_property
    def opens_parts(self) -> bool:
        """True when a word like 其中 since the figure before announces parts, not in a remark (`用车（含租赁）`)."""
        lists = (t for t in (*self.lead, *self.own) if t.id == Cue.LIST)
        said = any(self.text.count(")", t.end, self.number) <= self.text.count("(", t.end, self.number) for t in lists)
        return said or _COMPOSED.match(self.text, self.before) is not None

    @property
    def opens_before_aside(self) -> bool:
        """True when the word that announces parts stands before the bracket that the figure is in."""
        opened = self.text.rfind("(", self.before, self.number)
        return any(t.id == Cue.LIST and t.end <= opened for t in (*self.lead, *self.own))

    @property
    def follows_colon(self) -> bool:
        """True when a colon stands right after the figure before: its parts follow."""
        return self.text[self.before : self.before + 1] == ":"

    @property
    def opens_aside(self) -> bool:
        """True when a bracket opened right after the figure before."""
        return self.text[self.before : self.before + 1] == "("

    @cached_property
    def breaks_sentence(self) -> bool:
        """True when a sentence ended since the figure before."""
        return _SENTENCE.search(self.text, self.before, self.number) is not None

    @property
    def opens_list(self) -> bool:
        """True when a new sentence goes on with the list of the one before (`…。其中：…`)."""
        stops = [stop.end() for stop in _SENTENCE.finditer(self.text, self.before, self.number)]
        first = next((t for t in (*self.lead, *self.own) if t.start >= (stops[-1] if stops else self.before)), None)
        return first is not None and first.id == Cue.LIST

    @property
    def item_goes_on(self) -> bool:
        """True when another figure follows before the item or the sentence ends."""
        return not self.is_last and not re.search("[。;]", self.text[self.stop : self.following])

    @cached_property
    def breaks_item(self) -> bool:
        """True when an item of a list ended since the figure before."""
        return self.text.find(";", self.before, self.number) >= 0
