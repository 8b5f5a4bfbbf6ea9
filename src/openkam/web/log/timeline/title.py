"""What an entry without a subject is called: its kind, and who was there."""

from collections.abc import Sequence
from typing import Final

from openkam.analysis.words import Text

_MOST_NAMED: Final = 3


def entry_title(subject: str, kind: Text, people: Sequence[str]) -> Text:
    """The subject, else "Meeting with Wang, Li"."""
    if subject:
        return Text(subject, subject)
    if not people:
        return kind
    named, more = list(people[:_MOST_NAMED]), len(people) - _MOST_NAMED
    english, chinese = ", ".join(named), "、".join(named)
    if more > 0:
        english, chinese = f"{english} and {more} more", f"{chinese}等{len(people)}人"
    return Text("{kind} with {who}", "与{who}：{kind}").filled(kind=kind, who=Text(english, chinese))
