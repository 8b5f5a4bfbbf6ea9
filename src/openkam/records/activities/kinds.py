"""What an entry of the log can be. Source: R147, and the usual ways to be in touch."""

from django.db import models


class Kind(models.TextChoices):
    """Tactic types of the source, then calls, letters and what the customer did without us."""

    MEETING = "MEETING"
    CALL = "CALL"
    MAIL = "MAIL"
    CHAT = "CHAT"
    SLIDES = "SLIDES"
    SURVEY = "SURVEY"
    PRESENT_FINDINGS = "PRESENT_FINDINGS"
    SAMPLE = "SAMPLE"
    RELATION = "RELATION"
    FEEDBACK = "FEEDBACK"
    QUESTIONNAIRE = "QUESTIONNAIRE"
    CONTRACT_TALK = "CONTRACT_TALK"
    LETTER = "LETTER"
    TRAINING = "TRAINING"
    DINNER = "DINNER"
    SITE_VISIT = "SITE_VISIT"
    PILOT = "PILOT"
    PAYMENT = "PAYMENT"
    DECISION = "DECISION"
    RIVAL_VISIT = "RIVAL_VISIT"
    PERSON_CHANGE = "PERSON_CHANGE"
    MARKET_STUDY = "MARKET_STUDY"


class Precision(models.TextChoices):
    """How exactly the day is known."""

    DAY = "DAY"
    MONTH = "MONTH"


class Method(models.TextChoices):
    """How something about a rival or a market was learned. PRETEXT is offered only to be refused. Source: R152."""

    PUBLIC = "PUBLIC"
    SEEN = "SEEN"
    ASKED = "ASKED"
    TOLD = "TOLD"
    PRETEXT = "PRETEXT"
