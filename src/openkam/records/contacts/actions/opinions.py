"""Everything that changes what colleagues think of people and how close they are to them.

Each one raises Denied without the right, and Problem where something is missing, out of bounds or not the viewer's to
change; then nothing was changed. Opinions, ties, motives, backgrounds, bad experiences and steps of trust are written
by those who work on the account, only (`reach.own_account`).
"""

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, related_rows, require
from openkam.core.audit.actions import record
from openkam.core.problem import Problem
from openkam.records.accounts.limits import one_of
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.contacts.kinds import (
    BackgroundKind,
    Interest,
    LegitimateNeed,
    Progress,
    TieKind,
    TrustItem,
)
from openkam.records.contacts.models import (
    Background,
    BadExperience,
    Motive,
    Opinion,
    Person,
    Relation,
    Tie,
    TrustStep,
)
from openkam.records.contacts.reach import colleague_of, nothing_to_end, own_account, past_day, person_at
from openkam.records.contacts.scales import checked_value
from openkam.records.contacts.wording import refuse_private, told
from openkam.records.users.models import User

_EVIDENCE: Final = Text("The evidence", "依据")


@transaction.atomic
def note_opinion(
    *,
    viewer: Viewer,
    account: Account,
    person: Person,
    kind: str,
    value: str,
    evidence: str,
    now: datetime,
    observed_date: date | None = None,
) -> Opinion:
    """What the viewer thinks of him from a day on, with what shows it; earlier opinions stay as history.

    Every kind needs evidence, trust above all (R023): without something that happened no rating changes.
    """
    require(viewer, Right.RECORD_CUSTOMERS)
    known = own_account(viewer, account)
    opinion = Opinion.objects.create(
        account=known,
        person=person_at(viewer, known, person),
        kind=kind,
        value=refuse_private(checked_value(kind, value)),
        evidence=told(evidence, 500, _EVIDENCE),
        observed_date=past_day(viewer, observed_date),
        author_id=viewer.user,
        noted_at=now,
    )
    named = {
        "account": known.pk,
        "person": person.pk,
        "kind": kind,
        "value": opinion.value,
        "evidence": opinion.evidence,
    }
    change = {name: [None, value] for name, value in named.items()}
    record(viewer, "note_opinion", kind="opinion", key=opinion.pk, change=change, now=now)
    return opinion


@transaction.atomic
def note_tie(
    *,
    viewer: Viewer,
    account: Account,
    person: Person,
    other: Person,
    kind: str,
    evidence: str,
    now: datetime,
    since_date: date | None = None,
) -> Tie:
    """Influence (of `person` on `other`) or conflict inside the house; nobody from outside it can be named (R264)."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = own_account(viewer, account)
    one, two = person_at(viewer, known, person), person_at(viewer, known, other)
    if one.pk == two.pk:
        raise Problem(
            Text("A line joins two people.", "关系线需要连接两个人。"),
            remedy=Text("Choose somebody else at its other end.", "请在另一端选择别人。"),
        )
    tie = Tie.objects.create(
        account=known,
        person=one,
        other=two,
        kind=one_of(kind, TieKind.values),
        evidence=told(evidence, 300, _EVIDENCE),
        since_date=past_day(viewer, since_date),
        noted_by_id=viewer.user or None,
        noted_at=now,
    )
    change = {
        "account": [None, known.pk],
        "person": [None, one.pk],
        "other": [None, two.pk],
        "evidence": [None, tie.evidence],
    }
    record(viewer, "note_tie", kind="tie", key=tie.pk, change=change, now=now)
    return tie


@transaction.atomic
def end_tie(*, viewer: Viewer, tie: Tie, now: datetime, until_date: date | None = None) -> None:
    """The line holds no longer; yesterday was its latest day unless said."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known: Tie | None = Tie.objects.visible_to(viewer).filter(pk=tie.pk, until_date=None).first()
    if known is None:
        raise nothing_to_end()
    own_account(viewer, known.account)
    until = past_day(viewer, until_date) if until_date else viewer.today - timedelta(days=1)
    if known.since_date is not None and known.since_date > until:
        Tie.objects.filter(pk=known.pk).delete()
    else:
        Tie.objects.filter(pk=known.pk).update(until_date=until)
    record(viewer, "end_tie", kind="tie", key=known.pk, change={"until_date": [None, until]}, now=now)


