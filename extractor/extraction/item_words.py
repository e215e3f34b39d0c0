"""What sentences of a chapter on problems and measures are, beside items: lead-ins, closings, hints, 无, promises."""

from __future__ import annotations

import re

_HINT = re.compile(r"\s*[(\[].*(?:字以内|字左右|字数|请|简要|说明|逐条|填写|对应|提纲|包括|结合|参考).*[)\]]?\s*$")
_LEAD = re.compile(
    r"^[^。;]*:$|^[^。;]{0,60}(?:以下|如下|下列|几个方面|几方面"
    r"|(?:[两二三四五六七]|\d)(?:个|条|点|项)(?:方面|问题|不足|措施|工作|建议))[^。;，,:]{0,12}[。:]?$"
)
_TAIL = re.compile(
    r"\s*(?:附件|附表|附[:：\d]|特此|此页|(?:19|20)\d\d\s*年\s*\d"
    r"|[^，。；;:：]{2,24}(?:[局院厅委办镇乡校处心会馆所站队府]|[大中小]学|幼儿园|公司|联合社|街道)\s*$|联系人|联系电话|填报人|填表人|审核人"
    r"|单位负责人|项目负责人|负责人|填报(?:日期|时间|单位)|填表(?:日期|时间)|[(（](?:盖章|公章|单位公章)|评价组)"
)
_CONTENTS = re.compile(r"(?:\.{3,}|…+|·{3,})\s*\d{1,3}\s*$")
_ABSENT = r"(?:无|暂无|没有|未发现|未见|不存在|尚无|尚未发现|暂未发现|未出现|不涉及|无需|不需要|并无)"
_OF_SUCH = (
    "(?:发现|存在|出现|需要?|要|明显|重大|突出|较大|任何|相关|有关|其[他它]|的|以上|上述|严重|违规|违纪|改进|整改|说明|绩效|目标|年度"
    "|预期|资金|使用|执行|管理|方面|等)*"
)
_LACK = r"(?:问题|不足(?:之处)?|短板|困难|偏差|偏离[^，。;]{0,12}|薄弱环节)"
_MATTER = r"(?:措施|建议|意见|事项|情况|内容|地方)"
_WE = r"(?:[我本该](?:单位|部门|局|院|中心|镇|乡|校|办|委|馆|站|所)|目前|当前|截至目前|暂时|本年度|均|，)*"
_NONE = re.compile(
    r"(?:[无略\-—/]+|暂无|没有|不涉及|不适用|无\w{0,4})[。.;]?$"
    rf"|(?:[^。;]{{0,48}}?{_ABSENT}{_OF_SUCH}{_LACK}|{_WE}{_ABSENT}{_OF_SUCH}{_MATTER})(?:的?(?:情况|现象|情形))?[。.;]?$"
)
_LONGEST_NONE = 72
_ASSERTS = re.compile(
    r"[不未缺无低差弱慢少难偏欠滞乏，]|有待|尚|仍|够|过[高低多少]|较|需|应当|薄弱|突出|存在|重.轻|"
    r"^(?:进一步|加强|加大|提高|提升|完善|强化|推进|推动|优化|规范|健全|建立|细化|加快|严格|落实|深化|创新|做好|抓好|增强|改进"
    r"|盘活|持续|切实|严|抓|把|充实|科学|合理|狠抓|压实|坚持|树立|充分|积极|统筹|注重|夯实)"
)
_TOPIC = re.compile(r"(?:方面|层面|环节|领域)$")
_PROMISE = re.compile(
    r"(?=(?:针对|为此|对此|今后|下一?步|后续|下一年度?|明年|(?:20\d\d)年[，,]?[我本]?[局院校镇乡委校单位中心]{0,2}[将要拟]"
    r"|[我本](?:[局院校镇乡委所站馆处会办队]|单位|部门|中心|们)(?:将|拟|计划|准备)|(?:计划|准备|打算)(?=[\u4e00-\u9fff])|将|拟|建议|要(?!求)|应当?|需要?))"
)
_ACTION = re.compile(
    r"\s*(?:进一步|积极|主动|切实|认真|严格|持续|及时|提前|定期|逐步|全面|统一|适当|合理|科学|建立|健全|完善|加强|加大|加快|强化|优化|规范|细化|压实"
    r"|推进|推动|推行|推广|落实|深化|做好|抓好|抓紧|增强|改进|盘活|充实|统筹|制定|修订|明确|开展|组织|联合|争取|协调|督促|列出|实行|引入|设立|申报|倒排|整合"
    r"|对[^，。;]{2,16}(?:实行|进行|开展|予以)|与[^，。;]{2,16}(?:建立|对接|协商|签订)|把|将)(?![^，。;]{0,12}(?:不足|不够|滞后|困难|偏|欠|缺))"
)
_SENTENCE = re.compile(
    r"[。;!\n]\s*|，(?=(?:下一?步|今后|后续|下一年度?|明年)，?(?:[我本]?[局院校镇乡委办馆站所单位部门中心]{1,2})?[将拟要应需])"
)
"""Where a promise may begin: a sentence, or the clause that turns to what comes."""
_LINK = re.compile(r"(?:针对[^，。;]{0,20}|为此|对此|今后|下一?步|后续|下一年度?|明年)[，,:]")
_FEW, _LONG_CLAUSE = 3, 40


def is_aside(line: str) -> bool:
    """A hint that the template left (`（200字以内）`), or a line of the table of contents."""
    return _HINT.match(line) is not None or _CONTENTS.search(line) is not None


def is_lead(line: str) -> bool:
    """A line that only announces what follows."""
    return _LEAD.match(line.strip()) is not None


def is_tail(line: str) -> bool:
    """What stands below a report: annexes, signature, date, the names of a form."""
    return _TAIL.match(line) is not None


def is_none(line: str) -> bool:
    """A sentence that says that there is none."""
    line = line.strip()
    return len(line) <= _LONGEST_NONE and _NONE.match(line) is not None


def asserts(title: str) -> bool:
    """A title that says something (`预算约束力不强`), not only what it is about (`预算执行方面`)."""
    return not is_topic(title) and _ASSERTS.search(title) is not None


def is_topic(title: str) -> bool:
    """A title that says of itself that it only names a topic."""
    return _TOPIC.search(title) is not None


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """One sentence of at least three short clauses parted by semicolons is a list of them; else it is one item."""
    body = text[start:end]
    parts = body.split(";")
    if len([part for part in parts if part.strip()]) < _FEW or "。" in body.rstrip("。 ") or ":" in body:
        return [(start, end)]
    if max(map(len, parts)) > _LONG_CLAUSE:
        return [(start, end)]
    found: list[tuple[int, int]] = []
    at = start
    for part in parts:
        if part.strip(" 。"):
            found.append((at, at + len(part)))
        at += len(part) + 1
    return found


def turns_to_action(text: str, start: int, end: int) -> int | None:
    """Where the sentences begin that say what to do (`优化网格划分。`), after one that says what is wrong."""
    for stop in re.finditer(r"[。!]\s*", text[start:end]):
        at = start + stop.end()
        rest = text[at:end].strip()
        if rest and all(_ACTION.match(sentence) for sentence in re.split("[。!]", rest) if sentence.strip()):
            return at
    return None


def promise(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the first sentence that promises begins, and where behind its link (`对此，`)."""
    starts = [start, *(match.end() for match in _SENTENCE.finditer(text, start, end))]
    for at in starts:
        if _PROMISE.match(text, at, end):
            link = _LINK.match(text, at, end)
            return at, link.end() if link else at
    return None
