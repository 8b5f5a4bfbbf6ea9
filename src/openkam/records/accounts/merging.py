"""How one account takes another over, and how it gives back exactly what it took."""

from typing import Any, Final

from django.db import models

from openkam.analysis.words import Text
from openkam.core.problem import Problem
from openkam.records.accounts.models import Account, AccountCode, MergeProposal, SearchText
from openkam.records.accounts.search import search_text

_STAYING: Final = frozenset({"codes", "pieces", "group_links"})
"""Codes go over in their own way, pieces are made anew, and where an account belonged stays its own history."""
DEEPEST: Final = 50
"""No group of companies has more levels; a walk upwards ends here."""


def move_over(kept: Account, absorbed: Account) -> dict[str, Any]:
    """Everything the absorbed account has becomes the kept one's, authors unchanged; answers what an undo needs.

    What an account can have only once (an override nobody withdrew, a statement of a year) stands as the kept account
    has it; the other waits with the absorbed one.
    """
    moved: dict[str, Any] = {"codes": _move_codes(kept, absorbed)}
    for kind, model in _children().items():
        rows = model._default_manager.filter(account=absorbed)
        moved[kind] = _move(_without_doubles(model, rows, kept), account=kept)
    moved["parent"] = kept.parent_id
    if _stands_above(absorbed, kept):
        kept.parent_id = absorbed.parent_id
        kept.save(update_fields=["parent"])
    moved["subsidiaries"] = _move(Account.objects.filter(parent=absorbed).exclude(pk=kept.pk), parent=kept)
    absorbed.merged_into = kept
    absorbed.save(update_fields=["merged_into"])
    write_search_text(kept)
    return moved


def move_back(proposal: MergeProposal) -> None:
    """What went over and is still there returns; what was written since stays with the kept account.

    Raises Problem where a code of the merge has meanwhile gone to another account.
    """
    kept, absorbed, moved = proposal.kept, proposal.absorbed, proposal.moved
    codes = AccountCode.objects.filter(pk__in=moved["codes"], account=kept)
    if absorbed.merged_into_id != kept.pk or kept.merged_into_id or codes.count() != len(moved["codes"]):
        raise Problem(
            Text("{name} was merged further since.", "{name}之后又被合并到其他客户。").filled(name=kept.name),
            remedy=Text("Undo the later merge first.", "请先撤销较晚的那次合并。"),
        )
    absorbed.merged_into = None
    absorbed.save(update_fields=["merged_into"])
    codes.update(account=absorbed, is_main=False)
    AccountCode.objects.filter(pk__in=moved["codes"][:1]).update(is_main=True)
    for kind, model in _children().items():
        model._default_manager.filter(pk__in=moved.get(kind, ()), account=kept).update(account=absorbed)
    Account.objects.filter(pk__in=moved["subsidiaries"], parent=kept).update(parent=absorbed)
    if moved["parent"] != kept.parent_id and kept.parent_id == absorbed.parent_id:
        Account.objects.filter(pk=kept.pk).update(parent=moved["parent"])
    write_search_text(kept)


def write_search_text(account: Account) -> None:
    """An account is found by its name, its other names and codes, and by the names of those merged into it."""
    others = [*account.aliases.values_list("name", flat=True), *account.merged.values_list("name", flat=True)]
    codes = [*account.codes.values_list("code", flat=True), *account.tax_numbers.values_list("number", flat=True)]
    text = search_text(account.name, codes, also=others)
    SearchText.objects.update_or_create(account=account, defaults={"text": text})


def _children() -> dict[str, type[models.Model]]:
    """By name, every record of the house that belongs to an account; those that come later take part by themselves."""
    found = {}
    for relation in Account._meta.related_objects:
        model = relation.related_model
        is_ours = model.__module__.startswith("openkam.records.") and relation.field.name == "account"
        if is_ours and relation.get_accessor_name() not in _STAYING and not relation.field.primary_key:
            found[str(relation.get_accessor_name())] = model
    return found


def _without_doubles(
    model: type[models.Model], rows: models.QuerySet[Any, Any], kept: Account
) -> models.QuerySet[Any, Any]:
    """The rows that can go over: those of which the kept account has no equal where only one may be."""
    standing = model._default_manager.filter(account=kept)
    for rule in model._meta.constraints:
        if not isinstance(rule, models.UniqueConstraint) or "account" not in rule.fields:
            continue
        others = [field for field in rule.fields if field != "account"]
        equal = standing.filter(rule.condition) if rule.condition else standing
        equal = equal.filter(**{field: models.OuterRef(field) for field in others})
        double = models.Exists(equal)
        rows = rows.exclude(rule.condition & models.Q(double)) if rule.condition else rows.exclude(double)
    return rows


def _move_codes(kept: Account, absorbed: Account) -> list[str]:
    """The codes, the main one first."""
    rows = AccountCode.objects.filter(account=absorbed)
    codes = list(rows.order_by("-is_main", "code").values_list("code", flat=True))
    if kept.codes.exists():
        rows.update(account=kept, is_main=False)
    else:
        rows.update(account=kept)
    return codes


def _move(rows: models.QuerySet[Any, Any], **to: Account) -> list[int]:
    keys = list(rows.values_list("pk", flat=True))
    rows.model._default_manager.filter(pk__in=keys).update(**to)
    return keys


def _stands_above(upper: Account, account: Account) -> bool:
    above = account.parent
    for _ in range(DEEPEST):
        if above is None or above.pk == upper.pk:
            break
        above = above.parent
    return above is not None and above.pk == upper.pk
