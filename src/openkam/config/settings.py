"""Django's settings, read from the environment; every value has a working default (docs/settings.md)."""

from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

import django_htmx
from csp.constants import NONCE, NONE, SELF
from django.utils.functional import lazy

from openkam.config import logs
from openkam.config.database import database
from openkam.config.hosts import allowed_hosts
from openkam.config.release import release_of
from openkam.config.secret import secret_key
from openkam.config.sqlite import use_newest_sqlite
from openkam.config.zone import time_zone
from openkam.core.environment import DATABASE_URL, DEVELOPER, HTTPS, SESSION_HOURS
from openkam.ledger.folder import data_folder

# Django reads its settings before it imports a database backend, so this is early enough.
use_newest_sqlite()

_WEB: Final = Path(__file__).resolve().parent.parent / "web"
_STATIC: Final = (_WEB / "ui" / "static", Path(django_htmx.__file__).parent / "static")
_BEHIND_TLS: Final = HTTPS.is_on()

DEBUG = DEVELOPER.is_on()

INSTALLED_APPS = [
    "openkam.core.audit",
    "openkam.records.users",
    "openkam.records.accounts",
    "openkam.records.contacts",
    "openkam.records.opportunities",
    "openkam.records.needs",
    "openkam.records.activities",
    "openkam.records.archive",
    "openkam.records.reviews",
    "openkam.records.duplicates",
    "openkam.ledger",
    "openkam.intake.uploads",
    "openkam.intake.contacts",
    "openkam.insight.grading",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "axes",
]
DATABASES = {"default": database(DATABASE_URL.value(), data_folder().database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Made on first need only: reading figures must not write a key; read once, Django asks for it at every request.
SECRET_KEY = lazy(cache(lambda: secret_key(data_folder().secret_key)), str)()
USE_TZ = True
TIME_ZONE = time_zone()

ROOT_URLCONF = "openkam.config.urls"
WSGI_APPLICATION = "openkam.config.wsgi.application"
ALLOWED_HOSTS = allowed_hosts()
CSRF_FAILURE_VIEW = "openkam.web.home.faults.untrusted"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "openkam.web.home.size.SizeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "openkam.web.home.privacy.PrivacyMiddleware",
    "openkam.web.home.done.DoneMiddleware",
    "openkam.web.viewer.ViewerMiddleware",
    "openkam.web.welcome.first_run.FirstRunMiddleware",
    "openkam.web.me.must_change.MustChangeMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": language,
        "DIRS": [_WEB],
        "OPTIONS": {"environment": f"openkam.web.ui.environment.{words}"},
    }
    for language, words in (("zh", "chinese"), ("en", "english"))
]

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "openkam.records.users.backend.UserBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/sign-in/"
SETUP_TOKEN_FILE = lazy(lambda: str(data_folder().setup_token), str)()
SESSION_ENGINE = "openkam.records.users.session_store"
# The seal of the audit trail and the heads it had: beside the database, never in it (docs/decisions).
AUDIT_KEY_FILE = lazy(lambda: str(data_folder().path / "audit-key"), str)()
# What locks the records of coaches (records/contacts/sealing.py).
COACH_KEY_FILE = lazy(lambda: str(data_folder().path / "coach-key"), str)()

SESSION_COOKIE_AGE = int(float(SESSION_HOURS.value()) * 3600)
# The browser forgets the cookie when it closes; the server forgets the session after the hours without a click.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Five wrong passwords lock this login from this address only, so that nobody can lock a colleague out.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "openkam.web.sign_in.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["username", "login", "code", "ip_address"]
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# The audit trail keeps who signed in; a second list of people would only be one more to protect.
AXES_DISABLE_ACCESS_LOG = True

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]

# The contents name the address, so a browser keeps each file for a year and never shows an old one.
STATIC_URL = "/static/" if DEBUG else f"/static/{release_of(_STATIC)}/"
STATICFILES_DIRS = [_WEB / "ui" / "static"]
_COMPRESSED: Final = data_folder().static / STATIC_URL.strip("/").rpartition("/")[2]
STATIC_ROOT = str(_COMPRESSED) if _COMPRESSED.is_dir() and not DEBUG else None  # laid out by `openkam serve`
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
WHITENOISE_ALLOW_ALL_ORIGINS = False
if not DEBUG:
    WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "openkam-session", "openkam-csrf"
if _BEHIND_TLS:
    # The prefix makes browsers refuse such a cookie from a neighbouring name or without encryption.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-openkam-session", "__Host-openkam-csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000

# Whether a company's other names speak HTTPS, and whether browsers list them for ever, is not ours to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# Uploads come in pieces; no single request is large.
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LOGGING_CONFIG = "logging.config.dictConfig"
LOGGING = logs.LOGGING
