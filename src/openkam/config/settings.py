"""Django's settings, read from the environment; every value has a working default (docs/settings.md)."""

from django.utils.functional import lazy

from openkam.config.database import database
from openkam.config.secret import secret_key
from openkam.config.sqlite import use_newest_sqlite
from openkam.core.environment import DATABASE_URL
from openkam.ledger.folder import data_folder

# Django reads its settings before it imports a database backend, so this is early enough.
use_newest_sqlite()

INSTALLED_APPS = ["openkam.ledger"]
DATABASES = {"default": database(DATABASE_URL.value(), data_folder().database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Made on first need only: reading figures must not write a key.
SECRET_KEY = lazy(lambda: secret_key(data_folder().secret_key), str)()
USE_TZ = True
TIME_ZONE = "UTC"
