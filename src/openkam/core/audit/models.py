"""The lines of the audit trail; the database itself refuses to change or delete one."""

from typing import Any, ClassVar, Self

from django.db import models

from openkam.core.access import FieldClass, Right, Rows, Viewer


class AuditRows(Rows["AuditLine"]):
    """Lines of the trail."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All of them for whoever audits; everybody sees what he did himself."""
        if viewer.may(Right.READ_AUDIT):
            return self.all()
        return self.filter(actor=viewer.user) if viewer.may(Right.SIGNED_IN) else self.none()


class AuditLine(models.Model):
    """One act: who, what, on which object, from what to what, with which outcome.

    seq      1, 2, 3 … without a gap
    change   what was written; fields of class PERSON and above as a keyed digest
    previous, seal  the chain: seal = HMAC-SHA256(key, canonical line ‖ previous)
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM, "change": FieldClass.PERSON, "request": FieldClass.RESTRICTED}

    class Outcome(models.TextChoices):
        DONE = "DONE"
        DENIED = "DENIED"

    seq = models.PositiveBigIntegerField(primary_key=True)
    happened_at = models.DateTimeField()
    actor = models.PositiveBigIntegerField(null=True)  # a key of users.User; no foreign key: the trail outlives them
    actor_name = models.CharField(max_length=150)
    channel = models.CharField(max_length=10)  # web, cli, job
    request = models.CharField(max_length=36, blank=True)
    action = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40, blank=True)
    object_key = models.CharField(max_length=60, blank=True)
    change = models.JSONField(default=dict)
    outcome = models.CharField(max_length=6, choices=Outcome.choices, default=Outcome.DONE)
    key_id = models.CharField(max_length=16)
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    objects = AuditRows.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["actor", "seq"], name="audit_by_actor"),
            models.Index(fields=["object_kind", "object_key", "seq"], name="audit_by_object"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"

    def content(self) -> dict[str, Any]:
        """What the seal covers, the chain itself aside."""
        return {name: getattr(self, name) for name in _SEALED_FIELDS}


_SEALED_FIELDS = (
    "happened_at",
    "actor",
    "actor_name",
    "channel",
    "request",
    "action",
    "object_kind",
    "object_key",
    "change",
    "outcome",
)
