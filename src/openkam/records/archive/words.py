"""Words people write into an archive, kept to a length and free of what must not be written down."""

from datetime import date

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.accounts.limits import said
from openkam.records.contacts.wording import refuse_private


def written(text: str, longest: int, what: Text, *, may_be_blank: bool = False) -> str:
    """The text without outer blanks.

    Raises Problem where it is empty, too long, or names what must not be kept.
    """
    return refuse_private(said(text.replace("\x00", ""), longest, what, may_be_blank=may_be_blank))


def past_day(day: date | None, today: date) -> date:
    """The day, today where none is given.

    Raises Problem where it lies in the future.
    """
    if day is not None and day > today:
        raise Problem(
            Text("This day lies in the future.", "该日期晚于今天。"),
            remedy=Text("Choose today or an earlier day.", "请选择今天或更早的日期。"),
            value=str(day),
        )
    return day or today


def no_such_choice(value: str) -> Problem:
    """A form sent what it does not offer."""
    return Problem(
        Text("There is no such choice.", "没有这个选项。"),
        remedy=Text("Choose one of the list.", "请从列表中选择。"),
        value=value[:40],
    )


def chosen(value: str, choices: list[str], *, may_be_blank: bool = False) -> str:
    """The value, if it is one of the choices.

    Raises Problem otherwise.
    """
    if value in choices or (may_be_blank and not value):
        return value
    raise no_such_choice(value)
