"""What customers object to, who answers it and what became of it; and what we learned from deals we did not win."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from openkam.core.access import FieldClass
from openkam.records.accounts.models import Account, AccountChildRows
from openkam.records.accounts.search_index import PieceIndex
from openkam.records.contacts.models import Person
from openkam.records.needs.rows import ReviewTextRows
from openkam.records.opportunities.models import Opportunity
from openkam.records.users.models import User


class Objection(models.Model):
    """Something that speaks against us in a customer's eyes; open until it was answered."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM, "text": FieldClass.CONTACT, "answer": FieldClass.CONTACT}

    account = models.ForeignKey(Account, models.CASCADE, related_name="objections")
    opportunity = models.ForeignKey(Opportunity, models.SET_NULL, related_name="objections", null=True)
    person = models.ForeignKey(Person, models.SET_NULL, related_name="objections", null=True)
    text = models.CharField(max_length=300)
    raised_date = models.DateField()
    owner = models.ForeignKey(User, models.PROTECT, related_name="objections", null=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_date = models.DateField(null=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="objections_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_date=None) | ~Q(answer=""), name="an_answered_objection_has_an_answer"
            ),
        )
        indexes = (models.Index(fields=["account", "answered_date"], name="objection_by_account"),)


class LossReview(models.Model):
    """What somebody thinks an opportunity was lost or stalled by, written before he was shown what the flags said.

    causes  codes (`causes.py`), the main one first; the latest review holds
    lesson  what to do otherwise next time
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM, "lesson": FieldClass.CONTACT}

    account = models.ForeignKey(Account, models.CASCADE, related_name="loss_reviews")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="loss_reviews")
    causes = models.JSONField()
    lesson = models.CharField(max_length=500)
    author = models.ForeignKey(User, models.PROTECT, related_name="loss_reviews")
    reviewed_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()


class ReviewText(models.Model):
    """The pieces a review is found by (`search.write_review_texts`): what it says is to be done otherwise."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT}

    review = models.OneToOneField(LossReview, models.CASCADE, primary_key=True, related_name="pieces")
    text = models.TextField()

    objects = ReviewTextRows.as_manager()

    class Meta:
        indexes = (PieceIndex(fields=["text"], name="review_search"),)
