"""Django's settings, read from the environment; every value has a working default (docs/settings.md)."""

from pathlib import Path
from typing import Final

from csp.constants import NONCE, NONE, SELF
from django.utils.functional import lazy

from openkam.config.database import database
from openkam.config.secret import secret_key
from openkam.config.sqlite import use_newest_sqlite
from openkam.core.environment import DATABASE_URL
from openkam.ledger.folder import data_folder

# Django reads its settings before it imports a database backend, so this is early enough.
use_newest_sqlite()

_WEB: Final = Path(__file__).resolve().parent.parent / "web"

INSTALLED_APPS = [
    "openkam.core.audit",
    "openkam.records.users",
    "openkam.records.accounts",
    "openkam.ledger",
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
# Made on first need only: reading figures must not write a key.
SECRET_KEY = lazy(lambda: secret_key(data_folder().secret_key), str)()
USE_TZ = True
TIME_ZONE = "UTC"

ROOT_URLCONF = "openkam.config.urls"
WSGI_APPLICATION = "openkam.config.wsgi.application"
ALLOWED_HOSTS = ["*"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "openkam.web.viewer.ViewerMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [_WEB],
        "OPTIONS": {"environment": "openkam.web.ui.environment.environment"},
    }
]

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/sign-in/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]

STATIC_URL = "/static/"
STATICFILES_DIRS = [_WEB / "ui" / "static"]

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

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
