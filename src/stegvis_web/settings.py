"""Settings of the site. One file; what differs between installations comes from the environment."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _


def env_bool(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


PACKAGE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("STEGVIS_DATA", "var")).resolve()
DEMO = env_bool("STEGVIS_DEMO")
ERASURES = Path(os.environ.get("STEGVIS_ERASURES", DATA / "erasures.jsonl"))
# A service's own definitions, a folder for each catalogue: retention/our_team.toml.
DEFINITIONS = Path(os.environ["STEGVIS_DEFINITIONS"]) if os.environ.get("STEGVIS_DEFINITIONS") else None
DEBUG = False
SECRET_KEY = os.environ.get("STEGVIS_SECRET_KEY", "")
SECRET_KEY_FALLBACKS = env_list("STEGVIS_OLD_SECRET_KEYS")
ALLOWED_HOSTS = env_list("STEGVIS_HOSTS", "127.0.0.1,localhost,[::1],testserver")
SITE_URL = os.environ.get("STEGVIS_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "stegvis_web.foundation",
    "stegvis_web.people",
    "stegvis_web.casework",
    "stegvis_web.benefits",
    "stegvis_web.outcomes",
    *(["stegvis_web.demo"] if DEMO else []),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
]

MIDDLEWARE = [
    *(["stegvis_web.foundation.loopback.LoopbackOnly"] if DEMO else []),
    "stegvis_web.foundation.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "stegvis_web.foundation.audit.AuditOrNothing",
    "stegvis_web.people.viewer.ViewerMiddleware",
    "stegvis_web.foundation.kept.KeptForms",
]

ROOT_URLCONF = "stegvis_web.urls"
WSGI_APPLICATION = "stegvis_web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "stegvis_web.foundation.rendering.environment",
            "context_processors": ["stegvis_web.foundation.context.page"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",  # what allauth has of its own
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
FORM_RENDERER = "django.forms.renderers.Jinja2"


def database(url: str) -> dict[str, object]:
    """Read STEGVIS_DATABASE: empty or sqlite:///FILE, or postgresql://user:password@host:port/name."""
    parts = urlsplit(url)
    if parts.scheme in {"", "sqlite"}:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path if parts.scheme else DATA / "stegvis.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                # IMMEDIATE: a transaction that reads and then writes must own the lock from the start.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # The pages ask the same few queries again and again. The server plans each once a connection, for any
        # values: planned anew for these values, as it would by itself, Today took longer to plan than to do.
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 5,
            "options": "-c plan_cache_mode=force_generic_plan",
        },
    }


