"""What home asks of the database: as much for one thing as for many, whoever looks."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leaders.reporting import note_finding
from portal.consultations.models import Idea
from portal.staff.models import Role
from tests.builders import a_case, a_staff_member
from tests.consultations.builders import a_consultation
from tests.leaders.builders import a_leader, a_section
from tests.training.builders import a_booking, a_course, a_session

pytestmark = pytest.mark.django_db
MOST_QUERIES = 25
MANAGER = "manager"


def one_of_each(reader, colleague, now, number):
    """One more thing of each kind that home shows or counts."""
    a_consultation(reader, now=now)
    a_booking(a_session(starts_at=now + timedelta(days=number + 1)), reader)
    a_course(is_compulsory=True, for_everyone=True)
    leader = a_leader(now, staff=a_staff_member(department=reader.department))
    note_finding(f"気づき{number}", by=leader.staff, now=now)
    note = {"now_words": "いま", "noted_at": now, "author": reader}
    Idea.objects.create(title=f"アイデア{number}", state="noted", **note)
    a_case(f"事例{number}")
    a_consultation(colleague, now=now)


@pytest.mark.parametrize("role", [None, MANAGER, *Role])
def test_home_costs_the_same_for_one_thing_as_for_many(client, role, monkeypatch):
    # Once a minute a session notes that it was used; a slow machine would count that.
    monkeypatch.setattr("portal.staff.sessions.SEEN_EVERY", timedelta(days=1))
    now, section = timezone.now(), a_section()
    held = {"is_manager": True} if role == MANAGER else {"role": role}
    reader = a_staff_member(department=section, **held)
    colleague = a_staff_member(department=section)
    client.force_login(reader)
    counts = []
    for number in range(4):
        one_of_each(reader, colleague, now, number)
        client.get("/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))

    assert counts[3] == counts[0] <= MOST_QUERIES
