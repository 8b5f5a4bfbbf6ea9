"""The report as one self-contained HTML file: no script, nothing loaded, both themes, phone to paper."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from typing import Any, Final

import numpy as np

from openkam.analysis.words import Language, Text
from openkam.cli.grade.charts import MOST_BARS, Chart, Labels, pareto_chart, share_chart, whale_chart
from openkam.cli.grade.columns import METHOD_LABELS, Kind
from openkam.cli.grade.forecast_columns import FORECAST_COLUMNS, forecast_cell, forecast_total_label
from openkam.cli.grade.summary import summary_rows, written
from openkam.cli.grade.terminal import short_reasons
from openkam.core.figures import UNKNOWN, exact_money, money_text, share_text
from openkam.core.money import cents
from openkam.insight.report.account import AccountVerdict, TierWord
from openkam.insight.report.answer import AlarmLine, Forecast, Report
from openkam.insight.report.sentence import Sentence

SHOWN_ACCOUNTS: Final = 50
SHOWN_REASONS: Final = 5
SHOWN_DISAGREEMENTS: Final = 20
SHOWN_BARS: Final = 10
SHOWN_ALARMS: Final = 20
_STEPS: Final = tuple(range(10, 101, 10))
_SHAPES: Final = ("◆", "●", "▲", "■", "▼")
"""A tier carries a shape beside its colour and its word."""

_WORDS: Final = {
    "kicker": Text("Key accounts, graded", "大客户分级报告"),
    "findings": Text("Findings", "主要结论"),
    "warnings": Text("Look at this", "请注意"),
    "accounts": Text("The first {n} of {all} accounts", "{all}家客户中的前{n}家"),
    "all_accounts": Text("All accounts: {all}", "全部客户：{all}家"),
    "disagreements": Text("Where the three methods disagree", "三种方法结论不一的客户"),
    "more_disagreements": Text("and {n} more in the other formats", "另有{n}家，见其他格式"),
    "notes": Text("How it was done", "说明"),
    "figures": Text("Figures", "数据"),
    "tiers": Text("Tiers", "等级"),
    "rank": Text("Rank", "排名"),
    "account": Text("Account", "客户"),
    "tier": Text("Tier", "等级"),
    "count": Text("Accounts", "客户数"),
    "sales": Text("Net sales", "净销售额"),
    "profit": Text("Gross profit", "毛利"),
    "margin": Text("Margin", "毛利率"),
    "share": Text("Share", "占比"),
    "score": Text("Score", "得分"),
    "why": Text("Why", "理由"),
    **METHOD_LABELS,
    "alarms": Text("Alarms, the most money at risk first", "预警（按风险金额排序）"),
    "kind": Text("Kind", "类别"),
    "risk": Text("At risk a year", "一年风险金额"),
    "more_alarms": Text("and {n} more in the workbook (--out report.xlsx)", "另有{n}家，见 Excel（--out report.xlsx）"),
    "future": Text("Future value", "未来价值"),
    "as_table": Text("The same as a table", "表格形式"),
    "customers": Text("Best customers", "前若干客户"),
    "together": Text("bring together", "合计占比"),
    "none": Text("none", "无"),
    "made": Text("Made by OpenKAM {version}", "由 OpenKAM {version} 生成"),
}


@dataclass(frozen=True)
class Figure:
    """A chart on the page with the same figures as a table."""

    chart: Chart
    heads: tuple[str, str]
    rows: Sequence[tuple[str, str]]


def report_html(report: Report, language: Language, *, top: int | None = None) -> str:
    """The page; `top` accounts are listed, 50 where nothing is said."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    from openkam import __version__

    style = (files("openkam.cli.grade") / "page.css").read_text("utf-8")
    loader = PackageLoader("openkam.cli.grade", ".")
    room = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    accounts = report.accounts[: SHOWN_ACCOUNTS if top is None else top]
    words = {name: text.to(language) for name, text in _WORDS.items()}
    words["accounts"] = words["accounts" if len(accounts) < len(report.accounts) else "all_accounts"].format(
        n=f"{len(accounts):,}", all=f"{len(report.accounts):,}"
    )
    words["made"] = words["made"].format(version=__version__)
    more = len(report.disagreements) - SHOWN_DISAGREEMENTS
    words["more_disagreements"] = words["more_disagreements"].format(n=f"{more:,}") if more > 0 else ""
    rest = len(report.alarms) - SHOWN_ALARMS
    words["more_alarms"] = words["more_alarms"].format(n=f"{rest:,}") if rest > 0 else ""
    title = _title(report)
    return room.get_template("page.html").render(
        lang="zh-CN" if language == "zh" else "en",
        style=style,
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        words=words,
        title=title.to(language) if title else words["kicker"],
        headlines=[one.to(language) for one in report.headlines if one is not title],
        warnings=[one.to(language) for one in report.warnings],
        notes=[one.to(language) for one in report.notes],
        figures=_figures(report, language),
        by_profit=report.portfolio.by_profit,
        tiers=[_tier_row(report, place, language) for place in range(len(report.tiers))],
        accounts=[_account_row(one, language) for one in accounts],
        disagreements=[_disagreement_row(one, language) for one in report.disagreements[:SHOWN_DISAGREEMENTS]],
        alarms=[_alarm_row(one, language) for one in report.alarms[:SHOWN_ALARMS]],
        forecast=_forecast(report.forecast, language),
        summary=[(name, written(value, kind)) for name, value, kind in summary_rows(report, language)],
    )


