"""Everything that changes an account: one verb a function, by whom, when, and one line in the audit trail.

Each one raises Denied without the right, and Problem where something is missing, out of bounds or not the viewer's to
change; then nothing was changed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.records.accounts.limits import expiry, one_of, rated_measure, rating_value, said
from openkam.records.accounts.merging import move_back, move_over, write_search_text
from openkam.records.accounts.models import (
    Account,
    MergeProposal,
    Rating,
    SavedView,
    Share,
    TeamMember,
    TierOverride,
)
from openkam.records.accounts.naming import likeness, name_key
from openkam.records.accounts.proposing import propose_merges
from openkam.records.accounts.reach import changeable, changeable_one, own_worker, worker
from openkam.records.accounts.refusals import already_decided, gone, not_one_day, same_account, scheme_says_so
from openkam.records.accounts.taking_in import Customer, key_ranges, write_customers
from openkam.records.users.models import User

State = MergeProposal.State


@dataclass(frozen=True)
class TakenIn:
    """What became of the customers of a load: accounts made, codes known before, accounts changed, pairs proposed."""

    created: int
    known: int
    proposals: int
    changed: int = 0


@transaction.atomic
def take_in_customers(*, actor: Viewer, rows: Iterable[Customer], source: str, now: datetime) -> TakenIn:
    """One account for every unknown code; like names are proposed as one company and never merged.

    Known accounts follow the file in industry, region, kind and parent; in name and owner unless a person decided.
    The owner is the active user whose login or name equals the seller.
    """
    require(actor, Right.LOAD_DATA)
    done = write_customers(rows, source, now)
    proposals = propose_merges([*done.created, *done.renamed], now)
    taken = TakenIn(len(done.created), done.known, proposals, len(set(done.changed)))
    change = {
        "created": [None, key_ranges(done.created)],
        "changed": [None, key_ranges(done.changed)],
        "proposals": [None, proposals],
    }
    record(actor, "take_in_customers", kind="account", key=source, change=change, now=now)
    return taken


@transaction.atomic
def rename_account(*, viewer: Viewer, account: Account, name: str, now: datetime) -> Account:
    """From now on files no longer change the name; pairs the new name is like are proposed for merging."""
    require(viewer, Right.ASSIGN_ACCOUNTS)
    known = changeable_one(viewer, account)
    before, known.name = known.name, said(name, 255, Text("The name", "名称"))
    known.name_key, known.name_by_hand = name_key(known.name)[:255], True
    known.save(update_fields=["name", "name_key", "name_by_hand"])
    write_search_text(known)
    propose_merges([known.pk], now)
    record(viewer, "rename_account", kind="account", key=known.pk, change={"name": [before, known.name]}, now=now)
    return known


@transaction.atomic
def propose_merge(*, viewer: Viewer, kept: Account, absorbed: Account, now: datetime) -> MergeProposal:
    """A person found two accounts that are one; they are merged by `merge_accounts`."""
    require(viewer, Right.MATCH_ACCOUNTS)
    if kept.pk == absorbed.pk:
        raise same_account()
    changeable(viewer, [kept.pk, absorbed.pk])
    pair = Q(kept=kept, absorbed=absorbed) | Q(kept=absorbed, absorbed=kept)
    proposal = MergeProposal.objects.visible_to(viewer).filter(pair).first()
    if proposal is None:
        alike = likeness(kept.name, absorbed.name)
        proposal = MergeProposal.objects.create(kept=kept, absorbed=absorbed, likeness=alike, proposed_at=now)
    elif proposal.state != State.OPEN:
        _decide(proposal, State.OPEN, viewer, now)
    change = {"kept": [None, kept.pk], "absorbed": [None, absorbed.pk]}
    record(viewer, "propose_merge", kind="mergeproposal", key=proposal.pk, change=change, now=now)
    return proposal


@transaction.atomic
def merge_accounts(
    *, viewer: Viewer, proposal: MergeProposal, now: datetime, keep: Account | None = None
) -> MergeProposal:
    """The codes, ratings, overrides, team and shares of one account become the other's; `undo_merge` takes it back.

    keep  which of the two stays; None: the one the proposal names
    """
    require(viewer, Right.MATCH_ACCOUNTS)
    locked_head()  # a second merge at the same time may be about one of the two
    known = _proposal(viewer, proposal, State.OPEN, State.REFUSED, State.UNDONE)
    if keep is not None and keep.pk == known.absorbed_id:
        known.kept, known.absorbed = known.absorbed, known.kept
    changeable(viewer, [known.kept_id, known.absorbed_id])
    known.moved = move_over(known.kept, known.absorbed)
    _decide(known, State.MERGED, viewer, now)
    change = {"merged_into": [None, known.kept_id], "codes": [known.moved["codes"], None]}
    record(viewer, "merge_accounts", kind="account", key=known.absorbed_id, change=change, now=now)
    return known


@transaction.atomic
def undo_merge(*, viewer: Viewer, proposal: MergeProposal, now: datetime) -> MergeProposal:
    """Both accounts stand for themselves again; what was written since the merge stays with the kept one."""
    require(viewer, Right.MATCH_ACCOUNTS)
    locked_head()
    known = _proposal(viewer, proposal, State.MERGED)
    move_back(known)
    _decide(known, State.UNDONE, viewer, now)
    change = {"merged_into": [known.kept_id, None], "codes": [None, known.moved["codes"]]}
    record(viewer, "undo_merge", kind="account", key=known.absorbed_id, change=change, now=now)
    return known


@transaction.atomic
def refuse_merge(*, viewer: Viewer, proposal: MergeProposal, now: datetime) -> MergeProposal:
    """The two are different companies; the pair is not proposed again."""
    require(viewer, Right.MATCH_ACCOUNTS)
    known = _proposal(viewer, proposal, *MergeProposal.UNDECIDED)
    change = {"state": [known.state, State.REFUSED]}
    _decide(known, State.REFUSED, viewer, now)
    record(viewer, "refuse_merge", kind="mergeproposal", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def assign_owner(*, viewer: Viewer, accounts: Collection[int], owner: User | None, now: datetime) -> int:
    """Give accounts (by key) to somebody, or to nobody; from now on files no longer change the owner.

    Answers how many are new to him.
    """
    require(viewer, Right.ASSIGN_ACCOUNTS)
    rows = changeable(viewer, accounts)
    new = own_worker(viewer, owner).pk if owner else None
    moving = [account for account in rows if account.owner_id != new]
    before = {account.pk: account.owner_id for account in moving}
    Account.objects.filter(pk__in=[account.pk for account in rows]).update(owner=new, owner_by_hand=True)
    change = {"accounts": [None, list(before)], "owner": [list(before.values()), new], "count": [None, len(moving)]}
    record(viewer, "assign_owner", kind="account", key=_key_of(rows), change=change, now=now)
    return len(moving)


@transaction.atomic
def add_team_member(
    *,
    viewer: Viewer,
    accounts: Collection[int],
    user: User,
    now: datetime,
    may_write: bool = False,
    since_date: date | None = None,
    until_date: date | None = None,
) -> int:
    """Let somebody work on accounts (by key) from a day, today unless said, to a day; None: until it is ended.

    Who already is in the team keeps his days and gets the kind and the end said here. Answers how many he is new to.
    """
    require(viewer, Right.ASSIGN_ACCOUNTS)
    rows = changeable(viewer, accounts)
    known = own_worker(viewer, user)
    since = since_date or viewer.today
    if until_date is not None and until_date < since:
        raise not_one_day(until_date)
    there = TeamMember.objects.filter(Q(until_date=None) | Q(until_date__gte=since), account__in=rows, user=known)
    members = set(there.values_list("account_id", flat=True))
    there.filter(since_date__lte=until_date or date.max).update(may_write=may_write, until_date=until_date)
    new = [account for account in rows if account.pk not in members]
    TeamMember.objects.bulk_create(
        TeamMember(account=account, user=known, may_write=may_write, since_date=since, until_date=until_date)
        for account in new
    )
    change = {
        "accounts": [None, [account.pk for account in rows]],
        "member": [None, known.pk],
        "may_write": [None, may_write],
        "since_date": [None, since],
        "until_date": [None, until_date],
    }
    record(viewer, "add_team_member", kind="account", key=_key_of(rows), change=change, now=now)
    return len(new)


@transaction.atomic
def end_team_member(*, viewer: Viewer, member: TeamMember, now: datetime, until_date: date | None = None) -> None:
    """The membership ends with a day, yesterday unless said; one that would end before it began is taken away."""
    require(viewer, Right.ASSIGN_ACCOUNTS)
    known = TeamMember.objects.visible_to(viewer).filter(pk=member.pk).first()
    if known is None:
        raise gone()
    changeable(viewer, [known.account_id])
    until = until_date or viewer.today - timedelta(days=1)
    before = known.until_date
    if until < known.since_date:
        known.delete()
    else:
        TeamMember.objects.filter(pk=known.pk).update(until_date=until)
    change = {"member": [known.user_id, None], "until_date": [before, until]}
    record(viewer, "end_team_member", kind="account", key=known.account_id, change=change, now=now)


@transaction.atomic
def share_account(
    *, viewer: Viewer, account: Account, user: User, reason: str, expires_date: date, now: datetime
) -> Share:
    """Let somebody outside the team read the account, up to a day within twelve months; its owner may do so, too."""
    require(viewer, Right.SEE_ACCOUNTS)
    known = changeable_one(viewer, account)
    if known.owner_id != viewer.user:
        require(viewer, Right.ASSIGN_ACCOUNTS)
    share = Share.objects.create(
        account=known,
        user=worker(viewer, user),
        reason=said(reason, 300, Text("The reason", "理由")),
        expires_date=expiry(expires_date, viewer.today),
        shared_by_id=viewer.user,
        shared_at=now,
    )
    change = {"user": [None, user.pk], "reason": [None, share.reason], "expires_date": [None, share.expires_date]}
    record(viewer, "share_account", kind="account", key=known.pk, change=change, now=now)
    return share


@transaction.atomic
def end_share(*, viewer: Viewer, share: Share, now: datetime) -> None:
    """From now on the share does not hold; whoever may share may end it."""
    require(viewer, Right.SEE_ACCOUNTS)
    known = Share.objects.visible_to(viewer).filter(pk=share.pk, expires_date__gte=viewer.today).first()
    if known is None:
        raise gone()
    account = changeable(viewer, [known.account_id])[0]
    if account.owner_id != viewer.user:
        require(viewer, Right.ASSIGN_ACCOUNTS)
    before, known.expires_date = known.expires_date, viewer.today - timedelta(days=1)
    known.save(update_fields=["expires_date"])
    change = {"user": [known.user_id, None], "expires_date": [before, known.expires_date]}
    record(viewer, "end_share", kind="account", key=account.pk, change=change, now=now)


@transaction.atomic
def override_tier(
    *,
    viewer: Viewer,
    account: Account,
    tier: str,
    tiers: Collection[str],
    reason: str,
    now: datetime,
    graded: str = "",
    expires_date: date | None = None,
) -> TierOverride:
    """Set a tier against the scheme's, with a reason, for six months unless said and at most twelve.

    tiers, graded  the codes of the scheme in force, and the account's by it (blank: none), of which the door asks
                   `insight`; an earlier override is withdrawn
    """
    require(viewer, Right.OVERRIDE_TIERS)
    locked_head()  # of two at once, the second withdraws the first
    known = changeable_one(viewer, account)
    if tier and tier == graded:
        raise scheme_says_so()
    new = TierOverride(
        account=known,
        tier=one_of(tier, tiers),
        reason=said(reason, 500, Text("The reason", "理由")),
        decided_by_id=viewer.user,
        decided_at=now,
        since_date=viewer.today,
        expires_date=expiry(expires_date, viewer.today),
    )
    before = TierOverride.objects.filter(account=known, withdrawn_at=None).first()
    if before is not None:
        TierOverride.objects.filter(pk=before.pk).update(withdrawn_at=now, withdrawn_by=viewer.user)
    new.save()
    change = {
        "tier": [before.tier if before else None, tier],
        "reason": [before.reason if before else None, new.reason],
        "expires_date": [before.expires_date if before else None, new.expires_date],
    }
    record(viewer, "override_tier", kind="account", key=known.pk, change=change, now=now)
    return new


@transaction.atomic
def withdraw_override(*, viewer: Viewer, override: TierOverride, now: datetime) -> None:
    """The scheme's tier holds again."""
    require(viewer, Right.OVERRIDE_TIERS)
    known = TierOverride.objects.visible_to(viewer).filter(pk=override.pk, withdrawn_at=None).first()
    if known is None:
        raise gone()
    changeable(viewer, [known.account_id])
    known.withdrawn_at, known.withdrawn_by_id = now, viewer.user
    known.save(update_fields=["withdrawn_at", "withdrawn_by"])
    change = {"tier": [known.tier, None]}
    record(viewer, "withdraw_override", kind="account", key=known.account_id, change=change, now=now)


