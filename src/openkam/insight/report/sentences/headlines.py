"""What a reader should know first: the findings about all customers together, and the titles of the charts."""

from typing import Final

import numpy as np

from openkam.analysis.methods.rhythm.alarms import AlarmList
from openkam.analysis.words import Text
from openkam.core.figures import counted, currency_text, money_text, number_text, share_text
from openkam.core.periods import period_text
from openkam.insight.report.evidence import Evidence
from openkam.insight.report.sentence import Sentence
from openkam.insight.report.sentences.words import listing, no_more_than_chance

CONCENTRATED_SHARE: Final = 0.5
"""Below half of the total in the best fifth nobody should speak of a Pareto ledger."""


def headlines_of(evidence: Evidence) -> tuple[Sentence, ...]:
    """The findings that come before the list of accounts."""
    found = (
        key_headline(evidence),
        money_headline(evidence),
        pareto_headline(evidence),
        whale_headline(evidence),
        concentration_headline(evidence),
        tier_headline(evidence),
        alarm_headline(evidence),
    )
    return tuple(one for one in found if one is not None)


def key_headline(evidence: Evidence) -> Sentence | None:
    """How many accounts are key, and what hangs on them."""
    grades, portfolio = evidence.grades, evidence.portfolio
    is_key, count = grades.is_key & evidence.listed, portfolio.active_count
    keys = int(is_key.sum())
    labels = [grades.scheme.tiers[place].label for place in grades.scheme.key_places]
    names = listing(labels)
    named = Text(f" ({names.en})", f"（{names.zh}）") if len(labels) > 1 else Text("", "")
    figures: dict[str, Text | str | int] = {
        "all": counted(count, "customer", "customers", "家客户"),
        "keys": counted(keys, "is a key account", "are key accounts", "家"),
        "tiers": named,
        "what": _what(evidence),
    }
    if not keys:
        words = Text("None of {all} is a key account{tiers}.", "{all}中没有大客户{tiers}。")
        return Sentence("key_accounts", words, figures)
    total = int(portfolio.basis.values[portfolio.active].sum())
    if total <= 0:
        words = Text("Of {all}, {keys}{tiers}.", "{all}中有{keys}大客户{tiers}。")
        return Sentence("key_accounts", words, figures)
    figures["share"] = share_text(int(portfolio.basis.values[is_key].sum()) / total, 0)
    words = Text(
        "Of {all}, {keys}{tiers}: they bring {share} of the {what} of the whole period.",
        "{all}中有{keys}大客户{tiers}，贡献全部期间{what}的{share}。",
    )
    return Sentence("key_accounts", words, figures)


def money_headline(evidence: Evidence) -> Sentence:
    """What was sold and earned, and so what accounts are ranked by."""
    facts, company, portfolio = evidence.facts, evidence.facts.company, evidence.portfolio
    figures: dict[str, Text | str | int] = {
        "count": counted(portfolio.active_count, "customer", "customers", "家客户"),
        "sales": money_text(company.net),
        "currency": _currency(facts.currency),
        "period": period_text(facts.since, facts.until),
    }
    if portfolio.by_profit:
        profit = company.covered - company.cost
        figures |= {"profit": money_text(profit), "margin": _part(profit, company.covered)}
        words = Text(
            "{count}, {period}: gross profit {profit} on net sales {sales} ({margin}), {currency}. Ranked by gross "
            "profit.",
            "{period}，{count}：净销售额{sales}，毛利{profit}（{margin}），{currency}。按毛利排名。",
        )
        return Sentence("ranked_by_profit", words, figures)
    words = Text(
        "{count}, {period}: net sales {sales}, {currency}. Profit is unknown{covered}, so accounts are ranked by net "
        "sales.",
        "{period}，{count}：净销售额{sales}，{currency}。毛利未知{covered}，因此按净销售额排名。",
    )
    covered = company.moved_covered / company.moved if company.moved else 0.0
    partly = Text(
        f" (costs are known for {share_text(covered)} of the amounts)", f"（只有{share_text(covered)}的金额有成本）"
    )
    return Sentence("ranked_by_sales", words, {**figures, "covered": partly if covered else Text("", "")})


