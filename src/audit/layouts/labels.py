"""What forms call their fields: the words of labels, and what they stand for.

A form is a grid of label cells and value cells; these words are all that tells them apart.
Compared without width, spaces, line ends, stars and what stands in brackets, for `项目资金
（万元）`, `*联系电话：` and a label printed one character a line are labels, too.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from audit.grammar import note_words
from audit.grammar.normal import normal

LONGEST = 40
"""A cell with more characters is no label."""

DEPARTMENT = "department"
IN_WORDS = "total_in_words"
GOALS = ("goal", "goal_cycle", "goal_done")
AMOUNTS = ("total", "total_cycle", "fiscal", "special", "other", "share", "approved", "executed")


class Label(NamedTuple):
    """What a label stands for."""

    key: str
    """A field, or `year`, `goal_cycle`, `goal_done`, `total_cycle`, `share`, `money`, `group`, `note`."""
    sure: bool
    """False where only its last characters tell: it may be a value as well."""
    rank: int = 0
    """Of departments: the lowest names the filing. Of money: 1 where its use is told, too."""
    shaped: bool = False
    """Known by its shape alone: 省级补助资金 may be the name of a project as well."""


_WORDS: Mapping[str, str] = {
    "project_name": "项目名称 项目支出名称 支出项目名称 专项名称 专项资金名称 二级项目名称"
    " 一级项目名称 三级项目名称 预算项目名称 转移支付名称 资金名称 政策名称 具体项目名称 项目名"
    " 专项项目名称 政策任务名称 政策项目名称 转移支付项目名称 子项目名称 项目资金名称 专项资金项目名称 项目编码及名称 项目代码及名称"
    " 项目名称及编码 项目名称及代码 项目编号及名称",
    "total": "资金总额 年度资金总额 年度资金申请总额 年度预算 预算数 预算金额 项目预算 预算总额"
    " 年度预算数 年度预算金额 年度本级预算金额 本年预算 本年度预算 总计 合计 总额 项目总额"
    " 资金总计 资金合计 申报金额 预算资金 当年预算 年度金额 项目金额 年度资金 年度资金预算"
    " 项目年度预算 本年度资金总额 当年资金总额 资金额度 预算资金总额 本年度预算金额 年度总额"
    " 本年度预算数 年度资金合计 项目预算数 年度申请资金总额 全年资金总额 项目预算金额 预算规模"
    " 年度预算总额 本年资金总额 下达资金总额 年度预算资金总额 部门预算总额 部门整体支出预算"
    " 小写 预算安排 预算安排资金 安排资金 安排预算 金额合计 年度预算申请 年度部门预算 年度资金规模 资金规模 项目当年预算 项目支出预算 预算合计",
    "total_cycle": "中期资金总额 项目资金总额 实施期资金总额 项目总投资 项目总金额 项目总预算"
    " 总投资 三年资金总额 实施期金额 项目投资总额 实施周期资金总额 计划总投资 项目总投入"
    " 项目资金申请总额 实施期总金额 实施期预算总额 项目总资金 中长期资金总额 实施期项目资金总额"
    " 项目概算 概算总投资 实施周期总金额",
    "fiscal": "财政拨款 财政资金 本年财政拨款 当年财政拨款 年度财政拨款 财政拨款资金 财政性资金"
    " 一般公共预算 一般公共预算拨款 一般公共预算资金 财政补助 财政补助资金 财政拨款收入"
    " 本年一般公共预算拨款 预算内资金 财政预算资金 财政安排资金 申请财政资金 财政投入"
    " 本级财政资金 本年度财政拨款 全年财政拨款 财政拨款金额 年度财政资金 政府预算资金 财政预算拨款 当年财政资金"
    " 其中财政拨款 其中财政资金 当年预算拨款 财政性拨款 财政拨款合计 财政资金总额",
    "special": "财政专户拨款 财政专户管理资金 财政专户 财政专户资金 专户资金 财政专户核拨"
    " 财政专户核拨资金 财政专户收入",
    "other": "其他资金 其它资金 其他 其它 单位资金 自筹资金 其他收入 其他来源资金 单位自筹"
    " 自有资金 非财政资金 单位自筹资金 其他拨款 其他来源 非财政拨款 年度其他资金",
    "executed": "全年执行数 执行数 实际支出 实际支出数 支出数 决算数 实际执行数 预算执行数"
    " 年度执行数 实际支出金额 全年实际支出数 执行金额 支出金额 资金执行数 全年支出数",
    "rate": "执行率 预算执行率 资金执行率 支出率 全年执行率",
    "money": "项目资金 资金情况 项目资金情况 资金来源 项目资金来源 预算资金情况 预算情况 年度资金情况"
    " 项目预算情况 预算执行情况 项目预算执行情况 资金构成 项目资金构成 资金安排 项目支出预算及明细"
    " 预算规模及资金用途 资金用途 项目资金申请 年度预算执行情况 资金投入情况 资金投入 部门预算"
    " 部门资金情况 项目支出情况 预算资金 资金 项目经费 年度部门预算资金 经费来源 投入资金 按收入性质分 按支出性质分 资金结构 收入构成 支出构成 总体资金情况 部门总体资金情况 部门资金总体情况 资金总体情况",
    "money_unit": "金额单位 货币单位",
    "year": "所属年度 预算年度 申报年度 项目年度 年度 预算所属年度 所属年份",
    "share": "基本支出 项目支出 人员经费 公用经费 人员支出 公用支出",
    "goal": "总体目标 绩效目标 年度目标 年度总体目标 年度绩效目标 项目绩效目标 本年度绩效目标"
    " 绩效总目标 年度绩效总目标 年初设定目标 年初设定绩效目标 预期目标 年度绩效总体目标"
    " 项目年度目标 总目标 整体绩效目标 项目目标 当年绩效目标 年度总目标 绩效目标描述 项目总目标"
    " 目标内容 部门整体绩效目标 年度整体绩效目标 总体绩效目标 绩效总体目标 年度项目目标"
    " 本年度目标 年度整体目标 整体目标 部门年度目标 部门整体目标 项目年度绩效目标 年度预期目标"
    " 年度绩效目标描述 项目绩效总目标 项目预期目标 年初目标 年初绩效目标 本年绩效目标"
    " 年度主要目标 年度任务目标 预期绩效目标 绩效目标内容 区域绩效目标",
    "goal_cycle": "中期目标 实施期目标 实施期绩效目标 实施期总目标 项目总体目标 中期绩效目标"
    " 三年目标 长期目标 中长期目标 项目实施期目标 实施周期绩效目标 实施期总体目标 项目期目标"
    " 项目总体绩效目标 中长期绩效目标 长期绩效目标 项目中期目标 项目长期目标 实施周期目标"
    " 三年绩效目标 中期总体目标 项目期绩效目标 中期总目标",
    "group": "绩效指标 年度绩效指标 本年度绩效指标 中期绩效指标 中期指标 年度指标 绩效 基本信息"
    " 项目基本信息 项目基本情况 项目绩效指标 绩效指标体系 实施期绩效指标 实施周期绩效指标 指标体系"
    " 绩效目标及指标 长期绩效指标 长期指标 部门基本信息 单位基本信息 基本情况 绩效指标情况"
    " 绩效指标及目标值 绩效目标与指标 整体绩效指标 部门整体绩效指标 实施期指标 项目信息"
    " 分解目标 年度分解目标 项目年度绩效指标 绩效指标完成情况 绩效目标情况 目标情况",
    "note": "实施单位 项目实施单位 项目属性 项目期 项目期限 项目类别 项目类型 项目性质 项目分类 项目负责人"
    " 项目负责人及电话 项目负责人及联系电话 负责人及电话 负责人及联系电话 负责人 联系人 联系电话"
    " 联系人及电话 电话 项目联系人 填报人 填表人 制表人 起止时间 项目起止时间 项目起止日期"
    " 计划开始日期 计划完成日期 开始日期 完成日期 结束日期 项目开始时间 项目完成时间 项目周期"
    " 实施期限 实施周期 项目实施期 项目支出实施期 项目实施周期 建设周期 资金用途 实施方案 项目实施方案 立项依据 项目立项依据 政策依据"
    " 设立依据 立项必要性 立项的必要性 项目必要性 项目可行性 项目立项情况 备注 说明 填报说明"
    " 填表说明 部门编码 部门代码 单位编码 单位代码 项目编码 项目代码 项目编号 分管领导 是否政府采购"
    " 项目概况 项目概述 项目内容 项目主要内容 项目实施内容 项目简介 项目背景 实施内容 主要内容"
    " 部门职能职责概述 部门职能概述 部门职能 部门职责 主要职能 主要职责 单位职能 职能概述"
    " 部门主要职能 财政部门审核意见 审核意见 主管部门审核意见 主管部门意见 财政部门意见 财政局审核意见"
    " 财政部门支出股室初审意见 财政部门绩效评价股审核意见 扶贫办审核意见 区扶贫办审核意见"
    " 单位负责人 单位负责人签字 填报日期 填表日期 日期 时间 编制人数 在职人数 实有人数 人员编制"
    " 保证项目实施的制度措施 制度措施 项目实施计划 实施计划 项目进度安排 项目地点 建设地点 实施地点"
    " 支出功能分类 功能科目 功能分类科目 科目名称 支出方向 所属领域 行业领域 资金管理办法 管理办法"
    " 使用范围 资金投向 评价结论 自评结论 自评等级 自评得分 总得分 总分 得分"
    " 分值 存在问题 改进措施 下一步改进措施 主要经验 资金管理情况 项目组织情况 项目管理情况 实施进度"
    " 项目所属领域 重点项目 是否重点项目 是否为重点项目 是否新增项目 新增 延续 用款计划 财政归口处室"
    " 政策任务 归口科室 归口股室 业务科室 主管处室 申报日期 申报理由 受益对象 受益范围 项目受益人 测算依据"
    " 测算说明 预算测算依据 资金测算依据 年度工作任务 主要工作任务 年度主要任务 任务名称 任务 重点工作"
    " 填报人及电话 审核人 经办人 项目主管单位联系人 项目分管领导 其他需说明的问题 其他需要说明的问题 其他说明 其他需说明事项 上级文件 文件号 资金文号 预算文号",
}  # fmt: skip
_DEPARTMENTS: Mapping[str, int] = {
    "部门名称 预算部门 单位名称 填报单位 申报单位 编制单位 预算单位 部门单位名称 填报部门 申报部门"
    " 预算部门名称 预算单位名称 部门 单位": 0,
    "主管部门 主管单位 项目主管单位 主管部门名称 主管部门及代码 主管部门及编码 主管预算部门 一级预算部门"
    " 一级主管部门 预算主管部门 项目主管部门 主管部门代码及名称 主管部门编码及名称 业务主管部门"
    " 主管部门单位名称": 1,
    "区级主管部门 县级主管部门 县主管部门 区主管部门 地方主管部门 县区主管部门 县市区主管部门": 2,
    "市级主管部门 市主管部门 市州主管部门 地市主管部门": 3,
    "省级主管部门 省主管部门": 4,
    "中央主管部门 省级财政部门 市级财政部门 县级财政部门 地方财政部门": 5,
    "实施单位 项目单位 项目实施单位 具体实施单位 资金使用单位 项目承担单位 用款单位 使用单位"
    " 项目申报单位 承担单位 建设单位": 6,
}  # fmt: skip
"""Who may be called the department, by rank."""
_LABELS = {
    word: Label(key, sure=True, rank=int(word.endswith("用途")))
    for key, words in _WORDS.items()
    for word in words.split()
}
_LABELS |= {
    word: Label(DEPARTMENT, sure=True, rank=rank)
    for words, rank in _DEPARTMENTS.items()
    for word in words.split()
}

_SHARE = re.compile(
    r".{0,6}(?:中央|省|市|州|县|区|旗|乡|镇|村|上级|本级|同级|地方|国家)"
    r".{0,8}(?:资金|补助|拨款|配套|财政|安排|投入|经费|预算|转移支付)"
    r"|.{0,4}(?:结转|结余).{0,6}|.{0,6}(?:债券|基金|贷款|社会资本|社会资金|捐赠).{0,6}"
)
_IN_WORDS = re.compile(r".{0,12}大写.{0,6}")
_DONE = re.compile(r".{0,10}(?:完成情况|实际完成|实现情况|完成综述).{0,4}")
_CYCLE = re.compile(r"中期|长期|实施期|实施周期|三年|项目期|周期")
_NOTE_ENDS = note_words.ending(
    "意见 盖章 签字 签章 用途 必要性 可行性 背景 人数 职能 职责 概述 结论 得分 等级 总分 评分 等次 标识 起止 理由 问题"
    " 原因"
)
_EXECUTED = re.compile(r".{0,8}(?:执行数|支出数|决算数|执行金额)")
_APPROVED = re.compile(r".{0,8}(?:预算数|预算额|预算金额|指标数|预算安排数)")
_GOAL = re.compile(
    r"(?:(?:19|20)\d\d年)?(?:项目|履职|部门|单位|政策|年度|本年|当年|全年|年初|总体?|整体|绩效|预期|实施期?|周期|期|中长?期"
    r"|三年|长期|阶段性?|具体|支出|任务|设定|的){1,6}目标(?:内容|描述|设定|概述|表述)?"
)
_TOTAL = re.compile(
    r"(?:19|20)\d\d年?度?(?:项目|部门)?预算|(?:(?:19|20)\d\d年?度?|年度|本年度?|当年|全年|今年|本次)?(?:项目|部门|单位|政策|专项)?(?:支出|资金)?"
    r"(?:预算|资金|申请|申报|安排)(?:资金|经费)?(?:申请|申报|安排|下达|批复|拟安排)?总?(?:数|额|金额|规模|总额|合计|总计|安排)"
)
_TOTAL_CYCLE = re.compile(
    r"(?:实施期|实施周期|中长?期|长期|三年)(?:项目)?(?:资金|预算|投资|投入|支出)?总?(?:金额|额|总额|投资|预算|资金|投入|规模)"
)
_LAST_YEAR = re.compile(r"(?!.*结[转余])(?:上年|上一年|去年|前[一二三]?年).{0,14}")
_SHAPES = (
    (20, "note", True, _LAST_YEAR),
    (20, "goal", True, _GOAL),
    (20, "total", True, _TOTAL),
    (16, "total_cycle", True, _TOTAL_CYCLE),
    (24, "goal_done", True, _DONE),
    (20, "executed", True, _EXECUTED),
    (20, "approved", True, _APPROVED),
    (20, "share", True, _SHARE),
    (20, "note", False, _NOTE_ENDS),
)
"""What no list holds, told by its shape: how long it may be, key, whether that is sure."""
_INITIAL = re.compile(r"年初.{0,4}预算.{0,3}")

_BRACKETS = re.compile(r"[(\[【〔][^)\]】〕]{0,30}[)\]】〕]")
_NUMBERING = re.compile(r"^(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.]|\d{1,2}[.、](?!\d))")
_MARKS = "*★☆●:;、,-—"
_OF_WHICH = re.compile(r"^(?:其中|减|加)[:：]?")


@lru_cache(maxsize=8192)
def label_of(text: str) -> Label | None:
    """What a cell's text stands for as a label, None where it is none."""
    if not 0 < len(text) <= LONGEST:
        return None
    flat = normal(text)
    if _IN_WORDS.fullmatch(flat):
        return Label(IN_WORDS, sure=True)
    found = next((one for word in _readings(flat) if (one := _LABELS.get(word))), None)
    if found is not None:
        return _of_period(found, flat)
    bare = plain(text)
    for length, key, sure, pattern in _SHAPES:
        if 0 < len(bare) <= length and ":" not in bare and pattern.fullmatch(bare):
            return _of_period(Label(key, sure, shaped=True), flat)
    return None


