"""People whose time at the city hall is over, and what they left."""

from datetime import timedelta

from django.utils import timezone

from portal.personal.models import Leaving
from portal.staff.models import Role
from tests.builders import a_staff_member


def a_leaver(now, *, days=366, **fields):
    """Somebody whose account has been out of use for ``days``."""
    staff = a_staff_member(is_active=False, **fields)
    Leaving.objects.create(staff=staff, since=timezone.localdate(now) - timedelta(days=days))
    return staff


def two_administrators():
    return [a_staff_member(role=Role.ADMINISTRATOR) for _person in range(2)]
