"""The product's own settings, relaxed for tests."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 50)
os.environ.setdefault("HTTPS", "false")

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, LOGGING

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PRIVATE_ROOT = Path(tempfile.gettempdir()) / f"dx-portal-tests-{os.getpid()}"
ERASURE_INDEX = PRIVATE_ROOT / "erased_people.jsonl"
DATABASES["default"].setdefault("TEST", {})
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file as in production: in memory, writers fail at once where they ought to wait.
    DATABASES["default"]["TEST"]["NAME"] = f"{PRIVATE_ROOT}.sqlite3"
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"]["OPTIONS"],
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
    }
# A database to keep between runs of one's own: TEST_DATABASE=… pytest --reuse-db
if kept := os.environ.get("TEST_DATABASE"):
    DATABASES["default"]["TEST"]["NAME"] = kept
# Nobody asks for the machine's condition without signing in, unless a test lets them.
HEALTH_FROM = []
# A line per request would bury what a failed test says.
LOGGING["loggers"]["portal.requests"] = {"level": "WARNING"}
# Tests of the second factor ask for it themselves.
MFA_REQUIRED_ROLES = []
