"""What people call the fields of a filing, in both languages: for messages and reports."""

from collections.abc import Mapping

from audit.finding import Text

FIELD_TITLES: Mapping[str, Text] = {
    "department": Text("部门名称", "department"),
    "year": Text("年度", "year"),
    "money_unit": Text("金额单位", "money unit"),
    "totals": Text("合计", "totals"),
    "label": Text("合计行名称", "label of the total"),
    "project_name": Text("项目名称", "project name"),
    "total": Text("总计", "total"),
    "fiscal": Text("财政拨款", "fiscal appropriation"),
    "special": Text("财政专户拨款", "special account"),
    "other": Text("其他资金", "other funds"),
    "goal": Text("绩效目标", "goal"),
    "indicators": Text("绩效指标", "indicators"),
    "goal_done": Text("目标完成情况", "what was reached of the goal"),
    "cycle_total": Text("实施期总计", "total of the whole period"),
    "total_in_words": Text("金额大写", "total in words"),
    "approved": Text("预算数", "approved budget"),
    "executed": Text("执行数", "executed budget"),
    "rate": Text("执行率", "execution rate"),
    "number": Text("序号", "number"),
    "category": Text("指标类别", "category"),
    "level1": Text("一级指标", "level 1"),
    "level2": Text("二级指标", "level 2"),
    "name": Text("指标名称", "indicator name"),
    "cycle_target": Text("实施周期指标值", "cycle target"),
    "annual_target": Text("年度指标值", "annual target"),
    "comparator": Text("计算符号", "comparator"),
    "unit": Text("计量单位", "unit"),
    "direction": Text("指标方向", "direction"),
    "standard": Text("绩效标准", "standard"),
    "explanation": Text("指标解释", "explanation"),
    "actual": Text("实际完成值", "actual value"),
    "weight": Text("分值", "points"),
    "score": Text("得分", "score"),
    "cause": Text("偏差原因", "cause of deviation"),
    "text": Text("文字", "text"),
}


def title(field: str) -> Text:
    """The title of a field; a layout's own label is its own title."""
    return FIELD_TITLES.get(field) or Text(field, field)
