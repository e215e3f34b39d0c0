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
    """Sums of its form, or of its list, that close decided in which column it stands or at which stage."""
    of: str | None = None
    """The subject whose parts the text announced before this figure (`项目支出明细为：…`)."""
