"""Units: their classes, and how many of a class's base one of them is.

Two quantities can be compared where their bases are one: 公里 and 米 count in 米, 万元 in
元, but 亩 stays 亩 (as square metres it has no end), and months are no days. Units of count
are bases of their own: 人 and 人次 are not the same.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from audit.grammar.flat import HAN
from audit.grammar.normal import normal
from audit.grammar.numbers import EXACT, SCALE, scale

UnitClass = Literal[
    "percent", "permille", "point", "count", "length", "area", "volume", "mass", "energy",
    "data", "time", "money", "score", "ratio", "frequency", "",
]  # fmt: skip


class Unit(NamedTuple):
    """A unit as it stands in a text."""

    name: str
    unit_class: UnitClass
    base: str
    """In what it counts, with what it is for: 元, 元/人·天, 次/年."""
    factor: Decimal = Decimal(1)
    """How many of `base` it is."""
    per: str = ""
    """人·天 of 元/人·天."""


NO_UNIT = Unit("", "", "")


class Found(NamedTuple):
    """A unit in a text, after a number."""

    unit: Unit
    end: int
    scale: Decimal = Decimal(1)
    """What the number has to be multiplied with: 3万人 is 30,000 人."""


_MEASURES: Mapping[UnitClass, Mapping[str, Mapping[str, str]]] = {
    "percent": {"%": {"1": "% 百分比 百分率 pct"}},
    "permille": {"‰": {"1": "‰ 千分比"}},
    "point": {"百分点": {"1": "百分点 个百分点 百分点数"}},
    "ratio": {"倍": {"1": "倍"}, "‱": {"1": "‱"}},
    "score": {"分": {"1": "分"}},
    "length": {
        "米": {
            "1": "米 m 延米 延长米 线性米", "1000": "公里 千米 km ㎞", "0.1": "分米 dm",
            "0.01": "厘米 公分 cm ㎝", "0.001": "毫米 mm ㎜", "0.000001": "微米 μm", "1852": "海里",
        }
    },
    "area": {
        "平方米": {
            "1": "平方米 平米 平方 ㎡ m² m2 米² 米2 平方公尺", "1000000": "平方公里 平方千米 km² km2",
            "10000": "公顷 ha", "0.0001": "平方厘米 cm² cm2",
        },
        "亩": {"1": "亩 市亩"},
    },
    "volume": {
        "立方米": {
            "1": "立方米 立方 方 ㎥ m³ m3 米³ 米3", "0.001": "升 公升 l 立方分米", "0.000001": "毫升 ml",
        }
    },
    "mass": {
        "千克": {
            "1": "千克 公斤 kg ㎏", "1000": "吨 t 公吨", "0.001": "克 g", "0.5": "斤 市斤",
            "0.000001": "毫克 mg", "0.000000001": "微克 μg ug", "100": "公担",
        }
    },
    "energy": {
        "千瓦时": {"1": "千瓦时 度电 度 kwh 千瓦·时"},
        "千瓦": {"1": "千瓦 kw", "1000": "兆瓦 MW", "0.001": "瓦 w"},
        "千伏安": {"1": "千伏安 kva"},
        "吨标准煤": {"1": "吨标准煤 吨标煤 tce"},
        "焦": {"1": "焦耳 焦", "1000000000": "吉焦 gj", "1000000": "兆焦"},
    },
    "data": {
        "MB": {
            "1": "MB 兆字节", "1024": "GB G", "1048576": "TB T", "1073741824": "PB",
            "0.0009765625": "KB",
        },
        "Mbps": {"1": "Mbps 兆 Mb/s", "1000": "Gbps Gb/s", "0.001": "Kbps"},
    },
    "time": {
        "月": {"1": "个月 月", "12": "年 年度 个年度 周年 整年", "3": "季度 个季度 季", "6": "半年"},
        "天": {"1": "天 日 个自然日 自然日 日历天 日历日 个日历天 昼夜 整天", "7": "周 星期 个星期 个周"},
        "工作日": {"1": "工作日 个工作日 工作天 个工作天"},
        "秒": {"1": "秒 秒钟 s", "60": "分钟 min", "3600": "小时 个小时 h 个钟头", "0.001": "毫秒 ms"},
        "学期": {"1": "学期 个学期", "2": "学年 个学年"},
    },
    "money": {
        "元": {"1": "元 元人民币 块钱 人民币", "0.1": "角"},
        "美元": {"1": "美元"}, "港元": {"1": "港元 港币"}, "欧元": {"1": "欧元"},
    },
    "": {
        "级": {"1": "级"}, "星": {"1": "星"}, "℃": {"1": "℃ 摄氏度"}, "分贝": {"1": "分贝 db db(a)"},
        "千伏": {"1": "千伏 kv"}, "伏": {"1": "伏 v"}, "ppm": {"1": "ppm"}, "M": {"1": "M"},
        "像素": {"1": "像素"}, "Hz": {"1": "hz"}, "折": {"1": "折"}, "代": {"1": "代"},
    },
}  # fmt: skip

# Words after the first are other names of it.
_COUNTS = """
个 项 件 份 篇 部 套 台 辆 艘 架 只 头 株 棵 条 处 座 所 家 户 宗 起 例 张 册 卷 幅 块 组 支 枚 把
门 间 栋 幢 标箱 人,名,位,口人 人次,人/次 次,频次 场,场次 期,期次 批,批次 班,班次 课时 学时,个学时 亩次 车次
本 轮,轮次 趟 遍 回 届 单 种 类 款 首 集 节 堂 盏 盆 丛 羽 尾 匹 口 眼 根 杆 片 段 层 面 盘 席 床 箱 包 袋
瓶 桶 罐 盒 捆 车 船 樘 副 对 双 顶 台套,台/套 件套 标段 站 村 社区 校 队 团 户次 家次 件次 台次 架次 航次
辆次 头次 例次 站次 梯次 个次 人天,人·天,人日,人·日 人月,人·月 学分 票 颗 粒 道 行 字 页 帧 条次 点位,个点位
样次 批件 场馆 机位 车位,个车位 床位,个床位 学位,个学位 岗 号牌 芯 孔 跨 墩 幕 帖 封 桌 股 线路 路口
项目 人份 支次 剂次,针次 剂 针 丸 门次 款次 品种,个品种 工日,个工日 台班 车公里 头份 架时 航时 机时
"""
_EVENTS = frozenset({*"次场期批轮趟遍回班届", "站次", "户次", "家次", "车次"})
"""By their bases: with a span of time they say how often."""
_YEARLY = {"年": 1, "年度": 1, "半年": 2, "季度": 4, "季": 4, "月": 12, "个月": 12}
# After some characters a unit is the beginning of a word: 3部门, 5分别, 2处理.
_GOES_ON: Mapping[str, str] = {
    "部": "门分队级署委", "分": "别类级期布析阶批管局之散项享", "所": "有属得", "场": "地所景",
    "条": "件例", "处": "理置罚分", "组": "织成建", "面": "积向对", "对": "象外口于接", "家": "庭长属",
    "户": "籍外", "批": "准复改量", "期": "间限工项建望末", "次": "日年月要于", "类": "别型似",
    "口": "岸径述", "节": "约能点假", "支": "付出持", "台": "账", "名": "称单录", "位": "置于居",
    "例": "会行如外", "升": "级学", "克": "服", "度": "假", "天": "然津", "日": "常均", "段": "落",
    "层": "级面", "路": "面", "站": "点", "方": "面案式向法便", "代": "表理", "级": "别",
    "团": "队", "行": "业政", "单": "位", "回": "访", "把": "关", "校": "园", "包": "括",
    "票": "据", "道": "路", "字": "典", "折": "旧", "根": "据", "车": "辆间",
    "床": "上", "倍": "增", "周": "边", "股": "份东", "年": "级龄限", "月": "龄", "集": "中体", "首": "次",
    "款": "项", "项目": "标", "针": "对", "副": "本", "元": "素", "种": "植养", "岗": "位", "幕": "后",
}  # fmt: skip


def _table() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for unit_class, bases in _MEASURES.items():
        for base, factors in bases.items():
            for factor, names in factors.items():
                for name in names.split():
                    found[name] = Unit(name, unit_class, base, Decimal(factor))
    for group in _COUNTS.split():
        first, *others = group.split(",")
        for name in (first, *others):
            found[name] = Unit(name, "count", first)
    return found


UNITS: Mapping[str, Unit] = _table()
_LATIN: Mapping[str, Unit] = {
    name.lower(): unit for name, unit in UNITS.items() if name.isascii() and name.lower() != "m"
}
_LONGEST = max(map(len, UNITS))
_LATIN_RUN = re.compile(r"[A-Za-zμ]+(?:[²³]|[23](?![0-9]))?(?:\([Aa]\))?")
_SCALE_RUN = re.compile(SCALE)
# What follows a slash is any short noun, up to the words that end a quantity.
_NOUN = (
    r"(?:(?!以上|以下|以内|及以|之内|左右|内$|\(含)(?:m[23](?![0-9])|(?:[^\W\d_]|[㎡·*/]))){1,9}"
)
_EVERY = r"[0-9]{1,3}[万千]?个?(?:年|月|季度|周|天|日|小时|人次?|户)"
_PER = re.compile(
    rf"(?:/|每)(?:\((?P<inside>[^()]{{1,12}})\)|(?P<every>{_EVERY})|(?P<plain>{_NOUN}))"
)
_TWIN = re.compile(rf"\({HAN}{{1,2}}\)|/{HAN}(?!{HAN})")
_SHARE = re.compile(rf"/(?:10{{0,3}}|[十百千])?[万千]人?(?!{HAN})")
_IN_BRACKETS = re.compile(r"\(([^()0-9]{1,8})\)")
_LONGEST_NOUN = 4
_TIMES = re.compile(r"[·*×/每]")


def match(text: str, at: int) -> Found | None:
    """The unit that stands at `at`, right after a number. The text's width is folded."""
    if share := _SHARE.match(text, at):
        # 9/10万: so many among a hundred thousand.
        return Found(Unit(share[0], "ratio", share[0].removesuffix("人")), share.end())
    found = _scaled(text, at)
    if found is None:
        if text[at : at + 1] == "(" and (inside := _IN_BRACKETS.match(text, at)):
            whole = parse(inside[1])
            if whole is not None:
                return Found(whole, inside.end())
        return None
    return _with_per(text, _with_twin(text, at, found))


