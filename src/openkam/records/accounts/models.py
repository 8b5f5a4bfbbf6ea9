"""Accounts and what people decided about them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from openkam.core.access import FieldClass, Row_co, Rows, Viewer
from openkam.records.accounts.rows import (
    AccountRows,
    MapPlacesRows,
    OverrideRows,
    ProposalRows,
    SavedViewRows,
    seen_by,
    worked_on_by,
)
from openkam.records.users.models import User


class AccountChildRows(Rows[Row_co]):
    """Rows that are seen by whoever sees their account."""

    POLICY_PATH = "account"

    def visible_to(self, viewer: Viewer) -> Self:
        """Joined with their account: a list in order of an index stops after its page."""
        return self.filter(seen_by(viewer, Account, "account__"))


class IntelRows(Rows[Row_co]):
    """What colleagues think of the people at an account: for those who work on it and those above them, only."""

    POLICY_PATH = "account"

    def visible_to(self, viewer: Viewer) -> Self:
        """None without the right to read such fields."""
        if not viewer.reads(FieldClass.INTEL):
            return self.none()
        return self.filter(worked_on_by(viewer, Account, "account__"))


class Account(models.Model):
    """A customer company, which the ledger may know under several codes.

    name_key   the name without company form, brackets, blanks and case: equal keys are proposed as one account
    merged_into  the account that took this one over; None while it stands for itself
    name_by_hand, owner_by_hand  a person decided it, so a file no longer changes it
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}
    # Of shares, teams, overrides, ratings and the archive: facts about a company and about who works on it.
    ACT_CLASSES: ClassVar = dict.fromkeys(
        (
            "confirmed_date",
            "content",
            "evidence",
            "item",
            "level",
            "noted_at",
            "noticed_date",
            "reason",
            "since_date",
            "source",
            "until_date",
            "user",
            "value",
        ),
        FieldClass.TEAM,
    )

    name = models.CharField(max_length=255)
    name_key = models.CharField(max_length=255, db_index=True)
    # The index of owner and merged_into serves the owner alone, too.
    owner = models.ForeignKey(User, models.PROTECT, related_name="accounts", null=True, db_index=False)
    parent = models.ForeignKey("self", models.PROTECT, related_name="subsidiaries", null=True)
    industry = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    kind = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    name_by_hand = models.BooleanField(default=False)
    owner_by_hand = models.BooleanField(default=False)
    # No index of its own: nearly every account stands for itself, and SQLite would take "not merged" for a search.
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="merged", null=True, db_index=False)

    objects = AccountRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="account_not_merged_into_itself"),
        )
        indexes = (
            models.Index(fields=["owner", "merged_into"], name="account_by_owner"),
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="account_merged"),
            models.Index(fields=["region"], name="account_by_region"),
            models.Index(fields=["industry"], name="account_by_industry"),
        )

    def __str__(self) -> str:
        return self.name


class SearchText(models.Model):
    """The pieces an account is found by (`search.search_text`), written with its name and codes.

    A table of its own: the pieces are many times as long as the rest, and lists never read them.
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="pieces")
    text = models.TextField()

    objects = AccountChildRows.as_manager()

    def __str__(self) -> str:
        return self.text


class AccountCode(models.Model):
    """A customer code of the ledger and the account it stands for; a code has one account, an account many codes.

    is_main  the code the account is known by: the others were merged into it and are summed under this one
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    code = models.CharField(max_length=255, primary_key=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="codes")
    source = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    is_main = models.BooleanField(default=True)

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account"], condition=Q(is_main=True), name="one_main_code_an_account"),
        )
        indexes = (models.Index(fields=["account"], condition=Q(is_main=False), name="code_merged"),)

    def __str__(self) -> str:
        return self.code


class Alias(models.Model):
    """Another name an account goes by; it is found by it as by its own."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    class Kind(models.TextChoices):
        FORMER = "FORMER"
        SHORT = "SHORT"
        ENGLISH = "ENGLISH"
        BRAND = "BRAND"

    account = models.ForeignKey(Account, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="aliases_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        verbose_name_plural = "aliases"
        constraints = (
            models.UniqueConstraint(fields=["account", "name"], name="an_alias_once_an_account"),
            models.CheckConstraint(condition=~Q(name=""), name="alias_is_not_blank"),
        )

    def __str__(self) -> str:
        return self.name


class TaxNumber(models.Model):
    """A number under which a state knows the account: `kind` names the register ("cn.uscc"), `number` without blanks.

    Two accounts may carry the same: then sales operations is asked whether they are one, and nobody else is told.
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    account = models.ForeignKey(Account, models.CASCADE, related_name="tax_numbers")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=40)
    source = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="tax_numbers_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["account", "kind"], name="one_number_a_register"),
            models.CheckConstraint(condition=~Q(number=""), name="tax_number_is_not_blank"),
        )
        indexes = (models.Index(fields=["kind", "number"], name="tax_number_by_number"),)


