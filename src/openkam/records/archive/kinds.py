"""The words of the archive; each stored code once."""

from django.db import models


class StateOf(models.TextChoices):
    """What of the relation a state speaks of."""

    PHASE = "PHASE"
    QUALITY = "QUALITY"
    PROGRESS = "PROGRESS"


class Phase(models.TextChoices):
    """Phases of a relation to a key account. Source: R036."""

    BUILD = "BUILD"
    STABILISE = "STABILISE"
    STRENGTHEN = "STRENGTHEN"


class Quality(models.TextChoices):
    """What a relation is like; only win-win is wanted. Source: R248."""

    MASTER_SERVANT = "MASTER_SERVANT"
    LOOSE = "LOOSE"
    CONFLICT = "CONFLICT"
    WIN_WIN = "WIN_WIN"


class BuyingStructure(models.TextChoices):
    """How a category is bought."""

    CENTRAL = "CENTRAL"
    FRAMEWORK = "FRAMEWORK"
    DISPERSED = "DISPERSED"


class Subject(models.TextChoices):
    """What of an account is classified by a public code list."""

    INDUSTRY = "INDUSTRY"
    REGION = "REGION"


class OrganisationKind(models.TextChoices):
    """What an account is; as files and schemes say it."""

    ENTERPRISE = "ENTERPRISE"
    PUBLIC_BODY = "PUBLIC_BODY"
    RESELLER = "RESELLER"
    PERSON = "PERSON"


class OrganisationLevel(models.TextChoices):
    """On which level an account stands, for schemes that grade by it. Source: R220 to R223."""

    GROUP = "GROUP"
    NATIONAL = "NATIONAL"
    PROVINCIAL = "PROVINCIAL"
    CITY = "CITY"
    COUNTY = "COUNTY"


class Scope(models.TextChoices):
    """How far a partnership of the group reaches. Source: R225."""

    NETWORK = "NETWORK"
    REGION = "REGION"


class FieldKind(models.TextChoices):
    """What a field of one's own holds."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DATE = "DATE"
    CHOICE = "CHOICE"
    YES_NO = "YES_NO"


class DocumentKind(models.TextChoices):
    """What a file kept with an account is."""

    CONTRACT = "CONTRACT"
    OFFER = "OFFER"
    MINUTES = "MINUTES"
    REPORT = "REPORT"
    OTHER = "OTHER"
