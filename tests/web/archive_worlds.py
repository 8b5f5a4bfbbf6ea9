"""Archives in the two worlds: the same where the viewer sees the account, another where he does not."""

from collections.abc import Sequence
from datetime import timedelta

from openkam.records.accounts.models import Account, Alias, GroupLink, TaxNumber
from openkam.records.archive.models import (
    Classification,
    CustomField,
    CustomValue,
    Document,
    Fact,
    Partnership,
    Purchasing,
    RelationState,
    Statement,
)
from openkam.records.users.models import User
from tests.cast import NOW, TODAY

NUMBER = "91110000600037341L"
LONG_AGO = TODAY - timedelta(days=200)


def add_archives() -> None:
    """Every account has something in each part; groups run across owners, a hidden company between two visible ones."""
    accounts = list(Account.objects.order_by("pk"))
    author = User.objects.get(login="ops")
    CustomField.objects.create(code="fleet", label_en="Fleet", label_zh="车队", kind="NUMBER")
    for place, account in enumerate(accounts):
        _fill(account, author, f"{account.pk}")
        if place % 5:
            Account.objects.filter(pk=account.pk).update(parent=accounts[place - 1])
            GroupLink.objects.create(
                account=account, parent=accounts[place - 1], since_date=TODAY, source="register", noted_at=NOW
            )
        if place % 3:
            GroupLink.objects.create(
                account=account,
                parent=accounts[place - 2] if place > 1 else None,
                since_date=LONG_AGO,
                until_date=TODAY - timedelta(days=1),
                source="register",
                noted_at=NOW,
            )


def change_archives(hidden: Sequence[Account]) -> None:
    """Of hidden accounts everything is another: names, numbers (one a visible account has, too), links, partners.

    And visible ones once belonged, with days, to a hidden one.
    """
    for account in Account.objects.exclude(pk__in=[one.pk for one in hidden]) if hidden else ():
        GroupLink.objects.create(
            account=account,
            parent=hidden[0],
            since_date=LONG_AGO - timedelta(days=9),
            until_date=LONG_AGO - timedelta(days=1),
            source="secret",
            noted_at=NOW,
        )
    author = User.objects.get(login="tang")
    for account in hidden:
        for model in (Alias, TaxNumber, Fact, Purchasing, RelationState, Statement, Document, Classification):
            model.objects.filter(account=account).delete()
        GroupLink.objects.filter(account=account).delete()
        CustomValue.objects.filter(account=account).delete()
        Account.objects.filter(pk=account.pk).update(parent=None)
        TaxNumber.objects.create(account=account, kind="cn.uscc", number=NUMBER, noted_at=NOW)
        Partnership.objects.filter(account=account).delete()
        Partnership.objects.create(
            account=account, scope="NETWORK", evidence="secret contract", since_date=LONG_AGO, noted_at=NOW
        )
        _note(account, author, "Otherwise secret")


def _fill(account: Account, author: User, word: str) -> None:
    common = {"account": account, "noted_at": NOW}
    Alias.objects.create(**common, name=f"Also {word}", kind="BRAND", noted_by=author)
    TaxNumber.objects.create(**common, kind="cn.uscc", number=NUMBER if account.pk % 7 == 0 else word, noted_by=author)
    Classification.objects.create(**common, subject="INDUSTRY", version="GB/T 4754-2017", code="C34")
    Purchasing.objects.create(**common, category=word, structure="CENTRAL", since_date=TODAY, author=author)
    Statement.objects.create(
        **common, year=2025, currency="CNY", revenue=account.pk, source=word, figures_date=TODAY, author=author
    )
    CustomValue.objects.create(**common, field=CustomField.objects.get(), value=f"{account.pk}", author=author)
    if account.pk % 5 == 0:
        Partnership.objects.create(**common, scope="NETWORK", evidence=word, since_date=LONG_AGO, noted_by=author)
    _note(account, author, word)


def _note(account: Account, author: User, word: str) -> None:
    day = TODAY - timedelta(days=account.pk)
    Fact.objects.create(
        account=account,
        item="business.offer",
        value=word,
        source=word,
        noticed_date=day,
        author=author,
        noted_at=NOW,
    )
    RelationState.objects.create(
        account=account,
        kind="QUALITY",
        value="LOOSE",
        wanted="WIN_WIN",
        evidence=word,
        since_date=day,
        author=author,
        noted_at=NOW,
    )
    Document.objects.create(
        account=account,
        name=f"{word}.pdf",
        kind="OTHER",
        media_type="application/pdf",
        size=account.pk,
        sha256=f"{account.pk:064}",
        added_by=author,
        added_at=NOW,
    )
