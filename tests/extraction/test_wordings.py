"""One sentence a wording: what reports in many provinces print, and what must be read from it (fictional bureaus)."""

from __future__ import annotations

import pytest

from extractor.extraction import extract
from extractor.model import State
from tests.extraction.documents import document

_TITLE = "2023年度云梦山市林草局部门整体支出绩效自评报告\n"

# text | path=value unit, ... ; a path with `-` must not be found
_SENTENCES = """
核定编制46名，年末实有在职人员50人，离退休人员31人。 | staffing.established=46 名; staffing.on_duty=50 人; staffing.retired=31 人
我局编制数为88人，其中行政编制30人，事业编制58人。 | staffing.established=88 人; staffing.established_administrative=30 人; staffing.established_institutional=58 人
总编制120名（行政编制45名、事业编制75名），在职112人（行政42人、事业70人）。 | staffing.established=120 名; staffing.established_administrative=45 名; staffing.established_institutional=75 名; staffing.on_duty=112 人; staffing.on_duty_administrative=42 人; staffing.on_duty_institutional=70 人
截至2023年12月31日，在编在职人员76人，退休人员40人，临聘人员9人。 | staffing.on_duty=76 人; staffing.retired=40 人; staffing.contract=9 人
人员编制36个，实有32人。 | staffing.established=36 个; staffing.on_duty=32 人
本单位编制20人，现有在职职工18人，另聘用编外人员6人。 | staffing.established=20 人; staffing.on_duty=18 人; staffing.contract=6 人
财政核定编制在职人员为36人。 | staffing.established=36 人
局机关内设机构8个，分别为办公室、计财科、造林科、资源科、防火科、产业科、法规科、人事科。 | organization.internal_units.count=8 个
本局内设科室7个。 | organization.internal_units.count=7 个
我局设12个内设机构，下属二级预算单位3个：种苗站、防火中心、林科所。 | organization.internal_units.count=12 个; organization.subordinate_units.count=3 个
设有办公室、财务股、业务股等内设机构3个，无下属二级单位。 | organization.internal_units.count=3 个; -organization.subordinate_units.count
全局共有二十个内设机构。 | organization.internal_units.count=20 个
2023年年初预算数1500.20万元，调整后预算数1820.50万元，决算数1790.33万元。 | budget.initial_total=1500.20 万元; budget.adjusted_total=1820.50 万元; final.expenditure_total=1790.33 万元
2023年部门年初预算收入1500.20万元，年初预算支出1500.20万元。 | budget.initial_revenue=1500.20 万元; budget.initial_expenditure=1500.20 万元
2023年收入决算总额1790.33万元，支出决算总额1785.10万元。 | final.revenue_total=1790.33 万元; final.expenditure_total=1785.10 万元
2023年度收、支总计均为1790.33万元。 | final.revenue_total=1790.33 万元; final.expenditure_total=1790.33 万元
本年收入合计1790.33万元，本年支出合计1785.10万元，年末结转和结余5.23万元。 | final.revenue_total=1790.33 万元; final.expenditure_total=1785.10 万元; final.carryover=5.23 万元
全年总支出1785.10万元，其中：基本支出985.10万元，占55.18%；项目支出800.00万元，占44.82%。 | final.expenditure_total=1785.10 万元; final.basic_expenditure=985.10 万元; final.basic_share=55.18 %; final.project_expenditure=800.00 万元; final.project_share=44.82 %
基本支出985.10万元，其中人员经费880.00万元，公用经费105.10万元。 | final.basic_expenditure=985.10 万元; final.personnel=880.00 万元; final.public=105.10 万元
工资福利支出700.00万元，商品和服务支出105.10万元，对个人和家庭的补助180.00万元，资本性支出12.00万元。 | final.wages=700.00 万元; final.goods_services=105.10 万元; final.individuals=180.00 万元; final.capital=12.00 万元
部门支出按人员、公用、项目划分：人员支出880.00万元，公用支出105.10万元，项目支出800.00万元。 | final.personnel=880.00 万元; final.public=105.10 万元; final.project_expenditure=800.00 万元
“三公”经费年初预算12.00万元，决算8.50万元，其中：公务接待费2.50万元，公务用车运行维护费6.00万元，因公出国（境）费0万元。 | three_public.budget=12.00 万元; three_public.final=8.50 万元; three_public.reception_final=2.50 万元; three_public.vehicle_running_final=6.00 万元; three_public.abroad_final=0 万元
公务接待费年初预算3.00万元，决算数2.50万元；公务用车运行维护费年初预算9.00万元，决算数6.00万元。 | three_public.reception_budget=3.00 万元; three_public.reception_final=2.50 万元; three_public.vehicle_running_budget=9.00 万元; three_public.vehicle_running_final=6.00 万元
2023年三公经费支出8.50万元，比上年减少1.20万元，下降12.37%。 | three_public.final=8.50 万元; yoy.three_public=-1.20 万元; yoy.three_public_rate=-12.37 %
三公经费实际支出8.50万元，较年初预算12.00万元节约3.50万元，节约率29.17%。 | three_public.budget=12.00 万元; three_public.final=8.50 万元; three_public.saved=3.50 万元; three_public.saved_rate=29.17 %; -three_public.reception_final
2022年“三公”经费决算9.70万元，2023年决算8.50万元。 | three_public.final=8.50 万元
全年政府采购预算300.00万元，实际采购金额281.40万元，其中货物类120.00万元，工程类100.40万元，服务类61.00万元。 | procurement.budget=300.00 万元; procurement.total=281.40 万元; procurement.goods=120.00 万元; procurement.works=100.40 万元; procurement.services=61.00 万元
年末资产总额5,120.36万元，负债合计320.36万元，净资产4,800.00万元。 | assets.total=5120.36 万元; assets.liabilities=320.36 万元; assets.net=4800.00 万元
固定资产原值2,300.00万元，净值1,450.00万元，在用固定资产2,300.00万元，固定资产利用率100%。 | assets.fixed_original=2300.00 万元; assets.fixed_net=1450.00 万元; assets.in_use=2300.00 万元; assets.use_rate=100 %
年度资金总额1820.50万元，全年执行数1790.33万元，预算执行率98.34%。 | funds.annual=1820.50 万元; funds.executed=1790.33 万元; execution_rate=98.34 %
项目支出预算执行率91.20%，公务接待费预算执行率83.33%。 | -execution_rate
本次自评得分96.5分，评价等级为“优”。 | score.total=96.5 分; score.grade=优
绩效自评综合得分为93.20分，等次为优秀。 | score.total=93.20 分; score.grade=优秀
部门整体支出绩效自评总分98分，自评等级：优秀。 | score.total=98 分; score.grade=优秀
自评得分95分，其中：预算执行10分、产出指标48分、效益指标28分、满意度指标9分。 | score.total=95 分; score.execution=10 分; score.output=48 分; score.benefit=28 分; score.satisfaction=9 分
预算执行率指标满分10分，得9.83分；产出指标满分50分，得48.5分；效益指标满分30分，得29分；满意度指标满分10分，得10分。 | score.execution=9.83 分; score.output=48.5 分; score.benefit=29 分; score.satisfaction=10 分
数量指标（15分），自评得分15分；质量指标（15分），自评得分14分；时效指标（10分），自评得分9分；成本指标（10分），自评得分10分。 | score.quantity=15 分; score.quality=14 分; score.timeliness=9 分; score.cost=10 分
投入指标得分14分，过程指标得分38分，产出指标得分29分，效果指标得分15分。 | score.input=14 分; score.process=38 分; score.output=29 分; score.effect=15 分
2023年信息化建设项目支出50.00万元，主要用于平台运维。 | -final.project_expenditure
教育支出120.00万元，社会保障和就业支出80.00万元。 | -final.expenditure_total
全年发放补贴资金2.2亿元，完成造林3.5万亩。 | -final.expenditure_total; -funds.executed
与2022年相比，总收入增加120.00万元，增长7.18%；总支出减少30.00万元，下降1.65%。 | yoy.revenue_total=120.00 万元; yoy.revenue_total_rate=7.18 %; yoy.expenditure_total=-30.00 万元; yoy.expenditure_total_rate=-1.65 %; -final.revenue_total; -final.expenditure_total
年初预算1500.20万元，年中追加预算320.30万元，占年初预算的21.35%。 | budget.initial_total=1500.20 万元; budget.supplement=320.30 万元; budget.supplement_rate=21.35 %
本年度一般公共预算财政拨款“三公”经费支出预算为5.50万元，支出决算为4.20万元，决算数较上年增加0.30万元，增长7.69%。 | three_public.budget=5.50 万元; three_public.final=4.20 万元; yoy.three_public=0.30 万元; yoy.three_public_rate=7.69 %
截至2023年12月31日，本部门人员编制56人，其中行政编制26人、事业编制30人；实有人员52人，其中行政24人、事业28人。 | staffing.established=56 人; staffing.established_administrative=26 人; staffing.established_institutional=30 人; staffing.on_duty=52 人; staffing.on_duty_administrative=24 人; staffing.on_duty_institutional=28 人
年初部门预算1,000.00万元，追加预算200.00万元，调整后部门预算1,200.00万元。 | budget.initial_total=1000.00 万元; budget.supplement=200.00 万元; budget.adjusted_total=1200.00 万元
预算执行率（10分）：全年预算1,200.00万元，执行率98.5%，得9.85分。 | budget.adjusted_total=1200.00 万元; execution_rate=98.5 %; score.execution=9.85 分
“三公”经费预算控制数10.00万元，实际支出8.00万元，控制率80%。 | three_public.budget=10.00 万元; three_public.final=8.00 万元
基本支出年初预算1,000.00万元，调整预算1,100.00万元，决算1,090.00万元；项目支出年初预算500.00万元，决算480.00万元。 | budget.initial_basic=1000.00 万元; final.basic_expenditure=1090.00 万元; budget.initial_project=500.00 万元; final.project_expenditure=480.00 万元
2023年度共有8个项目，预算资金500.00万元，实际支出480.00万元。 | -budget.initial_total; -final.expenditure_total
部门整体支出预算数1200.50万元（其中：基本支出900.50万元，项目支出300.00万元），决算数1180.30万元。 | budget.initial_total=1200.50 万元; budget.initial_basic=900.50 万元; budget.initial_project=300.00 万元; final.expenditure_total=1180.30 万元
“三公”经费预算、决算分别为9.00万元和7.36万元。 | three_public.budget=9.00 万元; three_public.final=7.36 万元
政法专项编制46名，工勤编制5名，共51名，年末实有干警44人，退休干警27人。 | staffing.established_administrative=46 名; staffing.established=51 名; staffing.on_duty=44 人; staffing.retired=27 人
决算支出1,143.60万元，完成调整预算的95.3%。 | final.expenditure_total=1143.60 万元; execution_rate=95.3 %
总收入2,345.67万元，比上年增加100.00万元，增幅4.45%。总支出2,300.00万元，同比减少50.00万元，降幅2.13%。 | final.revenue_total=2345.67 万元; yoy.revenue_total=100.00 万元; yoy.revenue_total_rate=4.45 %; final.expenditure_total=2300.00 万元; yoy.expenditure_total=-50.00 万元; yoy.expenditure_total_rate=-2.13 %
"""


