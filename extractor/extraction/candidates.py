"""From what a model points at to a candidate for a field, or to the reason why it is refused.

Nothing of a model's own reading goes into a candidate: the value is parsed at the place. What is refused, and why:

* `unknown_field`, `unknown_number`: there is no such field, figure or line;
* `wrong_kind`: a figure for a field of words, or the other way round;
* `wrong_unit`: the figure there measures something else; `prior_year`: it is another year's;
* `wrong_facet`: words beside the figure declare it a share, a change or a full mark where the field is not one;
* `wrong_label`, `wrong_stage`: they declare it to be of another subject, or another stage of the budget. Such a
  candidate is `contested`: wordings can be misread, so that a relation that it closes may still speak for it;
* `no_direction`: a change whose words do not say up or down; `not_a_value`: words that are no value of this kind;
* `instruction`: the line speaks to its reader; and the reasons of `ground`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.extraction.cells import in_unit
from extractor.extraction.figures import evidence_span
from extractor.extraction.ground import Refused, ground
from extractor.extraction.listing import clean_name, split_list
from extractor.extraction.mention import OWN, PRINTED, Mention
from extractor.extraction.numbered import Numbered
from extractor.extraction.places import Places
from extractor.extraction.residue import residue
from extractor.extraction.vocabulary import Cue, lexicon
from extractor.extraction.wording import TokenKind
from extractor.model import Dimension, Field, Quantity, Span, State
from extractor.numbers import fold
from extractor.reports import Facet, FieldSpec, Kind, ReportType
from extractor.reports.wording import any_of

_UNITLESS = {Dimension.COUNT, Dimension.PEOPLE, Dimension.SCORE}
_DATE = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*(?:[月./-]\s*(?:(\d{1,2})\s*日?)?)?")
_CODE = re.compile(r"[0-9A-Za-z]{3,}(?:-[0-9A-Za-z]+)*")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ONE_OF = re.compile(r"\{([^|}]*)[^}]*\}")
_MOST_OF = 0.7
"""So much of a wording makes it recognisable; half of one is shared by 床位使用率 and 资金使用率."""
_OPTIONAL = re.compile(r"\[[^\]]*\]\*?")
_MOVED = re.compile(r"增|减|多|少|超|节|降|升|压")
_CUES = {Facet.SHARE: re.compile("占"), Facet.CHANGE: _MOVED, Facet.CHANGE_RATE: _MOVED}
"""What a quote must hold for a field that is a share or a change."""
_DOWN, _UP = re.compile(r"减少|下降|降低|减|降|节约|压减"), re.compile(r"增加|增长|上升|提高|增|升")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value as it is printed at a place that a model pointed at."""

    path: str
    value: str | tuple[str, ...]
    unit: str | None
    span: Span
    quantity: Quantity | None = None
    contested: str = ""
    """What the words beside it say against it (the reason for refusal), if anything."""

    def same(self, field: Field) -> bool:
        """True when a field has this very value and unit (`52` in one place is the `52名` of another)."""
        if self.quantity is not None and field.quantity is not None:
            mine, other = self.quantity, field.quantity
            signs = str(self.value).startswith("-") == str(field.value).startswith("-")
            units = mine.unit == other.unit or Dimension.NONE in (mine.dimension, other.dimension)
            return signs and units and (mine.value, mine.comparator) == (other.value, other.comparator)
        return _plain(self.value) == _plain(field.value)

    def field(self, numbered: Numbered, reasons: Sequence[str]) -> Field:
        """The field that only a model found, with its evidence."""
        evidence = numbered.document.cite(self.span)
        found = (State.FOUND, self.value, self.unit, evidence, (evidence,), ("model",), tuple(reasons), self.quantity)
        return Field(self.path, *found)


