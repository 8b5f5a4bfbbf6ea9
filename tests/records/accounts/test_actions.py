"""What people do with accounts: who may, what it changes, what it leaves behind, and what it refuses whole."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.cast import NOW, TODAY, Cast, as_viewer, cast
from tests.web.litany import database_digest

from openkam.core.access import Denied
from openkam.core.audit.models import AuditLine
from openkam.core.problem import Problem
from openkam.records.accounts import actions
from openkam.records.accounts.models import (
    Account,
    AccountCode,
    MergeProposal,
    Rating,
    SavedView,
    Share,
    TeamMember,
    TierOverride,
)
from openkam.records.accounts.queries import (
    decided_proposals,
    latest_ratings,
    merged_codes,
    open_proposals,
    saved_views,
    standing_overrides,
)
from openkam.records.accounts.search import ranked

pytestmark = pytest.mark.django_db
TIERS = ("KEY", "IMPORTANT", "GENERAL")


@pytest.fixture
def company() -> Cast:
    """The company of the tests."""
    return cast()


def sees(who: Any, account: Account, today: date = TODAY) -> bool:
    """Whether somebody sees the account."""
    return Account.objects.visible_to(as_viewer(who, today)).filter(pk=account.pk).exists()


def proposed(company: Cast, kept: str = "harbour", absorbed: str = "steelworks") -> MergeProposal:
    """A pair that waits for its decision."""
    viewer = as_viewer(company.ops)
    pair = {"kept": getattr(company, kept), "absorbed": getattr(company, absorbed)}
    return actions.propose_merge(viewer=viewer, now=NOW, **pair)


def override(company: Cast, by: str = "wei", of: str = "harbour", **rest: Any) -> TierOverride:
    """A tier set by hand."""
    words = {"tier": "GENERAL", "tiers": TIERS, "reason": "new plant", "now": NOW} | rest
    return actions.override_tier(viewer=as_viewer(getattr(company, by)), account=getattr(company, of), **words)


def rate(company: Cast, by: str = "fang", of: str = "harbour", **rest: Any) -> Rating:
    """A rating."""
    words = {"measure": "value_fit", "value": Decimal(8), "evidence": "three tenders", "now": NOW} | rest
    return actions.rate_account(viewer=as_viewer(getattr(company, by)), account=getattr(company, of), **words)


def share(company: Cast, by: str = "fang", of: str = "harbour", **rest: Any) -> Share:
    """An account opened to mei."""
    until = TODAY + timedelta(days=30)
    words = {"user": company.mei, "reason": "joint tender", "expires_date": until, "now": NOW} | rest
    return actions.share_account(viewer=as_viewer(getattr(company, by)), account=getattr(company, of), **words)


def assign(company: Cast, by: str = "wei", to: str | None = "bo", accounts: tuple[str, ...] = ("harbour",)) -> int:
    """Accounts given to somebody."""
    return actions.assign_owner(
        viewer=as_viewer(getattr(company, by)),
        accounts=[getattr(company, name).pk for name in accounts],
        owner=getattr(company, to) if to else None,
        now=NOW,
    )


def join(company: Cast, by: str = "wei", to: str = "bo", accounts: tuple[str, ...] = ("harbour",), **rest: Any) -> int:
    """Somebody joins the team of accounts."""
    return actions.add_team_member(
        viewer=as_viewer(getattr(company, by)),
        accounts=[getattr(company, name).pk for name in accounts],
        user=getattr(company, to),
        now=NOW,
        **rest,
    )


REFUSED: list[tuple[type[Exception], Callable[[Cast], Any]]] = [
    (Denied, lambda c: assign(c, by="fang")),
    (Denied, lambda c: assign(c, by="cfo")),
    (Denied, lambda c: join(c, by="fang")),
    (Denied, lambda c: override(c, by="fang")),
    (Denied, lambda c: override(c, by="compliance")),
    (Denied, lambda c: rate(c, by="cfo")),
    (Denied, lambda c: share(c, by="root")),
    (Denied, lambda c: actions.propose_merge(viewer=as_viewer(c.wei), kept=c.harbour, absorbed=c.orphan, now=NOW)),
    (Denied, lambda c: actions.save_view(viewer=as_viewer(c.root), name="x", query="", now=NOW)),
    (Denied, lambda c: actions.rename_account(viewer=as_viewer(c.fang), account=c.harbour, name="x", now=NOW)),
    (Problem, lambda c: assign(c, by="wei", accounts=("harbour", "steelworks"))),
    (Problem, lambda c: assign(c, by="wei", to="mei")),
    (Problem, lambda c: assign(c, by="wei", to="lin")),
    (Problem, lambda c: assign(c, by="ops", to="root")),
    (Problem, lambda c: assign(c, accounts=())),
    (Problem, lambda c: join(c, by="tang", to="mei")),
    (Problem, lambda c: join(c, until_date=TODAY - timedelta(days=1))),
    (Problem, lambda c: override(c, of="steelworks")),
    (Problem, lambda c: override(c, tier="BEST")),
    (Problem, lambda c: override(c, reason="  ")),
    (Problem, lambda c: override(c, reason="x" * 501)),
    (Problem, lambda c: override(c, expires_date=TODAY - timedelta(days=1))),
    (Problem, lambda c: override(c, expires_date=TODAY.replace(year=2027) + timedelta(days=1))),
    (Problem, lambda c: rate(c, of="northwind")),
    (Problem, lambda c: rate(c, value=Decimal("10.1"))),
    (Problem, lambda c: rate(c, value=Decimal("nan"))),
    (Problem, lambda c: rate(c, measure="net_sales")),
    (Problem, lambda c: rate(c, evidence="")),
    (Problem, lambda c: rate(c, rated_date=TODAY + timedelta(days=1))),
    (Problem, lambda c: share(c, of="northwind")),
    (Problem, lambda c: share(c, reason="")),
    (Problem, lambda c: share(c, user=c.root)),
    (Problem, lambda c: share(c, expires_date=TODAY - timedelta(days=1))),
    (Problem, lambda c: share(c, expires_date=TODAY.replace(year=2028))),
    (Problem, lambda c: actions.propose_merge(viewer=as_viewer(c.ops), kept=c.harbour, absorbed=c.harbour, now=NOW)),
    (Problem, lambda c: actions.save_view(viewer=as_viewer(c.fang), name=" ", query="", now=NOW)),
    (Problem, lambda c: actions.save_view(viewer=as_viewer(c.fang), name="x", query="y" * 2001, now=NOW)),
]


@pytest.mark.parametrize(("fault", "act"), REFUSED)
def test_what_is_denied_or_faulty_changes_nothing(
    company: Cast, fault: type[Exception], act: Callable[[Cast], Any]
) -> None:
    before, lines = database_digest(), AuditLine.objects.count()
    with pytest.raises(fault):
        act(company)
    assert database_digest() == before
    assert AuditLine.objects.count() == lines


@pytest.mark.parametrize(
    ("act", "name"),
    [
        (assign, "assign_owner"),
        (join, "add_team_member"),
        (share, "share_account"),
        (override, "override_tier"),
        (rate, "rate_account"),
        (proposed, "propose_merge"),
    ],
)
def test_every_act_leaves_one_line_with_its_author(company: Cast, act: Callable[[Cast], Any], name: str) -> None:
    act(company)
    line = AuditLine.objects.get()
    assert line.action == name
    assert line.actor in {company.wei.pk, company.fang.pk, company.ops.pk}


def test_many_accounts_go_to_another_owner_in_one_act(company: Cast) -> None:
    assert assign(company, by="ops", to="mei", accounts=("harbour", "northwind", "steelworks")) == 2
    assert set(Account.objects.filter(owner=company.mei).values_list("pk", flat=True)) == {
        company.harbour.pk,
        company.northwind.pk,
        company.steelworks.pk,
    }
    line = AuditLine.objects.get()
    assert line.object_key == "3 accounts"
    assert line.change["accounts"] == [None, [company.harbour.pk, company.northwind.pk]]
    assert line.change["owner"] == [[company.fang.pk, company.bo.pk], company.mei.pk]
    assert assign(company, by="ops", to=None) == 1
    assert Account.objects.get(pk=company.harbour.pk).owner is None


def test_the_accounts_of_one_act_are_many_or_one_and_the_statements_as_many(
    company: Cast, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        assign(company, by="ops", to="mei", accounts=("harbour", "northwind", "steelworks", "orphan"))


def test_a_team_member_sees_writes_if_allowed_and_leaves(company: Cast) -> None:
    assert join(company, by="ops", to="mei", accounts=("harbour", "northwind")) == 2
    assert sees(company.mei, company.harbour)
    with pytest.raises(Problem):
        rate(company, by="mei")
    assert join(company, by="ops", to="mei", may_write=True) == 0
    rate(company, by="mei")
    member = TeamMember.objects.get(account=company.harbour)
    actions.end_team_member(viewer=as_viewer(company.wei), member=member, now=NOW)
    assert not sees(company.mei, company.harbour)
    assert not TeamMember.objects.filter(pk=member.pk).exists()  # it had not lasted a day


def test_a_membership_ends_on_its_day(company: Cast) -> None:
    join(company, by="ops", to="mei", until_date=TODAY + timedelta(days=5))
    assert sees(company.mei, company.harbour, TODAY + timedelta(days=5))
    assert not sees(company.mei, company.harbour, TODAY + timedelta(days=6))
    member = TeamMember.objects.get()
    later = TODAY + timedelta(days=3)
    actions.end_team_member(viewer=as_viewer(company.ops, later), member=member, now=NOW)
    member.refresh_from_db()
    assert member.until_date == TODAY + timedelta(days=2)


def test_a_share_lets_read_until_its_day_and_never_write(company: Cast) -> None:
    given = share(company)
    assert sees(company.mei, company.harbour, given.expires_date)
    assert not sees(company.mei, company.harbour, given.expires_date + timedelta(days=1))
    with pytest.raises(Problem):
        rate(company, by="mei")
    with pytest.raises(Problem):
        share(company, by="mei")
    with pytest.raises(Problem):
        actions.end_share(viewer=as_viewer(company.mei), share=given, now=NOW)
    actions.end_share(viewer=as_viewer(company.fang), share=given, now=NOW)
    assert not sees(company.mei, company.harbour)


def test_a_seller_shares_his_own_accounts_only(company: Cast) -> None:
    join(company, by="ops", to="bo", may_write=True)
    with pytest.raises(Denied):
        share(company, by="bo")
    share(company, by="wei")


def test_an_override_holds_six_months_unless_said_and_the_next_replaces_it(company: Cast) -> None:
    first = override(company)
    assert (first.since_date, first.expires_date) == (TODAY, date(2027, 1, 1))
    assert not standing_overrides(first.expires_date + timedelta(days=1)).exists()
    second = override(company, tier="KEY", expires_date=date(2027, 7, 1))
    assert list(standing_overrides(TODAY)) == [second]
    first.refresh_from_db()
    assert (first.withdrawn_at, first.withdrawn_by) == (NOW, company.wei)
    assert AuditLine.objects.order_by("seq").last().change["tier"] == ["GENERAL", "KEY"]  # type: ignore[union-attr]
    actions.withdraw_override(viewer=as_viewer(company.lin), override=second, now=NOW)
    assert not standing_overrides(TODAY).exists()
    with pytest.raises(Problem):
        actions.withdraw_override(viewer=as_viewer(company.lin), override=second, now=NOW)


def test_the_latest_rating_counts_and_the_others_stay(company: Cast) -> None:
    rate(company, value=Decimal("8.04"))
    rate(company, value=Decimal(3), rated_date=TODAY - timedelta(days=9))
    rate(company, measure="influence_value", value=Decimal(0))
    assert latest_ratings(TODAY) == {company.harbour.pk: {"value_fit": Decimal("8.0"), "influence_value": Decimal(0)}}
    assert latest_ratings(TODAY - timedelta(days=1)) == {company.harbour.pk: {"value_fit": Decimal("3.0")}}
    assert Rating.objects.count() == 3


def test_a_merge_moves_everything_and_its_undo_brings_back_exactly_that(company: Cast) -> None:
    ops = as_viewer(company.ops)
    standing = override(company, of="harbour", tier="KEY")
    left = override(company, by="tang", of="steelworks")
    rated = rate(company, by="mei", of="steelworks")
    join(company, by="ops", to="bo", accounts=("steelworks",))
    share(company, by="mei", of="steelworks", user=company.tang)
    Account.objects.filter(pk=company.orphan.pk).update(parent=company.steelworks)
    proposal = proposed(company)
    before = database_digest()
    merged = actions.merge_accounts(viewer=ops, proposal=proposal, now=NOW)
    assert merged.state == MergeProposal.State.MERGED
    assert not sees(company.ops, company.steelworks)
    assert merged_codes() == {"C-003": "C-001"}
    assert list(standing_overrides(TODAY).filter(account=company.harbour)) == [standing]
    rated.refresh_from_db()
    assert (rated.account, rated.rated_by) == (company.harbour, company.mei)
    assert sees(company.bo, company.harbour)
    assert Account.objects.get(pk=company.orphan.pk).parent == company.harbour
    assert [account.pk for account in ranked(Account.objects.visible_to(ops), "钢城")] == [company.harbour.pk]
    written_since = rate(company, value=Decimal(1))
    written_since_key = written_since.pk
    actions.undo_merge(viewer=ops, proposal=merged, now=NOW)
    assert Rating.objects.get(pk=written_since_key).account == company.harbour
    Rating.objects.filter(pk=written_since_key).delete()
    MergeProposal.objects.update(state=MergeProposal.State.OPEN, moved={}, decided_by=None, decided_at=None)
    assert database_digest() == before
    left.refresh_from_db()
    assert left.account == company.steelworks
    assert [line.action for line in AuditLine.objects.order_by("-seq")[:3]] == [
        "undo_merge",
        "rate_account",
        "merge_accounts",
    ]


def test_the_other_one_can_be_kept(company: Cast) -> None:
    proposal = actions.merge_accounts(
        viewer=as_viewer(company.ops), proposal=proposed(company), keep=company.steelworks, now=NOW
    )
    assert (proposal.kept, proposal.absorbed) == (company.steelworks, company.harbour)
    assert merged_codes() == {"C-001": "C-003"}
    assert AccountCode.objects.filter(account=company.steelworks).count() == 2


def test_a_parent_can_be_merged_into_its_grandchild_and_back(company: Cast) -> None:
    ops = as_viewer(company.ops)
    Account.objects.filter(pk=company.northwind.pk).update(parent=company.steelworks)
    Account.objects.filter(pk=company.harbour.pk).update(parent=company.northwind)
    merged = actions.merge_accounts(viewer=ops, proposal=proposed(company), now=NOW)
    parents = dict(Account.objects.values_list("pk", "parent"))
    assert parents[company.northwind.pk] == company.harbour.pk
    assert parents[company.harbour.pk] is None
    actions.undo_merge(viewer=ops, proposal=merged, now=NOW)
    parents = dict(Account.objects.values_list("pk", "parent"))
    assert parents[company.harbour.pk] == company.northwind.pk
    assert parents[company.northwind.pk] == company.steelworks.pk


def test_merges_upon_merges_are_undone_from_the_latest(company: Cast) -> None:
    ops = as_viewer(company.ops)
    first = actions.merge_accounts(viewer=ops, proposal=proposed(company), now=NOW)
    second = actions.merge_accounts(viewer=ops, proposal=proposed(company, "northwind", "harbour"), now=NOW)
    assert merged_codes() == {"C-001": "C-002", "C-003": "C-002"}
    before = database_digest()
    with pytest.raises(Problem):
        actions.undo_merge(viewer=ops, proposal=first, now=NOW)
    assert database_digest() == before
    actions.undo_merge(viewer=ops, proposal=second, now=NOW)
    actions.undo_merge(viewer=ops, proposal=first, now=NOW)
    assert merged_codes() == {}
    again = actions.merge_accounts(viewer=ops, proposal=first, now=NOW)
    assert again.state == MergeProposal.State.MERGED


def test_a_pair_is_decided_once(company: Cast) -> None:
    ops = as_viewer(company.ops)
    proposal = proposed(company)
    assert list(open_proposals(ops)) == [proposal]
    assert not open_proposals(as_viewer(company.lin)).exists()
    actions.refuse_merge(viewer=ops, proposal=proposal, now=NOW)
    assert not open_proposals(ops).exists()
    for act in (actions.refuse_merge, actions.undo_merge):
        with pytest.raises(Problem):
            act(viewer=ops, proposal=proposal, now=NOW)
    actions.merge_accounts(viewer=ops, proposal=proposal, now=NOW)
    with pytest.raises(Problem):
        actions.merge_accounts(viewer=ops, proposal=proposal, now=NOW)
    with pytest.raises(Denied):
        actions.undo_merge(viewer=as_viewer(company.wei), proposal=proposal, now=NOW)


def test_a_pair_whose_merge_was_undone_waits_again(company: Cast) -> None:
    ops = as_viewer(company.ops)
    proposal = actions.merge_accounts(viewer=ops, proposal=proposed(company), now=NOW)
    assert not open_proposals(ops).exists()
    assert list(decided_proposals(ops)) == [proposal]
    actions.undo_merge(viewer=ops, proposal=proposal, now=NOW)
    assert list(open_proposals(ops)) == [proposal]
    assert not decided_proposals(ops).exists()
    assert not open_proposals(as_viewer(company.lin)).exists()
    actions.refuse_merge(viewer=ops, proposal=proposal, now=NOW)
    assert not open_proposals(ops).exists()
    lines = AuditLine.objects.filter(action__in=("merge_accounts", "undo_merge", "refuse_merge")).order_by("seq")
    assert [line.action for line in lines] == ["merge_accounts", "undo_merge", "refuse_merge"]
    assert lines[2].change == {"state": ["UNDONE", "REFUSED"]}


def test_a_new_name_is_found_and_compared(company: Cast) -> None:
    actions.rename_account(viewer=as_viewer(company.wei), account=company.harbour, name=" Northwind Traders ", now=NOW)
    company.harbour.refresh_from_db()
    assert (company.harbour.name, company.harbour.name_by_hand) == ("Northwind Traders", True)
    [proposal] = open_proposals(as_viewer(company.ops))
    assert {proposal.kept, proposal.absorbed} == {company.harbour, company.northwind}


def test_a_view_is_kept_for_oneself_or_for_the_team_below(company: Cast) -> None:
    wei = as_viewer(company.wei)
    mine = actions.save_view(viewer=wei, name="Mine", query="?tier=KEY", now=NOW)
    team = actions.save_view(viewer=wei, name="Team", query="", for_team=True, now=NOW)
    assert list(saved_views(wei)) == [mine, team]
    assert list(saved_views(as_viewer(company.fang))) == [team]
    assert not saved_views(as_viewer(company.mei)).exists()
    assert not saved_views(as_viewer(company.lin)).exists()
    assert actions.save_view(viewer=wei, name="Mine", query="sort=name", now=NOW).pk == mine.pk
    assert SavedView.objects.get(pk=mine.pk).query == "sort=name"
    with pytest.raises(Problem):
        actions.delete_view(viewer=as_viewer(company.fang), view=team, now=NOW)
    actions.delete_view(viewer=wei, view=team, now=NOW)
    assert not saved_views(as_viewer(company.fang)).exists()