def pareto_headline(evidence: Evidence) -> Sentence | None:
    """How few bring how much, in the ledger's own percentages."""
    line = evidence.portfolio.line
    everybody = Text("all customers", "客户总数")
    known = Text("the customers whose profit is known", "毛利已知客户")
    if line.accounts_for_80 is None or line.top_20_share is None or line.accounts_for_80_share is None:
        return None
    figures: dict[str, Text | str | int] = {
        "count": counted(line.accounts_for_80, "account brings", "accounts bring", "家客户"),
        "share": share_text(line.accounts_for_80_share),
        "what": _what(evidence),
        "best": share_text(line.top_20_share),
        "whom": everybody if line.accounts == evidence.portfolio.active_count else known,
    }
    if line.top_20_share < CONCENTRATED_SHARE:
        words = Text(
            "Your {what} is not concentrated: the best 20% of customers bring {best}, and it takes {share} of them to "
            "reach 80%.",
            "{what}并不集中：前20%的客户只贡献{best}，要{share}的客户才贡献到80%。",
        )
        return Sentence("not_concentrated", words, figures)
    words = Text(
        "{count} 80% of the {what}: {share} of {whom}. The best 20% bring {best}.",
        "{count}贡献了80%的{what}，占{whom}的{share}；前20%的客户贡献{best}。",
    )
    return Sentence("pareto", words, figures)


def whale_headline(evidence: Evidence) -> Sentence | None:
    """How much of the profit its tail eats."""
    curve = evidence.portfolio.curve
    if curve is None:
        return None
    if curve.total <= 0:
        words = Text(
            "All customers together make a loss of {loss}; those that earn bring {peak}.",
            "全部客户合计亏损{loss}；盈利客户贡献{peak}。",
        )
        money = {"loss": money_text(-curve.total), "peak": money_text(curve.peak_amount)}
        return Sentence("company_loss", words, money)
    if not curve.loss_making:
        return Sentence("no_losses", Text("No customer makes a loss.", "没有亏损客户。"))
    figures: dict[str, Text | str | int] = {
        "count": counted(curve.loss_making, "customer loses", "customers lose", "家客户亏损"),
        "eaten": money_text(curve.erosion_amount),
        "erosion": share_text(curve.erosion_share or 0.0),
        "peak": share_text(curve.peak_share or 0.0),
    }
    words = Text(
        "{count} money and eat {eaten}, {erosion} of the profit: without them profit would be {peak} of what it is.",
        "{count}，吃掉{eaten}，相当于毛利的{erosion}；没有它们，毛利可达现在的{peak}。",
    )
    return Sentence("whale", words, figures)


def concentration_headline(evidence: Evidence) -> Sentence | None:
    """On how many threads the company hangs."""
    spread = evidence.portfolio.spread
    if spread.cr1 is None or spread.cr5 is None or spread.effective_customers is None:
        return None
    words = Text(
        "The largest customer brings {one} of {what}, the five largest {five}: as concentrated as {equal} equal "
        "customers.",
        "最大客户占{what}{one}，前五大占{five}；集中程度相当于{equal}家同等规模的客户。",
    )
    named = Text("the net sales of named customers", "净销售额（不含无客户的明细）的")
    figures: dict[str, Text | str | int] = {
        "what": named if evidence.facts.company.lines_without_customer else Text("net sales", "净销售额"),
        "one": share_text(spread.cr1),
        "five": share_text(spread.cr5),
        "equal": number_text(spread.effective_customers),
    }
    return Sentence("concentration", words, figures)


