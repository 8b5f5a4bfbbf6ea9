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
