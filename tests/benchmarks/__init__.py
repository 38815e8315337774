"""Measurements, run by ``make bench``. Importing this starts Django with the tests' settings."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
