"""Settings of a node in production; what a site may change is read from `SCHAKEL_*`."""

import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from schakel.shell.home import NOBODY, read_identity, read_or_make_secret
from schakel.shell.identity_provider import read_provider
from schakel.shell.security_module import read_token_settings
from schakel.site.settings.collected import find_collected
from schakel.site.settings.database import read_database

SCHAKEL_HOME = Path(os.environ.get("SCHAKEL_HOME", "var/no-home")).absolute()
SCHAKEL_NODE = read_identity(SCHAKEL_HOME)

DEBUG = False
# A command that needs no node (for example `gate ask`) runs without a home, on a key of its own.
SECRET_KEY = (
    secrets.token_urlsafe(48)
    if SCHAKEL_NODE is NOBODY
    else read_or_make_secret(SCHAKEL_HOME, "django.key")
)
SCHAKEL_SECURE = SCHAKEL_NODE.url.startswith("https://")
SCHAKEL_LISTEN = os.environ.get("SCHAKEL_LISTEN", SCHAKEL_NODE.url)
SCHAKEL_PROXIES = int(os.environ.get("SCHAKEL_TRUSTED_PROXIES", "0"))
# Blind questions from one node to another, a day and purpose.
SCHAKEL_QUESTIONS_A_DAY = int(os.environ.get("SCHAKEL_QUESTIONS_A_DAY", "100"))
ALLOWED_HOSTS = os.environ.get(
    "SCHAKEL_HOSTS", f"127.0.0.1,localhost,{urlsplit(SCHAKEL_NODE.url).hostname}"
).split(",")
# Behind a proxy that ends TLS: forms come from the node's own address, and the proxy says so.
CSRF_TRUSTED_ORIGINS = [SCHAKEL_NODE.url] if SCHAKEL_SECURE else []
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if SCHAKEL_SECURE and SCHAKEL_PROXIES else None
)

INSTALLED_APPS = [
    "schakel.site",
    "schakel.upkeep",
    "schakel.oversight",
    "schakel.rectification",
    "schakel.terms",
    "schakel.halting",
    "schakel.assurances",
    "schakel.vetting",
    "schakel.exculpation",
    "schakel.guests",
    "schakel.emergency",
    "schakel.assistance",
    "schakel.instruments",
    "schakel.matching",
    "schakel.offline",
    "schakel.custody",
    "schakel.casework",
    "schakel.intake",
    "schakel.links",
    "schakel.courier",
    "schakel.parcels",
    "schakel.exchange",
    "schakel.stopping",
    "schakel.network",
    "schakel.safeguards",
    "schakel.release",
    "schakel.tearline",
    "schakel.asylum",
    "schakel.rulebook",
    "schakel.clocks",
    "schakel.rescue",
    "schakel.lifting",
    "schakel.handling",
    "schakel.retention",
    "schakel.access",
    "schakel.accounts",
    "schakel.audit",
    "schakel.shell",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "csp",
]

MIDDLEWARE = [
    "schakel.shell.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "schakel.shell.middleware.SecondFactorMiddleware",
    "schakel.guests.middleware.GuestMiddleware",
    "schakel.shell.middleware.ErrorMiddleware",
]

ROOT_URLCONF = "schakel.site.urls"
WSGI_APPLICATION = "schakel.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "schakel.shell.context.node",
            ],
        },
    }
]

DATABASES = {"default": read_database(os.environ.get("SCHAKEL_DATABASE_URL", ""), SCHAKEL_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "django.contrib.auth.backends.ModelBackend",  # one-time links of the practice environment
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 14},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "schakel.accounts.views.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # the session ends with the browser
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Limits on sign-ins count per address: behind proxies the one that the outermost of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = SCHAKEL_PROXIES
SCHAKEL_OIDC = read_provider(os.environ)
SOCIALACCOUNT_PROVIDERS = SCHAKEL_OIDC.to_allauth() if SCHAKEL_OIDC else {}
SOCIALACCOUNT_ADAPTER = "schakel.accounts.views.organisation.OrganisationAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10  # seconds
MFA_ADAPTER = "schakel.accounts.views.adapter.LoggedFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SCHAKEL_SECURE
MFA_TOTP_ISSUER = "Schakel"
MFA_TOTP_TOLERANCE = 1  # periods of 30 seconds: clocks of telephones differ
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_COOKIE_NAME = f"schakel_{SCHAKEL_NODE.code}"  # nodes on one host share its cookies
CSRF_COOKIE_NAME = f"schakel_csrf_{SCHAKEL_NODE.code}"
LANGUAGE_COOKIE_NAME = f"schakel_language_{SCHAKEL_NODE.code}"
SESSION_COOKIE_AGE = 8 * 3600  # seconds: one duty
SESSION_COOKIE_SECURE = SCHAKEL_SECURE
CSRF_COOKIE_SECURE = SCHAKEL_SECURE
SESSION_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600  # seconds
LANGUAGE_COOKIE_SECURE = SCHAKEL_SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31_536_000 if SCHAKEL_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SCHAKEL_SECURE
SECURE_HSTS_PRELOAD = SCHAKEL_SECURE
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'", *([SCHAKEL_OIDC.origin] if SCHAKEL_OIDC else [])],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

CSRF_FAILURE_VIEW = "schakel.shell.views.csrf_failed"
SCHAKEL_PKCS11 = read_token_settings(os.environ)  # None: keys are files in the home
SCHAKEL_DOCS_ROOT = Path(os.environ.get("SCHAKEL_DOCS_ROOT", find_collected("docs")))

# Public keys that archives of this node are encrypted to, when the command names none.
SCHAKEL_BACKUP_RECIPIENTS = (
    os.environ.get("SCHAKEL_BACKUP_RECIPIENTS", "").replace(",", " ").split()
)

# How long the database of an archive can be opened; its key is destroyed after that.
SCHAKEL_ARCHIVE_DAYS = int(os.environ.get("SCHAKEL_ARCHIVE_DAYS", "35"))

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nl", _("Dutch"))]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("SCHAKEL_STATIC_ROOT", find_collected("static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes; more goes to disk

EMAIL_BACKEND = os.environ.get(
    "SCHAKEL_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = SCHAKEL_HOME / "mail"
EMAIL_HOST = os.environ.get("SCHAKEL_EMAIL_HOST", "localhost")
EMAIL_TIMEOUT = 10  # seconds
EMAIL_PORT = int(os.environ.get("SCHAKEL_EMAIL_PORT", "25"))
DEFAULT_FROM_EMAIL = os.environ.get("SCHAKEL_EMAIL_FROM", f"schakel@{SCHAKEL_NODE.code}.example")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "schakel.shell.printing.PlainFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "schakel": {"level": "INFO"},
        "django.request": {"level": "ERROR"},  # its warnings quote addresses, links among them
    },
}
