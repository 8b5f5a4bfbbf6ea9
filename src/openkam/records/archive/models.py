"""What we know of an account besides its name, each thing with its source and its day."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from openkam.core.access import FieldClass
from openkam.records.accounts.models import Account, AccountChildRows
from openkam.records.archive.kinds import (
    BuyingStructure,
    DocumentKind,
    FieldKind,
    OrganisationKind,
    OrganisationLevel,
    Phase,
    Quality,
    Scope,
    StateOf,
    Subject,
)
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


class Classification(models.Model):
    """Which code of a public list a person gave to an account: its industry or its region.

    version  of the list, such as "GB/T 4754-2017"; codes of several versions stand side by side
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    account = models.ForeignKey(Account, models.CASCADE, related_name="classifications")
    subject = models.CharField(max_length=8, choices=Subject.choices)
    version = models.CharField(max_length=40)
    code = models.CharField(max_length=12)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="classifications", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "subject", "version"], name="one_code_a_version_of_a_list"),
        )


class Organisation(models.Model):
    """What a person said an account is and on which level it stands; blank: as the files say, or unknown."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="organisation")
    kind = models.CharField(max_length=11, choices=OrganisationKind.choices, blank=True)
    level = models.CharField(max_length=10, choices=OrganisationLevel.choices, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="organisations_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()


class Partnership(models.Model):
    """That we are a partner of the group this account leads: its branches are key accounts, too. Source: R225.

    scope  the whole network, or the branches of one `region` (a code of GB/T 2260)
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="partnerships")
    scope = models.CharField(max_length=7, choices=Scope.choices)
    region = models.CharField(max_length=12, blank=True)
    evidence = models.CharField(max_length=300)
    since_date = models.DateField()
    until_date = models.DateField(null=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="partnerships_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(evidence=""), name="partnership_has_evidence"),
            models.CheckConstraint(
                condition=Q(scope=Scope.NETWORK, region="") | (Q(scope=Scope.REGION) & ~Q(region="")),
                name="a_regional_partnership_names_its_region",
            ),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("since_date")), name="partnership_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(until_date=None), name="one_open_partnership_an_account"
            ),
        )


class Document(models.Model):
    """A file kept with an account, stored under the hash of its content."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="documents")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=DocumentKind.choices)
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
    kind = models.CharField(max_length=6, choices=FieldKind.choices)
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
