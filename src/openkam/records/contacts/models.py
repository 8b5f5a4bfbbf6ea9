"""People at customers, where they work, whom they report to, and what colleagues think of them and know of them.

Everything about a person at an account is dated and has an author; the latest row holds, earlier ones are its history.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from openkam.core.access import FieldClass
from openkam.records.accounts.models import Account, AccountChildRows, IntelRows
from openkam.records.accounts.search_index import PieceIndex
from openkam.records.contacts.kinds import (
    BackgroundKind,
    Basis,
    Channel,
    Interest,
    LegitimateNeed,
    Level,
    OpinionKind,
    Progress,
    RoleCode,
    TieKind,
    TrustItem,
)
from openkam.records.contacts.rows import CoachRows, HolderRows, HoldRows, PersonRows, PersonTextRows, ReadingRows
from openkam.records.users.models import User


class Person(models.Model):
    """Somebody at a customer; a placeholder is an empty chair ("a CFO we do not know").

    aliases      other names he goes by, an English name for instance, one a line
    basis, purpose, source, noticed_date  why we may keep this, what for, who told us or where it was seen, and when
    erased_at    identity replaced by a tombstone; rows that only count stay
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT}

    name = models.CharField(max_length=150)
    name_key = models.CharField(max_length=150, db_index=True)
    aliases = models.CharField(max_length=300, blank=True)
    is_placeholder = models.BooleanField(default=False)
    email = models.CharField(max_length=254, blank=True, db_index=True)
    phone = models.CharField(max_length=40, blank=True)
    phone_key = models.CharField(max_length=40, blank=True, db_index=True)  # digits only
    language = models.CharField(max_length=10, blank=True)  # "zh", "en", … he likes to be written in
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True)  # by which he likes to be reached
    basis = models.CharField(max_length=20, choices=Basis.choices, default=Basis.BUSINESS_CONTACT)
    purpose = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    noticed_date = models.DateField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="people_noted", null=True)
    created_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="merged", null=True)
    erased_at = models.DateTimeField(null=True)

    objects = PersonRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="person_not_merged_into_himself"),
            models.CheckConstraint(condition=~Q(source="") & ~Q(purpose=""), name="person_has_source_and_purpose"),
        )

    def __str__(self) -> str:
        return self.name


class PersonText(models.Model):
    """The pieces a person is found by (`search.person_text`), written with his names, phone and e-mail."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT}

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="pieces")
    text = models.TextField()
    sound = models.CharField(max_length=150, blank=True, db_index=True)  # equal for 王伟 and Wei Wang

    objects = PersonTextRows.as_manager()

    class Meta:
        indexes = (PieceIndex(fields=["text"], name="person_search"),)


class Employment(models.Model):
    """A person's post at an account, from a day to a day (both included; None: unknown start, still there)."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT}

    person = models.ForeignKey(Person, models.CASCADE, related_name="employments")
    account = models.ForeignKey(Account, models.CASCADE, related_name="employments")
    department = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=100, blank=True)
    level = models.CharField(max_length=10, choices=Level.choices, blank=True)  # "": unknown
    in_group = models.BooleanField(default=False)  # sits in the group that decides together
    since_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    end_reason = models.CharField(max_length=200, blank=True)  # why he left, or what he became
    source = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="employments_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(since_date=None) | Q(until_date__gte=F("since_date")),
                name="employment_ends_after_start",
            ),
        )
        indexes = (models.Index(fields=["account", "until_date"], name="employment_by_account"),)


class ReportingLine(models.Model):
    """Who reports to whom at an account, from a day to a day; a person has one superior there at a time."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT}

    account = models.ForeignKey(Account, models.CASCADE, related_name="reporting_lines")
    person = models.ForeignKey(Person, models.CASCADE, related_name="lines_up")
    superior = models.ForeignKey(Person, models.CASCADE, related_name="lines_down")
    since_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="lines_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(person=F("superior")), name="nobody_reports_to_himself"),
            models.UniqueConstraint(
                fields=["account", "person"], condition=Q(until_date=None), name="one_superior_an_account"
            ),
        )


class BuyingRole(models.Model):
    """What a person is in the customer's buying, as far as the whole account goes (deals have roles of their own).

    The coach is no such role: he is sealed (`Coach`).
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT}

    account = models.ForeignKey(Account, models.CASCADE, related_name="buying_roles")
    person = models.ForeignKey(Person, models.CASCADE, related_name="buying_roles")
    role = models.CharField(max_length=12, choices=RoleCode.choices)
    evidence = models.CharField(max_length=300, blank=True)
    since_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="roles_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["account", "person", "role"], condition=Q(until_date=None), name="a_role_once_a_person"
            ),
        )


class Tie(models.Model):
    """A line between two people of an account that no organisation chart shows: influence, or conflict."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="ties")
    person = models.ForeignKey(Person, models.CASCADE, related_name="ties_out")  # of influence: who influences
    other = models.ForeignKey(Person, models.CASCADE, related_name="ties_in")
    kind = models.CharField(max_length=10, choices=TieKind.choices)
    evidence = models.CharField(max_length=300)
    since_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="ties_noted", null=True)
    noted_at = models.DateTimeField()

    objects = IntelRows.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(person=F("other")), name="a_tie_joins_two_people"),)


class Opinion(models.Model):
    """What a named colleague thinks of a person on a day, with evidence: stance, mode, influence, profile …

    value  in the scale of its kind (`scales.py`): "-5" to "5" without 0, "GROWTH", "HIGH", "SKEPTIC" …; of BACKS and
           CHARACTER a few words: the rival he is for, what he is like at work
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="opinions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="opinions")
    kind = models.CharField(max_length=10, choices=OpinionKind.choices)
    value = models.CharField(max_length=100)
    evidence = models.CharField(max_length=500)
    observed_date = models.DateField()
    author = models.ForeignKey(User, models.PROTECT, related_name="opinions")
    noted_at = models.DateTimeField()

    objects = IntelRows.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(evidence=""), name="opinion_has_evidence"),)
        indexes = (models.Index(fields=["account", "kind", "person", "-observed_date"], name="opinion_latest"),)


