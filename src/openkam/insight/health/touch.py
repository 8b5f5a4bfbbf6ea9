"""Who was in touch, and when: one meaning and one sentence for flag, log, map, visit and person.

In touch is an entry of the log of a kind that is contact: a meeting, a call, a letter. What the customer did without
us, or we without him (`coverage.NOT_A_CONTACT`), is none; of people, those who took part. An entry of which only the
month is known counts as late as it can have been, so that nobody is called silent too early.
"""

import calendar
from datetime import date

from openkam.analysis.words import Text
from openkam.core.periods import day_text, month_text
from openkam.records.activities.kinds import Precision

NEVER: Text = Text("never in touch", "从未往来")


def latest_day(day: date, precision: str, until: date) -> date:
    """The latest day an entry can be of, none after `until`; of a month whose day nobody knows, its end."""
    if precision != Precision.MONTH:
        return day
    return min(month_end(day), until)


def month_end(day: date) -> date:
    """The last day of the month in which this one lies."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def on_text(day: date, *, is_month: bool) -> Text:
    """The day, or the month where the day is unknown: `9 Dec 2011`, `Dec 2011`."""
    return month_text(day) if is_month else day_text(day)


def since_text(day: date, *, is_month: bool) -> Text:
    """`since Mar 2024`, `自2024年3月起`."""
    return Text("since {day}", "自{day}起").filled(day=on_text(day, is_month=is_month))


def ago_text(day: date, *, is_month: bool, today: date) -> Text:
    """`today`, `yesterday`, `12 days ago`, `in Mar 2024`."""
    if is_month:
        return Text("in {month}", "{month}").filled(month=month_text(day))
    days = (today - day).days
    if days == 0:
        return Text("today", "今天")
    if days == 1:
        return Text("yesterday", "昨天")
    return Text("{days} days ago", "{days}天前").filled(days=days)


def contact_text(met: Text | None, touched: Text | None) -> Text:
    """How we stand in touch with a person: each the words for when, None: never.

    >>> contact_text(None, Text("today", "今天")).en
    'not met, in touch today'
    """
    if met is not None:
        return Text("met {when}", "{when}见面").filled(when=met)
    if touched is not None:
        return Text("not met, in touch {when}", "{when}有往来，未见面").filled(when=touched)
    return NEVER
