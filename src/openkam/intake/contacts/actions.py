"""What a person does with an import of accounts, people and relations: sends it, says how to read it, publishes it.

Each act is written down at once; the work behind it is a job (`working`). Each one raises Denied without the right, and
Problem where something is wrong; then nothing was changed.
"""

import secrets
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.core.problem import Problem
from openkam.intake.contacts.headers import KINDS, columns_of
from openkam.intake.contacts.left import is_left
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.places import forget, sent_file_of
from openkam.intake.contacts.plan import ACCOUNT_KEYS, PERSON_KEYS, Outcome
from openkam.intake.contacts.taking_back import is_changeable
from openkam.intake.uploads.models import Job
from openkam.ledger.folder import DataFolder

State = ContactImport.State
AT_WORK: Final = (State.CHECKING, State.PUBLISHING, State.RETURNING)
_UNDER_WAY: Final = (Job.State.QUEUED, Job.State.RUNNING)


@transaction.atomic
def begin_contact_import(
    *, viewer: Viewer, folder: DataFolder, file: Path, purpose: str, now: datetime
) -> ContactImport:
    """Keep a file until it is read; what its columns mean is proposed by the job, and its rows are tried."""
    require(viewer, Right.IMPORT_CUSTOMERS)
    batch = ContactImport(
        token=secrets.token_hex(16),
        name=file.name[:255],
        author_id=viewer.user,
        begun_at=now,
        state=State.CHECKING,
        reading={"sheets": [], "keys": {"purpose": purpose[:200], "source": file.name[:200]}},
        job=_job(viewer, now),
    )
    target = sent_file_of(folder, batch)
    target.parent.mkdir(parents=True, mode=0o700)
    try:
        shutil.copyfile(file, target)
        batch.save(force_insert=True)
        change = {"size": [None, target.stat().st_size]}
        record(viewer, "begin_contact_import", kind="contactimport", key=batch.pk, change=change, now=now)
    except BaseException:
        forget(folder, batch)
        raise
    return batch


