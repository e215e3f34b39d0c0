"""One quantity and what it says: of which subject, at which stage of the budget, as what."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.extraction.topics import Topic
from extractor.model import Quantity
from extractor.reports import Facet

OWN, LEAD, TAKEN = 2, 1, 0
"""How near the subject stands: in the figure's own clause, in a clause before it, with an earlier figure."""

PRINTED, LISTED, HEADED, DEFAULT = 3, 2, 1, 0
"""How near the stage stands: in the figure's own clause, with its list head or neighbour, in a heading, nowhere."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One quantity and its reading.

    `start` is where its phrase begins (folded offset). `name` is what the phrase calls its subject when no declared
    wording does, `kin` the subject that those words are a variety of (政法专项编制 is a variety of 编制). `near` and
    `measured` rank how far subject and stage were fetched. `prior` is true for a figure of another year; `role` tells
    a score from a full mark; `head` is the index of the mention that heads the list this one is part of.
    """

    quantity: Quantity
    start: int
    subject: str | None = None
    near: int = TAKEN
    measure: str | None = None
    measured: int = DEFAULT
    facet: Facet = Facet.AMOUNT
    against: str | None = None
    direction: str | None = None
    prior: bool = False
    role: str | None = None
    name: str = ""
    kin: str | None = None
    topic: Topic = field(default_factory=Topic)
    head: int | None = None
    qualified: bool = False
    """Another word narrows the subject (财政拨款收入): a statement of the whole only where there is no plainer one."""
    common: bool = False
    """Subject or stage stand there in words that can mean something else (完成率, 预算数): a specific wording wins."""
    closes: bool = False
    """Sums of its form that close decided in which column it stands."""
    of: str | None = None
    """The subject whose parts the text announced before this figure (`项目支出明细为：…`)."""


@dataclass(slots=True)
class State:
    """What a paragraph has said so far: the amount before, the change before, the list it is in, the year and the base
    of comparison."""

    last: Mention | None = None
    change: Mention | None = None
    implied: set[int] = field(default_factory=set)
    """Indices of the marks of this paragraph that were taken for scores though no word says so."""
    at: int | None = None
    """Index of `last` among the mentions."""
    head: int | None = None
    whole: Mention | None = None
    """The figure that heads the last list of parts of this paragraph."""
    before: Mention | None = None
    """The last figure of the item or sentence before."""
    aside: int | None = None
    """Index of the figure whose parts stand in the bracket after it (`48人（行政21人、事业27人）`)."""
    of: str | None = None
    scored: bool = False
    """A score was printed in this paragraph, so indicators that follow with one mark each print theirs."""
    moved: bool = False
    """Money was added or cut in this sentence: a later stage of it is again the whole's."""
    unknown: bool = False
    """A figure of this sentence is of something that no declaration names."""
    year: int | None = None
    on_base: bool = False
    """The figure before is what the next change is measured from."""
    base: str | None = None
