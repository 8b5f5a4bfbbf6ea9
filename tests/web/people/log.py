"""Entries of the log at harbour, for tests of the map."""

from datetime import timedelta

from tests.cast import NOW, TODAY

from openkam.records.accounts.models import Account
from openkam.records.activities.models import Activity, Attendee, Companion
from openkam.records.contacts.models import Person
from openkam.records.users.models import User


def entry(
    account: Account,
    days: int,
    people: list[Person],
    author: User,
    *,
    kind: str = "MEETING",
    others: tuple[User, ...] = (),
) -> Activity:
    """An entry of so many days ago with these attendees and colleagues."""
    activity = Activity.objects.create(
        account=account,
        kind=kind,
        happened_date=TODAY - timedelta(days=days),
        subject="talk",
        author=author,
        noted_at=NOW,
    )
    for person in people:
        Attendee.objects.create(account=account, activity=activity, person=person)
    for user in others:
        Companion.objects.create(account=account, activity=activity, user=user)
    return activity