@lru_cache(maxsize=4096)
def parse(text: str) -> Unit | None:
    """The unit that a text is, and nothing else: 万元, 元/人·天, %. None where it is none."""
    flat = normal(text)
    found = _scaled(flat, 0)
    if found is None:
        return None
    found = _with_per(flat, _with_twin(flat, 0, found))
    # 万人 alone is a unit, though after a number its 万 belongs to the number.
    if found.end != len(flat) or not found.unit.name:
        return None
    unit = found.unit
    return unit._replace(name=flat, factor=EXACT.multiply(unit.factor, found.scale))


def often(unit: Unit, time: str) -> Unit:
    """The unit with a span of time it is for: 次 by 季度 is 次/年, four times."""
    if unit.base not in _EVENTS:
        return unit._replace(base=f"{unit.base}/{time}", per=time)
    if time in _YEARLY:
        factor = EXACT.multiply(unit.factor, Decimal(_YEARLY[time]))
        return unit._replace(
            unit_class="frequency", base=f"{unit.base}/年", factor=factor, per=time
        )
    same = UNITS.get(time)
    base = f"{unit.base}/{same.name if same else time}"
    return unit._replace(unit_class="frequency", base=base, per=time)


def for_each(unit: Unit, parts: Iterable[str]) -> Unit:
    """The unit with what it is for: 元 by 人 and 天 is 元/人·天; ㎡ and 平方米 are one."""
    nouns = [noun for part in parts for noun in _TIMES.split(part) if noun]
    known = [(noun, UNITS.get(noun)) for noun in nouns]
    words = "·".join(one.base if one and one.factor == 1 else noun for noun, one in known)
    if not words:
        return unit
    return unit._replace(base=f"{unit.base.partition('/')[0]}/{words}", per=words)


