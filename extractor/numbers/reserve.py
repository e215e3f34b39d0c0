"""What looks like a number and is none: dates, list numbers, codes, ratios, idioms, ordinals, page numbers.

These are set aside before quantities are read, so that every digit of a text is in one or the other and silence is
never taken for agreement. All patterns are anchored at a digit or numeral of the *folded* text and bounded in length,
so that reading a text stays linear in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractor.model import Span
from extractor.numbers.idioms import idiom
from extractor.numbers.numerals import CHARS, numeral
from extractor.numbers.units import SPOKEN_TAIL, TAIL


class Kind(StrEnum):
    """Why a number is not a quantity."""

    DATE = "date"
    """A date, year, month, quarter, span of years or time of day."""
    LIST_NUMBER = "list_number"
    """`1.` `1、` `（1）` `①` `一、` `（一）` `一是` `第一条` in front of what it numbers."""
    CODE = "code"
    """A name made of digits: budget code, document number, telephone, credit code, `PM2.5`, `5G`."""
    RATIO = "ratio"
    """`1:65`, `2/3`, `三分之二`: both sides are kept in `Reserved.sides`."""
    IDIOM = "idiom"
    """A set phrase or name (`三公`, “十五连调”), or 一 as an article (`一个窗口`)."""
    ORDINAL = "ordinal"
    """`第3批`, `二级指标`, `3号楼`: which one, not how many."""
    PAGE = "page"
    """A page number left in the text."""


@dataclass(frozen=True, slots=True)
class Reserved:
    """A place that must not be read as a quantity. `sides` is set for a RATIO: left and right (`1:65`), or numerator
    and denominator of a fraction."""

    kind: Kind
    span: Span
    sides: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A reserved range of the folded text."""

    kind: Kind
    start: int
    end: int
    sides: tuple[Decimal, Decimal] | None = None


