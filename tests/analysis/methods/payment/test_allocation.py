"""The oldest invoice is paid first, to the last unit."""

from dataclasses import fields, replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as some

from openkam.analysis.facts import Events, Facts, day_number
from openkam.analysis.methods.payment.allocation import allocate
from tests.analysis.ledger_facts import facts_of, units

JAN, FEB, MAR, APR = (date(2025, month, 1) for month in (1, 2, 3, 4))


def pieces(facts: Facts) -> list[tuple[str, int | None, int | None, float, bool]]:
    """Account, invoice month, settlement month, amount, by payment."""

    def month(day: int) -> int | None:
        return None if day < 0 else int(np.datetime64(int(day), "D").astype("datetime64[M]").astype(int)) % 12 + 1

    found = allocate(facts)
    return [
        (str(facts.code[account]), month(owed), month(settled), amount / 10_000, bool(paid))
        for account, owed, settled, amount, paid in zip(
            found.account, found.invoice_day, found.settled_day, found.amount, found.by_payment, strict=True
        )
    ]


def test_a_payment_pays_the_oldest_first_and_a_credit_note_goes_before_it():
    facts = facts_of(
        [("A", JAN, 100.0, None), ("A", FEB, 50.0, None), ("A", MAR, -30.0, None), ("B", JAN, 10.0, None)],
        payments=[("A", None, MAR, 80.0), ("B", None, APR, 25.0)],
    )
    assert pieces(facts) == [
        ("A", 1, 3, 30.0, False),
        ("A", 1, 3, 70.0, True),
        ("A", 2, 3, 10.0, True),
        ("A", 2, None, 40.0, False),
        ("B", 1, 4, 10.0, True),
        ("B", None, 4, 15.0, True),
    ]


def test_money_paid_back_is_owed_anew_and_payments_to_come_do_not_count():
    facts = facts_of(
        [("A", JAN, 100.0, None)],
        payments=[("A", None, FEB, 100.0), ("A", None, MAR, -20.0), ("A", None, date(2026, 1, 1), 20.0)],
    )
    assert pieces(facts) == [("A", 1, 2, 100.0, True), ("A", 3, None, 20.0, False)]


def test_payments_of_nobody_and_empty_ledgers_make_no_pieces():
    assert pieces(facts_of([], customers={"A": {}}, payments=[("X", None, FEB, 9.0)])) == []


ENTRIES = some.lists(
    some.tuples(
        some.sampled_from("ABC"), some.dates(date(2025, 1, 1), date(2025, 12, 31)), some.integers(-(10**5), 10**5)
    ),
    max_size=25,
)


def one_by_one(facts: Facts, account: int) -> list[tuple[int, int, int]]:
    """The same rule, invoice by invoice, as anyone would do it by hand."""
    own = facts.events.account == account
    events = Events(*(getattr(facts.events, one.name)[own] for one in fields(Events)))
    owed = [[day, bought] for day, bought in zip(events.day.tolist(), events.bought.tolist(), strict=True)]
    settled = [(day, 0, n) for day, n in zip(events.day.tolist(), (events.bought - events.net).tolist(), strict=True)]
    mine = facts.payments.account == account
    for day, amount in zip(facts.payments.paid_day[mine].tolist(), facts.payments.amount[mine].tolist(), strict=True):
        if amount >= 0:
            settled.append((day, 1, amount))
        else:
            owed.append([day, -amount])
    owed.sort(key=lambda one: one[0])
    found = []
    for day, _, amount in sorted(settled, key=lambda one: one[:2]):
        left = amount
        for invoice in owed:
            taken = min(left, invoice[1])
            if taken:
                found.append((invoice[0], day, taken))
                invoice[1] -= taken
                left -= taken
        if left:
            found.append((-1, day, left))
    return found + [(day, -1, amount) for day, amount in owed if amount]


def merged(rows: list[tuple[int, int, int]]) -> dict[tuple[int, int], int]:
    sums: dict[tuple[int, int], int] = {}
    for invoice, settled, amount in rows:
        sums[invoice, settled] = sums.get((invoice, settled), 0) + amount
    return sums


@settings(deadline=None, max_examples=80)
@given(ENTRIES, ENTRIES)
def test_all_accounts_at_once_give_what_one_by_one_gives(lines, payments):
    facts = facts_of(
        [(account, day, float(amount), None) for account, day, amount in lines],
        customers={"A": {}, "B": {}, "C": {}},
        payments=[(account, None, day, float(amount)) for account, day, amount in payments],
    )
    found = allocate(facts)
    for account in range(facts.count):
        mine = found.account == account
        rows = zip(
            found.invoice_day[mine].tolist(),
            found.settled_day[mine].tolist(),
            found.amount[mine].tolist(),
            strict=True,
        )
        by_hand = one_by_one(facts, account)
        # A payment that waits for a later invoice pays it: by hand it was unused when that invoice came.
        if not any(invoice == -1 for invoice, _, _ in by_hand):
            assert merged(list(rows)) == merged(by_hand)
        net = int(facts.events.net[facts.events.account == account].sum())
        paid = int(facts.payments.amount[facts.payments.account == account].sum())
        still = found.amount[mine & (found.settled_day < 0)].sum() - found.amount[mine & (found.invoice_day < 0)].sum()
        assert still == net - paid


def test_days_are_day_numbers():
    found = allocate(facts_of([("A", JAN, 1.0, None)], payments=[("A", None, FEB, 1.0)]))
    assert (found.invoice_day.tolist(), found.settled_day.tolist()) == ([day_number(JAN)], [day_number(FEB)])
    assert found.amount.tolist() == [units(1)]


def test_payments_of_invoices_before_the_period_pay_none_inside_it():
    facts = facts_of([("A", JAN, 1.0, None)], payments=[("A", None, FEB, 1.0)])
    assert pieces(replace(facts, cut=True)) == []
