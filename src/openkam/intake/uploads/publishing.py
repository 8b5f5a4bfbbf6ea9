"""The job that publishes an upload: all its tables as one version of the ledger, then its customers as accounts."""

from pathlib import Path

from openkam.analysis.words import Text
from openkam.core.access import Right, Viewer, require
from openkam.core.audit.actions import record
from openkam.core.problem import Problem
from openkam.intake.child import Progress
from openkam.intake.load import arrival_of
from openkam.intake.uploads.choices import TABLE
from openkam.intake.uploads.customers import take_in_ledger
from openkam.intake.uploads.models import Job, Upload
from openkam.intake.uploads.places import forget, staged_of
from openkam.intake.uploads.queries import repeated_batches
from openkam.intake.uploads.standing import Standing, TableStanding, standing_of
from openkam.intake.uploads.work import Clock, Watch, running
from openkam.ledger.batches import publish_batches
from openkam.ledger.entries import Arrival
from openkam.ledger.folder import DataFolder
from openkam.ledger.manifest import latest_batch_number
from openkam.ledger.models import Batch
from openkam.ledger.parquet import connect, literal, write_batch
from openkam.ledger.store import file_sha256, staging


class PublishedMeanwhile(Exception):
    """Somebody else published or cancelled the upload first; nothing was written."""


def publish(folder: DataFolder, job: Job, viewer: Viewer, clock: Clock) -> bool:
    """Publish and take the customers in; where that was interrupted before, do what is left. Whether all is done.

    `viewer` is whoever asked for it, with the rights he has now.
    """
    upload = job.upload
    if upload is None:
        return False
    is_done = False
    with running(folder, job, clock) as watch:
        if watch is None:
            return False
        try:
            require(viewer, Right.LOAD_DATA)
            if upload.state == Upload.State.PUBLISHING:
                _publish(folder, upload, viewer, watch, clock)
                upload.refresh_from_db()
            if upload.state == Upload.State.PUBLISHED:
                _take_customers_in(folder, upload, viewer, watch, clock)
                is_done = True
        except BaseException:
            stuck = Upload.objects.filter(pk=upload.pk, state=Upload.State.PUBLISHING)
            stuck.update(state=Upload.State.PREVIEWED, changed_at=clock())
            raise
    return is_done


def _publish(folder: DataFolder, upload: Upload, viewer: Viewer, watch: Watch, clock: Clock) -> None:
    standing = standing_of(upload)
    tables = _wanted(standing)
    now = clock()

    def write_down(batches: list[Batch]) -> None:
        # Part of the ledger's own transaction: the load, its line in the trail and the end of the upload, or nothing.
        waiting = Upload.objects.filter(pk=upload.pk, state=Upload.State.PUBLISHING)
        if not waiting.update(state=Upload.State.PUBLISHED, published_at=now, changed_at=now):
            raise PublishedMeanwhile(upload.token)
        upload.batches.set(batches)
        record(
            viewer,
            "publish_upload",
            kind="upload",
            key=upload.token,
            change={f"batch {batch.number}": [None, f"{batch.table}: {batch.rows_used}"] for batch in batches},
            now=now,
        )

    with staging(folder) as place:
        first = latest_batch_number() + 1
        arrivals = []
        for number, table in enumerate(tables, first):
            watch.subject = table.table
            watch(Progress("publish", number - first, len(tables)))
            arrivals.append(_arrival(folder, upload, table, number, place))
        watch.stop_if_wanted()
        publish_batches(
            folder=folder,
            place=place,
            arrivals=arrivals,
            source=upload.source,
            actor=viewer.name,
            now=now,
            alongside=write_down,
        )
    forget(folder, upload.token, keep_set_aside=True)


def _wanted(standing: Standing) -> list[TableStanding]:
    """The tables that are not loaded already, with everything checked."""
    if not standing.is_complete:
        raise Problem(
            Text("Something about these files is still open.", "这些文件还有待确认的内容。"),
            remedy=Text("Answer the questions on this page first.", "请先回答本页的问题。"),
        )
    repeated = {} if standing.upload.load_again else repeated_batches(standing)
    tables = [table for table in standing.tables if table.table not in repeated]
    if not tables:
        numbers = ", ".join(str(batch.number) for batch in repeated.values())
        raise Problem(
            Text("These files are loaded already (load {numbers}).", "这些文件已导入过（第 {numbers} 批）。").filled(
                numbers=numbers
            ),
            remedy=Text(
                "There is nothing to do; or say that they are to be loaded again.",
                "无需操作；如确需重新导入，请选择“重新导入”。",
            ),
        )
    return tables


def _arrival(folder: DataFolder, upload: Upload, table: TableStanding, number: int, place: Path) -> Arrival:
    """The rows as they were checked, in the shape in which the ledger publishes them."""
    staged = staged_of(folder, upload.token, table.table)
    finding = table.finding
    if (
        finding is None
        or finding.receipt is None
        or not staged.exists()
        or file_sha256(staged) != finding.staged_sha256
    ):
        raise Problem(
            Text("The checked rows are not on the disk as they were written.", "已检查的数据与写入时不一致。"),
            remedy=Text("Send the files again.", "请重新上传文件。"),
        )
    target = place / table.table
    with connect(folder.path, spill=place / "spill") as connection:
        rows = f"SELECT * FROM read_parquet({literal(staged)})"
        write_batch(connection, TABLE[table.table], rows, target, source=upload.source, number=number)
    return arrival_of(table.table, target, finding.receipt)


def _take_customers_in(folder: DataFolder, upload: Upload, viewer: Viewer, watch: Watch, clock: Clock) -> None:
    watch.subject = ""
    watch(Progress("customers", 0, 0))
    taken = take_in_ledger(folder, viewer, upload.source, clock())
    Upload.objects.filter(pk=upload.pk).update(customers=taken)