@transaction.atomic
def note_motive(
    *,
    viewer: Viewer,
    account: Account,
    person: Person,
    kind: str,
    text: str,
    now: datetime,
    need: str = "",
    evidence: str = "",
    observed_date: date | None = None,
) -> Motive:
    """What he is concerned about or would win; a win for himself is one of the legitimate needs (R263)."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = own_account(viewer, account)
    code = one_of(kind, Interest.values)
    motive = Motive.objects.create(
        account=known,
        person=person_at(viewer, known, person),
        kind=code,
        need=one_of(need, LegitimateNeed.values) if code == Interest.PERSONAL_WIN else "",
        text=told(text, 500, Text("The text", "内容")),
        evidence=told(evidence, 500, _EVIDENCE, may_be_blank=True),
        observed_date=past_day(viewer, observed_date),
        author_id=viewer.user,
        noted_at=now,
    )
    change = {"account": [None, known.pk], "person": [None, person.pk], "text": [None, motive.text]}
    record(viewer, "note_motive", kind="motive", key=motive.pk, change=change, now=now)
    return motive


@transaction.atomic
def note_relation(
    *,
    viewer: Viewer,
    account: Account,
    person: Person,
    colleague: User,
    level: int,
    now: datetime,
    wanted: int | None = None,
    reason: str = "",
    observed_date: date | None = None,
) -> Relation:
    """How close a colleague is to him from a day on, and how close he should be; a fall needs a reason (R249)."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = changeable_one(viewer, account)
    somebody, mate, day = person_at(viewer, known, person), colleague_of(colleague), past_day(viewer, observed_date)
    for one in (level,) if wanted is None else (level, wanted):
        one_of(str(one), [str(step) for step in Progress.values])
    why = told(reason, 300, Text("The reason", "原因"), may_be_blank=True)
    rows = Relation.objects.filter(account=known, person=somebody, colleague=mate, observed_date__lte=day)
    before = rows.order_by("observed_date", "pk").last()
    if before is not None and level < before.level and not why:
        raise Problem(
            Text("The relation has become less close.", "关系等级下降了。"),
            remedy=Text("Say why, so that it can be mended.", "请写明原因，以便修复。"),
        )
    relation = Relation.objects.create(
        account=known,
        person=somebody,
        colleague=mate,
        level=level,
        wanted=wanted if wanted is not None or before is None else before.wanted,
        reason=why,
        observed_date=day,
        noted_by_id=viewer.user,
        noted_at=now,
    )
    change = {
        "account": [None, known.pk],
        "colleague": [None, mate.pk],
        "level": [before.level if before else None, level],
        "wanted": [before.wanted if before else None, relation.wanted],
    }
    record(viewer, "note_relation", kind="relation", key=relation.pk, change=change, now=now)
    return relation


@transaction.atomic
def note_background(
    *,
    viewer: Viewer,
    account: Account,
    person: Person,
    text: str,
    source: str,
    consent: str,
    now: datetime,
    kind: str = BackgroundKind.SHARED,
    colleague: User | None = None,
) -> Background:
    """What he shares with a colleague, or likes to talk about: told by himself or public, never from others (R266)."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = own_account(viewer, account)
    background = Background.objects.create(
        account=known,
        person=person_at(viewer, known, person),
        kind=one_of(kind, BackgroundKind.values),
        colleague=colleague_of(colleague) if colleague is not None else None,
        text=told(text, 200, Text("The text", "内容")),
        source=told(source, 200, Text("The source", "来源")),
        consent=told(consent, 200, Text("Their consent, or where it is public", "本人同意或公开出处")),
        noted_by_id=viewer.user,
        noted_at=now,
    )
    change = {"account": [None, known.pk], "person": [None, person.pk], "text": [None, background.text]}
    record(viewer, "note_background", kind="background", key=background.pk, change=change, now=now)
    return background


@transaction.atomic
def remove_background(*, viewer: Viewer, background: Background, now: datetime) -> None:
    """He asked for it, or it is not needed: the row is gone, the trail keeps a digest and no words (R266)."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known: Background | None = Background.objects.visible_to(viewer).filter(pk=background.pk).first()
    if known is None:
        raise nothing_to_end()
    own_account(viewer, known.account)
    key, text = known.pk, known.text
    known.delete()
    record(viewer, "remove_background", kind="background", key=key, change={"text": [text, None]}, now=now)