_YEAR = r"(?:19|20)[0-9]{2}"
_TO = r"(?:-{1,2}|~|—{1,2}|―|至|到)"
_MONTHS = rf"(?:[0-9]{{1,2}}月?(?:[0-9]{{1,2}}[日号])?{_TO})?[0-9]{{1,2}}月(?:[0-9]{{1,2}}[日号](?:{_TO}[0-9]{{1,2}}[日号])?|份)?"
_DATE = re.compile(
    rf"{_YEAR}年?{_TO}{_YEAR}(?:学?年度?|(?![0-9.,%万亿元人]))"
    rf"|{_YEAR}(?=[、和及与,，/]{_YEAR}(?:年|[、和及与]{_YEAR}年))"
    rf"|{_YEAR}(?:年度|学年|财年|年)(?:{_MONTHS}|第?[1-4一二三四]季度)?"
    rf"|{_YEAR}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}(?![0-9])"
    rf"|{_YEAR}-(?:0[1-9]|1[0-2])(?![0-9.,%万亿元])"
    rf"|{_YEAR}\.[0-9]{{1,2}}(?={_TO}{_YEAR}\.)|(?<=[-~—至]){_YEAR}\.(?:0?[1-9]|1[0-2])(?![0-9%万亿元])"
    rf"|{_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9.,%万亿元人])"
    rf"|{_YEAR}(?:届|版)"
    rf"|{_MONTHS}|[0-9]{{1,2}}日(?!内|以内|常|报|益)|[1-4]季度|[0-9]0年代|[0-9]{{2}}年度"
    rf"|(?<=[午间晨晚日:0-9~-])[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?![0-9])|[0-2]?[0-9]:[0-5][0-9](?={_TO}[0-2]?[0-9]:)"
    r"|[0-9]{1,2}时[0-9]{1,2}分"
)
_CN = f"[{CHARS}]"
_ONES = "[一二三四五六七八九十]"
_CN_DATE = re.compile(
    rf"[一二][{CHARS}O]{{3}}年度?(?:{_ONES}{{1,3}}月(?:[{CHARS}]{{1,3}}[日号])?)?"
    rf"|{_ONES}{{1,2}}月(?!牙)(?:份|{_ONES}{{1,3}}[日号])?|[一二三四]季度|{_ONES}十年代"
)
_ORDINAL = re.compile(r"[0-9]+(?:(?:-|~|—|至|、|到)第?[0-9]+)*(?:号[楼院室]|[^0-9\s,，。;；、:()\"])?")
_GRADE = re.compile(r"[0-9]+(?:级|号[楼院线机文]?|等奖|楼|室|路公交|栋[0-9]+|[Aa]级)")
_CN_ORDINAL = re.compile(rf"{_CN}+(?:届|条|章|节|款|项|部分|批次?|期|季度|轮|类|级|名|位|次|年|个|步|产业|方|一)?")
_CN_GRADE = re.compile(r"[一二三四五六七八九十]{1,2}(?:级|等奖)")
_PAGE = re.compile(r"[0-9]{1,4}(?:页|/[0-9]{1,4}页)")
_LONE_LINE = re.compile(r"[0-9]{1,3}(?:[-—~·]{1,2})?(?=\n|\f|$)")
_LIST = re.compile(
    rf"[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,3}}(?:[.、](?= ?(?:{_YEAR}年|[^0-9 .,%]))|(?=[一-龥\"](?<!分)))"
)
_LIST_MARK = re.compile(rf"[0-9]{{1,2}}(?:[.、](?= ?(?:{_YEAR}年|[^0-9 .,%、~-]))|(?:\. |、)(?=[0-9])|\)(?=[一-龥\"]))")
_SECTION = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[.、]?(?=[一-龥\"(])")
_COUNTED = re.compile(r"([0-9]{1,2}\.)([0-9]+)")
_BRACKETED = re.compile(r"[0-9]{1,2}\)")
_CN_LIST = re.compile(rf"{_ONES}{{1,3}}(?:[、.](?![{CHARS}0-9])|\)|是(?!否)|[:，,](?=[一-龥]))")
_LABEL = re.compile(
    r"(?:编码|编号|代码|电话|热线|传真|手机|账号|帐号|账户|邮编|证号|号码|信用代码|文号|案号|QQ|qq|微信)"
    r"(?:\([^()]{0,6}\))?(?:(?P<sure>[为是:]{1,2}) ?)?[\"(]?$"
)
_TOKEN = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z\-_/.]{0,60}[0-9A-Za-z])?")
_DOCUMENT = re.compile(rf"{_YEAR}[〕\]】)](?:第?[0-9]{{1,5}}(?:-[0-9]{{1,5}})?号)?")
_PHONE = re.compile(
    r"(?:1[3-9][0-9]{9}|0[0-9]{2,3}-[0-9]{7,8}(?:-[0-9]{1,4})?|[48]00-[0-9]{3,4}-[0-9]{3,4})(?![0-9.,])"
)
_HOTLINE = re.compile(r"(?:123[0-9]{2}|1[12][0-9])(?=政务|市民|热线|服务|平台|电话|报警|急救|指挥|举报)")
_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+){2,8}|[0-9]+(?:-[0-9]+){2,8}")
_RATIO = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,4})?):([0-9]{1,9}(?:\.[0-9]{1,4})?)(?![0-9:]|\.[0-9])")
_FRACTION = re.compile(r"([0-9]{1,4})/([0-9]{1,4})(?![0-9/.])")
_CN_FRACTION = re.compile(rf"({_CN}{{1,4}}|[0-9]{{1,3}})分之({_CN}{{1,5}}|[0-9]{{1,4}}(?:\.[0-9]{{1,4}})?)")
_LETTER = re.compile(r"[A-Za-z]")
_WORD_BEFORE = re.compile(r"[A-Za-z][A-Za-z0-9\-_.]*$")
_LINE_ENDS = "\n\f"
_STOPS = _LINE_ENDS + "\t|。；;：:，,、!?！？)"
_MARKS = frozenset(chr(c) for a, b in ((0x2460, 0x249B), (0x24EA, 0x24FF), (0x2776, 0x2793)) for c in range(a, b + 1))
MARKS = "".join(sorted(_MARKS))
"""Characters that are list numbers by themselves: `①` `⑴` `⒈`."""
_QUOTED = re.compile(r"[“「『][^“”「」『』\n]{1,16}[”」』]|《[^《》\n]{1,80}》|\"[^\"\n]*\"")