def tier_headline(evidence: Evidence) -> Sentence | None:
    """How many accounts each tier holds."""
    grades, listed = evidence.grades, evidence.listed
    counts = np.bincount(grades.tier[(grades.tier >= 0) & listed], minlength=len(grades.scheme.tiers))
    parts = [
        Text(f"{count:,} {tier.label.en}", f"{tier.label.zh}{count:,}家")
        for tier, count in zip(grades.scheme.tiers, counts.tolist(), strict=True)
    ]
    none = int(((grades.tier < 0) & listed).sum())
    if none:
        parts.append(Text(f"{none:,} in no tier", f"未入级{none:,}家"))
    words = Text("By the scheme “{scheme}”: {tiers}.", "按“{scheme}”方案：{tiers}。")
    return Sentence("tiers", words, {"scheme": grades.scheme.label, "tiers": listing(parts)})


def alarm_headline(evidence: Evidence) -> Sentence | None:
    """How many accounts need a call, what is at risk, and whether they are more than chance alone would name."""
    quiet, shrinking = evidence.quiet, evidence.shrinking
    alarms = (*quiet.alarms, *shrinking.alarms)
    if not alarms:
        return None
    silent = counted(
        len(quiet.alarms),
        "account has been silent longer than usual for it",
        "accounts have been silent longer than usual for them",
        "家客户沉默时间超出自身规律",
    )
    less = counted(len(shrinking.alarms), "account is buying less", "accounts are buying less", "家客户正在缩量")
    kinds = [said for one, said in ((quiet, silent), (shrinking, less)) if one.alarms]
    words = Text("{kinds}: {risk} a year at risk.{chance}", "{kinds}：一年{risk}面临流失。{chance}")
    figures: dict[str, Text | str | int] = {
        "kinds": Text(", ".join(one.en for one in kinds), "，".join(one.zh for one in kinds)),
        "risk": money_text(sum(max(alarm.money_at_risk, 0) for alarm in alarms)),
        "chance": _chance(quiet, shrinking),
    }
    return Sentence("alarms", words, figures)


def _chance(quiet: AlarmList, shrinking: AlarmList) -> Text:
    named = [
        (one, name)
        for one, name in ((quiet, Text("silent", "沉默")), (shrinking, Text("shrinking", "缩量")))
        if one.alarms and no_more_than_chance(one)
    ]
    if not named:
        return Text("", "")
    expected = sum(one.expected_by_chance for one, _ in named)
    words = Text(
        " The {kinds} are no more than chance alone brings (about {expected}): look at the biggest only.",
        "{kinds}的家数并不多于偶然因素本就会带来的（约{expected}家），只看金额最大的几家即可。",
    )
    kinds = listing([name for _, name in named])
    return words.filled(kinds=kinds, expected=number_text(expected, 0))


def chart_titles(evidence: Evidence) -> dict[str, Sentence]:
    """The finding of each chart as its title, by chart."""
    titles = {
        "pareto": pareto_headline(evidence),
        "whale": whale_headline(evidence) or returns_curve_title(evidence),
        "concentration": concentration_headline(evidence),
    }
    return {name: title for name, title in titles.items() if title is not None}


def returns_curve_title(evidence: Evidence) -> Sentence:
    """The title of the whale curve where only sales are known."""
    portfolio = evidence.portfolio
    below = int((portfolio.net[portfolio.active] < 0).sum())
    words = Text("Profit is unknown; by net sales {count} after their returns.", "毛利未知；按净销售额看，{count}。")
    count = counted(below, "customer is below zero", "customers are below zero", "家客户退货后为负")
    return Sentence("sales_curve", words, {"count": count})


def _currency(code: str | None) -> Text:
    if code is None:
        return Text("the files name no currency", "文件未注明币种")
    return Text("in {name}", "币种：{name}").filled(name=currency_text(code))


def _what(evidence: Evidence) -> Text:
    return Text("gross profit", "毛利") if evidence.portfolio.by_profit else Text("net sales", "净销售额")


def _part(part: int, whole: int) -> Text:
    if whole <= 0:
        return Text("margin unknown", "毛利率未知")
    return Text(f"margin {share_text(part / whole)}", f"毛利率{share_text(part / whole)}")
