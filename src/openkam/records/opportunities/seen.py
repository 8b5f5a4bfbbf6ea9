"""Whether an opportunity is still what somebody saw before he wrote it anew: nobody's change is lost unseen."""

import hashlib
import json

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.opportunities.models import Opportunity


def mark_of(opportunity: Opportunity) -> str:
    """Another one as soon as anything is changed that `change_opportunity` says anew."""
    one = opportunity
    told = (one.name, one.category, one.owner_id, one.amount_units, one.currency)
    days = (one.expected_date, one.bid_date, one.opened_date)
    return hashlib.sha256(json.dumps([*told, *map(str, days)]).encode()).hexdigest()


def refuse_unseen(known: Opportunity, seen: str) -> None:
    """Raises Problem where `seen` is the mark of what it was before somebody else changed it."""
    if mark_of(known) != seen:
        raise Problem(
            Text("Somebody changed this opportunity after you opened the form.", "您打开表单后，该商机已被他人修改。"),
            remedy=Text(
                "What stands now is shown above. Save again to replace it with what you typed.",
                "当前内容见上方；再次保存将以您填写的内容覆盖。",
            ),
        )
