"""The work behind an import of people: reading and trying a file, publishing it, taking it back.

A job of the worker, so that it outlives the page. Publishing and taking back are one transaction each: a process that
is killed leaves nothing half done, and the job begins anew.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import transaction

from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import locked_head, record
from openkam.intake.child import Progress, run_limited
from openkam.intake.contacts.actions import changed_since, not_yours
from openkam.intake.contacts.headers import ACCOUNTS, LEFT_OUT, PEOPLE, TIES, missing, proposed
from openkam.intake.contacts.inside import MOST_SHEETS
from openkam.intake.contacts.kept_plan import Kept, forget_plan, keep_plan, kept_plan, moment
from openkam.intake.contacts.meter import FileMeter, Meter
from openkam.intake.contacts.models import ContactImport
from openkam.intake.contacts.pieces import PieceMaker
from openkam.intake.contacts.places import (
    forget,
    forget_rows,
    forget_sent_file,
    keys_of,
    place_of,
    readings_of,
    sent_file_of,
    write_tried,
)
from openkam.intake.contacts.plan import Outcome, Plan
from openkam.intake.contacts.taking_back import is_changeable, preview, take_back
from openkam.intake.contacts.trial import Trial, try_sheets
from openkam.intake.contacts.writing import write_plan
from openkam.intake.uploads.models import Job
from openkam.intake.uploads.work import Clock, running
from openkam.ledger.folder import DataFolder

State = ContactImport.State
MEMORY: Final = 1 << 30
SECONDS: Final = 300
_AFTERWARDS: Final = {State.CHECKING: State.UNREAD, State.PUBLISHING: State.READ, State.RETURNING: State.PUBLISHED}
"""Where an import stands when its job ended in the middle: nothing was changed."""


def work_on_import(folder: DataFolder, job: Job, viewer: Viewer, clock: Clock) -> None:
    """Whatever the import waits for; `viewer` is whoever asked for it, with the rights he has now."""
    with running(folder, job, clock) as watch:
        batch = ContactImport.objects.filter(job=job).first()
        if watch is None or batch is None:
            return
        meter = FileMeter(place_of(folder, batch), watch.stop_if_wanted)
        with _falling_back(folder, batch, watch.stop_if_wanted):
            require(viewer, Right.IMPORT_CUSTOMERS)
            if batch.state == State.CHECKING:
                _check(viewer, folder, batch, meter)
            elif batch.state == State.PUBLISHING:
                _publish(viewer, folder, batch, clock, meter)
            elif batch.state == State.RETURNING:
                _return(viewer, batch, clock, meter)


@contextmanager
def _falling_back(folder: DataFolder, batch: ContactImport, stop: Callable[[], None]) -> Iterator[None]:
    """Whatever goes wrong: the import can be gone on with, and a job never overrules what a person did meanwhile.

    A process that is told to stop leaves the import as it is: its job begins anew. Of one that was given up the files
    go while its job works on them: what fails for that is its end, asked for by a person (`stop`), and no fault.
    """
    state = batch.state
    try:
        yield
    except Exception:
        after = _AFTERWARDS.get(State(state))
        if after == State.UNREAD and batch.reading["sheets"]:
            after = State.READ
        if after is not None:
            ContactImport.objects.filter(pk=batch.pk, state=state).update(state=after)
        if after == State.UNREAD:
            forget_sent_file(folder, batch)
        _forget_if_given_up(folder, batch)
        stop()
        raise


def _forget_if_given_up(folder: DataFolder, batch: ContactImport) -> None:
    """What a job wrote after its import was given up names people."""
    if ContactImport.objects.filter(pk=batch.pk, state=State.CANCELLED).exists():
        forget(folder, batch)


def _check(viewer: Viewer, folder: DataFolder, batch: ContactImport, meter: Meter) -> None:
    if not batch.reading["sheets"]:
        batch.reading["sheets"] = _read(folder, batch, meter)
    forget_plan(place_of(folder, batch))
    since = moment()
    trial = _try(viewer, folder, batch, meter)
    batch.counts = counts_of(trial)
    write_tried(folder, batch, trial)
    keep_plan(place_of(folder, batch), trial.plan, since, batch.reading)
    checked = ContactImport.objects.filter(pk=batch.pk, state=State.CHECKING)
    checked.update(state=State.READ, reading=batch.reading, counts=batch.counts)
    forget_sent_file(folder, batch)
    _forget_if_given_up(folder, batch)


def _read(folder: DataFolder, batch: ContactImport, meter: Meter) -> list[dict[str, Any]]:
    """In a limited process: the file comes from outside."""
    place = place_of(folder, batch)

    def on_progress(progress: Progress) -> None:
        meter("read", progress.done, progress.total)

    meter("read", 0, 0)
    parcel = run_limited(
        "openkam.intake.contacts.inside:read_inside",
        {"files": [str(sent_file_of(folder, batch))]},
        memory_bytes=MEMORY,
        seconds=SECONDS,
        on_progress=on_progress,
        keep={f"sheet_{number}.csv": place / f"sheet_{number}.csv" for number in range(MOST_SHEETS)},
        beside=place,
    )
    return [_understood(sheet) for sheet in parcel.meta["sheets"]]


def _understood(sheet: dict[str, Any]) -> dict[str, Any]:
    found = proposed(sheet["headers"])
    return sheet | {"kind": found.kind, "mapping": found.mapping, "refused": found.refused}


def _publish(viewer: Viewer, folder: DataFolder, batch: ContactImport, clock: Clock, meter: Meter) -> None:
    """Everything that was shown is written at once, or nothing where the records changed meanwhile.

    As much as can be is done before others have to wait with their writing: the plan is read, or the rows are tried.
    """
    place = place_of(folder, batch)
    with PieceMaker(_rows_to_come(batch)) as pieces:
        kept = kept_plan(place, viewer, batch.reading)
        if kept is None or not kept.since.stands():
            kept = _fresh(viewer, folder, batch, meter)
        with transaction.atomic():
            locked_head()  # nobody else writes people or accounts meanwhile
            known = ContactImport.objects.filter(pk=batch.pk, state=State.PUBLISHING).first()
            if known is None:
                return
            if kept is not None and not kept.since.stands():
                kept = _fresh(viewer, folder, known, meter)
            if kept is not None:
                _write(kept.plan, known, clock, meter, pieces)
                transaction.on_commit(lambda: forget_rows(folder, known))
                return
    raise changed_since()


def _fresh(viewer: Viewer, folder: DataFolder, batch: ContactImport, meter: Meter) -> Kept | None:
    """The rows tried once more; None where that is not what was shown: then it is shown anew."""
    since = moment()
    trial = _try(viewer, folder, batch, meter)
    if counts_of(trial) == batch.counts:
        return Kept(trial.plan, since)
    write_tried(folder, batch, trial)
    ContactImport.objects.filter(pk=batch.pk, state=State.PUBLISHING).update(counts=counts_of(trial))
    return None


def _rows_to_come(batch: ContactImport) -> int:
    return sum(batch.counts.get(kind, {}).get(Outcome.CREATED, 0) for kind in (ACCOUNTS, PEOPLE))


def _write(plan: Plan, known: ContactImport, clock: Clock, meter: Meter, pieces: PieceMaker) -> None:
    now = clock()
    write_plan(plan, known, now, meter, pieces)
    known.state, known.published_at = State.PUBLISHED, now
    known.reading["sheets"] = [sheet | {"samples": []} for sheet in known.reading["sheets"]]
    known.save(update_fields=["state", "published_at", "reading"])
    told = {kind: counts for kind, counts in known.counts.items() if kind != TIES}  # theirs who work on the accounts
    change = {"counts": [None, told], "state": [State.READ, State.PUBLISHED]}
    record(plan.viewer, "publish_contacts", kind="contactimport", key=known.pk, change=change, now=now)


@transaction.atomic
def _return(viewer: Viewer, batch: ContactImport, clock: Clock, meter: Meter) -> None:
    """What the import made goes, what it changed returns; rows changed or used since stay as they are."""
    locked_head()
    known = ContactImport.objects.filter(pk=batch.pk, state=State.RETURNING).first()
    if known is None:
        return
    if not is_changeable(viewer, known):
        raise not_yours()
    shown = preview(viewer, known).counts
    take_back(known, meter)
    known.state = State.TAKEN_BACK
    known.save(update_fields=["state"])
    change = dict(zip(("removed", "restored", "kept"), ([None, count] for count in shown), strict=True))
    record(viewer, "take_back_contacts", kind="contactimport", key=known.pk, change=change, now=clock())


def _try(viewer: Viewer, folder: DataFolder, batch: ContactImport, meter: Meter) -> Trial:
    """Of the sheets whose columns suffice."""
    ready = [
        sheet
        for sheet in readings_of(folder, batch)
        if sheet.kind != LEFT_OUT and not missing(sheet.kind, dict(sheet.mapping))
    ]
    return try_sheets(viewer, ready, keys_of(batch), viewer.today, meter)


def counts_of(trial: Trial) -> dict[str, dict[str, int]]:
    """How many rows of each kind came out how, as it is kept and compared."""
    return {kind: {str(name): count for name, count in sorted(counts.items())} for kind, counts in trial.counts.items()}
