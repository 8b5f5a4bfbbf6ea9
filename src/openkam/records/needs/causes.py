"""Why an opportunity is lost or stalls, as codes; each names the red flags that would have told. Source: R149, R206."""

from dataclasses import dataclass
from typing import Final

from openkam.analysis.words import Text


@dataclass(frozen=True)
class Cause:
    """One cause.

    flags  codes of the red flags (`insight.health`) that stand while it is not mended
    """

    code: str
    text: Text
    flags: frozenset[str] = frozenset()


CAUSES: Final = (
    Cause(
        "SINGLE_CONTACT",
        Text("We relied on one person", "只依赖一个联系人"),
        frozenset({"SINGLE_THREAD", "ONE_DEPARTMENT", "ONE_LEVEL", "ONE_OF_US"}),
    ),
    Cause(
        "NO_DECIDER",
        Text("We never reached who decides", "没有接触到真正的决策人"),
        frozenset({"NO_DECIDER", "DECIDER_UNMET"}),
    ),
    Cause(
        "TECH_GATE_UNMET",
        Text("The technical side was unknown to us, or against us", "技术把关人我们不认识，或持反对态度"),
        frozenset({"NO_TECH_GATE", "TECH_GATE_UNMET", "TECH_GATE_AGAINST"}),
    ),
    Cause(
        "PERSON_CHANGE_MISSED",
        Text("We did not notice, or not answer, a change of people", "没有发现或没有应对客户的人事变动"),
        frozenset({"PERSON_LEFT", "PERSON_LOWERED", "NEW_CHIEF", "CHANGE_NOTED", "TENDER_OWNER_CHANGED"}),
    ),
    Cause(
        "UNRESOLVED_OBJECTION",
        Text("An objection stayed unanswered", "客户的异议一直没有解决"),
        frozenset({"OPEN_OBJECTION"}),
    ),
    Cause("RIVAL", Text("A rival was there first, or better", "竞争对手抢先或更强"), frozenset({"RIVAL_VISIT"})),
    Cause(
        "LATE_BREADTH",
        Text("We asked too late to meet further people", "太晚才去结识更多的人"),
        frozenset({"DECIDER_UNMET", "ONE_DEPARTMENT"}),
    ),
    Cause(
        "TRUSTED_PROMISE",
        Text("We took one person's word for it", "轻信了某一个人的承诺"),
        frozenset({"ONE_PROMISE"}),
    ),
    Cause("NEED_GONE", Text("The customer no longer needs it", "客户不再有这个需求")),
    Cause("OFFER_UNFIT", Text("What we offered did not fit", "我们的方案不合适")),
    Cause("PRICE", Text("Price", "价格")),
)
"""In the order in which the review asks them."""
BY_CODE: Final = {cause.code: cause for cause in CAUSES}


def causes_to_ask(*, lowest_price_was_ours: bool | None) -> list[Cause]:
    """What a review offers: not the price where ours was the lowest (R205)."""
    return [cause for cause in CAUSES if cause.code != "PRICE" or not lowest_price_was_ours]
