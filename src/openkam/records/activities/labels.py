"""The words of the log in both languages, in the order in which a form offers them."""

from typing import Final

from openkam.analysis.words import Text
from openkam.records.activities.kinds import Kind, Method

KINDS: Final = {
    Kind.MEETING: Text("Meeting", "面谈"),
    Kind.CALL: Text("Call", "电话"),
    Kind.CHAT: Text("Chat", "微信等即时沟通"),
    Kind.MAIL: Text("Mail", "邮件"),
    Kind.SITE_VISIT: Text("Site visit", "现场考察"),
    Kind.DINNER: Text("Dinner", "商务餐叙"),
    Kind.SLIDES: Text("Slide talk", "方案宣讲"),
    Kind.SAMPLE: Text("Sample", "送样"),
    Kind.FEEDBACK: Text("Feedback", "客户反馈"),
    Kind.CONTRACT_TALK: Text("Contract talk", "合同洽谈"),
    Kind.RELATION: Text("Relation", "关系进展"),
    Kind.SURVEY: Text("Field survey", "实地调研"),
    Kind.PRESENT_FINDINGS: Text("Findings shown", "成果汇报"),
    Kind.QUESTIONNAIRE: Text("Questionnaire", "问卷"),
    Kind.TRAINING: Text("Training", "培训"),
    Kind.LETTER: Text("Letter", "信函"),
    Kind.PILOT: Text("Pilot", "试点"),
    Kind.DECISION: Text("Decision", "客户决策"),
    Kind.PAYMENT: Text("Payment", "到款"),
    Kind.RIVAL_VISIT: Text("Rival in touch", "竞争对手动向"),
    Kind.PERSON_CHANGE: Text("Person change", "人事变动"),
    Kind.MARKET_STUDY: Text("Market study", "市场与竞品了解"),
}
METHODS: Final = {
    Method.PUBLIC: Text("published: web site, fair, annual report", "公开渠道：官网、展会、年报"),
    Method.SEEN: Text("seen on open premises", "公开场所所见"),
    Method.ASKED: Text("asked openly under our own name", "以本公司名义公开询问"),
    Method.TOLD: Text("told by the customer unasked", "客户主动告知"),
    Method.PRETEXT: Text("under another name or pretext", "冒用他人名义或编造借口"),
}
LISTENING: Final = (
    Text("I was on time and prepared", "我准时到场，并做了准备"),
    Text("I let them finish and spoke less than half the time", "我让对方把话说完，自己说话不到一半时间"),
    Text("I asked open questions", "我提了开放式问题"),
    Text("I took notes and repeated what I had understood", "我做了记录，并复述确认了理解"),
    Text("I answered everything, or said when I would", "对方的问题我都答复了，或承诺了答复时间"),
)
"""The self-check after a visit: positive attitude, listening, full response. Source: R084."""


def kind_label(code: str) -> Text:
    """How a kind of entry is called."""
    return KINDS[Kind(code)]