@transaction.atomic
def note_bad_experience(
    *,
    viewer: Viewer,
    account: Account,
    person: Person,
    cause: str,
    repair_plan: str,
    now: datetime,
    happened_date: date | None = None,
) -> BadExperience:
    """Something went wrong between him and us, and this is how it is mended (R125)."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = own_account(viewer, account)
    row = BadExperience.objects.create(
        account=known,
        person=person_at(viewer, known, person),
        cause=told(cause, 300, Text("The cause", "起因")),
        repair_plan=told(repair_plan, 500, Text("The plan to mend it", "修复计划")),
        happened_date=past_day(viewer, happened_date),
        author_id=viewer.user,
        noted_at=now,
    )
    change = {"account": [None, known.pk], "person": [None, person.pk], "cause": [None, row.cause]}
    record(viewer, "note_bad_experience", kind="badexperience", key=row.pk, change=change, now=now)
    return row


@transaction.atomic
def mend_bad_experience(
    *, viewer: Viewer, experience: BadExperience, now: datetime, mended_date: date | None = None
) -> None:
    """It is put right; the warning goes, the history stays."""
    require(viewer, Right.RECORD_CUSTOMERS)
    rows = BadExperience.objects.visible_to(viewer)
    known: BadExperience | None = rows.filter(pk=experience.pk, mended_date=None).first()
    if known is None:
        raise nothing_to_end()
    own_account(viewer, known.account)
    day = past_day(viewer, mended_date)
    BadExperience.objects.filter(pk=known.pk).update(mended_date=day)
    change = {"mended_date": [None, day]}
    record(viewer, "mend_bad_experience", kind="badexperience", key=known.pk, change=change, now=now)


@transaction.atomic
def keep_trust_step(
    *,
    viewer: Viewer,
    account: Account,
    person: Person,
    item: str,
    evidence: str,
    now: datetime,
    observed_date: date | None = None,
) -> TrustStep:
    """One of the ten rules of trust was kept (R256); every doubt is answered only while no objection of his is open."""
    require(viewer, Right.RECORD_CUSTOMERS)
    known = own_account(viewer, account)
    somebody, code = person_at(viewer, known, person), one_of(item, TrustItem.values)
    if code == TrustItem.DOUBTS_ANSWERED:
        _refuse_open_doubts(viewer, known, somebody)
    row = {
        "evidence": told(evidence, 300, _EVIDENCE),
        "observed_date": past_day(viewer, observed_date),
        "author_id": viewer.user,
        "noted_at": now,
    }
    step, _ = TrustStep.objects.update_or_create(account=known, person=somebody, item=code, defaults=row)
    change = {"account": [None, known.pk], "person": [None, somebody.pk], "item": [None, code]}
    record(viewer, "keep_trust_step", kind="truststep", key=step.pk, change=change, now=now)
    return step


def _refuse_open_doubts(viewer: Viewer, account: Account, person: Person) -> None:
    objections: Any = related_rows(Person, "objections")
    count = objections.visible_to(viewer).filter(account=account, person=person, answered_date=None).count()
    if count:
        raise Problem(
            Text("{count} of their doubts are open.", "还有{count}条疑问未解答。").filled(count=count),
            remedy=Text("Answer them first.", "请先逐一解答。"),
        )
