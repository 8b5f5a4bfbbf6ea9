"""One act, one line, in one transaction; and a trail that was touched is found out."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError
from tests.cast import NOW, as_viewer, cast

from openkam.core.access import Denied, Right
from openkam.core.audit.actions import record, record_denied, rotate_key
from openkam.core.audit.chain import Fault, FaultKind, Head
from openkam.core.audit.keys import audit_keys, head_of, note_head, noted_heads
from openkam.core.audit.models import AuditLine
from openkam.core.audit.origin import coming_from
from openkam.core.audit.triggers import install_triggers, remove_triggers
from openkam.core.audit.verifying import audit_faults, audit_head


@transaction.atomic
def acts(count: int) -> list[AuditLine]:
    """So many lines."""
    return [record(None, "test", kind="account", key=n, change={"name": [n, "新"]}, now=NOW) for n in range(count)]


@pytest.mark.django_db
def test_lines_are_numbered_without_a_gap_and_verify() -> None:
    lines = acts(5)
    assert [line.seq for line in lines] == [1, 2, 3, 4, 5]
    assert list(audit_faults()) == []
    assert audit_head() == Head(5, lines[-1].seal)


@pytest.mark.django_db
def test_what_is_rolled_back_left_no_line() -> None:
    with transaction.atomic():
        record(None, "test", now=NOW)
        transaction.set_rollback(True)
    assert AuditLine.objects.count() == 0
    assert acts(1)[0].seq == 1


@pytest.mark.django_db(transaction=True)
def test_a_line_without_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        record(None, "test", now=NOW)


@pytest.mark.django_db
def test_the_line_knows_who_through_which_door_and_in_which_request() -> None:
    company = cast()
    with coming_from("web", "a-request"), transaction.atomic():
        line = record(as_viewer(company.fang), "test", now=NOW)
    assert (line.actor, line.actor_name, line.channel, line.request) == (company.fang.pk, "方芳", "web", "a-request")


@pytest.mark.django_db
def test_personal_values_are_kept_as_digests() -> None:
    with transaction.atomic():
        line = record(
            None, "change_user", kind="user", key=1, change={"login": [None, "lin"], "name": ["a", "b"]}, now=NOW
        )
    assert line.change["name"] == ["a", "b"]
    assert line.change["login"][0] is None
    assert line.change["login"][1].startswith("digest:")
    assert "lin" not in str(line.change["login"])
    assert list(audit_faults()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_auditline SET actor_name = 'x' WHERE seq = 3", Fault(3, FaultKind.CHANGED)),
        ("UPDATE audit_auditline SET change = '{}' WHERE seq = 2", Fault(2, FaultKind.CHANGED)),
        ("DELETE FROM audit_auditline WHERE seq = 2", Fault(2, FaultKind.MISSING)),
        ("DELETE FROM audit_auditline WHERE seq = 1", Fault(1, FaultKind.MISSING)),
        ("UPDATE audit_auditline SET seq = 9 WHERE seq = 4", Fault(4, FaultKind.MISSING)),
        ("DELETE FROM audit_auditline WHERE seq > 3", Fault(5, FaultKind.TRUNCATED)),
        ("DELETE FROM audit_auditline", Fault(5, FaultKind.TRUNCATED)),
    ],
)
def test_a_touched_database_is_found_out(statement: str, fault: Fault) -> None:
    for line in acts(5):
        note_head(Head(line.seq, line.seal))
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert next(audit_faults()) == fault


@pytest.mark.django_db(transaction=True)
def test_a_head_is_noted_when_the_transaction_is_committed() -> None:
    lines = acts(2)
    assert noted_heads() == [Head(line.seq, line.seal) for line in lines]
    assert (Path(audit_path()).stat().st_mode & 0o777, key_mode()) == (0o600, 0o600)


def audit_path() -> str:
    from django.conf import settings

    return str(Path(str(settings.AUDIT_KEY_FILE)).with_name("audit-heads"))


def key_mode() -> int:
    from django.conf import settings

    return Path(str(settings.AUDIT_KEY_FILE)).stat().st_mode & 0o777


@pytest.mark.django_db
def test_a_head_on_paper_finds_a_trail_cut_here_and_beside_the_key() -> None:
    lines = acts(3)
    assert list(audit_faults([Head(4, "0" * 64)])) == [Fault(4, FaultKind.TRUNCATED)]
    assert head_of(f" {Head(3, lines[2].seal)} ") == Head(3, lines[2].seal)
    assert head_of("no head") is None


@pytest.mark.django_db
def test_the_key_can_be_changed_and_older_lines_still_verify() -> None:
    root = as_viewer(cast().root)
    old = acts(2)[0].key_id
    line = rotate_key(viewer=root, now=NOW + timedelta(days=1))
    assert (line.key_id, audit_keys().current) == (old, line.object_key)
    assert acts(1)[0].key_id == line.object_key != old
    assert list(audit_faults()) == []


@pytest.mark.django_db
def test_a_refusal_is_written_down() -> None:
    company = cast()
    with pytest.raises(Denied):
        rotate_key(viewer=as_viewer(company.fang), now=NOW)
    line = record_denied(viewer=as_viewer(company.fang), right=Right.MANAGE_USERS, address="/users/", now=NOW)
    assert (line.outcome, line.object_key) == ("DENIED", "/users/")


@pytest.mark.django_db
def test_everybody_sees_his_own_lines_and_compliance_all() -> None:
    company = cast()
    with transaction.atomic():
        mine = record(as_viewer(company.fang), "test", now=NOW)
        record(as_viewer(company.bo), "test", now=NOW)
    assert list(AuditLine.objects.visible_to(as_viewer(company.fang))) == [mine]
    assert AuditLine.objects.visible_to(as_viewer(company.compliance)).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE audit_auditline SET action = 'x'", "DELETE FROM audit_auditline"])
def test_the_database_refuses_to_change_or_delete_a_line(statement: str) -> None:
    acts(1)
    with connection.cursor() as cursor:
        install_triggers(cursor.execute, connection.vendor)
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            cursor.execute(statement)
        remove_triggers(cursor.execute, connection.vendor)
    assert AuditLine.objects.get().action == "test"
