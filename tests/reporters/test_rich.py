"""What a clerk sees on a terminal, whole, in both languages."""

from typing import Any

import pytest
from inline_snapshot import snapshot

from audit.document import NOWHERE, Place, Problem
from audit.errors import ReadError
from audit.finding import Text
from audit.report import Coverage, Unclaimed
from audit.terminal import width


def test_few_findings_stand_before_the_overview(made: Any) -> None:
    assert made.printed("rich", [made.sample()]) == snapshot("""\
[1] 校舍维修工程  1,000.00 万元  第4行
  1 必须改 T001 “提高”有问题。
                指标1 校园安全感 年度指标值：⟦提高⟧  第9行第41列  同样见于实施周
                期指标值
           改法 请改T001。
           依据 依据T001  audit rule T001
  2 请核实 T003 “及时”有问题。
                指标1 维修及时 年度指标值：⟦及时⟧。  第10行第40列
           改法 请改T003。
           依据 依据T003  audit rule T003
  3 可更好 W004 “。”有问题。
                指标1 维修及时 年度指标值：及时⟦。⟧  第10行第42列
           改法 请改W004。
           依据 依据W004  audit rule W004

[2] 教师培训  240.00 万元  第11行
  4 必须改 T001 “显著提升”有问题。
                指标1 教学水平 年度指标值：⟦显著提升⟧  第16行第40列
           改法 请改T001。

[3] 图书购置  20.00 万元  第17行
  5 必须改 S001 “goal”有问题。
           改法 请改S001。
           依据 依据S001  audit rule S001

审核结果：建议修改后再报
青禾县教育局  3 个项目  3 条指标
必须改 3   请核实 2   可更好 1   1,260.00 万元
------------------------------------------------------------
通过    金额：3 个项目的分项与总计一致，相加等于合计，差 0.00
完整    读取：3 条指标全部读出，未读文字 0 处

先改这几类
 指标 项目
    2    2  必须改 T001  指标值无法衡量：提高、显著提升
    -    1  必须改 S001  未填写绩效目标
    1    1  请核实 T003  未说明判断标准：及时
    1    1  可更好 W004  末尾多标点

先看这几处（万元）
 1,000.00  校舍维修工程：占 79%；指标值无法衡量；未说明判断标准；末尾多标点
   240.00  教师培训：占 19%；指标值无法衡量
    20.00  图书购置：未填写绩效目标

全表统一处理，不逐条列出
 1 处  请核实 C002  满意度列在效益下
                    请改C002。

可写进审核意见
 3 个项目，1,260.00 万元，金额勾稽一致；2 个项目（占资金 98%）有“指标值无法衡
 量”的问题；1 个项目（占资金 2%）有“未填写绩效目标”的问题。

可自动改正 1 处：audit fix a.md --diff
""")


def test_in_english(made: Any) -> None:
    assert made.printed("rich", [made.sample()], "en") == snapshot("""\
[1] 校舍维修工程  1,000.00 万元  line 4
  1 must fix T001  “提高” is at fault.
                   indicator 1 校园安全感 annual target: ⟦提高⟧  line 9, column
                   41  also in cycle target
             mend  Mend T001.
             basis basis T001  audit rule T001
  2 check    T003  “及时” is at fault.
                   indicator 1 维修及时 annual target: ⟦及时⟧。  line 10, column
                   40
             mend  Mend T003.
             basis basis T003  audit rule T003
  3 could do W004  “。” is at fault.
                   indicator 1 维修及时 annual target: 及时⟦。⟧  line 10, column
                   42
             mend  Mend W004.
             basis basis W004  audit rule W004

[2] 教师培训  240.00 万元  line 11
  4 must fix T001  “显著提升” is at fault.
                   indicator 1 教学水平 annual target: ⟦显著提升⟧  line 16,
                   column 40
             mend  Mend T001.

[3] 图书购置  20.00 万元  line 17
  5 must fix S001  “goal” is at fault.
             mend  Mend S001.
             basis basis S001  audit rule S001

Result: to be revised before it is handed in
青禾县教育局  3 projects  3 indicators
must fix 3   check 2   could do 1   1,260.00 万元
------------------------------------------------------------
passed     amounts: the sources of 3 projects add up to their totals, and the
           projects to the sum; difference 0.00
complete   reading: all 3 indicators were read, no text was left over

Mend these sorts first
 indicators projects
          2        2  must fix T001  Target cannot be measured: 提高、显著提升
          -        1  must fix S001  No goal
          1        1  check    T003  No standard named: 及时
          1        1  could do W004  Punctuation at the end

Look here first (万元)
 1,000.00  校舍维修工程: 79% of the money; Target cannot be measured; No
           standard named; Punctuation at the end
   240.00  教师培训: 19% of the money; Target cannot be measured
    20.00  图书购置: No goal

To be settled once for the whole form, not listed one by one
 1  check    C002  Satisfaction under benefit
                   Mend C002.

For the written opinion
 3 projects, 1,260.00 万元, amounts reconciled; 2 projects (98% of the money)
 with “Target cannot be measured”; 1 project (2% of the money) with “No
 goal”.

1 can be mended automatically: audit fix a.md --diff
""")