class Checker:
    """Checks what a model points at in one document."""

    def __init__(self, numbered: Numbered, report_type: ReportType, found: Sequence[Mention]) -> None:
        self.numbered = numbered
        self.places = Places(numbered)
        self.type = report_type
        self._mentions: Mapping[int, list[Mention]] = _by_start(found)

    def figure(self, path: str, number: int, quote: str | None = None) -> Candidate:
        """The candidate of a figure by its number; a quote, if any, must stand around it. Raises Refused."""
        spec = self._spec(path)
        if spec.kind is not Kind.QUANTITY:
            raise Refused("wrong_kind")
        if not 1 <= number <= len(self.numbered.figures):
            raise Refused("unknown_number")
        quantity = self.numbered.figures[number - 1]
        if self.numbered.is_instruction(quantity.span.start):
            raise Refused("instruction")
        readings = self._mentions_at(quantity)
        mention = next((m for m in readings if m.subject in spec.subjects), readings[0] if readings else None)
        quantity = self._in_stated_unit(spec, mention.quantity if mention else quantity)
        _check_unit(spec, quantity)
        contested = _check_words(spec, mention) if mention is not None else ""
        span = evidence_span(self.numbered.document, mention) if mention else quantity.span
        if quote is not None:
            span = self.places.around(quote, quantity, scored=spec.dimension is Dimension.SCORE)
        value = self._signed(spec, quantity, mention)
        return Candidate(path, value, quantity.unit_text or None, span, quantity, contested)

    def words(self, path: str, line: int, quote: str) -> Candidate:
        """The candidate of words quoted from a line. Raises Refused."""
        spec = self._spec(path)
        if spec.kind is Kind.QUANTITY:
            raise Refused("wrong_kind")
        within = self.numbered.span(line, line)
        if within is None:
            raise Refused("unknown_number")
        if self.numbered.is_instruction(within.start):
            raise Refused("instruction")
        shortest = 1 if spec.kind is Kind.CHOICE else 3
        span = ground(self.numbered.document, quote, within, shortest=shortest, first=True)
        value = _value(spec, self.numbered.document.text[span.start : span.end])
        return Candidate(path, value, "年" if spec.kind is Kind.YEAR else None, span)

    def shares_label(self, candidate: Candidate, *, taken: bool = False) -> bool:
        """True when the words quoted with a figure hold most of one of the field's wordings, and name its stage of the
        budget (or stand where the rules take that stage for granted).

        `taken`: the figure already is another field, so that words which leave out what it is of do not make it this.
        """
        spec = self.type.fields[candidate.path]
        if spec.kind is not Kind.QUANTITY or candidate.quantity is None:
            return True
        text = fold(self.numbered.document.text[candidate.span.start : candidate.span.end]).text
        wordings = list(spec.labels)
        for subject in spec.subjects:
            wordings += self.type.subjects[subject].labels
        told = (set(_pairs(_ONE_OF.sub(r"\1", _OPTIONAL.sub(" ", wording)))) for wording in wordings)
        if spec.facet in _CUES and not _CUES[spec.facet].search(text):
            return False
        said = set(_pairs(text))
        held = any(pairs - _COMMON and len(pairs & said) >= _MOST_OF * len(pairs) for pairs in told)
        named = held or self._says_only(spec, text) or (not taken and self._is_unnamed(spec, candidate.quantity, text))
        return named and self._stage_fits(spec, candidate.quantity, text)

    def _says_only(self, spec: FieldSpec, text: str) -> bool:
        """True where the words are a common wording of the field (`资产A`) and nothing that no declaration knows."""
        digit = re.search(r"\d", text)
        stop = digit.start() if digit else len(text)
        tokens = [t for t in lexicon(self.type).scan(text) if t.end <= stop]
        return any(t.id in spec.subjects for t in tokens) and not residue(text, 0, stop, tokens)

    def _is_unnamed(self, spec: FieldSpec, quantity: Quantity, text: str) -> bool:
        """True where the words name a stage or a change but no subject, and the field's is the one that they leave out:
        the whole department's (`全年预算数A`), or what the sentence named last (`“三公”支出A，比预算节约B`).
        """
        if self._subjects(text) or not (spec.measures or spec.facet in _CUES):
            return False
        if self.type.default_subject in spec.subjects and spec.facet is Facet.AMOUNT:
            staged = tuple(wording for name in spec.measures for wording in self.type.measures[name].labels)
            return any_of(staged).search(text) is not None
        before = fold(self.places.sentence(quantity)).text
        return self._subjects(before)[-1:] in [[subject] for subject in spec.subjects]

    def _subjects(self, text: str) -> list[str]:
        return [token.id for token in lexicon(self.type).scan(text) if token.kind is TokenKind.SUBJECT]

    def _stage_fits(self, spec: FieldSpec, quantity: Quantity, text: str) -> bool:
        measures = [self.type.measures[name] for name in spec.measures]
        if not measures or any(mention.measure in spec.measures for mention in self._mentions_at(quantity)):
            return True
        wordings = tuple(wording for measure in measures for wording in (*measure.labels, *measure.weak))
        return bool(wordings) and any_of(wordings).search(text) is not None

    def _mentions_at(self, quantity: Quantity) -> Sequence[Mention]:
        return self._mentions.get(quantity.span.start, ())

    def _spec(self, path: str) -> FieldSpec:
        if path not in self.type.fields:
            raise Refused("unknown_field")
        return self.type.fields[path]

    def _in_stated_unit(self, spec: FieldSpec, quantity: Quantity) -> Quantity:
        """A sum of money that stands alone in a cell, in the unit that a heading above it states."""
        if spec.dimension is not Dimension.MONEY or quantity.dimension is not Dimension.NONE:
            return quantity
        unit = self.places.stated_unit(quantity)
        return in_unit(quantity, unit) if unit else quantity

    def _signed(self, spec: FieldSpec, quantity: Quantity, mention: Mention | None) -> str:
        if spec.against != "prior":
            return quantity.digits
        direction = mention.direction if mention else None
        if direction is None:
            before = self.numbered.document.text[max(0, quantity.span.start - 8) : quantity.number.start]
            down, up = _DOWN.search(before), _UP.search(before)
            direction = "down" if down and not up else "up" if up and not down else None
        if direction is None:
            raise Refused("no_direction")
        return f"-{quantity.digits}" if direction == "down" else quantity.digits


