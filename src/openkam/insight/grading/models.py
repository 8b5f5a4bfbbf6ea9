"""Verdicts as they were published: by which scheme, from which data, with which figures."""

from datetime import date
from typing import ClassVar

from django.db import models

from openkam.core.access import FieldClass
from openkam.core.fields import MoneyField
from openkam.insight.grading.rows import RunRows, SchemeRows, VerdictRows
from openkam.records.accounts.models import Account, AccountChildRows
from openkam.records.users.models import User


class SchemeVersion(models.Model):
    """A scheme as it was published or kept as a draft; a version never changes, a change makes the next one."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    class State(models.TextChoices):
        DRAFT = "DRAFT"
        PUBLISHED = "PUBLISHED"
        RETIRED = "RETIRED"
        DISCARDED = "DISCARDED"  # a draft that was given up: shown nowhere, its number stays taken

    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    label_en = models.CharField(max_length=100)
    label_zh = models.CharField(max_length=100)
    text = models.TextField()  # the TOML of the scheme
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="schemes")  # None: shipped
    written_at = models.DateTimeField()

    objects = SchemeRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["code", "number"], name="a_scheme_version_once"),)

    def __str__(self) -> str:
        return f"{self.code} v{self.number}"


class Run(models.Model):
    """All accounts graded once. The latest published run of a currency is the one in force.

    used_scheme  the TOML of the scheme with every cut filled in, as the ledger had it on that day
    merged   customer codes that stood for another one of the same account: {code: main code}
    by_price   whether the score rests on a figure that only readers of prices may see
    columns  folder, in the data folder, of the arrays by account (standing.py); blank while the run is being written
    report   sentences and figures about all accounts together, ready for the pages
    """

    FIELD_CLASSES: ClassVar = {
        "*": FieldClass.TEAM,
        "by_profit": FieldClass.COMPANY,  # which figure ranks, not the figure
        "used_scheme": FieldClass.PRICE,  # cuts read from the ledger tell amounts
        "report": FieldClass.PRICE,
    }

    number = models.BigAutoField(primary_key=True)
    scheme = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="runs")
    ledger_version = models.PositiveIntegerField()
    currency = models.CharField(max_length=40, blank=True)
    since_date = models.DateField()
    until_date = models.DateField()
    graded_at = models.DateTimeField()
    graded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="runs")
    published_at = models.DateTimeField(null=True)
    expires_date = models.DateField()  # 12 months after until_date (requirement R090)
    account_count = models.PositiveIntegerField()
    by_profit = models.BooleanField()  # whether cost is known well enough to rank by profit
    by_price = models.BooleanField()
    used_scheme = models.TextField()
    merged = models.JSONField(default=dict)
    columns = models.CharField(max_length=200, blank=True)
    report = models.JSONField(default=dict)

    objects = RunRows.as_manager()

    class Meta:
        indexes = (models.Index(fields=["currency", "published_at"], name="run_in_force"),)

    def __str__(self) -> str:
        return f"run {self.number}"

    def is_expired(self, today: date) -> bool:
        """Whether its grades ask for a new look: twelve months after the data end (requirement R090)."""
        return today > self.expires_date


class Grade(models.Model):
    """One account in one run: the tier and the figures lists sort and filter by. NULL is unknown, never zero.

    Money in whole units of 1/10,000 (MoneyField); shares 0 to 1; `months` the net sales of the 24 months to
    `until_date`, oldest first, in whole currency.
    """

    FIELD_CLASSES: ClassVar = {
        "*": FieldClass.TEAM,
        "net_sales": FieldClass.TEAM,
        "net_sales_12m": FieldClass.TEAM,
        "overdue_amount": FieldClass.TEAM,
        "rank": FieldClass.PRICE,  # by profit
        "gross_profit": FieldClass.PRICE,
        "gross_profit_12m": FieldClass.PRICE,
        "margin": FieldClass.PRICE,
        "profit_share": FieldClass.PRICE,
        "future_value": FieldClass.PRICE,
        "money_at_risk": FieldClass.PRICE,
    }

    run = models.ForeignKey(Run, models.CASCADE, related_name="grades")
    account = models.ForeignKey(Account, models.CASCADE, related_name="grades")
    tier = models.CharField(max_length=40, blank=True)  # code of the tier; blank: none
    tier_place = models.SmallIntegerField()  # 0 the best, 99 none
    plain_tier = models.CharField(max_length=40, blank=True)
    score = models.FloatField(null=True)
    coverage = models.FloatField(null=True)
    rank = models.PositiveIntegerField()  # by profit where the company knows its costs
    sales_rank = models.PositiveIntegerField()  # by net sales: what readers without prices are shown
    net_sales_12m = MoneyField(null=True)
    net_sales = MoneyField()
    gross_profit_12m = MoneyField(null=True)
    gross_profit = MoneyField(null=True)
    margin = models.FloatField(null=True)
    profit_share = models.FloatField(null=True)
    sales_share = models.FloatField(null=True)
    growth = models.FloatField(null=True)
    future_value = MoneyField(null=True)
    money_at_risk = MoneyField(null=True)
    overdue_amount = MoneyField(null=True)
    collection_days = models.FloatField(null=True)
    share_of_wallet = models.FloatField(null=True)
    effort_hours = models.FloatField(null=True)
    tenure_months = models.IntegerField(null=True)
    days_since_purchase = models.IntegerField(null=True)
    pattern = models.CharField(max_length=20, blank=True)
    movement = models.CharField(max_length=20, blank=True)
    months = models.JSONField(default=list)

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "account"], name="one_grade_an_account_and_run"),)
        indexes = (
            models.Index(fields=["run", "rank"], name="grade_by_rank"),
            models.Index(fields=["run", "sales_rank"], name="grade_by_sales_rank"),
            models.Index(fields=["run", "tier_place", "rank"], name="grade_by_tier"),
            models.Index(fields=["run", "-gross_profit_12m"], name="grade_by_profit"),
            models.Index(fields=["run", "-net_sales_12m"], name="grade_by_sales"),
            models.Index(fields=["account", "run"], name="grade_by_account"),
        )


class Verdict(models.Model):
    """Why: reasons, measures, points, distance to the next tier, as they were on the day (compressed JSON)."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM, "body": FieldClass.PRICE}

    grade = models.OneToOneField(Grade, models.CASCADE, primary_key=True, related_name="verdict")
    body = models.BinaryField()

    objects = VerdictRows.as_manager()
