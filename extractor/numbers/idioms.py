"""Set phrases with a numeral in them that counts nothing: data, one word a phrase.

Phrases between quotation marks, and in book titles, need no entry: a Chinese numeral in there is part of a name.
"""

from __future__ import annotations

import re

from extractor.numbers.numerals import CHARS

_PHRASES = """
三公 三支一扶 一件事一次办 十五连调 四上企业 一般公共预算 一般公共服务 一般性 一般 进一步
下一步 最后一公里 一体化 一体 统一 唯一 同一 单一 专一 划一 万一 第一时间 两个维护 两个确立
四个意识 四个自信 四个全面 三个代表 三会一课 三重一大 五位一体 一岗双责 一把手 一票否决
一事一议 一事一报 一卡通 一站式 一窗通办 一网通办 一网统管 一网 一窗 一门 一次性 一次办
最多跑一次 一线 一部分 一方面 一定 一些 一致 一直 一旦 一律 一切 一样 一起 一道 一并 一经
一时 一级 一步 一带一路 一村一品 一户一策 一企一策 一人一档 一县一策 一项一策 一对一 一一
一系列 一系 一类 一刀切 一盘棋 一张网 一张图 一条龙 一条心 一本账 一揽子 一手 一心 一流
一如既往 一贯 一向 一度 一半 一再 一般来说 一审 一季度 一老一小 一上一下 一口 一分为二
一元化 一元 二级 二级机构 两级 三级 四级 五级 二次 二次供水 二次分配 二期 二审 二上 二维码
二氧化碳 二孩 二手 两上两下 两不愁三保障 两不愁 两新组织 两新 两癌 两免一补 两免 两手 两岸
两会 两山 两委 两学一做 两年滚动 两高 两法 两代表一委员 两税 三农 三保 三保障 三定方案 三定
三方 三孩 三产 三等奖 三下乡 三合一 三同时 三线一单 三区三线 三年行动 三次产业 三大攻坚战
三严三实 三查四定 三分建 三甲 三权分置 三资 三角 三废 三无 三位一体 三级联动 三令五申 四风
四好农村路 四好 四早 四不两直 四下基层 四上 四水 四面 四季 四议两公开 四大 四级联动 五年规划
五保户 五保 五险一金 五险 五小 五老 五大 五好 五治 五级书记 五经普 五个一 五张网 六稳 六保
六大 六税两费 七分管 七一 八一 八项规定 九年义务教育 九年一贯制 九三学社 十分 十大 十四五
十三五 十二五 十五五 十九大 二十大 二十届 十八大 十九届 十佳 十堰 十全十美 十年树木 百年
百姓 百强 百分制 百分比 百分点 百货 千方百计 千家万户 千村 千百 千年 万众 万家 万物
万无一失 万象 成千上万 成百上千 数以万计 翻一番 翻两番 再上一 零距离 零容忍 零报告 零星 零售
零散 零就业 零工 零事故 零投诉 零上报 零基预算 零余额
"""


def _by_place() -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The phrases by the place of their first numeral, longest first, so that a numeral in a text leads to them."""
    table: dict[int, list[str]] = {}
    for phrase in sorted(set(_PHRASES.split()), key=lambda phrase: (-len(phrase), phrase)):
        place = next(i for i, char in enumerate(phrase) if char in CHARS)
        table.setdefault(place, []).append(phrase)
    return tuple((place, re.compile("|".join(table[place]))) for place in sorted(table))


_TABLE = _by_place()


def idiom(text: str, index: int) -> tuple[int, int] | None:
    """The range of the set phrase whose first numeral stands at `index` of a folded text; the longest that fits."""
    best: tuple[int, int] | None = None
    for place, phrases in _TABLE:
        if place > index:
            break
        match = phrases.match(text, index - place)
        if match and (best is None or match.end() - match.start() > best[1] - best[0]):
            best = match.span()
    return best
