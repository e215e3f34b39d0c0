"""Personal data become placeholders before a text is sent, and come back in what is answered.

Meant: resident identity numbers (with their check digit), bank cards (with theirs), telephone numbers, e-mail
addresses, and the names beside 联系人, 填报人, 负责人 and the like. Nothing a report is evaluated by is among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from extractor.model import Span

_BLANKS = r"[ \u00a0\u3000]?"
_IDENTITY = re.compile(rf"(?<![0-9A-Za-z])(?:[0-9０-９]{_BLANKS}){{17}}[0-9０-９Xxｘ](?![0-9A-Za-z０-９])")
_CARD = re.compile(r"(?<![0-9.．０-９])(?:[0-9０-９][ \u00a0-]?){15,18}[0-9０-９](?![0-9.．０-９])")
_MOBILE = re.compile(r"(?<![0-9０-９.])(?:\+?86[- ]?)?[1１][3-9３-９](?:[- ]?[0-9０-９]){9}(?![0-9０-９.])")
_LANDLINE = re.compile(r"(?<![0-9０-９.])(?:[(（]0\d{2,3}[)）]|0\d{2,3}[-—－ ])\d{7,8}(?:-\d{1,6})?(?![0-9０-９.])")
_CALLED = re.compile(r"(?:电话|手机|传真)(?:号码)?[^\S\n]*[:：\t]?\s?(\d{7,8})(?![0-9０-９.万元])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+[@＠][A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_BESIDE = (
    r"(?:联系人|填报人|填表人|经办人|制表人|审核人|复核人|(?:单位|部门|项目|财务|分管|主要)?负责人|主管领导|法定代表人)"
    r"(?:员)?(?:姓名)?(?:[(（][^)）\n]{1,8}[)）])?[^\S\n]*"
)
_NAMED = re.compile(
    _BESIDE + r"[:：|\t][\s|]*"
    r"([\u4e00-\u9fff·](?:[ \u3000]{0,2}[\u4e00-\u9fff·]){1,3})"
    r"(?=[\s，,。；;|\t(（)）\d]|$|联系|电话|手机|填报|审核|日期)"
)
_NAMED_BELOW = re.compile(
    _BESIDE + r"\n\s*([\u4e00-\u9fff](?:[ \u3000]{0,2}[\u4e00-\u9fff]){1,2})[^\S\n]*$", re.MULTILINE
)
"""Of a form that lost its grid: the label on one line, the name on the next."""
_TELLING = 3
"""A name of so many characters is no other word, and is hidden wherever it stands."""
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘斜厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦"
    "雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越"
    "夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫付覃岳"
)
_SECRET = re.compile(
    r"(?:绝密|机密|秘密)[ \u3000]*[★☆*＊]|密[ \u3000]*级[ \u3000]*[:：]?[ \u3000]*(?:绝密|机密|秘密|涉密)"
    r"|^[ \t\u3000【\[(（]*(?:绝密|机密|秘密|涉密文件|涉密)[ \t\u3000】\])）]*(?:\d{1,2}年)?[ \t\u3000]*$",
    re.MULTILINE,
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_secret(text: str) -> bool:
    """True when a text carries a mark of secrecy (绝密★, 密级：机密, a line that is one)."""
    return _SECRET.search(text) is not None


class Shield:
    """The placeholders of one document: the same datum is the same placeholder wherever it stands."""

    def __init__(self) -> None:
        self._placeholder: dict[str, str] = {}

    @property
    def count(self) -> int:
        """How many data were replaced."""
        return len(self._placeholder)

    def places(self, text: str) -> list[tuple[Span, str]]:
        """Where personal data stand, in order and apart from each other, each with its placeholder."""
        found: list[tuple[Span, str]] = []
        for span, kind in sorted(_data(text), key=lambda place: (place[0].start, -place[0].end)):
            if not found or found[-1][0].end <= span.start:
                datum = text[span.start : span.end]
                name = self._placeholder.setdefault(datum, f"【{kind}{len(self._placeholder) + 1}】")
                found.append((span, name))
        return found

    def mask(self, text: str) -> str:
        """The text with placeholders."""
        parts, at = [], 0
        for span, placeholder in self.places(text):
            parts += [text[at : span.start], placeholder]
            at = span.end
        return "".join([*parts, text[at:]])

    def restore(self, text: str) -> str:
        """The text with its placeholders undone."""
        for datum, placeholder in self._placeholder.items():
            text = text.replace(placeholder, datum)
        return text


def _data(text: str) -> Iterator[tuple[Span, str]]:
    for match in _IDENTITY.finditer(text):
        if _identity_checks(_plain(match.group())):
            yield Span(*match.span()), "证件"
    for match in _CARD.finditer(text):
        if _luhn(_plain(match.group())):
            yield Span(*match.span()), "卡号"
    for match in chain(_MOBILE.finditer(text), _LANDLINE.finditer(text)):
        yield Span(*match.span()), "电话"
    for match in _CALLED.finditer(text):
        yield Span(*match.span(1)), "电话"
    for match in _MAIL.finditer(text):
        yield Span(*match.span()), "邮箱"
    names = set()
    for match in chain(_NAMED.finditer(text), _NAMED_BELOW.finditer(text)):
        if match.group(1)[0] in _SURNAMES:
            names.add(match.group(1))
            yield Span(*match.span(1)), "姓名"
    for name in sorted(names):
        if len(name) >= _TELLING:
            yield from ((Span(*match.span()), "姓名") for match in re.finditer(re.escape(name), text))


def _plain(text: str) -> str:
    """The digits of a number in half width, without blanks and dashes."""
    half = (chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else char for char in text)
    return "".join(char for char in half if char.isalnum()).upper()


def _identity_checks(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17]


def _luhn(number: str) -> bool:
    doubled = [int(digit) * (2 if index % 2 else 1) for index, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
