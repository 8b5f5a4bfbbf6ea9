"""An import of accounts, people and relations: what was sent, how it is read, and what it wrote."""

from typing import Any, ClassVar

from django.db import models

from openkam.core.access import FieldClass
from openkam.intake.contacts.rows import ContactImportRows, ImportedRowRows
from openkam.intake.uploads.models import Job
from openkam.records.accounts.models import Account
from openkam.records.contacts.models import Person
from openkam.records.users.models import User


class ContactImport(models.Model):
    """Sheets that somebody sent together.

    token    names its folder and its address; nobody can guess it
    reading  by sheet: what it lists and which header each column is; and the keys known rows are found by
    counts   what the latest try, or the publication, made of the rows
    job      the latest work on it: reading and trying, publishing, or taking back
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    class State(models.TextChoices):
        CHECKING = "CHECKING"  # being read and tried
        UNREAD = "UNREAD"  # the file could not be read
        READ = "READ"
        PUBLISHING = "PUBLISHING"
        PUBLISHED = "PUBLISHED"
        RETURNING = "RETURNING"  # being taken back
        TAKEN_BACK = "TAKEN_BACK"
        CANCELLED = "CANCELLED"

    token = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READ)
    name = models.CharField(max_length=255)
    author = models.ForeignKey(User, models.PROTECT, related_name="contact_imports")
    begun_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    reading: models.JSONField[Any, Any] = models.JSONField(default=dict)
    counts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="contact_imports")

    objects = ContactImportRows.as_manager()

    class Meta:
        indexes = (models.Index(fields=["-begun_at"], name="contact_import_latest"),)

    def __str__(self) -> str:
        return self.name


class ImportedRow(models.Model):
    """A record an import made or changed: what it was before, and a stamp of what it was afterwards.

    before  fields by name; None for a record that is new
    stamp   a record whose stamp is another was changed since, and is not taken back
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM, "before": FieldClass.CONTACT}

    class Kind(models.TextChoices):
        ACCOUNT = "ACCOUNT"
        PERSON = "PERSON"
        EMPLOYMENT = "EMPLOYMENT"
        ROLE = "ROLE"
        RELATION = "RELATION"
        LINE = "LINE"
        TIE = "TIE"

    batch = models.ForeignKey(ContactImport, models.CASCADE, related_name="rows")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    account = models.ForeignKey(Account, models.CASCADE, related_name="imported_rows", null=True)
    person = models.ForeignKey(Person, models.CASCADE, related_name="imported_rows", null=True)
    record = models.PositiveBigIntegerField()  # its key, in the table of its kind
    before: models.JSONField[Any, Any] = models.JSONField(null=True)
    stamp = models.CharField(max_length=16)

    objects = ImportedRowRows.as_manager()

    class Meta:
        indexes = (models.Index(fields=["batch", "kind"], name="imported_row_by_batch"),)
