"""Django's settings: one installation, one organization, one database.

Read from the environment: HEADWATER_HOME (the data folder, ``./var`` by default),
HEADWATER_DATABASE_URL (a PostgreSQL database; without it a SQLite file in the data folder), and
HEADWATER_URL (the public address behind a proxy, ``https://pmo.example.org``; without it the
site answers on the loopback names only).
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from headwater.web.site.database import database
from headwater.web.site.home import DATABASE, data_folder, secret_key

HERE = Path(__file__).parent
HOME = data_folder()
PUBLIC = urlsplit(os.environ.get("HEADWATER_URL", ""))
HTTPS = PUBLIC.scheme == "https"

SECRET_KEY = secret_key(HOME)
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *filter(None, [PUBLIC.hostname])]
CSRF_TRUSTED_ORIGINS = [f"{PUBLIC.scheme}://{PUBLIC.netloc}"] if PUBLIC.netloc else []

ROOMS = (
    "organization",
    "runs",
    "service",
    "projects",
    "strategy",
    "judgement",
    "appraisal",
    "portfolio",
    "presentation",
    "account",
    "intake",
)

INSTALLED_APPS = [
    "headwater.web.site",
    *(f"headwater.web.{room}" for room in ROOMS),
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "headwater.web.site.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "headwater.web.site.middleware.PrivatePages",
    "headwater.web.site.middleware.PlainErrors",
    "headwater.web.site.middleware.SignedInOnly",
]

ROOT_URLCONF = "headwater.web.site.urls"
ASGI_APPLICATION = "headwater.web.site.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "headwater.web.site.context.page",
            ],
        },
    }
]
FORM_RENDERER = "headwater.web.site.forms.Renderer"

DATABASES = {"default": database(os.environ.get("HEADWATER_DATABASE_URL", ""), HOME / DATABASE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "organization:sign_in"
LOGIN_REDIRECT_URL = "home"

SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds: a working day
SESSION_COOKIE_NAME = "headwater_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "headwater.web.site.errors.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024  # bytes: a pasted sheet of 50,000 rows
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
LARGEST_REQUEST = 64 * 1024 * 1024  # bytes, of a whole request with its files

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # served from the package: no collecting step
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 300

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "headwater": {"level": "INFO"},
        # a refused page is not worth a line each time: 4xx are the visitor's, not ours
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "ERROR"},
    },
}