def _of_period(label: Label, flat: str) -> Label:
    cycle = label.key == "goal" and _CYCLE.search(flat)
    return label._replace(key="goal_cycle") if cycle else label


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A label's own words: without brackets, stars, numbering, colon, and 其中."""
    bare = _BRACKETS.sub("", _NUMBERING.sub("", normal(text).strip(_MARKS))).strip(_MARKS)
    return _OF_WHICH.sub("", bare)


def _readings(flat: str) -> Iterator[str]:
    yield plain(flat)
    whole = _NUMBERING.sub("", flat.strip(_MARKS))
    # 年度目标1 is one of several.
    yield plain(flat).rstrip("0123456789")
    # 资金来源:(1)单位资金 is under a heading of money.
    over, colon, under = flat.rstrip(":").rpartition(":")
    if colon and (above := _LABELS.get(plain(over))) and above.key == "money":
        yield plain(under)
    # 专项(项目)名称 and 主管部门(单位)名称 are words with their brackets opened.
    yield _OF_WHICH.sub("", re.sub(r"[()\[\]【】〔〕]", "", whole)).strip(_MARKS)


_COLUMNS = {
    "分值": "weight", "权重": "weight", "标准分": "weight", "得分": "score", "自评得分": "score",
    "评分": "score", "执行率": "rate", "预算执行率": "rate", "支出率": "rate", "实际支出": "executed",
    "全年支出": "executed", "全年预算": "approved", "调整预算": "approved",
    "当年金额": "approved", "本年金额": "approved", "占比": "note", "比重": "note", "占比情况": "note",
    "近两年收支金额": "note", "近两年金额": "note", "增减变化": "note", "增减情况": "note",
}  # fmt: skip