def _scaled(text: str, at: int) -> Found | None:
    """A unit, or 万, 亿 and the like with a unit after them or none."""
    plain = _plain(text, at)
    if plain is not None:
        return plain
    run = _SCALE_RUN.match(text, at)
    if run is None:
        return None
    by = scale(run[0])
    after = _plain(text, run.end())
    if after is None:
        if by < 10**4:
            return None
        return Found(NO_UNIT, run.end(), by)
    unit = after.unit
    if unit.unit_class in ("count", "", "time", "ratio"):
        return Found(unit, after.end, by)
    factor = EXACT.multiply(unit.factor, by)
    return Found(unit._replace(name=run[0] + unit.name, factor=factor), after.end)


def _plain(text: str, at: int) -> Found | None:
    first = text[at : at + 1]
    if not first:
        return None
    if (first.isascii() and first.isalpha()) or first == "μ":
        run = _LATIN_RUN.match(text, at)
        if run is None:
            return None
        unit = UNITS.get(run[0]) or _LATIN.get(run[0].lower())
        return Found(unit._replace(name=run[0]), run.end()) if unit else None
    for length in range(min(_LONGEST, len(text) - at), 0, -1):
        name = text[at : at + length]
        unit = UNITS.get(name)
        if unit is not None:
            after = text[at + length : at + length + 1]
            if after and after in _GOES_ON.get(name, ""):
                continue
            return Found(unit, at + length)
    return None


