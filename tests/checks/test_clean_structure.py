"""Projects of many trades that a reviewer would pass: nothing missing, misnumbered or misfiled."""

from functools import cache
from typing import Any

import pytest

from audit.engine import Engine, compile_rules
from audit.testing import findings_of, plain_rulebook


@cache
def _engine() -> Engine:
    book = plain_rulebook()
    stable = [rule for rule in book.rules if rule.status == "stable"]
    return compile_rules(book, [rule.name for rule in stable if rule.code[0] in "SNC"])


# number、level 1,level 2,name: target; the tree of 88号 with codes.
OF_2015 = {
    "schools": """
        1、1-产出指标,11-数量指标,校舍维修面积: ≥2000平方米
        2、1-产出指标,11-数量指标,教师培训满意度测评次数: 2次
        3、1-产出指标,12-质量指标,竣工验收合格率: 100%
        4、1-产出指标,13-时效指标,按期完工率: ≥95%
        5、1-产出指标,14-成本指标,生均维修成本: ≤300元/生
        6、2-效益指标,22-社会效益,义务教育巩固率: ≥96%
        7、3-满意度指标,31-服务对象满意度,家长满意度: ≥90%
    """,
    "water": """
        1、1-产出指标,11-数量指标,河道清淤长度: ≥4.8公里
        2、1-产出指标,11-数量指标,灌溉覆盖面: ≥1.2万亩
        3、1-产出指标,12-质量指标,单元工程优良率: ≥85%
        4、2-效益指标,21-经济效益,亩均增收: ≥120元
        5、2-效益指标,23-生态效益,水功能区达标率: ≥90%
        6、2-效益指标,24-可持续影响,工程使用年限: ≥15年
        7、3-满意度指标,满意度指标,灌区群众满意度: ≥90%
    """,
    "roads": """
        1、1-产出指标,11-数量指标,新建农村公路里程: ≥15公里
        2、1-产出指标,11-数量指标,路面日常巡查频率: ≥2次/周
        3、1-产出指标,12-质量指标,路基压实度: ≥96%
        4、1-产出指标,13-时效指标,通车时间: 2024年11月30日前
        5、2-效益指标,22-社会效益,行政村通硬化路比例: 100%
        6、3-满意度指标,31-服务对象满意度,沿线群众满意度: ≥88%
    """,
    "police": """
        1、1-产出指标,11-数量指标,社区民警入户走访户数: ≥3.6万户
        2、1-产出指标,11-数量指标,反诈宣传场次: ≥48场
        3、1-产出指标,12-质量指标,执法案件办理合格率: ≥98%
        4、2-效益指标,22-社会效益,电信诈骗发案率下降: ≥5%
        5、2-效益指标,22-社会效益,群众安全感: ≥95%
        6、3-满意度指标,31-服务对象满意度,窗口服务满意率: ≥95%
    """,
    "farming": """
        1、1-产出指标,11-数量指标,高标准农田建设面积: 1万亩
        2、1-产出指标,11-数量指标,粮食产量: 较上年增长2%
        3、1-产出指标,11-数量指标,有机肥有机质含量: ≥30%
        4、1-产出指标,12-质量指标,耕地质量等级提高: ≥0.5个等级
        5、2-效益指标,21-经济效益,农民人均可支配收入增长率: ≥6%
        6、3-满意度指标,31-服务对象满意度,受益农户满意度: ≥90%
    """,
}
# The tree of 101号, without codes: level 1, level 2, name, target.
OF_2021 = {
    "hospitals": """
        成本指标 经济成本指标 设备购置成本 ≤320万元
        产出指标 数量指标 购置医疗设备数量 ≥12台
        产出指标 数量指标 义诊服务人次 ≥8000人次
        产出指标 质量指标 设备验收合格率 100%
        产出指标 时效指标 设备到货时间 6月底前
        效益指标 社会效益指标 门诊次均费用下降率 ≥3%
        满意度指标 服务对象满意度指标 门诊患者满意度 ≥92%
    """,
    "courts": """
        成本 社会成本 信访件增加数 0件
        产出 数量 陪审员参审案件数量 ≥900件
        产出 质量 一审案件改判发回率 ≤2%
        产出 时效 案件平均审理天数 ≤58天
        效益 社会效益 调解成功率 ≥60%
        满意度 服务对象满意度 当事人满意度 ≥90%
    """,
    "culture": """
        产出指标 产出数量指标 送戏下乡场次 ≥120场
        产出指标 产出数量指标 观众满意度问卷数 ≥2000份
        产出指标 产出质量指标 新编剧目上演合格率 100%
        产出指标 产出进度指标 演出完成时间 11月底前
        产出指标 产出成本指标 每场演出成本 ≤1.2万元
        效益指标 社会效益指标 公共文化活动知晓率 ≥70%
        效益指标 可持续影响指标 剧团签约年限 ≥3年
        满意度指标 社会公众或服务对象满意度指标 观众满意程度 ≥90%
    """,
    "environment": """
        成本指标 生态环境成本指标 施工扬尘超标次数 ≤2次
        产出指标 数量指标 清运垃圾量 ≥3.5万吨
        产出指标 质量指标 有效投诉率 ≤1%
        效益指标 生态环境效益 空气质量优良天数比例 ≥85%
        效益指标 社会效益 社会认可度 ≥85%
        满意度指标 公众满意度 市民满意度 ≥85%
    """,
}


def _of_2015(text: str) -> dict[str, Any]:
    rows = [line.strip().rsplit(": ", 1) for line in text.strip().splitlines()]
    cell = "".join(f"{head}；实施周期指标值:{value},年度指标值:{value}；" for head, value in rows)
    return {"name": "项目甲", "goal": "按计划完成年度任务。", "indicators": cell}


def _of_2021(text: str) -> dict[str, Any]:
    keys = ("level1", "level2", "name", "annual_target")
    rows = [dict(zip(keys, line.split(), strict=True)) for line in text.strip().splitlines()]
    return {"name": "项目乙", "goal": "按计划完成年度任务。", "indicators": rows}


CLEAN = {trade: _of_2015(text) for trade, text in OF_2015.items()}
CLEAN |= {trade: _of_2021(text) for trade, text in OF_2021.items()}


@pytest.mark.parametrize("trade", CLEAN)
def test_a_clean_project_is_silent(trade: str) -> None:
    head = {"department": "青禾县财政局", "year": "2026", "money_unit": "万元"}

    found = findings_of(_engine(), head | {"projects": [CLEAN[trade]]})

    assert [(one.rule, one.spot.text, one.message.zh) for one in found] == []