def test_above_forty_the_overview_comes_first_and_three_projects_follow(made: Any) -> None:
    of = made.filing()
    many = [made.finding("vague-target", of, at % 2, 0, text="提") for at in range(41)]

    printed = made.printed("rich", [made.file([of], many)])

    assert printed.splitlines()[0] == "审核结果：建议修改后再报"
    assert printed.index("先改这几类") < printed.index("[1] 校舍维修工程")
    assert printed.rstrip().splitlines()[-1] == "审核结果：建议修改后再报"


def test_all_shows_every_finding_and_the_overview_last(made: Any) -> None:
    of = made.filing()
    many = [made.finding("vague-target", of, at % 2, 0, text="提") for at in range(41)]

    printed = made.printed("rich", [made.file([of], many)], show_all=True)

    assert printed.count("必须改 T001 “提”") == 41
    assert printed.index("[2] 教师培训") < printed.index("审核结果")


def test_a_clean_filing(made: Any) -> None:
    assert made.printed("rich", [made.file([made.filing()])]) == snapshot("""\
审核结果：未发现问题
青禾县教育局  3 个项目  3 条指标
必须改 0   请核实 0   可更好 0   1,260.00 万元
------------------------------------------------------------
通过    金额：3 个项目的分项与总计一致，相加等于合计，差 0.00
完整    读取：3 条指标全部读出，未读文字 0 处
""")


def test_quiet_is_the_result_only(made: Any) -> None:
    assert made.printed("rich", [made.sample()], quiet=True) == snapshot("""\
审核结果：建议修改后再报
青禾县教育局  3 个项目  3 条指标
必须改 3   请核实 2   可更好 1   1,260.00 万元
""")


def test_several_files_have_one_overview_and_a_line_each(made: Any) -> None:
    of = made.filing()
    files = [
        made.sample(),
        made.file([of], path="b.md"),
        made.file(path="说明.md", named=False),
        made.file(path="c.pdf", error=ReadError("pdf-password", path="c.pdf")),
    ]

    assert made.printed("rich", files) == snapshot("""\
[1] 校舍维修工程  1,000.00 万元  第4行  a.md
  1 必须改 T001 “提高”有问题。
                指标1 校园安全感 年度指标值：⟦提高⟧  第9行第41列  同样见于实施周
                期指标值
           改法 请改T001。
           依据 依据T001  audit rule T001
  2 请核实 T003 “及时”有问题。
                指标1 维修及时 年度指标值：⟦及时⟧。  第10行第40列
           改法 请改T003。
           依据 依据T003  audit rule T003
  3 可更好 W004 “。”有问题。
                指标1 维修及时 年度指标值：及时⟦。⟧  第10行第42列
           改法 请改W004。
           依据 依据W004  audit rule W004

[2] 教师培训  240.00 万元  第11行  a.md
  4 必须改 T001 “显著提升”有问题。
                指标1 教学水平 年度指标值：⟦显著提升⟧  第16行第40列
           改法 请改T001。

[3] 图书购置  20.00 万元  第17行  a.md
  5 必须改 S001 “goal”有问题。
           改法 请改S001。
           依据 依据S001  audit rule S001

审核结果：建议修改后再报；有 1 个文件没有读出，未作审核
青禾县教育局  4 个文件  6 个项目  6 条指标
必须改 3   请核实 2   可更好 1   2,520.00 万元
------------------------------------------------------------
通过    金额：6 个项目的分项与总计一致，相加等于合计，差 0.00
完整    读取：6 条指标全部读出，未读文字 0 处
未读出  c.pdf: PDF 加了密码，要有密码才能读。请用 --password 给出密码（不想留在
        命令历史里的，放进环境变量 AUDIT_PASSWORD），或去掉密码后再审核。
无表    1 个文件里没有申报表：说明.md

各文件
 必须改 请核实 可更好
      3      2      1  a.md
      -      -      -  b.md

先改这几类
 指标 项目
    2    2  必须改 T001  指标值无法衡量：提高、显著提升
    -    1  必须改 S001  未填写绩效目标
    1    1  请核实 T003  未说明判断标准：及时
    1    1  可更好 W004  末尾多标点

先看这几处（万元）
 1,000.00  校舍维修工程：占 40%；指标值无法衡量；未说明判断标准；末尾多标点
   240.00  教师培训：占 10%；指标值无法衡量
    20.00  图书购置：未填写绩效目标

全表统一处理，不逐条列出
 1 处  请核实 C002  满意度列在效益下
                    请改C002。

可写进审核意见
 6 个项目，2,520.00 万元，金额勾稽一致；2 个项目（占资金 49%）有“指标值无法衡
 量”的问题；1 个项目（占资金 1%）有“未填写绩效目标”的问题。

可自动改正 1 处：audit fix a.md --diff
""")


