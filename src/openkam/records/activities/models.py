"""The development log: what happened between a customer and us, who was there, what was said and what comes next."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from openkam.core.access import FieldClass
from openkam.records.accounts.models import Account, AccountChildRows, IntelRows
from openkam.records.activities.kinds import Kind, Precision
from openkam.records.contacts.models import Person
from openkam.records.opportunities.models import Opportunity
from openkam.records.users.models import User


class Activity(models.Model):
    """One entry of the log.

    happened_date  the day; with precision MONTH the first of a month whose day nobody knows
    said           what the customer said, in his words; our_view is what we make of it
    written_by     who wrote it where it came from, when that is nobody who works here as a user
    source_key     its key in the file it was imported from: the same key again is the same entry
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM, "our_view": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="activities")
    opportunity = models.ForeignKey(Opportunity, models.SET_NULL, related_name="activities", null=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    happened_date = models.DateField()
    precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    sequence = models.PositiveSmallIntegerField(default=0)  # order within a day or month
    subject = models.CharField(max_length=200)
    said = models.TextField(blank=True)
    our_view = models.TextField(blank=True)
    result = models.TextField(blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    next_step_date = models.DateField(null=True)
    rival = models.CharField(max_length=100, blank=True)  # of a visit of theirs to a rival, or his to them
    author = models.ForeignKey(User, models.PROTECT, related_name="activities_written", null=True)
    written_by = models.CharField(max_length=150, blank=True)
    source_key = models.CharField(max_length=100, blank=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        constraints = (
            models.UniqueConstraint(
                fields=["account", "source_key"], condition=~Q(source_key=""), name="an_imported_entry_once"
            ),
        )
        indexes = (models.Index(fields=["account", "-happened_date", "-sequence"], name="activity_by_account"),)

    def __str__(self) -> str:
        return self.subject


class Attendee(models.Model):
    """Somebody of the customer who took part."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT}

    account = models.ForeignKey(Account, models.CASCADE, related_name="attendees")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendees")
    person = models.ForeignKey(Person, models.CASCADE, related_name="attended")

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["activity", "person"], name="attends_once"),)
        indexes = (models.Index(fields=["account", "person"], name="attendee_by_account"),)


class Signal(models.Model):
    """How an attendee looked and sounded, for those who work on the account. Source: R086."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="signals")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="signals")
    person = models.ForeignKey(Person, models.CASCADE, related_name="signals")
    text = models.CharField(max_length=300)

    objects = IntelRows.as_manager()


class Companion(models.Model):
    """A colleague of ours who took part."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="companions")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="companions")
    user = models.ForeignKey(User, models.PROTECT, related_name="accompanied")

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["activity", "user"], name="accompanies_once"),)
