"""What a customer may buy next: the people who decide about it there, who runs it, and what we were promised.

A minimum of a deal: what people map and red flags need. Stages, gates and forecasts come with the screen for deals.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from openkam.core.access import FieldClass
from openkam.records.accounts.models import Account, AccountChildRows, IntelRows
from openkam.records.accounts.search_index import RepeatedPieceIndex
from openkam.records.contacts.kinds import Degree, Mode, RoleCode
from openkam.records.contacts.models import Person
from openkam.records.opportunities.rows import DealTextRows
from openkam.records.users.models import User


class Opportunity(models.Model):
    """Something a customer may buy from us.

    amount_units  in 1/10,000 of the currency; None: unknown
    bid_date      the day on which bids are handed in; None: no tender, or not known
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    class Outcome(models.TextChoices):
        OPEN = "OPEN"
        WON = "WON"
        LOST = "LOST"
        STALLED = "STALLED"

    account = models.ForeignKey(Account, models.CASCADE, related_name="opportunities")
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=100, blank=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="opportunities", null=True)
    amount_units = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    expected_date = models.DateField(null=True)
    bid_date = models.DateField(null=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, default=Outcome.OPEN)
    closed_date = models.DateField(null=True)
    lowest_price_was_ours = models.BooleanField(null=True)
    loss_causes = models.JSONField(default=list)  # codes of causes, of a deal lost or stalled
    opened_date = models.DateField()
    created_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        verbose_name_plural = "opportunities"
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_date=None, outcome="OPEN") | (~Q(outcome="OPEN") & Q(closed_date__isnull=False)),
                name="only_a_closed_opportunity_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(amount_units=None) | ~Q(currency=""), name="opportunity_amount_has_currency"
            ),
        )
        indexes = (models.Index(fields=["account", "outcome"], name="opportunity_by_account"),)

    def __str__(self) -> str:
        return self.name


class DealText(models.Model):
    """The pieces an opportunity is found by (`search.deal_text`), written with its name and category."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    opportunity = models.OneToOneField(Opportunity, models.CASCADE, primary_key=True, related_name="pieces")
    text = models.TextField()

    objects = DealTextRows.as_manager()

    class Meta:
        indexes = (RepeatedPieceIndex(fields=["text"], name="deal_search"),)


class DealRole(models.Model):
    """What a person is in one opportunity, seen by the same people as the account's roles.

    position  his post in the customer's project, two may share one ("deputy commander"); blank: none known
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT}

    account = models.ForeignKey(Account, models.CASCADE, related_name="deal_roles")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, models.CASCADE, related_name="deal_roles")
    role = models.CharField(max_length=12, choices=RoleCode.choices)
    position = models.CharField(max_length=100, blank=True)
    evidence = models.CharField(max_length=300, blank=True)
    since_date = models.DateField(null=True)
    until_date = models.DateField(null=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="deal_roles_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["opportunity", "person", "role"], condition=Q(until_date=None), name="a_deal_role_once_a_person"
            ),
        )


class DealView(models.Model):
    """How a person stands to one opportunity, on a day: degree of influence on it and response mode."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="deal_views")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="views")
    person = models.ForeignKey(Person, models.CASCADE, related_name="deal_views")
    influence = models.CharField(max_length=6, choices=Degree.choices, blank=True)
    mode = models.CharField(max_length=13, choices=Mode.choices, blank=True)
    evidence = models.CharField(max_length=500)
    observed_date = models.DateField()
    author = models.ForeignKey(User, models.PROTECT, related_name="deal_views")
    noted_at = models.DateTimeField()

    objects = IntelRows.as_manager()


class TenderOwner(models.Model):
    """Who runs the customer's purchase or tender, from a day on; a second row is a change of the owner."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT}

    account = models.ForeignKey(Account, models.CASCADE, related_name="tender_owners")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="tender_owners")
    person = models.ForeignKey(Person, models.CASCADE, related_name="tenders_run", null=True)
    department = models.CharField(max_length=100, blank=True)
    source = models.CharField(max_length=200)
    since_date = models.DateField()
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="tender_owners_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(department=""), name="tender_owner_is_somebody"
            ),
        )


class Promise(models.Model):
    """What one person of the customer said will come; trusted only when somebody else confirmed it."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.INTEL}

    account = models.ForeignKey(Account, models.CASCADE, related_name="promises")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="promises")
    person = models.ForeignKey(Person, models.CASCADE, related_name="promises")
    text = models.CharField(max_length=300)
    said_date = models.DateField()
    confirmed_by = models.ForeignKey(Person, models.CASCADE, related_name="promises_confirmed", null=True)
    confirmed_date = models.DateField(null=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="promises_noted")
    noted_at = models.DateTimeField()

    objects = IntelRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("person")), name="another_confirms_a_promise"
            ),
        )
