"""What every check is handed: the document, the report read from it, and what all checks want to know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from extractor.checks.absorb import Absorbed, absorbed
from extractor.checks.bonds import Net, net
from extractor.checks.figures import Figures, figures
from extractor.checks.grains import Fineness
from extractor.checks.outcome import Lens, Outcome, test
from extractor.checks.prose import claims
from extractor.checks.prose.claim import Claim
from extractor.checks.prose.compared import Compared, compared
from extractor.checks.prose.listing import Listing, listings
from extractor.checks.prose.said import Prose
from extractor.checks.remainder import settle
from extractor.checks.sheets import sums
from extractor.checks.sheets.sheet import Sheet, sheets
from extractor.checks.slips import Suspicion, suspicions
from extractor.model import Document, Quantity, Report, Span, Verdict
from extractor.numbers import find
from extractor.reports.relation import Relation
from extractor.reports.spec import ReportType


@dataclass(frozen=True)
class Context:
    """One document under check. Frozen; what is worked out once is kept."""

    document: Document
    report: Report
    report_type: ReportType

    @cached_property
    def figures(self) -> Figures:
        """The figures that the report was read to have."""
        return figures(self.report, self.report_type)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Every number of the document, read or not."""
        return tuple(find(self.document.text))

    @cached_property
    def lens(self) -> Lens:
        """The figures as printed: rounded, or cut off throughout when one rate shows that the report cuts off."""
        read = (figure.quantity for figure in self.figures)
        lens = Lens(Fineness(self.document.text, (*self.quantities, *read)))
        if any("截断" in self.test(relation, lens).why for relation in self.report_type.relations):
            return Lens(lens.fineness, truncated=True)
        return lens

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Every declared relation, tested on the figures as printed, in the declared order."""
        tested = (self.test(relation, self.lens) for relation in self.report_type.relations)
        return tuple(settle(outcome, self.document.text, self.quantities, self.figures) for outcome in tested)

    @cached_property
    def prose(self) -> Prose:
        """The figures of the document with the words around them."""
        return Prose(self.document, self.quantities)

    @cached_property
    def listings(self) -> dict[Span, Listing]:
        """The lists that are announced or closed by how many there are, by the place of that number."""
        return {listing.said.quantity.number: listing for listing in listings(self.prose)}

    @cached_property
    def compared(self) -> tuple[Compared, ...]:
        """What is said of the lines of the project list."""
        return tuple(compared(self.prose, self.report))

    @cached_property
    def absorbed(self) -> Absorbed | None:
        """The one line of the project list that could be to blame for both of its columns."""
        return absorbed(self)

    @cached_property
    def claims(self) -> tuple[tuple[Claim, Outcome], ...]:
        """What the sentences assert, each tested on the figures as printed; of the same figures once."""
        found: dict[tuple[str, frozenset[Span]], tuple[Claim, Outcome]] = {}
        for claim in (*claims(self.prose), *(claim for sheet in self.sheets for claim in sums.read(sheet))):
            outcome = claim.test(self.lens)
            key = claim.code, frozenset(figure.quantity.number for figure in outcome.figures)
            found.setdefault(key, (claim, outcome))
        return tuple(found.values())

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """The tables that have a head, head by head."""
        return tuple(sheets(self.document, self.quantities))

    @cached_property
    def net(self) -> Net:
        """All relations, declared and asserted, by the places of their numbers."""
        return net(self)

    @cached_property
    def suspicions(self) -> tuple[Suspicion, ...]:
        """Unit slips that explain broken relations."""
        return tuple(suspicions(self))

    def test(self, relation: Relation, lens: Lens) -> Outcome:
        """Test one relation through a lens."""
        return test(relation, self.figures, lens)

    def supposing(self, edits: Mapping[Span, Quantity]) -> Lens:
        """The same figures, some of them changed: a number's place to what should stand there."""
        return Lens(self.lens.fineness, self.lens.truncated, edits)

    def holds(self, relation: Relation, edits: Mapping[Span, Quantity]) -> bool:
        """Whether a relation would hold to the last digit after the edits."""
        return self.test(relation, self.supposing(edits)).verdict is Verdict.HOLDS