class GroupLink(models.Model):
    """That a person said an account belongs to another one, or to none, from a day to a day (both included).

    As long as an account has such a link, `Account.parent` is what the link of today says and files no longer change
    it; `parent` None: belongs to no group.
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    account = models.ForeignKey(Account, models.CASCADE, related_name="group_links")
    parent = models.ForeignKey(Account, models.CASCADE, related_name="group_links_down", null=True)
    since_date = models.DateField()
    until_date = models.DateField(null=True)
    source = models.CharField(max_length=200)
    noted_by = models.ForeignKey(User, models.PROTECT, related_name="group_links_noted", null=True)
    noted_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("account")), name="no_link_to_oneself"),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("since_date")), name="group_link_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(until_date=None), name="one_open_group_link_an_account"
            ),
        )


class TeamMember(models.Model):
    """Somebody besides the owner who works on the account, from a day to a day (both included; None: still)."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="team")
    user = models.ForeignKey(User, models.PROTECT, related_name="account_teams")
    may_write = models.BooleanField(default=False)
    since_date = models.DateField()
    until_date = models.DateField(null=True)

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("since_date")), name="team_member_ends_after_start"
            ),
        )
        indexes = (models.Index(fields=["user", "account"], name="team_by_user"),)


class Share(models.Model):
    """An account opened to somebody outside its team, with a reason and always with an end."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="shares")
    user = models.ForeignKey(User, models.PROTECT, related_name="shared_accounts")
    reason = models.CharField(max_length=300)
    expires_date = models.DateField()  # the latest day on which it holds
    shared_by = models.ForeignKey(User, models.PROTECT, related_name="given_shares")
    shared_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="share_has_a_reason"),)
        indexes = (models.Index(fields=["user", "account"], name="share_by_user"),)


class MergeProposal(models.Model):
    """Two accounts whose names say they may be one company; nothing is merged before somebody decides."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    class State(models.TextChoices):
        OPEN = "OPEN"
        MERGED = "MERGED"
        REFUSED = "REFUSED"
        UNDONE = "UNDONE"

    UNDECIDED: ClassVar = (State.OPEN, State.UNDONE)  # a pair whose merge was undone waits again

    kept = models.ForeignKey(Account, models.CASCADE, related_name="proposals_kept")
    absorbed = models.ForeignKey(Account, models.CASCADE, related_name="proposals_absorbed")
    likeness = models.FloatField()  # 0 to 1
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="merge_decisions")
    decided_at = models.DateTimeField(null=True)
    moved = models.JSONField(default=dict)  # keys of the rows that went over, by kind: what an undo moves back

    objects = ProposalRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="proposal_names_two_accounts"),
            models.UniqueConstraint(fields=["kept", "absorbed"], name="one_proposal_a_pair"),
        )


class TierOverride(models.Model):
    """A tier a person set against the scheme's, with reason, author and end."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="overrides")
    tier = models.CharField(max_length=40)  # code of a tier of the scheme in force
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="overrides")
    decided_at = models.DateTimeField()
    since_date = models.DateField()
    expires_date = models.DateField()  # the latest day on which it holds
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="withdrawn_overrides")

    objects = OverrideRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
            models.CheckConstraint(condition=Q(expires_date__gte=F("since_date")), name="override_ends_after_start"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(withdrawn_at=None), name="one_standing_override_an_account"
            ),
        )


class Rating(models.Model):
    """What a person knows that no ledger tells: 0 to 10 for one criterion, with evidence and its day."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="ratings")
    measure = models.CharField(max_length=40)  # code of a measure of unit RATING
    value = models.DecimalField(max_digits=3, decimal_places=1)
    evidence = models.CharField(max_length=500)
    rated_date = models.DateField()
    rated_by = models.ForeignKey(User, models.PROTECT, related_name="ratings")
    rated_at = models.DateTimeField()

    objects = AccountChildRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(value__gte=0, value__lte=10), name="rating_between_0_and_10"),
            models.CheckConstraint(condition=~Q(evidence=""), name="rating_has_evidence"),
        )
        indexes = (models.Index(fields=["account", "measure", "-rated_date"], name="rating_latest"),)


class SavedView(models.Model):
    """A list as somebody likes it: filters, order, columns; his own, or his team's."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=2000, blank=True)  # the query string of the list
    for_team = models.BooleanField(default=False)  # everybody below the owner may use it

    objects = SavedViewRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owner", "name"], name="a_view_name_once_a_user"),)


class MapPlaces(models.Model):
    """Where a user put the cards of an account's people map; cards that are not named stand where the map puts them.

    places  by card (`p12` a person, `dSales` a department, `rBUYER` an empty role) the centre: {"p12": [100, -20]}
    before  the same before the latest change, so that it can be taken back
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.CONTACT, "account": FieldClass.COMPANY, "user": FieldClass.TEAM}

    account = models.ForeignKey(Account, models.CASCADE, related_name="map_places")
    user = models.ForeignKey(User, models.CASCADE, related_name="map_places")
    places = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    kept_at = models.DateTimeField()

    objects = MapPlacesRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["account", "user"], name="one_map_a_user_and_account"),)