DATABASES = {"default": database(os.environ.get("STEGVIS_DATABASE", ""))}
SILENCED_SYSTEM_CHECKS = ["fields.W163"]  # comments on columns are for PostgreSQL; SQLite does without
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["stegvis_web.people.backend.EmailBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# A sign-in ends after so long without a request, and after so long in any case.
STAFF_SESSION_IDLE = timedelta(minutes=30)
STAFF_SESSION_LONGEST = timedelta(hours=12)
PATIENT_SESSION_IDLE = timedelta(hours=12)
PATIENT_SESSION_LONGEST = timedelta(days=7)
LINK_SESSION_IDLE = timedelta(minutes=60)
LINK_SESSION_LONGEST = timedelta(hours=12)
INVITATION_LASTS = timedelta(days=7)
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60
SESSION_ENGINE = "stegvis_web.people.sessions"
SESSION_COOKIE_AGE = int(PATIENT_SESSION_LONGEST.total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    # Browsers take such names only from this very host, over HTTPS: no neighbour can plant them.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
# A notice may hold a name; it waits in the database, never in a cookie on somebody's device.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# A file is refused before it is read, but on a page that says that it takes one. Of the rest, more than any
# form holds.
FILE_UPLOAD_HANDLERS = ["stegvis_web.foundation.uploads.OneFile"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
CSRF_FAILURE_VIEW = "stegvis_web.foundation.kept.stale_form"

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "stegvis_web.people.passwords.NoKnownWords"},
]

# Sign-in, by django-allauth. Nobody signs up: accounts come by invitation.
ACCOUNT_ADAPTER = "stegvis_web.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the invitation has proved the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "stegvis_web.people.tokens.ResetTokens"
ACCOUNT_FORMS = {
    "login": "stegvis_web.people.forms.SignInForm",
    "reauthenticate": "stegvis_web.people.forms.ConfirmPasswordForm",
    "change_password": "stegvis_web.people.forms.ChangePasswordForm",
    "reset_password": "stegvis_web.people.forms.AskForPasswordForm",
    "reset_password_from_key": "stegvis_web.people.forms.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/10m/ip,5/10m/key",
    "login": "30/m/ip",
    "reset_password": "20/h/ip,3/h/key",
    "party_link_code": "20/15m/ip",
    "self_referral": "20/h/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("STEGVIS_PROXIES", "0"))
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

MFA_ADAPTER = "stegvis_web.people.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no address is ever unverified here
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute off
MFA_FORMS = {
    "authenticate": "stegvis_web.people.forms.SecondStepForm",
    "reauthenticate": "stegvis_web.people.forms.ConfirmSecondStepForm",
    "activate_totp": "stegvis_web.people.forms.ActivateAppForm",
    "login_webauthn": "stegvis_web.people.forms.PasskeySignInForm",
    "authenticate_webauthn": "stegvis_web.people.forms.PasskeySecondStepForm",
    "reauthenticate_webauthn": "stegvis_web.people.forms.ConfirmPasskeyForm",
    "add_webauthn": "stegvis_web.people.forms.AddPasskeyForm",
    "edit_webauthn": "stegvis_web.people.forms.RenamePasskeyForm",
}

# Sign-in by a provider of the installation's own, as a health region's: off unless it is named.
OIDC_URL = os.environ.get("STEGVIS_OIDC_URL", "")
OIDC_NAME = os.environ.get("STEGVIS_OIDC_NAME", "OpenID Connect")
OIDC_HAS_SECOND_STEP = env_bool("STEGVIS_OIDC_SECOND_STEP")
SOCIALACCOUNT_ADAPTER = "stegvis_web.people.adapter.SocialAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # the policy of our pages lets no form lead to another site
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": os.environ.get("STEGVIS_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("STEGVIS_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_URL},
            }
        ]
        if OIDC_URL
        else [],
    }
}
# The database cache, so that every process sees a used code as used and a limit as reached.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}

# smtp://host:25, smtp+tls://user:password@host:587 (STARTTLS) or smtps://…:465. Without it: files.
SMTP = urlsplit(os.environ.get("STEGVIS_SMTP_URL", ""))
EMAIL_BACKEND = "stegvis_web.people.postboxes.Smtp" if SMTP.hostname else "stegvis_web.people.postboxes.Files"
EMAIL_HOST = SMTP.hostname or ""
EMAIL_PORT = SMTP.port or {"smtp+tls": 587, "smtps": 465}.get(SMTP.scheme, 25)
EMAIL_HOST_USER = unquote(SMTP.username or "")
EMAIL_HOST_PASSWORD = unquote(SMTP.password or "")
EMAIL_USE_TLS = SMTP.scheme == "smtp+tls"
EMAIL_USE_SSL = SMTP.scheme == "smtps"
EMAIL_TIMEOUT = 30
OUTBOX = DATA / "outbox"
DEFAULT_FROM_EMAIL = os.environ.get("STEGVIS_MAIL_FROM", f"stegvis@{urlsplit(SITE_URL).hostname}")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("sv", _("Swedish")), ("nb", _("Norwegian"))]
LOCALE_PATHS = [PACKAGE / "locale", PACKAGE.parent / "stegvis" / "outcomes" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("STEGVIS_TIME_ZONE", "Europe/Stockholm")

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Faults go to stderr, without tokens and without what was typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "discreet": {
            "()": "stegvis_web.foundation.logs.Discreet",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},  # a wrong address or a wrong code is nobody's fault
    },
}
