"""Pairs that may be one company: merged, kept apart, undone; by whoever may, and by nobody else."""

import itertools

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from openkam.core.audit.models import AuditLine
from openkam.records.accounts.models import Account, MergeProposal, TaxNumber
from openkam.records.accounts.proposing import propose_same_numbers, weigh_by_names
from openkam.records.accounts.queries import Evidence, number_evidence
from tests.cast import NOW, Cast, as_viewer, cast
from tests.web.litany import check_litany

pytestmark = pytest.mark.django_db
State = MergeProposal.State
CODE = "91110000600037341L"
OTHER_CODE = "91110000100000009X"


@pytest.fixture
def people(client: Client) -> Cast:
    """The graded company, with sales operations signed in."""
    found = cast(graded=True)
    client.force_login(found.ops)
    return found


@pytest.fixture
def pair(people: Cast) -> MergeProposal:
    """Two accounts that look alike."""
    return MergeProposal.objects.create(kept=people.harbour, absorbed=people.northwind, likeness=0.9, proposed_at=NOW)


def decide(client: Client, pair: MergeProposal, answer: str) -> str:
    """Press a button; what became of the pair."""
    client.post(f"/data/matches/{pair.pk}/decision/", {"answer": answer})
    pair.refresh_from_db()
    return pair.state


def test_both_accounts_stand_side_by_side(client: Client, people: Cast, pair: MergeProposal) -> None:
    page = client.get("/data/matches/").content.decode()
    assert "1 pair may be one company" in page
    for words in ("海港机械有限公司", "Northwind Traders GmbH", "C-001", "C-002", "1.2M", "90%"):
        assert words in page


def test_a_pair_is_merged_and_the_merge_undone(client: Client, people: Cast, pair: MergeProposal) -> None:
    assert decide(client, pair, "keep-right") == State.MERGED
    people.harbour.refresh_from_db()
    assert people.harbour.merged_into == people.northwind
    assert "undo" in client.get("/data/matches/").content.decode()
    assert decide(client, pair, "undo") == State.UNDONE
    people.harbour.refresh_from_db()
    assert people.harbour.merged_into is None


def test_an_undone_pair_is_shown_and_decided_again(client: Client, people: Cast, pair: MergeProposal) -> None:
    decide(client, pair, "keep-left")
    decide(client, pair, "undo")
    page = client.get("/data/matches/").content.decode()
    assert "1 pair may be one company" in page
    assert "Possible duplicates (1)" in page
    assert f"merge undone by {people.ops.name}" in page
    client.post("/data/matches/refusals/", {"pair": [pair.pk]})
    pair.refresh_from_db()
    assert pair.state == State.REFUSED
    assert "Possible duplicates (0)" in client.get("/data/matches/").content.decode()


def test_pairs_are_kept_apart_one_by_one_or_together(client: Client, people: Cast, pair: MergeProposal) -> None:
    other = MergeProposal.objects.create(kept=people.harbour, absorbed=people.orphan, likeness=0.8, proposed_at=NOW)
    client.post("/data/matches/refusals/", {"pair": [pair.pk, other.pk, "x"]})
    assert set(MergeProposal.objects.values_list("state", flat=True)) == {State.REFUSED}
    assert client.post("/data/matches/refusals/", {}).status_code == 422


def test_what_is_no_answer_changes_nothing(client: Client, people: Cast, pair: MergeProposal) -> None:
    assert decide(client, pair, "sell") == State.OPEN
    assert client.post("/data/matches/999/decision/", {"answer": "apart"}).status_code == 404


def test_every_address_owes_the_litany(client: Client, people: Cast, pair: MergeProposal) -> None:
    check_litany(client, "/data/matches/", works_for=people.ops, no_right=people.cfo)
    url = f"/data/matches/{pair.pk}/decision/"
    check_litany(client, url, works_for=people.ops, no_right=people.lin, method="POST", data={"answer": "apart"})
    data = {"pair": [str(pair.pk)]}
    check_litany(client, "/data/matches/refusals/", works_for=people.ops, no_right=people.lin, method="POST", data=data)


def test_the_review_asks_the_same_number_of_questions_for_one_pair_or_many(
    client: Client, people: Cast, pair: MergeProposal
) -> None:
    with CaptureQueriesContext(connection) as few:
        client.get("/data/matches/")
    accounts = people.accounts
    for one, other in ((0, 2), (0, 3), (1, 2), (1, 3)):
        MergeProposal.objects.create(kept=accounts[one], absorbed=accounts[other], likeness=0.7, proposed_at=NOW)
    with CaptureQueriesContext(connection) as many:
        client.get("/data/matches/")
    assert len(many) == len(few)


def test_two_accounts_are_put_together_by_hand_seen_merged_and_given_back(client: Client, people: Cast) -> None:
    assert "#by-hand" in client.get(f"/accounts/{people.harbour.pk}/").content.decode()
    assert 'value="C-001"' in client.get("/data/matches/?first=C-001").content.decode()
    answer = client.post("/data/matches/pairs/", {"first": "C-001", "second": people.northwind.name})
    proposal = MergeProposal.objects.get()
    assert answer["Location"] == f"/data/matches/?pair={proposal.pk}#pair-{proposal.pk}"
    page = client.get(answer["Location"]).content.decode()
    assert f'id="pair-{proposal.pk}"' in page
    assert decide(client, proposal, "keep-left") == State.MERGED
    assert decide(client, proposal, "undo") == State.UNDONE


