"""How targets of every shape are read, and what holds for any text."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.grammar.flat import flatten
from audit.grammar.normal import fold
from audit.grammar.quantities import Quantity
from audit.grammar.targets import Target, comparable, disjoint, parse


def said(target: Target) -> str:
    """What was read, in one line: numbers first, then the rest by name."""
    parts = [_number(quantity) for quantity in target.quantities]
    if target.comparator and not target.quantities:
        parts.append(f"sign {target.comparator}")
    if date := target.deadline:
        parts.append("by " + "-".join("?" if part is None else f"{part:02}" for part in date))
    names = ("frequency", "base", "standard", "grade", "rest")
    parts += [f"{name} {getattr(target, name)}" for name in names if getattr(target, name)]
    if target.change and not target.quantities:
        parts.append(target.change)
    return " | ".join(parts)


def _number(one: Quantity) -> str:
    if one.low is not None and one.high is not None and one.low != one.high:
        shown = f"{one.low:f}..{one.high:f}{one.base}"
    else:
        shown = f"{one.quantity}{one.unit}"
    per = f" per {one.per}" if one.per and one.per not in shown else ""
    change = f" {one.change}" if one.change else ""
    return ("~" if one.about else "") + one.comparator + shown + per + change


READ = """
从85%提升至90% → ≥90% | base 85%
由2022年的85%提高到90%以上 → ≥90% | base 85%
平安白云用户的满意度达到90% → ≥90% | rest 平安白云用户的满意度
较上年提高 5 个百分点 → 5个百分点 up | base 上年
较上年有所提高，增长5% → 5% up | base 上年 | rest 有所
满意度提高到≥90%，投诉较上年下降5% → ≥90% | 5% down | base 上年 | rest 满意度 投诉
不低于上年的90% → ≥90% | base 上年
超过全市平均水平5个百分点 → >5个百分点 | base 全市平均水平
每人每天不超过450元 → ≤450元 per 人·天 | frequency 每天
每户补助≤5000元 → ≤5000元 per 户 | rest 补助
人均培训成本≤500元 → ≤500元 per 人 | rest 培训成本
日均处理量≥500吨 → ≥500吨 per 天 | rest 处理量
每年培训不少于2次，每次≥50人 → ≥2次 per 年 | ≥50人 per 次 | frequency 每年 | rest 培训
15万-20万元 → 150000..200000元
9亿~16亿元 → 900000000..1600000000元
3万余人次 → ~30000人次
120多万元 → ~120万元
≥530元/人*月 → ≥530元/人*月 per 人·月
≤5300元/户 → ≤5300元/户
≥1人/年 → ≥1人/年 | frequency 每年
1人次/天 → 1人次/天 | frequency 每天
=100.00(%) → =100.00%
≥98百分比 → ≥98百分比
11月底之前 → by ?-11-30
2023.07-2024.01 → by 2024-01-31
2023年7月-2024年1月 → by 2024-01-31
2021年 → by 2021-12-31
1年 → 1年
暂定量按15次作业且总航时不少于30小时测算 → 15次 | ≥30小时 | rest 暂定量按 作业且总航时 测算
产量达到30吨/亩 → ≥30吨/亩 | rest 产量
降低村民出行和农产品运输成本 → rest 村民出行和农产品运输成本 | down
提高村民收入 → rest 村民收入 | up
有效提升 → rest 有效 | up
≥80M → ≥80M
524m → 524m
14.7km → 14.7km
控制在预算成本内 → sign ≤ | rest 预算成本内
250万 → 2500000
优良 → rest 优良
≥0.97比例 → ≥0.97 | rest 比例
<24小时 → <24小时
正面支撑 → rest 正面支撑
三名社工 → 3名 | rest 社工
两个责任落实 → rest 两个责任落实
建立一套制度 → rest 建立一套制度
提供一个良好的环境 → rest 提供一个良好的环境
一次性 → rest 一次性
一网通办 → rest 一网通办
统一管理 → rest 统一管理
三级联动 → rest 三级联动
第三方评估合格 → standard 评估 | grade 合格 | rest 第三方
一级以上医院 → sign ≥ | grade 一级 | rest 医院
二期工程完工 → rest 二期工程完工
十四五期间完成 → rest 十四五期间完成
百分之九十五点五 → 95.5%
三分之二以上 → ≥0.6666666666666666666666666667
约三分之一 → ~0.3333333333333333333333333333
九成五 → 95%
建成 → rest 建成
三十至四十人 → 30..40人
三到五天 → 3..5天
十几人 → rest 十几人
数百人 → rest 数百人
一百二十多人 → ~120人
三百万元 → 300万元
三万五千元 → 35000元
5000万元以内 → ≤5000万元
5千万元 → 5千万元
2千人 → 2000人
100 200 → 100 | 200
1 000人 → 1000人
90%以上（含90%） → ≥90%
大于90%（含） → ≥90%
90%(不含)以上 → >90%
90人(含)以上 → ≥90人
90名学生以上 → ≥90名 | rest 学生
不少于300人·天 → ≥300人·天
7×24小时 → frequency 7×24小时
24/7 → 24 | 7
1:3 → 0.3333333333333333333333333333
±0.5℃ → -0.5..0.5℃
20±2℃ → 18..22℃
温度18-22℃ → 18..22℃ | rest 温度
100+ → ~≥100
≥100+人 → ~≥100人
无安全事故，满意度≥90% → ≥90% | =0 | rest 满意度
满意度≥90%，无安全事故 → ≥90% | =0 | rest 满意度
无违规行为 → =0
杜绝重大安全事故发生 → =0
平均无故障运行时间≥5000小时 → ≥5000小时 | rest 平均无故障运行时间
0次事故 → 0次
零增长 → 0
否 → grade 否
是。 → grade 是
优 → grade 优
全部完成 → grade 全部
100%全覆盖 → 100% | grade 全覆盖
应保尽保 → grade 应保尽保
AAA级 → grade AAA级
5A级 → grade 5A级
国家级 → grade 国家级
市级以上 → sign ≥ | grade 市级
达到国家一级A标准 → standard 国家一级A标准
符合相关标准 → rest 符合相关标准
符合国家相关标准 → rest 符合国家相关标准
符合质量标准 → rest 符合质量标准
符合设计要求 → standard 设计要求
按照合同约定 → standard 合同约定
不低于国家标准 → sign ≥ | standard 国家标准
《规划》批复 → standard 《规划》 | rest 批复
通过专家验收 → standard 验收 | grade 通过
验收通过 → standard 验收 | grade 通过
评为优秀 → grade 优秀
考核优秀 → standard 考核 | grade 优秀
质量达标 → standard 质量 | grade 达标
不达标 → rest 不达标
未通过 → rest 未通过
通过宣传提高知晓率 → rest 通过宣传 知晓率 | up
2024年11月30日前完成 → by 2024-11-30
2024年12月31日24:00前 → by 2024-12-31
12月31日 → by ?-12-31
11月20-30日 → by ?-11-30
1-12月 → by ?-12-31
2023年1-12月 → by 2023-12-31
2023年1月-12月 → by 2023-12-31
2023年1月1日至2023年12月31日 → by 2023-12-31
2024年 → by 2024-12-31
2023年度 → by 2023-12-31
2023-2025年 → by 2025-12-31
2024年全年 → by 2024-12-31
2024年上半年 → by 2024-06-30
2024年第四季度 → by 2024-12-31
第四季度 → by ?-12-31
4季度前 → by ?-12-31
2024年6月 → by 2024-06-30
2024年6月中旬前 → by 2024-06-20
2024年6月末 → by 2024-06-30
二〇二四年十二月三十一日前 → by 2024-12-31
十二月底前 → by ?-12-31
三月份 → by ?-03-31
2024.6.30 → by 2024-06-30
2025.06.30前 → by 2025-06-30
20241231 → by 2024-12-31
2025.06 → by 2025-06-30
24年12月底前 → by 2024-12-31
25年底前 → by 2025-12-31
每年12月底前 → by ?-12-31 | frequency 每年
每月10日前 → by ?-?-10 | frequency 每月
次年3月底前 → by ?-03-31
次月15日前 → by ?-?-15 | rest 次月
年底 → by ?-12-31
年内 → by ?-12-31
当年 → by ?-12-31
本年度 → by ?-12-31
2024年年底 → by 2024-12-31
2024年12月31日前完成100% → 100% | by 2024-12-31
2023年6月开工，12月底前完工 → by 2023-12-31 | rest 开工 完工
≤2024年12月 → sign ≤ | by 2024-12-31
2024年2月30日前 → by 2024-02-30
12个月 → 12个月
3个月内 → ≤3个月
1个月 → 1个月
30日内 → ≤30日
≤30日 → ≤30日
15个工作日 → 15个工作日
3个工作日内办结 → ≤3个工作日 | rest 办结
5日内 → ≤5日
24小时 → 24小时
半年 → 0.5年
半年内 → ≤0.5年
一年 → 1年
两年内 → ≤2年
3年以上 → ≥3年
2-3年 → 24..36月
每年2次 → 2次 per 年 | frequency 每年
每半年至少1次 → ≥1次 per 半年 | frequency 每半年
每两年1次 → 1次 per 两年 | frequency 每两年
每2年1次 → 1次 per 2年 | frequency 每2年
每月不少于1期 → ≥1期 per 月 | frequency 每月
一年两次 → 2次 per 年 | frequency 一年
一月一次 → 1次 per 月 | frequency 一月
1年2次 → 2次 per 年 | frequency 1年
每周1-2次 → 1..2次/周 | frequency 每周
每季度1期，每期50人 → 1期 per 季度 | 50人 per 期 | frequency 每季度
12次/年 → 12次/年 | frequency 每年
2次/月 → 2次/月 | frequency 每月
≥2场/季度 → ≥2场/季度 | frequency 每季度
按月发放 → frequency 按月 | rest 发放
按季拨付 → frequency 按季 | rest 拨付
逐月 → rest 逐月
每天24小时 → 24小时 | frequency 每天
每人每年2次 → 2次 per 年 | frequency 每年
不定期 → rest 不定期
定期 → rest 定期
及时率100% → 100% | rest 及时率
≥100%且按时 → ≥100% | rest 且按时
发放及时率达100% → ≥100% | rest 发放及时率
覆盖率达到百分之百 → ≥100% | rest 覆盖率
百分百 → 100%
≥九成 → ≥90%
3成 → 30%
5.5%-6% → 5.5..6%
3%左右 → ~3%
上浮3% → 3% up
增幅≥5% → ≥5% up
增长率≥5% → ≥5% up
增长率达到5% → ≥5% up
年均增长5% → 5% up
年增长率8%以上 → ≥8% up | rest 年
降幅不低于3% → ≥3% down
下降率≥10% → ≥10% down
同比增长 → base 同比 | up
环比减少3起 → 3起 down | base 环比
比上年减少3起以上 → ≥3起 down | base 上年
较2023年末增加100人 → 100人 up | base 2023年末
与2022年相比下降5% → 5% down | base 2022年
与去年同期相比增长10% → 10% up | base 去年同期
在上年基础上提高5% → 5% up | base 上年
较考核前提高5% → 5% up | base 考核前
较好 → rest 较好
比例≥80% → ≥80% | rest 比例
比重提高2个百分点 → 2个百分点 up | rest 比重
满意度较上年提升 → base 上年 | rest 满意度 | up
提高群众满意度90% → 90% | rest 群众满意度
提高效率20% → 20% up | rest 效率
减少事故3起 → 3起 down | rest 事故
增加就业岗位500个 → 500个 up | rest 就业岗位
新增就业500人 → 500人 | rest 新增就业
缩短至5天以内 → ≤5天
由30天缩短为15天 → ≤15天 | base 30天
压缩至3个工作日 → ≤3个工作日
降至5%以下 → ≤5%
控制在3%以内 → ≤3%
控制在100万元 → ≤100万元
严格控制在预算范围内 → sign ≤ | rest 严格 预算范围内
保持95%以上 → ≥95%
保持在95%以上 → ≥95%
稳定在90% → 90%
与上年持平 → base 上年 | keep
不低于上年水平 → sign ≥ | base 上年
不低于2022年 → sign ≥ | base 2022年
不超预算 → sign ≤ | rest 预算
不超过预算批复金额 → sign ≤ | rest 预算批复金额
≤预算金额 → sign ≤ | rest 预算金额
≤100万元/公里 → ≤100万元/公里
≤0.5万元/亩·年 → ≤0.5万元/亩·年
50元/人·次 → 50元/人·次
100元/人次 → 100元/人次
每平方米不超过3000元 → ≤3000元 per 平方米
人均≤450元/天 → ≤450元/天 per 人·天
≤450元/人/天 → ≤450元/人/天 per 人·天
≤450元/(人·天) → ≤450元/(人·天)
≤450元/人每天 → ≤450元/人每天 per 人·天
1500元每人每月 → 1500元每人每月 per 人·月
≥500千瓦 → ≥500千瓦
≤0.1吨标准煤/万元 → ≤0.1吨标准煤/万元
≤50mg/L → ≤50mg/L
COD≤50mg/L → ≤50mg/L | rest COD
PM2.5≤35μg/m³ → ≤35μg/m³ per 立方米 | rest PM2.5
噪音≤55dB → ≤55dB | rest 噪音
30M → 30M
100兆 → 100兆
5G网络 → rest 5G网络
1080P → rest 1080P
A4纸500张 → 500张 | rest A4纸
HPV疫苗 → rest HPV疫苗
35kV → 35kV
220V → 220V
1.5T → 1.5T
500GB → 500GB
95%（含）以上 → ≥95%
（95%） → 95%
95%(±2%) → 95% | -2..2%
100%(全部) → 100% | grade 全部
100%。 → 100%
100％； → 100%
≥95 → ≥95
5 台 （ 套 ） → 5台(套)
50台/套 → 50台/套
300人（次） → 300人(次)
2门课程 → 2门 | rest 课程
3本教材 → 3本 | rest 教材
10项目 → 10项目
12项目标任务 → 12项 | rest 目标任务
3部门联合 → 3 | rest 部门联合
2处理中心 → 2 | rest 处理中心
3∶1 → 3
1：20 → 0.05
1/3以上 → ≥0.3333333333333333333333333333
2/3 → 0.6666666666666666666666666667
第1名 → grade 第1名
前三名 → grade 前三名
排名前10 → grade 排名前10
达到省级以上 → sign ≥ | grade 省级
二等奖以上 → sign ≥ | grade 二等奖
国家级1项，省级2项 → 1项 | 2项 | grade 国家级
三甲 → grade 三甲
三级甲等 → grade 三级甲等
Ⅱ级 → grade Ⅱ级
一级达标 → grade 一级
达到Ⅲ类水 → grade Ⅲ类 | rest 水
二类及以上 → sign ≥ | grade 二类
优良率≥90% → ≥90% | rest 优良率
优秀率30% → 30% | rest 优秀率
优等 → grade 优等
合格率100% → 100% | rest 合格率
合格产品 → rest 合格产品
验收合格率≥95% → ≥95% | rest 验收合格率
一次性验收合格 → standard 验收 | grade 合格 | rest 一次性
竣工验收合格 → standard 验收 | grade 合格
通过审计 → standard 审计 | grade 通过
通过率≥90% → ≥90% | rest 通过率
质量合格 → standard 质量 | grade 合格
考试通过 → standard 考试 | grade 通过
资质一级 → grade 一级 | rest 资质
每年底前 → by ?-12-31 | frequency 每年
扶贫临时救助标准(<**元/户·年) → sign < | rest 扶贫临时救助标准 **元 户 年
指标1:机柜数量(≥77台) → ≥77台 | rest 机柜数量
服务周期2023.07-2024.01 → by 2024-01-31 | rest 服务周期
提升群众安全感(≥90%) → ≥90% | rest 群众安全感
全年救助87人次,救助资金30万元 → 87人次 | 30万元 | rest 全年救助 救助资金
1.开展培训3期；2.覆盖率≥90% → 3期 | ≥90% | rest 开展培训 覆盖率
①培训≥3期②满意度≥90% → ≥3期 | ≥90% | rest 培训 满意度
800米-1公里 → 800..1000米
15-20万人 → 150000..200000人
控制在预算内 → sign ≤ | rest 预算内
≥**个 → sign ≥ | rest **个
…… → rest ……
≥__% → sign ≥ | rest __%
达标. → grade 达标
大于2450人. → >2450人
≥ 95 % → ≥95%
≥95␤% → ≥95%
2024 年 11 月␤30 日前 → by 2024-11-30
1 200人 → 1200人
零事故 → 0
90%（含90%）以上 → ≥90%
降为0 → ≤0
1次/2年 → 1次/2年 | frequency 每2年
每3年1次 → 1次 per 3年 | frequency 每3年
2期每期50人 → 2期 | 50人 per 期
近三年平均水平 → base 近三年
不低于近三年平均值 → sign ≥ | base 近三年 | rest 值
高于全国平均水平 → sign > | base 全国平均水平
T/CECS 123-2020 → standard T/CECS 123-2020
DB44/26-2001 → standard DB44/26-2001
GB18918-2002一级A标准 → standard GB18918-2002 | grade 一级A | rest 标准
JGJ 59 → standard JGJ 59
符合标准化要求 → rest 符合标准化要求
省级标准化学校 → rest 省级标准化学校
通过考核激励提高积极性 → rest 通过考核激励 积极性 | up
通过培训考核 → standard 考核 | grade 通过
达成目标 → rest 达成目标
较显著提升 → rest 较显著 | up
比例提高5% → 5% up | rest 比例
按年龄发放 → rest 按年龄发放
人均可支配收入≥3万元 → ≥3万元 per 人 | rest 可支配收入
三年级 → rest 三年级
6月龄 → 6 | rest 月龄
5A级景区 → grade 5A级 | rest 景区
4K高清 → rest 4K高清
3D打印 → rest 3D打印
等于零 → =0
大于零 → >0
零 → 0
三十 → 30
市区两级 → rest 市区两级
进一步提高 → rest 进一步 | up
一定程度改善 → rest 一定程度改善
多方满意 → rest 多方满意
三方满意 → rest 三方满意
连续三年 → 3年 | rest 连续
连续三年保持 → rest 连续三年 | keep
一次性验收合格率≥95% → ≥95% | rest 一次性验收合格率
100户/3000人 → 100户 | 3000人
1亿2000万元 → 12000万元
增长20％，达到300人 → 20% up | ≥300人
合格（≥60分） → ≥60分 | grade 合格
优（90分以上） → ≥90分 | grade 优
大于等于95％小于等于100％ → ≥95% | ≤100%
达到优秀 → grade 优秀
完成率达标 → grade 达标 | rest 完成率
实现零的突破 → rest 零的突破
零距离服务 → rest 零距离服务
零容忍 → rest 零容忍
100%达标 → 100% | grade 达标
基本达标 → grade 达标 | rest 基本
逐步达到国家标准 → standard 国家标准 | rest 逐步
按照国家标准发放 → standard 国家标准 | rest 发放
按标准发放 → rest 按标准发放
按规定时间 → rest 按规定时间
按时足额发放 → rest 按时足额发放
2024年3月-2024年11月 → by 2024-11-30
5月1日-10月1日 → by ?-10-01
2024年12月31日止 → by 2024-12-31
截至2024年12月31日 → by 2024-12-31
自2024年1月1日起 → rest 起
长期有效 → rest 长期有效
至2025年 → by 2025-12-31
到2025年达到90% → ≥90% | by 2025-12-31
2025年达到90%以上 → ≥90% | by 2025-12-31
第一年30%，第二年60% → 30% | 60% | rest 第一年 第二年
30%/60%/100% → 30% | 60% | 100%
30%、60% → 30% | 60%
A≥90,B≥80 → ≥90 | ≥80 | rest A B
优良中差 → grade 优良中差
优秀80%、良好20% → 80% | 20% | grade 优秀 | rest 良好
4.5分（满分5分） → 4.5分 | 5分 | rest 满分
≥4.5星 → ≥4.5星
5星 → 5星
五星级 → grade 五星级
满分 → rest 满分
95分以上（含95分） → ≥95分
数量≥5个,质量合格 → ≥5个 | standard 质量 | grade 合格 | rest 数量
1套系统 → 1套 | rest 系统
1个平台 → 1个 | rest 平台
建成1个平台 → 1个 | rest 建成 平台
建设平台1个 → 1个 | rest 建设平台
一套 → 1套
一项 → 1项
全年12次 → 12次 per 年 | frequency 全年
年度12次 → 12次 per 年度 | frequency 年度
每年12次以上 → ≥12次 per 年 | frequency 每年
月均2次 → 2次 per 月
2次每月 → 2次每月 | frequency 每月
5000元/人/年 → 5000元/人/年 per 人·年
人均5000元/年 → 5000元/年 per 人·年
20元/㎡ → 20元/㎡ per 平方米
20元/平米 → 20元/平米 per 平方米
20元/平方米·月 → 20元/平方米·月
0.8元/度 → 0.8元/度 per 千瓦时
3.5元/m3 → 3.5元/m3 per 立方米
8.5折 → 8.5折
2：1 → 2
50:50 → 1
24小时内响应 → ≤24小时 | rest 响应
响应时间≤2h → ≤2h | rest 响应时间
2小时内到达现场 → ≤2小时 | rest 到达现场
故障修复时间小于4小时 → <4小时 | rest 故障修复时间
≤3次/百人 → ≤3次/百人
5例/10万人 → 5例/10万人
≤5/10万 → ≤5/10万
<1‰ → <1‰
万分之三 → 0.0003
99.99% → 99.99%
99.9999% → 99.9999%
≥99.9 % → ≥99.9%
% ≥95 → ≥95 | rest %
≥百分之九十 → ≥90%
≥ 一百人 → ≥100人
≥三百 → ≥300
五百人以上 → ≥500人
近500人 → ~500人
约三千亩 → ~3000亩
上千人 → rest 上千人
成千上万 → rest 成千上万
数十次 → rest 数十次
若干 → rest 若干
多次 → rest 多次
至少2个以上 → ≥2个
不少于10篇以上 → ≥10篇
大约100左右 → ~100
100人左右 → ~100人
左右 → rest 左右
不低于90％（含） → ≥90%
>=85 → ≥85
<=30天 → ≤30天
=0 → =0
为0 → 0
0 → 0
0件 → 0件
0% → 0%
无 → rest 无
没有 → rest 没有
无投诉 → =0
无重大安全事故发生 → =0
安全事故0起 → 0起 | rest 安全事故
事故发生率为0 → 0 | rest 事故发生率为
零差错率 → rest 零差错率
是/否 → grade 是/否
已完成 → rest 已完成
完成 → rest 完成
完成验收 → rest 完成验收
完成80% → 80%
完成 80% 以上工程量 → ≥80% | rest 工程量
"""
"""Each line a target (␤ a line break in it) and what is read from it."""


@pytest.mark.parametrize(
    ("text", "reading"), [line.split(" → ") for line in READ.strip().splitlines()]
)
def test_targets_of_every_shape(text: str, reading: str) -> None:
    assert said(parse(text.replace("␤", "\n"))) == reading.strip()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        pytest.param("≥95%", "[95", "", id="at least"),
        pytest.param("大于95%", "(95", "", id="more than leaves the bound out"),
        pytest.param("95%", "[95", "95]", id="a bare number is a point"),
        pytest.param("=95%", "[95", "95]", id="equal"),
        pytest.param("不超过3起", "", "3]", id="not above takes the bound in"),
        pytest.param("不满3起", "", "3)", id="short of leaves it out"),
        pytest.param("90%-95%", "[90", "95]", id="range"),
        pytest.param("95%-90%", "[90", "95]", id="range written downwards"),
        pytest.param("±5%", "[-5", "5]", id="tolerance"),
        pytest.param("≤1.5万平方米", "", "15000.0]", id="in units of the class's base"),
    ],
)
def test_accepted_interval(text: str, low: str, high: str) -> None:
    target = parse(text)

    found_low = "" if target.low is None else ("(" if target.low_open else "[") + str(target.low)
    found_high = (
        "" if target.high is None else str(target.high) + (")" if target.high_open else "]")
    )

    assert (found_low, found_high) == (low, high)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        pytest.param("平安白云用户的满意度达到90%", "达到90%", id="with its sign"),
        pytest.param("满意度 90 % 以上。", "90 % 以上", id="with what follows, over spaces"),
        pytest.param("(≥77台)", "≥77台", id="without brackets"),
        pytest.param("预算不超过 5 万元/年", "不超过 5 万元/年", id="with its unit"),
    ],
)
def test_span_of_the_number(text: str, marked: str) -> None:
    start, end = parse(text).quantities[0].span

    assert text[start:end] == marked


@pytest.mark.parametrize(
    ("one", "two", "against"),
    [
        pytest.param("大于90%", "小于80%", True, id="no value meets both"),
        pytest.param("≥90%", "小于90%", True, id="the bound is left out on one side"),
        pytest.param("≥90%", "≤90%", False, id="the bound meets both"),
        pytest.param("90%-95%", "≥96%", True, id="range"),
        pytest.param("100%", "30%", False, id="bare numbers, for cycle and year"),
        pytest.param("90%", "≥95%", False, id="a bare number may be meant as at least"),
        pytest.param("≥3公里", "≤2000米", True, id="units converted"),
        pytest.param("≥12场", "≤2场/季度", False, id="how often is not how many"),
        pytest.param("≥500元/人", "≤300元", False, id="per head and in all"),
        pytest.param("≥50人", "≤30人次", False, id="people and visits"),
        pytest.param("提高≥5%", "≤3%", False, id="a change and a level"),
        pytest.param("较上年提高≥5%", "提高≤3%", False, id="changes against different bases"),
        pytest.param("较上年提高≥5%", "较上年提高≤3%", True, id="changes against one base"),
        pytest.param("约90%以上", "≤80%", False, id="about is not exact"),
        pytest.param("≥3个月", "≤30天", False, id="months are no days"),
        pytest.param("≥5万亩", "≤3000亩", True, id="ten thousands of a unit"),
        pytest.param("提高", "≥80%", False, id="no number, no interval"),
    ],
)
def test_disjoint(one: str, two: str, against: bool) -> None:
    a, b = parse(one), parse(two)

    assert disjoint(a, b) is against
    assert disjoint(b, a) is against
    assert comparable(a, b) or not against


def test_understood_where_only_filler_is_left() -> None:
    assert parse("确保全年完成≥95%").understood
    assert parse("").understood
    assert not parse("满意度≥95%").understood
    assert not parse("完成").understood


def test_a_text_too_long_for_a_target_is_left_unread() -> None:
    text = "≥95%" * 6000

    assert parse(text).rest == text


SIGNS = {
    "≥": (
        "≥",
        "≧",
        ">=",
        "＞＝",
        "=>",
        "≮",
        "大于等于",
        "不低于",
        "不少于",
        "不得少于",
        "至少",
        "达到",
    ),
    ">": (">", "＞", "﹥", "大于", "高于", "超过"),
    "=": ("=", "＝", "═", "等于"),
    "<": ("<", "＜", "小于", "低于", "少于", "不足", "不满"),
    "≤": ("≤", "≦", "<=", "=<", "不高于", "不超过", "不大于", "至多", "控制在"),
}
UNITS = (
    "%",
    "％",
    "‰",
    "个",
    "人次",
    "万元",
    "平方米",
    "㎡",
    "km",
    "分",
    "个工作日",
    "元/人·天",
    "次/年",
    "",
)
signs = st.sampled_from([(sign, word) for sign, words in SIGNS.items() for word in words])
amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False).map(
    lambda value: value if value % 1 else value.quantize(Decimal(1))
)
WORDS = [
    "≥",
    "≤",
    ">",
    "<",
    "=",
    "大于",
    "不低于",
    "以上",
    "以内",
    "含",
    "(",
    ")",
    "90",
    "1,234.5",
    "３",
    "三十",
    "两",
    "%",
    "‰",
    "个百分点",
    "万元",
    "元/人",
    "·",
    "/",
    "-",
    "~",
    "至",
    "每季度",
    "每",
    "次",
    "年",
    "月",
    "日",
    "前",
    "2024",
    "2024年12月",
    "12月底",
    "较上年",
    "同比",
    "提高",
    "降至",
    "到",
    "合格",
    "达标",
    "验收",
    "一级",
    "《",
    "》",
    "国家",
    "标准",
    "符合",
    "零",
    "无",
    "事故",
    "百分之",
    "分之",
    "成",
    "±",
    "左右",
    "控制在",
    "万",
    "亿",
    "半",
    "第",
    "。",
    "；",
    "，",
    "、",
    "…",
    "**",
    "XX",
    "\n",
    "\u3000",
]
texts = st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=14).map("".join)


@given(signs, amounts, st.sampled_from(UNITS), st.sampled_from(("", " ", "\n")))
def test_sign_number_and_unit_are_read_as_written(
    sign: tuple[str, str], amount: Decimal, unit: str, space: str
) -> None:
    target = parse(f"{sign[1]}{space}{amount:,}{space}{unit}")

    assert (target.comparator, target.quantity, target.understood) == (sign[0], amount, True)
    assert target.unit == unit.replace("％", "%")


@given(texts)
@example("1/0")
@example("百分之")
@example("2024年99月99日前")
@example("9" * 5000)
@example("三" * 5000)
def test_no_text_stops_the_reader(text: str) -> None:
    target = parse(text)

    assert target.has_number or not target.quantities
    for one in target.quantities:
        start, end = one.span
        assert 0 <= start < end <= len(text)
        assert one.low is None or one.high is None or one.low <= one.high
        assert one.quantity is not None


@given(texts)
def test_what_is_left_over_stood_in_the_text(text: str) -> None:
    target = parse(text)
    left = iter(str(target.rest).replace(" ", ""))
    flat = flatten(text)[0]

    # In order: every character of the rest is found after the one before it.
    at = -1
    for char in left:
        at = flat.find(char, at + 1)
        assert at >= 0


@given(texts)
def test_width_makes_no_difference(text: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)

    # Standards are quoted as they stand.
    assert fold(said(parse(wide))) == fold(said(parse(text)))


@pytest.mark.parametrize(
    "piece", ["1,", "1/", "较", "符合", "每人", "《", "百分之", "2024年1月", "12:", "不", "万"]
)
def test_a_long_text_of_beginnings_ends(piece: str) -> None:
    assert parse(piece * (20_000 // len(piece))).text
