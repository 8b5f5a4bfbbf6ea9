"""The accounts with a story: each shows one thing a key account team must not overlook."""

from dataclasses import dataclass
from typing import Final

from openkam.cli.demo.calendar import Habit


@dataclass(frozen=True)
class Role:
    """A planted account: what it shows, its name, trade and place, and what it does differently.

    `orders` is how often it buys in 36 months; `order_amount` the usual amount of a line in yuan; `discount` the
    share taken off the list price; `shelves` how many kinds of product it buys; `effort` its cost to serve against
    the usual; `delay` days it pays late.
    """

    story: str
    name: str
    industry: int
    region: int
    habit: Habit
    orders: int
    order_amount: float
    discount: float = 0.08
    shelves: int = 3
    effort: float = 1.0
    delay: int = 5
    planted_only: bool = False


CAST: Final = (
    Role("whale", "苏州昱衡汽车零部件股份有限公司", 1, 0, Habit.STEADY, 150, 46000, 0.05, 4),
    Role("whale", "东莞澜锐数控机床有限公司", 4, 1, Habit.STEADY, 140, 42000, 0.05, 4),
    Role("whale", "天津珩川包装设备有限公司", 5, 2, Habit.GROWING, 120, 40000, 0.06, 4),
    Role("whale", "宁波煜泽精密机械有限公司", 4, 0, Habit.STEADY, 110, 38000, 0.06, 4),
    Role("loss on every line", "唐山铖岳轨道装备股份有限公司", 6, 2, Habit.STEADY, 150, 52000, 0.285, 1, 2.0, 40),
    Role("loss in sum", "无锡旻盛工程机械股份有限公司", 0, 0, Habit.STEADY, 140, 40000, 0.24, 1, 3.0, 25),
    Role("eats its profit", "广州霁朗饮料设备有限公司", 2, 1, Habit.STEADY, 130, 9000, 0.12, 3, 14.0, 15),
    Role("returns cancel purchases", "佛山骏拓机电设备有限公司", 11, 1, Habit.STEADY, 0, 0, planted_only=True),
    Role("one large order", "青岛朔维风电装备有限公司", 8, 2, Habit.ONE_OFF, 0, 0, planted_only=True),
    Role("two spellings", "昆山钧奕（中国）自动化有限公司", 4, 0, Habit.STEADY, 70, 15000),
    Role("two spellings", "昆山钧奕(中国) 自动化有限公司", 4, 0, Habit.STEADY, 55, 15000),
    Role("a hundred times too large", "常州湛诺包装设备有限公司", 5, 0, Habit.STEADY, 60, 6000),
    Role("lost", "长沙岚擎工程机械有限公司", 0, 1, Habit.LOST, 70, 26000, 0.10),
    Role("declining", "济南泓策冶金设备有限公司", 3, 2, Habit.DECLINING, 90, 24000, 0.10),
    Role("quiet", "杭州璟辰纺织机械有限公司", 7, 0, Habit.QUIET, 80, 22000),
    Role("growing", "深圳翊启新能源装备有限公司", 8, 1, Habit.GROWING, 80, 20000),
    Role("seasonal", "合肥栩丰泵阀制造有限公司", 9, 0, Habit.SEASONAL, 66, 16000),
)
"""In the order of their codes: the first has the code KH10001."""


def story_code(story: str, nth: int = 0) -> str:
    """The customer code of the nth account that tells a story."""
    return account_code([n for n, role in enumerate(CAST) if role.story == story][nth])


def account_code(index: int) -> str:
    """The customer code of an account by its place."""
    return f"KH{10001 + index}"
