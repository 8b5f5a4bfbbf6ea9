"""The words for people and their roles; each stored code once. Labels stand in `labels.py`."""

from django.db import models


class RoleCode(models.TextChoices):
    """Buying roles; a person may hold several, a role may be empty. Source: methods, section 8."""

    DECIDER = "DECIDER"
    TECH_GATE = "TECH_GATE"
    BUYER = "BUYER"
    USER = "USER"
    INFLUENCER = "INFLUENCER"


class Level(models.TextChoices):
    """Levels of an organisation. Source: R198."""

    DECISION = "DECISION"
    MANAGEMENT = "MANAGEMENT"
    EXECUTION = "EXECUTION"


class OpinionKind(models.TextChoices):
    """What an opinion is about."""

    STANCE = "STANCE"
    MODE = "MODE"
    INFLUENCE = "INFLUENCE"
    PROFILE = "PROFILE"
    KNOWLEDGE = "KNOWLEDGE"
    TRUST = "TRUST"
    BACKS = "BACKS"
    CHARACTER = "CHARACTER"


class Mode(models.TextChoices):
    """Response modes: the gap a person sees between today and what he needs. Source: methods, 3.1."""

    GROWTH = "GROWTH"
    TROUBLE = "TROUBLE"
    EVEN_KEEL = "EVEN_KEEL"
    OVERCONFIDENT = "OVERCONFIDENT"


class Degree(models.TextChoices):
    """Degree of influence, or of knowledge of the subject."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class Profile(models.TextChoices):
    """Stakeholder profiles: the first three mobilise, the next three talk. Source: methods, 3.7."""

    GO_GETTER = "GO_GETTER"
    TEACHER = "TEACHER"
    SKEPTIC = "SKEPTIC"
    GUIDE = "GUIDE"
    FRIEND = "FRIEND"
    CLIMBER = "CLIMBER"
    BLOCKER = "BLOCKER"


class Interest(models.TextChoices):
    """What a motive is: a concern, a win for the business, a win for the person."""

    CONCERN = "CONCERN"
    BUSINESS_WIN = "BUSINESS_WIN"
    PERSONAL_WIN = "PERSONAL_WIN"


class LegitimateNeed(models.TextChoices):
    """The personal wins that may be written down. Source: R263."""

    CAREER = "CAREER"
    EXPERTISE = "EXPERTISE"
    RECOGNITION = "RECOGNITION"
    WORKLOAD = "WORKLOAD"
    SAFETY = "SAFETY"


class TieKind(models.TextChoices):
    """Lines between people that no organisation chart shows."""

    INFLUENCES = "INFLUENCES"
    CONFLICT = "CONFLICT"


class Progress(models.IntegerChoices):
    """How far a relation has come. Source: R249."""

    OUTSIDER = 0
    BUSINESS = 1
    FRIEND = 2
    PARTNER = 3


class Channel(models.TextChoices):
    """How somebody likes to be reached."""

    PHONE = "PHONE"
    MAIL = "MAIL"
    CHAT = "CHAT"
    VISIT = "VISIT"


class Basis(models.TextChoices):
    """Why we may keep a person's data. Source: access design, law into features."""

    BUSINESS_CONTACT = "BUSINESS_CONTACT"
    CONSENT = "CONSENT"
    CONTRACT = "CONTRACT"
    PUBLIC = "PUBLIC"
    STATUTORY = "STATUTORY"


class BackgroundKind(models.TextChoices):
    """What a background is: something a colleague shares with the person, or what he likes to talk about."""

    SHARED = "SHARED"
    INTEREST = "INTEREST"


class TrustItem(models.TextChoices):
    """The ten rules by which trust grows with somebody new. Source: R256."""

    INTRODUCED = "INTRODUCED"
    OUTER_IMPRESSION = "OUTER_IMPRESSION"
    INNER_IMPRESSION = "INNER_IMPRESSION"
    RESPECT = "RESPECT"
    COMMON_VALUES = "COMMON_VALUES"
    OWN_KNOWLEDGE = "OWN_KNOWLEDGE"
    DOUBTS_ANSWERED = "DOUBTS_ANSWERED"
    CHEERFUL_CONFIDENCE = "CHEERFUL_CONFIDENCE"
    PRIVATE_TOPICS = "PRIVATE_TOPICS"
    NO_RUSH = "NO_RUSH"
