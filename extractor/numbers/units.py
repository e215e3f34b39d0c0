"""The units a figure may carry. A new unit is one row of `_TABLE`.

A row says what is printed, the base unit it counts in, what it measures, how many base units one of it is, and two
things about the words around it. 万 and 亿 are no units: they stand between figure and unit (`5.07万元` is 5.07 x 10000
元) and are kept apart as `Quantity.scale`, so that `5.07元` and `5.07万元` keep the same digits.

Columns, `=` standing for the obvious:

* printed name; `=` or the base unit; dimension; factor (`=` is 1);
* how it is used: `x` its plain figures are counted and so exact (`62人`), `s` it may follow a Chinese numeral
  (`十三个`; without it an idiom such as `四面` would become a figure), `-` neither;
* the beginnings of words that must not follow: `3分` is no score in `3分钟`, nor `2 项` a count in a table's line
  `2 项目支出`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from extractor.model import Dimension

_LATIN = "[0-9A-Za-z]"
_TABLE = f"""
元 = money = s 化|素|旦|宵|宇
元整 元 money = s
圆整 元 money = s
元人民币 元 money = s
美元 = money = s
欧元 = money = s
港元 = money = s
日元 = money = s
% = percent = -
‰ % percent 0.1 -
成 % percent 10 s 立|为|功|果|员|本|效|绩|熟|交|都|型
个百分点 百分点 points = s
百分点 百分点 points = s
倍 = times = s
分 = score = xs 钟|之|米|贝|公司|局|院|店|会场|校区
人 = people = xs 民|均|才|员经费|员支出|员编制|员类|员工资|员情况
名 人 people = xs 称
位 人 people = xs 小数|数|于|置|次|居
人员 人 people = x 经费|支出|编制|类|工资|情况
人次 = count = xs
人(次) 人次 count = xs
个次 = count = xs
户次 = count = xs
家次 = count = xs
辆次 = count = xs
车次 = count = xs
班次 = count = xs
场次 场 count = xs
批次 批 count = xs
个 = count = xs
家 = count = xs 庭|长
户 = count = xs 籍|外|型
农户 户 count = xs
件 = count = xs
起 = count = xs
份 = count = xs 额
项 = count = xs 目(?!标)
场 = count = xs 所|地|景
批 = count = xs 准|复|示
次 = count = xs 要
种 = count = xs 植|子
条 = count = xs 件|例|款
篇 = count = xs
本 = count = xs 级|科|单位|年|部|局|县|市
册 = count = xs
幅 = count = xs 度
张 = count = xs
套 = count = xs
台 = count = xs 账|风
辆 = count = xs
艘 = count = xs
架 = count = xs
座 = count = xs
栋 = count = xs
幢 = count = xs
间 = count = xs 接|隔
处 = count = xs 理|置|级|罚|长|室|分
所 = count = xs 有|需|属|在|涉|示|列|得
宗 = count = xs
例 = count = xs 如|外|会
笔 = count = xs 试
轮 = count = xs
部分 = count = xs
部门 = count = xs 预|决|整|支|职|基|概|收|绩|自|资|情|单|本|编|评
部 = count = x 门|委|队|级|属|署
类 = count = x 别|型|似
期 = count = x 间|限|末|初|满
支 = count = x 出|付|持|撑|部|行
门 = count = x 诊|槛|户|类
单 = count = x 位|项|独
组 = count = x 织|成|建|长|合
队 = count = x 伍|员
只 = count = x 有|要|能|是
对 = count = x 象|外|接|于|口|全|个|企|社
道 = count = x 路|德
头 = count = x
株 = count = x
棵 = count = x
片 = count = x 区
块 = count = x
眼 = count = x
盏 = count = x
根 = count = x 据
枚 = count = x
路 = count = x 线
岗 = count = x
班 = count = x 子|组|级
床 = count = x
张床位 床 count = x
县 = count = x 级|市|区|局|委|政府|人民|财政
乡镇 = count = x
镇 = count = x
乡 = count = x 村|镇
村 = count = x 级|民
社区 = count = x
平方米 = area = s
平米 平方米 area = s
㎡ 平方米 area = -
m² 平方米 area = -
m2 平方米 area = - {_LATIN}
公顷 平方米 area 10000 s
平方公里 平方米 area 1000000 s
平方千米 平方米 area 1000000 s
亩 = area = s 产|均
亩次 = area = s
公里 = other = s
千米 公里 other = s
km 公里 other = - {_LATIN}
米 = other = s
延米 米 other = s
吨 = other = s
千克 = other = s
公斤 千克 other = s
kg 千克 other = - {_LATIN}
立方米 = other = s
m³ 立方米 other = -
千瓦时 = other = s
千瓦 = other = s
兆瓦 = other = s
岁 = other = xs 月|末
年 = other = xs 代|级|度|均|底|末|初|龄|轻|终|报|中[追调增下新预]
学年 = other = xs
周年 年 other = xs
个季度 = other = xs
个月 = other = xs
周 = other = xs 边|期|围|密|末|年
天 = other = xs 然|气|津
日 天 other = x 常|报|均|益
个工作日 工作日 other = xs
工作日 = other = x
小时 = other = xs
分钟 = other = xs
学时 = other = xs
课时 = other = xs
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """One row: `factor` base units of `base`; `exact` when counted, `spoken` when it may follow a Chinese numeral."""

    name: str
    base: str
    dimension: Dimension
    factor: Decimal
    exact: bool
    spoken: bool
    unless: str


