"""What was known of an account on a past day, by the days its authors gave: nobody counts before he was noted."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Max, Min

from openkam.core.access import Viewer
from openkam.insight.health.facts import AccountFacts, Deal
from openkam.records.accounts.models import Account
from openkam.records.activities.models import Activity
from openkam.records.contacts.models import Employment


@dataclass(frozen=True)
class Known:
    """How much was known: people, entries of the log, and the days of the earliest and the latest of these."""

    people: int
    entries: int
    first: date | None
    latest: date | None


def known_then(viewer: Viewer, account: Account, facts: AccountFacts) -> tuple[AccountFacts, Known]:
    """The facts of a past day without whoever was noted later, and how much that is; three queries.

    A person is noted from the day we learned of him, or of the first talk he took part in, whichever is earlier;
    his post may have begun long before.
    """
    posts = Employment.objects.visible_to(viewer).filter(account=account, person__noticed_date__lte=facts.today)
    noticed = dict(posts.values_list("person", "person__noticed_date"))
    there = tuple(one for one in facts.contacts if one.person in noticed or one.touched is not None)
    known = frozenset(one.person for one in there) | noticed.keys()
    entries = Activity.objects.visible_to(viewer).filter(account=account, happened_date__lte=facts.today)
    told = entries.aggregate(first=Min("happened_date"), latest=Max("happened_date"))
    days = [day for day in (*told.values(), *(noticed[one.person] for one in there if one.person in noticed)) if day]
    kept = replace(
        facts,
        contacts=there,
        empty_chairs=facts.empty_chairs if noticed else frozenset(),
        changes=tuple(one for one in facts.changes if one.key or one.person in known),
        deals=tuple(_of(deal, known) for deal in facts.deals),
    )
    return kept, Known(len(there), entries.count(), min(days, default=None), max(days, default=None))


def _of(deal: Deal, known: frozenset[int]) -> Deal:
    return replace(deal, roles={role: people & known for role, people in deal.roles.items() if people & known})
