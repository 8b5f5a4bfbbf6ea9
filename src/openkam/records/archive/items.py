"""What one should know of an account, by section, each with the question for it. Sources: R024, R057, R143."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from openkam.analysis.words import Text


class Section(StrEnum):
    """A part of the knowledge form."""

    BUSINESS = "BUSINESS"
    GOALS = "GOALS"
    STRUCTURE = "STRUCTURE"
    PEOPLE = "PEOPLE"
    BUYING = "BUYING"
    FINANCES = "FINANCES"


SECTION_LABELS: Final = {
    Section.BUSINESS: Text("Business", "业务"),
    Section.GOALS: Text("Goals and challenges", "目标与挑战"),
    Section.STRUCTURE: Text("Structure", "组织结构"),
    Section.PEOPLE: Text("People", "人员"),
    Section.BUYING: Text("Buying", "采购"),
    Section.FINANCES: Text("Finances", "财务"),
}


@dataclass(frozen=True)
class Item:
    """One thing to know; `question` is asked on the next visit while it is unknown.

    is_basic  counts for the knowledge percentage; the others apply to some trades only and count once they are known
    """

    code: str
    section: Section
    label: Text
    question: Text
    is_basic: bool = True


def _item(
    code: str, section: Section, label: tuple[str, str], question: tuple[str, str], *, basic: bool = True
) -> Item:
    return Item(code, section, Text(*label), Text(*question), basic)


ITEMS: Final = (
    _item(
        "business.offer",
        Section.BUSINESS,
        ("What it sells", "主营业务"),
        ("What do you sell, and to whom?", "贵公司主要卖什么、卖给谁？"),
    ),
    _item(
        "business.annual_sales",
        Section.BUSINESS,
        ("Annual sales", "年销售额"),
        ("How large are your sales a year, and how do they grow?", "贵公司一年的销售额有多大，增长如何？"),
    ),
    _item(
        "business.network",
        Section.BUSINESS,
        ("Network and shops", "网络与门店"),
        ("Where are your sites, and how many are there?", "贵公司在哪些地方有网点，共有多少？"),
    ),
    _item(
        "business.regions",
        Section.BUSINESS,
        ("Regions it serves", "覆盖区域"),
        ("Which regions do you serve?", "贵公司的业务覆盖哪些区域？"),
    ),
    _item(
        "business.brand",
        Section.BUSINESS,
        ("Brand and place in its market", "品牌与市场地位"),
        ("What are you known for, and who stands before you?", "贵公司以什么见长，谁排在前面？"),
    ),
    _item(
        "business.customers",
        Section.BUSINESS,
        ("Its own key customers", "客户的大客户"),
        ("Who are your most important customers?", "贵公司最重要的客户是谁？"),
    ),
    _item(
        "business.own_brands",
        Section.BUSINESS,
        ("Own brands", "自有品牌"),
        ("Which brands of your own do you have, and where are they sold?", "贵公司有哪些自有品牌，卖到哪里？"),
        basic=False,
    ),
    _item(
        "business.direct_sales",
        Section.BUSINESS,
        ("Direct sales force", "直销队伍"),
        ("How many people sell directly, and from which offices?", "直销人员有多少，分布在哪些办事处？"),
        basic=False,
    ),
    _item(
        "business.media",
        Section.BUSINESS,
        ("Own media", "自有媒体"),
        ("Which magazine or channel of your own reaches your customers?", "贵公司有哪些自办刊物或媒体触达客户？"),
        basic=False,
    ),
    _item(
        "goals.direction",
        Section.GOALS,
        ("Strategic direction", "战略方向"),
        ("Where do you want to be in three years?", "三年后贵公司希望走到哪一步？"),
    ),
    _item(
        "goals.this_year",
        Section.GOALS,
        ("Goals of this year", "今年的目标"),
        ("What must succeed this year?", "今年哪些事必须做成？"),
    ),
    _item(
        "goals.interests",
        Section.GOALS,
        ("What it wants from suppliers", "对供应商的期望"),
        ("What do you expect from a supplier besides price?", "除价格外，您对供应商还有什么期望？"),
    ),
    _item(
        "goals.challenges",
        Section.GOALS,
        ("Challenges", "面临的挑战"),
        ("What gets in the way of these goals?", "实现这些目标最大的障碍是什么？"),
    ),
    _item(
        "goals.expansion",
        Section.GOALS,
        ("Planned expansion", "扩张计划"),
        ("What will you open, build or close, and when?", "计划新开、新建或关闭什么，什么时候？"),
        basic=False,
    ),
    _item(
        "structure.ownership",
        Section.STRUCTURE,
        ("Owners and group", "股东与所属集团"),
        ("Who owns the company, and what belongs to it?", "公司股东是谁，下属有哪些单位？"),
    ),
    _item(
        "structure.units",
        Section.STRUCTURE,
        ("Units and departments", "事业部与部门"),
        ("Which units work with what we sell?", "哪些部门会用到我们的产品？"),
    ),
    _item(
        "structure.staff",
        Section.STRUCTURE,
        ("Number of people", "员工人数"),
        ("How many people work here?", "公司共有多少员工？"),
    ),
    _item(
        "structure.resources",
        Section.STRUCTURE,
        ("Team, logistics and funds", "团队、物流与资金"),
        ("What do you run yourselves, and what do you leave to others?", "哪些环节自己做，哪些外包？"),
    ),
    _item(
        "people.final_say",
        Section.PEOPLE,
        ("Who has the final say", "谁拍板"),
        ("Who signs a purchase of this size?", "这样规模的采购由谁签字？"),
    ),
    _item(
        "people.users",
        Section.PEOPLE,
        ("Who uses what we sell", "谁使用"),
        ("Who works with it every day, and may we meet them?", "平时谁在使用，我们能否见一见？"),
    ),
    _item(
        "people.changes",
        Section.PEOPLE,
        ("Coming changes of people", "人事变动"),
        ("Will anybody take over another task soon?", "近期会有人员调整吗？"),
    ),
    _item(
        "buying.process",
        Section.BUYING,
        ("How it buys", "采购流程"),
        ("Which steps lead to an order, and who takes part?", "从需求到下单要经过哪些步骤，谁参与？"),
    ),
    _item(
        "buying.criteria",
        Section.BUYING,
        ("What decides", "选择标准"),
        ("By which criteria do you choose, and with which weight?", "选择供应商看哪些标准，各占多大比重？"),
    ),
    _item(
        "buying.budget",
        Section.BUYING,
        ("Budget and its calendar", "预算与时间表"),
        ("When is the budget made, and how large is it?", "预算什么时候编，额度多大？"),
    ),
    _item(
        "buying.volume",
        Section.BUYING,
        ("What it spends on our categories", "品类采购额"),
        ("How much do you spend a year on what we sell?", "贵公司每年在我方品类上花多少？"),
    ),
    _item(
        "buying.suppliers",
        Section.BUYING,
        ("Present suppliers", "现有供应商"),
        ("Who else supplies you, and what do they do well?", "目前还有哪些供应商，他们好在哪里？"),
    ),
    _item(
        "buying.terms",
        Section.BUYING,
        ("Contracts and terms", "合同与条款"),
        ("How long do contracts run, and on which terms?", "合同一般签多久，条款如何？"),
    ),
    _item(
        "finances.payment",
        Section.FINANCES,
        ("How it pays", "付款习惯"),
        ("How and when do you pay your suppliers?", "贵公司通常怎样、多久付款？"),
    ),
    _item(
        "finances.health",
        Section.FINANCES,
        ("Financial health", "财务状况"),
        ("How did the latest year close?", "上一年度的经营结果如何？"),
    ),
    _item(
        "finances.funding",
        Section.FINANCES,
        ("Funding and loans", "融资与贷款"),
        ("How do you fund what you plan?", "这些计划的资金从哪里来？"),
    ),
)
BY_CODE: Final = {item.code: item for item in ITEMS}
