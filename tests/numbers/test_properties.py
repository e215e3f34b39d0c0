"""Laws that hold for every text: what is printed is read back, nothing is read twice, no digit goes missing."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from extractor.model import Quantity
from extractor.numbers import find, fold, read, reserved
from extractor.numbers.numerals import numeral
from extractor.numbers.units import UNITS

WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
MONEY = ["元", "万元", "亿元", "千元"]
UNIT_NAMES = [name for name in UNITS if name.isalpha() and not name.isascii()] + ["%", "‰"]
ALPHABET = (
    "0123456789０５.．,，-~—至到%万亿千百元人个年月日号第一二三两十百零约近超不低于以上内(（)）:：/、。 \n\t|"
    "“”《》AaPM①是分之成倍点共页¥"
)
SOUP = st.text(st.sampled_from(ALPHABET), max_size=80)


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, str, str]:
    """A figure as some clerk might type it, its digits, and its unit as typed."""
    whole = draw(st.integers(0, 10**9))
    places = draw(st.integers(0, 4))
    fraction = "".join(draw(st.lists(st.sampled_from("0123456789"), min_size=places, max_size=places)))
    unit = draw(st.sampled_from([*MONEY, *UNIT_NAMES, "万人", "万户", "亿元"]))
    digits = f"{whole}.{fraction}" if places else str(whole)
    grouped = f"{whole:,}" + (f".{fraction}" if places else "")
    style = draw(st.sampled_from(["plain", "thousands", "wide", "wide thousands", "blanks", "blank"]))
    if style == "thousands":
        text = grouped
    elif style == "wide":
        text = digits.translate(WIDE)
    elif style == "wide thousands" and (places or unit in MONEY):
        text = grouped.translate(WIDE)
    elif style == "blanks":
        text = grouped.replace(",", " ")
    else:
        text = digits
    blank = draw(st.sampled_from(["", "", " ", "\u3000"])) if style == "blank" else ""
    return text + blank + unit.replace("%", draw(st.sampled_from("%％"))), digits, unit


@given(printed())
def test_print_then_read(figure: tuple[str, str, str]) -> None:
    text, digits, unit = figure
    # 2023年 is a date, whatever a clerk meant
    assume(not (unit in ("年", "学年") and len(digits) == 4 and digits[:2] in ("19", "20")))
    assume(unit != "日" or len(digits) > 2)
    for sentence in (f"合计为{text}，", f"合计为{text}"):
        (quantity,) = find(sentence)
        assert quantity.digits == digits
        assert quantity.mantissa == Decimal(digits)
        assert quantity.unit_text == unit
        scale = {"万": Decimal(10**4), "亿": Decimal(10**8), "千": Decimal(1000)}.get(unit[0], Decimal(1))
        name = unit if unit in UNITS else unit[1:]
        factor = UNITS[name].factor * (1 if unit in UNITS else scale)
        assert (quantity.unit, quantity.scale) == (UNITS[name].base, factor)
        places = len(digits.partition(".")[2])
        assert quantity.grain == quantity.scale.scaleb(-places)
        assert sentence[quantity.span.start : quantity.span.end] == text
    # A cell with 1.3人 may as well be item 1 with 3人, so a whole string of that kind is left unread
    if not (UNITS[name].exact and places):
        assert read(text) is not None


def same(a: Quantity, b: Quantity) -> bool:
    return (a.digits, a.scale, a.unit, a.comparator, a.upper) == (b.digits, b.scale, b.unit, b.comparator, b.upper)


@given(printed(), st.data())
def test_another_digit_is_never_the_same_quantity(figure: tuple[str, str, str], data: st.DataObject) -> None:
    text = figure[0]
    places = [i for i, char in enumerate(text) if char.isdecimal()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != str(int(text[place]))]))
    other = text[:place] + digit + text[place + 1 :]
    before, after = find(f"合计为{text}。"), find(f"合计为{other}。")
    if before:  # 31日 is a date
        assert not (len(before) == len(after) and all(map(same, before, after)))


@given(SOUP)
def test_spans_are_in_order_and_hold_their_numbers(text: str) -> None:
    quantities, others = find(text), reserved(text)
    for spans in ([q.span for q in quantities], [r.span for r in others]):
        assert spans == sorted(spans)
    every = sorted([q.span for q in quantities] + [r.span for r in others])
    assert all(a.end <= b.start for a, b in pairwise(every))
    for quantity in quantities:
        assert quantity.number in quantity.span
        assert quantity.span.end <= len(text)
        assert quantity.mantissa == Decimal(quantity.digits)
        assert quantity.grain > 0
        assert quantity.upper is None or quantity.upper >= quantity.mantissa
        words = fold(text[quantity.number.start : quantity.number.end]).text
        if quantity.upper is None and words.isascii():
            assert words.translate(str.maketrans("", "", ", ")) == quantity.digits


@given(SOUP)
def test_every_digit_has_one_status(text: str) -> None:
    covered: set[int] = set()
    for span in [q.span for q in find(text)] + [r.span for r in reserved(text)]:
        covered.update(range(span.start, span.end))
    folded = fold(text)
    for index, char in enumerate(folded.text):
        if char in "0123456789":
            assert folded.offsets[index] in covered


@given(SOUP, SOUP)
@example("0.", "")
def test_paragraphs_do_not_disturb_each_other(first: str, second: str) -> None:
    # A quotation or title never spans paragraphs, and a page number needs blank lines, so neither is in the way
    first, second = (part.replace("\n", " ") for part in (first, second))
    alone = [q.digits for q in find(first)] + [q.digits for q in find(second)]
    assert [q.digits for q in find(f"{first}\n{second}")] == alone


def chinese(number: int) -> str:
    """The textbook numeral of a number below ten thousand times ten thousand."""
    if number == 0:
        return "零"
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if low and low < 1000 else ""
        return chinese(high) + "万" + gap + (chinese(low) if low else "")
    words, zero = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            words += ("零" if zero and words else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = True
    return words.removeprefix("一") if words.startswith("一十") else words


@given(st.integers(0, 10**8 - 1))
def test_chinese_numerals_are_read_back(number: int) -> None:
    result = numeral(chinese(number))
    assert result is not None
    assert int(result[0]) * result[1] == number


@pytest.mark.parametrize(
    "text", ["三四", "一二三", "百", "千", "十十", "三千万万", "二十百", "百十", "点五", "三点", "", "零零", "五零"]
)
def test_malformed_numerals_are_not_guessed_at(text: str) -> None:
    assert numeral(text) is None


# fmt: off
PIECES = [
    "1", "1,", "1,111", "1，111", "1.", "1-", "1~1", "1万", "1至", "第1", "(1)", "1:", "1/", "2023年", "2023-", "1.1.",
    "一", "十", "三至", "百分之", "分之", "“一", "《一", '"一', "“", "约", "不", "a1", "A-", "1a", "①", "-", "—1—", "¥",
    "号码", "万亿", "1余", "十一", "三万", "1亿1", "代码：1", "1 ", "1 111 ", "1\n\n",
]
# fmt: on


@pytest.mark.parametrize("piece", PIECES)
def test_long_repetitive_texts_return(piece: str) -> None:
    # Were any pattern quadratic, this would take minutes
    text = piece * (60_000 // len(piece))
    find(text)
    reserved(text)


def test_a_very_long_text_returns() -> None:
    text = "".join(piece * (300_000 // len(PIECES) // len(piece)) for piece in PIECES)
    assert find(text) or reserved(text)
