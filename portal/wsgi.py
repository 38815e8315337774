"""The entry for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from portal.operations.starting import refuse_wrong_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
refuse_wrong_settings()
application = get_wsgi_application()
