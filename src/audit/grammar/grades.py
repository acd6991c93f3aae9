"""Grades and standards: 验收合格, 一级, AAA级, 全覆盖; 《…》, GB/T 50378, 国家标准.

A grade is a step of a scale or one of two values; a standard is what says who decides: a
document, a code, a named body of rules, an acceptance. 符合要求 and 符合相关规定 name
nothing and are left unread. A text is expected in the form of `targets.flatten`.
"""

import re

from audit.grammar.flat import HAN, NOT_HAN

TITLE = r"《[^《》]{1,120}》"
CODE = (
    r"(?<![A-Za-z])(?:GB|GBJ|GBZ|DB[0-9]{0,4}|JTG|JTJ|JT|CJJ|CJ|JGJ|JG|HJ|SL|SY|YY|WS|NY|LY|TB|DL|QB|YD|GA|GY|MZ|TD|CH|AQ|RB"
    r"|ISO|IEC|ISO/IEC|[TQ](?=/[A-Z]))(?:/[A-Z]{1,8}|/(?=[0-9]))?(?: ?[A-Z]?[0-9]{2,6})(?:\.[0-9]{1,3})*(?:-[0-9]{2,4})?(?![0-9A-Za-z%])"
)  # fmt: skip
_ENDING = r"(?:技术标准|标准(?!化)|规范(?!化)|规程|准则|导则|定额|国标)"
_PAPER = r"(?:设计|合同|招标文件|投标文件|图纸|任务书|协议|批复|采购文件|实施方案)"
STANDARD = (
    rf"(?:符合|达到|满足|执行|遵循|遵守|遵照|依据|依照|参照|对照|按照?|达)[^,;。、()《》≥≤<>=0-9%]{{0,20}}?{_ENDING}(?:的)?(?:要求|规定|限值|限额|水平|以上)?"
    rf"|(?:符合|达到|满足|按照?){_PAPER}(?:的)?(?:文件|方案|文本)?(?:要求|约定|规定|标准|参数|指标)"
    rf"|(?:国家|行业|地方|国际|部颁|省级|省定|市级|团体|企业|环境)(?:[^\W\d_]{{0,10}}?)(?:标准|规范)(?!化)"
)
# What names a standard, beside the word itself: whose it is, of which step, of which contract.
_NAMED = re.compile(
    r"国家|国际|国标|行业|地方|团体|企业|部颁|部级|欧盟|省|市|区级|县|[级类]|级A|设计|合同|招标|技术|验收|排放"
    r"|[一二三四五]级|地表水|环境质量|饮用水|施工|会计|预算定额|概算定额|消耗量|采购文件|批复"
)
_OF_PAPER = re.compile(rf"{_PAPER}(?:的)?(?:文件|方案|文本)?(?:要求|约定|规定|标准|参数|指标)$")
_AS_STANDARD = re.compile(
    r"^(?:符合|达到|满足|执行|遵循|遵守|遵照|依据|依照|参照|对照|按照?|达)|(?:的)?(?:要求|规定|限值|限额|水平|以上)$"
)

_STEP = (
    r"[一二三]级[甲乙丙特]等|(?:国家|省|市)?(?:[1-5]?[A-Da-d]{1,5}\+?|[甲乙丙丁特]|[一二三四五六七八九]|[ⅠⅡⅢⅣⅤⅥ]|[1-5一二三四五]星)"
    r"(?:级|类|等级|等奖|等(?!级|待|方|工|因))[ABC]?"
)
# Where a step of a scale ends: not in 三级联动, 一类项目, 三等分.
_STEP_ENDS = rf"(?=$|{NOT_HAN}|以上|及以上|或以上|标准|水平|资质|认证|评定|要求|达标|[水景旅]|奖|良|[及或和至])"
# 合格率, 达标线 and 通过宣传 are other words.
_NOT_IN_WORD = r"(?!率|证|线|数|人|品|量|产|供|的|村|学|单位|企业|项目|比|度|天)"
_ASSAY = r"(?:验收|考核|检测|检验|评审|审计|鉴定|评估|测评|年检|年审|审核|检查|考试|测试|质检|抽检|认证|审查|评定|复核)"
_RESULT = r"(?:合格|达标|通过|优秀|良好|优良|及格)"
_UNNEGATED = r"(?<![不未非无])"

ASSAY = (
    rf"(?:竣工|完工|工程|项目|年度|绩效)?{_ASSAY}(?:均|全部|结果为?|等[级次]为?|评为|为|达到?)?{_UNNEGATED}{_RESULT}{_NOT_IN_WORD}"
    # 质量优良 is an opinion, 质量合格 a finding.
    rf"|质量(?:全部|均|检验|检测|验收)?{_UNNEGATED}(?:合格|达标){_NOT_IN_WORD}"
    rf"|(?<![不未])通过[^,;。、0-9]{{0,8}}?{_ASSAY}(?=$|{NOT_HAN}|[并且和及后])"
)
"""验收合格, 通过验收, 考核优秀: a grade with what awards it."""
GRADE = "|".join(
    (
        rf"{_UNNEGATED}(?:合格|达标|优秀|及格|不合格|达成(?!共识|目标|协议)){_NOT_IN_WORD}",
        # 良好 alone is a state, 良好以上 a grade.
        r"(?:良好|优良|优|良|中等|中|良好等次)(?=(?:等[次级])?(?:及|或)?以上)",
        rf"(?:评为|评定为|等[级次]为?|评[价级]为?|结果为?)(?:优秀|优良|良好|优|良|中等|中|好|较好|合格|达标|A)(?!{HAN})",
        rf"(?<![不未])通过(?=$|{NOT_HAN})",
        rf"全覆盖|全面覆盖|全部覆盖|应{HAN}尽{HAN}|全部(?!门|队)",
        r"^[优良中差好](?=\()",
        rf"{_STEP}{_STEP_ENDS}",
        rf"(?:国家级|省部?级|市级|[县区]级)(?=(?:及|或)?以上|$|{NOT_HAN})",
        rf"(?:排名?|[名位]列|位居|进入|保持){HAN}{{0,6}}?前(?:[0-9]{{1,3}}|[一二三四五六七八九十]{{1,3}})(?:名|位)?(?=$|(?:(?![\w.%]).))",
        r"(?:第|前)(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:名|位)",
    )
)
WHOLE = frozenset({*"优良中差好是否", "一般", "优等", "良等", "中等", "三甲", "优良中差", "是/否"})
"""Grades that are so only as the whole of a target."""
_RESULT_OF = re.compile(_RESULT)
_GRADE_OF = re.compile(r"^(?:评为|评定为|等[级次]为?|评[价级]为?|结果为?)")
_ASSAY_OF = re.compile(f"{_ASSAY}|质量")


def standard(text: str) -> str:
    """The standard that `STANDARD` found; "" where none is named (符合相关标准)."""
    if paper := _OF_PAPER.search(text):
        return paper[0]
    inner = text
    for _ in range(3):
        inner = _AS_STANDARD.sub("", inner)
    inner = inner.removesuffix("的") or text
    return inner if _NAMED.search(inner) and not re.search("相关|有关", inner[:4]) else ""


def assay(text: str) -> tuple[str, str]:
    """What awards and what is awarded, of what `ASSAY` found: 验收, 合格."""
    what = _ASSAY_OF.findall(text)[-1 if text.startswith("通过") else 0]
    result = "通过" if text.startswith("通过") else str(_RESULT_OF.findall(text)[-1])
    return what, result


def grade(text: str) -> str:
    """The step itself of what `GRADE` found: 优秀 of 评为优秀."""
    return _GRADE_OF.sub("", text)
