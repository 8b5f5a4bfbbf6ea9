"""Measures red flags of many accounts at once: CPU seconds and queries for one account, and for all of them.

python tests/bench/flags.py --accounts 10000 --people 30000
"""

import argparse
import os
import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

TODAY = date(2026, 7, 1)
NOW = datetime(2026, 7, 1, tzinfo=UTC)


def main() -> None:
    """Make a company, derive its flags, say what it cost."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--accounts", type=int, default=10_000)
    asked.add_argument("--people", type=int, default=30_000)
    counts = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"OPENKAM_DATA": folder, "DJANGO_SETTINGS_MODULE": "openkam.config.settings"}
        from openkam.ledger.database import open_database
        from openkam.ledger.folder import DataFolder

        open_database(DataFolder(Path(folder)), create=True)
        owner = company(counts.accounts, counts.people)
        measure(owner)


def company(count: int, people: int) -> Any:
    """One seller with all accounts: people with roles and opinions, four entries of the log an account, deals."""
    from openkam.records.accounts.models import Account
    from openkam.records.users.models import RoleGrant, User

    owner = User.objects.create(login="seller", name="Seller", created_at=NOW)
    RoleGrant.objects.create(user=owner, role="SELLER")
    chance = random.Random(7)
    rows = [Account(name=f"A{n}", name_key=f"a{n}", owner=owner, created_at=NOW) for n in range(count)]
    accounts = Account.objects.bulk_create(rows, batch_size=5000)
    _people(accounts, people, owner, chance)
    _deals(accounts, owner)
    return owner


def _people(accounts: list[Any], count: int, owner: Any, chance: random.Random) -> None:
    from openkam.records.activities.models import Activity, Attendee
    from openkam.records.contacts.models import BuyingRole, Employment, Opinion, Person

    said = {"purpose": "sales", "source": "card", "noticed_date": TODAY, "created_at": NOW}
    made = [Person(name=f"Person {n}", name_key=f"person {n}", **said) for n in range(count)]
    people = Person.objects.bulk_create(made, batch_size=5000)
    pairs = [(accounts[n % len(accounts)], one) for n, one in enumerate(people)]
    levels, roles = ("DECISION", "MANAGEMENT", "EXECUTION"), ("DECIDER", "TECH_GATE", "BUYER", "USER")
    posts, held, opinions, entries, attendees = [], [], [], [], []
    for account, person in pairs:
        note = {"account": account, "person": person, "noted_at": NOW}
        posts.append(Employment(**note, level=chance.choice(levels), department="D", since_date=date(2024, 1, 1)))
        held.append(BuyingRole(**note, role=chance.choice(roles)))
        judged = {"evidence": "visit", "observed_date": TODAY - timedelta(days=chance.randrange(300)), "author": owner}
        opinions.append(Opinion(**note, kind="STANCE", value=str(chance.choice((-5, -2, 1, 3, 4))), **judged))
        opinions.append(Opinion(**note, kind="MODE", value="EVEN_KEEL", **judged))
        for _ in range(4):
            day = TODAY - timedelta(days=chance.randrange(700))
            kind = chance.choice(("MEETING", "CALL", "MAIL", "RIVAL_VISIT"))
            entries.append(
                Activity(account=account, kind=kind, subject="talk", author=owner, happened_date=day, noted_at=NOW)
            )
            attendees.append((account, person))
    for model, rows in ((Employment, posts), (BuyingRole, held), (Opinion, opinions)):
        model.objects.bulk_create(rows, batch_size=5000)
    kept = Activity.objects.bulk_create(entries, batch_size=5000)
    Attendee.objects.bulk_create(
        (
            Attendee(account=account, activity=entry, person=person)
            for entry, (account, person) in zip(kept, attendees, strict=True)
        ),
        batch_size=5000,
    )


def _deals(accounts: list[Any], owner: Any) -> None:
    from openkam.records.archive.models import Fact
    from openkam.records.needs.models import Objection
    from openkam.records.opportunities.models import Opportunity

    opened = {"opened_date": TODAY - timedelta(days=90), "created_at": NOW, "owner": owner}
    Opportunity.objects.bulk_create((Opportunity(account=one, name="Deal", **opened) for one in accounts), 5000)
    raised = {"raised_date": TODAY - timedelta(days=50), "noted_at": NOW}
    Objection.objects.bulk_create((Objection(account=one, text="too dear", **raised) for one in accounts), 5000)
    told = {"value": "x", "noticed_date": TODAY, "noted_at": NOW}
    facts = (Fact(account=one, item=f"goals.{n}", **told) for one in accounts for n in range(5))
    Fact.objects.bulk_create(facts, 5000)


def measure(owner: Any) -> None:
    """One account and all of them, three times each."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from openkam.insight.health.flags import red_flags
    from openkam.records.accounts.models import Account
    from openkam.records.users.viewer import viewer_of

    viewer = viewer_of(owner, TODAY)
    every = list(Account.objects.visible_to(viewer))
    for accounts in (every[:1], every):
        for _ in range(3):
            begun, clock = time.process_time(), time.perf_counter()
            with CaptureQueriesContext(connection) as queries:
                found = red_flags(viewer, accounts, TODAY)
            used = time.process_time() - begun
            flags = sum(map(len, found.values()))
            sys.stdout.write(
                f"{len(accounts):>6} accounts  {flags:>7} flags  {len(queries)} queries  "
                f"{used:.3f} s CPU  {time.perf_counter() - clock:.3f} s\n"
            )


if __name__ == "__main__":
    main()
