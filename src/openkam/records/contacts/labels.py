"""What the words for people are called in both languages, and under which names other methods know them."""

from dataclasses import dataclass
from typing import Final

from openkam.analysis.words import Text
from openkam.records.contacts.kinds import (
    BackgroundKind,
    Basis,
    Channel,
    Interest,
    LegitimateNeed,
    Level,
    OpinionKind,
    Progress,
    RoleCode,
    TieKind,
    TrustItem,
)
from openkam.records.contacts.seals import Mark, Service

ROLES: Final[dict[str, Text]] = {
    RoleCode.DECIDER: Text("Decider", "决策人"),
    RoleCode.TECH_GATE: Text("Technical gatekeeper", "技术把关人"),
    RoleCode.BUYER: Text("Purchaser", "采购执行"),
    RoleCode.USER: Text("User", "使用者"),
    RoleCode.INFLUENCER: Text("Influencer", "影响者"),
}
STANDARD_ROLES: Final = (RoleCode.DECIDER, RoleCode.TECH_GATE, RoleCode.BUYER, RoleCode.USER)
"""The four of the source; each must be held by somebody. Source: R197."""
ROLE_MEANINGS: Final[dict[str, Text]] = {
    RoleCode.DECIDER: Text(
        "Has power over what is bought and from whom; controls the money.", "对买什么、向谁买有最终决定权，掌握资金。"
    ),
    RoleCode.TECH_GATE: Text(
        "Sets standards and judges; controls what reaches the house from outside.",
        "制定标准、评估方案，把控外来信息。",
    ),
    RoleCode.BUYER: Text("Carries out the purchase; negotiates.", "执行采购，负责谈判。"),
    RoleCode.USER: Text("Uses what is bought, or leads those who do.", "使用产品，或管理使用的人。"),
    RoleCode.INFLUENCER: Text("Holds none of the four, but is listened to.", "不在四种角色之内，但说话有分量。"),
}
LEVELS: Final[dict[str, Text]] = {
    Level.DECISION: Text("Decision level", "决策层"),
    Level.MANAGEMENT: Text("Management level", "管理层"),
    Level.EXECUTION: Text("Execution level", "执行层"),
}
DECISION_GROUP: Final = Text("Decision group", "决策小组")
OPINIONS: Final[dict[str, Text]] = {
    OpinionKind.STANCE: Text("Stance", "立场"),
    OpinionKind.MODE: Text("Response mode", "反馈模式"),
    OpinionKind.INFLUENCE: Text("Influence", "影响力"),
    OpinionKind.PROFILE: Text("Profile", "行为类型"),
    OpinionKind.KNOWLEDGE: Text("Knows the subject", "专业了解程度"),
    OpinionKind.TRUST: Text("Trust", "信任度"),
    OpinionKind.BACKS: Text("Supports the rival", "支持的对手"),
    OpinionKind.CHARACTER: Text("Character at work", "工作性格"),
}
INTERESTS: Final[dict[str, Text]] = {
    Interest.CONCERN: Text("Concern", "关切"),
    Interest.BUSINESS_WIN: Text("Win for the business", "对公司的收益"),
    Interest.PERSONAL_WIN: Text("Personal win", "对个人的收益"),
}
NEEDS: Final[dict[str, Text]] = {
    LegitimateNeed.CAREER: Text("Career", "职业发展"),
    LegitimateNeed.EXPERTISE: Text("Expertise", "专业成长"),
    LegitimateNeed.RECOGNITION: Text("Recognition", "获得认可"),
    LegitimateNeed.WORKLOAD: Text("Less work and trouble", "减轻工作负担"),
    LegitimateNeed.SAFETY: Text("Safety from blame", "不担风险"),
}
TIES: Final[dict[str, Text]] = {
    TieKind.INFLUENCES: Text("Influences", "影响"),
    TieKind.CONFLICT: Text("In conflict with", "有矛盾"),
}
PROGRESS: Final[dict[int, Text]] = {
    Progress.OUTSIDER: Text("Outsider", "外人"),
    Progress.BUSINESS: Text("Business", "商务"),
    Progress.FRIEND: Text("Friend", "朋友"),
    Progress.PARTNER: Text("Partner", "伙伴"),
}
CHANNELS: Final[dict[str, Text]] = {
    Channel.PHONE: Text("Telephone", "电话"),
    Channel.MAIL: Text("E-mail", "邮件"),
    Channel.CHAT: Text("Messenger", "微信等即时通讯"),
    Channel.VISIT: Text("Visit", "面谈"),
}
LANGUAGES: Final[dict[str, Text]] = {
    "zh": Text("Chinese", "中文"),
    "en": Text("English", "英文"),
    "de": Text("German", "德文"),
    "ja": Text("Japanese", "日文"),
    "ko": Text("Korean", "韩文"),
    "fr": Text("French", "法文"),
    "es": Text("Spanish", "西班牙文"),
    "ru": Text("Russian", "俄文"),
}
BASES: Final[dict[str, Text]] = {
    Basis.BUSINESS_CONTACT: Text("Business contact of a customer", "客户业务联系所需"),
    Basis.CONSENT: Text("Consent", "本人同意"),
    Basis.CONTRACT: Text("Contract with the person", "与本人的合同"),
    Basis.PUBLIC: Text("Made public by the person", "本人已公开"),
    Basis.STATUTORY: Text("A law asks for it", "法律要求"),
}
BACKGROUNDS: Final[dict[str, Text]] = {
    BackgroundKind.SHARED: Text("In common", "共同经历"),
    BackgroundKind.INTEREST: Text("Likes to talk about", "兴趣话题"),
}
TRUST_ITEMS: Final[dict[str, Text]] = {
    TrustItem.INTRODUCED: Text("Introduced by somebody they know", "有熟人引见"),
    TrustItem.OUTER_IMPRESSION: Text("Good first impression", "外在印象好"),
    TrustItem.INNER_IMPRESSION: Text("Good impression on closer look", "内在印象好"),
    TrustItem.RESPECT: Text("Shown respect", "表达了尊重"),
    TrustItem.COMMON_VALUES: Text("Agreed with some of their values", "认同对方的部分观念"),
    TrustItem.OWN_KNOWLEDGE: Text("Showed knowledge of the subject", "展现了专业知识"),
    TrustItem.DOUBTS_ANSWERED: Text("Answered every doubt", "解答了全部疑问"),
    TrustItem.CHEERFUL_CONFIDENCE: Text("Cheerful and confident", "开朗自信"),
    TrustItem.PRIVATE_TOPICS: Text("Shared topics beside business", "有业务之外的共同话题"),
    TrustItem.NO_RUSH: Text("Did not rush", "不急于求成"),
}
SERVICES: Final[dict[str, Text]] = {
    Service.WARNS: Text("Warns us", "通风报信"),
    Service.SUPPORTS: Text("Supports us quietly", "暗中支持"),
    Service.ADVISES: Text("Advises us", "出谋划策"),
}
MARKS: Final[dict[str, Text]] = {
    Mark.GETS_ON: Text("Gets on with our account manager", "与客户经理合得来"),
    Mark.RECOGNISES: Text("Recognises our brand and skill", "认可我们的品牌与实力"),
    Mark.INTEREST: Text("Our success serves a legitimate interest of theirs", "我们成功符合他的正当利益"),
    Mark.RIVAL: Text("Their position towards the rival is known", "清楚他对竞争对手的态度"),
}


