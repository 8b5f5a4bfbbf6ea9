"""What was sent, how far it is, what was found in it, and the jobs that work on it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from openkam.core.access import FieldClass
from openkam.intake.uploads.rows import JobRows, UploadRows
from openkam.ledger.models import Batch
from openkam.records.users.models import User


class Upload(models.Model):
    """Files that somebody sent together, to be published together.

    token     names its folder and its address; nobody can guess it
    choices   by table what a person decided: mapping, day order, decimal mark, currency, parts (`plan.Choices`)
    findings  by table what reading found: problem or receipt, preview, totals (`findings.Finding`)
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM, "findings": FieldClass.PRICE}

    class State(models.TextChoices):
        RECEIVING = "RECEIVING"  # chunks are arriving
        RECEIVED = "RECEIVED"  # every byte is on disk
        PARSED = "PARSED"  # headers are known; questions may be open
        STAGED = "STAGED"  # rows are checked and typed
        PREVIEWED = "PREVIEWED"  # what will be published can be seen, and nothing is open
        PUBLISHING = "PUBLISHING"  # somebody said yes
        PUBLISHED = "PUBLISHED"
        FAILED = "FAILED"
        CANCELLED = "CANCELLED"

    token = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVING)
    source = models.CharField(max_length=100)
    uploader = models.ForeignKey(User, models.PROTECT, related_name="uploads")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    choices: models.JSONField[Any, Any] = models.JSONField(default=dict)
    findings: models.JSONField[Any, Any] = models.JSONField(default=dict)
    load_again = models.BooleanField(default=False)  # although the very bytes are the latest load already
    then_grade = models.BooleanField(default=False)  # all accounts are graded anew once it is published
    then_currency = models.CharField(max_length=40, blank=True)  # in which they then are; blank: as the ledger tells
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="published_uploads")
    batches = models.ManyToManyField(Batch, related_name="uploads")
    customers: models.JSONField[Any, Any] = models.JSONField(default=dict)  # what taking them in found; {}: not yet

    objects = UploadRows.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(source=""), name="upload_names_its_source"),)
        indexes = (models.Index(fields=["-begun_at"], name="upload_latest"),)

    def __str__(self) -> str:
        return f"upload {self.token[:8]}"


class UploadFile(models.Model):
    """One file of an upload: how much of it is here, and what its head says.

    table  blank while nobody knows; `LEFT_OUT` where a person does not want it
    look   headers, samples and how many headers each table knows (`look.look_inside`); {} before
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    LEFT_OUT = "LEFT_OUT"

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    table = models.CharField(max_length=30, blank=True)
    look: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["upload", "position"], name="a_file_position_once_an_upload"),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="no_more_received_than_sent"),
        )

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """Work that goes on while nobody waits: how far it is, and how it ended.

    Whether one that says RUNNING still lives is told by its lock file, which goes with the process (`work.is_alive`).
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    class Kind(models.TextChoices):
        CHECK = "CHECK"
        PUBLISH = "PUBLISH"
        GRADE = "GRADE"
        PEOPLE = "PEOPLE"  # an import of accounts, people and relations, seen by whoever may see that import

    class State(models.TextChoices):
        QUEUED = "QUEUED"
        RUNNING = "RUNNING"
        DONE = "DONE"
        FAILED = "FAILED"
        CANCELLED = "CANCELLED"

    upload = models.ForeignKey(Upload, models.CASCADE, null=True, related_name="jobs")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="jobs")
    asked_at = models.DateTimeField()
    currency = models.CharField(max_length=40, blank=True)  # of a grading; blank: as the ledger tells
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=255, blank=True)  # the table or file it is at
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)  # 0: nobody knows
    is_cancel_wanted = models.BooleanField(default=False)
    problem: models.JSONField[Any, Any] = models.JSONField(default=dict)  # `findings.problem_meta`; {}: none

    objects = JobRows.as_manager()

    class Meta:
        indexes = (models.Index(fields=["upload", "-asked_at"], name="job_latest"),)

    def __str__(self) -> str:
        return f"{self.kind} job {self.pk}"
