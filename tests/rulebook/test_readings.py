"""What the words of a target come to, by the lists that ship."""

from functools import cache
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.rulebook.load import NO_PROFILE, load
from audit.rulebook.readings import RIGHT, SORTS, UNSTATED, VAGUE, reader


@cache
def read(text: str) -> str:
    return reader(load(profile=NO_PROFILE))(text)


READINGS = {
    "direction": """
        提高 提升 增加 下降 减少 保持 有所下降 有所提高 显著提升 持续增强 有效提高 逐步改善 进一步巩固提高
        明显好转 得到明显改善 稳中有升 大幅度降低 逐年递增 一定程度上缓解 提高群众满意度 改善居民生活环境
        提升公共服务水平 促进农民增收 促进社会和谐稳定 带动当地就业 优化营商环境 推动高质量发展 群众安全感显著提升
        村容村貌明显改善 人民获得感增强 工作效率提高 降低村民出行和农产品运输成本 定性有效提升 持续稳定增长
        通过培训提高能力 提高效率，运行正常 助力乡村振兴
    """,
    "degree": """
        较好 显著 明显 充分 效果明显 作用显著 成效显著 影响深远 较大影响 完成情况较好 全力以赴 效益显著
    """,
    "effort": """
        加强 完善 推进 保障 维护 落实 规范 巩固 支持 做好 不断完善 稳步推进 有力保障 持续保障 正面支撑
        确保工程质量 做好防汛工作 完善管理制度 传承红色文化 充分调动积极性 得到有效保障 不断健全  更加规范
    """,
    "state": """
        正常 完备 满意 合规 良好 较高 稳定 有序 到位 合理 长期 可控 健全 有效 持续 持续影响 高 可持续 定性
        达到要求 符合要求 符合相关规定 符合市局和区政府要求 达到指挥部要求 满足办公需求 按要求完成 基本建立
        设备运行正常 资金使用合规 制度完善 较为完善 保持稳定 保障设备正常运行 运转良好 达到国内先进水平
        建立健全 定性长期 完成良好
    """,
    "timeliness": """
        及时 按时 按期 如期 尽快 按时完成 按时达标 及时足额发放 资金及时到位 按计划完成 规定时间内 定期
    """,
    "grade": """
        达标 合格 优 良 中 差 好 一般 优秀 通过 达成 质量达标 验收合格 通过验收
    """,
    "completion": """
        完成 已完成 完成建设任务 建成投用 系统上线运行 竣工 推动项目建成 提升改造完成 完成质量提升 消除安全隐患
    """,
    "answer": "是 否 有 不降低 持平 未发生 群众收入不降低 饮水安全不反弹",
    "whole": "全覆盖 应保尽保 全部合格 全额发放 人人知晓",
    "named-standards": "达到设计要求 符合国家标准 按合同约定 控制在预算内 符合施工规范",
    "no-answer": "无 不适用 不涉及 详见附件",
    "other": "增肌 水土保持 一级 空调 是否 有效期 公开招标 文明城市",
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        pytest.param(text, reading, id=f"{text} is {reading}")
        for reading, texts in READINGS.items()
        for text in texts.split()
    ],
)
def test_a_target_comes_to_one_reading(text: str, reading: str) -> None:
    assert read(text) == reading


# The first text waits for the pack to be loaded.
@settings(deadline=None)
@given(
    st.text(
        "提高持续有效显著健全完善正常及时达标验收合格全覆盖完成的和，。、 增加符合要求", max_size=24
    )
)
def test_any_text_has_a_reading_and_none_raises(text: str) -> None:
    assert read(text) in {*SORTS, "other"}


@pytest.mark.parametrize("mark", ["。", ".", " ", "；", "，"])
@pytest.mark.parametrize("text", ["提高", "正常", "及时", "全覆盖"])
def test_a_mark_at_the_end_changes_nothing(text: str, mark: str) -> None:
    assert read(text + mark) == read(text)


def test_no_word_is_both_right_and_wrong() -> None:
    words = load(profile=NO_PROFILE).words
    right = {word for sort in RIGHT for word in words[sort].texts()}
    wrong = {word for sort in (*VAGUE, *UNSTATED) for word in words[sort].texts()}

    assert right & wrong == set()


def test_a_word_of_two_lists_is_told_apart_by_its_contexts() -> None:
    lists = load(profile=NO_PROFILE).words
    for one, other in combinations((*VAGUE, *UNSTATED), 2):
        for word in lists[one].texts() & lists[other].texts():
            entries = [
                entry for name in (one, other) for entry in lists[name].words if entry.word == word
            ]
            assert any(entry.only_before or entry.not_before for entry in entries), word
