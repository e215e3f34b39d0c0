"""The units a figure may carry. A new unit is one row of `_ROWS`.

A row says what is printed, the base unit it counts in, what it measures and how many base units one of it is.
万 and 亿 are no units: they stand between figure and unit (`5.07万元` is 5.07 x 10000 元) and are kept apart as
`Quantity.scale`, so that `5.07元` and `5.07万元` keep the same digits.

`spoken` units may follow a Chinese numeral (`十三个`); the others would make idioms into figures (`四面`, `二期`).
`unless` is what must not follow: `5部` is not a count in `5部门`, `3分` is no score in `3分钟`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractor.model import Dimension

MONEY, PEOPLE, COUNT, SCORE = Dimension.MONEY, Dimension.PEOPLE, Dimension.COUNT, Dimension.SCORE
PERCENT, POINTS, TIMES, AREA, OTHER = (
    Dimension.PERCENT,
    Dimension.POINTS,
    Dimension.TIMES,
    Dimension.AREA,
    Dimension.OTHER,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One printed unit: `factor` base units of `base`; `exact` when its plain figures are counted, not rounded."""

    name: str
    base: str
    dimension: Dimension
    factor: Decimal = Decimal(1)
    exact: bool = False
    spoken: bool = True
    unless: str = ""


def _counts(names: str, dimension: Dimension = COUNT, *, spoken: bool = True) -> Iterator[Unit]:
    for name in names.split():
        name, _, unless = name.partition("!")
        yield Unit(name, name, dimension, exact=True, spoken=spoken, unless=unless)


_ROWS: tuple[Unit, ...] = (
    Unit("元", "元", MONEY, unless="化|素|旦|宵|件|宇|月|老|帅|首|朝"),
    Unit("元整", "元", MONEY),
    Unit("圆整", "元", MONEY),
    Unit("圆", "元", MONEY, spoken=False, unless="满|桌|形|形|心"),
    Unit("元人民币", "元", MONEY),
    *(Unit(name, name, MONEY) for name in ("美元", "欧元", "港元", "日元", "英镑")),
    Unit("%", "%", PERCENT),
    Unit("个百分点", "百分点", POINTS),
    Unit("百分点", "百分点", POINTS),
    Unit("‰", "%", PERCENT, Decimal("0.1")),
    Unit(
        "成", "%", PERCENT, Decimal(10), unless="立|为|功|果|员|本|效|绩|熟|长|交|都|品|人|份|像|套|分|型|型|片|因|就"
    ),
    Unit("倍", "倍", TIMES),
    Unit("分", "分", SCORE, exact=True, unless="钟|之|米|贝|秒|公司|局|校|院|店|馆|会场|散|头"),
    Unit("人", "人", PEOPLE, exact=True, unless="民币|均|工|居|大常|物|气|类|行道|脸"),
    Unit("名", "人", PEOPLE, exact=True, unless="称|义|录|片|牌|胜"),
    Unit("位", "人", PEOPLE, exact=True, spoken=True, unless="小数|数|于|置|次|居|列"),
    Unit("人员", "人", PEOPLE, exact=True, spoken=False),
    *_counts("人次 人·次 个次 户次 家次 辆次 车次 件次 台次 班次 架次"),
    Unit("人(次)", "人次", COUNT, exact=True),
    Unit("场次", "场", COUNT, exact=True),
    Unit("批次", "批", COUNT, exact=True),
    Unit("例次", "例", COUNT, exact=True),
    *_counts(
        "个!人所得|体户|性 家!庭|长|属|乡 户!籍|外|型 件 起!步|来|草 份!额 项 场!所|地 批!准|复|示|发 次!要|日|年|月|生 种!植|子|类"
    ),
    *_counts(
        "条!件|例|款|线 篇 本!级|局|单|部|县|市|年|身|省|区|院|校|所|次|期|部|轮|着|来 册 幅!度 张 套 台!账|阶|风 辆 艘 架 座 栋 幢 间!接|隔|距|断"
    ),
    *_counts(
        "处!理|置|级|罚|于|长|分|室|境|方 所!有|需|属|在|以|得|长|谓|占|涉|示|列|述 宗 例!如|外|会 笔!试 部分 部门 步 轮 路!线 岗"
    ),
    *_counts(
        "部!门|分|委|队|级|长|属|署|位|落 类!别|型|似 期!间|限|末|初|货|望|满 届!满|时 支!出|付|部|队|持|撑|行|局|教|农|援|配 门!诊|槛|户|口|窗|类|卫|票 单!位|一|独|项 组!织|成|建|长|合|件|团",
        spoken=False,
    ),
    *_counts(
        "只!有|要|能|是|增|减|需|占 头!脑|等 株 棵 片!区|面 块!钱 面!积|向|对|临|试|板 口!径|岸|碑|头 眼 道!路|德|理 根!据|本 盏 枚 对!象|外|接|于|口|全|各 队!伍|员 站!点|长 村 乡镇 乡 镇 社区 县 市 区 省 版 顶 科室 科 股!份|级 室!内|外 学分 床 张床位 班!子|组|级|主",
        spoken=False,
    ),
    Unit("平方米", "平方米", AREA),
    Unit("平米", "平方米", AREA),
    Unit("㎡", "平方米", AREA),
    Unit("m2", "平方米", AREA, spoken=False, unless="[0-9A-Za-z]"),
    Unit("m²", "平方米", AREA),
    Unit("公顷", "平方米", AREA, Decimal(10_000)),
    Unit("平方公里", "平方米", AREA, Decimal(1_000_000)),
    Unit("平方千米", "平方米", AREA, Decimal(1_000_000)),
    Unit("亩", "亩", AREA, unless="产|均"),
    Unit("亩次", "亩次", AREA),
    Unit("公里", "公里", OTHER),
    Unit("千米", "公里", OTHER),
    Unit("km", "公里", OTHER, spoken=False, unless="[0-9A-Za-z]"),
    *(Unit(name, "米", OTHER) for name in ("米", "延米")),
    *(Unit(name, name, OTHER) for name in ("厘米", "毫米", "吨", "立方米", "千瓦时", "千瓦", "兆瓦")),
    *(Unit(name, "千克", OTHER) for name in ("千克", "公斤")),
    *(Unit(name, "立方米", OTHER, spoken=False) for name in ("m³", "㎥")),
    *(Unit(name, name, OTHER, spoken=False, unless="[0-9A-Za-z]") for name in ("kg", "kW", "kWh", "MW", "GB", "TB")),
    *_counts(
        "岁!月|末 天!然|气|津|下|地|花|窗 小时 分钟 课时 学时 工作日 个工作日 周!年|边|期|围|密 周年 个季度 个月 学年",
        OTHER,
    ),
    Unit("年", "年", OTHER, exact=True, unless="代|级|度|均|底|末|初|龄|轻|产|终|报|中|内|前期|末|检|画|味|货"),
    Unit("日", "天", OTHER, exact=True, spoken=False, unless="常|报|益|用|前"),
)

