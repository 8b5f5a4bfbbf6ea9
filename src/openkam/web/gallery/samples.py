"""Made-up figures for every chart of the gallery; deterministic."""

from datetime import date
from math import exp, sin
from typing import Final

from openkam.analysis.words import Language, Text
from openkam.web.ui.charts.bars import Change, bars, before_after
from openkam.web.ui.charts.chart import Chart, Labels, Mark
from openkam.web.ui.charts.columns import columns, waterfall
from openkam.web.ui.charts.flow import Move, flow
from openkam.web.ui.charts.matrix import Bubble, Quarters, matrix
from openkam.web.ui.charts.months import months
from openkam.web.ui.charts.pareto import pareto
from openkam.web.ui.charts.pyramid import Level, pyramid
from openkam.web.ui.charts.whale import whale

_M: Final = 10_000_000_000
_ACCOUNTS: Final = 240
_TIERS: Final = (
    Text("Key", "大客户"),
    Text("Important", "重要客户"),
    Text("Normal", "普通客户"),
    Text("Small", "小客户"),
)
_NAMES: Final = (
    "杭州港湾装备",
    "Northwind Werkzeugbau",
    "太行重钢",
    "江南精密",
    "Harbour Ltd.",
    "华东轴承",
    "蓝海泵业",
    "Quarry",
)
_SHARES: Final = (Text("Net sales", "净销售额"), Text("Profit", "利润"), Text("Effort", "投入"))


def charts_in(language: Language) -> tuple[Chart, ...]:
    """One of each kind, words in one language."""
    return (
        pareto(_accounts(0.0), _PARETO, language=language),
        whale(_accounts(0.35), _WHALE, here=11, language=language),
        matrix(_bubbles(), _MATRIX, _QUARTERS, language=language),
        pyramid(_LEVELS, _SHARES, _PYRAMID, language=language),
        flow(_TIERS, _MOVES, _FLOW, language=language),
        months(_SALES, _PROFIT, _MONTHS, first=date(2024, 7, 1), language=language),
        bars(_MIX, _BARS, unit="money", language=language),
        before_after(_CHANGES, _BEFORE_AFTER, unit="count", language=language),
        waterfall(_START, _LOSSES, Text("left", "剩余"), _LOSS, unit="money", language=language),
        columns(_REGIONS, _COLUMNS, unit="money", language=language),
        bars([Mark(name, None) for name in _NAMES[:2]], _UNKNOWN, unit="money", language=language),
    )


def _accounts(sag: float) -> list[Mark]:
    values = [_M * 4 * (exp(-i / 18) - sag * (i / _ACCOUNTS) ** 3 * 0.2) for i in range(_ACCOUNTS)]
    return [Mark(f"{_NAMES[i % 8]} {i + 1}", value, f"#account-{i + 1}") for i, value in enumerate(values)]


