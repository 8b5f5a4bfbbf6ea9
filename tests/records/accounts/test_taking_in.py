"""The customers of a ledger become accounts."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import NOW, Cast, as_viewer, cast

from openkam.core.access import Denied
from openkam.core.audit.models import AuditLine
from openkam.records.accounts.actions import TakenIn, assign_owner, merge_accounts, rename_account, take_in_customers
from openkam.records.accounts.models import Account, AccountCode, MergeProposal
from openkam.records.accounts.queries import code_map, open_proposals
from openkam.records.accounts.search import ranked
from openkam.records.accounts.taking_in import CHUNK, Customer, key_ranges, write_customers

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Cast:
    """The company of the tests."""
    return cast()


def take_in(company: Cast, *rows: Customer) -> TakenIn:
    """As sales operations."""
    return take_in_customers(actor=as_viewer(company.ops), rows=rows, source="erp", now=NOW)


def account_of(code: str) -> Account:
    """The account a code stands for."""
    return AccountCode.objects.get(code=code).account


def test_unknown_codes_become_accounts_that_are_found_owned_and_placed(company: Cast) -> None:
    taken = take_in(
        company,
        Customer("D-1", " 恒达机械有限公司 ", "FANG", industry="Machinery", region="East", kind="state"),
        Customer("D-2", "Delta Foods GmbH", "薄远", parent_code="D-1"),
        Customer("D-3", "", "somebody else"),
        Customer("", "no code"),
        Customer("C-001", "海港机械有限公司"),
    )
    assert taken == TakenIn(created=3, known=1, proposals=0, changed=1)
    first, second, third = account_of("D-1"), account_of("D-2"), account_of("D-3")
    assert (first.name, first.name_key, first.owner, first.industry) == (
        "恒达机械有限公司",
        "恒达机械",
        company.fang,
        "Machinery",
    )
    assert (second.owner, second.parent) == (company.bo, first)
    assert (third.name, third.owner) == ("D-3", None)
    seen = Account.objects.visible_to(as_viewer(company.ops))
    assert [account.pk for account in ranked(seen, "hdjx")] == [first.pk]
    assert code_map()["D-2"] == second.pk


def test_the_same_customers_again_change_nothing(company: Cast) -> None:
    rows = [Customer("D-1", "恒达机械"), Customer("D-2", "恒达机械有限公司", parent_code="D-1")]
    assert take_in(company, *rows) == TakenIn(2, 0, 1, 1)
    assert take_in(company, *rows) == TakenIn(0, 2, 0, 0)


def test_known_accounts_follow_the_file_except_in_what_a_person_decided(company: Cast) -> None:
    ops = as_viewer(company.ops)
    new = {"seller": "mei", "industry": "Mining", "region": "South", "kind": "private"}
    take_in(company, Customer("C-001", "海港重工有限公司", **new))
    harbour = account_of("C-001")
    assert (harbour.name, harbour.owner, harbour.industry) == ("海港重工有限公司", company.mei, "Mining")
    assert [account.pk for account in ranked(Account.objects.all(), "zhonggong")] == [harbour.pk]
    assert list(ranked(Account.objects.all(), "海港机械")) == []
    rename_account(viewer=ops, account=harbour, name="海港", now=NOW)
    assign_owner(viewer=ops, accounts=[harbour.pk], owner=company.fang, now=NOW)
    take_in(company, Customer("C-001", "海港重工有限公司", seller="mei", industry="Ports"))
    harbour.refresh_from_db()
    assert (harbour.name, harbour.owner, harbour.industry) == ("海港", company.fang, "Ports")


def test_blank_cells_and_unknown_sellers_take_nothing_away(company: Cast) -> None:
    before = Account.objects.filter(pk=company.harbour.pk).values().get()
    assert take_in(company, Customer("C-001", "", seller="nobody")).changed == 0
    assert Account.objects.filter(pk=company.harbour.pk).values().get() == before


def test_a_merged_code_no_longer_speaks_for_the_account(company: Cast) -> None:
    take_in(company, Customer("D-1", "海港机械"))
    [proposal] = open_proposals(as_viewer(company.ops))
    merge_accounts(viewer=as_viewer(company.ops), proposal=proposal, now=NOW)
    taken = take_in(company, Customer("D-1", "另一个名称", seller="mei", region="X"))
    harbour = account_of("D-1")
    assert taken == TakenIn(0, 1, 0, 0)
    assert (harbour.pk, harbour.name, harbour.owner) == (company.harbour.pk, "海港机械有限公司", company.fang)


def test_equal_and_near_names_are_proposed_and_never_merged(company: Cast) -> None:
    taken = take_in(
        company,
        Customer("D-1", "海港机械（集团）有限公司"),
        Customer("D-2", "Northwind Trader Ltd"),
        Customer("D-3", "武汉海港机械有限公司"),
    )
    assert taken.proposals == 2
    exact, near = open_proposals(as_viewer(company.ops))
    assert (exact.kept, exact.absorbed, exact.likeness) == (company.harbour, account_of("D-1"), 1)
    assert (near.kept, near.absorbed) == (company.northwind, account_of("D-2"))
    assert 0.9 <= near.likeness < 1
    assert not Account.objects.exclude(merged_into=None).exists()


def test_a_refused_pair_is_not_proposed_again_when_a_name_changes(company: Cast) -> None:
    take_in(company, Customer("D-1", "海港机械"))
    MergeProposal.objects.update(state=MergeProposal.State.REFUSED)
    take_in(company, Customer("D-1", "海港机械（中国）有限公司"))
    assert MergeProposal.objects.count() == 1


def test_a_group_that_bites_its_tail_stays_as_it_is(company: Cast) -> None:
    take_in(company, Customer("A", "甲公司甲", parent_code="B"), Customer("B", "乙公司乙", parent_code="C"))
    take_in(company, Customer("C", "丙公司丙", parent_code="A"), Customer("A", "甲公司甲", parent_code="A"))
    assert account_of("A").parent == account_of("B")
    assert account_of("B").parent is None
    # C came after B: the next file with B hangs it there, and C under A would close the circle.
    assert account_of("C").parent == account_of("A")
    take_in(company, Customer("B", "乙公司乙", parent_code="C"))
    assert account_of("B").parent is None


def test_the_last_of_several_rows_with_one_code_counts(company: Cast) -> None:
    take_in(company, Customer("D-1", "first"), Customer("D-1", "second"))
    assert account_of("D-1").name == "second"


def test_two_people_of_one_name_own_nothing_by_it(company: Cast) -> None:
    type(company.bo).objects.filter(pk=company.bo.pk).update(name=company.fang.name)
    take_in(company, Customer("D-1", "x", seller=company.fang.name), Customer("D-2", "y", seller="bo"))
    assert (account_of("D-1").owner, account_of("D-2").owner) == (None, company.bo)


@pytest.mark.parametrize("who", ["fang", "lin", "compliance", "root"])
def test_only_who_loads_data_takes_customers_in(company: Cast, who: str) -> None:
    with pytest.raises(Denied):
        take_in_customers(actor=as_viewer(getattr(company, who)), rows=[Customer("D-1", "x")], source="erp", now=NOW)
    assert not AccountCode.objects.filter(code="D-1").exists()


def test_one_line_names_all_new_accounts(company: Cast) -> None:
    take_in(company, *(Customer(f"D-{number}", f"Delta {number}") for number in range(30)))
    line = AuditLine.objects.get()
    keys = sorted(Account.objects.filter(codes__code__startswith="D-").values_list("pk", flat=True))
    assert (line.action, line.object_key) == ("take_in_customers", "erp")
    assert line.change["created"] == [None, [[keys[0], keys[-1]]]]


def test_statements_do_not_grow_with_the_rows_of_a_thousand(company: Cast) -> None:
    def asked(first: int, count: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            take_in(company, *(Customer(f"D-{first + n}", f"Delta {first + n} x", "fang") for n in range(count)))
        return len(asked)

    assert asked(0, 10) == asked(1000, 900)


def test_a_name_that_does_not_fit_is_cut(company: Cast) -> None:
    row: dict[str, Any] = {"industry": "i" * 300, "region": "r" * 300, "kind": "k" * 300}
    take_in(company, Customer("D-1", "宝" * 400, **row))
    assert take_in(company, Customer("D-1", "宝" * 400, **row)).changed == 0


@pytest.mark.parametrize(("keys", "ranges"), [([], []), ([5], [[5, 5]]), ([3, 1, 2, 9, 9], [[1, 3], [9, 9]])])
def test_keys_are_written_as_ranges(keys: list[int], ranges: list[list[int]]) -> None:
    assert key_ranges(keys) == ranges


def test_the_database_counts_anew_after_a_large_load() -> None:
    with CaptureQueriesContext(connection) as asked:
        write_customers((Customer(f"K{number}", f"客户{number}") for number in range(CHUNK)), "many", NOW)
    assert [one["sql"] for one in asked if one["sql"].startswith("ANALYZE")] == [
        f'ANALYZE "{table}"' for table in ("accounts_account", "accounts_accountcode", "accounts_searchtext")
    ]