@transaction.atomic
def rate_account(
    *,
    viewer: Viewer,
    account: Account,
    measure: str,
    value: Decimal,
    evidence: str,
    now: datetime,
    rated_date: date | None = None,
) -> Rating:
    """Say 0 to 10 for a criterion no ledger tells, with evidence and its day; earlier ratings stay as history."""
    require(viewer, Right.RATE_ACCOUNTS)
    known = changeable_one(viewer, account)
    day = rated_date or viewer.today
    if day > viewer.today:
        raise not_one_day(day)
    before = Rating.objects.filter(account=known, measure=measure).order_by("-rated_date", "-pk").first()
    rating = Rating.objects.create(
        account=known,
        measure=rated_measure(measure),
        value=rating_value(value),
        evidence=said(evidence, 500, Text("The evidence", "依据")),
        rated_date=day,
        rated_by_id=viewer.user,
        rated_at=now,
    )
    change = {measure: [before.value if before else None, rating.value], "evidence": [None, rating.evidence]}
    record(viewer, "rate_account", kind="account", key=known.pk, change=change, now=now)
    return rating


@transaction.atomic
def save_view(*, viewer: Viewer, name: str, query: str, now: datetime, for_team: bool = False) -> SavedView:
    """Keep a list (its query string) under a name of the viewer's; the same name again replaces it."""
    require(viewer, Right.SEE_ACCOUNTS)
    view, is_new = SavedView.objects.update_or_create(
        owner_id=viewer.user,
        name=said(name, 100, Text("The name", "名称")),
        defaults={
            "query": said(query.lstrip("?"), 2000, Text("The list", "列表"), may_be_blank=True),
            "for_team": for_team,
        },
    )
    change = {"name": [None if is_new else view.name, view.name], "for_team": [None, for_team]}
    record(viewer, "save_view", kind="savedview", key=view.pk, change=change, now=now)
    return view


@transaction.atomic
def delete_view(*, viewer: Viewer, view: SavedView, now: datetime) -> None:
    """Only who keeps a view takes it away."""
    require(viewer, Right.SEE_ACCOUNTS)
    known = SavedView.objects.visible_to(viewer).filter(pk=view.pk, owner=viewer.user).first()
    if known is None:
        raise gone()
    key = known.pk
    known.delete()
    record(viewer, "delete_view", kind="savedview", key=key, change={"name": [known.name, None]}, now=now)


def _proposal(viewer: Viewer, proposal: MergeProposal, *states: MergeProposal.State) -> MergeProposal:
    rows = MergeProposal.objects.visible_to(viewer).select_for_update(of=("self",))
    known = rows.select_related("kept", "absorbed").filter(pk=proposal.pk).first()
    if known is None:
        raise gone()
    if known.state not in states:
        raise already_decided()
    return known


def _decide(proposal: MergeProposal, state: MergeProposal.State, viewer: Viewer, now: datetime) -> None:
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, viewer.user, now
    proposal.save()


def _key_of(rows: list[Account]) -> str:
    """One account by its key, many by their number."""
    return str(rows[0].pk) if len(rows) == 1 else f"{len(rows)} accounts"