def names(text: str) -> Iterable[tuple[int, int]]:
    """The ranges of the original text in which a Chinese numeral belongs to a name: short quotations, book titles."""
    for match in _QUOTED.finditer(text):
        if match[0][0] != '"' or match.end() - match.start() <= 18:
            yield match.span()


def _before(text: str, index: int) -> str:
    return text[index - 1] if index else "\n"


def reserved_digits(text: str, i: int) -> Found | None:
    """What is reserved at the ASCII digit `i`, the first of its run."""
    before = _before(text, i)
    if before in "〔[【(" and (match := _DOCUMENT.match(text, i)):
        if match[0][-1] == "号" or before == "〔":
            return Found(Kind.CODE, i - 1, match.end())
        return Found(Kind.DATE, i, i + 4)
    return _list_number(text, i, before) or _code(text, i, before) or _date(text, i, before) or _pair(text, i, before)


def _date(text: str, i: int, before: str) -> Found | None:
    if before == "第":
        if match := _PAGE.match(text, i):
            return Found(Kind.PAGE, i - 1, match.end())
        if match := _ORDINAL.match(text, i):
            return Found(Kind.ORDINAL, i - 1, match.end())
    if before == "共" and (match := _PAGE.match(text, i)) and "第" in text[max(0, i - 12) : i + 12]:
        return Found(Kind.PAGE, i - 1, match.end())
    if match := _DATE.match(text, i):
        return Found(Kind.DATE, i, match.end())
    if match := _GRADE.match(text, i):
        return Found(Kind.ORDINAL, i, match.end())
    return None


def _list_number(text: str, i: int, before: str) -> Found | None:
    opened = before == "("
    outer = _before(text, i - 1) if opened else before
    if outer in _LINE_ENDS or (opened and outer in _STOPS):
        if opened and (match := _BRACKETED.match(text, i)):
            return Found(Kind.LIST_NUMBER, i - 1, match.end())
    elif opened and (match := _BRACKETED.match(text, i)) and text[match.end() : match.end() + 1] > "一":
        return Found(Kind.LIST_NUMBER, i - 1, match.end())
    if opened or before not in _STOPS:
        dashed = before in "-—~·" and _before(text, i - 1 if _before(text, i - 1) not in "-—" else i - 2) in _LINE_ENDS
        if dashed and (match := _LONE_LINE.match(text, i)) and match[0][-1] in "-—~·":
            return Found(Kind.PAGE, i - 1, match.end())
        return None
    fresh = before in _LINE_ENDS
    match = _LIST_MARK.match(text, i)
    if match and (fresh or (match[0][-1] in ".、" and before not in "，,、:")):
        return Found(Kind.LIST_NUMBER, i, match.end() - (match[0][-1] == " "))
    if not fresh:
        return None
    if (match := _COUNTED.match(text, i)) and (tail := TAIL.match(text, match.end())):
        unit = tail["unit"]
        if unit is None and tail["whole"] is None and not tail["scale"] and (section := _SECTION.match(text, i)):
            return Found(Kind.LIST_NUMBER, i, section.end())
        if unit and unit[0] in "个家项件起份名人户处所条场次批种类台套辆" and not tail["scale"] and match[2][0] != "0":
            return Found(Kind.LIST_NUMBER, i, match.end(1))  # 1.3家: a list number before a count, never 1.3 of a 家
    elif section := _SECTION.match(text, i):
        return Found(Kind.LIST_NUMBER, i, section.end())
    if (match := _LONE_LINE.match(text, i)) and match[0].isdigit():
        end = match.end()
        if (text[max(0, i - 2) : i] in ("\n\n", "\f") and text[end : end + 2] == "\n\n") or text[end : end + 1] == "\f":
            return Found(Kind.PAGE, i, end)
    return None