def _bubbles() -> list[Bubble]:
    points = []
    for i in range(400):
        now = _M * exp(2 * sin(i * 1.7) - i / 60)
        later = now * (0.4 + 1.4 * abs(sin(i * 2.3))) if i % 11 else -now / 3
        points.append(Bubble(f"{_NAMES[i % 8]} {i + 1}", now, later, now, f"#account-{i + 1}", min(3, i // 40)))
    return points


_PARETO: Final = Labels(
    Text("30 accounts bring 80 % of profit", "30家客户贡献了80%的利润"),
    Text(
        "Each bar is an account, the best first; the line adds them up.",
        "每根柱子是一家客户，从高到低；曲线为累计占比。",
    ),
    Text("accounts, best first", "客户（从高到低）"),
    Text("share of profit", "利润占比"),
)
_WHALE: Final = Labels(
    Text("A quarter of the profit made is lost again on 70 accounts", "70家客户吃掉了四分之一的利润"),
    Text("Profit added up from the best account to the worst.", "从利润最高的客户到最低的客户逐家累计。"),
    Text("accounts, best first", "客户（从高到低）"),
    Text("running profit", "累计利润"),
)
_MATRIX: Final = Labels(
    Text("52 accounts are worth more tomorrow than today", "52家客户的未来价值高于当前价值"),
    Text("Area is net sales. Both axes shrink large values.", "面积为净销售额；两轴对大数值压缩。"),
    Text("value today", "当前价值"),
    Text("value tomorrow", "未来价值"),
)
_QUARTERS: Final = Quarters(
    _M * 0.2,
    _M * 0.2,
    (Text("win", "培育"), Text("keep", "维护"), Text("serve simply", "简化服务"), Text("harvest", "收获")),
)
_PYRAMID: Final = Labels(
    Text("31 key accounts bring 58 % of profit with 22 % of the effort", "31家大客户以22%的投入贡献58%的利润"),
)
_LEVELS: Final = (
    Level(_TIERS[0], 0, 31, (0.46, 0.58, 0.22), "#key"),
    Level(_TIERS[1], 1, 84, (0.31, 0.33, 0.35), "#important"),
    Level(_TIERS[2], 2, 160, (0.2, 0.14, None), "#normal"),
    Level(_TIERS[3], 3, 420, (0.03, -0.05, 0.18), "#small"),
)
_FLOW: Final = Labels(Text("12 accounts rise, 17 fall under the new rule", "按新规则，12家升级，17家降级"))
_MOVES: Final = (
    Move(0, 0, 24, "#00"), Move(0, 1, 6, "#01"), Move(0, 2, 1, "#02"), Move(1, 0, 7, "#10"), Move(1, 1, 70, "#11"),
    Move(1, 2, 7, "#12"), Move(2, 1, 5, "#21"), Move(2, 2, 152, "#22"), Move(2, 3, 3, "#23"), Move(3, 3, 420, "#33"),
)  # fmt: skip
_MONTHS: Final = Labels(Text("Sales grow, profit does not", "销售额增长，利润没有增长"))
_GAP: Final = 5  # a month nobody knows
_SALES: Final = [None if i == _GAP else _M * (0.6 + i / 30 + sin(i) / 6) for i in range(24)]
_PROFIT: Final = [None if i == _GAP else _M * (0.25 - i / 70 + sin(i) / 9) for i in range(24)]
_BARS: Final = Labels(Text("Pumps earn what valves lose", "泵类赚的钱被阀门亏掉"))
_MIX: Final = (
    Mark(Text("Pumps and compressors", "泵与压缩机"), 3.2 * _M, "#pumps"),
    Mark(Text("Bearings", "轴承"), 1.4 * _M, "#bearings"),
    Mark(Text("Service", "服务"), None, "#service"),
    Mark(Text("Valves", "阀门"), -1.1 * _M, "#valves"),
)
_BEFORE_AFTER: Final = Labels(Text("Seven more key accounts under the new weights", "新权重下大客户增加7家"))
_CHANGES: Final = (
    Change(_TIERS[0], 31, 38, "#a"), Change(_TIERS[1], 84, 80), Change(_TIERS[2], 160, 157),
    Change(_TIERS[3], None, 420),
)  # fmt: skip
_LOSS: Final = Labels(Text("Losing two accounts costs 38 % of profit", "流失两家客户，利润减少38%"))
_START: Final = Mark(Text("today", "当前"), 8.4 * _M)
_LOSSES: Final = (Mark(_NAMES[0], -2.1 * _M), Mark(_NAMES[2], -1.1 * _M))
_COLUMNS: Final = Labels(Text("The south loses money", "华南亏损"), upward=Text("profit", "利润"))
_REGIONS: Final = (
    Mark(Text("East", "华东"), 4 * _M), Mark(Text("North", "华北"), 2.2 * _M), Mark(Text("West", "西部"), None),
    Mark(Text("South", "华南"), -0.8 * _M),
)  # fmt: skip
_UNKNOWN: Final = Labels(Text("Profit is not known yet", "利润尚未知"))
