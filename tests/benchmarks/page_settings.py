"""The tests' settings with what a real server has: no look at the disk for each static file."""

from tests.settings import *  # noqa: F403

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
    }
}
WHITENOISE_AUTOREFRESH = False
DEBUG = False
