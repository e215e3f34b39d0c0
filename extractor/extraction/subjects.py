"""Of what a figure is: the subject its clause names, else the one that stands nearest before it.

What may name it is asked in turn, from the figure's own clause outwards; the first that answers is believed. Each has
a room of its own: `subject_verbs`, `subject_named`, `subject_after`, `subject_sums`, `subject_own_names`,
`subject_before` and `subject_taken`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from extractor.extraction.mention import LEAD, OWN, TAKEN, Mention
from extractor.extraction.phrase import Phrase
from extractor.extraction.state import State
from extractor.extraction.subject_after import MOVES, named_after
from extractor.extraction.subject_before import SENTENCE_END, label_before
from extractor.extraction.subject_named import named_in_clause
from extractor.extraction.subject_own_names import item_at_colon, own_name
from extractor.extraction.subject_sought import Sought
from extractor.extraction.subject_sums import sum_of_clause, sum_of_figures
from extractor.extraction.subject_taken import taken_up
from extractor.extraction.subject_verbs import completion, scored, spent
from extractor.extraction.wording import TokenKind
from extractor.model import Dimension
from extractor.reports import Facet, ReportType

_WORD = re.compile("[\u4e00-\u9fff]")
_FUND = re.compile(
    "(?:其中:?|和|及|以及|含)?(?:政府性基金|国有资本经营|社会保险基金)(?:预算)?(?:财政)?(?:拨款)?(?:收入|支出)?(?:安排|合计|为)*"
)
_SOURCE = re.compile("一般公共预算|政府性基金|国有资本经营")


def with_subject(
    mention: Mention, phrase: Phrase, state: State, report_type: ReportType, seen: Collection[str], *, loose: bool
) -> Mention:
    """The mention with its subject, with a name of its own, or as it was when nothing is known; `seen` are the
    subjects named so far in this section. `loose`: a label counts whatever words stand beside it, and so does a
    stage."""
    sought = Sought(mention, phrase, state, report_type, seen, loose)
    for ask in _IN_TURN:
        if (answer := ask(sought)) is not None:
            return answer
    return mention


def _counted(sought: Sought) -> Mention | None:
    """`设18个内设机构`."""
    after = named_after(sought)
    return replace(sought.mention, subject=after, near=OWN) if after else None


def _said_behind(sought: Sought) -> Mention | None:
    """`2,104.57万元为基本支出`, unless what stands before the figure names it too."""
    token, dimension = sought.phrase.behind, sought.mention.quantity.dimension
    if (
        token is None
        or dimension not in (Dimension.MONEY, Dimension.PEOPLE)
        or not sought.fits(token)
        or sought.mention.facet is not Facet.AMOUNT
    ):
        return None
    before = (t for t in sought.phrase.own if t.kind is TokenKind.SUBJECT and not sought.is_generic(t))
    if any(sought.is_bare_stage(t) for t in sought.phrase.own) or any(map(sought.fits, before)):
        return None
    moved = dimension is Dimension.PEOPLE and MOVES.search(
        sought.phrase.text, sought.phrase.clause, sought.phrase.number
    )
    return sought.mention if moved else replace(sought.mention, subject=token.id, near=OWN)  # 新招录3名事业人员


def _summed(sought: Sought) -> Mention | None:
    """`政法专项编制、工勤编制合计99名`."""
    whole = sum_of_clause(sought)
    return replace(sought.mention, subject=whole, near=OWN) if whole else None


def _called(sought: Sought) -> Mention | None:
    """The clause is about something else: with the words it calls itself by, and what it is a variety of."""
    blocked = any(sought.fits(t) and not t.weak for t in sought.named)
    own = sought.mention.facet is Facet.AMOUNT and not (sought.loose and sought.phrase.has_stage)
    name = own_name(sought) if own else ""
    return replace(sought.mention, name=name, kin=sought.kin) if blocked or name else None


def _summed_up(sought: Sought) -> Mention | None:
    """`政法专项编制46名，工勤编制5名，共51名`."""
    whole = sum_of_figures(sought)
    return replace(sought.mention, subject=whole, near=LEAD) if whole else None


def _itemed(sought: Sought) -> Mention | None:
    """`①国土规划编制：预算380万元，支出285万元`."""
    name = item_at_colon(sought) if "money" in sought.families else ""
    return replace(sought.mention, name=name) if name else None


def _shared(sought: Sought) -> Mention | None:
    """`第四季度支出占全年的46%`: a share of something that no declaration names, so nobody's."""
    return sought.mention if sought.mention.facet is Facet.SHARE and sought.unknown else None


def _of_source(sought: Sought) -> Mention | None:
    """`政府性基金支出占3%`: the share of one source of funds, so nobody's."""
    source = any(_SOURCE.match(sought.phrase.text, t.start) for t in sought.phrase.own)
    return sought.mention if sought.mention.facet is Facet.SHARE and source else None


def _of_fund(sought: Sought) -> Mention | None:
    """`一般公共预算A，政府性基金预算B`: a part by its source, not the whole."""
    phrase = sought.phrase
    return sought.mention if _FUND.fullmatch(phrase.text, phrase.clause, phrase.number) else None


def _labelled(sought: Sought) -> Mention | None:
    """The last label before the clause; from another sentence it is only taken up."""
    label = label_before(sought)
    if label is None:
        return None
    some = sought.family(label) == "units" and _WORD.match(sought.phrase.text, sought.phrase.stop) is not None
    far = SENTENCE_END.search(sought.phrase.text, label.end, sought.phrase.clause)
    if far and some:
        return None  # 二级单位财务基础不牢。2家单位会计由业务人员兼任
    return replace(sought.mention, subject=label.id, near=TAKEN if far else LEAD)


def _unknown(sought: Sought) -> Mention | None:
    """The clause is about something that no declaration names, so nothing is taken up."""
    phrase = sought.phrase
    if any(sought.is_bare_stage(t) for t in phrase.own) or (sought.loose and phrase.has_stage):
        return None
    return sought.mention if "score" not in sought.families and sought.unknown else None


_IN_TURN: tuple[Callable[[Sought], Mention | None], ...] = (
    completion,
    _of_source,
    _of_fund,
    scored,
    _said_behind,
    spent,
    named_in_clause,
    _counted,
    _summed,
    _called,
    _summed_up,
    _itemed,
    _shared,
    _labelled,
    _unknown,
    taken_up,
)
