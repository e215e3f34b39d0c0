"""Labels that stand before a figure's clause: the last of them that the figure may be of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.extraction.phrase import Phrase
from extractor.extraction.phrasing import clause_start
from extractor.extraction.residue import residue
from extractor.extraction.subject_sought import Sought
from extractor.extraction.vocabulary import Cue
from extractor.extraction.wording import Token, TokenKind
from extractor.model import Dimension

SENTENCE_END = re.compile("[。；]")
_STOP = re.compile("[。；.]")
_ASIDE = re.compile(r"[均全]部?为$|用于$|主要是$")
_NOTHING = re.compile(r"未|没有|无|零|不再|取消")
"""A clause that says there was none of it (公务用车购置均未安排) does not announce the next figure."""
_CLAUSE_END = re.compile(r"[，,；;。:(\d]")
_LONGEST_CLAUSE = 30
_RATED = re.compile(r"[为达到:]*[\d.]+%")
_LAST_FIGURE = re.compile(r".*\d(?:[万亿]?元|[%人名个分])?")
_NAMED_MARK = re.compile(r"(?!.*(?:[该此本]项|分值|满分|权重|指标\())(?![该此本小合共自])[\u4e00-\u9fff]{4,16}\(?$")
_THIS_ITEM = re.compile("[该此本](?:项|部分|类指标|指标)")
_HALF_OF_MARKS = 50


def label_before(sought: Sought) -> Token | None:
    """The last label before the clause. A score may stand sentences after the name of its indicator, and the rate
    that it is for between them (`过程。预算执行率97%，…，得32分`)."""
    phrase = sought.phrase
    if "score" not in sought.families or sought.mention.quantity.dimension is not Dimension.SCORE:
        return next(_labels(sought, phrase.lead), None)
    if is_named_mark(phrase):
        return None
    open_ = (t for t in phrase.tokens if t.end <= phrase.clause and not _in_closed_aside(phrase, t))
    found = list(_labels(sought, tuple(open_)))
    if found and _THIS_ITEM.match(phrase.text, phrase.clause):
        return found[-1]  # （三）效益指标。…可持续影响方面，…。该项得28分: of what the item began with
    part = sought.mention.quantity.value <= _HALF_OF_MARKS
    near = (t for t in found[:1] if part and not SENTENCE_END.search(phrase.text, t.end, phrase.clause))
    return next((token for token in found if not _is_rate(sought, token)), next(near, None))


def _in_closed_aside(phrase: Phrase, token: Token) -> bool:
    """`目标完成情况60分（产出指标30分、效益指标30分）；预算管理20分`: what a bracket named ended with it."""
    between = phrase.text[token.end : phrase.clause]
    return between.count(")") > between.count("(")


def is_named_mark(phrase: Phrase) -> bool:
    """`预算管理情况（20分）`: a mark of what stands there, whatever was named before."""
    called = any(phrase.has(cue) for cue in (Cue.SCORE, Cue.FULL, Cue.LOST))
    return not called and _NAMED_MARK.match(phrase.text, phrase.clause, phrase.number) is not None


def label_at_colon(sought: Sought) -> str | None:
    """`“三公”经费支出情况：全年支出13万元`: the subject that the label before the colon names."""
    text, colon = sought.phrase.text, sought.phrase.clause - 1
    if text[colon : colon + 1] != ":" or not (label := label_before(sought)):
        return None
    return None if _STOP.search(text, label.end, colon) else label.id


def _labels(sought: Sought, lead: tuple[Token, ...]) -> Iterator[Token]:
    """The labels of a stretch that may be what the figure is of, from the last one back."""
    text = sought.phrase.text
    for token in reversed(lead):
        if token.kind is not TokenKind.SUBJECT or not sought.fits(token):
            continue
        if token.weak and not (sought.family(token) == "score" and _RATED.match(text, token.end)):
            continue  # 满意度92%，得9分
        if sought.type.subjects[token.id].whole and text.startswith("情况", token.end):
            continue  # 年度预算资金情况（万元）年初预算A: a heading
        start = _start(sought, token)
        if text[token.end : token.end + 1] == "、" or _ASIDE.search(text[start : token.start]):
            continue
        if any(sought.is_bare_stage(t) and t.end <= token.start for t in lead):
            continue  # 追加人员经费和某补助，共追加A: what it was added for
        if not _NOTHING.search(_clause_of(text, start, token.end)) and not residue(text, start, token.start, lead):
            yield token


def _start(sought: Sought, label: Token) -> int:
    """Where the words begin that stand with a label: after the break, colon or figure before it."""
    text = sought.phrase.text
    start = clause_start(text, sought.phrase.start, label.start)
    if text[label.start - 1] == ":":
        start = label.start
    runs_on = sought.family(label) == "money" or _is_rate(sought, label)
    figure = _LAST_FIGURE.search(text, start, label.start) if runs_on else None
    return figure.end() if figure else start


def _is_rate(sought: Sought, token: Token) -> bool:
    """The same words name a rate, and a percentage follows."""
    at = (t for t in sought.phrase.tokens if t.start == token.start and t.kind is TokenKind.SUBJECT)
    return any(sought.family(t) == "rate" for t in at) and _RATED.match(sought.phrase.text, token.end) is not None


def _clause_of(text: str, start: int, end: int) -> str:
    """The clause that begins at `start`, to its end beyond `end`."""
    stop = _CLAUSE_END.search(text[end : end + _LONGEST_CLAUSE])
    return text[start : end + (stop.start() if stop else _LONGEST_CLAUSE)]
