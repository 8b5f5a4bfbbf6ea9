"""Users, what they are, who managed them from when to when, and where they are signed in."""

from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from openkam.core.access import FieldClass, Role
from openkam.records.users.user_rows import HouseRows, ManagedRows, OwnRows, SessionManager, UserManager


class User(AbstractBaseUser):
    """A person who signs in. Never deleted: a user who left is deactivated, so that every line keeps its author."""

    class Language(models.TextChoices):
        CHINESE = "zh"
        ENGLISH = "en"

    class Theme(models.TextChoices):
        AUTOMATIC = "AUTOMATIC"
        LIGHT = "LIGHT"
        DARK = "DARK"

    USERNAME_FIELD = "login"
    FIELD_CLASSES: ClassVar = {
        "*": FieldClass.RESTRICTED,
        "id": FieldClass.COMPANY,
        "name": FieldClass.COMPANY,
        "is_active": FieldClass.COMPANY,
        "login": FieldClass.PERSON,
        "language": FieldClass.TEAM,
        "theme": FieldClass.TEAM,
        "reads_prices": FieldClass.TEAM,
        "created_at": FieldClass.TEAM,
        "deactivated_at": FieldClass.TEAM,
    }
    ACT_CLASSES: ClassVar = {"since_date": FieldClass.COMPANY}

    login = models.CharField(max_length=150, unique=True)  # lower case
    name = models.CharField(max_length=150)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.CHINESE)
    theme = models.CharField(max_length=9, choices=Theme.choices, default=Theme.AUTOMATIC)
    reads_prices = models.BooleanField(default=False)  # the right of a seller to cost, margin and discount
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)  # somebody else chose it; cleared by change_password
    created_at = models.DateTimeField()
    deactivated_at = models.DateTimeField(null=True)
    second_factor = models.CharField(max_length=200, blank=True)  # the TOTP secret, encrypted; blank: none
    second_factor_at = models.DateTimeField(null=True)  # when it was confirmed; None: not in force
    second_factor_step = models.PositiveBigIntegerField(default=0)  # the latest step used: a code counts once

    objects = UserManager()

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code that stands in for the second factor once; only its hash is kept."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.RESTRICTED}

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=128)
    used_at = models.DateTimeField(null=True)

    objects = OwnRows.as_manager()


class RoleGrant(models.Model):
    """A user is something in the organisation."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.TEAM}

    user = models.ForeignKey(User, models.CASCADE, related_name="role_grants")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])

    objects = ManagedRows.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "role"], name="a_role_once_a_user"),)

    def __str__(self) -> str:
        return self.role


class ManagerLink(models.Model):
    """Who managed whom from a day to a day (both included; None: still)."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    user = models.ForeignKey(User, models.CASCADE, related_name="manager_links")
    manager = models.ForeignKey(User, models.CASCADE, related_name="report_links")
    since_date = models.DateField()
    until_date = models.DateField(null=True)

    objects = HouseRows.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(user=F("manager")), name="nobody_manages_himself"),
            models.CheckConstraint(
                condition=Q(until_date=None) | Q(until_date__gte=F("since_date")), name="manager_link_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(until_date=None), name="one_manager_at_a_time_without_end"
            ),
        )

    def __str__(self) -> str:
        return f"{self.manager} → {self.user}"


class ChainLink(models.Model):
    """Everybody above everybody, through any number of managers, with the days on which all links of the path held.

    Made anew from the manager links whenever one of them changes.
    """

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    manager = models.ForeignKey(User, models.CASCADE, related_name="chain_below")
    user = models.ForeignKey(User, models.CASCADE, related_name="chain_above")
    depth = models.PositiveSmallIntegerField()
    since_date = models.DateField()
    until_date = models.DateField(null=True)

    objects = HouseRows.as_manager()

    class Meta:
        indexes = (models.Index(fields=["manager", "user", "since_date", "until_date"], name="chain_by_manager"),)

    def __str__(self) -> str:
        return f"{self.manager} ⇒ {self.user}"


class Session(AbstractBaseSession):
    """A place where somebody is signed in; he sees the list and can end each of them."""

    FIELD_CLASSES: ClassVar = {
        "*": FieldClass.PERSON,
        "session_key": FieldClass.RESTRICTED,
        "session_data": FieldClass.RESTRICTED,
    }

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions", null=True)
    begun_at = models.DateTimeField(null=True)
    latest_at = models.DateTimeField(null=True)
    device = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)

    objects: ClassVar[SessionManager] = SessionManager()

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The store that keeps sessions here."""
        return import_module(settings.SESSION_ENGINE).SessionStore


class ReadLevel(models.Model):
    """How far a kind of record may be read; without a row, by owner, team and manager chain only."""

    FIELD_CLASSES: ClassVar = {"*": FieldClass.COMPANY}

    class Level(models.TextChoices):
        CHAIN = "CHAIN"
        COMPANY = "COMPANY"

    kind = models.CharField(max_length=40, primary_key=True)
    level = models.CharField(max_length=7, choices=Level.choices)

    objects = HouseRows.as_manager()

    def __str__(self) -> str:
        return f"{self.kind}: {self.level}"
