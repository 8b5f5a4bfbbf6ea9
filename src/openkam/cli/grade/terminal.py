"""The report for a terminal: findings as sentences, then the accounts, then what to look at; plain when piped."""

import io
from collections.abc import Sequence
from typing import Any, Final

from openkam.analysis.words import Language, Text
from openkam.core.figures import UNKNOWN, money_text, share_text
from openkam.core.wrapping import cells, wrapped
from openkam.insight.report.account import AccountVerdict
from openkam.insight.report.answer import Report
from openkam.insight.report.reason import Reason
from openkam.insight.report.sentence import Sentence

SHOWN_ACCOUNTS: Final = 20
SHOWN_REASONS: Final = 3
SHOWN_WARNINGS: Final = 20
SHOWN_DISAGREEMENTS: Final = 6
SHOWN_ALARMS: Final = 10
NARROWEST: Final = 72
WIDEST: Final = 160
_WIDEST_ACCOUNT: Final = 20
_WIDEST_TIER: Final = 14
_IN_COLUMNS: Final = frozenset({"profit", "sales"})
"""Reasons whose figures stand in the columns of the table already."""

_HEADS: Final = {
    "rank": Text("#", "#"),
    "account": Text("Account", "客户"),
    "tier": Text("Tier", "等级"),
    "sales": Text("Sales", "销售额"),
    "profit": Text("Profit", "毛利"),
    "share": Text("Share", "占比"),
    "why": Text("Why", "理由"),
}


def report_table(
    report: Report, language: Language, *, top: int | None = None, width: int = 100, colour: bool = False
) -> str:
    """The report as text of at most `width` cells a line; `top` accounts are listed, 20 where nothing is said."""
    from rich.console import Console

    target = io.StringIO()
    console = Console(
        file=target,
        width=min(max(width, NARROWEST), WIDEST),
        force_terminal=colour,
        color_system="auto" if colour else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    count = SHOWN_ACCOUNTS if top is None else top
    for one in report.headlines:
        _bullet(console, "•", one.to(language))
    console.print()
    accounts = report.accounts[:count]
    if accounts:
        console.print(_table(report, accounts, console.width, language))
    console.print()
    _more(console, len(report.accounts) - len(accounts), language)
    _section(console, Text("Look at this", "请注意"), "!", report.warnings, language)
    _alarms(console, report, language)
    _disagreements(console, report, language)
    _section(console, Text("How it was done", "说明"), "-", report.notes, language)
    _origin(console, report, language)
    return "\n".join(line.rstrip() for line in target.getvalue().splitlines()) + "\n"


def _table(report: Report, accounts: Sequence[AccountVerdict], width: int, language: Language) -> Any:
    """The accounts as a rich table whose cells are broken into lines already, as Chinese wants it."""
    from rich import box
    from rich.table import Table

    names = ["rank", "account", "tier", "sales", *(["profit"] if report.portfolio.by_profit else []), "share", "why"]
    rows = [_cells(account, language) for account in accounts]
    heads = {name: _HEADS[name].to(language) for name in names}
    widths = {name: max(cells(text) for text in [heads[name], *(row[name] for row in rows)]) for name in names}
    widths["account"] = min(widths["account"], _WIDEST_ACCOUNT)
    widths["tier"] = min(widths["tier"], _WIDEST_TIER)
    widths["why"] = width - sum(widths[name] + 2 for name in names[:-1])
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False, header_style="bold")
    for name in names:
        right = name in {"rank", "sales", "profit", "share"}
        table.add_column(heads[name], justify="right" if right else "left", width=widths[name], no_wrap=True)
    for row in rows:
        table.add_row(*("\n".join(wrapped(row[name], widths[name])) for name in names))
    return table