def _title(report: Report) -> Sentence | None:
    wanted = ("key_accounts",)
    found = next((one for one in report.headlines if one.code in wanted), None)
    return found or next(iter(report.headlines), None)


def _figures(report: Report, language: Language) -> list[Figure]:
    portfolio, charts = report.portfolio, []
    if portfolio.line.total > 0:
        charts.append(_pareto(report, language))
    if portfolio.line.accounts:
        charts.append(_whale(report, language))
    if portfolio.sales_line.total > 0:
        charts.append(_concentration(report, language))
    return charts


def _pareto(report: Report, language: Language) -> Figure:
    line = report.portfolio.line
    values = np.diff(line.cumulative, prepend=0).tolist()
    mark = Text("{n} customers: 80%", "{n}家：80%").filled(n=f"{line.accounts_for_80:,}")
    each = -(-len(values) // MOST_BARS)
    about = Text(
        "Bars: each customer's share of the {what}, the largest first. Line: what they bring together, on the same "
        "scale.",
        "柱：每家客户占{what}的比重，从大到小；线：累计占比，两者同一刻度。",
    )
    if each > 1:
        about = Text(
            "Bars: the share of the {what} that each group of about {each} customers brings, the largest first. Line: "
            "what they bring together, on the same scale.",
            "柱：每组（约{each}家客户）占{what}的比重，从大到小；线：累计占比，两者同一刻度。",
        )
    labels = Labels(
        _said(report, "pareto", language),
        about.filled(what=_what(report), each=each).to(language),
        Text("customers, the largest first", "客户（从大到小）").to(language),
        Text("share of {what}", "占{what}的比重").filled(what=_what(report)).to(language),
        (mark.to(language), _first_bar(values, line.total, each).to(language)),
    )
    rows = _decile_rows(line.cumulative, line.total)
    return Figure(pareto_chart(values, labels, "pareto"), _heads(language), rows)


def _first_bar(values: list[int], total: int, each: int) -> Text:
    if each <= 1:
        return Text("largest: {share}", "最大客户：{share}").filled(share=share_text(values[0] / total))
    count = round(len(values) / MOST_BARS)
    words = Text("first {n}: {share}", "前{n}家：{share}")
    return words.filled(n=count, share=share_text(sum(values[:count]) / total))


def _whale(report: Report, language: Language) -> Figure:
    portfolio = report.portfolio
    cumulative = portfolio.curve.cumulative if portfolio.curve else portfolio.sales_line.cumulative
    total, peak = int(cumulative[-1]), int(cumulative.max())
    share = Text("{share} of the total", "总额的{share}").filled(share=share_text(peak / total)) if total > 0 else None
    top = money_text(peak)
    mark = Text("peak {money}{share}", "峰值{money}{share}").filled(
        money=top, share=Text(f": {share.en}", f"，{share.zh}") if share else Text("", "")
    )
    what = _what(report)
    labels = Labels(
        _said(report, "whale", language),
        Text(
            "The line adds up the {what} of the customers, from the best to the worst; where it falls, customers take "
            "away.",
            "曲线从最好的客户开始累加{what}；下降的部分就是吃掉利润的客户。",
        )
        .filled(what=what)
        .to(language),
        Text("customers, the best first", "客户（从好到差）").to(language),
        Text("running {what}", "累计{what}").filled(what=what).to(language),
        (mark.to(language),),
    )
    rows = _decile_rows(cumulative, total)
    return Figure(whale_chart(cumulative.tolist(), labels, "whale"), _heads(language), rows)


def _concentration(report: Report, language: Language) -> Figure:
    portfolio = report.portfolio
    order = np.argsort(-portfolio.net, kind="stable")[:SHOWN_BARS].tolist()
    total = portfolio.sales_line.total
    shares = [(report.names[index], portfolio.net[index] / total) for index in order]
    others = portfolio.active_count - len(order)
    if others > 0:
        rest = Text("{n} others", "其余{n}家").filled(n=f"{others:,}").to(language)
        shares.append((rest, 1 - sum(share for _, share in shares)))
    rows = [(name, float(share), share_text(share)) for name, share in shares]
    labels = Labels(
        _said(report, "concentration", language),
        Text("Share of the net sales, the largest customers first.", "占净销售额的比重，从最大客户开始。").to(language),
        "",
        "",
    )
    heads = (_WORDS["account"].to(language), _WORDS["share"].to(language))
    return Figure(
        share_chart(rows, len(order), labels, "concentration"), heads, [(name, words) for name, _, words in rows]
    )


def _decile_rows(cumulative: Any, total: int) -> list[tuple[str, str]]:
    count = len(cumulative)
    rows = []
    for percent in _STEPS:
        running = int(cumulative[-(-count * percent // 100) - 1])
        rows.append((f"{percent}%", share_text(running / total) if total > 0 else exact_money(running)))
    return rows


def _heads(language: Language) -> tuple[str, str]:
    return _WORDS["customers"].to(language), _WORDS["together"].to(language)


def _said(report: Report, chart: str, language: Language) -> str:
    return report.titles[chart].to(language) if chart in report.titles else _WORDS["kicker"].to(language)


def _what(report: Report) -> Text:
    return Text("gross profit", "毛利") if report.portfolio.by_profit else Text("net sales", "净销售额")


def _tier_row(report: Report, place: int, language: Language) -> dict[str, Any]:
    one = report.tiers[place]
    unknown = UNKNOWN.to(language)
    return {
        "tier": _tier(one.tier, language),
        "accounts": f"{one.accounts:,}",
        "sales": money_text(one.net_sales).to(language),
        "sales_share": unknown if one.sales_share is None else share_text(one.sales_share),
        "profit": unknown if one.gross_profit is None else money_text(one.gross_profit).to(language),
        "profit_share": unknown if one.profit_share is None else share_text(one.profit_share),
    }


def _account_row(one: AccountVerdict, language: Language) -> dict[str, Any]:
    unknown = UNKNOWN.to(language)
    share = one.profit_share if one.profit_share is not None else one.sales_share
    return {
        "rank": f"{one.rank:,}",
        "title": one.title,
        "code": one.account if one.name and one.name != one.account else "",
        "tier": _tier(one.tier, language),
        "score": "" if one.score is None else f"{one.score:.0f}",
        "sales": money_text(one.net_sales).to(language),
        "sales_exact": cents(one.net_sales),
        "profit": unknown if one.gross_profit is None else money_text(one.gross_profit).to(language),
        "profit_exact": "" if one.gross_profit is None else cents(one.gross_profit),
        "margin": unknown if one.margin is None else share_text(one.margin),
        "share": unknown if share is None else share_text(share),
        "why": short_reasons(one.reasons, language, SHOWN_REASONS),
    }


def _alarm_row(one: AlarmLine, language: Language) -> dict[str, str]:
    return {
        "title": one.title,
        "code": one.account if one.name and one.name != one.account else "",
        "kind": one.label.to(language),
        "risk": money_text(one.money_at_risk).to(language),
        "risk_exact": cents(one.money_at_risk),
        "why": one.sentence.to(language),
    }


def _forecast(forecast: Forecast, language: Language) -> dict[str, Any]:
    total = UNKNOWN if forecast.total is None else money_text(forecast.total)
    return {
        "verdict": forecast.verdict.to(language),
        "total": Text("{label}: {total}.", "{label}：{total}。")
        .filled(label=forecast_total_label(forecast), total=total)
        .to(language),
        "heads": [(column.label.to(language), column.kind is not Kind.TEXT) for column in FORECAST_COLUMNS],
        "rows": [
            [(forecast_cell(column, test, language), column.kind is not Kind.TEXT) for column in FORECAST_COLUMNS]
            for test in forecast.tests
        ],
    }


def _disagreement_row(one: Any, language: Language) -> dict[str, Any]:
    return {
        "rank": f"{one.rank:,}",
        "title": one.name or one.account,
        "tiers": [_tier(tier, language) for tier in one.tiers.values()],
    }


def _tier(tier: TierWord | None, language: Language) -> dict[str, str]:
    if tier is None:
        return {"label": _WORDS["none"].to(language), "shape": "", "place": "none"}
    return {
        "label": tier.label.to(language),
        "shape": _SHAPES[min(tier.place, len(_SHAPES) - 1)],
        "place": str(min(tier.place, len(_SHAPES) - 1)),
    }
