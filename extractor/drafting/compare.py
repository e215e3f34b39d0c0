"""The round trip: what `extract` reads from the written file, against what the draft was made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from extractor import numbers
from extractor.drafts import Fact
from extractor.model import Field, Quantity, Report, State

NOT_COMPARED = ("fiscal_year", "report_date", "evaluator", "department.name")


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not read back as it was put in. `given` or `read` is empty where there is none."""

    path: str
    given: str
    read: str


def differences(
    report: Report, facts: Mapping[str, Fact], year: int, wanted: tuple[str, ...]
) -> tuple[Difference, ...]:
    """Every field that went lost, came out another, or was not put in."""
    found: list[Difference] = []
    for path in wanted:
        fact = facts.get(f"{path}@{year}")
        if fact is None or path in NOT_COMPARED or path not in report.fields:
            continue
        read = report.fields[path]
        if not _same(fact, read) and not _turned(fact, read):
            found.append(Difference(path, fact.text, _shown(read)))
    put_in = {fact.path for fact in facts.values() if fact.year == year}
    quantities = (report.fields[path].quantity for path in put_in if path in report.fields)
    places = {quantity.number for quantity in quantities if quantity is not None}
    for path, read in report.fields.items():
        again = (
            read.quantity is not None and read.quantity.number in places
        )  # 全年支出, which is also what was executed
        if path not in put_in and path not in NOT_COMPARED and read.state is State.FOUND and not again:
            found.append(Difference(path, "", _shown(read)))
    return tuple(found)


def strangers(text: str, facts: Iterable[Fact], blocks: Iterable[str]) -> tuple[str, ...]:
    """Figures of a text that no fact and no paragraph of the draft has: somebody typed them in."""
    known = {_key(q) for words in (*(fact.text for fact in facts), *blocks) for q in numbers.find(words)}
    found = [q for line in text.split("\n") for q in numbers.find(line) if _key(q) not in known]
    return tuple(dict.fromkeys(f"{q.digits}{q.unit_text}" for q in found))


def _key(quantity: Quantity) -> tuple[str, str]:
    return quantity.digits.lstrip("-"), quantity.unit_text


def _same(fact: Fact, read: Field) -> bool:
    if read.state is not State.FOUND:
        return False
    if isinstance(read.value, tuple):
        return [_bare(name) for name in read.value] == [_bare(name) for name in fact.value.split("、")]
    one, other = numbers.read(fact.text), numbers.read(f"{read.value}{read.unit or ''}")
    if one is None or other is None:
        return _bare(fact.value) == _bare(str(read.value))
    return one.value == other.value and one.unit == other.unit


def _turned(fact: Fact, read: Field) -> bool:
    """A saving that is none is printed as an excess, and so not read as a saving."""
    if not fact.path.startswith(("three_public.saved", "final.revenue_over_budget", "yoy.")):
        return False
    value = numbers.read(fact.text)
    return value is not None and (value.mantissa <= Decimal(0)) and read.state in (State.ABSENT, State.FOUND)


def _bare(text: str) -> str:
    return re.sub(r"\s|[（(][^）)]*[）)]$", "", text)


def _shown(read: Field) -> str:
    if read.state is State.CONFLICT:
        return " / ".join(dict.fromkeys(mention.quote for mention in read.mentions))
    value = "、".join(read.value) if isinstance(read.value, tuple) else read.value or ""
    return f"{value}{read.unit or ''}"
