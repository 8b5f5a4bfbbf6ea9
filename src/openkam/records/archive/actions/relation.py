"""Phase, quality and progress of the relation to an account; each change with its day and evidence."""

from datetime import date, datetime

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.accounts.refusals import not_one_day
from openkam.records.archive.kinds import Phase, StateOf
from openkam.records.archive.models import RelationState
from openkam.records.archive.relation import SCALES, has_used, latest_states
from openkam.records.archive.words import chosen, past_day, written


@transaction.atomic
def note_state(
    *,
    viewer: Viewer,
    account: Account,
    kind: str,
    value: str,
    evidence: str,
    now: datetime,
    wanted: str = "",
    since_date: date | None = None,
    bought: bool = False,
) -> RelationState:
    """The relation is in a state since a day. The same state again says that it was looked at and stays.

    bought  whether the ledger knows an order of the account, which the door asks of `insight`
    Raises Problem where the phase asks for a real use or order that nobody knows of. Source: R038.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    about = StateOf(chosen(kind, StateOf.values))
    given = chosen(value, list(SCALES[about]))
    goal = chosen(wanted, list(SCALES[about]), may_be_blank=True)
    since = past_day(since_date, viewer.today)
    before = latest_states(viewer, [known.pk])[known.pk].get(about)
    if before is not None and since < before.since_date:
        raise not_one_day(since)
    if about is StateOf.PHASE and given != Phase.BUILD and not (bought or has_used(viewer, known)):
        raise Problem(
            Text(
                "Nobody knows of a real use or order, so the relation is still being built.",
                "尚无真实使用或订单记录，关系仍处于建立阶段。",
            ),
            remedy=Text(
                "Note the pilot or the order in the log first, or load its invoices.",
                "请先在往来记录中记下试用或订单，或导入其发票。",
            ),
        )
    row = RelationState.objects.create(
        account=known,
        kind=about,
        value=given,
        wanted=goal,
        evidence=written(evidence, 500, Text("The evidence", "依据")),
        since_date=since,
        author_id=viewer.user,
        noted_at=now,
    )
    change = {
        about.lower(): [before.value if before else None, given],
        "wanted": [before.wanted if before else None, goal],
        "evidence": [None, row.evidence],
    }
    record(viewer, "note_state", kind="account", key=known.pk, change=change, now=now)
    return row
