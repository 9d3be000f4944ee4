"""The settings; what differs between installations comes from the environment (.env.example lists it)."""

from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment, logs

# Lets ModelAdmin[Row] and ModelForm[Row] say at run time what they say to the type checker.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / (environment.text("SOURCEFIT_VAR") or "var")

ENVIRONMENT = environment.kind()
DEBUG = ENVIRONMENT == "development"
TESTING = ENVIRONMENT == "test"

SECRET_KEY = environment.secret_key(VAR)
SECRET_KEY_FALLBACKS = environment.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = environment.allowed_hosts()
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

# Plain http on loopback is the embedded default, where Secure cookies would be dropped; a service is taken to stand behind https.
HTTPS = environment.switch("SOURCEFIT_HTTPS", default=environment.is_a_service())
# How many proxies of ours stand before the site; the left-most X-Forwarded-For is the visitor's own word and never believed.
TRUSTED_PROXIES = environment.whole_number("TRUSTED_PROXIES", 0)

# How often something may be done, counted over all processes (organisations/limits.py). OPERATIONS.md says by whom.
STARTS_PER_HOUR = environment.limit("STARTS_PER_HOUR", 200)  # a whole company can stand behind one address
SAVES_PER_HOUR = environment.limit("SAVES_PER_HOUR", 3600)
CLAIMS_PER_HOUR = environment.limit("CLAIMS_PER_HOUR", 60)
SHARES_PER_HOUR = environment.limit("SHARES_PER_HOUR", 20)
PASSCODES_PER_HOUR = environment.limit("PASSCODES_PER_HOUR", 10)
PDFS_PER_HOUR = environment.limit("PDFS_PER_HOUR", 600)
PRINTS_PER_HOUR = environment.limit("PRINTS_PER_HOUR", 120)  # PDFs that had to be made, which takes a second
ALL_PRINTS_PER_HOUR = environment.limit("ALL_PRINTS_PER_HOUR", 1800)
EXPORTS_PER_HOUR = environment.limit("EXPORTS_PER_HOUR", 600)
ARCHIVES_PER_HOUR = environment.limit("ARCHIVES_PER_HOUR", 5)
SIGN_INS_PER_MINUTE = environment.limit("SIGN_INS_PER_MINUTE", 10)

INSTALLED_APPS = [
    "organisations",
    "assessments",
    "recommendations",
    "consulting",
    "config",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_include_bootstrap",
    "csp",
    "django_htmx",  # for the script alone
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "config.apps.LeanStaticFilesConfig",
]

MIDDLEWARE = [
    "config.middleware.request_log",
    "config.middleware.Compressed",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.safe_headers",
    "config.middleware.body_limit",
    "config.middleware.utf8_forms",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.SignIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.nothing_lost",
    "config.middleware.second_factor",
    "config.middleware.TooOften",
]

ROOT_URLCONF = "config.urls"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
CLAIMED = "recommendations.reports.sharing.claimed"  # called when an account takes answers over
STANDING = "recommendations.reports.standing.standing"  # says what the report would say of a draft now
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": environment.database(VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # allauth's limits count here: every process must see the same count, and none may be crowded out by others.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Parts of pages that depend on nothing but what stands in their key, so each process keeps its own.
    "template_fragments": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "fragments"},
}

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["organisations.backend.Backend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "organisations.passwords.NotStolen"},
    {"NAME": "organisations.passwords.NoSiteWords"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "arrive"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "organisations.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "organisations.forms.ChangeEmailForm",
    "change_email": "organisations.forms.OtherEmailForm",
    "change_password": "organisations.forms.ChangePasswordForm",
    "confirm_email_verification_code": "organisations.forms.ConfirmEmailCodeForm",
    "login": "organisations.forms.LoginForm",
    "reauthenticate": "organisations.forms.ReauthenticateForm",
    "reset_password": "organisations.forms.ResetPasswordForm",
    "reset_password_from_key": "organisations.forms.ResetPasswordKeyForm",
    "set_password": "organisations.forms.SetPasswordForm",
    "signup": "organisations.forms.SignupForm",
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "organisations.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "activate_totp": "organisations.forms.ActivateAppForm",
    "add_webauthn": "organisations.forms.AddPasskeyForm",
    "authenticate": "organisations.forms.AuthenticateForm",
    "edit_webauthn": "organisations.forms.RenamePasskeyForm",
    "reauthenticate": "organisations.forms.ReauthenticateCodeForm",
}
# Clocks of telephones are off by some seconds: the code before and the one after are taken too.
MFA_TOTP_TOLERANCE = 1
# Browsers know passkeys over plain http on localhost alone, which is where the embedded site is.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

vars().update(environment.email(default="memorymail://" if TESTING else "consolemail://"))
# Mail goes out while somebody waits for the page; a server that does not answer must not hold them up.
EMAIL_TIMEOUT = 5
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL") or "SourceFit <sourcefit@localhost>"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LANGUAGE_CODE = "en"
# Spanish: three of the five sources speak to owners in the United States, where it is the second language of business,
# and one of them names Mexico first among the places nearby to buy from.
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = environment.time_zone("TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / (environment.text("SOURCEFIT_STATIC") or VAR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
if DEBUG or TESTING:
    STATIC_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
else:
    STATIC_FILES = f"config.static.{'Packed' if environment.is_a_service() else 'Hashed'}StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_FILES},
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
    },
}
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(livez|readyz)$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"

# A __Host- cookie must be Secure, so the prefix comes with https alone; assessments' own cookie uses it too.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_ENGINE = "organisations.sessions"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_SECURE = HTTPS
MESSAGE_STORAGE = "config.messages.Storage"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# Without one there is no /metrics.
METRICS_TOKEN = environment.text("SOURCEFIT_METRICS_TOKEN")

LOGGING = logs.configuration(environment.text("LOG_LEVEL") or ("INFO" if ENVIRONMENT == "production" else "WARNING"))
