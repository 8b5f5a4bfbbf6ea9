"""How an opportunity ended, in both languages."""

from typing import Final

from openkam.analysis.words import Text
from openkam.records.opportunities.models import Opportunity

OUTCOMES: Final[dict[str, Text]] = {
    Opportunity.Outcome.OPEN: Text("Open", "进行中"),
    Opportunity.Outcome.WON: Text("Won", "赢单"),
    Opportunity.Outcome.LOST: Text("Lost", "丢单"),
    Opportunity.Outcome.STALLED: Text("Stalled", "停滞"),
}
