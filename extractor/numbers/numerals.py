"""Chinese numerals: `十三`, `三亿二千万`, `零点五`, `壹佰贰拾`, read strictly.

What is not a well-formed numeral is not guessed at: `三四百` and `两三` (somewhere between) and `一二三` are None.
"""

from __future__ import annotations

_DIGITS = {
    **{c: n for n, c in enumerate("零一二三四五六七八九")},
    **{c: n for n, c in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{"○": 0, "两": 2, "貳": 2, "弍": 2, "參": 3, "陸": 6},
}
_SMALL = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
_SHORT = {"廿": "二十", "卅": "三十"}
_ZEROS = "零〇○"

CHARS = "".join([*_DIGITS, *_SMALL, *_BIG, *_SHORT])
"""Every character a numeral is written with, 点 aside."""


def numeral(text: str) -> tuple[str, int] | None:
    """The value of a numeral as (ASCII digits, scale), a 万 or 亿 at its end being the scale; None if it is none.

    >>> numeral("三亿二千万")
    ('32000', 10000)
    """
    for short, long in _SHORT.items():
        text = text.replace(short, long)
    whole, point, fraction = text.partition("点")
    scale = 1
    tail = fraction if point else whole
    for marks in ("亿億", "万萬"):  # 万亿 is one scale; 亿万 and 万万 are none
        if len(tail) > 1 and tail[-1] in marks:
            scale *= _BIG[tail[-1]]
            tail = tail[:-1]
    if not point:
        number = _integer(tail, scale)
        return None if number is None else (str(number), scale)
    number = _integer(whole, 1)
    if number is None or not tail or any(c not in _DIGITS for c in tail):
        return None
    return f"{number}." + "".join(str(_DIGITS[c]) for c in tail), scale


def year(text: str) -> int | None:
    """The year that four single digits spell (`二〇一九`); None if they spell none."""
    digits = [_DIGITS.get(c, 0 if c in "O0" else None) for c in text]
    if len(digits) != 4 or None in digits:
        return None
    return int("".join(map(str, digits)))


def _integer(text: str, scale: int) -> int | None:
    """The value in units of `scale`: `三亿二千` at scale 万 is 32000."""
    total, rest = 0, text
    for mark, factor in (("亿", 10**8), ("万", 10**4)):
        head, big, tail = rest.replace("億", "亿").replace("萬", "万").partition(mark)
        if not big:
            continue
        part = _below_ten_thousand(head)
        if not part or factor <= scale:
            return None  # 三万二千万 names the same scale twice
        total, rest = total + part * (factor // scale), tail
    if not rest:
        return total if text else None
    part = _below_ten_thousand(rest)
    return None if part is None else total + part


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last, zero = 0, None, 10**4, False
    for position, char in enumerate(text):
        if char in _SMALL:
            size = _SMALL[char]
            if digit is None and (size != 10 or (position and text[position - 1] not in _ZEROS)):
                return None  # 百 with nothing before it; 十 may open a numeral
            if size >= last:
                return None
            total, digit, last, zero = total + (1 if digit is None else digit) * size, None, size, False
        elif char in _ZEROS:
            if digit is not None:
                return None
            zero = True
            if text == char:
                return 0
        elif char in _DIGITS:
            if digit is not None:
                return None
            digit = _DIGITS[char]
        else:
            return None
    if digit is not None:
        # 三百五 is 350 in speech; a 零 before the last digit makes it ones
        total += digit * (last // 10 if last not in (10, 10**4) and not zero else 1)
    elif zero:
        return None
    return total
