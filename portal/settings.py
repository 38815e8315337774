"""Settings. Every default is for production; README has a table of every variable."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE

from portal.operations.log_settings import log_settings
from portal.staff.sign_in_providers import form_origins, oidc_app, saml_app, saml_idp

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "data"
env = environ.FileAwareEnv()

DEMO_MODE = env.bool("DEMO_MODE", False)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", "")
DEBUG = env.bool("DEBUG", False)
# A server for nothing but attacks (docs/probe.md); it answers to this machine alone.
PROBE = env.bool("DXL_PROBE", False)
PROBE_NOW = env.str("DXL_NOW", "")
SECRET_KEY = env.str("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
BASE_URL = env.str("BASE_URL", "http://localhost:8000")
HTTPS = env.bool("HTTPS", True)
OWN_MUNICIPALITY = env.str("OWN_MUNICIPALITY", "132209")
# Opens the links of cases at night; stays off where the network leads nowhere.
LINK_CHECK = env.bool("LINK_CHECK", False)

INSTALLED_APPS = [
    "portal.ui",
    "portal.audit",
    "portal.submitting",
    "portal.staff",
    "portal.authority",
    "portal.search",
    "portal.files",
    "portal.notifications",
    "portal.personal",
    "portal.community",
    "portal.guidance",
    "portal.consultations",
    "casebook",
    "leaders",
    "training",
    "portal.kpi",
    "portal.home",
    "portal.operations",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.ui.middleware.RequestIdMiddleware",
    "portal.audit.middleware.AuditOriginMiddleware",
    "portal.operations.logs.RequestLogMiddleware",
    "portal.ui.middleware.ContentSecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.staff.middleware.SessionLifeMiddleware",
    "portal.staff.middleware.SecondFactorMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "portal.staff.cms_guard.CmsGuardMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.ui.middleware.PrivatePagesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
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
                "portal.home.navigation.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # In memory what is kept for a moment: a full /tmp must not stop anybody from writing.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        # Read through the system's own cache, up to what SQLite allows: a search looks up thousands
        # of rows, and each would be a call.
        " PRAGMA temp_store=MEMORY; PRAGMA mmap_size=2147418112;",
    }
# Opening one anew for every page costs as much as all its questions; one that died is noticed.
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes: sign-in limits counted per process would be no limits.
CACHES = {"default": env.cache("CACHE_URL", "dbcache://portal_cache")}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

AUTH_USER_MODEL = "staff.StaffMember"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "portal.staff.sign_in.StaffAccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.staff.forms.SignInForm",
    "reauthenticate": "portal.staff.forms.ConfirmPasswordForm",
    "change_password": "portal.staff.forms.PasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# portal.staff.guess_limits counts instead: allauth counts in the cache, which forgets.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
# Without a proxy in front nobody's X-Forwarded-For is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXY_COUNT", 1) if BEHIND_PROXY else 0

MFA_ADAPTER = "portal.staff.second_factor.StaffMFAAdapter"
# Role codes; in demo mode nobody, so that a trial begins at once.
MFA_REQUIRED_ROLES = env.list(
    "MFA_REQUIRED_ROLES", default=[] if DEMO_MODE else ["OF", "ED", "AU", "AD"]
)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "portal.staff.forms.CodeForm",
    "reauthenticate": "portal.staff.forms.ConfirmCodeForm",
    "activate_totp": "portal.staff.forms.NewAppForm",
    "add_webauthn": "portal.staff.forms.NewPasskeyForm",
    "edit_webauthn": "portal.staff.forms.PasskeyNameForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# Chromium calls http://localhost safe, the library does not.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO_MODE
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True

SOCIALACCOUNT_ADAPTER = "portal.staff.single_sign_on.StaffSocialAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
OIDC_ISSUER = env.str("OIDC_ISSUER", "")
OIDC_STAFF_NUMBER_CLAIM = env.str("OIDC_STAFF_NUMBER_CLAIM", "employee_number")
OIDC_MFA_VALUES = frozenset(env.list("OIDC_MFA_VALUES", default=[]))
SAML_IDP = saml_idp(
    env.str("SAML_IDP_METADATA", ""),
    env.str("SAML_IDP_ENTITY_ID", ""),
    env.str("SAML_IDP_SSO_URL", ""),
    env.str("SAML_IDP_CERTIFICATE", ""),
)
SAML_STAFF_NUMBER_ATTRIBUTE = env.str("SAML_STAFF_NUMBER_ATTRIBUTE", "employeeNumber")
SAML_MFA_CONTEXTS = frozenset(env.list("SAML_MFA_CONTEXTS", default=[]))
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": oidc_app(
            OIDC_ISSUER,
            env.str("OIDC_CLIENT_ID", ""),
            env.str("OIDC_CLIENT_SECRET", ""),
            env.str("OIDC_LABEL", "市の共通ログイン"),
        )
    },
    "saml": {
        "APPS": saml_app(SAML_IDP, env.str("SAML_LABEL", "市の共通ログイン")),
        "provider_class": "portal.staff.single_sign_on.StaffSamlProvider",
    },
}

SESSION_ENGINE = "portal.staff.sessions"
SESSION_IDLE = timedelta(minutes=env.int("SESSION_IDLE_MINUTES", 60))
SESSION_ABSOLUTE = timedelta(hours=env.int("SESSION_HOURS", 12))
# How long an administrator's one-time link to set a password lives.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
X_FRAME_OPTIONS = "SAMEORIGIN"
# The previews of the CMS are frames of this site (security.W019 asks for DENY).
SILENCED_SYSTEM_CHECKS = ["security.W019"]

CSRF_FAILURE_VIEW = "portal.staff.refusals.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *form_origins(OIDC_ISSUER, (SAML_IDP or {}).get("sso_url", ""))],
        "frame-ancestors": [SELF],
    }
}
# Wagtail's editor needs inline scripts and styles; a nonce here would switch them off again.
CMS_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

STATIC_URL = "/static/"
# A trial serves the files where they lie.
STATIC_ROOT = None if DEMO_MODE else BASE_DIR / "build" / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(DATA_DIR / "media")))
# All files in a bucket instead (docs/files.md). Nobody but the portal has its keys.
S3_BUCKET = env.str("S3_BUCKET", "")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", "")
S3_REGION = env.str("S3_REGION", "us-east-1")
S3_ACCESS_KEY = env.str("S3_ACCESS_KEY", "")
S3_SECRET_KEY = env.str("S3_SECRET_KEY", "")
STORAGES = {
    "default": {
        "BACKEND": "portal.files.bucket.MediaStorage"
        if S3_BUCKET
        else "django.core.files.storage.FileSystemStorage"
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO_MODE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Attachments lie here, outside of everything that a web server shows.
PRIVATE_ROOT = Path(env.str("PRIVATE_ROOT", str(DATA_DIR / "private")))
# The internal location by which nginx hands them out (X-Accel-Redirect), as /_private/.
PRIVATE_FILES_LOCATION = "" if S3_BUCKET else env.str("PRIVATE_FILES_LOCATION", "")
# Signs the exchange files of the casebook. Whoever has it speaks for this municipality.
EXCHANGE_KEY_FILE = Path(env.str("EXCHANGE_KEY_FILE", str(DATA_DIR / "exchange_key.pem")))
EXCHANGE_FETCH = env.bool("EXCHANGE_FETCH", False)
# Whose names were erased, by id: read after a backup was restored. Not a part of any backup.
ERASURE_INDEX = Path(env.str("ERASURE_INDEX", str(DATA_DIR / "erased_people.jsonl")))
# Retention of the city, in days, where it differs from the table: consultations.consultation=730
RETENTION_DAYS = env.dict("RETENTION_DAYS", default={})
# A backup is sealed with the key, and worthless without it: keep the key somewhere else, too.
BACKUP_KEY = env.str("BACKUP_KEY", "")
BACKUP_DIR = Path(env.str("BACKUP_DIR", str(DATA_DIR / "backups")))
BACKUPS_KEPT = env.int("BACKUPS_KEPT", 35)
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", "")
FILE_UPLOAD_HANDLERS = ["portal.files.receiving.TypedNamesHandler"]
WHITENOISE_USE_FINDERS = DEMO_MODE
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

EMAIL_CONFIG = env.email("EMAIL_URL", "dummymail://")
vars().update(EMAIL_CONFIG)
# A server that does not answer holds a worker up no longer than this, in seconds.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "dx-portal@localhost")

WAGTAIL_SITE_NAME = "DXポータル"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "cms_gate"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", "日本語")]
WAGTAIL_USER_TIME_ZONES = ["Asia/Tokyo"]
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
# Nothing may leave the house: no avatar service, update check, banner or embeds.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []
WAGTAIL_ALLOW_UNICODE_SLUGS = WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "txt", "csv"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "portal.files.cms_forms.PortalDocumentForm"
WAGTAILIMAGES_IMAGE_MODEL = "files.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "portal.files.cms_forms.PortalImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
# An OpenSearch server beside the index of the database: https://user:password@host:9200/index
SEARCH_URL = env.str("SEARCH_URL", "")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.search.backend"}}
TAGGIT_CASE_INSENSITIVE = True

# Machines that may ask /health/ready and /health/metrics without signing in.
HEALTH_FROM = env.list("HEALTH_FROM", default=["127.0.0.1", "::1"])
SLOW_QUERY_MILLISECONDS = env.int("SLOW_QUERY_MILLISECONDS", 500)
LOGGING = log_settings(
    demo_mode=DEMO_MODE,
    level=env.str("LOG_LEVEL", "INFO"),
    syslog=env.str("AUDIT_SYSLOG", ""),
)
