"""Which files make up the published ledger, asked of the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Max, Q

from openkam.core.prepared import Prepared
from openkam.ledger.models import Batch, BatchPart, PublishedFile, Version


@dataclass(frozen=True)
class Manifest:
    """One version of the ledger and its files."""

    version: int
    files: tuple[PublishedFile, ...]

    def of(self, table: str) -> list[PublishedFile]:
        """The files of one table."""
        return [file for file in self.files if file.table == table]


def ledger_version() -> int:
    """The number of the latest published version; 0 before the first load."""
    return next(iter(_LATEST()), 0)


def _latest() -> Any:
    return Version.objects.order_by("-number").values_list("number", flat=True)[:1]


_LATEST: Final[Prepared[int]] = Prepared(_latest)


def latest_manifest() -> Manifest:
    """The files of the latest version, never a mixture of two.

    Asks again where a load published a new version between the two questions.
    """
    while True:
        version = ledger_version()
        live = Q(removed_in=None) | Q(removed_in__gt=version)
        files = tuple(PublishedFile.objects.filter(live, added_in__lte=version).order_by("table", "month", "source"))
        if ledger_version() == version:
            return Manifest(version, files)


def published_currencies() -> set[str]:
    """The currencies that published invoice lines name."""
    return {currency for currency in _CURRENCIES() if currency}


def _currencies() -> Any:
    live = PublishedFile.objects.filter(removed_in=None, table="invoice_lines")
    return live.values_list("amounts__currency", flat=True).distinct()


_CURRENCIES: Final[Prepared[str | None]] = Prepared(_currencies)


def latest_batch_number() -> int:
    """The number of the latest batch, rolled back or not; 0 before the first load."""
    return Batch.objects.aggregate(latest=Max("number"))["latest"] or 0


def published_batches(table: str, source: str) -> list[Batch]:
    """Batches of one table from one source that were not rolled back, earliest first."""
    found = Batch.objects.filter(table=table, source=source, status=Batch.Status.PUBLISHED)
    return list(found.order_by("number"))


def known_paths() -> set[str]:
    """Every path below `ledger/` that a batch or a version names, also of files soon to be removed."""
    return {*PublishedFile.objects.values_list("path", flat=True), *batch_paths()}


def batch_paths() -> set[str]:
    """Paths of the files of every batch, published or not: they are never removed."""
    return set(BatchPart.objects.values_list("path", flat=True))


def stale_files() -> list[PublishedFile]:
    """Files that left the ledger before the current version was made: no reader of the last two versions needs them.

    Those of a batch leave the manifest only; the batch keeps them.
    """
    return list(PublishedFile.objects.filter(removed_in__lt=ledger_version()))


def forget_files(files: Iterable[PublishedFile]) -> None:
    """Strike files off the manifest once they are gone."""
    PublishedFile.objects.filter(pk__in=[file.pk for file in files]).delete()
