"""What an act on the log may touch; what is hidden, what may only be read and what is not there answer alike."""

from collections.abc import Collection

from openkam.analysis.words import Text
from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.accounts.reach import changeable_one
from openkam.records.activities.entry import Entry
from openkam.records.activities.models import Activity
from openkam.records.contacts.models import Person
from openkam.records.opportunities.models import Opportunity
from openkam.records.users.models import User


def changeable_entry(viewer: Viewer, activity: Activity) -> Activity:
    """The entry as it is now.

    Raises Problem where it is not there, or the viewer may not change its account.
    """
    known: Activity | None = (
        Activity.objects.visible_to(viewer).select_related("account").filter(pk=activity.pk).first()
    )
    if known is None:
        raise gone()
    changeable_one(viewer, known.account)
    return known


def checked_keys(viewer: Viewer, account: Account, entry: Entry, *, before: Activity | None = None) -> Entry:
    """The entry, if its people are of this account, its colleagues known and its opportunity the account's.

    before  the entry as it was: colleagues who are on it already may stay, even if they left us since
    """
    people = set(entry.attendees) | set(entry.signals) | ({entry.referred} if entry.referred else set())
    known = Person.objects.visible_to(viewer).filter(employments__account=account, pk__in=people)
    _all_there(people, known.values_list("pk", flat=True))
    staying = set(before.companions.values_list("user", flat=True)) if before is not None else set()
    colleagues = set(entry.companions) - staying
    _all_there(colleagues, User.objects.filter(is_active=True, pk__in=colleagues).values_list("pk", flat=True))
    if entry.opportunity is not None:
        deals = Opportunity.objects.visible_to(viewer).filter(account=account, pk=entry.opportunity)
        _all_there({entry.opportunity}, deals.values_list("pk", flat=True))
    return entry


def reads_view(viewer: Viewer, activity: Activity) -> bool:
    """Whether the viewer reads what colleagues think: who does not cannot overwrite it either."""
    return Activity.objects.with_views_for(viewer).filter(pk=activity.pk).exists()


def gone() -> Problem:
    """The entry is not there, or not the viewer's to change."""
    return Problem(
        Text("This entry is not there any more, or not yours to change.", "该记录已不存在，或您无权修改。"),
        remedy=Text("Load the page again.", "请刷新页面。"),
    )


def _all_there(wanted: Collection[int], found: Collection[int]) -> None:
    if set(wanted) - set(found):
        raise Problem(
            Text("Somebody or something chosen does not belong to this account.", "所选的人或项目不属于该客户。"),
            remedy=Text("Load the page again and choose anew.", "请刷新页面后重新选择。"),
        )
