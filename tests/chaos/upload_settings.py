"""The product's settings with one more page: a form with an attachment, as a part writes it."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.files.trial_room"
