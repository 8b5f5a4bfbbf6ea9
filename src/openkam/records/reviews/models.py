"""What people answered to red flags, the strengths they set against them, and the limits by tier."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from openkam.core.access import FieldClass
from openkam.records.accounts.models import Account, IntelRows
from openkam.records.opportunities.models import Opportunity
from openkam.records.reviews.rows import LimitRows
from openkam.records.users.models import User


class Strength(models.Model):
    """Something that speaks for us at an account, with evidence; it can be set against a red flag. Source: R014."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="strengths")
    opportunity = models.ForeignKey(Opportunity, models.SET_NULL, related_name="strengths", null=True)
    text = models.CharField(max_length=300)
    evidence = models.CharField(max_length=300)
    author = models.ForeignKey(User, models.PROTECT, related_name="strengths")
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = IntelRows.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(evidence=""), name="strength_has_evidence"),)


class FlagAnswer(models.Model):
    """A person's answer to a red flag: acknowledged with a reason, or a strength and an action set against it.

    facts  digest of the evidence the flag stood on; with other evidence the flag comes back
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="flag_answers")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="flag_answers", null=True)
    flag = models.CharField(max_length=40)
    facts = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)
    strength = models.ForeignKey(Strength, models.SET_NULL, related_name="answers", null=True)
    action = models.CharField(max_length=300, blank=True)
    until_date = models.DateField(null=True)  # the latest day on which the answer holds; None: while the facts stand
    author = models.ForeignKey(User, models.PROTECT, related_name="flag_answers")
    answered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = IntelRows.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="flag_answer_has_a_reason"),)
        indexes = (models.Index(fields=["account", "flag"], name="flag_answer_by_account"),)


class FlagLimit(models.Model):
    """A limit of a red flag as this company set it, for one tier; the latest row holds, NULL turns the flag off."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    flag = models.CharField(max_length=40)
    tier = models.CharField(max_length=40)  # code of a tier; "": every other
    value = models.IntegerField(null=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="flag_limits")
    set_at = models.DateTimeField()

    objects = LimitRows.as_manager()
