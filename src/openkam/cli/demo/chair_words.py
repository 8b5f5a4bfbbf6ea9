"""The stock of words for the demo's people and their log, in both languages. All of it is invented."""

from typing import Final, NamedTuple

from openkam.analysis.words import Text

SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏"
    "苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛阎段雷龙史陶贺"
)
GIVEN: Final = (
    *("志远", "建军", "丽娟", "国强", "海燕", "文博", "晓东", "雪梅", "永刚", "佳怡", "俊杰", "秀兰", "明辉", "春华"),
    *("振宇", "红霞", "立群", "思远", "玉珍", "少华", "静怡", "浩然", "云飞", "慧敏", "家栋", "小平", "子轩", "美玲"),
    *("卫东", "淑芬", "天宇", "桂英", "洪涛", "婉清", "世杰", "雅琴", "启明", "月华", "正阳", "冬梅"),
)


class Seat(NamedTuple):
    """A post at a customer; `above` is the place of the superior's seat, -1 for the top."""

    department: Text
    title: Text
    level: str
    role: str
    above: int


_OFFICE: Final = Text("General management", "总经理室")
_BUYING: Final = Text("Purchasing", "采购部")
_MACHINES: Final = Text("Equipment", "设备部")
_MAKING: Final = Text("Production", "生产部")
SEATS: Final = (
    Seat(_OFFICE, Text("General manager", "总经理"), "DECISION", "DECIDER", -1),
    Seat(_BUYING, Text("Purchasing manager", "采购经理"), "MANAGEMENT", "BUYER", 0),
    Seat(_MACHINES, Text("Chief engineer", "总工程师"), "MANAGEMENT", "TECH_GATE", 0),
    Seat(_MAKING, Text("Production manager", "生产经理"), "MANAGEMENT", "USER", 0),
    Seat(_BUYING, Text("Buyer", "采购员"), "EXECUTION", "BUYER", 1),
    Seat(_MACHINES, Text("Maintenance head", "设备主管"), "EXECUTION", "USER", 2),
    Seat(Text("Finance", "财务部"), Text("Head of finance", "财务总监"), "DECISION", "INFLUENCER", 0),
    Seat(Text("Quality", "质量部"), Text("Quality manager", "质量经理"), "MANAGEMENT", "INFLUENCER", 0),
    Seat(_MAKING, Text("Workshop head", "车间主任"), "EXECUTION", "USER", 3),
    Seat(_OFFICE, Text("Deputy general manager", "副总经理"), "DECISION", "DECIDER", 0),
    Seat(Text("Stores", "仓储部"), Text("Stores supervisor", "仓库主管"), "EXECUTION", "USER", 1),
    Seat(Text("Development", "研发部"), Text("Development engineer", "研发工程师"), "EXECUTION", "INFLUENCER", 2),
)


class Scene(NamedTuple):
    """What an entry may tell; texts blank where nothing was said or nothing came of it."""

    kind: str
    subject: Text
    said: Text
    result: Text
    next_step: Text


