"""The page on which an entry is changed, with its history."""

from collections.abc import Sequence
from dataclasses import dataclass

from openkam.core.access import Viewer
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account
from openkam.records.activities.models import Activity, Signal
from openkam.records.activities.reach import reads_view
from openkam.web.log.entry.history import Wording, history_of
from openkam.web.log.form.draft import Draft, draft_of
from openkam.web.log.form.pages import FormPart, form_part
from openkam.web.policy import found_or_404


@dataclass(frozen=True)
class EntryPage:
    """An entry to be changed, with its history."""

    account: Account
    entry: Activity
    form: FormPart
    history: Sequence[Wording]
    problem: Problem | None = None


def entry_page(
    viewer: Viewer, key: int, entry: int, *, draft: Draft | None = None, problem: Problem | None = None
) -> EntryPage:
    """The page.

    Raises Http404 where the viewer sees no such entry, or may not change its account.
    """
    account = found_or_404(Account.objects.visible_to(viewer).writable_by(viewer), pk=key)
    known = found_or_404(Activity.objects.visible_to(viewer).filter(account=account).defer("our_view"), pk=entry)
    view, signals = "", {}
    if reads_view(viewer, known):
        view = known.our_view
        seen = Signal.objects.visible_to(viewer).filter(activity=known)
        signals = dict(seen.values_list("person_id", "text"))
    shown = draft if draft is not None else draft_of(known, view, signals)
    return EntryPage(account, known, form_part(viewer, account, shown), history_of(viewer, known), problem)
