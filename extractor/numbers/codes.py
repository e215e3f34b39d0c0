"""Names made of digits: budget codes, document numbers, telephones, credit codes, `PM2.5`, `5G`."""

from __future__ import annotations

import re

from extractor.numbers.kinds import Found, Kind, measured
from extractor.numbers.units import TAIL

_YEAR = "(?:19|20)[0-9]{2}"
_DOCUMENT = re.compile(rf"{_YEAR}[〕\]】)](第?[0-9]{{1,5}}(?:-[0-9]{{1,5}})?号)?")
_LABEL = re.compile(
    "(?:编码|编号|代码|电话|热线|传真|手机|账号|帐号|账户|邮编|证号|号码|文号|案号|QQ|微信)"
    r'(?:\([^()]{0,6}\))?[为是:]{0,2} ?["(]?$'
)
_TOKEN = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z\-_/.]{0,60}[0-9A-Za-z])?")
_WORD = re.compile(r"[0-9]+(?:\.[0-9]+)?[A-Za-z][0-9A-Za-z]{0,40}")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PHONE = re.compile(
    r"(?:1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8}(?:-[0-9]{1,4})?|[48]00-[0-9]{3,4}-[0-9]{3,4})(?![0-9.,])"
)
_HOTLINE = re.compile("(?:123[0-9]{2}|1[12][0-9])(?=政务|市民|热线|服务热线|平台|电话|报警|急救|指挥|举报)")
_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+){2,8}|[0-9]+(?:-[0-9]+){2,8}")
_DATE_LIKE = re.compile(rf"{_YEAR}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}(?![0-9])")
_LETTERS_BEFORE = re.compile(r"[A-Za-z][A-Za-z0-9\-_.]*$")
_LABEL_REACH, _WORD_REACH = 16, 24
_LONGEST, _SURELY_CODE = 20, 13


def code(text: str, i: int, before: str) -> Found | None:
    """The code at the ASCII digit `i`; `before` is the character in front of it. A figure with a unit is none."""
    if before in "〔[【(" and (match := _DOCUMENT.match(text, i)) and (match[1] or before == "〔"):
        return Found(Kind.CODE, i - 1, match.end())
    if (before >= "\u4e00" or before in ':(" ') and _LABEL.search(text, max(0, i - _LABEL_REACH), i):
        token = _TOKEN.match(text, i)
        number = _NUMBER.match(text, i)
        if token and number and not measured(text, number.end()):
            return Found(Kind.CODE, i, max(token.end(), number.end()))
    if match := _PHONE.match(text, i) or _HOTLINE.match(text, i):
        return Found(Kind.CODE, i, match.end())
    if (found := _word(text, i, before)) is not None:
        return found
    if (match := _DOTTED.match(text, i)) and not _DATE_LIKE.match(text, i):
        return Found(Kind.CODE, i, match.end())
    return _long(text, i)


def _word(text: str, i: int, before: str) -> Found | None:
    """Digits that letters stand around: `A4`, `PM2.5`, `5G`, a credit code. `GDP5.2%` and `5km` are figures."""
    number = _NUMBER.match(text, i)
    end = number.end() if number else i
    joined = before in "-_." and i > 1 and text[i - 2].isascii() and text[i - 2].isalpha()
    if joined or (before.isascii() and before.isalpha()):
        tail = TAIL.match(text, end)
        if tail and tail["unit"] in ("元", "%"):
            return None
        start = _LETTERS_BEFORE.search(text, max(0, i - _WORD_REACH), i)
        token = _TOKEN.match(text, i)
        return Found(Kind.CODE, start.start() if start else i, max(end, token.end() if token else i))
    if (match := _WORD.match(text, i)) and not measured(text, end):
        return Found(Kind.CODE, i, match.end())
    return None


def _long(text: str, i: int) -> Found | None:
    """A bare whole number that no amount would be printed as: 13 digits or more, or a leading zero."""
    number = _NUMBER.match(text, i)
    if number is None:
        return None
    digits, end = number[0], number.end()
    if len(digits) > _LONGEST:
        return Found(Kind.CODE, i, end)
    if not digits.isdigit() or (len(digits) < _SURELY_CODE and (digits[0] != "0" or len(digits) == 1)):
        return None
    grouped = text[end : end + 1] in (",", "，", ":") and text[end + 1 : end + 2].isdigit()
    return None if grouped or measured(text, end) else Found(Kind.CODE, i, end)
