"""Writing the audit trail: one line an act, in the transaction of the act itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from openkam.core.access import Right, Viewer, require
from openkam.core.audit.chain import BEGINNING, Head, canonical, digest_of, plain, seal_of
from openkam.core.audit.keys import audit_keys, new_key, note_head, use_key
from openkam.core.audit.models import AuditLine
from openkam.core.audit.origin import origin
from openkam.core.field_classes import SEALED, class_named

DONE: Final = AuditLine.Outcome.DONE
DENIED: Final = AuditLine.Outcome.DENIED
_LOCK: Final = 0x6F6B616D  # any number, the same in every process: who appends holds it until he commits


def record(
    viewer: Viewer | None,
    action: str,
    *,
    kind: str = "",
    key: object = "",
    change: Mapping[str, Any] | None = None,
    now: datetime,
    channel: str | None = None,
    outcome: AuditLine.Outcome = DONE,
) -> AuditLine:
    """Append one line; `viewer` None is the program itself.

    kind, key  the record it was about, e.g. "account" and 12
    change     {"field": [before, after]}; values of class PERSON and above are kept as keyed digests
    channel    web, cli or job; None: as the door said (`coming_from`)

    Raises TransactionManagementError outside a transaction: a line and its act are written together or not at all.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("an audit line belongs into the transaction of its act")
    keys = audit_keys()
    head = locked_head()
    line = AuditLine(
        seq=head.seq + 1,
        happened_at=now,
        actor=viewer.user or None if viewer else None,
        actor_name=plain(viewer.name if viewer else "OpenKAM")[:150],
        channel=channel or origin().channel,
        request=origin().request,
        action=action,
        object_kind=kind,
        object_key=plain(str(key))[:60],
        change=_sealed(kind, change or {}, keys.eldest),
        outcome=outcome,
        key_id=keys.current,
        previous=head.seal,
    )
    line.seal = seal_of(keys.by_id[keys.current], canonical(line.seq, line.content(), line.key_id), line.previous)
    line.save(force_insert=True)
    transaction.on_commit(lambda: note_head(Head(line.seq, line.seal)))
    return line


@transaction.atomic
def record_denied(*, viewer: Viewer, right: Right, address: str, now: datetime) -> AuditLine:
    """Somebody asked for what he has no right to; nothing but this line was written."""
    return record(
        viewer, "denied", kind="address", key=address, change={"right": [None, right]}, now=now, outcome=DENIED
    )


@transaction.atomic
def rotate_key(*, viewer: Viewer, now: datetime) -> AuditLine:
    """Seal with a new key from the next line on; the line that says so still has the old seal.

    The line carries the id of the new key, which is made from the key itself.
    Raises Denied.
    """
    require(viewer, Right.MANAGE_USERS)
    secret, name = new_key()
    line = record(viewer, "rotate_audit_key", kind="audit", key=name, now=now)
    use_key(secret)
    return line


def locked_head() -> Head:
    """The latest line, with nobody else appending until this transaction ends.

    Every act appends a line, so whoever calls this first reads rows that no other act changes meanwhile.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    # SQLite begins every transaction IMMEDIATE (config.database), so there is one writer anyhow.
    latest = AuditLine.objects.order_by("-seq").values_list("seq", "seal").first()
    return Head(*latest) if latest else Head(0, BEGINNING)


def _sealed(kind: str, change: Mapping[str, Any], key: bytes) -> dict[str, Any]:
    return {
        field: _digests(values, key) if class_named(kind, field) in SEALED else plain(values)
        for field, values in change.items()
    }


def _digests(values: Any, key: bytes) -> Any:
    return [digest_of(key, one) for one in values] if isinstance(values, list | tuple) else digest_of(key, values)
