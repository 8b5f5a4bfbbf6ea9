"""What people answer to red flags, the strengths they note, the limits they set: one verb a function, one audit line.

Each one raises Denied without the right, and Problem where something is missing or not the viewer's to change.
"""

from datetime import date, datetime

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import FieldClass, Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.core.problem import Problem
from openkam.records.accounts.limits import expiry, said
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.accounts.refusals import not_yours
from openkam.records.accounts.rows import worked_on_by
from openkam.records.contacts.wording import refuse_private
from openkam.records.opportunities.models import Opportunity
from openkam.records.reviews.models import FlagAnswer, FlagLimit, Strength
from openkam.records.reviews.sealed import refuse_sealed

LARGEST_LIMIT = 3650


@transaction.atomic
def acknowledge_flag(
    *,
    viewer: Viewer,
    account: Account,
    flag: str,
    facts: str,
    reason: str,
    until_date: date | None = None,
    opportunity: Opportunity | None = None,
    now: datetime,
) -> FlagAnswer:
    """The flag rests while its facts stay the same, and at the longest until the day.

    facts  digest of the evidence as the reader saw it
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = _answerable(viewer, account, flag, opportunity)
    kept = _worded(reason, Text("The reason", "理由"))
    until = None if until_date is None else expiry(until_date, viewer.today)
    _replace(viewer, known, flag, opportunity, now)
    answer = FlagAnswer.objects.create(
        account=known,
        opportunity=opportunity,
        flag=flag,
        facts=facts,
        reason=kept,
        until_date=until,
        author_id=viewer.user,
        answered_at=now,
    )
    record(viewer, "acknowledge_flag", kind="flaganswer", key=answer.pk, change=_told(answer), now=now)
    return answer


@transaction.atomic
def set_strength_against(
    *,
    viewer: Viewer,
    account: Account,
    flag: str,
    facts: str,
    strength: Strength,
    action: str,
    opportunity: Opportunity | None = None,
    now: datetime,
) -> FlagAnswer:
    """A strength and an action are set against the flag, which stands on until its facts change. Source: R014."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = _answerable(viewer, account, flag, opportunity)
    held = Strength.objects.visible_to(viewer).filter(pk=strength.pk, account=known, withdrawn_at=None).first()
    if held is None:
        raise not_yours()
    kept = _worded(action, Text("The action", "行动"))
    _replace(viewer, known, flag, opportunity, now)
    answer = FlagAnswer.objects.create(
        account=known,
        opportunity=opportunity,
        flag=flag,
        facts=facts,
        reason=held.text,
        strength=held,
        action=kept,
        author_id=viewer.user,
        answered_at=now,
    )
    record(viewer, "set_strength_against", kind="flaganswer", key=answer.pk, change=_told(answer), now=now)
    return answer


@transaction.atomic
def withdraw_answer(*, viewer: Viewer, answer: FlagAnswer, now: datetime) -> FlagAnswer:
    """The flag stands again as if nobody had answered; the answer stays in the history."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = FlagAnswer.objects.visible_to(viewer).select_related("account").filter(pk=answer.pk).first()
    if known is None or known.withdrawn_at is not None:
        raise not_yours()
    changeable_one(viewer, known.account)
    known.withdrawn_at = now
    known.save(update_fields=["withdrawn_at"])
    change = {"withdrawn_at": [None, now.isoformat()]}
    record(viewer, "withdraw_answer", kind="flaganswer", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def note_strength(
    *,
    viewer: Viewer,
    account: Account,
    text: str,
    evidence: str,
    opportunity: Opportunity | None = None,
    now: datetime,
) -> Strength:
    """Something that speaks for us here, and what shows it."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = _open_minded(viewer, account)
    _refuse_other_deal(viewer, known, opportunity)
    strength = Strength.objects.create(
        account=known,
        opportunity=opportunity,
        text=_worded(text, Text("The strength", "优势")),
        evidence=_worded(evidence, Text("The evidence", "依据")),
        author_id=viewer.user,
        noted_at=now,
    )
    change = {"text": [None, strength.text], "account": [None, known.pk]}
    record(viewer, "note_strength", kind="strength", key=strength.pk, change=change, now=now)
    return strength


