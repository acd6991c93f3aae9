"""The wording rules on right filings of many trades, and on the same with slips planted."""

import pytest

from audit.testing import findings

RULES = (
    "typo",
    "doubled-character",
    "traditional-character",
    "trailing-punctuation",
    "mixed-width",
    "invisible-character",
    "document-number-brackets",
    "template-hint-left",
    "confused-word",
    "missing-character",
    "variant-word",
    "letter-for-digit",
    "repeated-punctuation",
    "wrong-script",
    "unbalanced-brackets",
    "approximate-twice",
    "range-unit",
    "date-style",
)

GOALS = {
    "school": "完成3所小学校舍修缮和教学设备购置，落实家庭经济困难学生资助政策，义务教育巩固率达到98%以上，控辍保学成效明显，教师培训参训率100%，学生及家长满意度不低于90%。",
    "kindergarten": "新建公办幼儿园2所，增加学前教育学位540个，配齐园舍设施，按时足额发放生均公用经费，实现应助尽助。",
    "water": "对12座小型水库实施除险加固，疏浚河道8公里，清淤3.5万立方米，改善灌溉面积1.2万亩，汛前完成溢洪道、闸门维修养护，保障下游群众生命财产安全。",
    "roads": "改建县道15公里，桥梁检测20座，路面沥青铺装6万平方米，工程质量验收合格率100%，11月30日前完工通车，及时处置道路病害。",
    "hospital": "购置核磁共振设备1台，完成核酸检测基地建设，门诊次均费用较上年下降2%，住院患者满意度≥92%，疫苗接种率稳定在95%以上。",
    "farming": "建设高标准农田2万亩，推广秸秆综合利用技术，水产养殖尾水达标排放，组织增殖放流3次，畜禽粪污资源化利用率达到80%，带动农户户均增收1500元。",
    "police": "侦破电信网络诈骗案件200起，治安案件发案率较上年下降5%，为专职辅警购买意外伤害保险，更新执法记录仪120台，涉密载体按规定销毁。",
    "court": "审结各类案件1.2万件，法定审限内结案率98%，聘请人民陪审员300人次，诉讼服务中心改造按期竣工并投入使用。",
    "culture": "送戏下乡120场，博物馆、图书馆免费开放300天，修订非物质文化遗产名录，举办全民阅读活动24场，参与人次不少于3万。",
    "environment": "完成10个行政村生活污水治理，空气质量优良天数比率达到88%，黑臭水体消除率100%，巡查排污口，二噁英监测每季度1次。",
    "it": "开展网络安全等级保护测评2个系统，系统可用率≥99.9%，故障响应时间≤30分钟，数据备份每日1次，完成账号实名登记与档案数字化加工50万页。",
    "insurance": "城乡居民基本养老保险参保率稳定在95%以上，失业保险金按月足额发放，被征地农民社会保障资金专款专用，账实相符。",
    "civil": "为80周岁以上老年人发放高龄津贴，特困人员供养标准不低于上年，流浪乞讨人员救助及时，孤儿基本生活费按月社会化发放。",
    "fire": "修订应急预案，开展演练4次，巡查巡护林区防火通道，储备防汛物资，汛期24小时值班值守，森林火灾受害率控制在0.9‰以内。",
    "procurement": "按照《政府采购法》规定公开招标，办公用房物业管理服务费控制在预算内，截至12月底支付进度达到100%，截止日期前完成决算编制。",
    "unit": "区市场监管局市监所联合开展食品抽检600批次，海关关长到场见证，人大代表代表团视察，市市政园林局配合实施。",
    "law": "健全矛盾纠纷多元化解机制，反映群众诉求，新建全民普法阵地，社区矫正对象再犯罪率低于0.2%，不予算入考核的情形按规定处理。",
    "works": "在此基础实施二期改造，既完善设施又保护环境，设备安装按装机容量结算，凭证归档，自己经营的商铺给予过渡安置补偿。",
    "title": "依据《项目支出绩效评价管理办法》（财预〔2020〕10号）和“十四五”规划，委托第三方开展评价，形成报告1份……",
    "names": "张*丽、王**两户临时救助，联系电话138****1234；吕游、高瑞、兆明等同志参加2023—2025年志愿服务。",
}  # fmt: skip