def _by_start(found: Sequence[Mention]) -> Mapping[int, list[Mention]]:
    by_start: dict[int, list[Mention]] = {}
    for mention in found:
        by_start.setdefault(mention.quantity.span.start, []).append(mention)
    return by_start


def _check_unit(spec: FieldSpec, quantity: Quantity) -> None:
    wanted, printed = spec.dimension, quantity.dimension
    stands_in = printed is Dimension.NONE and wanted in _UNITLESS
    if printed is not wanted and not stands_in and not (wanted is Dimension.PEOPLE and printed is Dimension.COUNT):
        raise Refused("wrong_unit")


def _check_words(spec: FieldSpec, mention: Mention) -> str:
    """Refuse what the words beside the figure say it is not; words that no wording declares say nothing.

    Returns what contests it, where the words name another subject or another stage.
    """
    if mention.prior:
        raise Refused("prior_year")
    if mention.facet is not spec.facet and Facet.AMOUNT is not mention.facet:
        raise Refused("wrong_facet")
    if spec.direction is not None and mention.direction not in (None, spec.direction):
        raise Refused("wrong_facet")
    if mention.facet is spec.facet and spec.against and mention.against not in (None, spec.against):
        raise Refused("wrong_facet")
    if spec.dimension is Dimension.SCORE and mention.role in (Cue.FULL, Cue.LOST, Cue.EACH):
        raise Refused("wrong_facet")
    if mention.near == OWN and mention.subject is not None and mention.subject not in spec.subjects:
        return "wrong_label"
    if mention.measured == PRINTED and mention.measure and spec.measures and mention.measure not in spec.measures:
        return "wrong_stage"
    return ""


def _value(spec: FieldSpec, printed: str) -> str | tuple[str, ...]:
    """The value that words print, by the field's kind. Raises Refused."""
    text = fold(printed).text.strip(" :_")
    match spec.kind:
        case Kind.YEAR if year := re.search(r"(?:19|20)\d\d", text):
            return year.group()
        case Kind.DATE if date := _DATE.search(text):
            printed_year, month, day = date.groups()
            if 1 <= int(month) <= 12 and 1 <= int(day or 1) <= 31:
                return f"{printed_year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")
        case Kind.CODE if code := _CODE.search(text):
            return code.group()
        case Kind.CHOICE if text.strip("\"'") in spec.choices:
            return text.strip("\"'")
        case Kind.NAME if 3 <= len(text) <= 40 and len(_HAN.findall(text)) >= 3:
            return "".join(printed.split())
        case Kind.TEXT if 2 <= len(text) <= 40:
            return "".join(printed.split())
        case Kind.LIST:
            names = tuple(name for piece in split_list(printed) if (name := clean_name(piece)))
            if names and all(2 <= len(name) <= 30 for name in names):
                return names
    raise Refused("not_a_value")


def _plain(value: str | tuple[str, ...] | None) -> object:
    return tuple(fold(one).text for one in value) if isinstance(value, tuple) else fold(value or "").text


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(len(text) - 1) if _HAN.match(text[i]) and _HAN.match(text[i + 1])]


_COMMON = frozenset(
    _pairs(
        "支出、收入、预算、决算、经费、资金、金额、总额、总计、合计、费用、情况、年初、全年、年度、实际、指标、单位、部门、人员、人数、"
        "财政、政拨、拨款、款支、款收、总支、总收、出数、算数、额度、得分、评价、绩效、际支、度实、度支、年支、年实、际完、完成"
    )
)
"""Pairs that half of all fields share: they tell nothing."""