def _unit(line: str) -> Unit:
    name, base, dimension, factor, use, *unless = line.split()
    return Unit(
        name,
        name if base == "=" else base,
        Dimension(dimension),
        Decimal(1 if factor == "=" else factor),
        "x" in use,
        "s" in use,
        "".join(unless),
    )


UNITS: dict[str, Unit] = {row.name: row for row in map(_unit, _TABLE.strip().splitlines())}
"""Every unit by its printed name."""

EXACT: frozenset[str] = frozenset(row.base for row in UNITS.values() if row.exact)
"""Base units whose plain figures are counted: `62人` is 62, not 61.5 to 62.5."""

SCALES: dict[str, Decimal] = {
    mark + big: Decimal(times * factor)
    for mark, times in (("", 1), ("十", 10), ("百", 100), ("千", 1000))
    for big, factor in (("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12))
    if mark + big not in ("", "十")
}
"""What may stand between figure and unit, with its factor."""

_SCALE = r"(?P<scale>[十百千]?(?:万亿|[万亿])|千|百(?!货))"
_RATED = "平方米|小时|学期|公里|人|名|月|年|户|亩|天|日|次|㎡|生|床|辆|件|吨|台|个|家|村|场"
_PER = rf"(?P<per>/(?:{_RATED})(?:[·/](?:月|年|天|日|次))?)"
_AFTER = r"(?:\(含\)|及|或)?(?P<after>以上(?!海|述|级)|以下|以内|之内|左右|上下|[多余](?=[,，。;；、)\n]|$))"


def _alternation(rows: Iterable[Unit]) -> str:
    longest = sorted(rows, key=lambda row: -len(row.name))
    return "|".join(re.escape(row.name) + (f"(?!{row.unless})" if row.unless else "") for row in longest)


def _tail(rows: list[Unit]) -> re.Pattern[str]:
    units = _alternation(rows)
    # Units that begin like a scale are tried before the scale is: 千米 is no 千 of 米.
    whole = _alternation(row for row in rows if row.name[0] in "百千")
    # A hedge (余) counts only before a scale or a unit; that is asked behind them, for each copy of the units in the
    # pattern takes longer to compile than most pages to read.
    return re.compile(
        rf"(?: ?(?:(?P<whole>{whole})|(?P<more>[余多来](?P<big>(?=[十百千万亿]))?)?{_SCALE}?"
        rf"(?:(?(scale)(?P<more2>[余多])?)(?P<unit>{units}))?(?(more)(?(big)|(?(scale)|(?(unit)|(?!)))))))?"
        rf"{_PER}?(?:{_AFTER})?"
    )


TAIL = _tail(list(UNITS.values()))
"""What may follow a figure in digits, from the end of the figure: scale, unit, 每, and the hedges behind it."""

SPOKEN_TAIL = _tail([row for row in UNITS.values() if row.spoken])
"""The same after a Chinese numeral."""
