"""Acts on imports of accounts, people and relations: begin, decide the columns, publish, take back, give up.

Each one raises Denied without the right, and Problem where something is wrong; then nothing was changed.
"""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.core.problem import Problem
from openkam.intake.child import run_limited
from openkam.intake.contacts.headers import KINDS, LEFT_OUT, columns_of, missing, proposed
from openkam.intake.contacts.inside import MOST_SHEETS
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.places import forget, forget_rows, keys_of, place_of, readings_of, write_tried
from openkam.intake.contacts.taking_back import TakenBack, is_changeable, preview, take_back
from openkam.intake.contacts.trial import Trial, try_sheets
from openkam.intake.contacts.writing import write_plan
from openkam.ledger.folder import DataFolder

State = ContactImport.State
MEMORY: Final = 1 << 30
SECONDS: Final = 300
PERSON_KEYS: Final = ("name", "email", "phone")


@transaction.atomic
def begin_contact_import(
    *, viewer: Viewer, folder: DataFolder, file: Path, purpose: str, now: datetime
) -> ContactImport:
    """Read a file in a limited process, propose what its columns mean, and try it; the file itself is not kept."""
    require(viewer, Right.IMPORT_CUSTOMERS)
    batch = ContactImport(token=secrets.token_hex(16), name=file.name[:255], author_id=viewer.user, begun_at=now)
    place = place_of(folder, batch)
    place.mkdir(parents=True, mode=0o700)
    try:
        keep = {f"sheet_{number}.csv": place / f"sheet_{number}.csv" for number in range(MOST_SHEETS)}
        parcel = run_limited(
            "openkam.intake.contacts.inside:read_inside",
            {"files": [str(file)]},
            memory_bytes=MEMORY,
            seconds=SECONDS,
            keep=keep,
        )
        batch.reading = {
            "sheets": [_understood(sheet) for sheet in parcel.meta["sheets"]],
            "keys": {"person": "name", "purpose": purpose[:200], "source": file.name[:200]},
        }
        trial = _try(viewer, folder, batch)
        batch.save(force_insert=True)
    except BaseException:
        forget(folder, batch)
        raise
    change = {"counts": [None, batch.counts], "taken": [None, trial.taken]}
    record(viewer, "begin_contact_import", kind="contactimport", key=batch.pk, change=change, now=now)
    return batch


