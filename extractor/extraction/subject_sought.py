"""A figure whose subject is sought, with all that may tell it: what every search for a subject asks first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.extraction.mention import Mention
from extractor.extraction.phrase import Phrase
from extractor.extraction.state import State
from extractor.extraction.wording import Token, TokenKind
from extractor.model import Dimension
from extractor.reports import Facet, ReportType

_FAMILIES = {
    Dimension.MONEY: ("money",),
    Dimension.PEOPLE: ("staff",),
    Dimension.COUNT: ("units", "staff"),
    Dimension.SCORE: ("score",),
    Dimension.PERCENT: ("rate",),
    Dimension.NONE: ("units", "staff", "score"),
}


@dataclass(eq=False)
class Sought:
    """One figure, the words around it and what its paragraph said before.

    `seen` are the subjects named so far in this section. `loose`: a label counts whatever words stand beside it, and
    so does a stage.
    """

    mention: Mention
    phrase: Phrase
    state: State
    type: ReportType
    seen: Collection[str]
    loose: bool

    @cached_property
    def families(self) -> Sequence[str]:
        """The families of subjects that such a figure can be of: a share or a change is one of money."""
        if self.mention.facet is not Facet.AMOUNT:
            of: tuple[str, ...] = ("money",)
        else:
            of = _FAMILIES.get(self.mention.quantity.dimension, (self.mention.quantity.dimension.value,))
        if self.mention.quantity.dimension is Dimension.NONE and self.mention.quantity.value == 0:
            of = ("money", *of)  # 因公出国（境）费0
        return of

    @cached_property
    def limit(self) -> int:
        """Where the words end that speak of the figure itself, not of what it is measured from."""
        return self.phrase.number if self.mention.facet is Facet.AMOUNT else self.phrase.base()

    @cached_property
    def named(self) -> Sequence[Token]:
        """The subjects that its own clause names, from the left."""
        own = (t for t in self.phrase.own if t.kind is TokenKind.SUBJECT and t.end <= self.limit)
        return [t for t in own if not self._is_verb(t)]

    @cached_property
    def unknown(self) -> str:
        """The words of its own clause that nothing declares."""
        return self.phrase.residue(self.phrase.clause, self.limit)

    @cached_property
    def kin(self) -> str | None:
        """The last subject of the clause that such a figure can be of, whatever words stand beside it."""
        return next((t.id for t in reversed(self.named) if self.fits(t)), None)

    def family(self, token: Token) -> str:
        """The family of the subject that a token names."""
        return self.type.subjects[token.id].family

    def fits(self, token: Token) -> bool:
        """Such a figure can be of what the token names."""
        return self.type.subjects[token.id].family in self.families

    def qualifies(self, token: Token) -> bool:
        """The subject narrows another one that stands beside it (财政拨款)."""
        return self.type.subjects[token.id].qualifier

    def is_generic(self, token: Token) -> bool:
        """Words that qualify another subject when they stand beside it (支出, 财政拨款)."""
        return token.weak or self.qualifies(token)

    def narrows(self, token: Token) -> bool:
        """A strong wording that qualifies what follows (财政拨款, 一般公共预算拨款)."""
        return not token.weak and self.qualifies(token)

    def is_bare_stage(self, token: Token) -> bool:
        """The stage needs no subject (追加 …)."""
        return token.kind is TokenKind.MEASURE and self.type.measures[token.id].bare

    def _is_verb(self, token: Token) -> bool:
        """`决算为支出999万元`: after 为 a common wording says what was done, not of what."""
        return token.weak and self.phrase.text[token.start - 1 : token.start] == "为"
