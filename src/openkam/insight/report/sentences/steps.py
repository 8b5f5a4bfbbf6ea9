"""The smallest change that leads accounts to a better tier, told in a sentence and kept as figures."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from openkam.analysis.words import Text
from openkam.insight.report.account import Step, TierWord
from openkam.insight.report.reason import Sentences, by_account
from openkam.insight.report.sentences.words import measure_label

NOW: Final = Text("{now}", "{now}")
TO: Final = Text("{to}", "{to}")
GAP: Final = Text("{gap}", "{gap}")


@dataclass(frozen=True, eq=False)
class Steps(Sentences):
    """Sentences on the way to a better tier by one measure; `now`, `to` and `gap` are among the figures."""

    measure: str = field(kw_only=True)
    tier: TierWord = field(kw_only=True)

    def steps(self) -> Iterator[tuple[int, Step]]:
        """The index of each account with its step."""
        label = measure_label(self.measure)
        for index, said in by_account([self]):
            now, to, gap = (said.reworded(figure) for figure in (NOW, TO, GAP))
            yield index, Step(self.measure, label, now, to, gap, self.tier)