@pytest.mark.parametrize(
    ("first", "second"), [("", "C-002"), ("C-001", "C-001"), ("C-001", "nobody at all"), ("-1", "%")]
)
def test_a_pair_nobody_can_make_out_is_refused_with_what_was_typed(
    client: Client, people: Cast, first: str, second: str
) -> None:
    answer = client.post("/data/matches/pairs/", {"first": first, "second": second})
    assert answer.status_code == 422
    assert f'value="{second}"' in answer.content.decode()
    assert not MergeProposal.objects.exists()
    assert people.ops.is_active


def test_only_those_who_match_put_accounts_together(people: Cast) -> None:
    sent = {"first": "C-001", "second": "C-002"}
    check_litany(
        Client(), "/data/matches/pairs/", works_for=people.ops, no_right=people.fang, method="POST", data=sent,
        wrong_verb="GET",
    )  # fmt: skip


def test_many_pairs_are_kept_apart_in_as_many_queries_as_one(client: Client, people: Cast) -> None:
    accounts = list(Account.objects.order_by("pk"))
    pairs = [
        MergeProposal.objects.create(kept=one, absorbed=other, likeness=0.5, proposed_at=NOW)
        for one, other in itertools.combinations(accounts, 2)
    ]
    counts = []
    for some in (pairs[:1], pairs[1:]):
        with CaptureQueriesContext(connection) as queries:
            client.post("/data/matches/refusals/", {"pair": [one.pk for one in some]})
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert set(MergeProposal.objects.values_list("state", flat=True)) == {State.REFUSED}
    assert AuditLine.objects.filter(action="refuse_merge").count() == 2
    assert people.ops.is_active


def test_the_same_tax_number_is_the_strongest_proposal_and_is_shown(
    client: Client, people: Cast, pair: MergeProposal
) -> None:
    alike = MergeProposal.objects.create(kept=people.harbour, absorbed=people.orphan, likeness=1.0, proposed_at=NOW)
    for account, number in ((people.harbour, CODE), (people.northwind, CODE), (people.orphan, OTHER_CODE)):
        TaxNumber.objects.create(account=account, kind="cn.uscc", number=number, noted_at=NOW)
    shown = client.get("/data/matches/").content.decode()
    assert shown.index(f'id="pair-{pair.pk}"') < shown.index(f'id="pair-{alike.pk}"')
    first, _, second = shown.partition(f'id="pair-{alike.pk}"')
    assert "Same tax number" in first
    assert CODE in first
    assert "Same tax number" not in second
    assert "different:" in second
    assert OTHER_CODE not in shown


def test_a_pair_that_waits_for_its_names_is_raised_by_its_number_and_a_decided_one_stays(people: Cast) -> None:
    near, apart = (
        MergeProposal.objects.create(kept=people.harbour, absorbed=other, likeness=0.7, proposed_at=NOW, state=state)
        for other, state in ((people.northwind, State.OPEN), (people.orphan, State.REFUSED))
    )
    for account in (people.harbour, people.northwind, people.orphan, people.steelworks):
        TaxNumber.objects.create(account=account, kind="cn.uscc", number=CODE, noted_at=NOW)
    TaxNumber.objects.create(account=people.harbour, kind="eu.vat", number=CODE, noted_at=NOW)
    assert propose_same_numbers([people.harbour.pk], NOW) == 1
    assert propose_same_numbers([people.harbour.pk], NOW) == 0
    told = {row.pk: (row.likeness, row.state) for row in MergeProposal.objects.all()}
    assert told[near.pk] == (1.0, State.OPEN)
    assert told[apart.pk] == (0.7, State.REFUSED)
    assert len(told) == 3


def test_a_number_that_went_proves_nothing_any_more(people: Cast, pair: MergeProposal) -> None:
    for account in (people.harbour, people.northwind):
        TaxNumber.objects.create(account=account, kind="cn.uscc", number=CODE, noted_at=NOW)
    propose_same_numbers([people.harbour.pk], NOW)
    weigh_by_names(people.harbour.pk)
    pair.refresh_from_db()
    assert pair.likeness == 1.0
    TaxNumber.objects.filter(account=people.harbour).delete()
    weigh_by_names(people.harbour.pk)
    pair.refresh_from_db()
    assert pair.likeness < 1.0


def test_evidence_tells_nothing_of_an_account_that_is_not_seen(people: Cast) -> None:
    for account in (people.harbour, people.steelworks):
        TaxNumber.objects.create(account=account, kind="cn.uscc", number=CODE, noted_at=NOW)
    pair = (people.harbour.pk, people.steelworks.pk)
    assert number_evidence(as_viewer(people.ops), [pair])[pair].same == (("cn.uscc", CODE),)
    assert number_evidence(as_viewer(people.fang), [pair])[pair] == Evidence((), ())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("The two are one account now", "The merge is undone.", "They stay apart.")),
        ("zh", ("已合并为一个客户，可在下方撤销。", "合并已撤销。", "已保持分开。")),
    ],
)
def test_what_was_decided_is_said(
    client: Client, people: Cast, pair: MergeProposal, language: str, words: tuple[str, str, str]
) -> None:
    type(people.ops).objects.filter(pk=people.ops.pk).update(language=language)
    for answer, word in zip(("keep-left", "undo", "apart"), words, strict=True):
        told = client.post(f"/data/matches/{pair.pk}/decision/", {"answer": answer}, follow=True).content.decode()
        assert word in told.partition('role="status"')[2].partition("</div>")[0]
