"""What we know of an account besides its name, each thing with its source and its day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from openkam.core.access import FieldClass
from openkam.records.accounts.models import Account, AccountChildRows
from openkam.records.archive.kinds import BuyingStructure, Phase, Quality, StateOf
from openkam.records.archive.rows import CustomFieldRows
from openkam.records.contacts.kinds import Progress
from openkam.records.contacts.models import Person
from openkam.records.users.models import User


class Fact(models.Model):
    """One item of knowledge of an account (`items.py` names them all); the latest row of an item holds.

    value         "": asked and still unknown
    source_person who of the customer told us; else `source` says where it was seen
    confirmed     somebody else or a paper says the same
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="facts")
    item = models.CharField(max_length=40)
    value = models.CharField(max_length=1000, blank=True)
    source_person = models.ForeignKey(Person, models.SET_NULL, related_name="facts_told", null=True)
    source = models.CharField(max_length=200, blank=True)
    noticed_date = models.DateField()
    confirmed_date = models.DateField(null=True)
    author = models.ForeignKey(User, models.PROTECT, related_name="facts", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        indexes = (models.Index(fields=["account", "item", "-noticed_date"], name="fact_latest"),)


class RelationState(models.Model):
    """What the relation of the account to us is since a day: phase, quality or progress, with evidence.

    wanted  the state we want to reach, where one was set
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="relation_states")
    kind = models.CharField(max_length=8, choices=StateOf.choices)
    value = models.CharField(max_length=20)  # a Phase, a Quality, or a Progress by its name
    wanted = models.CharField(max_length=20, blank=True)
    evidence = models.CharField(max_length=500)
    since_date = models.DateField()
    author = models.ForeignKey(User, models.PROTECT, related_name="relation_states", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(evidence=""), name="relation_state_has_evidence"),
            models.CheckConstraint(
                condition=Q(kind=StateOf.PHASE, value__in=Phase.values)
                | Q(kind=StateOf.QUALITY, value__in=Quality.values)
                | Q(kind=StateOf.PROGRESS, value__in=Progress.names),
                name="relation_state_of_its_scale",
            ),
        )
        indexes = (models.Index(fields=["account", "kind", "-since_date"], name="relation_state_latest"),)


class Purchasing(models.Model):
    """How the customer buys one category: centrally, under a framework, or place by place."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="purchasing")
    category = models.CharField(max_length=100)
    structure = models.CharField(max_length=10, choices=BuyingStructure.choices)
    source = models.CharField(max_length=200, blank=True)
    since_date = models.DateField()
    author = models.ForeignKey(User, models.PROTECT, related_name="purchasing_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(category=""), name="purchasing_has_a_category"),)


class Statement(models.Model):
    """A customer's own financial statements of one year, in 1/10,000 of the currency; None: not known."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="statements")
    year = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    current_assets = models.BigIntegerField(null=True)
    total_assets = models.BigIntegerField(null=True)
    current_liabilities = models.BigIntegerField(null=True)
    revenue = models.BigIntegerField(null=True)
    net_profit = models.BigIntegerField(null=True)
    receivables = models.BigIntegerField(null=True)
    inventory = models.BigIntegerField(null=True)
    cost_of_goods = models.BigIntegerField(null=True)
    loans_note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200)
    figures_date = models.DateField()  # the balance sheet's day
    author = models.ForeignKey(User, models.PROTECT, related_name="statements", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "year"], name="one_statement_a_year"),)


class Document(models.Model):
    """A file kept with an account, stored under the hash of its content."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="documents")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="documents", null=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    objects = AccountChildRows.as_manager()

    def __str__(self) -> str:
        return self.name


class CustomField(models.Model):
    """A field a company keeps of its accounts besides ours; made without code."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    code = models.CharField(max_length=40, unique=True)
    label_en = models.CharField(max_length=80)
    label_zh = models.CharField(max_length=80)
    kind = models.CharField(max_length=8)  # TEXT, NUMBER, DATE, CHOICE, YES_NO
    choices = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True)

    objects = CustomFieldRows.as_manager()


class CustomValue(models.Model):
    """What an account has in a field of one's own."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="custom_values")
    field = models.ForeignKey(CustomField, models.PROTECT, related_name="values")
    value = models.CharField(max_length=500)
    author = models.ForeignKey(User, models.PROTECT, related_name="custom_values", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "field"], name="one_value_a_field"),)