@transaction.atomic
def withdraw_strength(*, viewer: Viewer, strength: Strength, now: datetime) -> Strength:
    """It does not hold any more; flags it was set against stand without it."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = Strength.objects.visible_to(viewer).select_related("account").filter(pk=strength.pk).first()
    if known is None or known.withdrawn_at is not None:
        raise not_yours()
    changeable_one(viewer, known.account)
    known.withdrawn_at = now
    known.save(update_fields=["withdrawn_at"])
    change = {"withdrawn_at": [None, now.isoformat()]}
    record(viewer, "withdraw_strength", kind="strength", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def set_flag_limit(*, viewer: Viewer, flag: str, tier: str, value: int | None, now: datetime) -> FlagLimit:
    """From how much on a flag is raised for accounts of a tier ("": without one); None: not at all."""
    require(viewer, Right.SET_FLAG_LIMITS)
    if value is not None and not 1 <= value <= LARGEST_LIMIT:
        raise Problem(
            Text("A limit lies between 1 and {most}.", "阈值须在1到{most}之间。").filled(most=LARGEST_LIMIT),
            remedy=Text("Leave it empty to turn the flag off.", "留空表示停用该预警。"),
            value=str(value),
        )
    before = FlagLimit.objects.visible_to(viewer).filter(flag=flag, tier=tier).order_by("-set_at", "-pk").first()
    limit = FlagLimit.objects.create(flag=flag, tier=tier, value=value, author_id=viewer.user, set_at=now)
    change = {"value": [None if before is None else before.value, value], "tier": [None, tier]}
    record(viewer, "set_flag_limit", kind="flaglimit", key=flag, change=change, now=now)
    return limit


def _answerable(viewer: Viewer, account: Account, flag: str, opportunity: Opportunity | None) -> Account:
    refuse_sealed(flag)
    known = _open_minded(viewer, account)
    _refuse_other_deal(viewer, known, opportunity)
    return known


def _open_minded(viewer: Viewer, account: Account) -> Account:
    """The account, if the viewer may change it and read what colleagues think of its people."""
    known = changeable_one(viewer, account)
    works = Account.objects.filter(worked_on_by(viewer, Account), pk=known.pk)
    if not (viewer.reads(FieldClass.INTEL) and works.exists()):
        raise Problem(
            Text("Answers to flags are for those who sell to this customer.", "预警的处理只面向负责该客户的销售人员。"),
            remedy=Text("Ask the owner of the account.", "请联系客户负责人。"),
        )
    return known


def _refuse_other_deal(viewer: Viewer, account: Account, opportunity: Opportunity | None) -> None:
    if opportunity is None:
        return
    if not Opportunity.objects.visible_to(viewer).filter(pk=opportunity.pk, account=account).exists():
        raise not_yours()


def _worded(text: str, what: Text) -> str:
    kept = said(text, 300, what)
    refuse_private(kept)
    return kept


def _replace(viewer: Viewer, account: Account, flag: str, opportunity: Opportunity | None, now: datetime) -> None:
    """A flag has one answer at a time."""
    rows = FlagAnswer.objects.visible_to(viewer).filter(
        account=account, flag=flag, opportunity=opportunity, withdrawn_at=None
    )
    rows.update(withdrawn_at=now)


def _told(answer: FlagAnswer) -> dict[str, list[object]]:
    return {
        "flag": [None, answer.flag],
        "reason": [None, answer.reason],
        "action": [None, answer.action],
        "account": [None, answer.account_id],
        "until_date": [None, answer.until_date.isoformat() if answer.until_date else None],
    }