@transaction.atomic
def choose_contact_columns(
    *, viewer: Viewer, folder: DataFolder, batch: ContactImport, sheets: list[dict[str, Any]], key: str, now: datetime
) -> ContactImport:
    """What each sheet lists, which header is which column, and what a person is known by; it is tried anew."""
    require(viewer, Right.IMPORT_CUSTOMERS)
    known = _open(viewer, batch)
    if len(sheets) != len(known.reading["sheets"]) or key not in PERSON_KEYS:
        raise _odd()
    for sheet, chosen in zip(known.reading["sheets"], sheets, strict=True):
        kind, mapping = chosen["kind"], {name: header for name, header in chosen["mapping"].items() if header}
        offered = set(sheet["headers"]) - set(sheet["refused"])
        if kind not in KINDS or not offered.issuperset(mapping.values()) or len(set(mapping.values())) < len(mapping):
            raise _odd()
        wanted = columns_of(kind)
        sheet["kind"], sheet["mapping"] = kind, {name: mapping[name] for name in wanted if name in mapping}
    known.reading["keys"]["person"] = key
    _try(viewer, folder, known)
    known.save(update_fields=["reading", "counts"])
    change = {"counts": [None, known.counts]}
    record(viewer, "choose_contact_columns", kind="contactimport", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def publish_contacts(
    *, viewer: Viewer, folder: DataFolder, batch: ContactImport, seen: dict[str, Any], now: datetime
) -> ContactImport:
    """Everything that was shown is written at once; asked twice, it is written once.

    Raises Problem where the records changed so that it would do something else than was shown.
    """
    require(viewer, Right.IMPORT_CUSTOMERS)
    locked_head()  # nobody else writes people or accounts meanwhile
    known = _open(viewer, batch)
    trial = _try(viewer, folder, known)
    if known.counts != seen:
        raise Problem(
            Text("The records have changed since you looked.", "您查看之后，系统数据已有变化。"),
            remedy=Text("Look at the rows once more, then publish.", "请重新查看后再发布。"),
        )
    if not trial.taken:
        raise Problem(
            Text("Nothing would change.", "没有可发布的变更。"),
            remedy=Text("Correct the file or the columns.", "请更正文件或列的对应关系。"),
        )
    known.state, known.published_at = State.PUBLISHED, now
    known.save(update_fields=["state", "published_at", "counts"])
    write_plan(trial.plan, known, now)
    change = {"counts": [None, known.counts], "state": [State.READ, State.PUBLISHED]}
    known.reading["sheets"] = [sheet | {"samples": []} for sheet in known.reading["sheets"]]
    known.save(update_fields=["reading"])
    transaction.on_commit(lambda: forget_rows(folder, known))
    record(viewer, "publish_contacts", kind="contactimport", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def take_back_contacts(*, viewer: Viewer, batch: ContactImport, now: datetime) -> TakenBack:
    """What the import made goes, what it changed returns; rows changed or used since stay as they are."""
    require(viewer, Right.IMPORT_CUSTOMERS)
    locked_head()
    known = _found(viewer, batch)
    if known.state != State.PUBLISHED:
        raise _odd()
    if not is_changeable(viewer, known):
        raise Problem(
            Text("Some of its accounts are not yours to change any more.", "其中有客户已不归您修改。"),
            remedy=Text("Ask sales operations to take it back.", "请联系销售运营撤回。"),
        )
    plan = preview(known)
    take_back(known, plan)
    known.state = State.TAKEN_BACK
    known.save(update_fields=["state"])
    removed, restored, kept = plan.counts
    change = {"removed": [None, removed], "restored": [None, restored], "kept": [None, kept]}
    record(viewer, "take_back_contacts", kind="contactimport", key=known.pk, change=change, now=now)
    return plan


@transaction.atomic
def cancel_contact_import(*, viewer: Viewer, folder: DataFolder, batch: ContactImport, now: datetime) -> None:
    """Nothing of the file is kept."""
    require(viewer, Right.IMPORT_CUSTOMERS)
    known = _open(viewer, batch)
    known.state = State.CANCELLED
    known.reading["sheets"] = [sheet | {"samples": []} for sheet in known.reading["sheets"]]
    known.save(update_fields=["state", "reading"])
    record(viewer, "cancel_contact_import", kind="contactimport", key=known.pk, now=now)
    transaction.on_commit(lambda: forget(folder, known))


def _understood(sheet: dict[str, Any]) -> dict[str, Any]:
    found = proposed(sheet["headers"])
    return sheet | {"kind": found.kind, "mapping": found.mapping, "refused": found.refused}


def _try(viewer: Viewer, folder: DataFolder, batch: ContactImport) -> Trial:
    """Of the sheets whose columns suffice."""
    ready = [
        sheet
        for sheet in readings_of(folder, batch)
        if sheet.kind != LEFT_OUT and not missing(sheet.kind, dict(sheet.mapping))
    ]
    trial = try_sheets(viewer, ready, keys_of(batch), viewer.today)
    batch.counts = {
        kind: {str(name): count for name, count in sorted(counts.items())} for kind, counts in trial.counts.items()
    }
    write_tried(folder, batch, trial)
    return trial


def _open(viewer: Viewer, batch: ContactImport) -> ContactImport:
    known = _found(viewer, batch)
    if known.state != State.READ:
        raise Problem(
            Text("This import is closed.", "该批次已结束。"), remedy=Text("Send the file again.", "请重新上传文件。")
        )
    return known


def _found(viewer: Viewer, batch: ContactImport) -> ContactImport:
    known: ContactImport | None = ContactImport.objects.visible_to(viewer).filter(pk=batch.pk).first()
    if known is None:
        raise _odd()
    return known


def _odd() -> Problem:
    return Problem(
        Text("The form was not sent as it was shown.", "提交的表单与页面不符。"),
        remedy=Text("Load the page again.", "请刷新页面后重试。"),
    )
