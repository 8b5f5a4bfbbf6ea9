"""How far the people of an account trust us, as two lines: the lowest rating and the middle one. Source: R023."""

from datetime import date
from typing import Final

from openkam.analysis.words import Language, Text
from openkam.core.access import Viewer
from openkam.records.accounts.models import Account
from openkam.records.contacts.scales import HIGHEST_TRUST, value_label
from openkam.records.contacts.trust import TrustDay, trust_course
from openkam.web.ui.charts.chart import Chart, Labels
from openkam.web.ui.charts.course import Course, Scale, Step, course_chart

_SCALE: Final = Scale({step: value_label("TRUST", str(step)) for step in range(HIGHEST_TRUST + 1)})
_HEADS: Final = (Text("Line", "曲线"), Text("Trust", "信任度"), Text("Whose", "对象"))


def trust_chart(viewer: Viewer, account: Account, day: date, language: Language) -> Chart:
    """Blank where nobody has rated, and for who may not know what colleagues think."""
    found = trust_course(viewer, account, day)
    of = Text("of {n} people", "共{n}人").to(language)
    lowest = [Step(one.day, one.lowest, one.name) for one in found]
    middle = [Step(one.day, one.middle, of.format(n=one.people)) for one in found]
    courses = [
        Course(Text("lowest", "最低").to(language), lowest),
        Course(Text("median", "中位数").to(language), middle),
    ]
    return course_chart(courses if found else [], _SCALE, _labels(found), until=day, heads=_HEADS, language=language)


def _labels(found: list[TrustDay]) -> Labels:
    about = Text(
        "Ratings of named colleagues, 0 to 10, of everybody in post who was rated; each change has its evidence on the "
        "person's page.",
        "同事对在任联系人的评分（0–10分），每次变化的依据见个人页面。",
    )
    if not found:
        return Labels(Text("How trust moved", "信任度变化"), about)
    now = found[-1]
    told = Text(
        "Trust: {name} lowest at {low}, median {mid} of {n} people", "信任度：{name}最低（{low}分），{n}人中位数{mid}分"
    )
    low, mid = (f"{value:g}" for value in (now.lowest, now.middle))
    return Labels(told.filled(name=now.name, low=low, mid=mid, n=now.people), about)
