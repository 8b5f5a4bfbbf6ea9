"""Who was met: one count and one sentence for every page that says it."""

from collections.abc import Sequence
from datetime import date

from openkam.analysis.words import Text


def met_count(latest: Sequence[date | None]) -> int:
    """How many of those present one of us ever met face to face; `latest`: the last such day of each (R018)."""
    return sum(day is not None for day in latest)


def met_text(latest: Sequence[date | None]) -> Text:
    """The same in words; `latest` has somebody in it."""
    met, known = met_count(latest), len(latest)
    if met == known == 1:
        return Text("The only person is met", "唯一的联系人已见过")
    if met == known:
        said = Text("All {n} people met", "{n}人均已见过")
    elif met:
        said = Text("{met} of {n} people met", "{n}人中见过{met}人")
    elif known == 1:
        return Text("The only person was never met", "唯一的联系人还没见过")
    else:
        said = Text("Nobody of {n} people met", "{n}人均未见过")
    return said.filled(met=met, n=known)
