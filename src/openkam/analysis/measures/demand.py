"""Demand match: how well we fit what the account wants, and what more it could buy (R188, R048, R051, R232)."""

from typing import Final

from openkam.analysis.customer_columns import number_column
from openkam.analysis.measure import Indicator, Measure, Unit
from openkam.analysis.methods.portfolio.wallet import share_of_wallet, wallet_gap
from openkam.analysis.words import Text

_RATED = Text(
    "{what}, rated 0 to 10 by the team; unknown where nobody rated it.", "{what}，由团队按0至10分评定；未评则未知。"
)


def _rating(code: str, column: str, label: Text, what: Text, source: str) -> Measure:
    formula = _RATED.filled(what=what)
    return Measure(
        code, Indicator.DEMAND, Unit.RATING, label, formula, source, lambda facts: number_column(facts, column)
    )


DEMAND: Final = (
    _rating(
        "value_fit",
        "value_fit_rating",
        Text("Fit with our value proposition", "价值主张匹配度"),
        Text("How well what we stand for fits what the customer values", "我方价值主张与客户看重之处的契合度"),
        "R188",
    ),
    _rating(
        "criteria_fit",
        "criteria_fit_rating",
        Text("Fit with their purchasing criteria", "采购标准匹配度"),
        Text("How well we meet the criteria the customer buys by", "我方满足客户采购标准的程度"),
        "R188",
    ),
    _rating(
        "goal_link",
        "goal_rating",
        Text("Link to company goals", "对公司目标的影响"),
        Text("How much the company's goals hang on this customer", "公司目标对该客户的依赖程度"),
        "R048",
    ),
    _rating(
        "potential",
        "potential_rating",
        Text("Potential", "发展潜力"),
        Text("How much future business the customer holds for us", "该客户未来能带来的业务潜力"),
        "R040, R051",
    ),
    _rating(
        "behaviour_value",
        "behaviour_rating",
        Text("Behaviour value", "行为价值"),
        Text("Credit standing and relation with suppliers", "信用状况及与供应商的关系"),
        "R232",
    ),
    _rating(
        "influence_value",
        "influence_rating",
        Text("Influence in the market", "市场影响力"),
        Text("Publicity, brand, network and information the customer brings", "客户带来的宣传、品牌、网络与信息价值"),
        "R232",
    ),
    Measure(
        "share_of_wallet",
        Indicator.DEMAND,
        Unit.SHARE,
        Text("Share of wallet", "钱包份额"),
        Text(
            "Net sales of the latest 12 months / what the customer spends a year on what we sell, which is never less.",
            "最近12个月净销售额 ÷ 客户同类采购年支出（不低于我方销售额）。",
        ),
        "methods.md 4.4",
        share_of_wallet,
        None,
    ),
    Measure(
        "wallet_gap",
        Indicator.DEMAND,
        Unit.MONEY,
        Text("Spent elsewhere", "尚未获得的采购额"),
        Text(
            "What the customer spends a year on what we sell, less our net sales of the latest 12 months.",
            "客户同类采购年支出 − 最近12个月净销售额。",
        ),
        "R040, R051",
        wallet_gap,
    ),
)
