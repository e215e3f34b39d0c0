"""Dates, years, months, quarters and times of day, in digits and in Chinese numerals."""

from __future__ import annotations

import re

from extractor.numbers.kinds import Found, Kind
from extractor.numbers.numerals import CHARS

_YEAR = "(?:19|20)[0-9]{2}"
_TO = "(?:-{1,2}|~|—{1,2}|―|至|到)"
_D, _M = "(?:[12][0-9]|3[01]|0?[1-9])", "(?:1[0-2]|0?[1-9])"
_DAY = f"{_D}[日号](?:{_TO}{_D}[日号])?"
_MONTHS = f"(?:{_M}(?:月(?:{_D}[日号])?)?{_TO})?{_M}月(?:{_DAY}|份)?"
_UNITS = "[0-9.,%万亿元人]"  # what makes 2021-2023 or 20231231 a figure after all
_CLOCK = "[0-2]?[0-9]:[0-5][0-9]"

_DATE = re.compile(
    "|".join(
        (
            rf"{_YEAR}年?{_TO}{_YEAR}(?:学?年度?|(?!{_UNITS}))",  # 2021-2023年
            rf"{_YEAR}(?=[、和及与,，/]{_YEAR}(?:年|[、和及与]{_YEAR}年))",  # 2022、2023年
            rf"{_YEAR}(?:年度|学年|财年|年)(?:{_MONTHS}|第?[1-4一二三四]季度)?",
            rf"{_YEAR}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}(?![0-9])",
            rf"{_YEAR}-(?:0[1-9]|1[0-2])(?!{_UNITS})",
            rf"{_YEAR}\.[0-9]{{1,2}}(?={_TO}{_YEAR}\.)",  # 2020.1-2020.12
            rf"(?<=[0-9][-~—至]){_YEAR}\.(?:1[0-2]|0?[1-9])(?!{_UNITS})",
            rf"{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?!{_UNITS}|[个家名户件])",
            rf"{_YEAR}[届版]",
            _MONTHS,
            rf"{_D}日(?!内|以内|元|常|报|均|益)",
            r"[1-4]季度|[0-9]0年代|(?<!分)[0-9]{2}年度|[0-9]{1,2}时[0-9]{1,2}分",
            rf"(?<=[午间晨晚日:~-]){_CLOCK}(?::[0-5][0-9])?(?![0-9])",
            rf"{_CLOCK}(?={_TO}{_CLOCK})",
        )
    )
)
_ONES = "[一二三四五六七八九十]"
_SPOKEN_DATE = re.compile(
    rf"[一二][{CHARS}O]{{3}}年度?(?:{_ONES}{{1,3}}月(?:[{CHARS}]{{1,3}}[日号])?)?"
    rf"|{_ONES}{{1,2}}月(?!牙)(?:份|{_ONES}{{1,3}}[日号])?|[一二三四]季度|{_ONES}十年代"
)


def date(text: str, i: int) -> Found | None:
    """The date at the ASCII digit `i`. `3年` and `10日内` are durations, `12个月` too, and no dates."""
    match = _DATE.match(text, i)
    return Found(Kind.DATE, i, match.end()) if match else None


def spoken_date(text: str, i: int) -> Found | None:
    """The date at the Chinese numeral `i`: `二〇一九年`, `十二月三十一日`, `三季度`."""
    match = _SPOKEN_DATE.match(text, i)
    return Found(Kind.DATE, i, match.end()) if match else None