def _with_twin(text: str, at: int, found: Found) -> Found:
    """台（套）, 人(次), 台/套: two words for one unit."""
    twin = _TWIN.match(text, found.end)
    if twin is None or found.unit.unit_class != "count":
        return found
    word = twin[0].strip("()/")
    if text[at : found.end] == "人" and word == "次":
        return found._replace(
            unit=UNITS["人次"]._replace(name=text[at : twin.end()]), end=twin.end()
        )
    other = UNITS.get(word)
    if other is None or other.unit_class != "count":
        return found
    if twin[0][0] == "/" and word not in "套只件个辆部架":
        return found
    return found._replace(unit=found.unit._replace(name=text[at : twin.end()]), end=twin.end())


def _with_per(text: str, found: Found) -> Found:
    """元/人·天, 次/年, 1次/2年, 500元每人每月."""
    per = _PER.match(text, found.end)
    if per is None or found.unit.unit_class in ("percent", "permille", "point"):
        return found
    words, end = _what_for(per)
    time = _time_of(words.lstrip("0123456789个")) and words
    if not words or (text[found.end] == "每" and not time and found.unit.unit_class != "money"):
        # 2期每期50人 begins anew.
        return found
    unit = found.unit._replace(name=found.unit.name + text[found.end : end])
    if time:
        return found._replace(unit=often(unit, time), end=end)
    return found._replace(unit=for_each(unit, (words,)), end=end)


def _what_for(per: re.Match[str]) -> tuple[str, int]:
    """What stands behind the slash, and where it ends; "" where that is no such thing."""
    if per["inside"] or per["every"]:
        return per["inside"] or per["every"], per.end()
    words = per["plain"].rstrip("·*/每")
    if _TIMES.search(words):
        return words, per.start("plain") + len(words)
    # One noun: the longest unit it begins with, or itself where it begins with none.
    known = _plain(words, 0)
    if known is not None and known.unit.unit_class:
        words = words[: known.end]
    elif len(words) > _LONGEST_NOUN:
        words = ""
    return words, per.start("plain") + len(words)


def _time_of(words: str) -> str:
    unit = UNITS.get(words)
    return words if unit is not None and unit.unit_class == "time" else ""