def _cells(account: AccountVerdict, language: Language) -> dict[str, str]:
    share = account.profit_share if account.profit_share is not None else account.sales_share
    unknown = UNKNOWN.to(language)
    profit = account.gross_profit
    return {
        "rank": str(account.rank),
        "account": account.title,
        "tier": account.tier.label.to(language) if account.tier else "–",
        "sales": money_text(account.net_sales).to(language),
        "profit": unknown if profit is None else money_text(profit).to(language),
        "share": unknown if share is None else share_text(share),
        "why": short_reasons(account.reasons, language),
    }


def short_reasons(reasons: Sequence[Reason], language: Language, limit: int = SHOWN_REASONS) -> str:
    """The first reasons in one cell, without what the columns say already."""
    chosen = [one for one in reasons if one.code not in _IN_COLUMNS][:limit]
    return ("" if language == "zh" else " ").join(_without_tier(one, language) for one in chosen)


def _without_tier(reason: Reason, language: Language) -> str:
    if reason.code != "tier":
        return reason.to(language)
    text = reason.reworded(_WHY).to(language)
    return f"{text[:1].upper()}{text[1:]}{'。' if language == 'zh' else '.'}"


_WHY: Final = Text("{why}", "{why}")


def _more(console: Any, count: int, language: Language) -> None:
    if count > 0:
        words = Text(
            "{count} more accounts; --top N lists more, --format xlsx|csv|json all of them.",
            "另有{count}家客户；用 --top N 多列一些，--format xlsx|csv|json 列出全部。",
        )
        console.print(words.filled(count=f"{count:,}").to(language))


def _alarms(console: Any, report: Report, language: Language) -> None:
    if not report.alarms:
        return
    console.print()
    console.print(Text("Alarms, the most money at risk first", "预警（按风险金额排序）").to(language), style="bold")
    for one in report.alarms[:SHOWN_ALARMS]:
        line = Text("{name}: {why}", "{name}：{why}").filled(name=one.title, why=one.sentence.text())
        _bullet(console, "›", line.to(language))
    rest = len(report.alarms) - SHOWN_ALARMS
    if rest > 0:
        more = Text("  … {n} more in the workbook (--out report.xlsx)", "  …另有{n}家，见 Excel（--out report.xlsx）")
        console.print(more.filled(n=f"{rest:,}").to(language))


def _disagreements(console: Any, report: Report, language: Language) -> None:
    shown = [one.sentence for one in report.disagreements[:SHOWN_DISAGREEMENTS]]
    _section(console, Text("Where the methods disagree", "三种方法结论不一的客户"), "≠", shown, language)


def _section(console: Any, name: Text, mark: str, sentences: Sequence[Sentence], language: Language) -> None:
    if not sentences:
        return
    console.print()
    console.print(name.to(language), style="bold")
    for one in sentences[:SHOWN_WARNINGS]:
        _bullet(console, mark, one.to(language))
    rest = len(sentences) - SHOWN_WARNINGS
    if rest > 0:
        console.print(
            Text("  … and {n} more in the other formats", "  …另有{n}条，见其他格式").filled(n=rest).to(language)
        )


def _bullet(console: Any, mark: str, sentence: str) -> None:
    first, *rest = wrapped(sentence, console.width, 2) or [""]
    console.print(f"{mark}{first[1:]}", *rest, sep="\n")


def _origin(console: Any, report: Report, language: Language) -> None:
    ledger, scheme = report.ledger, report.scheme
    words = Text(
        "{read} rows read = {used} used + {aside} set aside. Scheme {scheme} version {number}, data {version}.",
        "读入{read}行 = 采用{used}行 + 未采用{aside}行。方案 {scheme} 第{number}版，数据 {version}。",
    ).filled(
        read=f"{ledger.rows_read:,}",
        used=f"{ledger.rows_used:,}",
        aside=f"{ledger.rows_set_aside:,}",
        scheme=scheme.code,
        number=scheme.version,
        version=ledger.version,
    )
    console.print()
    console.print(*wrapped(words.to(language), console.width), sep="\n")