NAMES = [
    "设备购置数量（台/套）", "施工质量合格率（%）", "“一网通办”事项办结率", "人均培训成本(元)",
    "指标1：机柜数量", "主体工程完成率", "老旧小区改造户数", "受益群众满意度", "PM2.5年均浓度",
    "政策知晓率", "增肌减脂训练营场次", "网络安全等级保护测评系统数", "环比增长率", "档案管护率",
]  # fmt: skip

TARGETS = [
    "≥95%", "90%-95%", "12月31日前", "提高", "有效提升", "增产", "增收", "验收合格", "1,200人次",
    "≤30分钟", "较上年下降2个百分点", "3次/年", "达到《地表水环境质量标准》Ⅲ类", "全覆盖",
    "0起", "优良", "按合同约定时间完成", "583元/人·月", "5×4米", "GB/T 9704-2012",
]  # fmt: skip


def _found(given: dict[str, object]) -> list[tuple[str, str]]:
    return [(rule, finding.spot.text) for rule in RULES for finding in findings(rule, given)]


@pytest.mark.parametrize("trade", GOALS)
def test_a_right_goal_is_left_alone(trade: str) -> None:
    assert _found({"goal": GOALS[trade]}) == []


def test_right_names_and_targets_are_left_alone() -> None:
    indicators = [{"name": name, "annual_target": "≥1"} for name in NAMES]
    indicators += [{"name": "完成情况", "annual_target": target} for target in TARGETS]

    assert _found({"indicators": indicators}) == []


@pytest.mark.parametrize(
    ("trade", "right", "slip", "rule", "text"),
    [
        ("school", "修缮", "修膳", "typo", "修膳"),
        ("school", "巩固率", "巩固律", "typo", "巩固律"),
        ("school", "教学设备", "教学设备备", "doubled-character", "备备"),
        ("school", "学生资助", "学生资肋", "typo", "学生资肋"),
        ("kindergarten", "设施", "设施施", "doubled-character", "施施"),
        ("kindergarten", "应助尽助", "應助尽助", "traditional-character", "應"),
        ("water", "疏浚", "疏竣", "typo", "疏竣"),
        ("water", "灌溉", "灌慨", "typo", "灌慨"),
        ("water", "保障下游", "保章下游", "typo", "保章"),
        ("water", "群众", "群众，", "doubled-character", ""),
        ("roads", "桥梁", "桥粱", "typo", "桥粱"),
        ("roads", "沥青", "沥清", "typo", "沥清"),
        ("hospital", "核酸检测", "核算检测", "typo", "核算检测"),
        ("hospital", "接种率", "接种绿", "typo", "接种绿"),
        ("farming", "增殖放流", "增值放流", "typo", "增值放流"),
        ("farming", "秸秆", "秸杆", "typo", "秸杆"),
        ("police", "诈骗", "炸骗", "typo", "炸骗"),
        ("police", "涉密", "涉秘", "typo", "涉秘"),
        ("court", "陪审员", "赔审员", "typo", "人民赔审员"),
        ("court", "竣工", "峻工", "typo", "峻工"),
        ("culture", "非物质文化", "非物资文化", "typo", "非物资文化遗产"),
        ("environment", "污水治理", "污水冶理", "typo", "冶理"),
        ("environment", "监测", "监侧", "typo", "监侧"),
        ("it", "等级保护", "登记保护", "typo", "网络安全登记保护"),
        ("it", "备份", "备分", "typo", "备分"),
        ("it", "数据", "數据", "traditional-character", "數"),
        ("insurance", "参保率", "参保率\u200b", "invisible-character", "\u200b"),
        ("civil", "津贴", "津帖", "typo", "津帖"),
        ("fire", "演练", "演炼", "typo", "演炼"),
        ("procurement", "截至12月底", "截止2024年底", "confused-word", "截止"),
        ("law", "矫正", "娇正", "typo", "娇正"),
        ("title", "〔2020〕", "【2020】", "document-number-brackets", "【2020】"),
        ("works", "完善设施", "完善没施", "typo", "没施"),
        ("names", "张*丽", "XX", "template-hint-left", "XX"),
    ],
)
def test_a_planted_slip_is_found_and_nothing_beside_it(
    trade: str, right: str, slip: str, rule: str, text: str
) -> None:
    goal = GOALS[trade]
    assert right in goal

    found = _found({"goal": goal.replace(right, slip, 1)})

    if text:
        assert (rule, text) in found
    assert {name for name, _ in found} <= {rule}