@dataclass(frozen=True)
class Crosswalk:
    """One of our words, and what other methods call it; blank where they have none. Source: methods, section 8."""

    ours: Text
    source: str
    blue_sheet: str
    altify: str
    kapta: str
    meddpicc: str


CROSSWALK: Final[dict[str, Crosswalk]] = {
    RoleCode.DECIDER: Crosswalk(
        ROLES[RoleCode.DECIDER],
        "决策者",
        "Economic",
        "Approver, Decision Maker",
        "Exec sponsor, Decision maker",
        "Economic buyer",
    ),
    RoleCode.TECH_GATE: Crosswalk(
        ROLES[RoleCode.TECH_GATE], "技术者", "Technical", "Evaluator", "Recommender", "Decision criteria"
    ),
    RoleCode.BUYER: Crosswalk(
        ROLES[RoleCode.BUYER], "采购者", "Technical", "Evaluator", "Point of contact", "Paper process"
    ),
    RoleCode.USER: Crosswalk(ROLES[RoleCode.USER], "使用者", "User", "User", "Influencer", "Implicate the pain"),
    "COACH": Crosswalk(Text("Coach", "教练"), "教练、线人", "Coach", "Mentor", "Champion", "Champion"),
    OpinionKind.STANCE: Crosswalk(
        OPINIONS[OpinionKind.STANCE],
        "立场",
        "Rating",
        "Enemy −5 to −4, Non-supporter −3 to −1, Supporter +1 to +3, Mentor +4 to +5",
        "Hostile to advocate",
        "",
    ),
    OpinionKind.INFLUENCE: Crosswalk(
        OPINIONS[OpinionKind.INFLUENCE],
        "影响",
        "Degree of influence",
        "Inner circle, Political structure",
        "Decision power",
        "",
    ),
    OpinionKind.MODE: Crosswalk(OPINIONS[OpinionKind.MODE], "反馈模式", "Response mode", "", "", ""),
}