def test_nothing_was_read(made: Any) -> None:
    error = ReadError("missing-file", path="b.md", nearest="a.md")

    assert made.printed("rich", [made.file(path="b.md", error=error)]) == snapshot("""\
审核结果：文件没有读出，未作审核
必须改 0   请核实 0   可更好 0
------------------------------------------------------------
未读出  b.md: 没有这个文件。是不是“a.md”？请核对文件名和所在的文件夹。
""")


def test_what_could_not_be_checked_is_told(made: Any) -> None:
    coverage = made.coverage(row_sum=2, vague_target=3)
    printed = made.printed("rich", [made.file([made.filing()], coverage=coverage)])

    assert "未核对  2 条规则：所需内容没有填或读不懂（指标值无法衡量 3 处" in printed


@pytest.mark.parametrize(
    ("coverage", "told"),
    [
        pytest.param(
            (Coverage("row-sum", 3, 1), Coverage("column-sum", 1, 1)),
            "不符    金额：1 处分项与总计不一致、1 处合计与各项目之和不一致，见下",
            id="sums differ",
        ),
        pytest.param(
            (Coverage("row-sum", 3), Coverage("column-sum")),
            "通过    金额：3 个项目的分项与总计一致；表上没有合计行可对",
            id="no row of sums",
        ),
        pytest.param(
            (Coverage("row-sum"), Coverage("column-sum", 1)),
            "通过    金额：各项目相加等于合计，差 0.00",
            id="no sources",
        ),
        pytest.param(
            (Coverage("row-sum"), Coverage("column-sum")),
            "未核对  金额：表上没有可以相加核对的金额",
            id="no amounts: nothing looked at is no pass",
        ),
        pytest.param(
            (Coverage("row-sum", 3, 0, 0, 1), Coverage("column-sum", 1)),
            "不全    金额：能核对的都一致；有 1 处金额缺失或读不出，没有核对",
            id="an amount that cannot be read is no pass",
        ),
        pytest.param(
            (
                Coverage("row-sum", 3),
                Coverage("column-sum", 1),
                Coverage("sum-off-by-rounding", 4, 1),
            ),
            "通过    金额：除四舍五入的尾差（1 处）外，分项、总计、合计一致",
            id="rounding is told",
        ),
        pytest.param((), "未核对  金额：这次没有选用核对金额的规则", id="the rules are off"),
    ],
)
def test_what_became_of_the_sums(made: Any, coverage: tuple[Coverage, ...], told: str) -> None:
    printed = made.printed("rich", [made.file([made.filing()], coverage=coverage)])

    assert told in printed


