"""What the demo's customers may buy next, and what is said about it, in both languages. All of it is invented."""

from typing import Final, NamedTuple

from openkam.analysis.words import Text


class Wish(NamedTuple):
    """Something a customer may buy: the range of its amount in CNY 10,000, and whether bids are asked for."""

    name: Text
    category: Text
    amount: tuple[int, int]
    is_tender: bool


_BEARINGS: Final = Text("Bearings", "轴承")
_GREASE: Final = Text("Lubricants", "润滑油脂")
_SENSORS: Final = Text("Sensors", "传感器")
WISHES: Final = (
    Wish(Text("Framework agreement of next year", "明年框架协议"), Text("All ranges", "全品类"), (180, 900), True),
    Wish(Text("Parts for the second line", "二线投产配件"), _BEARINGS, (60, 320), False),
    Wish(Text("Lubrication of all presses", "全厂压机润滑改造"), _GREASE, (35, 140), False),
    Wish(Text("Condition monitoring of the main drives", "主传动状态监测"), _SENSORS, (80, 260), True),
    Wish(Text("Change of the tool supplier", "刀具供应商切换"), Text("Cutting tools", "切削刀具"), (50, 210), False),
    Wish(
        Text("Stores on the shop floor, run by us", "车间寄售仓托管"),
        Text("Fasteners and seals", "紧固件与密封件"),
        (40, 160),
        False,
    ),
    Wish(Text("Overhaul at new year", "年底大修备件"), Text("Chains and belts", "传动带与链条"), (30, 120), True),
    Wish(
        Text("Compressed air: leaks and valves", "压缩空气节能改造"), Text("Pneumatics", "气动元件"), (45, 180), False
    ),
)
EXPORT: Final = Wish(Text("Parts for the plant in Hungary", "匈牙利工厂配件"), _BEARINGS, (15, 90), True)
"""One in a foreign currency."""
ROLE_EVIDENCE: Final = {
    "DECIDER": Text("Signs at this amount, as purchasing told us", "采购告知：该金额由其签字"),
    "TECH_GATE": Text("Wrote the technical conditions", "技术条件由其编写"),
    "BUYER": Text("Asked for the offer", "由其发来询价"),
    "USER": Text("Will work with it every day", "每天使用"),
}
POSITIONS: Final = {
    "DECIDER": Text("Head of the project", "项目组长"),
    "TECH_GATE": Text("Technical lead of the project", "项目技术负责人"),
}
MODE_EVIDENCE: Final = {
    "GROWTH": Text("Wants a third more output from the same machines", "希望同样的设备多产三成"),
    "TROUBLE": Text("Three stops last month, the plant manager asks every day", "上月停机三次，厂长天天追问"),
    "EVEN_KEEL": Text("Says it runs well enough as it is", "认为现在运行正常，没必要动"),
    "OVERCONFIDENT": Text("Says nobody in the trade does it better", "认为自己在行业里做得最好"),
}
PROMISES: Final = (
    Text("If the trial goes well, the order is yours", "试用没问题，订单就给你们"),
    Text("Your name stands first on the list", "入围名单你们排第一"),
    Text("Nobody else is asked for the first lot", "首批不找别家"),
)
TENDER_OFFICE: Final = Text("Group tender office", "集团招标办")
INVITATION: Final = Text("letter of invitation", "招标邀请函")
TOLD: Final = Text("told by purchasing on the telephone", "采购电话告知")
LESSONS: Final = (
    Text("Talk with the engineers before the offer, not after it.", "报价之前就去见技术部门，而不是报价之后。"),
    Text("Ask who signs in the first talk.", "第一次拜访就问清由谁签字。"),
)
