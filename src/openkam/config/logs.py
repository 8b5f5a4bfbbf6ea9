"""Logging to stderr, one line an event, without personal data: no login, no address, no query, no form."""

from typing import Any, Final

LOGGING: Final[dict[str, Any]] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "level": "WARNING",
            "stream": "ext://sys.stderr",
        },
        # The worker raises its logger to INFO and tells of every stop that was asked for.
        "faults": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "level": "ERROR",
            "stream": "ext://sys.stderr",
        },
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Its own handlers would print to the console once more and mail to nobody.
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A stranger who asks for what is not there is no event; an error of ours is.
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        # It names logins and addresses; our audit trail keeps what must be kept.
        "axes": {"handlers": ["nowhere"], "level": "CRITICAL", "propagate": False},
        "django_tasks": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django_tasks_db": {"handlers": ["faults"], "level": "ERROR", "propagate": False},
    },
}
