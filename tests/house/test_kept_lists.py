"""Every act of the trail has a place in each list of what kept things outlive: a new one is not forgotten.

An act that is not named harmless makes what is kept be read anew for everybody. That is safe, and dear: whoever adds an
act decides it here.
"""

from collections.abc import Collection
from typing import Final

import pytest

from openkam.core.audit.since import acts_since, moved_since
from openkam.insight.health.touched import NOTHING, OF_ACCOUNT, accounts_touched
from openkam.intake.contacts.kept_plan import HARMLESS as PLAN
from openkam.records.accounts.map_actions import keep_places
from openkam.web.audit.labels import ACTIONS
from openkam.web.sight.harmless import HARMLESS
from tests.cast import NOW, as_viewer, cast

MOVE_ACCOUNTS: Final = frozenset(
    [
        "add_alias",
        "add_team_member",
        "ask_cancellation",
        "ask_grading",
        "ask_publication",
        "assign_owner",
        "cancel_upload",
        "change_user",
        "classify",
        "create_first_administrator",
        "create_user",
        "deactivate_user",
        "denied",
        "end_group_link",
        "end_partnership",
        "end_share",
        "end_team_member",
        "grade_ledger",
        "link_to_group",
        "load_files",
        "merge_accounts",
        "people_demo",
        "propose_merge",
        "publish_contacts",
        "publish_run",
        "publish_upload",
        "reactivate_user",
        "receive_upload",
        "refuse_merge",
        "remove_alias",
        "remove_tax_number",
        "rename_account",
        "roll_back_load",
        "rotate_audit_key",
        "set_manager",
        "set_organisation",
        "set_partnership",
        "set_read_level",
        "set_roles",
        "set_tax_number",
        "share_account",
        "sweep_contact_imports",
        "sweep_documents",
        "sweep_runs",
        "sweep_uploads",
        "take_back_contacts",
        "take_in_customers",
        "try_upload_again",
        "undo_merge",
        "use_recovery_code",
    ]
)
"""Acts that change accounts, their grades, or who sees them: the kept list of accounts is read anew."""
MOVE_FLAGS: Final = MOVE_ACCOUNTS | frozenset(
    [
        "change_person",
        "define_field",
        "discard_draft",
        "erase_person",
        "forget_removed_activities",
        "hold_person",
        "keep_people_apart",
        "lift_hold",
        "merge_people",
        "override_tier",
        "remove_document",
        "remove_purchasing",
        "remove_second_factor",
        "remove_statement",
        "restore_document",
        "retire_field",
        "retire_scheme",
        "save_scheme",
        "sealed_record",
        "set_custom_value",
        "set_flag_limit",
        "undo_merge_people",
        "withdraw_override",
    ]
)
"""Acts that may change the flags of any account: every kept list of flags is derived anew."""


@pytest.mark.parametrize(
    ("harmless", "moving"),
    [
        pytest.param(HARMLESS, MOVE_ACCOUNTS, id="the list of accounts"),
        pytest.param(NOTHING | OF_ACCOUNT, MOVE_FLAGS, id="the list of red flags"),
    ],
)
def test_every_act_either_moves_what_is_kept_or_does_not(harmless: Collection[str], moving: Collection[str]) -> None:
    assert not set(harmless) & set(moving)
    assert set(harmless) | set(moving) == set(ACTIONS)


def test_what_leaves_the_plan_of_an_import_as_it_is_leaves_the_list_of_accounts_too() -> None:
    """Which other acts would leave it is not worth a thought: an import waits for minutes only."""
    assert PLAN < HARMLESS


@pytest.mark.django_db
def test_a_card_drawn_elsewhere_on_the_map_leaves_every_list_as_it_is() -> None:
    company, (before, _) = cast(), acts_since(-1)
    keep_places(viewer=as_viewer(company.fang), account=company.harbour, places={"p1": (1.0, 2.0)}, now=NOW)
    head, acts = acts_since(before)
    assert head > before
    assert acts is not None
    assert accounts_touched(acts) == frozenset()
    assert moved_since(before, harmless=HARMLESS) == (head, False)
    assert moved_since(before, harmless=PLAN) == (head, False)