@transaction.atomic
def choose_contact_columns(
    *, viewer: Viewer, batch: ContactImport, sheets: list[dict[str, Any]], keys: dict[str, str], now: datetime
) -> ContactImport:
    """What each sheet lists, which header is which column, what accounts and people are known by; it is tried anew.

    What the rows would do is unknown until then: the figures of the columns before are forgotten.
    """
    require(viewer, Right.IMPORT_CUSTOMERS)
    known = _own(viewer, _in_state(viewer, batch, State.READ))
    person, account = keys.get("person", ""), keys.get("account", "")
    if len(sheets) != len(known.reading["sheets"]) or person not in PERSON_KEYS or account not in ACCOUNT_KEYS:
        raise _odd()
    for sheet, chosen in zip(known.reading["sheets"], sheets, strict=True):
        kind, mapping = chosen["kind"], {name: header for name, header in chosen["mapping"].items() if header}
        offered = set(sheet["headers"]) - set(sheet["refused"])
        if kind not in KINDS or not offered.issuperset(mapping.values()) or len(set(mapping.values())) < len(mapping):
            raise _odd()
        wanted = columns_of(kind)
        sheet["kind"], sheet["mapping"] = kind, {name: mapping[name] for name in wanted if name in mapping}
    known.reading["keys"] |= {"person": person, "account": account}
    known.state, known.job, known.counts = State.CHECKING, _job(viewer, now), {}
    known.save(update_fields=["reading", "state", "job", "counts"])
    change = {"state": [State.READ, State.CHECKING]}
    record(viewer, "choose_contact_columns", kind="contactimport", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def ask_contact_publication(
    *, viewer: Viewer, batch: ContactImport, seen: dict[str, Any], now: datetime
) -> ContactImport | None:
    """Ask that what was seen be written; None where somebody asked already.

    Raises Problem where the rows were not tried with these columns, the page showed other figures, or nothing would
    change.
    """
    require(viewer, Right.IMPORT_CUSTOMERS)
    locked_head()  # of two who press at once, the second finds the first one's job
    known = _found(viewer, batch)
    if known.state in (State.PUBLISHING, State.PUBLISHED):
        return None
    known = _own(viewer, _in_state(viewer, batch, State.READ))
    if not known.counts:
        raise Problem(
            Text("The rows were not tried with these columns.", "尚未按当前列对应关系检查各行。"),
            remedy=Text("Press “Try again” below the columns.", "请在列对应关系下方点“重新检查”。"),
        )
    if known.counts != seen:
        raise changed_since()
    if not any(counts.get(one) for counts in known.counts.values() for one in (Outcome.CREATED, Outcome.UPDATED)):
        raise Problem(
            Text("Nothing would change.", "没有可发布的变更。"),
            remedy=Text("Correct the file or the columns.", "请更正文件或列的对应关系。"),
        )
    change = _begin(viewer, known, State.PUBLISHING, now)
    record(viewer, "ask_contact_publication", kind="contactimport", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def ask_contact_return(*, viewer: Viewer, batch: ContactImport, now: datetime) -> ContactImport | None:
    """Ask that a published import be taken back; None where somebody asked already."""
    require(viewer, Right.IMPORT_CUSTOMERS)
    locked_head()
    known = _found(viewer, batch)
    if known.state == State.RETURNING:
        return None
    known = _in_state(viewer, batch, State.PUBLISHED)
    if not is_changeable(viewer, known):
        raise not_yours()
    change = _begin(viewer, known, State.RETURNING, now)
    record(viewer, "ask_contact_return", kind="contactimport", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def try_contact_import_again(
    *, viewer: Viewer, folder: DataFolder, batch: ContactImport, now: datetime
) -> ContactImport | None:
    """Do once more what was interrupted; None where it is under way or there is nothing to do.

    Raises Problem where it is another's: its sender would be shown what only the viewer sees.
    """
    require(viewer, Right.IMPORT_CUSTOMERS)
    locked_head()
    known = _found(viewer, batch)
    job = known.job
    if known.state not in AT_WORK:
        return None
    if job is not None and job.state in _UNDER_WAY:
        if not is_left(folder, job, now):
            return None
        Job.objects.filter(pk=job.pk).update(state=Job.State.FAILED, ended_at=now)
    if known.state != State.RETURNING:
        known = _own(viewer, known)
    elif not is_changeable(viewer, known):
        raise not_yours()
    change = _begin(viewer, known, State(known.state), now)
    record(viewer, "try_contact_import_again", kind="contactimport", key=known.pk, change=change, now=now)
    return known


@transaction.atomic
def cancel_contact_import(*, viewer: Viewer, folder: DataFolder, batch: ContactImport, now: datetime) -> None:
    """Nothing of the file is kept. One that is being published is not stopped any more: it can be taken back."""
    require(viewer, Right.IMPORT_CUSTOMERS)
    known = _in_state(viewer, batch, State.READ, State.CHECKING, State.UNREAD)
    if known.job is not None:
        Job.objects.filter(pk=known.job.pk, state__in=_UNDER_WAY).update(is_cancel_wanted=True)
        waiting = Job.objects.filter(pk=known.job.pk, state=Job.State.QUEUED)
        waiting.update(state=Job.State.CANCELLED, ended_at=now)
    known.state = State.CANCELLED
    known.reading["sheets"] = [sheet | {"samples": []} for sheet in known.reading["sheets"]]
    known.save(update_fields=["state", "reading"])
    record(viewer, "cancel_contact_import", kind="contactimport", key=known.pk, now=now)
    transaction.on_commit(lambda: forget(folder, known))


def changed_since() -> Problem:
    """What was shown is not what would happen now."""
    return Problem(
        Text("The records have changed since you looked.", "您查看之后，系统数据已有变化。"),
        remedy=Text("Look at the rows once more, then publish.", "请重新查看后再发布。"),
    )


def not_yours() -> Problem:
    """An account the import wrote to went to others."""
    return Problem(
        Text("Some of its accounts are not yours to change any more.", "其中有客户已不归您修改。"),
        remedy=Text("Ask sales operations to take it back.", "请联系销售运营撤回。"),
    )


def _job(viewer: Viewer, now: datetime) -> Job:
    return Job.objects.create(kind=Job.Kind.PEOPLE, asked_by_id=viewer.user, asked_at=now)


def _begin(viewer: Viewer, known: ContactImport, state: State, now: datetime) -> dict[str, list[str]]:
    """A job that leads to a state; answers what changed, for the trail."""
    before = known.state
    known.state, known.job = state, _job(viewer, now)
    known.save(update_fields=["state", "job"])
    return {"state": [before, state]}


def _in_state(viewer: Viewer, batch: ContactImport, *states: State) -> ContactImport:
    known = _found(viewer, batch)
    if known.state not in states:
        raise Problem(
            Text("This import is at work, or closed.", "该批次正在处理或已结束。"),
            remedy=Text("Load the page again to see how it stands.", "请刷新页面查看当前状态。"),
        )
    return known


def _own(viewer: Viewer, known: ContactImport) -> ContactImport:
    """What a file means, and that it is right, is said by whoever sent it; the trial rests on what he may see."""
    if known.author_id != viewer.user:
        raise Problem(
            Text("Another colleague sent this file.", "此文件由其他同事上传。"),
            remedy=Text("They decide about it, or send it yourself.", "请由其本人处理，或自行上传。"),
        )
    return known


def _found(viewer: Viewer, batch: ContactImport) -> ContactImport:
    rows = ContactImport.objects.visible_to(viewer).select_related("job")
    known: ContactImport | None = rows.filter(pk=batch.pk).first()
    if known is None:
        raise _odd()
    return known


def _odd() -> Problem:
    return Problem(
        Text("The form was not sent as it was shown.", "提交的表单与页面不符。"),
        remedy=Text("Load the page again.", "请刷新页面后重试。"),
    )
