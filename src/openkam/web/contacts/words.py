"""What the forms of people offer to choose from, and how their codes are said."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from openkam.analysis.words import Text
from openkam.records.contacts import labels
from openkam.records.contacts.kinds import OpinionKind
from openkam.records.contacts.models import Employment
from openkam.records.contacts.scales import SCALES, STANCE_HELP, TRUST_HELP, value_label

Option = tuple[str, Text]
UNKNOWN: Final = Text("unknown · ask", "未知，待了解")
_CHOOSE: Final = ("", Text("unknown", "未知"))


def _options(words: Mapping[str, Text]) -> list[Option]:
    return [(str(code), label) for code, label in words.items()]


class Words:
    """One for all pages."""

    channels: Final[Sequence[Option]] = [_CHOOSE, *_options(labels.CHANNELS)]
    languages: Final[Sequence[Option]] = [_CHOOSE, *_options(labels.LANGUAGES)]
    bases: Final[Sequence[Option]] = _options(labels.BASES)
    levels: Final[Sequence[Option]] = [_CHOOSE, *_options(labels.LEVELS)]
    roles: Final[Sequence[Option]] = _options(labels.ROLES)
    interests: Final[Sequence[Option]] = _options(labels.INTERESTS)
    needs: Final[Sequence[Option]] = [("", Text("none", "不适用")), *_options(labels.NEEDS)]
    progress: Final[Sequence[Option]] = [(str(step), label) for step, label in labels.PROGRESS.items()]
    trust: Final[Sequence[Option]] = _options(labels.TRUST_ITEMS)
    backgrounds: Final[Sequence[Option]] = _options(labels.BACKGROUNDS)
    scales: Final[Mapping[str, Sequence[Option]]] = {
        kind: [(value, value_label(kind, value)) for value in scale] for kind, scale in SCALES.items()
    }
    help: Final[Mapping[str, Text]] = {OpinionKind.STANCE: STANCE_HELP, OpinionKind.TRUST: TRUST_HELP}

    def __init__(self, today: date) -> None:
        self._today = today

    def level(self, code: str) -> Text:
        """A level of the organisation."""
        return labels.LEVELS.get(code, UNKNOWN)

    def channel(self, code: str) -> Text:
        """How he likes to be reached."""
        return labels.CHANNELS.get(code, UNKNOWN)

    def language(self, code: str) -> Text:
        """The language he likes."""
        return labels.LANGUAGES.get(code, UNKNOWN)

    def basis(self, code: str) -> Text:
        """Why we may keep his data."""
        return labels.BASES[code]

    def month(self, day: date) -> Text:
        """A month whose day nobody knows."""
        return Text(f"{day:%Y-%m}", f"{day.year}年{day.month}月")

    def is_over(self, post: Employment) -> bool:
        """Whether a post has ended."""
        return post.until_date is not None and post.until_date < self._today