class Motive(models.Model):
    """What a person is concerned about or would win: for the business, or for himself, legitimate needs only."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="motives")
    person = models.ForeignKey(Person, models.CASCADE, related_name="motives")
    kind = models.CharField(max_length=13, choices=Interest.choices)
    need = models.CharField(max_length=12, choices=LegitimateNeed.choices, blank=True)  # of a personal win
    text = models.CharField(max_length=500)
    evidence = models.CharField(max_length=500, blank=True)
    observed_date = models.DateField()
    author = models.ForeignKey(User, models.PROTECT, related_name="motives")
    noted_at = models.DateTimeField()

    objects = IntelRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(kind=Interest.PERSONAL_WIN) | ~Q(need=""), name="personal_win_is_a_legitimate_need"
            ),
        )


class Relation(models.Model):
    """How close a colleague of ours is to a person, and how close we want him to be: one row a change."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="relations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="relations")
    colleague = models.ForeignKey(User, models.PROTECT, related_name="relations")
    level = models.PositiveSmallIntegerField(choices=Progress.choices)
    wanted = models.PositiveSmallIntegerField(choices=Progress.choices, null=True)
    reason = models.CharField(max_length=300, blank=True)
    observed_date = models.DateField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="relations_noted")
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        indexes = (models.Index(fields=["account", "person", "colleague", "-observed_date"], name="relation_latest"),)


class Background(models.Model):
    """What a colleague shares with a person (school, former employer), or he likes: told by himself, or public."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="backgrounds")
    person = models.ForeignKey(Person, models.CASCADE, related_name="backgrounds")
    colleague = models.ForeignKey(User, models.PROTECT, related_name="shared_backgrounds", null=True)
    kind = models.CharField(max_length=8, choices=BackgroundKind.choices, default=BackgroundKind.SHARED)
    text = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    consent = models.CharField(max_length=200)  # "he told us on …", "public: …"
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="backgrounds_noted")
    noted_at = models.DateTimeField()

    objects = IntelRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(source="") & ~Q(consent=""), name="background_has_source_and_consent"),
        )


class BadExperience(models.Model):
    """Something between a person and us went wrong: why, and how it is mended; shown before a call. Source: R125.

    mended_date  the day it was put right; None: not yet
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="bad_experiences")
    person = models.ForeignKey(Person, models.CASCADE, related_name="bad_experiences")
    cause = models.CharField(max_length=300)
    repair_plan = models.CharField(max_length=500)
    happened_date = models.DateField()
    mended_date = models.DateField(null=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="bad_experiences")
    noted_at = models.DateTimeField()

    objects = IntelRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(cause="") & ~Q(repair_plan=""), name="bad_experience_has_cause_and_plan"
            ),
        )


class TrustStep(models.Model):
    """One of the ten rules of trust that was kept with a person, and what shows it. Source: R256."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="trust_steps")
    person = models.ForeignKey(Person, models.CASCADE, related_name="trust_steps")
    item = models.CharField(max_length=20, choices=TrustItem.choices)
    evidence = models.CharField(max_length=300)
    observed_date = models.DateField()
    author = models.ForeignKey(User, models.PROTECT, related_name="trust_steps")
    noted_at = models.DateTimeField()

    objects = IntelRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(evidence=""), name="trust_step_has_evidence"),
            models.UniqueConstraint(fields=["account", "person", "item"], name="a_trust_step_once_a_person"),
        )


class PersonHold(models.Model):
    """A person's data may not be erased, for a reason of law, until the hold is lifted."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.RESTRICTED}

    person = models.ForeignKey(Person, models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=300)
    held_by = models.ForeignKey(User, models.PROTECT, related_name="holds_set")
    held_at = models.DateTimeField()
    lifted_by = models.ForeignKey(User, models.PROTECT, related_name="holds_lifted", null=True)
    lifted_at = models.DateTimeField(null=True)

    objects = HoldRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_at=None), name="one_hold_a_person"),
        )


class Coach(models.Model):
    """A person of the customer who helps us from inside; sealed: nobody but its holders learns that it exists.

    sealed  who he is, the four marks and each piece of evidence, encrypted (`sealing.py`)
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COACH}

    account = models.ForeignKey(Account, models.CASCADE, related_name="coaches")
    sealed = models.BinaryField()
    author = models.ForeignKey(User, models.PROTECT, related_name="coaches")
    noted_at = models.DateTimeField()

    objects = CoachRows.as_manager()


class CoachHolder(models.Model):
    """A colleague the author of a coach's record let in."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COACH}

    account = models.ForeignKey(Account, models.CASCADE, related_name="coach_holders")
    coach = models.ForeignKey(Coach, models.CASCADE, related_name="holders")
    user = models.ForeignKey(User, models.PROTECT, related_name="held_coaches")
    author = models.ForeignKey(User, models.PROTECT, related_name="coach_holders_named")
    named_at = models.DateTimeField()

    objects = HolderRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["coach", "user"], name="a_holder_once_a_coach"),)


class CoachReading(models.Model):
    """That somebody opened the record of a coach, shown to its author."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COACH}

    account = models.ForeignKey(Account, models.CASCADE, related_name="coach_readings")
    coach = models.ForeignKey(Coach, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(User, models.PROTECT, related_name="coach_readings")
    read_at = models.DateTimeField()

    objects = ReadingRows.as_manager()
