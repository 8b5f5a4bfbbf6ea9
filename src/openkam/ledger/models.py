"""What was loaded, by whom, and which files hold the published ledger: facts themselves are Parquet, not rows here."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from openkam.analysis.schema import TABLES
from openkam.core.access import FieldClass
from openkam.core.fields import MoneyField

_TABLE_NAMES = [table.name for table in TABLES]


class Version(models.Model):
    """One state of the whole published ledger; readers see one version and never a mixture of two."""

    number = models.PositiveIntegerField(primary_key=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"version {self.number}"


class Batch(models.Model):
    """One load of one table from one source, with its control totals; it can be rolled back, never changed."""

    ACT_CLASSES: ClassVar = {"reason": FieldClass.COMPANY}

    class Status(models.TextChoices):
        PUBLISHED = "PUBLISHED"
        ROLLED_BACK = "ROLLED_BACK"

    number = models.PositiveIntegerField(primary_key=True)
    source = models.CharField(max_length=100)
    table = models.CharField(max_length=30)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.PUBLISHED)
    version = models.ForeignKey(Version, models.PROTECT, related_name="batches")
    loaded_at = models.DateTimeField()
    loaded_by = models.CharField(max_length=150)
    rows_read = models.PositiveBigIntegerField()
    rows_used = models.PositiveBigIntegerField()
    rows_set_aside = models.PositiveBigIntegerField()
    rows_replaced = models.PositiveBigIntegerField()  # within the load; a part of those set aside
    rows_superseded = models.PositiveBigIntegerField()  # published earlier, taken over by this load
    amount_read = MoneyField()
    amount_used = MoneyField()
    amount_set_aside = MoneyField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    rolled_back_in = models.ForeignKey(Version, models.PROTECT, related_name="rollbacks", null=True)
    rolled_back_at = models.DateTimeField(null=True)
    rolled_back_by = models.CharField(max_length=150, blank=True)
    rollback_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(table__in=_TABLE_NAMES), name="batch_table_is_known"),
            models.CheckConstraint(condition=~Q(source=""), name="batch_names_its_source"),
            models.CheckConstraint(
                condition=Q(rows_read=F("rows_used") + F("rows_set_aside")), name="batch_rows_close"
            ),
            models.CheckConstraint(
                condition=Q(amount_read=F("amount_used") + F("amount_set_aside")), name="batch_amounts_close"
            ),
            models.CheckConstraint(
                condition=Q(rows_replaced__lte=F("rows_set_aside")), name="batch_replaced_rows_are_set_aside"
            ),
            models.CheckConstraint(
                condition=Q(
                    status="PUBLISHED", rolled_back_in=None, rolled_back_at=None, rolled_back_by="", rollback_reason=""
                )
                | (
                    Q(status="ROLLED_BACK", rolled_back_in__isnull=False, rolled_back_at__isnull=False)
                    & ~Q(rolled_back_by="")
                    & ~Q(rollback_reason="")
                ),
                name="rollback_says_who_when_and_why",
            ),
        )
        indexes = (models.Index(fields=["table", "source", "number"], name="batch_by_source"),)

    def __str__(self) -> str:
        return f"batch {self.number} ({self.table} from {self.source})"


class BatchFile(models.Model):
    """A file that a batch came from."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    rows_read = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return self.name


class BatchPart(models.Model):
    """A Parquet file with rows of a batch, immutable and kept for ever; the manifest may name it too."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="parts")
    path = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.path


class BatchAmount(models.Model):
    """What a batch brought in one currency; blank where the file named none."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="amounts")
    currency = models.CharField(max_length=40, blank=True)
    rows = models.PositiveBigIntegerField()
    amount = MoneyField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "currency"], name="one_amount_a_batch_and_currency"),)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


class PublishedFile(models.Model):
    """One line of the manifest: a Parquet file and the versions in which it counts.

    A file of invoice lines holds lines of one month: a batch's own, or written anew where lines were superseded. Every
    other table has one file a source.
    """

    table = models.CharField(max_length=30)
    source = models.CharField(max_length=100, blank=True)
    month = models.DateField(null=True)
    path = models.CharField(max_length=200, unique=True)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveBigIntegerField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    added_in = models.ForeignKey(Version, models.PROTECT, related_name="added_files")
    removed_in = models.ForeignKey(Version, models.PROTECT, related_name="removed_files", null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(table__in=_TABLE_NAMES), name="published_table_is_known"),
            models.CheckConstraint(
                condition=Q(table="invoice_lines", source="", month__isnull=False)
                | (~Q(table="invoice_lines") & ~Q(source="") & Q(month=None)),
                name="lines_by_month_others_by_source",
            ),
            models.CheckConstraint(
                condition=Q(removed_in=None) | Q(removed_in__gt=F("added_in")), name="removed_after_added"
            ),
            models.UniqueConstraint(
                fields=["table", "source"], condition=Q(removed_in=None, month=None), name="one_live_file_a_source"
            ),
        )

    def __str__(self) -> str:
        return self.path


class PublishedAmount(models.Model):
    """What a published file holds in one currency."""

    file = models.ForeignKey(PublishedFile, models.CASCADE, related_name="amounts")
    currency = models.CharField(max_length=40, blank=True)
    rows = models.PositiveBigIntegerField()
    amount = MoneyField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["file", "currency"], name="one_amount_a_file_and_currency"),)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
