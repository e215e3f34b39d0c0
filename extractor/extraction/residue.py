"""What is left of a phrase once the known words are taken out: nothing, or the name of something else.

`公务接待费` is the field; `信息化建设项目支出` is one project, not 项目支出. The difference is the unknown words before
the label, so a phrase counts as clean only when nothing but fillers stand beside the tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.extraction.wording import Token

_BODY = (
    r"(?:[省市州盟县区旗](?=残联|妇联|文联|侨联|科协|工商联)|[\u4e00-\u9fff]{2,24}?)(?:人民政府|残联|妇联|文联|侨联|工商联|科协|学会|协会|管委会|委员会|管理局|检察院|人民法院|法院|办公室|服务中心|中心|学校|大学|学院|医院"
    r"|[局厅委院镇乡校馆])(?:机关|本级|系统)*"
)
_FILLERS = re.compile(
    r"街道(?:机关|办事处)?|截[至止](?:(?:19|20)\d\d年?)?$|年内|用款|纳入|按[\u4e00-\u9fff]{2,10}(?:计算|测算)|计算|由此|(?:累计|[计扣提除完]{1,2})折旧[后还剩]*|截[至止].{0,14}?[日底末]|(?:19|20)\d\d(?:年?[度初末底]|年|-|$)|\d{1,2}月(?:\d{1,2}日|底|末)?"
    r"|[我本该全](?:局|院|镇|乡|校|委|办|部门|单位|中心|街道|站|所|处|队|系统|机关|年度?|辖区|会)"
    r"|[局院委厅校镇乡](?:机关|内|属|下)?(?![\u4e00-\u9fff]{0,3}费)|地方|人员|职工|干部"
    r"|全额(?:拨款)?|差额(?:拨款)?|公益[一二]类|对照[\u4e00-\u9fff]{0,8}(?:表|体系|标准|办法)|学校|中心|(?:机关)?及?(?:所属|下属|直属)单位|按比例|医院|法院|检察院|^[\u4e00-\u9fff]{1,3}[员工]$|一是|二是|三是|四是|其中|年初|年[末未]|期末|年底|年度|当年|本级|机关|部门|单位|县级?|市级?|省级?|区级?|级|财政|供养|经费|资金|整体"
    r"|[(（][^)）]*[)）]|[①-⑳]|\d{1,2}(?:\.\d{1,2})+(?!\d)|\d{1,2}[.、)]|^\d{1,2}(?=[\u4e00-\u9fff]|$)|[(（]?[一二三四五六七八九十][)）、]"
    r"|实际|调整|调增|调减|变更?|实行|编列|编制的?|组织|开展|办理|形成|产生|发放|拨付|落实|争取|获得|取得|收到|到位|安排了|花费|花了?|用了|用去|处于|(?:用于|用来|为了?|投入)[\u4e00-\u9fff]{2,10}的|管理|安排|批复|核定|下达|完成|实现|执行|列支?|发生|使用|支付|用于|属于|合计|总计|共计?|总体?|全部|累计|各[项类]|各|主要|分别|具体|现有|实有|现|有|情况"
    r"|没有?突破|未[突超][破出过]|没有?超[出过]?|达到?|约|近|计|中|至|控制在|收支相抵后?|同|相较于?|本项|年中|编报|后经|一共|今年|今|净|陆续|先后|变为|规模|年终|账上|同口径|批准|核给|下达|人大|人代会|计提折旧后|扣除折旧后?|[\u4e00-\u9fff]{0,8}编[委办](?:会|办)?(?:公室)?|年度中间|设置|按类别|用途|中间|绝对额|[以据]此计算|该项|此项|本部分|小计|期间|精简|均|仅|已|数|额|金|为|是|的|了|和|及|与|以及|由|原来?|按|在|另|本次|经|对|设|等|[人名个]|[\"'《》·:：,，、;；。\s()（）\-—=/]"
)
_ASIDE = re.compile(r"[(（][^()（）]*[)）]")
_NAMED_BODY = re.compile(_BODY)


def residue(text: str, start: int, end: int, tokens: Iterable[Token], *, bodies: bool = True) -> str:
    """The words of `text[start:end]` that are neither tokens nor fillers; empty for a clean stretch."""
    pieces: list[str] = []
    at = start
    asides = [match.span() for match in _ASIDE.finditer(text, start, end)]
    for token in tokens:
        if token.end <= start or token.start >= end:
            continue
        if any(begin < token.start and token.end < stop for begin, stop in asides):
            continue  # 我中心（含分中心）: what the bracket says stays in it
        pieces.append(text[at : max(at, token.start)])
        at = token.end
    pieces.append(text[at:end])
    left = "".join(_FILLERS.sub("", piece) for piece in pieces)
    if left and bodies:
        left = "".join(_FILLERS.sub("", _NAMED_BODY.sub("", piece)) for piece in pieces)
    return left
