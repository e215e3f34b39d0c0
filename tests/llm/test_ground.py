"""Grounding: the right place or a stated reason; no wrong digit, unit or sign ever passes."""

from __future__ import annotations

import random

import pytest

from extractor.extraction.ground import Refused, ground, ground_figure
from extractor.model import Document

TEXT = "资产总额12.35亿元，负债１１５．２０万元。\n收入比上年增加8.2%，支出比上年减少-3.4万元。\n公务接待费5.07万元，决算公务接待费5.07万元。"
DOCUMENT = Document("d", TEXT, (), ())


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("资产总额12.35亿元", "资产总额12.35亿元"),
        ("资产总额 12.35 亿元", "资产总额12.35亿元"),
        ("负债115.20万元", "负债１１５．２０万元"),
        ("收入比上年增加8.2%", "收入比上年增加8.2%"),
        ("资产总额…亿元", "资产总额12.35亿元"),
    ],
)
def test_found(quote: str, printed: str) -> None:
    span = ground(DOCUMENT, quote)
    assert TEXT[span.start : span.end] == printed


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        ("", "quote_empty"),
        ("  ", "quote_empty"),
        ("12", "quote_short"),
        ("资产总额72.35亿元", "quote_not_found"),
        ("资产总额12.36亿元", "quote_not_found"),
        ("资产总额12.35万元", "quote_not_found"),
        ("收入比上年减少8.2%", "quote_not_found"),
        ("2.35亿元，负债", "quote_cuts_number"),
        ("资产总额12.3", "quote_cuts_number"),
        ("资产总额12", "quote_cuts_number"),
        ("资产总额12.35亿", "quote_cuts_number"),
        ("3.4万元。", "quote_cuts_number"),
        ("公务接待费5.07万元", "quote_repeated"),
        ("(资产|负债)+", "quote_not_found"),
    ],
)
def test_refused(quote: str, why: str) -> None:
    with pytest.raises(Refused) as caught:
        ground(DOCUMENT, quote)
    assert caught.value.why == why


def test_the_value_is_read_in_the_document() -> None:
    grounded = ground_figure(DOCUMENT, "负债115.20万元")
    assert grounded.quantity is not None
    assert (grounded.quantity.digits, grounded.quantity.unit_text) == ("115.20", "万元")
    for quote, why in (("资产总额", "no_figure"), ("资产总额12.35亿元，负债115.20万元", "several_figures")):
        with pytest.raises(Refused) as caught:
            ground_figure(DOCUMENT, quote)
        assert caught.value.why == why


def test_400_sentences_right_accepted_wrong_refused() -> None:
    """The probe that other gates fail: a right quote, one wrong digit, a wrong unit."""
    chance = random.Random(20261122)
    accepted = {"right": 0, "digit": 0, "unit": 0}
    for _ in range(400):
        figure = f"{chance.randint(1, 9999)}.{chance.randint(10, 99)}"
        sentence = f"项目年初预算数为{figure}万元，预算执行率{chance.randint(50, 99)}.13%，自评得分98.6分。"
        document = Document("d", sentence, (), ())
        at = chance.choice([i for i, c in enumerate(figure) if c.isdigit()])
        digit = figure[:at] + chance.choice([c for c in "0123456789" if c != figure[at]]) + figure[at + 1 :]
        for name, quote in (("right", f"{figure}万元"), ("digit", f"{digit}万元"), ("unit", f"{figure}亿元")):
            try:
                ground_figure(document, f"年初预算数为{quote}")
            except Refused:
                continue
            accepted[name] += 1
    assert accepted == {"right": 400, "digit": 0, "unit": 0}
