"""Which accounts' red flags an act may have changed: so that the flags of the others need not be derived again."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from openkam.core.audit.since import Act
from openkam.records.activities.models import Activity
from openkam.records.contacts.models import BuyingRole, Employment, Opinion
from openkam.records.needs.models import Objection
from openkam.records.opportunities.models import DealRole, DealView, Opportunity, Promise, TenderOwner
from openkam.records.reviews.models import FlagAnswer, Strength

NOTHING: Final = frozenset(
    [
        "add_document",
        "arrange_map",
        "ask_contact_publication",
        "ask_contact_return",
        "begin_contact_import",
        "begin_second_factor",
        "begin_upload",
        "cancel_contact_import",
        "change_password",
        "choose_contact_columns",
        "choose_reading",
        "confirm_second_factor",
        "delete_view",
        "end_other_sessions",
        "end_session",
        "end_tie",
        "export_accounts",
        "export_archive",
        "export_audit",
        "export_rows",
        "finish_next_step",
        "keep_trust_step",
        "mend_bad_experience",
        "note_background",
        "note_bad_experience",
        "note_motive",
        "note_purchasing",
        "note_relation",
        "note_statement",
        "note_tie",
        "rate_account",
        "reach_aim",
        "remove_background",
        "review_loss",
        "save_view",
        "set_language",
        "set_superior",
        "set_theme",
        "sign_in",
        "sign_out",
        "take_back_superior",
        "take_dossier",
        "try_contact_import_again",
    ]
)
"""Acts on nothing a rule looks at."""
OF_ACCOUNT: Final = frozenset(
    [
        "acknowledge_flag",
        "answer_objection",
        "change_activity",
        "change_opportunity",
        "close_opportunity",
        "confirm_fact",
        "confirm_promise",
        "end_deal_role",
        "end_employment",
        "end_role",
        "move_person",
        "note_activity",
        "note_deal_role",
        "note_deal_view",
        "note_employment",
        "note_fact",
        "note_objection",
        "note_opinion",
        "note_opportunity",
        "note_person",
        "note_promise",
        "note_role",
        "note_state",
        "note_strength",
        "remove_activity",
        "reopen_opportunity",
        "restore_activity",
        "set_strength_against",
        "set_tender_owner",
        "withdraw_answer",
        "withdraw_strength",
    ]
)
"""Acts on one record of one account; every other act may change the flags of any account."""
_KEPT: Final[dict[str, Any]] = {
    "activity": Activity,
    "buyingrole": BuyingRole,
    "dealrole": DealRole,
    "dealview": DealView,
    "employment": Employment,
    "flaganswer": FlagAnswer,
    "objection": Objection,
    "opinion": Opinion,
    "opportunity": Opportunity,
    "promise": Promise,
    "strength": Strength,
    "tenderowner": TenderOwner,
}


def accounts_touched(acts: Iterable[Act]) -> frozenset[int] | None:
    """Their keys; None: any account. One query a kind of record, whoever may see it."""
    keys: dict[str, set[int]] = defaultdict(set)
    for act in acts:
        if act.action in NOTHING:
            continue
        if act.action not in OF_ACCOUNT or not act.key.isdecimal():
            return None
        keys[act.kind].add(int(act.key))
    found = keys.pop("account", set())
    people = keys.pop("person", set())
    if people:
        found |= set(Employment.objects.filter(person__in=people).values_list("account_id", flat=True))
    for kind, named in keys.items():
        if kind not in _KEPT:
            return None
        there = dict(_KEPT[kind].objects.filter(pk__in=named).values_list("pk", "account_id"))
        if len(there) < len(named):
            return None  # it is gone, and nobody can tell whose it was
        found |= set(there.values())
    return frozenset(found)