def _cases() -> list[tuple[str, str]]:
    return [tuple(line.split(" | ")) for line in _SENTENCES.strip().splitlines()]  # type: ignore[misc]


@pytest.mark.parametrize(("sentence", "wanted"), _cases(), ids=[s[:24] for s, _ in _cases()])
def test_sentence(sentence: str, wanted: str) -> None:
    report = extract(document(_TITLE + "一、基本情况\n" + sentence))
    got = {path: f for path, f in report.fields.items() if f.state is not State.ABSENT}
    for want in wanted.split("; "):
        if want.startswith("-"):
            assert want[1:] not in got, got[want[1:]]
            continue
        path, _, printed = want.partition("=")
        value, _, unit = printed.partition(" ")
        assert path in got, f"{path} not read"
        assert (got[path].state, got[path].value, got[path].unit) == (State.FOUND, value, unit or None)


def test_nothing_else_is_found() -> None:
    """No sentence yields a field that it does not print."""
    for sentence, wanted in _cases():
        paths = {want.partition("=")[0] for want in wanted.split("; ")}
        report = extract(document(_TITLE + "一、基本情况\n" + sentence))
        extra = {path for path, f in report.fields.items() if f.state is State.FOUND} - paths
        assert extra <= {"department.name", "fiscal_year", *_LISTS}, (sentence, extra)


_LISTS = ("organization.internal_units.names", "organization.subordinate_units.names")