@lru_cache(maxsize=1024)
def money_column(text: str) -> str | None:
    """What a column of amounts stands for: `initial`, `approved`, `executed`, `rate` and others."""
    bare = plain(text)
    if not 0 < len(bare) <= 14:
        return None
    if found := _COLUMNS.get(bare):
        return found
    shapes = (("executed", _EXECUTED), ("initial", _INITIAL), ("approved", _APPROVED))
    return next((key for key, shape in shapes if shape.fullmatch(bare)), None)


_PAIR = re.compile(
    r"\s{0,20}(?:其中\s{0,4}[:：]\s{0,4})?(?P<label>[^\s:：][^:：\n]{1,19}(?:[(（][^)）]{0,12}[)）])?)\s{0,20}[:：]\s{0,20}(?=\S)"
)
_NEXT_PAIR = re.compile(
    r"\s{1,40}(?=[^\s:：]{2,12}\s{0,4}[:：])|(?=(?:金额)?单位[:：]\s{0,4}(?:人民币)?[百千]?[万亿]?元)"
)


class Pair(NamedTuple):
    """A label and its value in one cell: 项目名称：校舍维修."""

    label: Label
    start: int
    """Where the value begins."""
    end: int
    """Where it ends: at the end of the cell, or where a next label begins."""


def pair_of(text: str, at: int = 0) -> Pair | None:
    """Label and value that stand in a cell from `at` on, None where no label does."""
    found = _PAIR.match(text, at)
    if found is None:
        return None
    label = label_of(found["label"].strip())
    if label is None or not label.sure or label.key == "group":
        return None
    return Pair(label, found.end(), _end_of(text, found.end()))


def _end_of(text: str, start: int) -> int:
    """Where a value ends: before white space and a known label with its colon."""
    for found in _NEXT_PAIR.finditer(text, start):
        word = re.split(r"[:：]", text[found.end() : found.end() + 20])[0].strip()
        if label_of(word) is not None or word in _UNIT_LABELS:
            return found.start()
    return len(text)


_UNIT_LABELS = frozenset({"单位", "金额单位", "计量单位", "货币单位"})


_MARGIN = frozenset("项目年度中长期实施周总体整绩效指标部门本当及与情况支出预算(万元)资金")


def is_margin(text: str) -> bool:
    """Whether a cell beside a block only names it, in whole or in one of its characters."""
    flat = normal(text)
    return len(flat) <= 12 and all(char in _MARGIN for char in flat)
