"""How a person wants to be told of each kind of notice."""

from django.db import transaction

from portal.notifications.kinds import KINDS, Delivery, Kind
from portal.notifications.models import Preference
from portal.staff.models import StaffMember
from portal.staff.roles import roles_of


def kinds_for(staff: StaffMember) -> dict[str, Kind]:
    """The kinds of notice that can come to ``staff``."""
    held = roles_of(staff)
    return {code: kind for code, kind in KINDS.items() if kind.role is None or kind.role in held}


def preferences_of(staff: StaffMember) -> dict[str, Delivery]:
    """The delivery of each kind that can come to ``staff``: chosen, or as the table has it."""
    chosen = dict(Preference.objects.filter(staff=staff).values_list("kind", "delivery"))
    return {
        code: Delivery(chosen[code]) if chosen.get(code) in kind.choices() else kind.delivery
        for code, kind in kinds_for(staff).items()
    }


@transaction.atomic
def choose(staff: StaffMember, deliveries: dict[str, Delivery]) -> None:
    """Keep what ``staff`` chose. Notices that exist already go the way they were written for."""
    kinds = kinds_for(staff)
    for code, delivery in deliveries.items():
        if delivery not in kinds[code].choices():
            continue
        Preference.objects.update_or_create(staff=staff, kind=code, defaults={"delivery": delivery})