_NO: Final = Text("", "")
SCENES: Final = (
    Scene(
        "MEETING",
        Text("Demand of the next quarter", "下季度用量沟通"),
        Text("The second line starts in spring, we shall need a third more.", "二线明年春天投产，用量要增加三成。"),
        Text("Volume noted.", "已记录预计用量。"),
        Text("Send a delivery plan", "提交供货计划"),
    ),
    Scene(
        "CALL",
        Text("Delivery of the open order", "在途订单交期"),
        Text("Two days earlier would help us a lot.", "能提前两天到货就帮大忙了。"),
        _NO,
        Text("Ask the warehouse", "与仓库确认"),
    ),
    Scene(
        "CHAT",
        _NO,
        Text("Please send the test report of the last lot.", "请把上一批的检测报告发我。"),
        Text("Report sent.", "报告已发送。"),
        _NO,
    ),
    Scene(
        "SITE_VISIT",
        Text("Walk through the workshop", "车间现场走访"),
        Text("The bearings of line 3 fail every four months.", "三线的轴承四个月就要换一次。"),
        Text("Cause found: grease and heat.", "已找到原因：润滑与温升。"),
        Text("Propose a trial with another grease", "提出更换润滑脂的试用方案"),
    ),
    Scene(
        "SAMPLE",
        Text("Samples handed over", "送样"),
        Text("We test them until the end of the month.", "月底前测完给你们答复。"),
        _NO,
        Text("Ask for the result", "跟进测试结果"),
    ),
    Scene(
        "FEEDBACK",
        Text("Result of the trial", "试用反馈"),
        Text("It ran four weeks without a stop.", "连续四周没有停机。"),
        Text("Technical side agrees.", "技术部门认可。"),
        _NO,
    ),
    Scene(
        "CONTRACT_TALK",
        Text("Framework for next year", "明年框架协议"),
        Text("Ninety days, or we ask the others as well.", "账期要九十天，否则我们也会问别家。"),
        Text("Price settled, terms open.", "价格谈妥，账期未定。"),
        Text("Answer about the terms", "答复账期"),
    ),
    Scene(
        "TRAINING",
        Text("Lubrication training for maintenance", "设备维护人员润滑培训"),
        Text("We want the same for the night shift.", "夜班也想安排一次。"),
        Text("Twelve people took part.", "十二人参加。"),
        _NO,
    ),
    Scene("MAIL", Text("Offer sent", "发送报价"), _NO, Text("Offer for spare parts.", "备件报价。"), _NO),
    Scene(
        "DINNER",
        Text("Working dinner after the audit", "审核后的工作餐"),
        Text("The group wants fewer suppliers next year.", "集团明年要减少供应商数量。"),
        _NO,
        Text("Meet the group's purchasing", "拜访集团采购"),
    ),
    Scene(
        "MEETING",
        Text("Review of the year", "年度回顾"),
        Text("Delivery was good, complaints took too long.", "交货不错，投诉处理太慢。"),
        Text("Agreed: an answer within two days.", "约定投诉两天内答复。"),
        Text("Name one person for complaints", "指定投诉专人"),
    ),
)
OBJECTIONS: Final = (
    Text("Complaints are answered too slowly", "投诉答复太慢"),
    Text("Terms of payment are shorter than the rival's", "账期比对手短"),
    Text("You are not the maker yourselves", "你们不是原厂"),
    Text("One supplier alone is too risky for us", "只用一家供应商风险太大"),
)
ANSWER: Final = Text(
    "Agreed in writing and shown with figures of the last quarter.", "已书面约定，并用上季度数据证明。"
)
RIVALS: Final = (Text("Hengtong Parts", "恒通配件"), Text("Ruisi Industrial", "瑞思工业品"))
FACTS: Final = {
    "business.annual_sales": (
        Text("about CNY 300 million", "约3亿元"),
        Text("about CNY 800 million", "约8亿元"),
        Text("more than CNY 1.5 billion", "15亿元以上"),
    ),
    "goals.this_year": (
        Text("Second line in operation by May", "二线5月投产"),
        Text("Stock down by a fifth", "库存下降两成"),
        Text("Unplanned stops halved", "非计划停机减半"),
    ),
    "buying.process": (
        Text("Framework once a year, call-offs by the workshops", "每年一次框架，车间按需下单"),
        Text("Every order above CNY 50,000 asks three suppliers", "5万元以上三家比价"),
    ),
    "buying.budget": (
        Text("Decided in November for the year after", "每年11月定次年预算"),
        Text("With the group since this year", "今年起由集团审批"),
    ),
}
EVIDENCE: Final = {
    "for": Text("Spoke for us before colleagues", "在同事面前替我们说话"),
    "against": Text("Prefers the supplier of long standing", "倾向长期合作的老供应商"),
    "mode": Text("Tells us of stops and scrap", "多次谈到停机和报废"),
    "post": Text("Signs the larger orders", "大额订单由其签字"),
    "rival": Text("Asked us twice to match their specification", "两次要求我们按对方的规格修改"),
    "sample": Text("Let us try a first sample", "同意试用第一批样品"),
    "kept": Text("We delivered on the promised day, and were told so", "我们如期交付，对方当面肯定"),
    "late": Text("A delivery came late, and nobody had called", "一次交付延误，且无人提前告知"),
}
CHANGE: Final = Text("Went to another company", "跳槽离职")
SOURCE: Final = Text("told on a visit", "拜访时获知")
PURPOSE: Final = Text("supply of industrial parts", "工业品供货往来")
CHAIR: Final = Text("{title} (not known)", "{title}（尚不认识）")
