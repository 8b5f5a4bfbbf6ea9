"""What the floors above ask about all accounts at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, QuerySet

from openkam.core.access import Viewer
from openkam.core.prepared import Prepared, among, planned_cursor
from openkam.records.accounts.models import (
    AccountCode,
    MergeProposal,
    Rating,
    SavedView,
    SearchText,
    TaxNumber,
    TierOverride,
)
from openkam.records.accounts.rows import OverrideRows, ProposalRows, SavedViewRows


def code_map() -> dict[str, int]:
    """Every customer code of the ledger and the key of the account it stands for; for the house, not for a viewer."""
    return dict(AccountCode.objects.values_list("code", "account_id").iterator(chunk_size=10_000))


def merged_codes() -> dict[str, str]:
    """Codes that were merged into another account, and the main code under which their lines are summed."""
    return dict(_MERGED())


def _merged() -> Any:
    # An index holds the few codes that are not main ones.
    absorbed = AccountCode.objects.filter(is_main=False, account__codes__is_main=True)
    return absorbed.values_list("code", "account__codes__code")


_MERGED: Final[Prepared[tuple[str, str]]] = Prepared(_merged)


def main_codes(accounts: Collection[int]) -> dict[int, str]:
    """The code each of these accounts is known by; for accounts a viewer is known to see."""
    rows = AccountCode.objects.filter(account__in=accounts, is_main=True)
    return dict(rows.values_list("account_id", "code"))


def search_texts(accounts: Collection[int]) -> dict[int, str]:
    """The pieces these accounts are found by; for accounts a viewer is known to see."""
    return dict(SearchText.objects.filter(pk__in=accounts).values_list("pk", "text"))


@dataclass(frozen=True)
class Label:
    """What names an account in a list: name, main code, who owns it, the tier a person set; blank without."""

    name: str
    code: str
    owner: str
    override: str


def labels(accounts: Collection[int], today: date) -> dict[int, Label]:
    """By key, in one statement; for accounts a viewer is known to see."""
    if not accounts:
        return {}
    those, keys = among(accounts)
    with planned_cursor() as cursor:
        cursor.execute(f"{_LABELS} WHERE a.id {those}", [today, today, *keys])
        return {key: Label(*rest) for key, *rest in cursor.fetchall()}


_LABELS = """
SELECT a.id, a.name, COALESCE(c.code, ''), COALESCE(u.name, ''), COALESCE(o.tier, '')
FROM accounts_account a
LEFT JOIN accounts_accountcode c ON c.account_id = a.id AND c.is_main
LEFT JOIN users_user u ON u.id = a.owner_id
LEFT JOIN accounts_tieroverride o
    ON o.account_id = a.id AND o.withdrawn_at IS NULL AND o.since_date <= %s AND o.expires_date >= %s"""


def standing_overrides(today: date) -> OverrideRows[TierOverride]:
    """The overrides in force on the day, at most one an account."""
    return TierOverride.objects.standing(today)


def tiers_set(viewer: Viewer) -> dict[int, str]:
    """By account the tier a person set that is in force today, as far as the viewer sees the accounts; one query."""
    return dict(_SET(viewer))


def _set(viewer: Viewer) -> QuerySet[Any, Any]:
    rows = TierOverride.objects.visible_to(viewer).standing(viewer.today)
    return rows.values_list("account_id", "tier")


_SET: Final[Prepared[tuple[int, str]]] = Prepared(_set)


def latest_ratings(today: date) -> dict[int, dict[str, Decimal]]:
    """By account and measure, the rating of the latest day up to `today`; of one day, the one written last."""
    found: dict[int, dict[str, Decimal]] = {}
    rows = Rating.objects.filter(rated_date__lte=today).order_by("rated_date", "rated_at", "pk")
    for account, measure, value in rows.values_list("account_id", "measure", "value").iterator():
        found.setdefault(account, {})[measure] = value
    return found


def open_proposals(viewer: Viewer) -> ProposalRows[MergeProposal]:
    """What waits for a decision, with both accounts and their owners: the same tax number first, then the most alike.

    A pair whose merge was undone waits again: it is merged anew or kept apart.
    """
    rows = MergeProposal.objects.visible_to(viewer).filter(
        state__in=MergeProposal.UNDECIDED, kept__merged_into=None, absorbed__merged_into=None
    )
    theirs = TaxNumber.objects.filter(
        account=OuterRef(OuterRef("absorbed")), kind=OuterRef("kind"), number=OuterRef("number")
    )
    is_proved = Exists(TaxNumber.objects.filter(Exists(theirs), account=OuterRef("kept")))
    rows = rows.select_related("kept__owner", "absorbed__owner", "decided_by")
    return rows.order_by(is_proved.desc(), "-likeness", "pk")


@dataclass(frozen=True)
class Evidence:
    """What tax numbers say of a pair: `same` numbers with their register, and registers in which they differ."""

    same: tuple[tuple[str, str], ...]
    different: tuple[str, ...]


def number_evidence(viewer: Viewer, pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], Evidence]:
    """By pair of accounts; nothing of an account the viewer does not see. One query."""
    held: dict[int, dict[str, str]] = {key: {} for pair in pairs for key in pair}
    rows = TaxNumber.objects.visible_to(viewer).filter(account__in=held).order_by("kind")
    for account, kind, number in rows.values_list("account_id", "kind", "number"):
        held[account][kind] = number
    return {(one, other): _compared(held[one], held[other]) for one, other in pairs}


def _compared(ours: dict[str, str], theirs: dict[str, str]) -> Evidence:
    both = [kind for kind in ours if kind in theirs]
    return Evidence(
        tuple((kind, ours[kind]) for kind in both if ours[kind] == theirs[kind]),
        tuple(kind for kind in both if ours[kind] != theirs[kind]),
    )


def decided_proposals(viewer: Viewer) -> ProposalRows[MergeProposal]:
    """What was merged or kept apart, the latest decision first."""
    rows = MergeProposal.objects.visible_to(viewer).exclude(state__in=MergeProposal.UNDECIDED)
    return rows.select_related("kept", "absorbed", "decided_by").order_by(F("decided_at").desc(nulls_last=True), "pk")


def saved_views(viewer: Viewer) -> SavedViewRows[SavedView]:
    """The viewer's own views and those kept for his team, by name."""
    return SavedView.objects.visible_to(viewer).select_related("owner").order_by("name", "pk")