UNITS: dict[str, Unit] = {row.name: row for row in _ROWS}
"""Every unit by its printed name."""

EXACT: frozenset[str] = frozenset(row.base for row in _ROWS if row.exact)
"""Base units whose plain figures are counted: `62人` is 62, not 61.5 to 62.5."""

SCALES: dict[str, Decimal] = {
    mark + big: Decimal(times * factor)
    for mark, times in (("", 1), ("十", 10), ("百", 100), ("千", 1000))
    for big, factor in (("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12))
    if mark + big not in ("", "十")
}
"""What may stand between figure and unit, with its factor."""


def _alternation(rows: Iterator[Unit]) -> str:
    longest = sorted(rows, key=lambda row: -len(row.name))
    return "|".join(re.escape(row.name) + (f"(?!{row.unless})" if row.unless else "") for row in longest)


_SCALE = r"(?P<scale>[十百千]?(?:万亿|[万亿])|千|百(?!货))"
# Units that begin like a scale are tried before the scale is: 千米 is no 千 of 米.
_WHOLE = _alternation(row for row in _ROWS if row.name[0] in "百千")
_PER = r"(?P<per>/(?:人|名|月|年|户|亩|天|日|次|平方米|㎡|生|床|学年|学期|辆|件|吨|公里|台|个|家|村|场|小时|股)(?:[·/](?:月|年|天|日|次))?)"
_AFTER = r"(?:\(含\)|及|或)?(?P<after>以上(?!海|述|级)|以下|以内|之内|左右|上下|[多余](?=[,，。;；、)\n]|$))"


def _tail(spoken: bool) -> re.Pattern[str]:
    units = _alternation(row for row in _ROWS if row.spoken or not spoken)
    return re.compile(
        rf"(?: ?(?:(?P<whole>{_WHOLE})|(?P<more>[余多来](?=[十百千万亿]|{units}))?{_SCALE}?"
        rf"(?:(?P<more2>[余多](?={units}))?(?P<unit>{units}))?))?{_PER}?(?:{_AFTER})?"
    )


TAIL = _tail(spoken=False)
"""What may follow a figure in digits, from the end of the figure: scale, unit, 每, and the hedges behind it."""
SPOKEN_TAIL = _tail(spoken=True)
"""The same after a Chinese numeral."""
