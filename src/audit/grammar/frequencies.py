"""How often, and for what each: 每季度1次, 一年两次, 按月, 7×24小时; 每人500元, 人均500元."""

import re

from audit.grammar.flat import HAN

_TIMES = r"年度?|半年度?|季度?|月度?|月份|周|星期|日|天|学期|学年|小时|工作日|旬|半月|分钟|晚|轮"
_OFTEN = r"[0-9一二两三四五六七八九十]{1,4}(?:余|多)?(?:次|场|期|轮|回|遍|批|趟)"
FREQUENCY = "|".join(
    (
        rf"每隔?(?:[一两二三四五六七八九十]|[0-9]{{1,2}})?个?(?:{_TIMES})(?![度均])",
        r"按(?:年|季|月|周|日|天|旬)度?(?!计划|预算|目标|任务|工作|平?均|[龄级份常节气边])",
        # 一年两次: a span of time is a frequency where a number of times follows.
        (
            rf"(?:[一半两二三1-9全]|(?<!{HAN}))(?:年度|年|个?季度|个?月|周|星期|天|日|学期)"
            rf"(?=(?:[≥>=<≤]|不少于|至少|不低于)?{_OFTEN}(?!性))"
        ),
        r"7[×*xX]24(?:小时|h)?|24[×*xX]7(?:小时|h)?|全天候",
    )
)
_EACH = (
    "人次?|户|亩|村|平方米|公里|千米|件|台|辆|班|场|次|吨|套|名|位|家|生|校|期|批|立方米|株|头|车|所|项"
    "|份|床|座|处"
)
PER = f"每个?(?:{_EACH})|[人户亩生校村件台次场班师车家日月]均(?!为|衡|匀|达标)"
"""What one of a number's amounts is for: 每人, 每平方米, 人均, 日均."""
SPANS = frozenset({*"年季月周日天", "年度", "半年", "季度", "个月", "星期", "小时", "学期", "学年"})
_LEAD = re.compile("^(?:每隔?|按)?(?:一|1(?![0-9])|全)?个?")


def span(text: str) -> str:
    """The span of time of what `FREQUENCY` found: 季度 of 每季度, 2年 of 每2年."""
    return _LEAD.sub("", text)


def each(text: str) -> str:
    """What `PER` found: 人 of 每人 and of 人均."""
    return text.removeprefix("每").removeprefix("个").removesuffix("均")
