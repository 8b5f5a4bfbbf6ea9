"""What was decided about two people who may be one."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from openkam.core.access import FieldClass
from openkam.records.contacts.models import Person
from openkam.records.duplicates.rows import PersonMatchRows
from openkam.records.users.models import User


class PersonMatch(models.Model):
    """A decision about a pair: merged, kept apart, or a merge taken back; pairs nobody decided are not kept.

    moved   keys of the rows that went over, by record and field: what an undo moves back
    before  fields of the kept person as they were; after: as the merge made them
    """

    FIELD_CLASSES: ClassVar = {
        "*": FieldClass.TEAM,
        "before": FieldClass.CONTACT,
        "after": FieldClass.CONTACT,
    }

    class State(models.TextChoices):
        MERGED = "MERGED"
        REFUSED = "REFUSED"
        UNDONE = "UNDONE"

    kept = models.ForeignKey(Person, models.CASCADE, related_name="matches_kept")
    absorbed = models.ForeignKey(Person, models.CASCADE, related_name="matches_absorbed")
    state = models.CharField(max_length=7, choices=State.choices)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="person_matches")
    decided_at = models.DateTimeField()
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = PersonMatchRows.as_manager()

    class Meta:
        verbose_name_plural = "person matches"
        constraints = (
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="person_match_names_two"),
            models.UniqueConstraint(fields=["kept", "absorbed"], name="one_decision_a_pair_of_people"),
        )
