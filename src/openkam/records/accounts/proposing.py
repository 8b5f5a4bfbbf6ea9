"""Accounts that may be one company are proposed for merging, each pair once, the older one kept."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final

from django.db.models import Q

from openkam.records.accounts.bulk import insert_rows, stored_moment
from openkam.records.accounts.models import Account, MergeProposal, TaxNumber
from openkam.records.accounts.naming import name_words
from openkam.records.accounts.spellings import near_pairs, same_customers

NEAR_NAMES: Final = 3
"""A name is proposed with at most so many that are only near: with more it is a pattern, not a slip of the pen."""


def propose_merges(named: Collection[int], now: datetime) -> int:
    """Write a proposal for every pair of which one account has a new name; answers how many are new."""
    if not named:
        return 0
    names: dict[int, str] = {}
    groups: dict[str, list[int]] = defaultdict(list)
    standing = Account.objects.filter(merged_into=None).order_by("pk").values_list("pk", "name", "name_key")
    for account, name, key in standing.iterator(chunk_size=10_000):
        names[account] = name
        groups[key].append(account)
    known = {frozenset(pair) for pair in MergeProposal.objects.values_list("kept_id", "absorbed_id").iterator()}
    moment = stored_moment(now)
    proposals = [
        (kept, absorbed, alike, MergeProposal.State.OPEN.value, moment, "{}")
        for kept, absorbed, alike in _pairs(groups, names, frozenset(named))
        if frozenset((kept, absorbed)) not in known
    ]
    insert_rows(MergeProposal, ("kept", "absorbed", "likeness", "state", "proposed_at", "moved"), proposals)
    return len(proposals)


def propose_same_numbers(accounts: Collection[int], now: datetime) -> int:
    """Every other standing account that carries a tax number of one of these is proposed as one with it.

    The strongest proposal there is: a pair that waits already for its names counts as fully alike from now on, one
    that was decided stays so. Answers how many pairs are new. Three queries, and two for what there is to write.
    """
    carried = defaultdict[tuple[str, str], set[int]](set)
    own = list(TaxNumber.objects.filter(account__in=accounts).values_list("kind", "number", "account_id"))
    same = TaxNumber.objects.filter(number__in={number for _, number, _ in own}, account__merged_into=None)
    for kind, number, account in same.values_list("kind", "number", "account_id"):
        carried[kind, number].add(account)
    pairs = {
        (min(account, other), max(account, other))
        for kind, number, account in own
        for other in carried[kind, number] - {account}
    }
    keys = {key for pair in pairs for key in pair}
    rows = MergeProposal.objects.filter(kept__in=keys, absorbed__in=keys).values_list("pk", "kept_id", "absorbed_id")
    known = {(min(pair), max(pair)): key for key, *pair in rows if (min(pair), max(pair)) in pairs}
    if known:
        waiting = MergeProposal.objects.filter(pk__in=known.values(), state__in=MergeProposal.UNDECIDED)
        waiting.update(likeness=1.0)
    new = [
        MergeProposal(kept_id=a, absorbed_id=b, likeness=1.0, proposed_at=now) for a, b in sorted(pairs - set(known))
    ]
    MergeProposal.objects.bulk_create(new)
    return len(new)


def weigh_by_names(account: int) -> None:
    """A tax number of the account went: pairs it no longer proves are as alike as their names are, from 0 to 1."""
    waiting = MergeProposal.objects.filter(
        Q(kept=account) | Q(absorbed=account), likeness=1.0, state__in=MergeProposal.UNDECIDED
    )
    rows = list(waiting.select_related("kept", "absorbed"))
    numbers = defaultdict[int, set[tuple[str, str]]](set)
    keys = {key for row in rows for key in (row.kept_id, row.absorbed_id)}
    for key, kind, number in TaxNumber.objects.filter(account__in=keys).values_list("account_id", "kind", "number"):
        numbers[key].add((kind, number))
    unproved = [row for row in rows if not numbers[row.kept_id] & numbers[row.absorbed_id]]
    for row in unproved:
        alike = same_customers([row.kept.name, row.absorbed.name])
        row.likeness = alike[0].similarity if alike else 0.0
    MergeProposal.objects.bulk_update(unproved, ["likeness"])


def _pairs(
    groups: dict[str, list[int]], names: dict[int, str], named: frozenset[int]
) -> Iterator[tuple[int, int, float]]:
    fresh: set[str] = set()
    for key, accounts in groups.items():
        new = [account for account in accounts if account in named]
        if not new or not key:
            continue
        fresh.add(key)
        first = accounts[0]
        others = accounts[1:] if first in named else new
        for other in others:
            yield first, other, 1.0
    near: Counter[str] = Counter()
    for key, like, alike in near_pairs(groups, lambda one: name_words(names[groups[one][0]]), fresh):
        if near[key] < NEAR_NAMES and near[like] < NEAR_NAMES:
            near.update((key, like))
            kept, absorbed = sorted((groups[key][0], groups[like][0]))
            yield kept, absorbed, alike
