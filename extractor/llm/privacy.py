"""Personal data become placeholders before a text is sent, and come back in what is answered.

Meant: resident identity numbers (with their check digit), bank cards (with theirs), telephone numbers, e-mail
addresses, and the names beside 联系人, 填报人, 负责人 and the like. Nothing a report is evaluated by is among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from extractor.model import Span

_NOTHING = "\u200b-\u200d\u2060\ufeff\u00ad"
"""Characters that nobody sees: they tear a number apart for a program only."""
_B = rf"[ \t\u00a0\u3000{_NOTHING}]"
_GAP = rf"[\s\u2010-\u2015\-{_NOTHING}]{{0,3}}"
"""What may stand between the digits of one number that is known to be one, the end of a line too."""
_IDENTITY = re.compile(rf"(?=(?<![0-9])((?:[0-9]{_GAP}){{17}}[0-9Xx])(?![0-9A-Za-z]))")
_BORN = re.compile(r"[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_CARD = re.compile(rf"(?<![0-9.])(?:[0-9][ \u00a0\u3000{_NOTHING}-]?){{15,18}}[0-9](?![0-9.])")
_MOBILE = re.compile(
    rf"(?<![0-9.])(?:(?:\+|00)?86{_B}?-?)?1[3-9](?:[{_NOTHING} -]?[0-9]){{9}}(?![0-9.])"
    rf"|(?<![0-9.])(?:(?:\+|00)?86{_B}?-?)?1[3-9]\d[.·\u2010-\u2015 -]\d{{4}}[.·\u2010-\u2015 -]\d{{4}}(?![0-9.])"
    r"|(?<![一二三四五六七八九零〇○])一[三四五六七八九][一二三四五六七八九零〇○]{9}(?![一二三四五六七八九零〇○十百千万])"
)
_LANDLINE = re.compile(
    rf"(?<![0-9.])(?:[(]0\d{{2,3}}[)]{_B}?|0\d{{2,3}}(?:[-\u2010-\u2015 ]\s?|\s))\d{{7,8}}(?:-\d{{1,6}})?(?![0-9.])"
)
_LABELLED = re.compile(
    r"(?:电话|手机|传真|联系方式|身份证件?|证件|银行卡|卡|账|帐)(?:号码?)?(?:[(][^()\n]{1,8}[)])?"
    rf"[:\s|_]{{0,4}}((?:[+(]?[0-9][)]?{_GAP}){{6,20}}[0-9Xx])(?![0-9.A-Za-z]|\s*[万元亿个部台户人次张])"
)
_MAIL = re.compile(rf"[A-Za-z0-9._%+-]+{_B}?@{_B}?[A-Za-z0-9-]+(?:{_B}?\.{_B}?[A-Za-z0-9-]+)*")
_ROLES = (
    *("联系人", "填报人", "填表人", "经办人", "制表人", "审核人", "复核人", "撰稿人", "签发人", "经手人"),
    *(f"{whose}负责人" for whose in ("单位", "部门", "项目", "财务", "分管", "主要", "")),
    *("主管领导", "法定代表人", "局长", "主任", "科长", "股长", "书记", "会计", "出纳"),
)
_BESIDE = (
    rf"(?:{'|'.join(f'{_B}{{0,2}}'.join(role) for role in _ROLES)})(?:员)?(?:姓名)?(?:[(][^)\n]{{1,8}}[)])?"
    rf"(?:[及和与、/]?(?:联系)?(?:电话|方式|手机|职务)(?:号码)?)?{_B}*"
)
_NAME = rf"[\u4e00-\u9fff·](?:{_B}{{0,2}}[\u4e00-\u9fff·]){{1,3}}"
_AFTER = r"(?=[\s,。;|()\d_、/]|$|联系|电话|手机|填报|审核|日期)"
_NAMED = re.compile(rf"{_BESIDE}[:|\t][\s|_]*({_NAME}){_AFTER}")
_NAMED_APART = re.compile(
    rf"{_BESIDE}(?<=[ \t\u00a0\u3000])([\u4e00-\u9fff]{{2,3}})(?={_B}*(?:$|[\d(|]|联系|电话|手机))", re.MULTILINE
)
"""Without a mark between them, so that only a telephone number or the end of the line may follow."""
_MORE = re.compile(rf"[、/,和及]({_NAME}){_AFTER}")
_NAMED_BELOW = re.compile(
    _BESIDE + rf"\n\s*([\u4e00-\u9fff](?:{_B}{{0,2}}[\u4e00-\u9fff]){{1,2}})[^\S\n]*$", re.MULTILINE
)
"""Of a form that lost its grid: the label on one line, the name on the next."""
_OFFICE = "科股室处局部组站所院会队司"
_TITLES = "同志|副?(?:局长|主任|科长|股长|书记|县长|市长|处长|院长|校长|会计)|女士|先生|老师"
_TELLING = 3
"""A name of so many characters is no other word, and is hidden wherever it stands; a shorter one before a title."""
SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘斜厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦"
    "雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越"
    "夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖闫付覃岳"
)
_SECRET = re.compile(
    r"(?:绝密|机密|秘密)级?[★☆*]|密级[:]?(?:绝密|机密|秘密|涉密)"
    r"|^[【\[(★☆]*(?:绝密|机密|秘密|涉密文件|涉密)级?[】\])]*(?:[(·.-]?(?:\d{1,2}(?:年|个月)|长期)[)]?)?$",
    re.MULTILINE,
)
_UNSEEN = re.compile(rf"[^\S\n]|[{_NOTHING}]")
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def is_secret(text: str) -> bool:
    """True when a text carries a mark of secrecy (绝密★, 密级：机密, a line that is one)."""
    return _SECRET.search(_UNSEEN.sub("", text.translate(_HALF))) is not None


class Shield:
    """The placeholders of one document: the same datum is the same placeholder wherever it stands."""

    def __init__(self) -> None:
        self._placeholder: dict[str, str] = {}
        self._names: set[str] = set()

    @property
    def count(self) -> int:
        """How many data were replaced."""
        return len(self._placeholder)

    def learn(self, text: str) -> None:
        """Take note of the names in a text, which are then hidden in others too, where no label stands beside them."""
        self._names.update(_bare(text[span.start : span.end]) for span in _named(text.translate(_HALF)))

    def places(self, text: str) -> list[tuple[Span, str]]:
        """Where personal data stand, in order and apart from each other, each with its placeholder."""
        found: list[tuple[Span, str]] = []
        self.learn(text)
        for span, kind in sorted(
            _data(text.translate(_HALF), self._names), key=lambda place: (place[0].start, -place[0].end)
        ):
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


def _data(text: str, names: Iterable[str]) -> Iterator[tuple[Span, str]]:
    """Personal data in a text in half width (character for character that of the document)."""
    for match in _IDENTITY.finditer(text):
        number = _plain(match[1])
        if _BORN.fullmatch(number) and _identity_checks(number):
            yield Span(*match.span(1)), "证件"
    for match in _CARD.finditer(text):
        if _luhn(_plain(match.group())):
            yield Span(*match.span()), "卡号"
    for match in chain(_MOBILE.finditer(text), _LANDLINE.finditer(text)):
        yield Span(*match.span()), "电话"
    for match in _LABELLED.finditer(text):
        yield Span(*match.span(1)), "号码"
    for match in _MAIL.finditer(text):
        yield Span(*match.span()), "邮箱"
    for span in _named(text):
        yield span, "姓名"
    for name in sorted(names):
        spaced = rf"{_B}{{0,2}}".join(map(re.escape, name))
        wanted = spaced if len(name) >= _TELLING else rf"{spaced}(?={_TITLES})"
        yield from ((Span(*match.span()), "姓名") for match in re.finditer(wanted, text))


def _named(text: str) -> Iterator[Span]:
    """The names that stand beside what says whose they are."""
    for match in chain(_NAMED.finditer(text), _NAMED_APART.finditer(text), _NAMED_BELOW.finditer(text)):
        found: re.Match[str] | None = match
        while found and found[1][0] in SURNAMES and found[1][-1] not in _OFFICE:
            yield Span(*found.span(1))
            found = _MORE.match(text, found.end(1))


def _bare(name: str) -> str:
    return re.sub(rf"{_B}", "", name)


def _plain(text: str) -> str:
    """The digits of a number, without what stands between them."""
    return "".join(char for char in text if char.isalnum()).upper()


def _identity_checks(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return "10X98765432"[total % 11] == number[17]


def _luhn(number: str) -> bool:
    doubled = [int(digit) * (2 if index % 2 else 1) for index, digit in enumerate(reversed(number))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0
