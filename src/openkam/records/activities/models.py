"""The development log: what happened between a customer and us, who was there, what was said and what comes next."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from openkam.core.access import FieldClass
from openkam.records.accounts.models import Account
from openkam.records.accounts.search_index import PieceIndex
from openkam.records.activities.kinds import Kind, Method, Precision
from openkam.records.activities.rows import ActivityRows, EntryIntelRows, EntryPartRows, NoteTextRows, WordingRows
from openkam.records.contacts.models import Person
from openkam.records.opportunities.models import Opportunity
from openkam.records.users.models import User


class Activity(models.Model):
    """One entry of the log.

    happened_date  the day; with precision MONTH the first of a month whose day nobody knows
    said           what the customer said, in his words; our_view is what we make of it
    written_by     who wrote it where it came from, when that is nobody who works here as a user
    source_key     its key in the file it was imported from: the same key again is the same entry
    method         how something about a rival or a market was learned; never by pretext (R152)
    referred       whom those present pointed us to (R124)
    self_check     five answers yes or no on how we listened (R084); None: not filled in
    removed_at     gone for every door, and for good after thirty days
    """

    FIELD_CLASSES: ClassVar = {
        "*": FieldClass.TEAM,
        **dict.fromkeys(("subject", "said", "result", "next_step", "referred"), FieldClass.CONTACT),
        "our_view": FieldClass.INTEL,
    }
    ACT_CLASSES: ClassVar = {"signals": FieldClass.INTEL}

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
    next_step_done_date = models.DateField(null=True)
    rival = models.CharField(max_length=100, blank=True)  # of a visit of theirs to a rival, or his to them
    method = models.CharField(max_length=7, choices=Method.choices, blank=True)
    referred = models.ForeignKey(Person, models.SET_NULL, related_name="referrals", null=True)
    self_check = models.JSONField(null=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="activities_written", null=True)
    written_by = models.CharField(max_length=150, blank=True)
    source_key = models.CharField(max_length=100, blank=True)
    noted_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, models.PROTECT, related_name="activities_removed", null=True)

    objects = ActivityRows.as_manager()

    class Meta:
        verbose_name_plural = "activities"
        constraints = (
            models.UniqueConstraint(
                fields=["account", "source_key"], condition=~Q(source_key=""), name="an_imported_entry_once"
            ),
            models.CheckConstraint(condition=~Q(method=Method.PRETEXT), name="nothing_is_learned_by_pretext"),
            models.CheckConstraint(
                condition=Q(next_step_done_date=None) | ~Q(next_step=""), name="only_a_next_step_is_done"
            ),
        )
        indexes = (
            models.Index(fields=["account", "-happened_date", "-sequence"], name="activity_by_account"),
            models.Index(
                fields=["account", "next_step_date"],
                condition=Q(next_step_done_date=None, removed_at=None) & ~Q(next_step=""),
                name="activity_next_steps",
            ),
        )

    def __str__(self) -> str:
        return self.subject


class NoteText(models.Model):
    """The pieces an entry is found by (`write_note_texts`): what happened and was said, never what we think of it."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT}

    activity = models.OneToOneField(Activity, models.CASCADE, primary_key=True, related_name="pieces")
    text = models.TextField()

    objects = NoteTextRows.as_manager()

    class Meta:
        indexes = (PieceIndex(fields=["text"], name="note_search"),)


class Attendee(models.Model):
    """Somebody of the customer who took part."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT}

    account = models.ForeignKey(Account, models.CASCADE, related_name="attendees")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendees")
    person = models.ForeignKey(Person, models.CASCADE, related_name="attended")

    objects = EntryPartRows.as_manager()

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

    objects = EntryIntelRows.as_manager()


class Companion(models.Model):
    """A colleague of ours who took part."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="companions")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="companions")
    user = models.ForeignKey(User, models.PROTECT, related_name="accompanied")

    objects = EntryPartRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["activity", "user"], name="accompanies_once"),)


class Aim(models.Model):
    """Something an entry's meeting is to bring about; open until it was reached. Source: R148."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM, "text": FieldClass.CONTACT}

    account = models.ForeignKey(Account, models.CASCADE, related_name="aims")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="aims")
    place = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    reached_date = models.DateField(null=True)

    objects = EntryPartRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["activity", "place"], name="an_aim_a_place"),)

    def __str__(self) -> str:
        return self.text


class EarlierWording(models.Model):
    """What an entry said before it was changed.

    content   its fields by name, as they were; people and colleagues by their keys; `rows.VIEW_ONLY` where all are
    our_view  kept apart, as only those who work on the account read it
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM, "content": FieldClass.CONTACT, "our_view": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="earlier_wordings")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="earlier_wordings")
    content = models.JSONField()
    our_view = models.TextField(blank=True)
    replaced_by = models.ForeignKey(User, models.PROTECT, related_name="wordings_replaced", null=True)
    replaced_at = models.DateTimeField()

    objects = WordingRows.as_manager()
