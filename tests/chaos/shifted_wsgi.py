"""The portal at another time: DXL_NOW, which is for jobs alone, here for the pages, too."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from portal.operations.probe_clock import shift_clock

shift_clock()

from portal.wsgi import application  # noqa: E402 - loads everything, at that time

__all__ = ["application"]
