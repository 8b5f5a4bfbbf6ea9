"""What each buying role is there for, and what to talk about with whoever holds it. Sources: R199 to R202."""

from dataclasses import dataclass
from typing import Final

from openkam.analysis.words import Text
from openkam.records.contacts.kinds import RoleCode


@dataclass(frozen=True)
class RoleCard:
    """A role's task, duty and power, what its holder cares about, and what to say to him."""

    task: Text
    duty: Text
    power: Text
    concern: Text
    hints: tuple[Text, ...]


ROLE_CARDS: Final[dict[str, RoleCard]] = {
    RoleCode.DECIDER: RoleCard(
        task=Text("The final decision", "最终决策"),
        duty=Text("Controls the money", "掌握资金"),
        power=Text("Decides or vetoes", "批准或否决"),
        concern=Text("Bottom line and effect on the organisation", "经营结果，以及对组织的影响"),
        hints=(
            Text(
                "Speak of the bottom line: what it earns, saves or keeps safe.",
                "谈经营结果：能多赚多少、省多少、避免多大风险。",
            ),
            Text(
                "Speak of the effect on the organisation; leave features to others.",
                "谈对组织的影响，产品功能留给别人讲。",
            ),
        ),
    ),
    RoleCode.TECH_GATE: RoleCard(
        task=Text("Standards and choice", "制定标准、技术选型"),
        duty=Text("Evaluates, keeps the gate, advises", "评估、把关、提出建议"),
        power=Text("Can veto", "一票否决"),
        concern=Text("Figures of performance", "性能指标"),
        hints=(
            Text("Ask for the standards and answer each with a measured figure.", "问清他的标准，逐条用实测数据回应。"),
            Text("Offer a test whose result they can check themselves.", "主动提供他能自己验证的测试。"),
        ),
    ),
    RoleCode.BUYER: RoleCard(
        task=Text("Control of cost", "控制成本"),
        duty=Text("Negotiates and buys", "谈判并执行采购"),
        power=Text("Recommends on price and terms", "对价格和条款有建议权"),
        concern=Text("Price and terms of payment", "价格与付款条件"),
        hints=(
            Text(
                "Know your limits on price and terms of payment before you go in.",
                "进门之前先明确价格和付款条件的底线。",
            ),
            Text("Give them something to show for the negotiating.", "让他的谈判有可以交代的成果。"),
        ),
    ),
    RoleCode.USER: RoleCard(
        task=Text("The effect on the work", "使用效果"),
        duty=Text("Uses it, or leads those who do", "使用产品，或管理使用的人"),
        power=Text("Judges how it works", "对使用效果有发言权"),
        concern=Text("Function and after-sales service", "功能与售后服务"),
        hints=(
            Text("Ask what stops the work today, and show what changes.", "问现在哪里不好用，演示会有什么改变。"),
            Text("Settle open complaints before you sell anything new.", "先把未了的投诉解决，再谈新的。"),
        ),
    ),
    RoleCode.INFLUENCER: RoleCard(
        task=Text("None of their own in this purchase", "在本次采购中没有正式职责"),
        duty=Text("Is listened to", "说话有人听"),
        power=Text("Moves the opinion of others", "能影响他人的看法"),
        concern=Text("Being asked, and being right", "希望被请教，也希望自己判断正确"),
        hints=(
            Text(
                "Ask for their view first, and for whom else you should hear.", "先请教他的看法，再问还应听听谁的意见。"
            ),
        ),
    ),
}
