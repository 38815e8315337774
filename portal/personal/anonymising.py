"""Leavers whose time is over: their names go, their rows stay, so that no count changes.

Who was erased is also written to a file outside of the database (ids and days alone). After an
older backup was restored, ``replay_erasures`` reads it and erases the same people again.
"""

import json
from datetime import date, datetime
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.users.models import UserProfile

from portal.audit.trail import events_at_the_end, record
from portal.notifications.models import Mail, Notification, Preference
from portal.personal.models import ErasedPerson, Leaving
from portal.staff.models import StaffMember
from portal.staff.roster_models import RosterLine
from portal.staff.sessions import end_sessions

NAME = "退職した職員"


@transaction.atomic
def note_leavers(on: date) -> int:
    """Remember since when accounts are out of use, and forget it when they are used again.

    Returns how many leavers are new.
    """
    Leaving.objects.filter(staff__is_active=True, anonymised_at=None).delete()
    new = StaffMember.objects.filter(is_active=False, leaving__isnull=True)
    rows = [Leaving(staff=staff, since=on) for staff in new]
    Leaving.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def anonymise_people(rows: QuerySet[StaffMember], *, by: StaffMember | None, now: datetime) -> int:
    """Take the names of these leavers away. Returns how many. Whoever is in use is left alone."""
    people = list(
        StaffMember.objects.select_for_update()
        .filter(pk__in=rows.values("pk"), is_active=False)
        .order_by("pk")
    )
    with events_at_the_end():
        for person in people:
            _anonymise(person, now)
            record("personal.person.anonymised", actor=by, obj=person)
    transaction.on_commit(lambda: _write_index([person.pk for person in people], now))
    return len(people)


@transaction.atomic
def replay(path: Path | None = None, *, now: datetime) -> int:
    """Erase again whom the file names and a restored backup brought back. Returns how many."""
    path = path or settings.ERASURE_INDEX
    if not path.exists():
        return 0
    listed = {json.loads(line)["staff"] for line in path.read_text().splitlines() if line}
    again = StaffMember.objects.filter(pk__in=listed).exclude(
        pk__in=ErasedPerson.objects.values("staff_id")
    )
    # They had left when they were erased; a backup from before that may say otherwise.
    again.update(is_active=False)
    return anonymise_people(again, by=None, now=now)


def _anonymise(person: StaffMember, now: datetime) -> None:
    RosterLine.objects.filter(subject="person", key=person.staff_number or "-").delete()
    person.name, person.reading, person.email = NAME, "", ""
    person.username, person.staff_number = f"left-{person.pk}", None
    person.is_manager = False
    person.set_unusable_password()
    person.save()
    person.groups.clear()
    end_sessions(person)
    for model in (Authenticator, SocialAccount, EmailAddress, UserProfile):
        model.objects.filter(user=person).delete()
    Notification.objects.filter(recipient=person).delete()
    Mail.objects.filter(recipient=person).delete()
    Preference.objects.filter(staff=person).delete()
    Leaving.objects.update_or_create(
        staff=person,
        defaults={"anonymised_at": now},
        create_defaults={"since": timezone.localdate(now), "anonymised_at": now},
    )
    ErasedPerson.objects.get_or_create(staff_id=person.pk, defaults={"erased_at": now})


def _write_index(ids: list[int], now: datetime) -> None:
    """One line each; a line written twice says the same."""
    path = Path(settings.ERASURE_INDEX)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        for pk in ids:
            file.write(json.dumps({"staff": pk, "erased_at": now.isoformat()}) + "\n")
