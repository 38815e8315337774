"""Appends events as fast as it goes, in a process of its own: python -m tests.chaos.write_trail 30

Every third transaction is rolled back.
"""

import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.db import transaction  # noqa: E402 - needs the settings

from portal.audit.trail import record  # noqa: E402 - needs the settings

for number in range(int(sys.argv[1])):
    with transaction.atomic():
        record("audit.read", actor=None, details={"round": number})
        transaction.set_rollback(number % 3 == 2)