def _code(text: str, i: int, before: str) -> Found | None:
    token = _TOKEN.match(text, i)
    assert token is not None  # i is a digit
    if before > "\u4e00" or before in ':("':
        label = _LABEL.search(text, max(0, i - 16), i)
        if label and not _measured(text, token.end()):
            return Found(Kind.CODE, i, token.end())
    if match := _PHONE.match(text, i) or _HOTLINE.match(text, i):
        return Found(Kind.CODE, i, match.end())
    if _LETTER.match(before) or (before in "-_." and i > 1 and _LETTER.match(text[i - 2])):
        tail = TAIL.match(text, _number_end(text, i))
        if not (tail and (tail["unit"] in ("元", "%") or tail["whole"])):
            word = _WORD_BEFORE.search(text, max(0, i - 24), i)
            return Found(Kind.CODE, word.start() if word else i, token.end())
    if any(c.isalpha() for c in token[0]) and not _measured(text, _number_end(text, i)):
        return Found(Kind.CODE, i, token.end())
    digits = _number_end(text, i) - i
    if match := _DOTTED.match(text, i):
        if not _DATE.match(text, i):
            return Found(Kind.CODE, i, match.end())
    elif digits > 20 or (
        token[0].isdigit() and not _measured(text, token.end()) and _codelike(token[0], text, token.end())
    ):
        return Found(Kind.CODE, i, token.end() if digits <= 20 else _number_end(text, i))
    return None


def _codelike(digits: str, text: str, end: int) -> bool:
    plain = text[end : end + 1] not in (",", ":", "，") or not text[end + 1 : end + 2].isdigit()
    return plain and (len(digits) >= 13 or (len(digits) > 1 and digits[0] == "0"))


_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def _number_end(text: str, i: int) -> int:
    match = _NUMBER.match(text, i)
    return match.end() if match else i


def _measured(text: str, end: int) -> bool:
    tail = TAIL.match(text, end)
    return bool(tail and (tail["unit"] or tail["whole"] or tail["scale"]))


def _pair(text: str, i: int, before: str) -> Found | None:
    for pattern in (_RATIO, _FRACTION):
        match = pattern.match(text, i)
        if match and before not in "/:" and not _measured(text, match.end()):
            return Found(Kind.RATIO, i, match.end(), (Decimal(match[1]), Decimal(match[2])))
    return None


def fraction(text: str, i: int) -> tuple[str, str, int] | None:
    """`百分之八十五` or `三分之二` at `i`: the word before 分之, the digits behind it, and where it ends."""
    match = _CN_FRACTION.match(text, i)
    if match is None:
        return None
    if match[2].isascii():
        return match[1], match[2], match.end()
    whole, end = match[2], match.end()
    if text[end : end + 1] == "点" and (more := re.compile("点[零一二三四五六七八九]{1,4}").match(text, end)):
        whole, end = whole + more[0], more.end()
    read = ("100", 1) if whole == "百" else numeral(whole)
    return None if read is None else (match[1], str(Decimal(read[0]) * read[1]), end)


def reserved_numeral(text: str, i: int) -> Found | None:
    """What is reserved at the Chinese numeral character `i`."""
    before = _before(text, i)
    outer = _before(text, i - 1) if before == "(" else before
    if outer in _STOPS or outer == "(":
        match = _CN_LIST.match(text, i)
        bracket = match is not None and match[0][-1] == ")"
        if match and bracket == (before == "(") and (match[0][-1] not in ":，," or outer in _LINE_ENDS):
            return Found(Kind.LIST_NUMBER, i - bracket, match.end())
    if before == "第" and (match := _CN_ORDINAL.match(text, i)):
        kind = Kind.LIST_NUMBER if _before(text, i - 1) in _LINE_ENDS else Kind.ORDINAL
        return Found(kind, i - 1, match.end())
    if match := _CN_DATE.match(text, i):
        return Found(Kind.DATE, i, match.end())
    if phrase := idiom(text, i):
        return Found(Kind.IDIOM, *phrase)
    if match := _CN_GRADE.match(text, i):
        return Found(Kind.ORDINAL, i, match.end())
    return None


def article(text: str, i: int, end: int) -> bool:
    """True when the numeral `text[i:end]` is 一 before a measure word and counts nothing: `一个窗口`, not `共一个`."""
    if text[i:end] != "一" or _before(text, i) in "共仅计":
        return False
    tail = SPOKEN_TAIL.match(text, end)
    if tail is None or tail["unit"] in (None, "倍", "个百分点", "百分点", "成", "%"):
        return False
    return text[tail.end() : tail.end() + 1] != ":"