def test_verbose_tells_what_stands_outside_and_every_basis(made: Any) -> None:
    file = made.sample()
    notes = (Problem("hidden-row", Place(sheet="表二")), Problem("tracked-changes", NOWHERE))
    outside = (Unclaimed(Place(line=1), "填表说明：请逐项填写，不得空缺，金额以万元计"),)
    more = {"problems": notes, "unclaimed": outside}
    printed = made.printed("rich", [made.file(file.filings, file.findings, **more)], verbose=True)

    assert "说明    表二: 有隐藏的行，也读了。" in printed
    assert "表外有 1 段文字不属于任何申报表，未作审核：填表说明：请逐项填写，…" in printed
    assert printed.count("又T001") == 2


def test_places_beside_the_first_are_told(made: Any) -> None:
    of = made.filing()
    first = made.related("first", made.spot(of, 0, None, "goal"))
    other = [made.related("other", made.spot(of, at, None, "goal")) for at in (1, 2)]
    addends = [made.related("addend", made.spot(of, 0, None, "fiscal", "1,000.00"))]
    column = [made.related("addend", made.spot(of, at, None, "total", "0.00")) for at in range(3)]
    findings = [
        made.finding("missing-goal", of, 1, field="goal", related=(first,)),
        made.finding("missing-goal", of, 0, field="goal", related=tuple(other)),
        made.finding("row-sum", of, 0, field="total", text="1,000.00", related=tuple(addends)),
        made.finding("column-sum", of, field="total", related=tuple(column)),
    ]
    printed = made.printed("rich", [made.file([of], findings)])

    assert "首次出现在[1] 校舍维修工程" in printed
    assert "相关：[2] 教师培训等 2 处" in printed
    assert "相加的是：财政拨款 1,000.00" in printed
    assert "相加的有 3 项" in printed
    assert "合计行" in printed


def test_a_long_text_is_shown_around_the_words_at_fault(made: Any) -> None:
    goal = "甲" * 60 + "宣工作" + "乙" * 60
    given = {**made.given, "projects": [{**made.given["projects"][0], "goal": goal}]}
    of = made.filing({**given, "totals": []})

    printed = made.printed(
        "rich", [made.file([of], [made.finding("vague-target", of, 0, None, "goal", "宣工作")])]
    )

    flat = "".join(line.strip() for line in printed.splitlines())
    assert f"绩效目标：…{'甲' * 16}⟦宣工作⟧{'乙' * 24}…" in flat


def test_nothing_of_a_filing_steers_the_terminal(made: Any) -> None:
    name = "校舍\x1b[31m维修\u202e工程\x9b"
    given = {**made.given, "projects": [{**made.given["projects"][0], "name": name}]}
    of = made.filing({**given, "totals": []})
    message = Text(f"“{name}”有问题。", "")

    printed = made.printed(
        "rich",
        [made.file([of], [made.finding("missing-goal", of, 0, field="goal", message=message)])],
    )

    assert "[1] 校舍<U+001B>[31m维修<U+202E>工程<U+009B>" in printed
    assert not set("\x1b\u202e\x9b") & set(printed)


def test_colour_marks_the_words_and_takes_the_brackets_place(made: Any) -> None:
    printed = made.printed("rich", [made.sample()], color=True)

    assert "\x1b[1;4;31m提高\x1b[0m" in printed
    assert "⟦" not in printed


def test_no_line_is_wider_than_the_terminal(made: Any) -> None:
    for columns in (50, 60, 100):
        printed = made.printed("rich", [made.sample()], width=columns)
        assert max(map(width, printed.splitlines())) <= columns


def test_a_limit_cuts_what_is_listed_and_no_count(made: Any) -> None:
    of = made.filing()
    several = [made.finding("vague-target", of, 0, 0, text="提高") for _ in range(5)]

    printed = made.printed("rich", [made.file([of], several)], limit_per_rule=2)

    assert printed.count("必须改 T001 “提高”") == 2
    assert "必须改 5 " in printed
    assert "每条规则只列 2 处，计数为全部" in printed


def test_what_concerns_the_whole_form_counts_as_such(made: Any) -> None:
    of = made.filing()
    finding = made.finding("column-sum", of, field="total", text="1,260.00")

    printed = made.printed("rich", [made.file([of], [finding])])

    assert "    - 全表  必须改 A002  合计不等" in printed
    assert "全表\n  1 必须改 A002" in printed
