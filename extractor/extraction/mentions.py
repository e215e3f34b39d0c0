"""Every quantity of a document with what it says.

A figure rarely carries its whole meaning beside it: in `基本支出预算为A，决算为B，包括工资C` B takes its subject from A
and C its stage from B. Paragraphs are read from left to right (`prose`); what a phrase does not say it takes up from
the list head, the figure before it, or the heading, in that order. How far each part was fetched is kept as a rank.
Tables are read by their rows and heads (`grids`), also those that were pasted without separators (`run_together`).
"""

from __future__ import annotations

from extractor.extraction.grids import table_mentions
from extractor.extraction.in_order import full_marks, paired_shares, respectively
from extractor.extraction.lists import headcounts, restaged, summed
from extractor.extraction.mention import Mention
from extractor.extraction.prose import ProseReader
from extractor.extraction.prose_stretches import stretches
from extractor.extraction.run_together import run_mentions, runs
from extractor.model import Document
from extractor.numbers import find
from extractor.reports import ReportType


def mentions(document: Document, report_type: ReportType, *, loose: bool = False) -> tuple[Mention, ...]:
    """All mentions of a document: those of its prose in reading order, then those of its tables.

    `loose`: those of its prose once more, where words that no declaration knows may stand beside a label. Such a
    reading is a guess, which a relation that closes may confirm (`closing`).
    """
    quantities = runs(document.text).outside(find(document.text))
    reader = ProseReader(document, report_type, loose=loose)
    for stretch in stretches(document, quantities, reader.units):
        reader.read(stretch)
    folded = reader.told.folded
    prose = headcounts(report_type, summed(report_type, restaged(reader.told.found)))
    prose = full_marks(folded, paired_shares(folded, respectively(folded, prose)))
    if loose:
        return tuple(prose)
    by_start = {quantity.span.start: quantity for quantity in quantities}
    tabled = table_mentions(document, report_type, by_start)
    return (*prose, *tabled, *run_mentions(document, report_type))


__all__ = ["Mention", "mentions"]
